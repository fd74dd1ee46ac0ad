//! Answers that leave the house: small numbers hidden in them, and nothing beside them that stays in.

use std::path::Path;

use anyhow::bail;
use register::release::{Ground, Protection, Publication, Released};
use register::request::{LEFT_OUT, Request};
use register::results::{self, Outcome};
use register::{Answers, Settings};
use rulebook::Book;
use tables::Zeros;

use super::{Opened, bar, tell, tell_sheets};
use crate::command::RegisterRun;
use crate::terminal;

/// What must be counted, where the answers are to leave the house.
pub(super) fn publication<'r>(
    wish: &RegisterRun,
    request: &'r Request,
    book: &Book,
) -> anyhow::Result<Option<Publication<'r>>> {
    if !wish.release {
        return Ok(None);
    }
    let protection = Protection {
        threshold: wish.threshold,
        zeros: if wish.hide_zeros {
            Zeros::Hidden
        } else {
            Zeros::Shown
        },
    };
    let publication = Publication::of(request, &wish.request, book.catalogue(), protection)?;
    Ok(Some(publication))
}

/// Refuses a folder that holds refused rows: they stay in the house, and the folder leaves it.
pub(super) fn guard(out: &Path) -> anyhow::Result<()> {
    let rows = out.join(LEFT_OUT);
    if rows.exists() {
        bail!(
            "{} er afviste rækker fra en kørsel uden --release og må ikke forlade huset; vælg en anden mappe med --out",
            rows.display()
        );
    }
    Ok(())
}

/// Counts, hides, and writes every table; answers whether one could not be written.
pub(super) fn write(
    read: &Opened<'_>,
    request: &Request,
    publication: &Publication<'_>,
    settings: &Settings,
    out: &Path,
) -> anyhow::Result<(Answers, bool)> {
    let answers = read.ask(publication.queries(), settings);
    let answers = answers.map_err(|cause| anyhow::anyhow!("{cause}"))?;
    let outcome = Outcome {
        protection: Some(publication.protection()),
        ..read.outcome(&answers.account, request.language)
    };
    let ground = Ground {
        catalogue: outcome.catalogue,
        working_days: outcome.working_days,
        threads: settings.threads,
    };
    let bar = bar("perioder vurderet", 0);
    let released = publication.release(&answers.answers, ground, &|done, all| {
        bar.set_length(all);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    let mut written = Vec::new();
    let mut failed = false;
    for one in &released {
        let wanted = &request.wanted[one.wanted];
        match results::write_released(&outcome, wanted, one, out) {
            Ok(file) => {
                tell_sheets(&file);
                tell_hidden(one, &file.file);
                written.push(file);
            }
            Err(cause) => {
                failed = true;
                terminal::warn(&format!("Fejl: {cause}"));
            }
        }
    }
    results::report(&outcome, &written, out)?;
    tell(&answers.account, &read.layout, None);
    terminal::say(&format!("{}.", results::disclosure(outcome.protection).da));
    terminal::say(&format!("Svarene står i {}.", out.display()));
    Ok((answers, failed))
}

/// Says what a table does not show.
fn tell_hidden(released: &Released, file: &str) {
    let all = released.table.positions();
    terminal::say(&format!(
        "{file}: {} af {all} felter vises ikke.",
        released.hidden
    ));
    for one in &released.given_up {
        terminal::warn(&format!("{file}: {}.", one.told().da));
    }
    if !released.unknown.is_empty() {
        terminal::warn(&format!(
            "{file}: kan ikke opgøres i {}.",
            released.unknown.join(", ")
        ));
    }
}
