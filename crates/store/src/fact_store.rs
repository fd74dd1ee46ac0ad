//! The interface of a place that keeps facts, and what registering means there.

use calendar::{Day, Timestamp};
use facts::{CaseId, CitizenId, Entry, Fact, FactId};

use crate::StoreError;

/// Stands in an entry for the citizen that the same append makes known; ids begin at 1.
pub const NEW_CITIZEN: CitizenId = CitizenId(0);

/// Stands in an entry for the case that the same append opens; ids begin at 1.
pub const NEW_CASE: CaseId = CaseId(0);

/// Who posts this, once: a random key made with the form, so that a repeated post stores nothing twice.
pub type PostKey = [u8; 16];

/// Something to be registered about one citizen, all or nothing.
#[derive(Debug, Clone)]
pub struct Append {
    /// Whose history; [`NEW_CITIZEN`] to make a citizen known.
    pub citizen: CitizenId,
    /// The citizen's last fact that the author saw; `None` asks for no comparison (imports).
    pub expected: Option<FactId>,
    /// The key of the post.
    pub key: PostKey,
    /// What is to be stored, in this order; every `citizen` is the one above, a case just opened is [`NEW_CASE`].
    pub entries: Vec<Entry>,
    /// The instant by the clock; the store keeps `recorded_at` from falling.
    pub now: Timestamp,
    /// The legal day by the clock; read-model rows are folded as of this day.
    pub today: Day,
}

/// What was acknowledged: it is committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appended {
    /// The citizen, with its new id if it was [`NEW_CITIZEN`].
    pub citizen: CitizenId,
    /// The case that was opened, if one was.
    pub case: Option<CaseId>,
    /// The facts, in the order of the entries.
    pub ids: Vec<FactId>,
    /// Whether an earlier post with the same key had stored it.
    pub already: bool,
}

/// Why nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Somebody registered meanwhile. The draft is still the caller's; these facts are new to its author.
    #[error("somebody else has registered about this citizen meanwhile")]
    Conflict {
        /// The facts after the expected one, in sequence.
        newer: Vec<Fact>,
    },
    /// The key was used for something else: the form was changed after it had been stored.
    #[error("this form has been stored already with other content; open it anew")]
    KeyReused,
    /// An entry contradicts what the store holds.
    #[error("entry {entry}: {why}")]
    Refused {
        /// Position in `entries`.
        entry: usize,
        /// What is wrong.
        why: Refusal,
    },
    /// A fault below.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What in an entry contradicts the store. `casework::check` finds such things earlier and in better words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is nothing to store.
    #[error("there is nothing to store")]
    Empty,
    /// It is about another citizen than the append.
    #[error("it is about another citizen")]
    OtherCitizen,
    /// There is no such citizen.
    #[error("there is no such citizen")]
    NoSuchCitizen,
    /// A new citizen is not made known by the first entry, or a known one is made known again.
    #[error("a citizen is made known once, by the first fact")]
    NotTheFirst,
    /// The citizen has no such case.
    #[error("the citizen has no such case")]
    NoSuchCase,
    /// A case was opened under an id of the caller's choosing.
    #[error("the store gives a new case its number")]
    CaseNumber,
    /// The fact corrected or retracted does not exist, is another citizen's, or is itself a correction.
    #[error("the fact that it corrects or retracts is not one of this citizen's")]
    NoSuchFact,
    /// The content of the citizen was erased; nothing more is registered.
    #[error("the citizen was erased")]
    Erased,
    /// It happened after the day it is recorded.
    #[error("it has not happened yet")]
    NotYet,
    /// It pins a version of a model or calendar that neither the store nor the rulebook has.
    #[error("the version of the model or calendar is not known")]
    UnknownVersion,
}

/// A place that keeps facts. One contract suite holds for every implementation.
pub trait FactStore: Send + Sync {
    /// Registers; when it returns `Ok`, everything is committed.
    fn append(&self, append: &Append) -> Result<Appended, AppendError>;

    /// All facts of a citizen in sequence, or those known at a fact (inclusive). Empty if there is no such citizen.
    fn facts_of(
        &self,
        citizen: CitizenId,
        known_at: Option<FactId>,
    ) -> Result<Vec<Fact>, StoreError>;

    /// One fact.
    fn fact(&self, id: FactId) -> Result<Option<Fact>, StoreError>;

    /// The last fact of the whole store.
    fn last(&self) -> Result<Option<FactId>, StoreError>;
}
