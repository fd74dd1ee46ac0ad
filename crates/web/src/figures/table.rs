//! From the engine's integers to a table with everything that stands beside the numbers.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use figures::language::Language;
use figures::{Answer, Cube, Histories, Indicator, Plan, Query};
use tables::{
    Cell, Dimension, Disclosure, Head, LeftOut, Measure, MeasureKind, Parts, Role, Rule, Table,
    Text, release,
};

use super::asked::{Asked, Whose};
use super::known::Known;
use super::reach::Reach;
use super::words::{self, both};
use crate::error::WebError;

/// The total of a breakdown, in codes and addresses.
pub(super) const TOTAL: &str = "total";
/// The dimension of time.
pub(super) const TIME: &str = "time";
/// The dimension of scopes, where two stand beside each other.
pub(super) const SCOPE: &str = "scope";

/// The numbers of an indicator in one breakdown: the whole, and its parts.
pub(super) struct Counted {
    whole: Cube,
    parts: Option<Cube>,
}

/// Where a reader is sent from a member's code back to the engine's member.
pub(super) type Members = BTreeMap<String, i32>;

/// A table and the members of its breakdown by code.
pub(super) struct Made {
    pub(super) table: Table,
    pub(super) members: Members,
    /// Persons with days that are unknown because a value is missing.
    pub(super) unknown_persons: u64,
}

/// The indicator as the engine is asked for it, broken down or not.
pub(super) fn indicator(
    known: &Known,
    asked: &Asked,
    by: Option<&str>,
) -> Result<Indicator, WebError> {
    let by: Vec<&str> = by.into_iter().collect();
    let indicator = asked
        .version
        .asked(known.registers(), &by, asked.periods())
        .map_err(|_| WebError::Unreadable("breakdown".to_owned()))?;
    Ok(asked.numbers.asking(indicator))
}

/// Counts some persons.
pub(super) fn count(
    known: &Known,
    asked: &Asked,
    by: Option<&str>,
    histories: &Histories,
) -> Result<Counted, WebError> {
    let mut queries = vec![Query::Cube(indicator(known, asked, None)?)];
    if by.is_some() {
        queries.push(Query::Cube(indicator(known, asked, by)?));
    }
    let setting = known.setting_over(&asked.periods());
    let plan =
        Plan::compile(known.registers().schema(), &queries, &setting).map_err(WebError::fault)?;
    let mut run = plan.start().map_err(WebError::fault)?;
    run.add(histories).map_err(WebError::fault)?;
    let mut answers = run.finish().map_err(WebError::fault)?.into_iter();
    let mut cube = || match answers.next() {
        Some(Answer::Cube(cube)) => Some(cube),
        _ => None,
    };
    Ok(Counted {
        whole: cube().unwrap_or_default(),
        parts: cube(),
    })
}

/// The table of what was asked, for whom it was asked.
pub(super) fn make(known: &Known, reach: &Reach, asked: &Asked) -> Result<Made, WebError> {
    let by = asked.by.as_deref();
    match asked.whose {
        Whose::Reach => {
            let own = known.only(|person| reach.has(person));
            let counted = count(known, asked, by, &own)?;
            inside(known, asked, by, &counted)
        }
        Whose::All => municipal(known, reach, asked),
        Whose::Both => beside(known, reach, asked),
    }
}

fn inside(
    known: &Known,
    asked: &Asked,
    by: Option<&str>,
    counted: &Counted,
) -> Result<Made, WebError> {
    let members = members(counted, &BTreeSet::new());
    table(known, asked, by, counted, &members)
}

/// Everybody's numbers, small ones hidden: such that neither the municipality's nor those of the persons out of reach can be
/// worked out by a reader who knows his own exactly.
///
/// The two sets of tables differ by numbers the reader knows, so what is hidden in one is hidden in the other. All
/// breakdowns of the indicator are judged together, because readers can ask for each of them.
fn municipal(known: &Known, reach: &Reach, asked: &Asked) -> Result<Made, WebError> {
    let others = known.only(|person| !reach.has(person));
    let mut whole_tables = Vec::new();
    let mut other_tables = Vec::new();
    let mut wanted = None;
    let all_breakdowns = asked.version.by.iter().map(|by| Some(by.as_str()));
    let mut cuts: Vec<Option<&str>> = all_breakdowns.collect();
    if cuts.is_empty() || asked.by.is_none() {
        cuts.insert(0, None);
    }
    for by in cuts {
        let all = count(known, asked, by, known.histories())?;
        let members = members(&all, &BTreeSet::new());
        let made = table(known, asked, by, &all, &members)?;
        let rest = table(
            known,
            asked,
            by,
            &count(known, asked, by, &others)?,
            &members,
        )?;
        if by == asked.by.as_deref() {
            wanted = Some((whole_tables.len(), made.members, made.unknown_persons));
        }
        whole_tables.push(made.table);
        other_tables.push(rest.table);
    }
    let (at, members, unknown_persons) = wanted.ok_or(WebError::NotFound)?;
    let rule = Rule::default();
    let whole = release(whole_tables, &rule).map_err(WebError::fault)?;
    let rest = release(other_tables, &rule).map_err(WebError::fault)?;
    let (table, rest) = (&whole.tables()[at], &rest.tables()[at]);
    Ok(Made {
        table: hidden_in_either(table, rest)?,
        members,
        unknown_persons,
    })
}

/// The first table, with what is hidden in the second hidden too.
fn hidden_in_either(table: &Table, other: &Table) -> Result<Table, WebError> {
    let cells = table.cells().iter().zip(other.cells());
    let cells = cells.map(|(cell, other)| match (cell, other) {
        (Cell::Known(_), Cell::Hidden) => Cell::Hidden,
        (cell, _) => cell.clone(),
    });
    Table::new(
        table.head().clone(),
        table.dimensions().to_vec(),
        table.measures().to_vec(),
        cells.collect(),
    )
    .map_err(WebError::fault)
}

/// The reader's own numbers beside the municipality's, whole numbers only.
fn beside(known: &Known, reach: &Reach, asked: &Asked) -> Result<Made, WebError> {
    let whole = Asked {
        by: None,
        ..asked.clone()
    };
    let all = municipal(known, reach, &whole)?;
    let own = known.only(|person| reach.has(person));
    let own = inside(known, &whole, None, &count(known, &whole, None, &own)?)?;
    let scope = Dimension::new(SCOPE, Text::new("Hvem", "Who"), Role::Class)
        .member(
            "reach",
            Text::new("De sager, jeg kan se", "The cases I can see"),
        )
        .member("all", Text::new("Hele kommunen", "The whole municipality"));
    let time = all.table.dimensions()[0].clone();
    let measures: Vec<Measure> = all.table.measures().to_vec();
    let table = Table::build(
        all.table.head().clone(),
        vec![scope, time],
        measures,
        |members, measure| {
            let from = if members[0] == 0 { &own } else { &all };
            from.table.cell(&members[1..], measure).clone()
        },
    );
    Ok(Made {
        table: table.map_err(WebError::fault)?,
        ..all
    })
}

/// The members that occur, the unknown one last.
fn members(counted: &Counted, more: &BTreeSet<i32>) -> Vec<i32> {
    let rows = counted.parts.iter().flat_map(|cube| &cube.rows);
    let mut all: BTreeSet<i32> = rows
        .filter_map(|row| row.members.first().copied())
        .collect();
    all.extend(more);
    let unknown = all.remove(&figures::MISSING);
    all.into_iter()
        .chain(unknown.then_some(figures::MISSING))
        .collect()
}

fn table(
    known: &Known,
    asked: &Asked,
    by: Option<&str>,
    counted: &Counted,
    members: &[i32],
) -> Result<Made, WebError> {
    let spans = asked.spans();
    let day = spans.last().map_or(asked.to, |(_, until)| until.plus(-1));
    let mut time = Dimension::new(TIME, Text::new("Periode", "Period"), Role::Time);
    for period in asked.period_codes() {
        time = time.member(period.to_string(), period.label());
    }
    let mut dimensions = Vec::new();
    let mut codes = Members::new();
    let breakdown = by.and_then(|by| known.registers().breakdown(by));
    if let Some(breakdown) = breakdown {
        let mut dimension =
            Dimension::new(breakdown.id.as_str(), both(&breakdown.title), Role::Class)
                .member(TOTAL, Text::new("I alt", "Total"));
        for member in members {
            let (code, label) = words::member(known.registers(), breakdown, day, *member);
            codes.insert(code.clone(), *member);
            dimension = dimension.part(0, code, label);
        }
        dimensions.push(dimension);
    }
    dimensions.push(time);
    let rows = Rows::of(counted, spans.len());
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
        number.cell(row, spans[period], known.calendar())
    };
    let measures = measures(
        asked,
        breakdown.map(|breakdown| breakdown.id.as_str()),
        &rows,
        members,
    );
    let table = Table::build(head(known, asked, counted), dimensions, measures, cell)
        .map_err(WebError::fault)?;
    Ok(Made {
        table,
        members: codes,
        unknown_persons: counted.whole.persons_with_unknown_days,
    })
}

/// The rows of the cubes by period and member.
struct Rows<'c> {
    whole: BTreeMap<usize, &'c [i64]>,
    parts: BTreeMap<(usize, i32), &'c [i64]>,
    unknown: [BTreeSet<usize>; 2],
    periods: usize,
}

impl<'c> Rows<'c> {
    fn of(counted: &'c Counted, periods: usize) -> Rows<'c> {
        let unknown = |cube: &Cube| cube.unknown_periods.iter().map(|at| *at as usize).collect();
        let whole = counted.whole.rows.iter();
        let parts = counted.parts.iter().flat_map(|cube| &cube.rows);
        Rows {
            whole: whole
                .map(|row| (row.period as usize, row.numbers.as_slice()))
                .collect(),
            parts: parts
                .filter_map(|row| {
                    let member = *row.members.first()?;
                    Some(((row.period as usize, member), row.numbers.as_slice()))
                })
                .collect(),
            unknown: [
                unknown(&counted.whole),
                counted.parts.as_ref().map(unknown).unwrap_or_default(),
            ],
            periods,
        }
    }

    fn is_unknown(&self, period: usize, part: bool) -> bool {
        self.unknown[usize::from(part)].contains(&period)
    }

    fn whole(&self, period: usize) -> Option<&'c [i64]> {
        self.whole.get(&period).copied()
    }

    fn part(&self, period: usize, member: i32) -> Option<&'c [i64]> {
        self.parts.get(&(period, member)).copied()
    }

    /// Whether the parts of a measure add up to the whole in every period.
    fn adds_up(&self, measure: usize, members: &[i32]) -> bool {
        (0..self.periods).all(|period| {
            let of = |row: Option<&[i64]>| row.map_or(0, |row| row[measure]);
            let parts: i64 = members
                .iter()
                .map(|member| of(self.part(period, *member)))
                .sum();
            parts == of(self.whole(period))
        })
    }
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

fn head(known: &Known, asked: &Asked, counted: &Counted) -> Head {
    let version = &asked.version;
    let number = &asked.numbers.all[asked.number];
    let spans = asked.spans();
    let first = spans.first().map_or(asked.from, |(from, _)| *from);
    let last = spans.last().map_or(asked.to, |(_, until)| until.plus(-1));
    let mut faults: Vec<Text> = version.faults.iter().map(both).collect();
    faults.extend(known.faults());
    let unknown = counted.whole.persons_with_unknown_days;
    if unknown > 0 {
        faults.push(Text::new(
            format!("Der mangler en oplysning om {unknown} personer; de dage, det gælder, er ikke talt med"),
            format!("A value is missing for {unknown} persons; those days are not counted"),
        ));
    }
    if version.from > first {
        faults.push(Text::new(
            format!(
                "Definitionen gælder fra {}; tallene før den dag er regnet på samme måde",
                version.from
            ),
            format!(
                "The definition holds from {}; numbers before that day are made in the same way",
                version.from
            ),
        ));
    }
    Head {
        title: both(&version.title),
        population: Text::new(
            known.line(version, Language::Danish),
            known.line(version, Language::English),
        ),
        unit: both(&number.unit),
        period: Text::new(format!("{first} til {last}"), format!("{first} to {last}")),
        source: source(version),
        known_on: known.known_on(),
        left_out: LeftOut::default(),
        faults,
        disclosure: Disclosure::Inside,
    }
}

fn source(version: &rulebook::indicators::IndicatorVersion) -> Text {
    let (text, id, from) = (&version.source.text, &version.id, version.from);
    // A definition without a first day has held always.
    let (since, since_en) = if from.year() > 1 {
        (format!(" fra {from}"), format!(" of {from}"))
    } else {
        (String::new(), String::new())
    };
    Text::new(
        format!("{text}. Definition »{id}«{since}. Kommunens egne registreringer i Tovholder"),
        format!(
            "{text}. Definition »{id}«{since_en}. The municipality's own registrations in Tovholder"
        ),
    )
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
