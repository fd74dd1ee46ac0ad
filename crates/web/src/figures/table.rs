//! From the engine's integers to a table with everything that stands beside the numbers.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use figures::language::Language;
use figures::{Answer, Cube, Histories, Indicator, Plan, Query};
use rulebook::indicators::Period as Length;
use tables::{
    Cell, Dimension, Disclosure, Head, Measure, MeasureKind, Parts, Role, Rule, Table, Text,
};

use super::asked::Asked;
use super::given::Given;
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

/// The numbers of an indicator in one breakdown: the whole, and its parts.
pub(super) struct Counted {
    whole: Cube,
    parts: Option<Cube>,
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
    let setting = known.setting_over(&asked.periods(), &asked.version);
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

impl Counted {
    /// The numbers of those who are not among these.
    fn less(&self, these: &Counted) -> Counted {
        let parts = self.parts.as_ref().map(|parts| match &these.parts {
            Some(these) => less(parts, these),
            None => parts.clone(),
        });
        Counted {
            whole: less(&self.whole, &these.whole),
            parts,
        }
    }
}

/// A cube less the numbers of some of its persons.
fn less(all: &Cube, some: &Cube) -> Cube {
    let some_rows: BTreeMap<(u32, &[i32]), &[i64]> = some
        .rows
        .iter()
        .map(|row| ((row.period, row.members.as_slice()), row.numbers.as_slice()))
        .collect();
    let rows = all.rows.iter().map(|row| {
        let mut row = row.clone();
        let known = some_rows.get(&(row.period, row.members.as_slice()));
        let less = known.into_iter().flat_map(|numbers| numbers.iter());
        for (number, less) in row.numbers.iter_mut().zip(less) {
            *number -= less;
        }
        row
    });
    Cube {
        rows: rows.collect(),
        persons_with_unknown_days: all
            .persons_with_unknown_days
            .saturating_sub(some.persons_with_unknown_days),
        ..all.clone()
    }
}

/// What a table is made of beside the question.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) known: &'a Known,
    pub(super) reach: &'a Reach,
    /// What shares are taken of.
    pub(super) given: &'a Given,
    pub(super) own: Option<&'a Own>,
}

/// Whose numbers a table holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Those within reach.
    Reach,
    /// Everybody.
    All,
    /// Those out of reach.
    Others,
}

impl Part {
    fn has(self, reach: &Reach, person: i64) -> bool {
        match self {
            Part::Reach => reach.has(person),
            Part::All => true,
            Part::Others => !reach.has(person),
        }
    }
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

/// The first and the last day of what was asked.
pub(super) fn span(asked: &Asked) -> Text {
    let spans = asked.spans();
    let first = spans.first().map_or(asked.from, |(from, _)| *from);
    let last = spans.last().map_or(asked.to, |(_, until)| until.plus(-1));
    let label = |day| tables::Period::Day(day).label();
    let (first, last) = (label(first), label(last));
    Text::new(
        format!("{} til {}", first.da, last.da),
        format!("{} to {}", first.en, last.en),
    )
}

fn head(ground: Ground<'_>, asked: &Asked, counted: &Counted, part: Part) -> Head {
    let (known, version) = (ground.known, &asked.version);
    let number = &asked.numbers.all[asked.number];
    let spans = asked.spans();
    let first = spans.first().map_or(asked.from, |(from, _)| *from);
    let mut faults: Vec<Text> = version.faults.iter().map(both).collect();
    faults.extend(known.faults());
    let unknown = counted.whole.persons_with_unknown_days;
    if unknown > 0 {
        let (da, en) = persons(unknown, part);
        faults.push(Text::new(
            format!("{da} kan ikke afgøres på nogle af dagene, fordi en oplysning mangler; de dage er ikke talt med"),
            format!("{en} cannot be determined on some of the days, because a value is missing; those days are not counted"),
        ));
    }
    if !counted.whole.unknown_periods.is_empty() {
        faults.push(unobserved(counted.whole.unknown_periods.len()));
    }
    if version.from > first {
        let from = tables::Period::Day(version.from).label();
        faults.push(Text::new(
            format!(
                "Definitionen gælder fra {}; tallene før den dag er regnet på samme måde.",
                from.da
            ),
            format!(
                "The definition holds from {}; numbers before that day are made in the same way.",
                from.en
            ),
        ));
    }
    let left_out = known.left_out_told(|person| part.has(ground.reach, person));
    Head {
        title: both(&version.title),
        population: Text::new(
            known.line(version, Language::Danish),
            known.line(version, Language::English),
        ),
        unit: both(&number.unit),
        period: span(asked),
        source: source(version),
        known_on: known.known_on(),
        left_out,
        faults,
        disclosure: Disclosure::Inside,
    }
}

/// So many persons; where others than the reader's own are among them, a small number is not said.
fn persons(number: u64, part: Part) -> (String, String) {
    let threshold = u64::from(Rule::default().threshold);
    match number {
        _ if part != Part::Reach && number < threshold => (
            format!("Færre end {threshold} personer"),
            format!("Fewer than {threshold} persons"),
        ),
        1 => ("1 person".to_owned(), "1 person".to_owned()),
        _ => (format!("{number} personer"), format!("{number} persons")),
    }
}

/// Why some of the periods have no number: what is not registered is unknown, not zero.
fn unobserved(periods: usize) -> Text {
    let (da, en) = match periods {
        1 => ("1 periode".to_owned(), "1 period".to_owned()),
        _ => (format!("{periods} perioder"), format!("{periods} periods")),
    };
    Text::new(
        format!(
            "{da} kan ikke opgøres: definitionen ser på dage, der ligger før registreringen begynder eller endnu ikke er gået"
        ),
        format!(
            "{en} cannot be determined: the definition looks at days before registration begins or that have not passed yet"
        ),
    )
}

fn source(version: &rulebook::indicators::IndicatorVersion) -> Text {
    let (text, id, from) = (&version.source.text, &version.id, version.from);
    // A definition without a first day has held always.
    let (since, since_en) = if from.year() > 1 {
        let from = tables::Period::Day(from).label();
        (format!(" fra {}", from.da), format!(" of {}", from.en))
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
