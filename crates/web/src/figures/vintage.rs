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
use tables::{Readers, Table};

use super::asked::{Asked, Whose};
use super::given::Given;
use super::heads;
use super::known::Known;
use super::nested::Nested;
use super::own::Own;
use super::protected::{hidden_in_either, of_months, protected};
use super::reach::Reach;
use super::shared::{self, Shown};
use super::table::{self, Ground};
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
    let tables = of_reader(app, user, &vintage, &window)?;
    let at = match &asked.by {
        None => 0,
        Some(by) => {
            let cuts = asked.version.by.iter();
            1 + cuts.take_while(|cut| *cut != by).count()
        }
    };
    let table = tables.get(at).ok_or(WebError::NotFound)?;
    let table = cut(table, &asked)?;
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

/// The released tables as somebody may see them: those whose numbers are no team's know what was not judged.
fn of_reader(
    app: &App,
    user: &User,
    vintage: &Vintage,
    window: &Asked,
) -> Result<Vec<Table>, WebError> {
    if user.team.is_some() {
        return tables(app, vintage, window);
    }
    let known = Reach::of(&app.store, user, vintage.day)?;
    if known.cases.is_empty() {
        return tables(app, vintage, window);
    }
    let known = [known];
    let mut shown = Shown::new();
    for version in shared::before(app.book.catalogue(), &window.version) {
        let window = self::window(&window.of_version(&version), vintage);
        let released = tables(app, vintage, &window)?;
        let released = without(app, vintage, (&window, &shown), (&known, released))?;
        shown.push((version, released));
    }
    let released = tables(app, vintage, window)?;
    without(app, vintage, (window, &shown), (&known, released))
}

/// The released tables of the indicators that share numbers with this one and go before it.
fn shown_before(app: &App, vintage: &Vintage, window: &Asked) -> Result<Shown, WebError> {
    let before = shared::before(app.book.catalogue(), &window.version).into_iter();
    let shown = before.map(|version| {
        let window = self::window(&window.of_version(&version), vintage);
        Ok((version, tables(app, vintage, &window)?))
    });
    shown.collect()
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
    let shown = shown_before(app, vintage, window)?;
    let mut earlier = app.store.released_last(&id)?.unwrap_or_default();
    let known = known(app, vintage)?;
    let (whole, _) = count(app, &known, window, &[])?;
    let nested = nested(app, vintage, window)?;
    earlier.extend(shared::told(&shown, version, &whole, None)?);
    let readers = Readers {
        earlier: &earlier,
        near: &nested.held(&known, version)?.near(&known, None),
        published: Some(&shared::published_cells(app, vintage, window)?),
        ..Readers::default()
    };
    let released = protected(&readers, &whole, window)?;
    let teams = teams(app, vintage)?;
    let released = without(app, vintage, (window, &shown), (&teams, released))?;
    Ok(app.store.keep_released(name, released)?)
}

/// The released tables, with what has to be hidden from those who know the numbers of one of these exactly hidden too.
fn without(
    app: &App,
    vintage: &Vintage,
    (window, shown): (&Asked, &Shown),
    (reaches, mut released): (&[Reach], Vec<Table>),
) -> Result<Vec<Table>, WebError> {
    let known = known(app, vintage)?;
    let nested = nested(app, vintage, window)?;
    let held = nested.held(&known, &window.version)?;
    let published = shared::published_cells(app, vintage, window)?;
    let parts: Vec<(&Reach, Histories)> = reaches
        .iter()
        .map(|reach| (reach, known.only(|person| reach.has(person))))
        .collect();
    let (_, rests) = count(app, &known, window, &parts)?;
    for ((_, within), rest) in parts.iter().zip(rests) {
        let some = held.counts(within)?;
        // What is hidden in one is hidden in all; so each leans on what is hidden already rather than on something else.
        let readers = Readers {
            earlier: &shared::told(shown, &window.version, &rest, Some(&released))?,
            together: &released,
            near: &held.near(&known, Some(&some)),
            published: Some(&published),
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

/// The periods that were asked for, under a head that says so.
fn cut(table: &Table, asked: &Asked) -> Result<Table, WebError> {
    let codes = asked.period_codes();
    let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let measures = table.measures().to_vec();
    let shown = of_months(table, &codes, table.head().clone(), measures.clone())?;
    let head = heads::head_of_periods(table, asked, &shown);
    of_months(&shown, &codes, head, measures)
}
