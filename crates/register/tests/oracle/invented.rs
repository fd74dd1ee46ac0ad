//! An invented register in a temporary folder, and the histories that are read from it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{LazyLock, Mutex};

use calendar::{Calendar, Day};
use figures::{Answer, Cube, Histories, Population, Query, WorkingDays};
use register::synth::{Wish, invent};
use register::{Account, Consumer, Known, Layout, Settings, count, read};
use rulebook::{Book, Catalogue};
use tempfile::TempDir;

static BOOK: LazyLock<Book> = LazyLock::new(Book::embedded);

/// The embedded rulebook's pages about figures.
pub(crate) fn catalogue() -> &'static Catalogue {
    BOOK.catalogue()
}

/// A register in a folder.
pub(crate) struct Invented {
    _folder: TempDir,
    layout: Layout,
}

impl Invented {
    /// Every track, so many persons.
    pub(crate) fn new(persons: i32, seed: u64) -> Invented {
        Invented::altered(persons, seed, &|_, layout| layout)
    }

    /// The same, with files and layout altered before they are read.
    pub(crate) fn altered(
        persons: i32,
        seed: u64,
        alter: &dyn Fn(&Path, String) -> String,
    ) -> Invented {
        let folder = TempDir::new().expect("a temporary folder");
        let wish = Wish {
            persons,
            seed,
            shuffled: true,
            csv: true,
            further: true,
        };
        invent(&wish, folder.path(), &mut |_| {}).expect("a register");
        let file = folder.path().join("register.toml");
        let text = std::fs::read_to_string(&file).expect("a layout");
        let text = alter(folder.path(), text);
        let registers = catalogue().registers();
        let codes = |list: &str| {
            let codes = registers.list(list)?.codes.iter();
            Some(codes.map(|code| code.number).collect())
        };
        let known = Known {
            schema: registers.schema(),
            codes: &codes,
        };
        let layout = Layout::parse(&text, &file, Some(&known)).expect("a layout");
        Invented {
            _folder: folder,
            layout,
        }
    }

    pub(crate) fn layout(&self) -> &Layout {
        &self.layout
    }

    /// What the engine says of the files.
    pub(crate) fn count(&self, queries: &[Query]) -> (Vec<Cube>, Account) {
        let (answers, account) = self.answers(queries);
        let cubes = answers.into_iter().map(|answer| match answer {
            Answer::Cube(cube) => cube,
            Answer::List(_) => panic!("only tables are asked for"),
        });
        (cubes.collect(), account)
    }

    /// Who is in a population on a day, as the engine says.
    pub(crate) fn list(&self, population: &Population, day: i32) -> Vec<i64> {
        let population = population.clone();
        let (mut answers, _) = self.answers(&[Query::List { population, day }]);
        match answers.pop() {
            Some(Answer::List(list)) => list.persons,
            _ => panic!("one list is asked for"),
        }
    }

    fn answers(&self, queries: &[Query]) -> (Vec<Answer>, Account) {
        let observed = self.layout.observed;
        let days = WorkingDays::new(
            &Calendar::default(),
            observed.from - 366,
            observed.until + 366,
        );
        let answers = count(
            &self.layout,
            queries,
            Some(days),
            &Settings::default(),
            &|_, _| {},
        )
        .expect("answers");
        (answers.answers, answers.account)
    }

    /// The histories of all persons, one value a person, by id.
    pub(crate) fn histories(&self) -> Vec<Histories> {
        let found = Mutex::new(BTreeMap::new());
        let start = || Collector(&found);
        read(&self.layout, &Settings::default(), &start, &|_, _| {}).expect("read");
        let found = found.into_inner().expect("no panic");
        found.into_values().collect()
    }
}

struct Collector<'a>(&'a Mutex<BTreeMap<i64, Histories>>);

impl Consumer for Collector<'_> {
    type Error = String;

    fn add(&mut self, histories: &Histories) -> Result<(), String> {
        let mut found = self.0.lock().expect("no panic");
        for (at, &id) in histories.persons.iter().enumerate() {
            let attributes = histories.attributes.iter();
            let tracks = histories.tracks.iter().map(|track| {
                let rows = track.rows(at);
                figures::TrackRows {
                    offsets: vec![0, u32::try_from(rows.len()).expect("few rows")],
                    start: track.start[rows.clone()].to_vec(),
                    end: track.end[rows.clone()].to_vec(),
                    columns: (track.columns.iter())
                        .map(|column| column[rows.clone()].to_vec())
                        .collect(),
                    disjoint: track.disjoint,
                }
            });
            let person = Histories {
                persons: vec![id],
                attributes: attributes.map(|values| vec![values[at]]).collect(),
                tracks: tracks.collect(),
            };
            if found.insert(id, person).is_some() {
                return Err(format!("person {id} comes twice"));
            }
        }
        Ok(())
    }
}

pub(crate) fn day(text: &str) -> i32 {
    text.parse::<Day>().expect("a day").epoch()
}
