//! An invented national register, the same one for the same seed: nobody in it exists.
//!
//! The shape of the files, the codes and what they guarantee is that of `register.toml`, which is written beside them.
//! Persons are invented one after another and written as they come; only the shuffled copy is held in memory.
//!
//! There are two registers. The one of benefits alone is the yardstick of `docs/performance.md`: its rows never change. The
//! other has every track of the rulebook, follows the reforms of the benefits, and lasts until rules that are young by now
//! have been in force for some months.

mod benefits;
mod dice;
mod effort;
mod files;
mod further;
mod hours;
mod person;
mod reforms;
mod special;
mod work;

use std::path::Path;

use calendar::Day;
use figures::MISSING;

use crate::write::WriteError;
use dice::Dice;
use files::{Files, Shuffle, Table};
use person::Person;

/// 2004-01-05, the first observed day.
const FIRST: i32 = 12_422;
/// 2026-06-28, the last observed day of a register of benefits alone.
const END: i32 = 20_632;
/// 2026-10-31, the last observed day of a register with every track: the rules of 2026-07-01 are four months old.
const FURTHER_END: i32 = 20_757;

/// What to invent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// How many persons; their ids are 1, 2, …
    pub persons: i32,
    /// The number that everything follows from.
    pub seed: u64,
    /// Also the spells in random order, `spells_shuffled.parquet`.
    pub shuffled: bool,
    /// Also the spells and persons as text, `spells.csv` and `persons.csv`.
    pub csv: bool,
    /// Also the tracks that workloads on benefits do without: work, offers, contacts and all others of the rulebook. The
    /// register then lasts longer, and so its lives are others.
    pub further: bool,
}

/// How many rows were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Invented {
    /// Persons.
    pub persons: usize,
    /// Spells on benefits.
    pub spells: usize,
}

/// Invents a register in a folder that exists; files of the same names are replaced.
///
/// `progress` is told now and then how many persons are done.
///
/// # Errors
/// The disk is full or the folder cannot be written.
pub fn invent(
    wish: &Wish,
    folder: &Path,
    progress: &mut dyn FnMut(usize),
) -> Result<Invented, WriteError> {
    let source = Dice::new(wish.seed);
    let mut files = Files::create(folder)?;
    let mut copies = Copies::create(wish, folder)?;
    let mut order = source.of(0);
    let mut invented = Invented::default();
    let last = if wish.further { FURTHER_END } else { END };
    for id in 1..=wish.persons {
        let mut dice = source.of(id);
        let mut person = Person::invent(id, last, &mut dice);
        let mut spells = benefits::invent(&person, &mut dice);
        if wish.further {
            reforms::follow(&mut person, &mut spells, &mut dice);
        }
        let row = person_row(&person);
        files.persons.push(&row);
        copies.person(&row)?;
        for spell in &spells {
            let row = spell_row(&person, spell);
            files.spells.push(&row);
            copies.spell(row, &mut order)?;
        }
        if wish.further {
            further::write(&person, &spells, &mut dice, &mut files);
        }
        files.settle()?;
        invented.persons += 1;
        invented.spells += spells.len();
        if invented.persons.is_multiple_of(10_000) {
            progress(invented.persons);
        }
    }
    files.finish()?;
    copies.finish(&mut order)?;
    let layout = folder.join("register.toml");
    std::fs::write(&layout, layout_text(wish.further))
        .map_err(|cause| WriteError::new(layout, cause))?;
    Ok(invented)
}

fn layout_text(further: bool) -> String {
    let benefits = include_str!("register.toml");
    if !further {
        return benefits.to_owned();
    }
    let day = |epoch: i32| Day::from_epoch(epoch).to_string();
    benefits.replace(&day(END), &day(FURTHER_END)) + include_str!("further.toml")
}

fn person_row(person: &Person) -> [i32; 8] {
    let (to, day) = person.moved.unwrap_or((MISSING, MISSING));
    [
        person.id,
        person.birth,
        person.sex,
        person.origin,
        person.town,
        to,
        day,
        person.country,
    ]
}

fn spell_row(person: &Person, spell: &benefits::Spell) -> [i32; 7] {
    [
        person.id,
        spell.benefit,
        spell.category,
        person.town_on(spell.start),
        spell.degree,
        spell.start,
        spell.last,
    ]
}

/// The same rows in other files.
struct Copies {
    shuffled: Option<(Shuffle, Table)>,
    csv: Option<(Table, Table)>,
}

impl Copies {
    fn create(wish: &Wish, folder: &Path) -> Result<Copies, WriteError> {
        let shuffled = if wish.shuffled {
            Some((Shuffle::new(16), Table::spells_shuffled(folder)?))
        } else {
            None
        };
        let csv = if wish.csv {
            Some((Table::spells_csv(folder)?, Table::persons_csv(folder)?))
        } else {
            None
        };
        Ok(Copies { shuffled, csv })
    }

    fn person(&mut self, row: &[i32; 8]) -> Result<(), WriteError> {
        if let Some((_, persons)) = &mut self.csv {
            persons.push(row);
            persons.settle()?;
        }
        Ok(())
    }

    fn spell(&mut self, row: [i32; 7], order: &mut Dice) -> Result<(), WriteError> {
        if let Some((shuffle, _)) = &mut self.shuffled {
            shuffle.push(row, order);
        }
        if let Some((spells, _)) = &mut self.csv {
            spells.push(&row);
            spells.settle()?;
        }
        Ok(())
    }

    fn finish(self, order: &mut Dice) -> Result<(), WriteError> {
        if let Some((shuffle, mut table)) = self.shuffled {
            shuffle.write(order, &mut table)?;
            table.finish()?;
        }
        if let Some((spells, persons)) = self.csv {
            spells.finish()?;
            persons.finish()?;
        }
        Ok(())
    }
}
