//! Opening a case for somebody: whether they may, what there is, and the note in the log that they looked.

use std::sync::Arc;

use calendar::Day;
use casework::{Case, Coordinates, read_case};
use facts::{CaseId, Cpr, EmployeeId, Fact, FactId};
use store::{CaseLine, FactStore, User as Employee};

use crate::app::App;
use crate::error::{WebError, WebResult};
use crate::page::{Frame, Page};
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
    employees: Vec<Employee>,
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

    /// The name of an employee; the number if they are gone.
    pub(crate) fn employee(&self, id: EmployeeId) -> String {
        let known = self.employees.iter().find(|employee| employee.id == id);
        known.map_or_else(|| id.to_string(), |employee| employee.name.clone())
    }

    /// Everybody who can be given something to do.
    pub(crate) fn colleagues(&self) -> impl Iterator<Item = &Employee> {
        self.employees.iter().filter(|employee| {
            !employee.disabled && !matches!(employee.role, store::Role::Reader)
        })
    }
}

/// Reads a case and works on it on a thread that may wait. Refuses what the reader may not do, and notes the reading.
///
/// `as_of` is the day the case is looked at from; `None` means today.
pub(crate) async fn with_case<T, F>(page: &Page, id: CaseId, need: Action, as_of: Option<Day>, work: F) -> WebResult<T>
where
    T: Send + 'static,
    F: FnOnce(&Opened<'_>) -> WebResult<T> + Send + 'static,
{
    let (frame, user) = (Arc::clone(&page.frame), Arc::clone(&page.user));
    let (citizen, result) = page
        .app
        .blocking(move |app| {
            let line = app.store.case(id, frame.today)?.ok_or(WebError::NotFound)?;
            let employees = app.store.users()?;
            let closeness = closeness(&user, &line, &employees);
            if !user.may(need, Some(closeness)) {
                return Err(WebError::Forbidden(need));
            }
            let citizen = line.row.citizen;
            let facts = app.store.facts_of(citizen, None)?;
            let coordinates = Coordinates { known_at: None, as_of: as_of.unwrap_or(frame.today) };
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
                employees,
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

/// How near a case is to somebody: by who holds its roles.
pub(crate) fn closeness(user: &User, line: &CaseLine, employees: &[Employee]) -> Closeness {
    let holders = &line.row.holders;
    if holders.values().any(|holder| *holder == user.id) {
        return Closeness::Own;
    }
    if holders.is_empty() {
        return Closeness::Unassigned;
    }
    let in_team = employees
        .iter()
        .filter(|employee| holders.values().any(|holder| *holder == employee.id))
        .any(|employee| employee.team.is_some_and(|team| Some(team.0) == user.team));
    if in_team { Closeness::Team } else { Closeness::Foreign }
}
