//! Reading files of numbers: the columns of `tovholder import denominators`.

use std::path::Path;

use calendar::Day;
use tables::{Decimal, Period, Text};

use super::{Given, GivenNumber};
use crate::form::{FormError, Problem};
use crate::published::{DecimalMark, decimal, decoded};

/// The largest file that is read, in bytes.
const LARGEST: u64 = 64 << 20;

/// Reads the numbers of one series from a file.
///
/// # Errors
/// A file or a row that cannot be read, with its line; rows that contradict each other.
pub(crate) fn read(given: &mut Given, series: &str, file: &Path) -> Result<(), FormError> {
    let whole = |problem| FormError::new(file, Text::default(), problem);
    let size = std::fs::metadata(file).map(|told| told.len());
    let body = size.and_then(|size| {
        if size > LARGEST {
            return Err(std::io::Error::other("> 64 MB"));
        }
        std::fs::read(file)
    });
    let body = body.map_err(|cause| whole(unreadable(&cause)))?;
    let text = decoded(&body);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    let heading = text.lines().next().unwrap_or_default();
    let separators = [b';', b'\t', b','];
    let separator = separators
        .into_iter()
        .find(|separator| heading.as_bytes().contains(separator));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator.unwrap_or(b';'))
        .from_reader(text.as_bytes());
    let names = reader.headers().map_err(|cause| whole(torn(&cause)))?;
    let columns = Columns::of(names).map_err(|name| whole(lacking(name)))?;
    given.named.push(series.to_owned());
    let mut rows = 0;
    for record in reader.records() {
        let record = record.map_err(|cause| whole(torn(&cause)))?;
        let line = record.position().map_or(0, csv::Position::line);
        let at = |problem| {
            let place = Text::new(format!("linje {line}"), format!("line {line}"));
            FormError::new(file, place, problem)
        };
        if field(&record, columns.name).to_lowercase() != series {
            continue;
        }
        columns.keep(given, series, &record).map_err(at)?;
        rows += 1;
    }
    if rows == 0 {
        return Err(whole(none(series)));
    }
    Ok(())
}

/// Where the columns are.
struct Columns {
    name: usize,
    part: Option<usize>,
    municipality: Option<usize>,
    period: usize,
    number: usize,
    source: usize,
    dated: usize,
}

impl Columns {
    /// `Err` with the name of one that is lacking.
    fn of(names: &csv::StringRecord) -> Result<Columns, &'static str> {
        let place = |name: &str| {
            let mut names = names.iter();
            names.position(|one| one.trim().to_lowercase() == name)
        };
        let needed = |name: &'static str| place(name).ok_or(name);
        Ok(Columns {
            name: needed("størrelse")?,
            part: place("gruppe"),
            municipality: place("kommune"),
            period: needed("periode")?,
            number: needed("tal")?,
            source: needed("kilde")?,
            dated: needed("dateret")?,
        })
    }

    fn keep(
        &self,
        given: &mut Given,
        series: &str,
        record: &csv::StringRecord,
    ) -> Result<(), Problem> {
        let part = optional(record, self.part).map(str::to_lowercase);
        let municipality = optional(record, self.municipality);
        let municipality = municipality.map(municipality_of).transpose()?;
        let period = period_of(field(record, self.period))?;
        let one = GivenNumber {
            number: number_of(field(record, self.number))?,
            source: field(record, self.source).to_owned(),
            dated: day_of(field(record, self.dated))?,
        };
        let of = (series.to_owned(), part, municipality);
        let periods = given.numbers.entry(of).or_default();
        match periods.get(&period) {
            Some(known) if known.dated > one.dated => {}
            Some(known) if known.dated == one.dated && known.number != one.number => {
                return Err(contradicted(period));
            }
            _ => {
                periods.insert(period, one);
            }
        }
        Ok(())
    }
}

fn field(record: &csv::StringRecord, at: usize) -> &str {
    record.get(at).unwrap_or_default().trim()
}

fn optional(record: &csv::StringRecord, at: Option<usize>) -> Option<&str> {
    let field = at.map(|at| field(record, at));
    field.filter(|field| !field.is_empty())
}

fn number_of(text: &str) -> Result<Decimal, Problem> {
    // A point could stand before thousands or before decimals.
    let number = (!text.contains('.'))
        .then(|| decimal(text, DecimalMark::Comma).ok())
        .flatten();
    number
        .filter(|number| number.units > 0 && number.places <= 9)
        .ok_or_else(|| {
            (
                Text::new(
                    format!("»{text}« er ikke et tal over nul"),
                    format!("{text} is no number above zero"),
                ),
                Text::new(
                    "skriv det uden punktum og med komma, fx 12500 eller 4,2",
                    "write it without points and with a comma, such as 12500 or 4,2",
                ),
            )
        })
}

fn municipality_of(text: &str) -> Result<u16, Problem> {
    let code = text.trim_start_matches('0').parse().ok();
    code.filter(|code| (100..1000).contains(code))
        .ok_or_else(|| {
            (
                Text::new(
                    format!("»{text}« er ikke en kommunekode"),
                    format!("{text} is no code of a municipality"),
                ),
                Text::new("skriv tre cifre, fx 101", "write three digits, such as 101"),
            )
        })
}

fn period_of(text: &str) -> Result<Period, Problem> {
    let written = text.to_uppercase().replacen('Q', "K", 1);
    let period = written.parse().ok();
    period
        .or_else(|| day_of(text).ok().map(Period::Day))
        .ok_or_else(|| {
            (
                Text::new(
                    format!("»{text}« er ikke en periode"),
                    format!("{text} is no period"),
                ),
                Text::new(
                    "skriv fx 2024, 2024K1, 2024M01 eller 15-09-2024",
                    "write for example 2024, 2024K1, 2024M01 or 15-09-2024",
                ),
            )
        })
}

/// 2024-09-15, or 15-09-2024 with `-`, `.` or `/`.
fn day_of(text: &str) -> Result<Day, Problem> {
    let danish = || {
        let mut parts = text.split(['-', '.', '/']);
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let whole = parts.next().is_none() && year.len() == 4;
        let day = Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        day.filter(|_| whole)
    };
    text.parse().ok().or_else(danish).ok_or_else(|| {
        (
            Text::new(
                format!("»{text}« er ikke en dato"),
                format!("{text} is no date"),
            ),
            Text::new(
                "skriv fx 15-09-2024 eller 2024-09-15",
                "write for example 15-09-2024 or 2024-09-15",
            ),
        )
    })
}

fn unreadable(cause: &std::io::Error) -> Problem {
    let problem = match cause.kind() {
        std::io::ErrorKind::NotFound => Text::new("filen findes ikke", "there is no such file"),
        std::io::ErrorKind::IsADirectory => Text::new("er en mappe", "is a folder"),
        _ => Text::new(
            format!("filen kan ikke læses ({cause})"),
            format!("the file cannot be read ({cause})"),
        ),
    };
    (
        problem,
        Text::new(
            "ret »file« under [[series]]; den regnes fra anmodningens mappe",
            "mend `file` under [[series]]; it is seen from the folder of the request",
        ),
    )
}

fn torn(cause: &csv::Error) -> Problem {
    (
        Text::new(
            format!("filen kan ikke læses som CSV ({cause})"),
            format!("the file cannot be read as CSV ({cause})"),
        ),
        Text::new(
            "lad hver række have lige så mange felter som overskriften",
            "let each row have as many fields as the head",
        ),
    )
}

fn lacking(name: &str) -> Problem {
    (
        Text::new(
            format!("kolonnen »{name}« mangler"),
            format!("the column {name} is lacking"),
        ),
        Text::new(
            "filen har kolonnerne størrelse, gruppe, kommune, periode, tal, kilde og dateret, som til »tovholder import denominators«",
            "the file has the columns størrelse, gruppe, kommune, periode, tal, kilde and dateret, as for `tovholder import denominators`",
        ),
    )
}

fn none(series: &str) -> Problem {
    (
        Text::new(
            format!("ingen række har størrelsen »{series}«"),
            format!("no row has {series} as its størrelse"),
        ),
        Text::new("ret navnet eller filen", "mend the name or the file"),
    )
}

fn contradicted(period: Period) -> Problem {
    (
        Text::new(
            format!("et andet tal for {period} har samme dato"),
            format!("another number for {period} has the same date"),
        ),
        Text::new(
            "behold det rigtige, eller giv rettelsen sin egen »dateret«",
            "keep the right one, or give the correction a `dateret` of its own",
        ),
    )
}
