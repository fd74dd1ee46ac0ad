//! Files whose rows are periods of something; `fra` is the first day, `til` the last.
//!
//! A row that goes on where another of the same thing ends changes it; else it begins and ends. What a file says of a period
//! must agree with the other rows and with what is stored, except that a period still open may get its end.

use calendar::Day;
use casework::Tracks;
use facts::Kind;

use super::column::{Cells, Column, Needed, Reads};
use super::intake::{Citizen, Read, Settled, Told};
use super::table::{Fault, Place};

/// The column of the first day.
pub(super) const FROM: Column = Column {
    name: "fra",
    needed: Needed::Always,
    reads: Reads::Day,
    fills: "",
};

/// The column of the last day.
pub(super) const LAST: Column = Column {
    name: "til",
    needed: Needed::Optional,
    reads: Reads::Day,
    fills: "",
};

/// How periods of one kind become facts.
pub(super) struct Periods {
    /// The column that says what it is a period of; periods of one thing do not overlap.
    pub(super) what: &'static str,
    /// The column that says more of it, if there is one: the same thing with another detail follows on.
    pub(super) detail: Option<&'static str>,
    /// The periods that are stored.
    pub(super) stored: fn(Tracks) -> Vec<Period>,
    /// It begins.
    pub(super) begins: fn(&Cells) -> Kind,
    /// It goes on with another detail on the day on which it would have ended; `None`: it ends and begins again.
    pub(super) changes: Option<fn(&Cells) -> Kind>,
    /// It ends.
    pub(super) ends: fn(&Cells) -> Kind,
}

/// A half-open interval of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    /// Of what.
    pub(super) what: String,
    /// More of it.
    pub(super) detail: Option<String>,
    /// The first day.
    pub(super) from: Day,
    /// The first day after.
    pub(super) until: Option<Day>,
}

impl Period {
    fn overlaps(&self, other: &Period) -> bool {
        let begins_before_end =
            |one: &Period, two: &Period| two.until.is_none_or(|until| one.from < until);
        self.what == other.what && begins_before_end(self, other) && begins_before_end(other, self)
    }
}

/// A row with the period it says.
struct Line<'a> {
    row: &'a Read,
    says: Period,
}

impl Periods {
    /// Says which facts the rows add to what is stored.
    pub(super) fn settle(&self, citizen: Citizen<'_>, rows: &[&Read]) -> Settled {
        let mut settled = Settled::default();
        let mut lines = Vec::new();
        for row in rows {
            match self.period(row) {
                Ok(says) => lines.push(Line { row, says }),
                Err(fault) => settled.faults.push(fault),
            }
        }
        let stored = (self.stored)(casework::tracks(citizen.facts, None));
        let closed = closed_by(&stored, &lines);
        let lines = self.without_contradictions(&lines, &closed, &mut settled);
        for (at, line) in lines.iter().enumerate() {
            let says = &line.says;
            let same = stored
                .iter()
                .find(|held| held.what == says.what && held.from == says.from);
            if same.is_some_and(|held| held.until == says.until) {
                settled.unchanged += 1;
                continue;
            }
            let cells = &line.row.cells;
            if same.is_none() {
                let follows = lines[..at]
                    .iter()
                    .any(|earlier| earlier.says.what == says.what && earlier.says.until == Some(says.from))
                    // An end that is stored already stays: it began anew on the same day.
                    && !stored.iter().any(|held| held.what == says.what && held.until == Some(says.from));
                let kind = match self.changes {
                    Some(changes) if follows => changes(cells),
                    _ => (self.begins)(cells),
                };
                settled.told.push(told(line, FROM.name, says.from, kind));
            }
            let goes_on = |until: Day| {
                self.changes.is_some()
                    && lines[at + 1..]
                        .iter()
                        .any(|later| later.says.what == says.what && later.says.from == until)
            };
            if let Some(until) = says.until.filter(|until| !goes_on(*until)) {
                let kind = (self.ends)(cells);
                settled.told.push(told(line, LAST.name, until, kind));
            }
        }
        settled
    }

    fn period(&self, row: &Read) -> Result<Period, Fault> {
        let from = row
            .cells
            .day(FROM.name)
            .expect("a row without its first day was refused when it was read");
        let last = row.cells.day(LAST.name);
        if last.is_some_and(|last| last < from) {
            return Err(row.place.fault(LAST.name, "ligger før »fra«"));
        }
        Ok(Period {
            what: row.cells.words(self.what),
            detail: self
                .detail
                .and_then(|detail| row.cells.text(detail).map(str::to_owned)),
            from,
            until: last.map(|last| last.plus(1)),
        })
    }

    /// The lines that contradict neither each other nor what is stored, by day; a line that stands twice is kept once.
    fn without_contradictions<'a>(
        &self,
        lines: &'a [Line<'a>],
        stored: &[Period],
        settled: &mut Settled,
    ) -> Vec<&'a Line<'a>> {
        let mut kept: Vec<&Line<'_>> = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            if lines[..at]
                .iter()
                .any(|other| other.row.cells == line.row.cells)
            {
                settled.unchanged += 1;
                continue;
            }
            let place = line.row.place;
            let in_file = lines.iter().find(|other| {
                other.row.place != place
                    && other.row.cells != line.row.cells
                    && other.says.overlaps(&line.says)
            });
            let fault = match in_file {
                Some(other) => Some(place.fault(
                    FROM.name,
                    format!(
                        "og »til« overlapper linje {} om det samme ({})",
                        other.row.place.line, line.says.what
                    ),
                )),
                None => self.against_stored(place, &line.says, stored),
            };
            match fault {
                Some(fault) => settled.faults.push(fault),
                None => kept.push(line),
            }
        }
        kept.sort_by_key(|line| (line.says.from, line.row.place.row));
        kept
    }

    fn against_stored(&self, place: Place, says: &Period, stored: &[Period]) -> Option<Fault> {
        for held in stored.iter().filter(|held| held.what == says.what) {
            let same_start = held.from == says.from;
            if same_start && held.detail != says.detail {
                return Some(place.fault(
                    self.detail.unwrap_or(self.what),
                    "er en anden end den, der er registreret fra samme dag; ret den i programmet",
                ));
            }
            if same_start && held.until.is_some() && held.until != says.until {
                return Some(place.fault(
                    LAST.name,
                    "er en anden dag end den, der er registreret; ret den i programmet",
                ));
            }
            if !same_start && held.overlaps(says) {
                return Some(place.fault(
                    FROM.name,
                    format!(
                        "og »til« overlapper en registreret periode fra {}; er den slut, så tag den med og skriv »til«",
                        held.from
                    ),
                ));
            }
        }
        None
    }
}

fn told(line: &Line<'_>, day_from: &'static str, day: Day, kind: Kind) -> Told {
    Told {
        place: line.row.place,
        day_from,
        case: None,
        day,
        kind,
    }
}

/// The stored periods, those still open ended as the file says: so that it may go on with another detail.
fn closed_by(stored: &[Period], lines: &[Line<'_>]) -> Vec<Period> {
    let until = |held: &Period| {
        lines
            .iter()
            .map(|line| &line.says)
            .find(|says| {
                says.what == held.what && says.from == held.from && says.detail == held.detail
            })
            .and_then(|says| says.until)
    };
    stored
        .iter()
        .map(|held| Period {
            until: held.until.or_else(|| until(held)),
            ..held.clone()
        })
        .collect()
}
