//! Rows of the read model: what a list over many cases needs, in a stable form without names or numbers of people.
//!
//! A row says what is so until the case's next wake day or next fact; it never depends on the day it was made. Whether a
//! duty is overdue, due today or waiting follows from the row and a day: [`DutyRow::group`].

use std::collections::BTreeMap;

use calendar::{Day, LocalTime};
use duties::Strength;
use facts::{CaseId, CitizenId, EmployeeId, FactId, PlacementId};
use serde::{Deserialize, Serialize};

use crate::Reason;

/// How an unended duty stands in the read model.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum RowState {
    /// The holder can do it now.
    Open,
    /// Something must happen first, and it is another role's.
    Waiting {
        /// Whose act is next.
        role: String,
    },
    /// Something must happen first: the holder's own act, time, or information.
    Blocked,
    /// Its clock stands still.
    OnHold {
        /// The first day on which it runs again, if that is known.
        until: Option<Day>,
        /// The fact that stopped it, if a fact did; its note has the reason.
        by: Option<FactId>,
    },
    /// Set aside until a day.
    SetAside {
        /// The first day on which it is open again.
        until: Day,
        /// The fact that says so; its note has the reason.
        by: Option<FactId>,
    },
}

/// One duty that is to be done, as *My day* lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DutyRow {
    /// The duty's identity; survives corrections and late facts.
    pub duty: u64,
    /// Which case.
    pub case: CaseId,
    /// Whose case.
    pub citizen: CitizenId,
    /// The event to be done.
    pub event: String,
    /// In which placement.
    pub instance: Option<PlacementId>,
    /// Whose act it is.
    pub role: String,
    /// The employee who holds it in the case: the role's, or (for roles that are not staff, or have nobody) that of the
    /// role that stands in. `None`: unassigned.
    pub holder: Option<EmployeeId>,
    /// How strongly the act binds.
    #[serde(with = "strength_form")]
    pub act: Strength,
    /// How strongly the day binds; `None` without a day.
    #[serde(with = "optional_strength_form")]
    pub day_strength: Option<Strength>,
    /// The day of the trigger.
    pub created: Day,
    /// The due day as the words give it.
    pub literal: Option<Day>,
    /// The due day after rolling; the whole day counts.
    pub due: Option<Day>,
    /// The first day on which time alone lets it happen, when only time is missing or time is among what is missing.
    pub opens_on: Option<Day>,
    /// How it stands.
    pub state: RowState,
    /// A booked appointment for it: day and time. May have passed without anything being recorded.
    pub appointment: Option<(Day, Option<LocalTime>)>,
    /// The root of the fact that triggered it; 0 for what was there from the beginning of the case, 2⁶³ or more for what a
    /// fixed day of the page triggered.
    pub trigger: FactId,
    /// The relation that created it: position in the version's `relations`; `None`: from the beginning.
    pub relation: Option<usize>,
    /// Everything that blocks it.
    pub blocked_by: Vec<Reason>,
}

/// The groups of *My day*, in the order they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    /// The due day has passed. Wins over waiting, so that what is overdue always shows.
    Overdue,
    /// Due today, or an appointment today.
    Today,
    /// Due, or an appointment that can be acted on, within the next seven days.
    Soon,
    /// Due later, or without a day.
    Later,
    /// The next act is another role's, time must pass, or a booked day lies ahead.
    Waiting,
    /// A pause, or set aside until a day.
    OnHold,
}

impl DutyRow {
    /// In which group it stands on a day.
    pub fn group(&self, today: Day) -> Group {
        if self.stands_still() {
            return Group::OnHold;
        }
        if self.due.is_some_and(|due| due < today) {
            return Group::Overdue;
        }
        let booked = self.appointment.map(|(day, _)| day);
        if booked == Some(today) {
            return Group::Today;
        }
        let lies_ahead = |day: Option<Day>| day.is_some_and(|day| day > today);
        if matches!(self.state, RowState::Waiting { .. })
            || lies_ahead(booked)
            || lies_ahead(self.opens_on)
        {
            return Group::Waiting;
        }
        match self.due {
            Some(due) if due == today => Group::Today,
            Some(due) if due <= today.plus(7) => Group::Soon,
            _ => Group::Later,
        }
    }

    /// Whether the due day has passed.
    pub fn is_overdue(&self, today: Day) -> bool {
        !self.stands_still() && self.due.is_some_and(|due| due < today)
    }

    /// Whether its clock stands still: a pause, or set aside until a day.
    pub fn stands_still(&self) -> bool {
        matches!(
            self.state,
            RowState::OnHold { .. } | RowState::SetAside { .. }
        )
    }
}

/// One case as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CaseRow {
    /// Which case.
    pub case: CaseId,
    /// Whose.
    pub citizen: CitizenId,
    /// The model's name.
    pub model: String,
    /// Hash of the version it is read against.
    pub version: String,
    /// The day it was opened.
    pub opened: Day,
    /// The day it was closed, while it is closed.
    pub closed: Option<Day>,
    /// The event that closed it, while it is closed.
    pub closed_by: Option<String>,
    /// Who holds each role.
    pub holders: BTreeMap<String, EmployeeId>,
    /// The step of the model where the case is now.
    pub step: Option<String>,
    /// How many facts were done while blocked.
    pub deviations: usize,
    /// How many placements are open.
    pub placements: usize,
    /// A newer version of the law holds for it, by hash, and nobody has confirmed it yet.
    pub law_changed: Option<String>,
    /// The earliest due day among the duties people are to do now.
    pub next_due: Option<Day>,
    /// The first day on which the row, or one of its duties, changes by time alone.
    pub next_wake: Option<Day>,
    /// The day of the last fact that counts in it.
    pub last_activity: Day,
}

mod strength_form {
    //! A strength as one word.

    use duties::Strength;
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) const WORDS: [(Strength, &str); 3] = [
        (Strength::Must, "must"),
        (Strength::Default, "default"),
        (Strength::Aim, "aim"),
    ];

    pub(super) fn word(strength: Strength) -> &'static str {
        match strength {
            Strength::Must => "must",
            Strength::Default => "default",
            Strength::Aim => "aim",
        }
    }

    pub(super) fn of_word<E: serde::de::Error>(word: &str) -> Result<Strength, E> {
        WORDS
            .iter()
            .find(|(_, known)| *known == word)
            .map(|(strength, _)| *strength)
            .ok_or_else(|| E::custom(format_args!("»{word}« is no strength")))
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )]
    pub(super) fn serialize<S: Serializer>(value: &Strength, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(word(*value))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(input: D) -> Result<Strength, D::Error> {
        of_word(&String::deserialize(input)?)
    }
}

mod optional_strength_form {
    //! A strength as one word, or nothing.

    use duties::Strength;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::strength_form::{of_word, word};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde calls it with a reference"
    )]
    pub(super) fn serialize<S: Serializer>(
        value: &Option<Strength>,
        out: S,
    ) -> Result<S::Ok, S::Error> {
        value.map(word).serialize(out)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        input: D,
    ) -> Result<Option<Strength>, D::Error> {
        Option::<String>::deserialize(input)?
            .map(|text| of_word(&text))
            .transpose()
    }
}
