//! Faulty rows in words, in both languages: file, row, column, what is wrong and what to do.

use calendar::Day;
use figures::MISSING;
use tables::{Language, Text};

use super::{Fault, FaultyRow};
use crate::layout::Table;

/// Where a faulty row is, as a person looks it up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultPlace {
    /// The table's name in the layout.
    pub table: String,
    /// The file.
    pub file: String,
    /// The row; the first row of data is 1.
    pub row: u64,
    /// The file's column, where the fault lies in one.
    pub column: Option<String>,
    /// The value as read, where there is one to tell.
    pub value: Option<Text>,
}

impl FaultyRow {
    /// Where the row is; the tables are those of the layout it was read with.
    pub fn place(&self, tables: &[&Table]) -> FaultPlace {
        let Some(table) = tables.get(self.table) else {
            return FaultPlace {
                table: String::new(),
                file: String::new(),
                row: self.row + 1,
                column: None,
                value: None,
            };
        };
        let file = table.files.get(self.file as usize);
        let leading = if table.days.is_some() { 2 } else { 0 };
        let column = self.column.map(|at| match (&table.days, at) {
            (Some(days), 0) => days.start.clone(),
            (Some(days), 1) => days.end.clone(),
            _ => table.fields[at - leading].column.clone(),
        });
        let of_person = || (self.fault == Fault::NoPerson).then(|| table.person.clone());
        FaultPlace {
            table: table.name.clone(),
            file: file.map_or_else(String::new, |file| file.display().to_string()),
            row: self.row + 1,
            column: column.or_else(of_person),
            value: self.value(table),
        }
    }

    fn value(&self, table: &Table) -> Option<Text> {
        if self.value == crate::rows::UNREADABLE {
            return Some(Text::new("kan ikke læses", "not readable"));
        }
        if self.value == MISSING {
            return None;
        }
        let leading = if table.days.is_some() { 2 } else { 0 };
        let of_field = self.column.and_then(|at| at.checked_sub(leading));
        let field = of_field.and_then(|at| table.fields.get(at));
        let is_day = self.fault == Fault::Day
            || field.is_some_and(|field| field.kind == figures::ColumnKind::Day);
        if !is_day {
            return Some(Text::same(self.value.to_string()));
        }
        let shown = match (&table.days, self.column) {
            (Some(days), Some(1)) if days.inclusive => self.value - 1,
            _ => self.value,
        };
        Some(Text::same(Day::from_epoch(shown).to_string()))
    }

    /// The row in words: file, row, column, and what to do.
    pub fn told(&self, tables: &[&Table], language: Language) -> String {
        let place = self.place(tables);
        let (row, column) = match language {
            Language::Danish => ("række", "kolonne"),
            Language::English => ("row", "column"),
        };
        let (file, number) = (place.file, place.row);
        let column = place.column.map(|name| format!(", {column} {name}"));
        let value = place
            .value
            .map(|value| format!(" ({})", value.within(language)));
        let (column, value) = (column.unwrap_or_default(), value.unwrap_or_default());
        let (says, remedy) = (self.fault.says(), self.fault.remedy());
        let (says, remedy) = (says.within(language), remedy.within(language));
        format!("{file}, {row} {number}{column}: {says}{value}; {remedy}")
    }
}

impl Fault {
    /// Its name in files.
    pub fn id(self) -> &'static str {
        match self {
            Fault::NoPerson => "no-person",
            Fault::Misfit => "misfit",
            Fault::Missing => "missing",
            Fault::Value => "value",
            Fault::Day => "day",
            Fault::Reversed => "reversed",
            Fault::OverlapSame => "overlap-same",
            Fault::OverlapOther => "overlap-other",
            Fault::Twice => "twice",
            Fault::Unknown => "unknown-person",
        }
    }

    /// What is wrong.
    pub fn says(self) -> Text {
        match self {
            Fault::NoPerson => Text::new(
                "personens nummer mangler eller er ikke et helt tal",
                "the person's id is missing or is no whole number",
            ),
            Fault::Misfit => Text::new(
                "rækken har ikke lige så mange felter som overskriften",
                "the row has not as many fields as the head",
            ),
            Fault::Missing => Text::new("værdien mangler", "the value is missing"),
            Fault::Value => Text::new("værdien er ikke tilladt", "the value is not allowed"),
            Fault::Day => Text::new("dagen er ikke tilladt", "the day is not allowed"),
            Fault::Reversed => Text::new(
                "forløbet slutter, før det begynder",
                "the spell ends before it begins",
            ),
            Fault::OverlapSame => Text::new(
                "deler en dag med et forløb af samme slags",
                "shares a day with a spell of the same sort",
            ),
            Fault::OverlapOther => Text::new(
                "deler en dag med et andet forløb",
                "shares a day with another spell",
            ),
            Fault::Twice => Text::new("personen står to gange", "the person stands twice"),
            Fault::Unknown => Text::new(
                "personen står ikke i tabellen over personer",
                "the person is not in the table of persons",
            ),
        }
    }

    /// What to do about it.
    pub fn remedy(self) -> Text {
        match self {
            Fault::NoPerson => Text::new(
                "giv rækken det hele tal, personen har",
                "give the row the whole number that stands for the person",
            ),
            Fault::Misfit => Text::new(
                "se efter et skilletegn for meget eller for lidt, eller et anførselstegn, der ikke lukkes",
                "look for a separator too many or too few, or a quote that is not closed",
            ),
            Fault::Missing => Text::new(
                "udfyld den, eller skriv »optional = true« i registerfilen",
                "fill it in, or let the layout say `optional`",
            ),
            Fault::Value => Text::new(
                "ret den, eller føj den til registerfilens koder eller grænser",
                "mend the value, or add it to the layout's codes or range",
            ),
            Fault::Day => Text::new(
                "ret dagen, eller udvid »days« i registerfilen",
                "mend the day, or widen the track's `days` in the layout",
            ),
            Fault::Reversed => Text::new(
                "ret dagene, og se efter, om slutningen er den sidste dag eller dagen efter",
                "mend the days, and check whether the end is the last day or the day after",
            ),
            Fault::OverlapSame => {
                Text::new("saml eller afkort forløbene", "join or shorten the spells")
            }
            Fault::OverlapOther => Text::new(
                "ret forløbene, eller sig med »overlap« i registerfilen, hvad der så gælder",
                "mend the spells, or let the layout's `overlap` say what then holds",
            ),
            Fault::Twice => Text::new("fjern en af rækkerne", "remove one of the rows"),
            Fault::Unknown => Text::new(
                "føj personen til, eller skriv »complete = false« i registerfilen",
                "add the person, or let the layout say `complete = false`",
            ),
        }
    }
}
