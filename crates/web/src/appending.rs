//! Registering through the store: the envelope of an entry, and what becomes of an append.

use facts::{Actor, CaseId, CitizenId, Entry, FactId, Kind};
use store::{Append, AppendError, Appended, FactStore, PostKey};

use crate::error::{WebError, WebResult};
use crate::page::Page;

impl Page {
    /// An entry of the user, happening today, without anything that a page of rules defines.
    pub(crate) fn entry(&self, citizen: CitizenId, case: Option<CaseId>, kind: Kind) -> Entry {
        Entry {
            citizen,
            case,
            happened_on: self.today,
            time: None,
            kind,
            answers: std::collections::BTreeMap::new(),
            participants: std::collections::BTreeSet::new(),
            note: None,
            actor: Actor::Employee(self.user.id),
            role: self.user.page_role().to_owned(),
            corrects: None,
            reason: None,
        }
    }

    /// Stores entries about one citizen, all or nothing; when it returns, they are committed.
    pub(crate) async fn append(
        &self,
        citizen: CitizenId,
        expected: Option<FactId>,
        key: PostKey,
        entries: Vec<Entry>,
    ) -> WebResult<Appended> {
        let append = Append {
            citizen,
            expected,
            key,
            entries,
            now: self.now(),
            today: self.today,
        };
        self.app
            .blocking(move |app| app.store.append(&append))
            .await
    }
}

impl From<AppendError> for WebError {
    fn from(error: AppendError) -> WebError {
        match error {
            AppendError::Conflict { .. } | AppendError::KeyReused => WebError::Conflict,
            AppendError::Refused { why, .. } => WebError::Unreadable(why.to_string()),
            AppendError::Store(error) => error.into(),
        }
    }
}
