//! What is asked of the page of new rules, read from the address and written back to it.

use facts::CaseId;
use serde::Deserialize;
use store::{CaseFilter, CaseQuery};

use crate::cases::asked::Asked as Cases;
use crate::error::WebResult;
use crate::listing::{Address, named, number};
use crate::rights::User;

/// What the address says besides whose cases and their order.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Query {
    effect: String,
    version: String,
    confirmed: String,
}

/// What new rules do in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    /// A duty is not to be done any more.
    Drops,
    /// A duty is to be done that was not.
    Opens,
    /// A duty gets another day, or its clock stops or starts.
    Moves,
    /// Every duty stays as it is.
    Same,
    /// The new page cannot take up something that was registered.
    Misfits,
}

pub(super) const EFFECTS: [(Effect, &str); 5] = [
    (Effect::Drops, "drops"),
    (Effect::Opens, "opens"),
    (Effect::Moves, "moves"),
    (Effect::Same, "same"),
    (Effect::Misfits, "misfits"),
];

/// What was asked, understood.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) cases: Cases,
    /// Only cases in which the new rules do this.
    pub(super) effect: Option<Effect>,
    /// Only cases for which the version with this hash holds.
    pub(super) version: Option<String>,
    /// The case that was confirmed just now.
    pub(super) confirmed: Option<CaseId>,
}

impl Asked {
    pub(super) fn read(cases: Cases, query: Query) -> WebResult<Asked> {
        Ok(Asked {
            cases,
            effect: named(&EFFECTS, &query.effect)?,
            version: Some(query.version).filter(|hash| !hash.is_empty()),
            confirmed: number(&query.confirmed)?,
        })
    }

    /// The address of the first page of exactly this.
    pub(super) fn address(&self) -> Address {
        let effect = EFFECTS
            .iter()
            .find(|(effect, _)| Some(*effect) == self.effect);
        self.cases
            .address()
            .with("effect", effect.map_or("", |(_, id)| id))
            .with("version", self.version.as_deref().unwrap_or_default())
    }

    /// Every case the rules have changed for, whatever they do there.
    pub(super) fn query(
        &self,
        user: &User,
        today: calendar::Day,
        search: Option<String>,
    ) -> CaseQuery {
        CaseQuery {
            filter: CaseFilter {
                open: Some(true),
                model: None,
                law_changed: true,
            },
            ..self.cases.query(user, today, search)
        }
    }
}
