//! Charts to look at: `cargo run -p tables --example gallery > gallery.html`, then open it in a browser.

use tables::charts::{Selection, Style, bars, line, sparkline};
use tables::{
    Cell, Dimension, Disclosure, Head, Language, LeftOut, Measure, MeasureKind, Parts, Period,
    Quantity, Role, Table, Text,
};

#[expect(clippy::print_stdout, reason = "the page is the output")]
fn main() {
    println!("<!doctype html><meta charset=\"utf-8\"><title>Charts</title>");
    for svg in charts() {
        println!("{svg}<hr>");
    }
}

fn charts() -> Vec<String> {
    let long = stock(264, MeasureKind::Count);
    let year = stock(13, MeasureKind::Ratio);
    let all = || -> Vec<String> { BENEFITS.iter().map(|it| it.0.to_owned()).collect() };
    let style = |id: &str| Style::new(id, Language::Danish);
    let narrow = |id: &str| Style {
        width: 360,
        ..style(id)
    };
    let english = |id: &str| Style {
        language: Language::English,
        ..style(id)
    };
    let compare = |benefits: Vec<String>| Selection {
        along: "month".to_owned(),
        compare: Some(("benefit".to_owned(), benefits)),
        ..Selection::default()
    };
    let in_month = |table: &Table, months: usize| Selection {
        along: "benefit".to_owned(),
        members: std::iter::once("all".to_owned()).chain(all()).collect(),
        compare: Some((
            "month".to_owned(),
            table.dimensions()[1]
                .members
                .iter()
                .rev()
                .take(months)
                .map(|it| it.code.clone())
                .collect(),
        )),
        ..Selection::default()
    };
    let drawn = [
        line(&long, &compare(all()), &style("long")),
        line(&year, &compare(all()[..4].to_vec()), &english("year")),
        line(&year, &compare(all()[..2].to_vec()), &narrow("narrow")),
        bars(&long, &in_month(&long, 1), &style("bars")),
        bars(&long, &in_month(&long, 3), &narrow("narrow-bars")),
        bars(&year, &in_month(&year, 3), &english("english-bars")),
        sparkline(&long, &compare(all()[..1].to_vec()), &style("spark")),
    ];
    drawn
        .into_iter()
        .map(|svg| svg.expect("the selections fit the tables"))
        .collect()
}

const BENEFITS: [(&str, &str, &str); 6] = [
    ("a", "A-dagpenge", "Unemployment benefit"),
    ("b", "Kontanthjælp", "Social assistance"),
    ("c", "Uddannelseshjælp", "Educational assistance"),
    (
        "d",
        "Selvforsørgelses- og hjemrejseydelse",
        "Self-support and return benefit",
    ),
    ("e", "Sygedagpenge", "Sickness benefit"),
    ("f", "Ledighedsydelse", "Flexi-job waiting benefit"),
];

/// Invented stocks that end in December 2025, with small cells hidden in the smallest benefit.
fn stock(months: usize, kind: MeasureKind) -> Table {
    let benefit = Dimension::new("benefit", Text::new("Ydelse", "Benefit"), Role::Class)
        .member("all", Text::new("I alt", "Total"));
    let benefit = BENEFITS.iter().fold(benefit, |dimension, (code, da, en)| {
        dimension.part(0, *code, Text::new(*da, *en))
    });
    let end: calendar::Day = "2025-12-01".parse().expect("a day");
    let month = (0..months).fold(
        Dimension::new("month", Text::new("Måned", "Month"), Role::Time),
        |dimension, at| {
            let back = i32::try_from(months - 1 - at).expect("few months");
            let period = Period::month_of(end.plus_months(-back));
            dimension.member(period.to_string(), period.label())
        },
    );
    let measure = Measure {
        id: "figure".to_owned(),
        label: Text::new("Borgere", "Citizens"),
        unit: match kind {
            MeasureKind::Ratio => Text::new("Andel af arbejdsstyrken", "Share of the labour force"),
            _ => Text::new(
                "Personer sidst i måneden",
                "Persons at the end of the month",
            ),
        },
        kind,
        places: u8::from(kind == MeasureKind::Ratio),
        parts: vec![("benefit".to_owned(), Parts::Exact)],
        share_of: None,
    };
    let head = Head {
        title: Text::new(
            "Borgere på forsørgelse i Havnby Kommune efter ydelse",
            "Citizens on benefits in Havnby by benefit",
        ),
        population: Text::new("Borgere i Havnby", "Citizens of Havnby"),
        unit: measure.unit.clone(),
        period: Text::same("2004–2025"),
        source: Text::new("Tovholder, opdigtede tal", "Tovholder, invented numbers"),
        known_on: "2026-01-10".parse().expect("a day"),
        left_out: LeftOut::default(),
        faults: Vec::new(),
        disclosure: Disclosure::Inside,
    };
    let count = move |benefit: usize, month: usize| -> i64 {
        let at = i64::try_from(month).expect("few months");
        let season = [30, 22, 10, 0, -12, -25, -20, -8, -15, -4, 6, 18][month % 12];
        let cycle = (at % 96 - 48).abs();
        let base = [900, 610, 320, 9, 560, 140][benefit];
        (base * (140 - cycle) / 100 + season * base / 400).max(0)
    };
    Table::build(head, vec![benefit, month], vec![measure], |members, _| {
        let number = match members[0] {
            0 => (0..BENEFITS.len())
                .map(|benefit| count(benefit, members[1]))
                .sum(),
            benefit => count(benefit - 1, members[1]),
        };
        match kind {
            _ if members[0] > 0 && number < 10 => Cell::Hidden,
            MeasureKind::Ratio => Cell::Known(Quantity::share(number, 14_000)),
            _ => Cell::count(number),
        }
    })
    .expect("the pieces fit")
}
