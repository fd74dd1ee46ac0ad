//! `rulebook`: what those who write the pages need.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use rulebook::{Book, Dot, Gravity, Limits, ModelVersion, Show};

use super::books;
use crate::command::Rulebook;
use crate::terminal;

pub(super) fn modelling(wish: Rulebook) -> anyhow::Result<ExitCode> {
    match wish {
        Rulebook::Check { folder } => check(folder.as_deref()),
        Rulebook::Test { folder, mutate } => super::scenarios::test(folder.as_deref(), mutate),
        Rulebook::Migrations { as_of, store } => super::migrations::list(&store, as_of),
        Rulebook::Show { name, pages } => {
            for version in versions(&*books::book(pages.rulebook.as_deref())?, &name)? {
                terminal::say(&Show(version).to_string());
            }
            Ok(ExitCode::SUCCESS)
        }
        Rulebook::Graph { name, pages } => {
            let book = books::book(pages.rulebook.as_deref())?;
            let version = versions(&book, &name)?
                .pop()
                .ok_or_else(|| anyhow!("modellen {name} har ingen udgave"))?;
            terminal::say(&Dot(version).to_string());
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn check(folder: Option<&Path>) -> anyhow::Result<ExitCode> {
    let book = match folder {
        None => Book::embedded(),
        Some(folder) => match Book::load(&books::pages(folder)?) {
            Ok(book) => book,
            Err(problems) => {
                terminal::warn(&problems.render());
                let count = match problems.0.len() {
                    1 => "1 problem".to_owned(),
                    count => format!("{count} problemer"),
                };
                terminal::warn(&format!("{count}; siderne kan ikke bruges."));
                return Ok(ExitCode::FAILURE);
            }
        },
    };
    if !book.warnings().0.is_empty() {
        terminal::warn(&book.warnings().render());
    }
    let is_sound = is_sound(&book);
    for model in book.models() {
        let definition = model.model.definition();
        terminal::say(&format!(
            "{} fra {}: {} handlinger, {} regler",
            model.name,
            model.from,
            definition.events.len(),
            definition.relations.len()
        ));
    }
    if !is_sound {
        return Ok(ExitCode::FAILURE);
    }
    terminal::say(&format!(
        "Siderne kan bruges. {} bemærkninger.",
        book.warnings().0.len()
    ));
    Ok(ExitCode::SUCCESS)
}

/// Whether every model of a book can be walked through to its end; what cannot is told.
pub(super) fn is_sound(book: &Book) -> bool {
    let mut is_sound = true;
    for model in book.models() {
        let found = model.verify(Limits::default());
        if !found.problems.0.is_empty() {
            terminal::warn(&found.problems.render());
            let mut gravities = found.problems.0.iter().map(|problem| problem.gravity);
            is_sound &= gravities.all(|gravity| gravity == Gravity::Warning);
        }
    }
    is_sound
}

fn versions<'b>(book: &'b Book, name: &str) -> anyhow::Result<Vec<&'b ModelVersion>> {
    let found: Vec<&ModelVersion> = book
        .models()
        .iter()
        .filter(|model| model.name == name)
        .map(AsRef::as_ref)
        .collect();
    if found.is_empty() {
        let mut names: Vec<&str> = book
            .models()
            .iter()
            .map(|model| model.name.as_str())
            .collect();
        names.dedup();
        bail!(
            "modellen »{name}« findes ikke; der er: {}",
            names.join(", ")
        );
    }
    Ok(found)
}
