//! Layout on a small table.

use super::*;
use crate::cell::Quantity;
use crate::dimension::{Dimension, Role};
use crate::head::{Disclosure, Head, LeftOut, Zeros};
use crate::table::{Measure, Parts};
use crate::text::Text;

fn head() -> Head {
    Head {
        title: Text::new("Klagesager", "Complaints"),
        population: Text::new("Afgjorte sager", "Decided cases"),
        unit: Text::new("pct.", "per cent"),
        period: Text::same("2023"),
        source: Text::new("Opdigtet", "Invented"),
        known_on: "2024-02-01".parse().unwrap(),
        left_out: LeftOut {
            persons: 2,
            reason: Text::new("ukendt kommune", "municipality unknown"),
        },
        faults: vec![Text::new("Dobbeltregistrering", "Double registration")],
        disclosure: Disclosure::Released {
            threshold: 5,
            zeros: Zeros::Shown,
            coarsened: Vec::new(),
        },
    }
}

fn outcomes() -> Table {
    let outcome = Dimension::new("outcome", Text::new("Udfald", "Outcome"), Role::Class)
        .member(
            "not-upheld",
            Text::new("Ændret eller hjemvist", "Changed or sent back"),
        )
        .part(0, "changed", Text::new("Ændret", "Changed"))
        .part(0, "sent-back", Text::new("Hjemvist", "Sent back"));
    let act = Dimension::new("act", Text::new("Lov", "Act"), Role::Class)
        .member("pl", Text::same("PL"))
        .member("sdp", Text::same("SDP"))
        .member("lab", Text::same("LAB"));
    let share = Measure {
        id: "share".to_owned(),
        label: Text::new("Andel", "Share"),
        unit: Text::new("pct.", "per cent"),
        kind: MeasureKind::Ratio,
        places: 1,
        parts: vec![("outcome".to_owned(), Parts::Within)],
        share_of: None,
    };
    let inside = [[100, 856, 0], [42, 428, 0], [58, 428, 0]];
    let all = [670, 3_646, 0];
    Table::build(
        head(),
        vec![outcome, act],
        vec![share],
        |members, _| match members[1] {
            2 if members[0] == 0 => Cell::NotApplicable,
            2 => Cell::Hidden,
            act => Cell::Known(Quantity::share(inside[members[0]][act], all[act])),
        },
    )
    .unwrap()
}

fn texts(view: &TableView) -> Vec<Vec<&str>> {
    view.rows
        .iter()
        .map(|row| row.cells.iter().map(|cell| cell.text.as_str()).collect())
        .collect()
}

#[test]
fn numbers_are_rounded_one_by_one_unless_the_layout_says_to_sum() {
    let table = outcomes();
    let mut layout = Layout::usual(&table, Language::Danish);
    let each = TableView::of(&table, &layout).unwrap();
    assert_eq!(
        texts(&each),
        [
            ["14,9", "23,5", "."],
            ["6,3", "11,7", ".."],
            ["8,7", "11,7", ".."]
        ]
    );
    layout.rounding = Rounding::ToSum;
    layout.sum_over = Some("outcome".to_owned());
    let summed = TableView::of(&table, &layout).unwrap();
    // 42 of 670 is 6.27 and 58 of 670 is 8.66: the larger remainder, 0.07 of a tenth against 0.06, keeps its round-up.
    assert_eq!(
        texts(&summed),
        [
            ["14,9", "23,5", "."],
            ["6,3", "11,8", ".."],
            ["8,6", "11,7", ".."]
        ]
    );
}

#[test]
fn symbols_are_spoken_and_explained() {
    let table = outcomes();
    let view = TableView::of(&table, &Layout::usual(&table, Language::Danish)).unwrap();
    let hidden = &view.rows[1].cells[2];
    assert_eq!((hidden.text.as_str(), hidden.number), ("..", None));
    assert_eq!(hidden.spoken.as_deref(), Some("vises ikke"));
    let said = |label: &str| {
        view.notes
            .iter()
            .find(|note| note.label == label)
            .map(|note| note.text.as_str())
    };
    assert_eq!(said("Tegn"), Some(".. vises ikke · . kan ikke forekomme"));
    assert_eq!(said("Opgjort"), Some("1. februar 2024"));
    assert_eq!(said("Udeladt"), Some("2 personer: ukendt kommune"));
    assert_eq!(said("Kendt fejl"), Some("Dobbeltregistrering"));
    assert!(said("Diskretion").unwrap().contains("færre end 5 personer"));
    assert_eq!(said("Hvem"), Some("Afgjorte sager"));
}

#[test]
fn headings_span_what_lies_below_them() {
    let table = outcomes();
    let layout = Layout {
        rows: Vec::new(),
        columns: vec!["outcome".to_owned(), "act".to_owned()],
        ..Layout::usual(&table, Language::English)
    };
    let view = TableView::of(&table, &layout).unwrap();
    assert_eq!(view.headings.len(), 2);
    assert_eq!(
        view.headings[0]
            .iter()
            .map(|it| it.span)
            .collect::<Vec<_>>(),
        [3, 3, 3]
    );
    assert_eq!(view.headings[1].len(), 9);
    assert_eq!(view.rows.len(), 1);
    assert_eq!(view.rows[0].cells.len(), 9);
}

#[test]
fn every_dimension_stands_exactly_once() {
    let table = outcomes();
    let layout = Layout {
        rows: vec!["act".to_owned()],
        columns: vec!["act".to_owned()],
        ..Layout::usual(&table, Language::Danish)
    };
    assert!(matches!(
        TableView::of(&table, &layout),
        Err(ViewFault::Dimension(_))
    ));
}
