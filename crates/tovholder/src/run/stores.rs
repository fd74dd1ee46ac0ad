//! Opening the store a command names, and saying in Danish why it cannot be opened.

use std::path::Path;
use std::sync::Arc;

use anyhow::anyhow;
use rulebook::Book;
use store::{Kind, OpenError, Store};

use super::books;
use crate::causes::from_the_store;
use crate::command::StoreFile;
use crate::terminal;

/// Opens a real store that exists.
pub(super) fn open(file: &StoreFile) -> anyhow::Result<Store> {
    let book = books::book(file.pages.rulebook.as_deref())?;
    Store::open(&file.db, Kind::Real, book).map_err(|error| unopened(&error))
}

/// Opens a real store for who may sign in, also while the program runs.
pub(super) fn open_for_users(file: &StoreFile) -> anyhow::Result<Store> {
    let book = books::book(file.pages.rulebook.as_deref())?;
    Store::open_beside(&file.db, Kind::Real, book).map_err(|error| unopened(&error))
}

/// Opens a real store, or makes it and says so: the first user of a municipality comes before everything else.
pub(super) fn open_or_create(path: &Path, book: Arc<Book>) -> anyhow::Result<Store> {
    if path.exists() {
        return Store::open(path, Kind::Real, book).map_err(|error| unopened(&error));
    }
    let store = Store::create(path, Kind::Real, book).map_err(|error| unopened(&error))?;
    terminal::say(&format!("{} fandtes ikke og er oprettet.", path.display()));
    Ok(store)
}

/// Opens a store of either kind that exists: for what does not change facts.
pub(super) fn open_any(file: &StoreFile) -> anyhow::Result<Store> {
    let book = books::book(file.pages.rulebook.as_deref())?;
    let opened = match Store::open(&file.db, Kind::Real, Arc::clone(&book)) {
        Err(OpenError::IsDemo { .. }) => Store::open(&file.db, Kind::Demo, book),
        other => other,
    };
    opened.map_err(|error| unopened(&error))
}

/// Opens a store of either kind that exists, also while the program runs: for what reads facts and no case.
pub(super) fn open_any_beside(file: &StoreFile) -> anyhow::Result<Store> {
    let book = books::book(file.pages.rulebook.as_deref())?;
    let opened = match Store::open_beside(&file.db, Kind::Real, Arc::clone(&book)) {
        Err(OpenError::IsDemo { .. }) => Store::open_beside(&file.db, Kind::Demo, book),
        other => other,
    };
    opened.map_err(|error| unopened(&error))
}

/// Why a store cannot be copied from, or the copy made, and what to do.
pub(super) fn uncopied(error: &OpenError) -> anyhow::Error {
    match error {
        OpenError::Absent { path } => anyhow!(
            "filen {} findes ikke, så der er intet at kopiere; se efter, om navnet er rigtigt",
            path.display()
        ),
        other => unopened(other),
    }
}

/// Why a store cannot be opened or made, and what to do.
pub(super) fn unopened(error: &OpenError) -> anyhow::Error {
    let named = |path: &Path| path.display().to_string();
    match error {
        OpenError::Absent { path } => anyhow!(
            "filen {} findes ikke; se efter, om navnet er rigtigt, eller opret den med tovholder user add",
            named(path)
        ),
        OpenError::Present { path } => {
            anyhow!(
                "filen {} findes allerede og overskrives ikke; vælg et andet navn",
                named(path)
            )
        }
        OpenError::NotOurs { path } => {
            anyhow!("{} er ikke en fil med Tovholders data", named(path))
        }
        OpenError::Newer { path, .. } => anyhow!(
            "{} er skrevet af en nyere udgave af programmet; brug den, eller læg en ældre sikkerhedskopi på plads",
            named(path)
        ),
        OpenError::UnknownKind { path, kind } => anyhow!(
            "{} indeholder hændelser af slagsen »{kind}«, som denne udgave ikke kender; brug den udgave, der skrev dem",
            named(path)
        ),
        OpenError::InUse { path } => {
            anyhow!(
                "{} er i brug af et andet program; stop det først",
                named(path)
            )
        }
        OpenError::IsDemo { path } => anyhow!(
            "{} er en demo; åbn den med tovholder demo --db, eller vælg filen med kommunens data",
            named(path)
        ),
        OpenError::IsReal { path } => anyhow!(
            "{} indeholder en kommunes data og røres ikke af demoen; vælg en anden fil",
            named(path)
        ),
        OpenError::BadCopy { path } => anyhow!(
            "kopien {} bestod ikke sin kontrol og er fjernet; se efter, om disken er i orden",
            named(path)
        ),
        OpenError::Store(error) => from_the_store(error).map_or_else(
            || anyhow!("filen kunne ikke åbnes: {error}"),
            |words| anyhow!(words),
        ),
    }
}
