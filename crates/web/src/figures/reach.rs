//! Who is within reach: the citizens whose cases the reader may open.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use facts::{CaseId, CitizenId};
use store::{CaseFilter, CaseLine, CaseQuery, CaseSort, Page, Scope, Store};

use crate::colleagues::Colleagues;
use crate::error::WebError;
use crate::rights::{Action, User};

/// Cases read from the store at a time.
const PART: u32 = 500;

/// The citizens of whom the reader may open a case, with those cases, the newest last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    pub(crate) cases: BTreeMap<CitizenId, BTreeSet<CaseId>>,
}

impl Reach {
    /// Of this reader, today.
    pub(crate) fn of(store: &Store, user: &User, today: Day) -> Result<Reach, WebError> {
        let colleagues = Colleagues::read(store)?;
        let mut reach = Reach::default();
        let mut scopes = vec![Scope::Holder(user.id)];
        scopes.extend(user.team.map(Scope::Team));
        if user.may(Action::SeeUnassigned, None) {
            scopes.push(Scope::Unassigned);
        }
        let may = |line: &CaseLine| {
            let holders = line.row.holders.values().copied();
            user.may(Action::ReadCase, Some(colleagues.closeness(user, holders)))
        };
        for scope in scopes {
            reach.add(store, scope, today, &may)?;
        }
        Ok(reach)
    }

    /// Of all cases in some scopes, whoever may read them.
    pub(super) fn of_scopes(
        store: &Store,
        scopes: &[Scope],
        today: Day,
    ) -> Result<Reach, WebError> {
        let mut reach = Reach::default();
        for scope in scopes {
            reach.add(store, *scope, today, &|_| true)?;
        }
        Ok(reach)
    }

    fn add(
        &mut self,
        store: &Store,
        scope: Scope,
        today: Day,
        may: &dyn Fn(&CaseLine) -> bool,
    ) -> Result<(), WebError> {
        for number in 0.. {
            let part = store.cases(&CaseQuery {
                today,
                scope,
                filter: CaseFilter::default(),
                search: None,
                sort: CaseSort::Number,
                descending: false,
                page: Page { number, size: PART },
            })?;
            for line in &part.rows {
                if may(line) {
                    let cases = self.cases.entry(line.row.citizen).or_default();
                    cases.insert(line.row.case);
                }
            }
            if part.rows.len() < PART as usize {
                break;
            }
        }
        Ok(())
    }

    /// The citizens, by id.
    pub(crate) fn citizens(&self) -> impl Iterator<Item = CitizenId> + '_ {
        self.cases.keys().copied()
    }

    /// Whether the citizen's history lies within reach.
    pub(crate) fn has(&self, citizen: i64) -> bool {
        u64::try_from(citizen).is_ok_and(|id| self.cases.contains_key(&CitizenId(id)))
    }
}
