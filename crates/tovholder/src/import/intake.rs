//! What every kind of import has in common: rows in, entries out, one citizen at a time.

use anyhow::Context;
use calendar::{Day, Timestamp};
use facts::{Actor, CitizenId, Cpr, Entry, Fact, Kind};
use rulebook::{Book, CodeList};
use store::{Append, FactStore, NEW_CITIZEN, Store};

use super::table::{Column, Fault, Place, Row};
use super::value::unknown;

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
    /// A code of a list, or why it is none.
    pub(super) fn code(&self, list: CodeList, written: &str) -> Result<String, String> {
        let codes = self.book.codes();
        let by_title = || {
            codes
                .list(list)
                .iter()
                .find(|code| code.title.da.to_lowercase() == written.to_lowercase())
        };
        codes
            .get(list, written)
            .or_else(by_title)
            .map(|code| code.id.clone())
            .ok_or_else(|| {
                unknown(
                    written,
                    codes.list(list).iter().map(|code| code.id.as_str()),
                )
            })
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

    /// A day on which something may have happened: not after today.
    pub(super) fn past(&self, text: &str) -> Result<Day, String> {
        let day = super::value::day(text)?;
        if day > self.today {
            Err("ligger efter i dag; kun det, der er sket, kan hentes ind".to_owned())
        } else {
            Ok(day)
        }
    }
}

/// A row that was read, with the citizen it is about.
pub(super) struct Read<T> {
    /// Where it stands in the file.
    pub(super) place: Place,
    /// Whose it is.
    pub(super) cpr: Cpr,
    /// What it says.
    pub(super) says: T,
}

/// What the rows of one citizen come to.
#[derive(Default)]
pub(super) struct Settled {
    /// New facts, each with the row it comes from.
    pub(super) entries: Vec<(Place, Entry)>,
    /// Rows that say what is known already.
    pub(super) unchanged: usize,
    /// Rows that cannot be taken.
    pub(super) faults: Vec<Fault>,
}

/// A kind of file.
pub(super) trait Intake {
    /// What a row says.
    type Says;

    /// The columns it may have; `cpr` is always one.
    const COLUMNS: &'static [Column];

    /// The name that facts give as their actor.
    const NAME: &'static str;

    /// Reads a row of good form; what cannot be read goes into `faults`.
    fn read(known: &Known<'_>, row: &Row<'_>, faults: &mut Vec<Fault>) -> Option<Self::Says>;

    /// Holds the rows of one citizen, in file order, against each other and against what is stored. `citizen` is `None` if
    /// nobody has that CPR number.
    fn settle(
        known: &Known<'_>,
        citizen: Option<(CitizenId, &[Fact])>,
        rows: &[Read<Self::Says>],
    ) -> Settled;

    /// An entry as this import states it.
    fn entry(citizen: CitizenId, happened_on: Day, kind: Kind) -> Entry {
        Entry {
            citizen,
            case: None,
            happened_on,
            time: None,
            kind,
            answers: std::collections::BTreeMap::new(),
            participants: std::collections::BTreeSet::new(),
            note: None,
            actor: Actor::Import(Self::NAME.to_owned()),
            role: "import".to_owned(),
            corrects: None,
            reason: None,
        }
    }
}

/// The append for one citizen. Its key follows from the content and from what was known before, so a repeated run of the
/// same import is the same post, and a later import after a retraction is another.
pub(super) fn append(
    known: &Known<'_>,
    citizen: Option<(CitizenId, &[Fact])>,
    cpr: &Cpr,
    entries: Vec<Entry>,
) -> anyhow::Result<Append> {
    let expected = citizen
        .and_then(|(_, facts)| facts.last())
        .map(|fact| fact.id);
    let mut hasher = blake3::Hasher::new_derive_key("tovholder import post 1");
    hasher.update(cpr.digits().as_bytes());
    hasher.update(&expected.map_or(0, |fact| fact.0).to_le_bytes());
    let text = serde_json::to_vec(&entries).context("kunne ikke skrive hændelser som JSON")?;
    hasher.update(&text);
    let mut key = [0; 16];
    key.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    Ok(Append {
        citizen: citizen.map_or(NEW_CITIZEN, |(id, _)| id),
        expected,
        key,
        entries,
        now: known.now,
        today: known.today,
    })
}

/// The fault of a row whose citizen is not known.
pub(super) fn nobody(place: Place) -> Fault {
    place.fault(
        "cpr",
        "findes ikke; hent borgeren ind først (tovholder import citizens)",
    )
}
