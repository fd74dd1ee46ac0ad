//! What every kind of file has in common: rows in, facts out, one citizen at a time.
//!
//! A kind of file is a description: its columns, and how a row becomes facts. Most rows are periods of something, and their
//! description is all there is to write; see [`super::periods`].

use anyhow::Context;
use calendar::{Day, Timestamp};
use facts::{Actor, CitizenId, Cpr, Entry, Fact, Kind};
use rulebook::{Book, CodeList};
use store::{Append, FactStore, NEW_CITIZEN, Store};

use super::column::{Cells, Column};
use super::periods::Periods;
use super::table::{Fault, Place};

/// What rows are held against.
pub(super) struct Known<'a> {
    /// What has been stored.
    pub(super) store: &'a Store,
    /// The rulebook, whose codes the rows use.
    pub(super) book: &'a Book,
    /// The legal day of the import.
    pub(super) today: Day,
    /// The instant of the import.
    pub(super) now: Timestamp,
}

impl Known<'_> {
    /// The id of the code that was written as id or title; what is neither stays as it was written.
    pub(super) fn code(&self, list: CodeList, written: &str) -> String {
        let lower = written.to_lowercase();
        let codes = self.book.codes();
        let by_title = codes
            .list(list)
            .iter()
            .find(|code| code.title.da.to_lowercase() == lower);
        match codes.get(list, written).or(by_title) {
            Some(code) => code.id.clone(),
            None => written.to_owned(),
        }
    }

    /// The same for the codes that a field of a fact takes, wherever they are listed.
    pub(super) fn code_of(&self, field: &str, written: &str) -> String {
        let lower = written.to_lowercase();
        let of_fact = casework::codes_of(self.book, field).into_iter();
        let of_fact = of_fact.map(|code| (code.id, code.title));
        // Which education it is may also be told in other words than the register's.
        let list = self.book.catalogue().registers().list(field);
        let of_list = list.map_or(&[][..], |list| &list.codes).iter();
        let of_list = of_list.map(|code| (code.id.as_str(), &code.title));
        of_fact
            .chain(of_list)
            .find(|(id, title)| *id == lower || title.da.to_lowercase() == lower)
            .map_or_else(|| written.to_owned(), |(id, _)| id.to_owned())
    }

    /// The citizen with this CPR number and all their facts.
    pub(super) fn citizen(&self, cpr: &Cpr) -> anyhow::Result<Option<(CitizenId, Vec<Fact>)>> {
        let found = self
            .store
            .citizen_by_cpr(cpr)
            .context("kunne ikke slå en borger op")?;
        found
            .map(|id| {
                let facts = self
                    .store
                    .facts_of(id, None)
                    .context("kunne ikke hente en borgers historie")?;
                Ok((id, facts))
            })
            .transpose()
    }
}

/// The citizen that rows are about.
#[derive(Clone, Copy)]
pub(super) struct Citizen<'a> {
    /// Their number; [`NEW_CITIZEN`] if nobody has the CPR number.
    pub(super) id: CitizenId,
    /// Everything stored about them.
    pub(super) facts: &'a [Fact],
}

/// A kind of file.
pub(super) struct FileKind {
    /// The name that facts give as their actor.
    pub(super) name: &'static str,
    /// The columns it may have; `cpr` is always one.
    pub(super) columns: &'static [Column],
    /// How its rows become facts.
    pub(super) tells: Tells,
}

/// How rows become facts.
pub(super) enum Tells {
    /// A row is a period of something, of somebody who is known.
    Periods(Periods),
    /// The rows of one citizen, in file order, are held against each other and against what is stored.
    Facts {
        /// Whether the file may be the first to name a citizen.
        makes_known: bool,
        /// Says which facts are new.
        settle: fn(&Known<'_>, Citizen<'_>, &[&Read]) -> Settled,
    },
}

impl FileKind {
    /// What the rows of one citizen come to, before the check.
    pub(super) fn settle(
        &self,
        known: &Known<'_>,
        citizen: Citizen<'_>,
        rows: &[&Read],
    ) -> Settled {
        let makes_known = matches!(
            self.tells,
            Tells::Facts {
                makes_known: true,
                ..
            }
        );
        if citizen.id == NEW_CITIZEN && !makes_known {
            return Settled {
                faults: rows.iter().map(|row| nobody(row.place)).collect(),
                ..Settled::default()
            };
        }
        match &self.tells {
            Tells::Periods(periods) => periods.settle(citizen, rows),
            Tells::Facts { settle, .. } => settle(known, citizen, rows),
        }
    }

    /// A fact as this file states it.
    pub(super) fn entry(&self, citizen: CitizenId, told: Told) -> Entry {
        Entry {
            citizen,
            case: told.case,
            happened_on: told.day,
            time: None,
            kind: told.kind,
            answers: std::collections::BTreeMap::new(),
            participants: told.participants,
            note: None,
            actor: Actor::Import(self.name.to_owned()),
            role: "import".to_owned(),
            corrects: None,
            reason: None,
        }
    }

    /// The column that fills a field of a fact.
    pub(super) fn column_of(&self, field: &str) -> Option<&'static str> {
        self.columns
            .iter()
            .find(|column| column.fills == field)
            .map(|column| column.name)
    }
}

/// A row that was read, with the citizen it is about.
pub(super) struct Read {
    /// Where it stands in the file.
    pub(super) place: Place,
    /// Whose it is.
    pub(super) cpr: Cpr,
    /// What it says.
    pub(super) cells: Cells,
}

/// A new fact that a row tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// The row.
    pub(super) place: Place,
    /// The column that says when it happened.
    pub(super) day_from: &'static str,
    /// In which case, if it belongs to one.
    pub(super) case: Option<facts::CaseId>,
    /// When it happened.
    pub(super) day: Day,
    /// What happened.
    pub(super) kind: Kind,
    /// The roles that took part.
    pub(super) participants: std::collections::BTreeSet<String>,
}

/// What the rows of one citizen come to.
#[derive(Default)]
pub(super) struct Settled {
    /// New facts.
    pub(super) told: Vec<Told>,
    /// Rows that say what is known already.
    pub(super) unchanged: usize,
    /// Rows that contradict each other or what is stored.
    pub(super) faults: Vec<Fault>,
}

/// The append for one citizen. Its key follows from the content and from what was known before, so a repeated run of the
/// same import is the same post, and a later import after a retraction is another.
pub(super) fn append(
    known: &Known<'_>,
    citizen: Citizen<'_>,
    cpr: &Cpr,
    entries: Vec<Entry>,
) -> anyhow::Result<Append> {
    let expected = citizen.facts.last().map(|fact| fact.id);
    let mut hasher = blake3::Hasher::new_derive_key("tovholder import post 1");
    hasher.update(cpr.digits().as_bytes());
    hasher.update(&expected.map_or(0, |fact| fact.0).to_le_bytes());
    let text = serde_json::to_vec(&entries).context("kunne ikke skrive hændelser som JSON")?;
    hasher.update(&text);
    let mut key = [0; 16];
    key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Ok(Append {
        citizen: citizen.id,
        expected,
        key,
        entries,
        now: known.now,
        today: known.today,
    })
}

/// The fault of a row whose citizen is not known.
fn nobody(place: Place) -> Fault {
    place.fault(
        "cpr",
        "findes ikke; hent borgeren ind først (tovholder import citizens)",
    )
}
