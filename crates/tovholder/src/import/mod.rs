//! Importing files of citizens, benefits, cases and marks.
//!
//! Nothing is imported from a file with refused rows unless the valid ones are asked for; what is imported is one
//! transaction; a row that says what is known already changes nothing. What a file says is registered as any other fact,
//! with the import as its actor.

mod benefits;
mod cases;
mod citizens;
mod intake;
mod marks;
mod refused;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod value;

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::Context;
use facts::{CitizenId, Cpr, CprError, Entry, Fact};
use indicatif::{ProgressBar, ProgressStyle};
use store::{Append, Store};

use self::benefits::Benefits;
use self::cases::Cases;
use self::citizens::Citizens;
use self::intake::{Intake, Known, Read, Settled};
use self::marks::Marks;
use self::table::{Fault, Place, Row, Table};
use crate::command::ImportKind;

/// How an import is to be done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    /// What the file holds.
    pub(crate) kind: ImportKind,
    /// Import the valid rows although others are refused.
    pub(crate) accept_valid: bool,
    /// Import nothing.
    pub(crate) dry_run: bool,
}

/// What came of an import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Outcome {
    /// Rows with something in them.
    pub(crate) rows: usize,
    /// Rows of which something was stored (or would be, without `--dry-run`).
    pub(crate) accepted: usize,
    /// Rows that said what was known.
    pub(crate) unchanged: usize,
    /// Refused rows.
    pub(crate) refused: usize,
    /// What is wrong, by line; without the values, which are personal data.
    pub(crate) faults: Vec<String>,
    /// What a person should look at although nothing is refused.
    pub(crate) warnings: Vec<String>,
    /// Where the refused rows were written.
    pub(crate) refused_file: Option<PathBuf>,
    /// Whether anything was stored.
    pub(crate) stored: bool,
    /// How the file was read, for the person to check.
    pub(crate) read_as: String,
}

/// What a whole file comes to, before anything is stored.
struct Settlement {
    appends: Vec<Append>,
    rows: usize,
    accepted: usize,
    unchanged: usize,
    faults: Vec<Fault>,
    warnings: Vec<String>,
    read_as: String,
}

/// Imports a file into a store.
pub(crate) fn import(
    store: &Store,
    path: &Path,
    wish: Wish,
    clock: &dyn calendar::Clock,
) -> anyhow::Result<Outcome> {
    let known = Known {
        store,
        book: store.book(),
        today: clock.today(),
        now: clock.now(),
    };
    match wish.kind {
        ImportKind::Citizens => import_as::<Citizens>(&known, path, wish),
        ImportKind::Benefits => import_as::<Benefits>(&known, path, wish),
        ImportKind::Cases => import_as::<Cases>(&known, path, wish),
        ImportKind::Marks => import_as::<Marks>(&known, path, wish),
    }
}

fn import_as<I: Intake>(known: &Known<'_>, path: &Path, wish: Wish) -> anyhow::Result<Outcome> {
    let settlement = settle_file::<I>(known, path)?;
    let refused: BTreeSet<usize> = settlement.faults.iter().map(|fault| fault.row).collect();
    let refused_file = if refused.is_empty() {
        None
    } else {
        Some(refused::write(path, I::COLUMNS, &settlement.faults)?)
    };
    let may_store = !wish.dry_run && (refused.is_empty() || wish.accept_valid);
    let stored = may_store && !settlement.appends.is_empty();
    if stored {
        known
            .store
            .append_many(&settlement.appends)
            .context("kunne ikke gemme; intet er hentet ind")?;
    }
    Ok(Outcome {
        rows: settlement.rows,
        accepted: settlement.accepted,
        unchanged: settlement.unchanged,
        refused: refused.len(),
        faults: settlement.faults.iter().map(sentence).collect(),
        warnings: settlement.warnings,
        refused_file,
        stored,
        read_as: settlement.read_as,
    })
}

/// A fault without the value: it is for the terminal, and the value may be about a person.
fn sentence(fault: &Fault) -> String {
    match fault.column {
        Some(column) => format!("linje {}: »{column}« {}", fault.line, fault.reason),
        None => format!("linje {}: {}", fault.line, fault.reason),
    }
}

fn settle_file<I: Intake>(known: &Known<'_>, path: &Path) -> anyhow::Result<Settlement> {
    let mut table = Table::open(path, I::COLUMNS)?;
    let progress = progress(table.length);
    let mut faults = Vec::new();
    let mut warnings = Vec::new();
    let mut by_citizen: BTreeMap<Cpr, Vec<Read<I::Says>>> = BTreeMap::new();
    let mut rows = 0;
    let read_as = format!(
        "{}, adskilt med {}",
        table.set.name(),
        if table.separator == b';' {
            "semikolon"
        } else {
            "komma"
        }
    );
    while let Some((row, mut wrong)) = table.next()? {
        rows += 1;
        let read = if wrong.is_empty() {
            read_row::<I>(known, &row, &mut wrong, &mut warnings)
        } else {
            None
        };
        if let Some(read) = read.filter(|_| wrong.is_empty()) {
            by_citizen.entry(read.cpr.clone()).or_default().push(read);
        }
        faults.append(&mut wrong);
        progress.set_position(table.position());
    }
    progress.finish_and_clear();

    let mut settlement = Settlement {
        appends: Vec::new(),
        rows,
        accepted: 0,
        unchanged: 0,
        faults,
        warnings,
        read_as,
    };
    let progress = self::progress(by_citizen.len() as u64);
    for (cpr, rows) in &by_citizen {
        settle_citizen::<I>(known, cpr, rows, &mut settlement)?;
        progress.inc(1);
    }
    progress.finish_and_clear();
    settlement.faults.sort_by_key(|fault| fault.row);
    Ok(settlement)
}

fn settle_citizen<I: Intake>(
    known: &Known<'_>,
    cpr: &Cpr,
    rows: &[Read<I::Says>],
    settlement: &mut Settlement,
) -> anyhow::Result<()> {
    let citizen = known.citizen(cpr)?;
    let citizen: Option<(CitizenId, &[Fact])> =
        citizen.as_ref().map(|(id, facts)| (*id, facts.as_slice()));
    let mut settled: Settled = I::settle(known, citizen, rows);
    settlement.unchanged += settled.unchanged;
    settlement.faults.append(&mut settled.faults);
    let mut entries: Vec<(Place, Entry)> = settled.entries;
    for (place, entry) in &entries {
        if entry.happened_on > known.today {
            let fault = place
                .whole("en af dagene ligger efter i dag; kun det, der er sket, kan hentes ind");
            settlement.faults.push(fault);
        }
    }
    entries.retain(|(_, entry)| entry.happened_on <= known.today);
    if entries.is_empty() {
        return Ok(());
    }
    let accepted: BTreeSet<usize> = entries.iter().map(|(place, _)| place.row).collect();
    settlement.accepted += accepted.len();
    let entries = entries.into_iter().map(|(_, entry)| entry).collect();
    settlement
        .appends
        .push(intake::append(known, citizen, cpr, entries)?);
    Ok(())
}

fn read_row<I: Intake>(
    known: &Known<'_>,
    row: &Row<'_>,
    faults: &mut Vec<Fault>,
    warnings: &mut Vec<String>,
) -> Option<Read<I::Says>> {
    row.required("cpr", faults);
    let cpr = row.parsed("cpr", faults, |text| cpr(known, text));
    let says = I::read(known, row, faults);
    let cpr = cpr?;
    if !cpr.satisfies_modulus_11() {
        warnings.push(format!(
            "linje {}: »cpr« opfylder ikke modulus 11; det gør ikke alle gyldige numre, men se efter, om det er skrevet rigtigt",
            row.place.line
        ));
    }
    Some(Read {
        place: row.place,
        cpr,
        says: says?,
    })
}

/// Spreadsheets drop the zero in front of a number; it is put back when nine digits are left.
fn cpr(known: &Known<'_>, text: &str) -> Result<Cpr, String> {
    let bare: String = text
        .chars()
        .filter(|sign| !sign.is_whitespace() && *sign != '-')
        .collect();
    let text = if bare.len() == 9 && bare.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("0{bare}")
    } else {
        bare
    };
    let cpr: Cpr = text.parse().map_err(|error| match error {
        CprError::Shape => "er ikke et CPR-nummer: ti cifre, gerne med bindestreg".to_owned(),
        CprError::Date => "begynder ikke med en fødselsdag".to_owned(),
    })?;
    if cpr.birth() > known.today {
        return Err("begynder med en fødselsdag, der ikke er kommet endnu".to_owned());
    }
    Ok(cpr)
}

fn progress(length: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {percent} %  {eta} tilbage")
        .expect("the template is well formed");
    ProgressBar::new(length).with_style(style)
}
