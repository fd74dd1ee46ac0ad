//! `backup`, `restore`, `rebuild`, `verify`, `erase`: care of the store.

use std::process::ExitCode;

use anyhow::{Context, bail};
use calendar::Clock;
use store::{By, CheckFault, Store};

use super::stores::{self, uncopied};
use crate::clock::SystemClock;
use crate::command::{Backup, Erase, Rebuild, Restore, Verify};
use crate::terminal;

pub(super) fn backup(wish: &Backup) -> anyhow::Result<ExitCode> {
    // The copy is read beside whoever writes, so the program need not be stopped.
    Store::restore(&wish.store.db, &wish.to).map_err(|error| uncopied(&error))?;
    terminal::say(&format!(
        "Kopien ligger i {} og er kontrolleret. Den indeholder personoplysninger.",
        wish.to.display()
    ));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn restore(wish: &Restore) -> anyhow::Result<ExitCode> {
    Store::restore(&wish.from, &wish.db).map_err(|error| uncopied(&error))?;
    terminal::say(&format!(
        "{} er lagt på plads som {} og er kontrolleret.",
        wish.from.display(),
        wish.db.display()
    ));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn rebuild(wish: &Rebuild) -> anyhow::Result<ExitCode> {
    let store = stores::open_any(&wish.store)?;
    store
        .rebuild(wish.as_of)
        .context("kunne ikke beregne forfra; det hidtidige står uændret")?;
    terminal::say(&format!(
        "Alle sager er beregnet forfra, som de er {}.",
        wish.as_of
    ));
    Ok(ExitCode::SUCCESS)
}

pub(super) fn verify(wish: &Verify) -> anyhow::Result<ExitCode> {
    let store = stores::open_any(&wish.store)?;
    let faults = store.check().context("kunne ikke kontrollere filen")?;
    if faults.is_empty() {
        terminal::say("Filen er hel, og det beregnede svarer til det registrerede.");
        return Ok(ExitCode::SUCCESS);
    }
    for fault in &faults {
        terminal::say(&told(fault));
    }
    terminal::warn(&format!(
        "{} fejl. Er det kun det beregnede, hjælper tovholder rebuild; ellers læg den seneste sikkerhedskopi på plads.",
        faults.len()
    ));
    Ok(ExitCode::FAILURE)
}

fn told(fault: &CheckFault) -> String {
    match fault {
        CheckFault::Structure(told) => {
            format!("Filens opbygning er beskadiget. SQLite siger: {told}")
        }
        CheckFault::Dangling(table) => {
            format!("En række i tabellen {table} henviser til noget, der ikke findes.")
        }
        CheckFault::Sequence { fact, after } => {
            format!("Hændelse {fact} følger efter hændelse {after}; der mangler noget imellem.")
        }
        CheckFault::TimeFell(fact) => {
            format!("Hændelse {fact} er registreret før den, der står foran.")
        }
        CheckFault::OtherCitizen(fact) => {
            format!("Hændelse {fact} ligger hos en anden borger end den, den handler om.")
        }
        CheckFault::OtherKind(fact) => {
            format!("Hændelse {fact} ligger under en anden slags end den, den er.")
        }
        CheckFault::Unreadable(fact) => format!("Hændelse {fact} kan ikke læses."),
        CheckFault::NoRow(citizen) => {
            format!("Borger {citizen} har hændelser, men intet beregnet.")
        }
        CheckFault::Tally => {
            "Optællingen af pligter svarer ikke til de pligter, der er.".to_owned()
        }
    }
}

pub(super) fn erase(wish: &Erase) -> anyhow::Result<ExitCode> {
    if wish.citizen != wish.confirm {
        bail!(
            "de to numre er forskellige ({} og {}); intet er slettet",
            wish.citizen,
            wish.confirm
        );
    }
    let store = stores::open(&wish.store)?;
    if store.citizen(wish.citizen)?.is_none() {
        bail!(
            "der er ingen borger med nummer {}; intet er slettet",
            wish.citizen
        );
    }
    store
        .erase(
            wish.citizen,
            // Who sits at the server's terminal is no user of the program.
            &By::Terminal(terminal::account()),
            "slettet fra kommandolinjen",
            SystemClock.now(),
        )
        .context("kunne ikke slette; intet er slettet")?;
    terminal::say(&format!(
        "Borger {} er slettet. Sikkerhedskopier fra før har stadig oplysningerne.",
        wish.citizen
    ));
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_told_in_danish() {
        let fault = CheckFault::Sequence { fact: 9, after: 2 };
        assert!(told(&fault).starts_with("Hændelse 9 følger efter hændelse 2"));
        assert!(told(&CheckFault::NoRow(2)).starts_with("Borger 2 har hændelser"));
    }
}
