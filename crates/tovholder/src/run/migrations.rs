//! `rulebook migrations`: what new rules would change in the cases that run, as CSV on standard output.
//!
//! Citizens are named by their number in the program. Nothing is stored: a case follows new rules when a person confirms it
//! in the browser.

use std::io::{self, StdoutLock};
use std::process::ExitCode;

use anyhow::Context;
use calendar::Day;
use casework::{Coordinates, DutyChangeKind, DutySnapshot, Migration, migrations};
use facts::{CitizenId, PlacementId};
use rulebook::Book;
use store::{CitizenQuery, CitizenSort, FactStore, Page};

use super::stores;
use crate::command::StoreFile;
use crate::terminal;

const PAGE: u32 = 500;

const HEAD: [&str; 10] = [
    "sag",
    "borger",
    "model",
    "følger",
    "nye regler fra",
    "ændring",
    "handling",
    "placering",
    "frist før",
    "frist efter",
];

/// One duty of a case, before and after.
struct Line<'m> {
    change: &'static str,
    event: &'m str,
    instance: Option<PlacementId>,
    before: Option<&'m DutySnapshot>,
    after: Option<&'m DutySnapshot>,
}

pub(super) fn list(file: &StoreFile, as_of: Day) -> anyhow::Result<ExitCode> {
    let store = stores::open_any(file)?;
    let mut out = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(io::stdout().lock());
    out.write_record(HEAD).context("kunne ikke skrive")?;
    let (mut cases, mut confirmable) = (0_u64, 0_u64);
    for number in 0.. {
        let page = store
            .citizens(&CitizenQuery {
                sort: CitizenSort::Number,
                page: Page { number, size: PAGE },
                ..CitizenQuery::default()
            })
            .context("kunne ikke hente borgerne")?;
        for citizen in page.rows.iter().filter(|citizen| !citizen.cases.is_empty()) {
            let facts = store
                .facts_of(citizen.id, None)
                .context("kunne ikke hente en historie")?;
            let found = migrations(store.book(), &facts, Coordinates::on(as_of))
                .context("kunne ikke læse en sag")?;
            for migration in &found {
                cases += 1;
                confirmable += u64::from(migration.problems.is_empty());
                write(&mut out, store.book(), citizen.id, migration)?;
            }
        }
        if page.rows.len() < PAGE as usize {
            break;
        }
    }
    out.flush().context("kunne ikke skrive")?;
    let stuck = cases - confirmable;
    terminal::warn(&format!(
        "{cases} sager venter på, at nogen bekræfter nye regler; i {stuck} af dem kan noget registreret ikke følge med."
    ));
    Ok(ExitCode::SUCCESS)
}

fn write(
    out: &mut csv::Writer<StdoutLock<'_>>,
    book: &Book,
    citizen: CitizenId,
    migration: &Migration,
) -> anyhow::Result<()> {
    let (from, to) = (book.by_hash(&migration.from), book.by_hash(&migration.to));
    let day = |snapshot: Option<&DutySnapshot>| {
        let due = snapshot.and_then(|snapshot| snapshot.due);
        due.map(|due| due.to_string()).unwrap_or_default()
    };
    let title = |event: &str| {
        let of = |version: Option<&std::sync::Arc<rulebook::ModelVersion>>| {
            let version = version?;
            Some(version.events[version.event(event)?].title.da.clone())
        };
        of(to)
            .or_else(|| of(from))
            .unwrap_or_else(|| event.to_owned())
    };
    for line in lines(migration) {
        out.write_record([
            migration.case.to_string(),
            citizen.to_string(),
            from.map(|version| version.name.clone()).unwrap_or_default(),
            from.map(|version| version.from.to_string())
                .unwrap_or_default(),
            to.map(|version| version.from.to_string())
                .unwrap_or_default(),
            line.change.to_owned(),
            title(line.event),
            line.instance.map(|id| id.to_string()).unwrap_or_default(),
            day(line.before),
            day(line.after),
        ])
        .context("kunne ikke skrive")?;
    }
    Ok(())
}

/// The duties of people that go, come, change and stay. What had ended before and after is left out.
fn lines(migration: &Migration) -> Vec<Line<'_>> {
    let changed = migration.duties.iter().filter(|change| !change.is_timer);
    let changed = changed.filter_map(|change| {
        let (name, before, after) = match change.kind {
            DutyChangeKind::Dropped => ("bortfalder", change.before.as_ref(), None),
            DutyChangeKind::Discharged => ("regnes for gjort", change.before.as_ref(), None),
            DutyChangeKind::Opened => ("ny", None, change.after.as_ref()),
            DutyChangeKind::Moved => ("ændret", change.before.as_ref(), change.after.as_ref()),
            DutyChangeKind::Restated => return None,
        };
        Some(Line {
            change: name,
            event: &change.event,
            instance: change.instance,
            before,
            after,
        })
    });
    let kept = migration.kept.iter().map(|duty| Line {
        change: "uændret",
        event: &duty.event,
        instance: duty.instance,
        before: Some(&duty.stands),
        after: Some(&duty.stands),
    });
    changed.chain(kept).collect()
}
