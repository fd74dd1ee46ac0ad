//! The files of an invented register, and the same rows shuffled or as text.

use std::path::Path;

use super::dice::Dice;
use crate::write::{CsvFile, Heading, Kind, ParquetFile, Values, WriteError};

/// Rows per row group, as other programs write them.
const GROUP: usize = 1 << 20;

/// Columns by name; a name with a question mark may be missing.
const SPELLS: &[&str] = &["benefit", "category", "muni", "degree", "start", "end"];
const PERSONS: &[&str] = &[
    "birth_date",
    "sex",
    "origin",
    "muni_1",
    "muni_2?",
    "move_date?",
    "country",
];

/// All files that are being written.
pub(super) struct Files {
    pub(super) spells: Table,
    pub(super) persons: Table,
    pub(super) residence: Table,
    pub(super) jobs: Table,
    pub(super) offers: Table,
    pub(super) contacts: Table,
    pub(super) marks: Table,
    pub(super) education: Table,
    pub(super) cv: Table,
    pub(super) wage_hours: Table,
    pub(super) flex_jobs: Table,
    pub(super) awards: Table,
    pub(super) work_duty: Table,
    pub(super) availability: Table,
    pub(super) life: Table,
}

impl Files {
    pub(super) fn create(folder: &Path) -> Result<Files, WriteError> {
        let table = |name: &str, columns: &[&str]| {
            Table::parquet(&folder.join(format!("{name}.parquet")), columns)
        };
        Ok(Files {
            spells: table("spells", SPELLS)?,
            persons: table("persons", PERSONS)?,
            residence: table("residence", &["muni", "start", "end"])?,
            jobs: table("jobs", &["kind", "minutes", "industry", "start", "end"])?,
            offers: table("offers", &["kind", "minutes", "start", "end"])?,
            contacts: table("contacts", &["kind", "start", "end"])?,
            marks: table("marks", &["mark", "start", "end"])?,
            education: table("education", &["kind", "start", "end"])?,
            cv: table("cv", &["searchable", "start", "end"])?,
            wage_hours: table("wage_hours", &["minutes", "start", "end"])?,
            flex_jobs: table(
                "flex_jobs",
                &["scheme", "minutes", "change", "start", "end"],
            )?,
            awards: table("awards", &["cause", "came_from", "start", "end"])?,
            work_duty: table("work_duty", &["start", "end"])?,
            availability: table("availability", &["status", "start", "end"])?,
            life: table("life", &["event", "start", "end"])?,
        })
    }

    fn all(&mut self) -> [&mut Table; 15] {
        [
            &mut self.spells,
            &mut self.persons,
            &mut self.residence,
            &mut self.jobs,
            &mut self.offers,
            &mut self.contacts,
            &mut self.marks,
            &mut self.education,
            &mut self.cv,
            &mut self.wage_hours,
            &mut self.flex_jobs,
            &mut self.awards,
            &mut self.work_duty,
            &mut self.availability,
            &mut self.life,
        ]
    }

    /// Writes the row groups that are full.
    pub(super) fn settle(&mut self) -> Result<(), WriteError> {
        self.all().into_iter().try_for_each(Table::settle)
    }

    pub(super) fn finish(mut self) -> Result<(), WriteError> {
        for table in self.all() {
            table.flush()?;
        }
        let tables = [
            self.spells,
            self.persons,
            self.residence,
            self.jobs,
            self.offers,
            self.contacts,
            self.marks,
            self.education,
            self.cv,
            self.wage_hours,
            self.flex_jobs,
            self.awards,
            self.work_duty,
            self.availability,
            self.life,
        ];
        tables.into_iter().try_for_each(|table| table.sink.finish())
    }
}

enum Sink {
    Parquet(Box<ParquetFile>),
    Csv(CsvFile),
}

impl Sink {
    fn rows(&mut self, columns: &[Values]) -> Result<(), WriteError> {
        match self {
            Sink::Parquet(file) => file.rows(columns),
            Sink::Csv(file) => file.rows(columns),
        }
    }

    fn finish(self) -> Result<(), WriteError> {
        match self {
            Sink::Parquet(file) => file.finish(),
            Sink::Csv(file) => file.finish(),
        }
    }
}

/// One file with the rows that wait for a full row group.
pub(super) struct Table {
    sink: Sink,
    columns: Vec<Values>,
}

impl Table {
    fn parquet(path: &Path, columns: &[&str]) -> Result<Table, WriteError> {
        let headings = headings(columns);
        Ok(Table {
            columns: vec![Values::Numbers(Vec::new()); headings.len()],
            sink: Sink::Parquet(Box::new(ParquetFile::create(path, headings)?)),
        })
    }

    pub(super) fn spells_shuffled(folder: &Path) -> Result<Table, WriteError> {
        Table::parquet(&folder.join("spells_shuffled.parquet"), SPELLS)
    }

    pub(super) fn spells_csv(folder: &Path) -> Result<Table, WriteError> {
        Table::csv(&folder.join("spells.csv"), SPELLS)
    }

    pub(super) fn persons_csv(folder: &Path) -> Result<Table, WriteError> {
        Table::csv(&folder.join("persons.csv"), PERSONS)
    }

    fn csv(path: &Path, columns: &[&str]) -> Result<Table, WriteError> {
        let headings = headings(columns);
        Ok(Table {
            columns: vec![Values::Numbers(Vec::new()); headings.len()],
            sink: Sink::Csv(CsvFile::create(path, headings)?),
        })
    }

    /// Adds a row: the person and then the columns.
    pub(super) fn push(&mut self, row: &[i32]) {
        for (column, &value) in self.columns.iter_mut().zip(row) {
            if let Values::Numbers(values) = column {
                values.push(value);
            }
        }
    }

    pub(super) fn settle(&mut self) -> Result<(), WriteError> {
        if self.columns[0].len() >= GROUP {
            self.flush()?;
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), WriteError> {
        self.sink.rows(&self.columns)?;
        for column in &mut self.columns {
            if let Values::Numbers(values) = column {
                values.clear();
            }
        }
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<(), WriteError> {
        self.flush()?;
        self.sink.finish()
    }
}

/// Rows kept in shares that are each shuffled alone: where the shares are drawn by chance, the whole is shuffled.
pub(super) struct Shuffle {
    shares: Vec<Vec<[i32; 7]>>,
}

impl Shuffle {
    pub(super) fn new(shares: usize) -> Shuffle {
        Shuffle {
            shares: vec![Vec::new(); shares],
        }
    }

    pub(super) fn push(&mut self, row: [i32; 7], dice: &mut Dice) {
        let at = dice.place(self.shares.len());
        self.shares[at].push(row);
    }

    pub(super) fn write(self, dice: &mut Dice, table: &mut Table) -> Result<(), WriteError> {
        for mut rows in self.shares {
            for last in (1..rows.len()).rev() {
                let other = dice.place(last + 1);
                rows.swap(last, other);
            }
            for row in rows {
                table.push(&row);
                table.settle()?;
            }
        }
        Ok(())
    }
}

fn headings(columns: &[&str]) -> Vec<Heading> {
    let mut headings = vec![Heading::new("person_id", Kind::Number)];
    for column in columns {
        let name = column.trim_end_matches('?');
        let kind = match name {
            "start" | "end" | "birth_date" | "move_date" => Kind::Day,
            _ => Kind::Short,
        };
        let heading = Heading::new(name, kind);
        headings.push(if name == *column {
            heading
        } else {
            heading.nullable()
        });
    }
    headings
}
