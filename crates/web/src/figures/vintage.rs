//! The municipality's numbers for readers who may not see the rows: one vintage a month, judged whole, the same for everybody.
//!
//! A reader asks for one breakdown and a few months; what may be shown must not depend on that, or two questions would tell what
//! one hides. So an indicator's tables are made once a vintage: all breakdowns, all months of a fixed window, released together
//! and beside the last tables readers got. What a reader sees is cut from them. Whoever knows the numbers of a team exactly
//! can subtract them: the rest is judged for every team, and what is hidden there is hidden for all.

use std::sync::Arc;

use calendar::Day;
use figures::Histories;
use rulebook::indicators::Period;
use store::{By, Purpose, ReleasedName, Scope, Vintage};
use tables::{
    Cell, Coarsening, Dimension, Disclosure, Head, Measure, Readers, Refusal, Rule, Table,
    release_to,
};

use super::adding::{Adding, alike};
use super::asked::{Asked, Whose};
use super::given::Given;
use super::known::Known;
use super::nested::Nested;
use super::own::Own;
use super::reach::Reach;
use super::table::{self, Ground, TIME};
use super::words::both;
use crate::app::App;
use crate::error::WebError;
use crate::rights::User;

/// Months that are released together, up to the last whole one before the vintage.
const WINDOW: i32 = 36;

/// What was asked as far as the vintage answers it, and the table.
pub(super) struct Drawn {
    pub(super) asked: Asked,
    pub(super) table: Table,
    /// The day the vintage was drawn.
    pub(super) day: Day,
}

/// Everybody's numbers in the breakdown and the periods asked for, as this reader may see them.
pub(super) fn municipal(app: &App, user: &User, asked: &Asked) -> Result<Drawn, WebError> {
    let vintage = of_moment(app, user, asked)?;
    let window = window(asked, &vintage);
    let asked = within(asked, &window);
    let tables = tables(app, &vintage, &window)?;
    let at = match &asked.by {
        None => 0,
        Some(by) => {
            let cuts = asked.version.by.iter();
            1 + cuts.take_while(|cut| *cut != by).count()
        }
    };
    let mut table = tables.get(at).ok_or(WebError::NotFound)?.clone();
    if user.team.is_none() {
        // No team's numbers are theirs, so what they know was not judged.
        let known = Reach::of(&app.store, user, vintage.day)?;
        let tables = tables.clone();
        table = without(app, &vintage, &window, (&[known], tables))?.swap_remove(at);
    }
    let table = cut(&table, &asked)?;
    Ok(Drawn {
        asked,
        table,
        day: vintage.day,
    })
}

/// The vintage that was the newest at the moment asked about; the first, if there was none; this month's is drawn if it is lacking.
fn of_moment(app: &App, user: &User, asked: &Asked) -> Result<Vintage, WebError> {
    let now = app.clock.now();
    let newest = app.store.vintage(now.day(), &By::Employee(user.id), now)?;
    if newest.at <= asked.at {
        return Ok(newest);
    }
    let all = app.store.vintages()?;
    let found = all.iter().rfind(|vintage| vintage.at <= asked.at);
    Ok(found.or(all.first()).cloned().unwrap_or(newest))
}

/// The question that is answered for all: every period of the window, of the indicator's own length.
fn window(asked: &Asked, vintage: &Vintage) -> Asked {
    let to = vintage.day.month_start().plus_months(-1);
    Asked {
        whose: Whose::All,
        number: 0,
        by: None,
        length: usual(asked),
        from: to.plus_months(1 - WINDOW),
        to,
        known_at: Some(vintage.known_at),
        ..asked.clone()
    }
}

fn usual(asked: &Asked) -> Period {
    (asked.version.periods.first()).map_or(Period::Month, |length| *length)
}

/// What of the question lies in the window.
fn within(asked: &Asked, window: &Asked) -> Asked {
    let to = asked.to.clamp(window.from, window.to);
    Asked {
        length: window.length,
        from: asked.from.clamp(window.from, to),
        to,
        known_at: window.known_at,
        ..asked.clone()
    }
}

/// The released tables of an indicator: without a breakdown, then by each.
fn tables(app: &App, vintage: &Vintage, window: &Asked) -> Result<Vec<Table>, WebError> {
    let version = &window.version;
    let id = format!("{}@{}", version.id, version.from);
    // What shares are taken of is no secret: a new number of it makes new tables of the same persons.
    let given = Given::of(&app.store, Purpose::Denominator, window.at)?;
    let detail = format!("{version:?} {} {} {given:?}", window.from, window.to);
    let definition = blake3::hash(detail.as_bytes()).to_hex();
    let name = ReleasedName {
        vintage: vintage.id,
        name: &id,
        definition: &definition,
    };
    if let Some(kept) = app.store.released(name)? {
        return Ok(kept);
    }
    let earlier = app.store.released_last(&id)?.unwrap_or_default();
    let known = known(app, vintage)?;
    let (whole, _) = count(app, &known, window, &[])?;
    let nested = nested(app, vintage, window)?;
    let readers = Readers {
        earlier: &earlier,
        near: &nested.held(&known, version)?.near(&known, None),
        ..Readers::default()
    };
    let released = protected(&readers, &whole, window)?;
    let released = without(app, vintage, window, (&teams(app, vintage)?, released))?;
    Ok(app.store.keep_released(name, released)?)
}

/// The released tables, with what has to be hidden from those who know the numbers of one of these exactly hidden too.
fn without(
    app: &App,
    vintage: &Vintage,
    window: &Asked,
    (reaches, mut released): (&[Reach], Vec<Table>),
) -> Result<Vec<Table>, WebError> {
    let known = known(app, vintage)?;
    let nested = nested(app, vintage, window)?;
    let held = nested.held(&known, &window.version)?;
    let parts: Vec<(&Reach, Histories)> = reaches
        .iter()
        .map(|reach| (reach, known.only(|person| reach.has(person))))
        .collect();
    let (_, rests) = count(app, &known, window, &parts)?;
    for ((_, within), rest) in parts.iter().zip(rests) {
        let some = held.counts(within)?;
        // What is hidden in one is hidden in all; so each leans on what is hidden already rather than on something else.
        let readers = Readers {
            together: &released,
            near: &held.near(&known, Some(&some)),
            ..Readers::default()
        };
        let rest = protected(&readers, &rest, window)?;
        let pairs = released.iter().zip(&rest);
        released = pairs
            .map(|(table, rest)| hidden_in_either(table, rest))
            .collect::<Result<_, _>>()?;
    }
    Ok(released)
}

/// Which of the vintage's counts of persons lie within which, over all indicators.
fn nested(app: &App, vintage: &Vintage, window: &Asked) -> Result<Arc<Nested>, WebError> {
    app.everybody.nested(vintage.id, || {
        let known = known(app, vintage)?;
        Nested::of(&known, app.book.catalogue().indicators(), |version| {
            self::window(&window.of_version(version), vintage)
        })
    })
}

fn known(app: &App, vintage: &Vintage) -> Result<Arc<Known>, WebError> {
    Known::of_all(app, Some(vintage.known_at), vintage.day)
}

fn count(
    app: &App,
    known: &Known,
    window: &Asked,
    parts: &[(&Reach, Histories)],
) -> Result<table::Cuts, WebError> {
    let given = Given::of(&app.store, Purpose::Denominator, window.at)?;
    let own = Own::of(&app.store, &app.book, known.known_on())?;
    let ground = Ground {
        known,
        reach: &Reach::default(),
        given: &given,
        own: own.as_ref(),
    };
    table::cuts(ground, window, parts)
}

/// Where hiding is not enough, breakdowns are given up, the last first.
fn rule(window: &Asked) -> Rule {
    let breakdowns = window.version.by.iter().rev();
    Rule {
        coarsen: breakdowns
            .map(|by| Coarsening::Drop {
                dimension: by.clone(),
            })
            .collect(),
        ..Rule::default()
    }
}

/// The tables released, with every number of a month hidden where nothing else protects somebody.
///
/// In some months the parts of a number add up to the whole, in others somebody is in two of them. A reader may know which,
/// so months in which all numbers behave alike are judged together, each number as it really adds up. Nothing adds up over
/// months: where hiding is not enough they are judged one by one, and only those that need it give more up.
fn protected(
    readers: &Readers<'_>,
    tables: &[Table],
    window: &Asked,
) -> Result<Vec<Table>, WebError> {
    let last = rule(window);
    let first = Rule {
        coarsen: Vec::new(),
        ..last.clone()
    };
    let mut answers: Vec<(Vec<String>, Vec<Table>)> = Vec::new();
    for (adding, months) in alike(tables) {
        let of = |months: &[String]| {
            let judged = tables.iter().zip(&adding);
            let judged = judged.map(|(table, adding)| adding_up(table, adding, months));
            judged.collect::<Result<Vec<_>, _>>()
        };
        if let Some(released) = judged(readers, of(&months)?, &first)? {
            answers.push((months, released));
            continue;
        }
        for month in months {
            let month = [month];
            if let Some(released) = judged(readers, of(&month)?, &last)? {
                answers.push((month.into(), released));
            }
        }
    }
    let tables = tables.iter().enumerate();
    tables
        .map(|(at, table)| shown_in(table, at, &answers, &last))
        .collect()
}

/// Some months of a table, whose numbers add up as they do in these.
fn adding_up(table: &Table, adding: &Adding, months: &[String]) -> Result<Table, WebError> {
    let measures = table.measures().iter().zip(adding);
    let measures = measures.map(|(measure, part)| Measure {
        parts: part.clone().into_iter().collect(),
        ..measure.clone()
    });
    of_months(table, months, table.head().clone(), measures.collect())
}

/// The tables released; nothing where nothing protects them.
fn judged(
    readers: &Readers<'_>,
    tables: Vec<Table>,
    rule: &Rule,
) -> Result<Option<Vec<Table>>, WebError> {
    match release_to(readers, tables, rule) {
        Ok(released) => Ok(Some(released.into_tables())),
        Err(Refusal::Unprotected { .. }) => Ok(None),
        Err(fault) => Err(WebError::fault(fault)),
    }
}

/// A table with the numbers that are shown in the answers for its months. What all of them had to give up is said.
fn shown_in(
    table: &Table,
    at: usize,
    answers: &[(Vec<String>, Vec<Table>)],
    rule: &Rule,
) -> Result<Table, WebError> {
    let time = table.dimension(TIME).map(|(time, _)| time);
    let answer = |position: usize| {
        let time = time?;
        let month = &table.dimensions()[time].members[table.members_at(position)[time]].code;
        let mut answers = answers.iter();
        let (_, released) = answers.find(|(months, _)| months.contains(month))?;
        let members = same_place(table, &released[at], position)?;
        Some((&released[at], members))
    };
    let width = table.measures().len();
    let mut cells = Vec::with_capacity(table.cells().len());
    for (position, numbers) in table.cells().chunks(width).enumerate() {
        let answer = answer(position);
        for (measure, cell) in numbers.iter().enumerate() {
            cells.push(match (cell, &answer) {
                (Cell::Known(_), Some((released, members))) => {
                    released.cell(members, measure).clone()
                }
                (Cell::Known(_), None) => Cell::Hidden,
                (cell, _) => cell.clone(),
            });
        }
    }
    let given_up = answers
        .iter()
        .map(|(_, tables)| match &tables[at].head().disclosure {
            Disclosure::Released { coarsened, .. } => coarsened.clone(),
            Disclosure::Inside => Vec::new(),
        });
    let given_up = given_up.reduce(|all, more| {
        let both = all.into_iter().filter(|note| more.contains(note));
        both.collect()
    });
    let head = Head {
        disclosure: Disclosure::Released {
            threshold: rule.threshold,
            zeros: rule.zeros,
            coarsened: given_up.unwrap_or_default(),
        },
        ..table.head().clone()
    };
    with_cells(table, head, cells)
}

fn with_cells(table: &Table, head: Head, cells: Vec<Cell>) -> Result<Table, WebError> {
    Table::new(
        head,
        table.dimensions().to_vec(),
        table.measures().to_vec(),
        cells,
    )
    .map_err(WebError::fault)
}

/// Whom the members of each team may see, with and without what nobody holds.
fn teams(app: &App, vintage: &Vintage) -> Result<Vec<Reach>, WebError> {
    let mut reaches = Vec::new();
    for team in app.store.teams()? {
        for scopes in [
            vec![Scope::Team(team.id)],
            vec![Scope::Team(team.id), Scope::Unassigned],
        ] {
            let reach = Reach::of_scopes(&app.store, &scopes, vintage.day)?;
            if !reach.cases.is_empty() && !reaches.contains(&reach) {
                reaches.push(reach);
            }
        }
    }
    Ok(reaches)
}

/// The first table, with what is hidden in the second hidden too. A member that the second had to give up is hidden whole.
fn hidden_in_either(table: &Table, other: &Table) -> Result<Table, WebError> {
    let width = table.measures().len();
    let cells = table.cells().iter().enumerate().map(|(index, cell)| {
        let hidden = match same_place(table, other, index / width) {
            Some(members) => *other.cell(&members, index % width) == Cell::Hidden,
            None => true,
        };
        match cell {
            Cell::Known(_) if hidden => Cell::Hidden,
            cell => cell.clone(),
        }
    });
    with_cells(table, table.head().clone(), cells.collect())
}

/// Where another table has what stands at a position of the first.
fn same_place(table: &Table, other: &Table, position: usize) -> Option<Vec<usize>> {
    let members = table.members_at(position);
    other
        .dimensions()
        .iter()
        .map(|dimension| {
            let (at, same) = table.dimension(&dimension.id)?;
            dimension.position(&same.members[members[at]].code)
        })
        .collect::<Option<Vec<usize>>>()
        .filter(|_| other.dimensions().len() == table.dimensions().len())
}

/// The periods that were asked for, under a head that says so.
fn cut(table: &Table, asked: &Asked) -> Result<Table, WebError> {
    let codes = asked.period_codes();
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let number = &asked.numbers.all[asked.number];
    let head = Head {
        unit: both(&number.unit),
        period: table::span(asked),
        ..table.head().clone()
    };
    of_months(table, &codes, head, table.measures().to_vec())
}

/// Some periods of a table.
fn of_months(
    table: &Table,
    codes: &[String],
    head: Head,
    measures: Vec<Measure>,
) -> Result<Table, WebError> {
    let kept = |dimension: &Dimension| -> Vec<usize> {
        let members = dimension.members.iter().enumerate();
        members
            .filter(|(_, member)| dimension.id != TIME || codes.contains(&member.code))
            .map(|(at, _)| at)
            .collect()
    };
    let places: Vec<Vec<usize>> = table.dimensions().iter().map(kept).collect();
    let dimensions = table.dimensions().iter().zip(&places);
    let dimensions = dimensions.map(|(dimension, places)| Dimension {
        members: if dimension.id == TIME {
            places
                .iter()
                .map(|at| dimension.members[*at].clone())
                .collect()
        } else {
            dimension.members.clone()
        },
        ..dimension.clone()
    });
    Table::build(head, dimensions.collect(), measures, |members, measure| {
        let members: Vec<usize> = members
            .iter()
            .zip(&places)
            .map(|(at, places)| places[*at])
            .collect();
        table.cell(&members, measure).clone()
    })
    .map_err(WebError::fault)
}
