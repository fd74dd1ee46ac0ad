//! `import`.

use std::process::ExitCode;

use crate::clock::SystemClock;
use crate::command::{Import, ImportKind};
use crate::import::{Outcome, PublishedFile, PublishedOutcome, Wish, import, import_published};
use crate::terminal;

/// Faults told on the terminal; all of them stand in the file of refused rows.
const TOLD: usize = 20;

pub(super) fn intake(wish: &Import) -> anyhow::Result<ExitCode> {
    let store = super::stores::open(&wish.store)?;
    if let (ImportKind::Published, Some(table), Some(retrieved)) =
        (wish.kind, &wish.table, wish.retrieved)
    {
        let file = PublishedFile {
            path: &wish.file,
            table,
            retrieved,
            source: wish.source.as_deref(),
            dry_run: wish.dry_run,
        };
        let outcome = import_published(&store, file, &SystemClock)?;
        tell_published(&outcome, wish.dry_run);
        return Ok(ExitCode::SUCCESS);
    }
    let how = Wish {
        kind: wish.kind,
        accept_valid: wish.accept_valid,
        dry_run: wish.dry_run,
        complete_from: wish.complete_from,
    };
    let outcome = import(&store, &wish.file, how, &SystemClock)?;
    tell(&outcome, wish.dry_run);
    Ok(if outcome.refused == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn tell_published(outcome: &PublishedOutcome, dry_run: bool) {
    terminal::say(&format!(
        "{} {} med {} tal hver, offentliggjort af {}.",
        outcome.rows,
        if outcome.rows == 1 {
            "række"
        } else {
            "rækker"
        },
        outcome.measures,
        outcome.source
    ));
    terminal::say(match (outcome.already, dry_run, outcome.earlier) {
        (true, _, _) => "Tabellen er kendt i forvejen; intet er ændret.",
        (false, true, _) => "Tabellen kan hentes ind. Intet er hentet ind (--dry-run).",
        (false, false, 0) => "Tabellen er hentet ind.",
        (false, false, _) => {
            "Tabellen er hentet ind som en ny udgave. De tidligere udgaver bliver stående."
        }
    });
}

fn tell(outcome: &Outcome, dry_run: bool) {
    terminal::say(&format!("Læst som {}.", outcome.read_as));
    shorten(&outcome.warnings, "Bemærk");
    shorten(&outcome.faults, "Afvist");
    terminal::say(&format!(
        "{} {}: {} {}, {} kendt i forvejen, {} afvist.",
        outcome.rows,
        if outcome.rows == 1 {
            "række"
        } else {
            "rækker"
        },
        outcome.accepted,
        match (outcome.stored, dry_run) {
            (true, _) => "hentet ind",
            (false, true) => "kan hentes ind",
            (false, false) => "gyldige",
        },
        outcome.unchanged,
        outcome.refused
    ));
    if let Some(file) = &outcome.refused_file {
        terminal::say(&format!(
            "De afviste rækker står i {} med en begrundelse for hver. Ret dem dér, og hent filen ind.",
            file.display()
        ));
        terminal::say(
            "Filen indeholder personoplysninger. Kun du kan læse den; slet den, når den er brugt.",
        );
        if !outcome.stored && !dry_run {
            terminal::say(
                "Intet er hentet ind. Tilføj --accept-valid for at hente de gyldige rækker ind nu.",
            );
        }
    }
    if dry_run {
        terminal::say("Intet er hentet ind (--dry-run).");
    }
}

fn shorten(lines: &[String], what: &str) {
    for line in lines.iter().take(TOLD) {
        terminal::warn(&format!("{what}: {line}."));
    }
    if lines.len() > TOLD {
        terminal::warn(&format!("{what}: og {} til.", lines.len() - TOLD));
    }
}
