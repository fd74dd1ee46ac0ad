//! Importing files: what happened to citizens, numbers that others give, and figures that others publish.
//!
//! Nothing is imported from a file with refused rows unless the valid ones are asked for; what is imported is one
//! transaction; a row that says what is known already changes nothing. What a file says is registered as any other fact,
//! through the same check, with the import as its actor.

mod awards;
mod benefits;
mod cases;
mod checked;
mod citizens;
mod column;
mod days;
mod intake;
mod marks;
mod numbers;
mod periods;
mod published;
mod refused;
mod stays;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod value;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use calendar::Day;
use facts::Cpr;
use indicatif::{ProgressBar, ProgressStyle};
use store::{Append, By, NEW_CITIZEN, OBSERVED_FROM, Purpose, Store};

use self::awards::{FLEX_AWARDS, FLEX_JOBS, PENSIONS, WORK_DUTY};
use self::benefits::BENEFITS;
use self::cases::CASES;
use self::checked::checked;
use self::citizens::CITIZENS;
use self::column::{Cells, Column, Needed, Reads};
use self::days::{CONTACTS, HOURS};
use self::intake::{Citizen, FileKind, Known, Read};
use self::marks::MARKS;
pub(crate) use self::published::{PublishedFile, PublishedOutcome, import_published};
use self::stays::{ABSENCES, CV, EDUCATION, RESIDENCE};
use self::table::{Fault, Row, Table};
pub(crate) use self::value::day;
use self::work::{JOBS, OFFERS};
use crate::command::ImportKind;

/// The column that every kind of file has.
const CPR: Column = Column {
    name: "cpr",
    needed: Needed::Always,
    reads: Reads::Cpr,
    fills: "cpr",
};

/// How an import is to be done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wish {
    /// What the file holds.
    pub(crate) kind: ImportKind,
    /// Import the valid rows although others are refused.
    pub(crate) accept_valid: bool,
    /// Import nothing.
    pub(crate) dry_run: bool,
    /// From which day the file tells everything of its kind: figures count from then on.
    pub(crate) complete_from: Option<Day>,
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
    let kind = match wish.kind {
        ImportKind::Citizens => CITIZENS,
        ImportKind::Benefits => BENEFITS,
        ImportKind::Cases => CASES,
        ImportKind::Marks => MARKS,
        ImportKind::Offers => OFFERS,
        ImportKind::Contacts => CONTACTS,
        ImportKind::Jobs => JOBS,
        ImportKind::Hours => HOURS,
        ImportKind::Education => EDUCATION,
        ImportKind::Residence => RESIDENCE,
        ImportKind::Absences => ABSENCES,
        ImportKind::Cv => CV,
        ImportKind::FlexAwards => FLEX_AWARDS,
        ImportKind::FlexJobs => FLEX_JOBS,
        ImportKind::Pensions => PENSIONS,
        ImportKind::WorkDuty => WORK_DUTY,
        ImportKind::Denominators => {
            return numbers::import(&known, path, wish, Purpose::Denominator);
        }
        ImportKind::Expected => return numbers::import(&known, path, wish, Purpose::Expected),
        ImportKind::Published => bail!("offentliggjorte tal hentes ind på deres egen måde"),
    };
    let complete = complete_from(wish, known.today)?;
    let settlement = settle_file(&known, &kind, path)?;
    let refused: BTreeSet<usize> = settlement.faults.iter().map(|fault| fault.row).collect();
    let refused_file = if refused.is_empty() {
        None
    } else {
        Some(refused::write(path, kind.columns, &settlement.faults)?)
    };
    if let Some(file) = refused_file.as_ref().filter(|_| complete.is_some())
        && wish.accept_valid
    {
        // A refused row says something of its citizen, and figures would count her as if nothing had happened.
        bail!(
            "{} af filens rækker er afvist, så den er ikke fuldstændig, og intet er hentet ind; ret rækkerne, der står i {}, eller hent de gyldige uden --complete-from",
            refused.len(),
            file.display()
        );
    }
    let may_store = !wish.dry_run && (refused.is_empty() || wish.accept_valid);
    let stored = may_store && !settlement.appends.is_empty();
    if stored {
        known
            .store
            .append_many(&settlement.appends)
            .context("kunne ikke gemme; intet er hentet ind")?;
    }
    if let Some((setting, day)) = complete.filter(|_| may_store) {
        let by = By::Terminal(crate::terminal::account());
        known
            .store
            .set(&setting, &day.to_string(), &by, known.now)
            .context("kunne ikke gemme, fra hvornår filen er fuldstændig")?;
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

/// The setting that says from when a track is complete, and the day.
fn complete_from(wish: Wish, today: Day) -> anyhow::Result<Option<(String, Day)>> {
    let Some(day) = wish.complete_from else {
        return Ok(None);
    };
    if day > today {
        bail!("--complete-from ligger efter i dag");
    }
    let track = match wish.kind {
        ImportKind::Benefits => "benefits",
        ImportKind::Marks => "marks",
        ImportKind::Offers => "offers",
        ImportKind::Contacts => "contacts",
        ImportKind::Jobs => "jobs",
        ImportKind::Hours => "wage-hours",
        ImportKind::Education => "education",
        ImportKind::Residence => "residence",
        ImportKind::Absences => "availability",
        ImportKind::Cv => "cv",
        ImportKind::FlexJobs => "flex-jobs",
        ImportKind::Pensions => "awards",
        ImportKind::WorkDuty => "work-duty",
        ImportKind::FlexAwards => bail!(
            "--complete-from skrives ved filen med fleksjob (flex-jobs), som tilkendelserne hører til"
        ),
        ImportKind::Citizens
        | ImportKind::Cases
        | ImportKind::Denominators
        | ImportKind::Expected
        | ImportKind::Published => {
            bail!("--complete-from hører til filer, der siger, hvad der skete med borgere")
        }
    };
    Ok(Some((format!("{OBSERVED_FROM}{track}"), day)))
}

/// A fault without the value: it is for the terminal, and the value may be about a person.
fn sentence(fault: &Fault) -> String {
    match fault.column {
        Some(column) => format!("linje {}: »{column}« {}", fault.line, fault.reason),
        None => format!("linje {}: {}", fault.line, fault.reason),
    }
}

fn settle_file(known: &Known<'_>, kind: &FileKind, path: &Path) -> anyhow::Result<Settlement> {
    let mut table = Table::open(path, kind.columns)?;
    let progress = progress(table.length);
    let mut faults = Vec::new();
    let mut warnings = Vec::new();
    let mut by_citizen: BTreeMap<Cpr, Vec<Read>> = BTreeMap::new();
    let mut rows = 0;
    let read_as = read_as(&table);
    while let Some((row, mut wrong)) = table.next()? {
        rows += 1;
        let read = if wrong.is_empty() {
            read_row(known, kind, &row, &mut wrong, &mut warnings)
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
    for rows in by_citizen.values() {
        settle_citizen(known, kind, rows, &mut settlement)?;
        progress.inc(1);
    }
    progress.finish_and_clear();
    settlement.faults.sort_by_key(|fault| fault.row);
    Ok(settlement)
}

/// How a file was read, for the person to check.
fn read_as(table: &Table) -> String {
    let separator = if table.separator == b';' {
        "semikolon"
    } else {
        "komma"
    };
    format!("{}, adskilt med {separator}", table.set.name())
}

/// Refused rows are left out until the rest agree with each other, with what is stored, and with the check.
fn settle_citizen(
    known: &Known<'_>,
    kind: &FileKind,
    rows: &[Read],
    settlement: &mut Settlement,
) -> anyhow::Result<()> {
    let Some(cpr) = rows.first().map(|row| &row.cpr) else {
        return Ok(());
    };
    let (id, facts) = known.citizen(cpr)?.unwrap_or((NEW_CITIZEN, Vec::new()));
    let citizen = Citizen { id, facts: &facts };
    let mut rows: Vec<&Read> = rows.iter().collect();
    let (entries, settled) = loop {
        let settled = kind.settle(known, citizen, &rows);
        let judged = if settled.faults.is_empty() {
            checked(known, kind, citizen, &settled.told)
        } else {
            Err(settled.faults.clone())
        };
        match judged {
            Ok(entries) => break (entries, settled),
            Err(mut faults) => {
                rows.retain(|row| faults.iter().all(|fault| fault.row != row.place.row));
                settlement.faults.append(&mut faults);
            }
        }
    };
    settlement.unchanged += settled.unchanged;
    if entries.is_empty() {
        return Ok(());
    }
    let accepted: BTreeSet<usize> = settled.told.iter().map(|told| told.place.row).collect();
    settlement.accepted += accepted.len();
    settlement
        .appends
        .push(intake::append(known, citizen, cpr, entries)?);
    Ok(())
}

fn read_row(
    known: &Known<'_>,
    kind: &FileKind,
    row: &Row<'_>,
    faults: &mut Vec<Fault>,
    warnings: &mut Vec<String>,
) -> Option<Read> {
    let cells = Cells::read(known, kind.columns, row, faults);
    let cpr = cells.cpr(CPR.name)?.clone();
    if !cpr.satisfies_modulus_11() {
        warnings.push(format!(
            "linje {}: »cpr« opfylder ikke modulus 11; det gør ikke alle gyldige numre, men se efter, om det er skrevet rigtigt",
            row.place.line
        ));
    }
    let birth = cells.day(citizens::BIRTH);
    if birth.is_some_and(|birth| birth != cpr.birth()) {
        warnings.push(format!(
            "linje {}: »{}« er en anden dag end den i CPR-nummeret; filens dag gælder, men se efter, om den er skrevet rigtigt",
            row.place.line,
            citizens::BIRTH
        ));
    }
    Some(Read {
        place: row.place,
        cpr,
        cells,
    })
}

fn progress(length: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {percent} %  {eta} tilbage")
        .expect("the template is well formed");
    ProgressBar::new(length).with_style(style)
}
