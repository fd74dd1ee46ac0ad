//! Whom the reader may see: the citizens whose cases they may open, and those without a case where they may search.

use std::collections::BTreeSet;

use calendar::Day;
use casework::histories::Shape;
use facts::{CaseId, CitizenId, Fact};
use figures::Observation;
use store::{FactStore, Store};

use crate::app::App;
use crate::error::WebError;
use crate::figures::reach::Reach;
use crate::rights::{Action, User};

/// Citizens with all their facts.
pub(super) type People = Vec<(CitizenId, Vec<Fact>)>;

/// A citizen as a list shows them.
pub(super) struct Line {
    pub(super) citizen: CitizenId,
    pub(super) name: String,
    pub(super) age: i32,
    pub(super) cases: Vec<CaseId>,
}

/// Everybody the reader may see today, with the cases that may be opened; none for who has no case.
pub(super) fn within(store: &Store, user: &User, today: Day) -> Result<Reach, WebError> {
    let mut reach = Reach::of(store, user, today)?;
    if user.may(Action::SearchCitizens, None) {
        for citizen in store.citizens_without_case()? {
            reach.cases.entry(citizen).or_default();
        }
    }
    Ok(reach)
}

/// The facts of citizens, all that is known now. Who was erased has none and is left out.
pub(super) fn told(
    store: &Store,
    citizens: impl IntoIterator<Item = CitizenId>,
) -> Result<People, WebError> {
    let mut people = Vec::new();
    for citizen in citizens {
        let facts = store.facts_of(citizen, None)?;
        if !facts.is_empty() {
            people.push((citizen, facts));
        }
    }
    Ok(people)
}

/// The days on which each track is observed, seen from a day.
pub(super) fn observation(
    store: &Store,
    shape: &Shape,
    day: Day,
) -> Result<Vec<Observation>, WebError> {
    let observed = store.observed()?;
    let recorded = observed.recorded_since.unwrap_or(day);
    Ok(shape.observation(&observed.since, recorded, day))
}

/// The lines of a part of a list.
pub(super) fn lines(
    app: &App,
    reach: &Reach,
    citizens: impl IntoIterator<Item = CitizenId>,
    today: Day,
) -> Result<Vec<Line>, WebError> {
    let mut lines = Vec::new();
    for citizen in citizens {
        // Erased since: there is nothing left to show.
        let Some(row) = app.store.citizen(citizen)? else {
            continue;
        };
        let cases: Option<&BTreeSet<CaseId>> = reach.cases.get(&citizen);
        lines.push(Line {
            citizen,
            age: today.years_since(row.cpr.birth()),
            name: row.name,
            cases: cases.into_iter().flatten().copied().collect(),
        });
    }
    Ok(lines)
}
