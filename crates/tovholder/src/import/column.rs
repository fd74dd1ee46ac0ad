//! The description of a column, and how what stands in it is read.
//!
//! Reading only turns text into a value. Whether the value makes sense is for `casework::check_all` to say, as for everything
//! that is registered; a column therefore names the field of the fact that it fills.

use calendar::Day;
use facts::{Cpr, CprError, Cvr, EmployeeId};
use rulebook::CodeList;
use tables::{Decimal, Period};

use super::intake::Known;
use super::table::{Fault, Row};
use super::value::{self, unknown};

/// A column that a kind of file may have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its name in the header, lower case.
    pub(super) name: &'static str,
    /// When it must be filled.
    pub(super) needed: Needed,
    /// What stands in it.
    pub(super) reads: Reads,
    /// The field of the fact it fills, by the name that `casework` gives it in a fault; empty for a column that says a day on
    /// which something happened, or only tells facts apart.
    pub(super) fills: &'static str,
}

/// When a column must be filled.
#[derive(Debug, Clone, Copy)]
pub(super) enum Needed {
    /// In every row: the file cannot be read without it.
    Always,
    /// When one of these is filled.
    With(&'static [&'static str]),
    /// Never.
    Optional,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy)]
pub(super) enum Reads {
    /// A CPR number; spreadsheets drop the zero in front.
    Cpr,
    /// Words as they stand.
    Words,
    /// An id in whatever case it was typed.
    Id,
    /// An id or a title of a code list; another text is left for the check to refuse.
    Code(CodeList),
    /// An id or a title of the codes that this field of a fact takes; likewise.
    CodeOf(&'static str),
    /// One of these ids.
    OneOf(fn() -> Vec<&'static str>),
    /// A day.
    Day,
    /// Hours a week, as minutes.
    Hours,
    /// Hours in all, as minutes.
    HoursInAll,
    /// Whole per cent from 1 to 100.
    Percent,
    /// A number with its decimals.
    Decimal,
    /// A year, quarter, month or day.
    Period,
    /// A municipality's code.
    Municipality,
    /// A CVR number.
    Cvr,
    /// An employee's login.
    Employee,
}

/// What a field of a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Cell {
    Cpr(Cpr),
    Text(String),
    Day(Day),
    Number(u32),
    Cvr(Cvr),
    Employee(EmployeeId),
    Decimal(Decimal),
    Period(Period),
}

/// What the fields of a row say, by column; empty fields are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cells(Vec<(&'static str, Cell)>);

impl Cells {
    /// Reads a row of good form; everything that cannot be read, or is missing, goes into `faults`.
    pub(super) fn read(
        known: &Known<'_>,
        columns: &[Column],
        row: &Row<'_>,
        faults: &mut Vec<Fault>,
    ) -> Cells {
        let mut cells = Vec::new();
        for column in columns {
            let is_needed = match column.needed {
                Needed::Always => true,
                Needed::With(others) => others.iter().any(|other| row.field(other).is_some()),
                Needed::Optional => false,
            };
            if is_needed && row.field(column.name).is_none() {
                faults.push(row.place.fault(column.name, "mangler"));
            }
            let cell = row.parsed(column.name, faults, |text| column.reads.cell(known, text));
            cells.extend(cell.map(|cell| (column.name, cell)));
        }
        Cells(cells)
    }

    /// The CPR number in a column.
    pub(super) fn cpr(&self, column: &str) -> Option<&Cpr> {
        match self.cell(column)? {
            Cell::Cpr(cpr) => Some(cpr),
            _ => None,
        }
    }

    /// The words, id or code in a column.
    pub(super) fn text(&self, column: &str) -> Option<&str> {
        match self.cell(column)? {
            Cell::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The words, id or code in a column, for a fact; empty if there are none, which the check then tells.
    pub(super) fn words(&self, column: &str) -> String {
        self.text(column).unwrap_or_default().to_owned()
    }

    /// The day in a column.
    pub(super) fn day(&self, column: &str) -> Option<Day> {
        match self.cell(column)? {
            Cell::Day(day) => Some(*day),
            _ => None,
        }
    }

    /// The minutes or the code in a column.
    pub(super) fn number(&self, column: &str) -> Option<u32> {
        match self.cell(column)? {
            Cell::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// The CVR number in a column.
    pub(super) fn cvr(&self, column: &str) -> Option<&Cvr> {
        match self.cell(column)? {
            Cell::Cvr(cvr) => Some(cvr),
            _ => None,
        }
    }

    /// The number with decimals in a column.
    pub(super) fn decimal(&self, column: &str) -> Option<Decimal> {
        match self.cell(column)? {
            Cell::Decimal(number) => Some(*number),
            _ => None,
        }
    }

    /// The period in a column.
    pub(super) fn period(&self, column: &str) -> Option<Period> {
        match self.cell(column)? {
            Cell::Period(period) => Some(*period),
            _ => None,
        }
    }

    /// The employee in a column.
    pub(super) fn employee(&self, column: &str) -> Option<EmployeeId> {
        match self.cell(column)? {
            Cell::Employee(employee) => Some(*employee),
            _ => None,
        }
    }

    fn cell(&self, column: &str) -> Option<&Cell> {
        self.0
            .iter()
            .find(|(name, _)| *name == column)
            .map(|(_, cell)| cell)
    }
}

impl Reads {
    fn cell(self, known: &Known<'_>, text: &str) -> Result<Cell, String> {
        Ok(match self {
            Reads::Cpr => Cell::Cpr(cpr(known, text)?),
            Reads::Words => Cell::Text(text.to_owned()),
            Reads::Id => Cell::Text(text.to_lowercase()),
            Reads::Code(list) => Cell::Text(known.code(list, text)),
            Reads::CodeOf(field) => Cell::Text(known.code_of(field, text)),
            Reads::OneOf(ids) => Cell::Text(one_of(&ids(), text)?),
            Reads::Day => Cell::Day(value::day(text)?),
            Reads::Hours => Cell::Number(value::minutes(text)?),
            Reads::HoursInAll => Cell::Number(value::minutes_in_all(text)?),
            Reads::Percent => Cell::Number(value::percent(text)?),
            Reads::Decimal => Cell::Decimal(value::decimal(text)?),
            Reads::Period => Cell::Period(value::period(text)?),
            Reads::Municipality => Cell::Number(municipality(text)?),
            Reads::Cvr => Cell::Cvr(cvr(text)?),
            Reads::Employee => Cell::Employee(employee(known, text)?),
        })
    }
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

fn one_of(ids: &[&'static str], text: &str) -> Result<String, String> {
    let text = text.to_lowercase();
    if ids.contains(&text.as_str()) {
        Ok(text)
    } else {
        Err(unknown(&text, ids.iter().copied()))
    }
}

fn municipality(text: &str) -> Result<u32, String> {
    text.trim_start_matches('0')
        .parse()
        .ok()
        .filter(|code| (100..1000).contains(code))
        .ok_or_else(|| "er ikke en kommunekode; skriv tre cifre, fx 101".to_owned())
}

fn cvr(text: &str) -> Result<Cvr, String> {
    text.replace(' ', "")
        .parse()
        .map_err(|_| "er ikke et CVR-nummer: otte cifre, der opfylder modulus 11".to_owned())
}

fn employee(known: &Known<'_>, text: &str) -> Result<EmployeeId, String> {
    match known.store.user_by_login(text) {
        Ok(Some(user)) => Ok(user.id),
        Ok(None) => {
            Err("er ikke et brugernavn her; opret brugeren, eller lad feltet stå tomt".to_owned())
        }
        Err(_) => Err("kunne ikke slås op; prøv igen".to_owned()),
    }
}
