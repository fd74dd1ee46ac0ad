//! What can be done, and the one table that says who may.

use super::{Closeness, Role};

/// Something a person can do in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// See the own working day.
    SeeDay,
    /// See the working day of the team.
    SeeTeamDay,
    /// See cases nobody holds.
    SeeUnassigned,
    /// List cases within reach.
    ListCases,
    /// Read a case and its citizen: journal, plan, documents, benefit history. What-if too: nothing is stored.
    ReadCase,
    /// Register what happened; correct it; set aside, hold and resume; appointments.
    Register,
    /// Retract a fact that was registered on the wrong citizen.
    Retract,
    /// See the content of a retracted fact.
    SeeRetracted,
    /// Hand the own role in a case over to a colleague.
    HandOver,
    /// Give a case to somebody.
    Assign,
    /// Open a case for a citizen.
    OpenCase,
    /// Close a case with a reason, open it again.
    CloseCase,
    /// Confirm that a case follows a new version of its model.
    ConfirmModelChange,
    /// Search citizens.
    SearchCitizens,
    /// Register a citizen.
    CreateCitizen,
    /// See who has read and written about a citizen.
    SeeAccessLog,
    /// Read the handbook.
    ReadHandbook,
    /// Move the day of a demonstration.
    MoveDay,
    /// See figures: numbers of the own scope, and of the municipality with small numbers hidden.
    SeeFigures,
    /// Type a population and see who of the own scope is in it.
    AskFigures,
    /// See frozen cohorts, as far as the members are within reach.
    SeeCohorts,
    /// Freeze a cohort of the own scope.
    DrawCohort,
    /// Record that a member of a cohort left; mark members and open their cases.
    FollowCohort,
}

impl Action {
    /// All of them.
    pub const ALL: [Action; 23] = [
        Action::SeeDay,
        Action::SeeTeamDay,
        Action::SeeUnassigned,
        Action::ListCases,
        Action::ReadCase,
        Action::Register,
        Action::Retract,
        Action::SeeRetracted,
        Action::HandOver,
        Action::Assign,
        Action::OpenCase,
        Action::CloseCase,
        Action::ConfirmModelChange,
        Action::SearchCitizens,
        Action::CreateCitizen,
        Action::SeeAccessLog,
        Action::ReadHandbook,
        Action::MoveDay,
        Action::SeeFigures,
        Action::AskFigures,
        Action::SeeCohorts,
        Action::DrawCohort,
        Action::FollowCohort,
    ];

    /// The rule itself. Every action about a case needs a closeness; every other action has none.
    pub(super) fn allowed(self, role: Role, closeness: Option<Closeness>) -> bool {
        use Closeness::{Own, Team, Unassigned};
        use Role::{Caseworker, JobBroker, TeamLeader};
        match (self, closeness) {
            (
                Action::SeeDay
                | Action::ListCases
                | Action::ReadHandbook
                | Action::MoveDay
                | Action::SeeFigures,
                None,
            )
            | (Action::ReadCase, Some(Own | Team)) => true,
            (Action::SeeTeamDay, None) => role != JobBroker,
            (Action::SeeCohorts, None) => matches!(role, Caseworker | JobBroker | TeamLeader),
            (
                Action::SearchCitizens
                | Action::CreateCitizen
                | Action::OpenCase
                | Action::FollowCohort,
                None,
            )
            | (
                Action::Register | Action::Retract | Action::CloseCase | Action::ConfirmModelChange,
                Some(Team),
            )
            | (Action::Retract | Action::CloseCase | Action::ConfirmModelChange, Some(Own)) => {
                matches!(role, Caseworker | TeamLeader)
            }
            (Action::Register | Action::HandOver, Some(Own)) => {
                matches!(role, Caseworker | JobBroker | TeamLeader)
            }
            (
                Action::SeeUnassigned
                | Action::SeeAccessLog
                | Action::AskFigures
                | Action::DrawCohort,
                None,
            )
            | (Action::ReadCase, Some(Unassigned))
            | (Action::HandOver, Some(Team))
            | (Action::Assign, Some(Own | Team | Unassigned))
            | (Action::SeeRetracted, Some(Own | Team)) => role == TeamLeader,
            _ => false,
        }
    }

    /// The text that tells who may do it, for the page that refuses.
    pub(crate) const fn who_may_key(self) -> &'static str {
        match self {
            Action::SeeDay
            | Action::ListCases
            | Action::ReadHandbook
            | Action::MoveDay
            | Action::SeeFigures => "who-may-everybody",
            Action::SeeTeamDay => "who-may-see-team",
            Action::SeeUnassigned
            | Action::SeeAccessLog
            | Action::SeeRetracted
            | Action::AskFigures
            | Action::DrawCohort => "who-may-team-leader",
            Action::SeeCohorts => "who-may-see-cohorts",
            Action::Assign => "who-may-assign",
            Action::ReadCase => "who-may-read-case",
            Action::Register => "who-may-register",
            Action::HandOver => "who-may-hand-over",
            Action::Retract | Action::CloseCase | Action::ConfirmModelChange => {
                "who-may-caseworker-of-case"
            }
            Action::SearchCitizens
            | Action::CreateCitizen
            | Action::OpenCase
            | Action::FollowCohort => "who-may-caseworker",
        }
    }
}
