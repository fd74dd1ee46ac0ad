//! From the engine's integers to a table with everything that stands beside the numbers.

use std::collections::BTreeSet;

use calendar::Day;
use figures::Histories;
use rulebook::indicators::Period as Length;
use tables::{Cell, Dimension, Measure, MeasureKind, Parts, Role, Table, Text};

use super::asked::Asked;
use super::counted::{Counted, Rows, count, members};
use super::given::Given;
use super::heads::{Part, head};
use super::known::Known;
use super::numbers::{Around, Below};
use super::own::Own;
use super::reach::Reach;
use super::wholes::Whole;
use super::words::{self, both};
use crate::error::WebError;

/// The total of a breakdown, in codes and addresses.
pub(super) const TOTAL: &str = "total";
/// The dimension of time.
pub(super) const TIME: &str = "time";
/// The dimension of scopes, where two stand beside each other.
pub(super) const SCOPE: &str = "scope";

/// What a table is made of beside the question.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) known: &'a Known,
    pub(super) reach: &'a Reach,
    /// What shares are taken of.
    pub(super) given: &'a Given,
    pub(super) own: Option<&'a Own>,
}

/// The exact numbers of those within reach.
pub(super) fn inside(
    ground: Ground<'_>,
    asked: &Asked,
    by: Option<&str>,
) -> Result<Table, WebError> {
    let own = ground.known.only(|person| ground.reach.has(person));
    let counted = count(ground.known, asked, by, &own)?;
    let members = members(&counted, &BTreeSet::new());
    table(ground, asked, by, &counted, &members, Part::Reach)
}

/// Tables of everybody, and of everybody but each of some; each first without a breakdown, then by each of the indicator's.
pub(super) type Cuts = (Vec<Table>, Vec<Vec<Table>>);

/// Makes them, nothing hidden: for those who hide.
pub(super) fn cuts(
    ground: Ground<'_>,
    asked: &Asked,
    parts: &[(&Reach, Histories)],
) -> Result<Cuts, WebError> {
    let known = ground.known;
    let mut cuts: Cuts = (Vec::new(), vec![Vec::new(); parts.len()]);
    let breakdowns = asked.version.by.iter().map(|by| Some(by.as_str()));
    for by in [None].into_iter().chain(breakdowns) {
        let all = count(known, asked, by, known.histories())?;
        let members = members(&all, &BTreeSet::new());
        cuts.0
            .push(table(ground, asked, by, &all, &members, Part::All)?);
        for ((reach, within), rest) in parts.iter().zip(&mut cuts.1) {
            // Every measure adds up over persons, so those out of reach are everybody less those within: nobody is counted
            // twice, and with many teams not once for each.
            let counted = all.less(&count(known, asked, by, within)?);
            let ground = Ground { reach, ..ground };
            rest.push(table(ground, asked, by, &counted, &members, Part::Others)?);
        }
    }
    Ok(cuts)
}

/// The reader's own numbers beside the municipality's, whole numbers only.
pub(super) fn beside(own: &Table, all: &Table) -> Result<Table, WebError> {
    let scope = Dimension::new(SCOPE, Text::new("Hvem", "Who"), Role::Class)
        .member(
            "reach",
            Text::new("De sager, jeg kan se", "The cases I can see"),
        )
        .member("all", Text::new("Hele kommunen", "The whole municipality"));
    let time = all.dimensions()[0].clone();
    Table::build(
        all.head().clone(),
        vec![scope, time],
        all.measures().to_vec(),
        |members, measure| {
            let from = if members[0] == 0 { own } else { all };
            from.cell(&members[1..], measure).clone()
        },
    )
    .map_err(WebError::fault)
}

fn table(
    ground: Ground<'_>,
    asked: &Asked,
    by: Option<&str>,
    counted: &Counted,
    members: &[i32],
    part: Part,
) -> Result<Table, WebError> {
    let known = ground.known;
    let spans = asked.spans();
    let day = spans.last().map_or(asked.to, |(_, until)| until.plus(-1));
    let mut time = Dimension::new(TIME, Text::new("Periode", "Period"), Role::Time);
    for period in asked.period_codes() {
        time = time.member(period.to_string(), period.label());
    }
    let mut dimensions = Vec::new();
    let breakdown = by.and_then(|by| known.registers().breakdown(by));
    if let Some(breakdown) = breakdown {
        let mut dimension =
            Dimension::new(breakdown.id.as_str(), both(&breakdown.title), Role::Class)
                .member(TOTAL, Text::new("I alt", "Total"));
        for member in members {
            let (code, label) = words::member(known.registers(), breakdown, day, *member);
            dimension = dimension.part(0, code, label);
        }
        dimensions.push(dimension);
    }
    dimensions.push(time);
    let rows = Rows::of(counted, spans.len());
    let periods = asked.period_codes();
    let calendar = known.calendar_of(&asked.version);
    let cell = |at: &[usize], number: usize| {
        let (member, period) = match at {
            [period] => (0, *period),
            [member, period, ..] => (*member, *period),
            [] => (0, 0),
        };
        let number = &asked.numbers.all[number];
        if rows.is_unknown(period, member > 0) {
            return Cell::Unknown { needs: None };
        }
        let row = if member == 0 {
            rows.whole(period)
        } else {
            rows.part(period, members[member - 1])
        };
        if number.is_average && asked.length != Length::Month {
            return Cell::Unknown {
                needs: Some(Text::new(
                    "en opgørelse måned for måned (vælg perioden måned)",
                    "a count month by month (choose the period month)",
                )),
            };
        }
        let narrowed = (member > 0).then(|| members[member - 1]);
        let below = |series: &str| {
            if part == Part::Reach {
                return Below::Senseless;
            }
            let of = Whole {
                series,
                by,
                member: narrowed,
            };
            ground.below(&of, spans[period], periods[period])
        };
        number.cell(
            row,
            &Around {
                period: spans[period],
                calendar: &calendar,
                below: &below,
            },
        )
    };
    let measures = measures(
        asked,
        breakdown.map(|breakdown| breakdown.id.as_str()),
        &rows,
        members,
    );
    Table::build(
        head(ground, asked, counted, part),
        dimensions,
        measures,
        cell,
    )
    .map_err(WebError::fault)
}

fn measures(asked: &Asked, by: Option<&str>, rows: &Rows<'_>, members: &[i32]) -> Vec<Measure> {
    let exact = (0..asked.numbers.measures.len()).all(|measure| rows.adds_up(measure, members));
    let parts = if exact {
        Parts::Exact
    } else {
        Parts::Overlapping
    };
    asked
        .numbers
        .all
        .iter()
        .map(|number| Measure {
            id: number.id.clone(),
            label: both(&number.title),
            unit: both(&number.unit),
            kind: number.kind,
            places: number.places,
            parts: by
                .filter(|_| number.kind != MeasureKind::Ratio)
                .map(|by| (by.to_owned(), parts))
                .into_iter()
                .collect(),
            share_of: None,
        })
        .collect()
}

/// A table with one of its measures.
pub(super) fn only(table: &Table, measure: usize) -> Result<Table, WebError> {
    let width = table.measures().len();
    let cells = table.cells().iter().skip(measure).step_by(width).cloned();
    Table::new(
        table.head().clone(),
        table.dimensions().to_vec(),
        vec![table.measures()[measure].clone()],
        cells.collect(),
    )
    .map_err(WebError::fault)
}

/// The last day of a span, for what is dated.
pub(super) fn last_day(span: (Day, Day)) -> Day {
    span.1.plus(-1)
}
