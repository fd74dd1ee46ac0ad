//! Registers in a temporary folder, and what is read of them, person by person.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use calendar::Day;
use figures::Histories;
use register::synth::{Wish, invent};
use register::write::{Heading, Kind, Values};
use register::{Account, Consumer, Layout, ReadError, Settings, read};
use tables::Language;
use tempfile::TempDir;

/// A folder with a register in it.
pub(crate) struct Register {
    folder: TempDir,
}

/// All that was read of a person: her attributes, and per track its rows: start, end, columns.
pub(crate) type Person = (Vec<i32>, Vec<Vec<Vec<i32>>>);

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) persons: BTreeMap<i64, Person>,
    pub(crate) account: Account,
    /// Whether every batch said that no spells of the first track overlap.
    pub(crate) disjoint: bool,
    /// The faulty rows in words, without the folder.
    pub(crate) told: Vec<String>,
}

/// The layout of the small registers that tests write as text.
pub(crate) const LAYOUT: &str = r#"
complete = false

[observed]
from = 2004-01-05
last = 2026-06-28

[[tracks]]
name = "benefits"
files = ["spells.csv"]
person = "person_id"
start = "start"
last = "end"
overlap = { same = ["benefit"], others = "refuse" }

[[tracks.columns]]
name = "benefit"
column = "benefit"
code = { list = "benefits", codes = ["1-3", "6"] }

[[tracks.columns]]
name = "degree"
column = "degree"
number = { unit = "per-cent", from = 0, to = 100 }
"#;

pub(crate) const HEAD: &str = "person_id,benefit,degree,start,end\n";

impl Register {
    pub(crate) fn new() -> Register {
        Register {
            folder: TempDir::new().expect("a temporary folder"),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path
    }

    pub(crate) fn layout(&self, text: &str) -> Layout {
        Layout::parse(text, &self.path().join("register.toml"), None).expect("a layout")
    }

    pub(crate) fn read(&self, layout: &str, settings: &Settings) -> Result<Seen, String> {
        self.read_with(&self.layout(layout), settings)
    }

    pub(crate) fn read_with(&self, layout: &Layout, settings: &Settings) -> Result<Seen, String> {
        // A reading that is begun again gives up its collectors, so they share nothing.
        let read = read(layout, settings, &Collector::default, &|_, _| {});
        let (collectors, account) = read.map_err(|cause| self.bare(&in_english(&cause)))?;
        let tables: Vec<_> = layout.tables().collect();
        let rows = account.examples.iter();
        let told = rows
            .map(|row| self.bare(&row.told(&tables, Language::English)))
            .collect();
        let (mut persons, mut disjoint) = (BTreeMap::new(), true);
        for collector in collectors {
            disjoint &= !collector.overlapping;
            for (id, person) in collector.persons {
                if persons.insert(id, person).is_some() {
                    return Err(format!("person {id} comes twice"));
                }
            }
        }
        Ok(Seen {
            persons,
            account,
            disjoint,
            told,
        })
    }

    /// Reads one CSV file of spells.
    pub(crate) fn spells(text: impl AsRef<[u8]>) -> Seen {
        let register = Register::new();
        register.file("spells.csv", text);
        register.read(LAYOUT, &Settings::default()).expect("read")
    }

    fn bare(&self, text: &str) -> String {
        text.replace(&format!("{}/", self.path().display()), "")
    }
}

fn in_english(cause: &ReadError<String>) -> String {
    match cause {
        ReadError::Source(cause) => cause.told(Language::English),
        ReadError::Consumer(cause) => cause.clone(),
        other @ ReadError::Memory { .. } => other.to_string(),
    }
}

#[derive(Default)]
struct Collector {
    persons: BTreeMap<i64, Person>,
    overlapping: bool,
}

impl Consumer for Collector {
    type Error = String;

    fn add(&mut self, histories: &Histories) -> Result<(), String> {
        histories.check().map_err(|broken| broken.to_string())?;
        let first = histories.tracks.first();
        self.overlapping |= first.is_some_and(|track| !track.disjoint);
        for (at, &id) in histories.persons.iter().enumerate() {
            let attributes = histories
                .attributes
                .iter()
                .map(|values| values[at])
                .collect();
            let rows = |track: &figures::TrackRows| {
                track
                    .rows(at)
                    .map(|row| {
                        let mut values = vec![track.start[row], track.end[row]];
                        values.extend(track.columns.iter().map(|column| column[row]));
                        values
                    })
                    .collect()
            };
            let tracks = histories.tracks.iter().map(rows).collect();
            if self.persons.insert(id, (attributes, tracks)).is_some() {
                return Err(format!("person {id} comes twice"));
            }
        }
        Ok(())
    }
}

pub(crate) fn day(text: &str) -> i32 {
    text.parse::<Day>().expect("a day").epoch()
}

pub(crate) fn settings(threads: usize, batch: usize) -> Settings {
    Settings {
        threads,
        batch,
        ..Settings::default()
    }
}

/// An invented register of benefits in all its forms.
pub(crate) fn invented(persons: i32) -> Register {
    let register = Register::new();
    let wish = Wish {
        persons,
        seed: 7,
        shuffled: true,
        csv: true,
        further: false,
    };
    invent(&wish, register.path(), &mut |_| {}).expect("a register");
    register
}

/// The layout of the invented register with codes of its own, its spells in this file.
pub(crate) fn layout_of(spells: &str, persons: &str) -> String {
    include_str!("../../src/synth/register.toml")
        .replace("spells.parquet", spells)
        .replace("persons.parquet", persons)
        .replace(
            "column = \"sex\"",
            "column = \"sex\"\ncode = { list = \"sex\", codes = [\"1-2\"] }",
        )
        .replace(
            "column = \"origin\"",
            "column = \"origin\"\ncode = { list = \"origin\", codes = [\"0-3\"] }",
        )
        .replace(
            "column = \"country\"",
            "column = \"country\"\ncode = { list = \"countries\", codes = [\"1-99\"] }",
        )
        .replace(
            "column = \"benefit\"",
            "column = \"benefit\"\ncode = { list = \"benefits\", codes = [\"1-14\"] }",
        )
        .replace(
            "column = \"category\"",
            "column = \"category\"\ncode = { list = \"categories\", codes = [\"0-4\"] }",
        )
        .replace(
            "column = \"muni\"",
            "column = \"muni\"\ncode = { list = \"municipalities\", codes = [\"101-860\"] }",
        )
}

/// A person, a benefit, a degree, the first and the last day.
pub(crate) type Row<'a> = (i32, i32, i32, &'a str, &'a str);

pub(crate) fn spells(rows: &[Row<'_>]) -> Vec<Values> {
    let column = |of: fn(&Row<'_>) -> i32| Values::Numbers(rows.iter().map(of).collect());
    vec![
        column(|row| row.0),
        column(|row| row.1),
        column(|row| row.2),
        column(|row| day(row.3)),
        column(|row| day(row.4)),
    ]
}

pub(crate) fn headings() -> Vec<Heading> {
    vec![
        Heading::new("person_id", Kind::Number),
        Heading::new("benefit", Kind::Short),
        Heading::new("degree", Kind::Short),
        Heading::new("start", Kind::Day),
        Heading::new("end", Kind::Day),
    ]
}
