//! Opening a case for somebody: whether they may, what there is, and the note in the log that they looked.

use std::sync::Arc;

use calendar::Day;
use casework::{Case, Coordinates, read_case};
use facts::{CaseId, Cpr, EmployeeId, Fact, FactId};
use store::FactStore;

use crate::app::App;
use crate::colleagues::{Colleague, Colleagues};
use crate::error::{WebError, WebResult};
use crate::page::{Frame, Page, out_of_reach};
use crate::rights::{Action, Closeness, User};

/// A case laid open on a day, with whose it is and how near it is to the reader.
pub(crate) struct Opened<'a> {
    pub(crate) app: &'a App,
    pub(crate) frame: &'a Frame,
    pub(crate) user: &'a User,
    /// All facts of the citizen, by sequence.
    pub(crate) facts: &'a [Fact],
    /// The case as of the day asked for.
    pub(crate) case: Case<'a>,
    pub(crate) name: String,
    pub(crate) cpr: Cpr,
    pub(crate) closeness: Closeness,
    /// The day that was asked for, when the case cannot be looked at from it and is shown from another.
    pub(crate) out_of_range: Option<Day>,
    people: Colleagues,
    teams: Vec<store::Team>,
}

/// A case stands still.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hold {
    /// The first day on which it goes on; `None`: when somebody takes it up again.
    pub(crate) until: Option<Day>,
}

impl Opened<'_> {
    /// The last fact of the citizen: what an author of a new entry has seen.
    pub(crate) fn last(&self) -> FactId {
        self.facts.last().map_or(FactId(0), |fact| fact.id)
    }

    /// Whether the reader may do this with this case.
    pub(crate) fn may(&self, action: Action) -> bool {
        self.user.may(action, Some(self.closeness))
    }

    /// Whether the case is on hold, and until when.
    pub(crate) fn on_hold(&self) -> Option<Hold> {
        let groups = 0..self.case.model.pause_groups.len();
        let mut paused = groups.filter_map(|group| self.case.fold.state.paused(group));
        paused.next().map(|(_, until)| Hold { until })
    }

    /// The name of an employee.
    pub(crate) fn employee(&self, id: EmployeeId) -> String {
        self.people.name(id)
    }

    /// The name of a colleague's team.
    pub(crate) fn team(&self, colleague: &Colleague) -> Option<&str> {
        let team = self
            .teams
            .iter()
            .find(|team| Some(team.id) == colleague.team);
        team.map(|team| team.name.as_str())
    }

    /// Everybody who can be given something to do.
    pub(crate) fn colleagues(&self) -> impl Iterator<Item = &Colleague> {
        self.people
            .active()
            .filter(|colleague| colleague.role != store::Role::Reader)
    }
}

/// Reads a case and works on it on a thread that may wait. Refuses what the reader may not do, and notes the reading.
///
/// `as_of` is the day the case is looked at from; `None` means today. A case has been there from its opening until today: from
/// any other day it is shown from the nearest of these.
pub(crate) async fn with_case<T, F>(
    page: &Page,
    id: CaseId,
    need: Action,
    as_of: Option<Day>,
    work: F,
) -> WebResult<T>
where
    T: Send + 'static,
    F: FnOnce(&Opened<'_>) -> WebResult<T> + Send + 'static,
{
    let (frame, user) = (Arc::clone(&page.frame), Arc::clone(&page.user));
    let (citizen, result) = page
        .app
        .blocking(move |app| {
            let line = app.store.case(id, frame.today)?.ok_or(WebError::NotFound)?;
            let people = Colleagues::read(&app.store)?;
            let closeness = people.closeness(&user, line.row.holders.values().copied());
            if !user.may(Action::ReadCase, Some(closeness)) {
                return Err(out_of_reach(&app.store, &people, [&line]));
            }
            if !user.may(need, Some(closeness)) {
                return Err(WebError::Forbidden(need));
            }
            let citizen = line.row.citizen;
            let facts = app.store.facts_of(citizen, None)?;
            let asked = as_of.unwrap_or(frame.today);
            let as_of = asked.max(line.row.opened).min(frame.today);
            let coordinates = Coordinates {
                known_at: None,
                as_of,
            };
            let case = read_case(app.store.book(), &facts, id, coordinates).map_err(not_there)?;
            let known = app.store.citizen(citizen)?.ok_or(WebError::NotFound)?;
            let opened = Opened {
                app,
                frame: &frame,
                user: &user,
                facts: &facts,
                case,
                name: known.name,
                cpr: known.cpr,
                closeness,
                out_of_range: (asked != as_of).then_some(asked),
                people,
                teams: app.store.teams()?,
            };
            Ok::<_, WebError>((citizen, work(&opened)?))
        })
        .await?;
    page.log_read(Some(citizen), Some(id)).await?;
    Ok(result)
}

fn not_there(error: casework::CaseError) -> WebError {
    match error {
        casework::CaseError::NoSuchCase(_) => WebError::NotFound,
        other => WebError::fault(other),
    }
}
