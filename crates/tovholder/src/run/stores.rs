//! Opening the store a command names.

use anyhow::Context;
use store::{Kind, Store};

use super::books;
use crate::command::StoreFile;

/// Opens a real store that exists.
pub(super) fn open(file: &StoreFile) -> anyhow::Result<Store> {
    let book = books::book(file.rulebook.as_deref())?;
    Store::open(&file.db, Kind::Real, book)
        .with_context(|| format!("kunne ikke åbne {}", file.db.display()))
}

/// Opens a store of either kind that exists: for what does not change facts.
pub(super) fn open_any(file: &StoreFile) -> anyhow::Result<Store> {
    let book = books::book(file.rulebook.as_deref())?;
    let opened = match Store::open(&file.db, Kind::Real, std::sync::Arc::clone(&book)) {
        Err(store::OpenError::IsDemo { .. }) => Store::open(&file.db, Kind::Demo, book),
        other => other,
    };
    opened.with_context(|| format!("kunne ikke åbne {}", file.db.display()))
}
