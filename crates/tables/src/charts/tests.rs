//! Charts: well formed, safe for a strict content security policy, the same every time, and honest about gaps.

use super::*;
use crate::cell::{Cell, CellState, Quantity};
use crate::dimension::{Dimension, Role};
use crate::head::{Disclosure, Head, LeftOut};
use crate::period::Period;
use crate::table::{Measure, MeasureKind, Parts, Table};
use crate::text::{Language, Text};

const MONTHS: usize = 18;

/// Benefits × months, with a hidden month and an unknown one in the second benefit.
fn table(kind: MeasureKind) -> Table {
    let benefit = Dimension::new("benefit", Text::new("Ydelse", "Benefit"), Role::Class)
        .member("all", Text::new("I alt", "Total"))
        .part(0, "a", Text::new("A-dagpenge", "Unemployment benefit"))
        .part(0, "b", Text::new("Kontanthjælp", "Social assistance"))
        .part(0, "c", Text::new("Sygedagpenge", "Sickness benefit"));
    let mut month = Dimension::new("month", Text::new("Måned", "Month"), Role::Time);
    for at in 0..MONTHS {
        let start: calendar::Day = "2024-07-01".parse().unwrap();
        let period = Period::month_of(start.plus_months(i32::try_from(at).unwrap()));
        month = month.member(period.to_string(), period.label());
    }
    let measure = Measure {
        id: "figure".to_owned(),
        label: Text::new("Ledige", "Unemployed"),
        unit: Text::new("Personer", "Persons"),
        kind,
        places: u8::from(kind == MeasureKind::Ratio),
        parts: vec![("benefit".to_owned(), Parts::Exact)],
        share_of: None,
    };
    let head = Head {
        title: Text::new(
            "Ledige i Havnby efter ydelse <&>",
            "Unemployed in Havnby by benefit",
        ),
        population: Text::new("Borgere i Havnby", "Citizens of Havnby"),
        unit: Text::new("Personer", "Persons"),
        period: Text::same("2024–2025"),
        source: Text::new("Opdigtet", "Invented"),
        known_on: "2026-01-10".parse().unwrap(),
        left_out: LeftOut::default(),
        faults: Vec::new(),
        disclosure: Disclosure::Inside,
    };
    Table::build(head, vec![benefit, month], vec![measure], |members, _| {
        let month = i64::try_from(members[1]).unwrap();
        let wave = [0, 14, 22, 9, -6, -12, 3, 17, 5][members[1] % 9];
        let count = match members[0] {
            0 => return Cell::Hidden,
            1 => 410 + 6 * month + wave,
            2 if month == 6 || month == 7 => return Cell::Hidden,
            2 if month == 12 => return Cell::Unknown { needs: None },
            2 => 260 - 4 * month + wave,
            _ => 300 + wave * 2,
        };
        match kind {
            MeasureKind::Ratio => Cell::Known(Quantity::share(count, 2_000)),
            _ => Cell::count(count),
        }
    })
    .unwrap()
}

fn by_benefit() -> Selection {
    Selection {
        along: "month".to_owned(),
        compare: Some((
            "benefit".to_owned(),
            ["a", "b", "c"].map(str::to_owned).to_vec(),
        )),
        ..Selection::default()
    }
}

fn style() -> Style {
    Style::new("example", Language::Danish)
}

fn one_benefit(code: &str) -> Selection {
    Selection {
        along: "month".to_owned(),
        fixed: vec![("benefit".to_owned(), code.to_owned())],
        ..Selection::default()
    }
}

fn latest(months: &[&str]) -> Selection {
    Selection {
        along: "benefit".to_owned(),
        compare: Some((
            "month".to_owned(),
            months.iter().map(|it| (*it).to_owned()).collect(),
        )),
        ..Selection::default()
    }
}

/// Every chart of these tests.
fn gallery() -> Vec<String> {
    let (counts, shares) = (table(MeasureKind::Count), table(MeasureKind::Ratio));
    vec![
        line(&counts, &by_benefit(), &style()).unwrap(),
        line(&shares, &one_benefit("b"), &style()).unwrap(),
        bars(&counts, &latest(&["2025M01", "2025M12"]), &style()).unwrap(),
        bars(&shares, &latest(&["2025M01"]), &style()).unwrap(),
        sparkline(&counts, &one_benefit("b"), &style()).unwrap(),
    ]
}

#[test]
fn every_element_is_closed_and_nothing_is_styled_or_scripted() {
    for svg in gallery() {
        let mut open = Vec::new();
        let mut rest = svg.as_str();
        while let Some(start) = rest.find('<') {
            let end = start + rest[start..].find('>').expect("a tag ends");
            let tag = &rest[start + 1..end];
            if let Some(name) = tag.strip_prefix('/') {
                assert_eq!(open.pop(), Some(name));
            } else if !tag.ends_with('/') {
                open.push(tag.split(' ').next().unwrap());
            }
            rest = &rest[end + 1..];
        }
        assert!(open.is_empty(), "{open:?}");
        for forbidden in [
            " style=",
            "<style",
            "<script",
            " on",
            "href",
            "javascript",
            "NaN",
        ] {
            let attributes: String = svg
                .split('>')
                .filter_map(|part| part.split_once('<'))
                .map(|(_, tag)| tag)
                .collect();
            assert!(!attributes.contains(forbidden), "{forbidden}");
        }
    }
}

#[test]
fn a_chart_says_what_it_shows() {
    let svg = line(&table(MeasureKind::Count), &by_benefit(), &style()).unwrap();
    assert!(svg.contains(r#"role="img" aria-labelledby="example-title example-desc""#));
    assert!(svg.contains(
        r#"<title id="example-title">Ledige i Havnby efter ydelse &lt;&amp;&gt;</title>"#
    ));
    assert!(svg.contains("Kontanthjælp: 260 i juli 2024, "));
    assert!(svg.contains("; 2 af 18 vises ikke; 1 af 18 kan ikke opgøres."));
}

#[test]
fn a_gap_breaks_the_line_and_carries_the_symbol_of_the_table() {
    let svg = line(&table(MeasureKind::Count), &one_benefit("b"), &style()).unwrap();
    assert_eq!(svg.matches("<polyline").count(), 3);
    for (state, times) in [(CellState::Hidden, 2), (CellState::Unknown, 1)] {
        let symbol = format!(">{}</text>", state.symbol().unwrap());
        assert_eq!(svg.matches(&symbol).count(), times);
    }
    assert!(svg.contains("<title>Ledige, januar 2025: vises ikke</title>"));
    let bars = bars(&table(MeasureKind::Count), &latest(&["2025M01"]), &style()).unwrap();
    assert!(bars.contains(">.. vises ikke</text>"));
    let spark = sparkline(&table(MeasureKind::Count), &one_benefit("b"), &style()).unwrap();
    assert_eq!(spark.matches(">..</text>").count(), 1);
}

#[test]
fn an_axis_that_does_not_begin_at_zero_says_so() {
    let svg = line(&table(MeasureKind::Count), &one_benefit("a"), &style()).unwrap();
    assert!(svg.contains("aksen begynder ved 400"));
    let svg = line(&table(MeasureKind::Count), &by_benefit(), &style()).unwrap();
    assert!(!svg.contains("aksen begynder"));
}

#[test]
fn what_cannot_be_told_apart_is_refused() {
    let table = table(MeasureKind::Count);
    let months: Vec<String> = table.dimensions()[1]
        .members
        .iter()
        .map(|it| it.code.clone())
        .collect();
    let selection = Selection {
        along: "benefit".to_owned(),
        compare: Some(("month".to_owned(), months)),
        ..Selection::default()
    };
    assert_eq!(
        bars(&table, &selection, &style()),
        Err(ChartFault::TooMany { most: 3, found: 18 })
    );
    assert_eq!(
        line(&table, &selection, &style()),
        Err(ChartFault::TooMany { most: 6, found: 18 })
    );
    let selection = Selection {
        along: "benefit".to_owned(),
        ..Selection::default()
    };
    assert_eq!(
        bars(&table, &selection, &style()),
        Err(ChartFault::NoTotal("month".to_owned()))
    );
    let selection = Selection {
        along: "nowhere".to_owned(),
        ..Selection::default()
    };
    assert_eq!(
        line(&table, &selection, &style()),
        Err(ChartFault::Missing("nowhere".to_owned()))
    );
}

#[test]
fn charts_are_pinned() {
    for (number, svg) in gallery().into_iter().enumerate() {
        insta::assert_snapshot!(format!("chart_{number}"), svg);
    }
    assert_eq!(gallery(), gallery());
}
