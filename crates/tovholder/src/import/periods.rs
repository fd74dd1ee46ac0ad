//! Files whose rows are periods of something; `fra` is the first day, `til` the last.
//!
//! A row that goes on where another of the same thing ends changes it; else it begins and ends. What a file says of a period
//! must agree with the other rows and with what is stored, except that a period still open may get its end, and a planned
//! end may be moved.

use calendar::Day;
use facts::{Fact, Kind};

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

/// A kind of fact that follows from a row and, where there is one, the row it follows on.
type Following = fn(&Cells, Option<&Cells>) -> Option<Kind>;
/// A column to blame, and what the row says of the period's detail.
type Detail = (&'static str, fn(&Cells) -> String);

/// How periods of one kind become facts.
pub(super) struct Periods {
    /// What it is a period of; periods of one thing do not overlap.
    pub(super) what: fn(&Cells) -> String,
    /// More of it, and the column to blame when it differs: the same thing with another detail follows on.
    pub(super) detail: Option<Detail>,
    /// The periods that are stored.
    pub(super) stored: fn(&[Fact]) -> Vec<Period>,
    /// It begins.
    pub(super) begins: fn(&Cells) -> Kind,
    /// What else is said of it on the day it begins or changes, given the row it follows on.
    pub(super) also: Option<Following>,
    /// It goes on with another detail on the day on which it would have ended, given the row it follows on; `None`: it ends
    /// and begins again.
    pub(super) changes: Option<fn(&Cells, &Cells) -> Kind>,
    /// How it comes to an end.
    pub(super) ends: Ends,
    /// Whether a new one ends the one before, as a new home does.
    pub(super) replaces: bool,
}

/// How a period comes to an end.
#[derive(Clone, Copy)]
pub(super) enum Ends {
    /// By something that happens on the first day after.
    Happens(fn(&Cells) -> Kind),
    /// As planned: the last day is said when it begins, and may be moved by this, which is dated on the first day.
    Planned(fn(&Cells) -> Kind),
}

/// A half-open interval of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Period {
    /// Of what.
    pub(super) what: String,
    /// More of it.
    pub(super) detail: String,
    /// The first day.
    pub(super) from: Day,
    /// The first day after.
    pub(super) until: Option<Day>,
}

impl Period {
    /// A stored spell as a period.
    pub(super) fn of<T>(spell: &casework::Spell<T>, what: String, detail: String) -> Period {
        Period {
            what,
            detail,
            from: spell.from,
            until: spell.until,
        }
    }

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
        let stored = (self.stored)(citizen.facts);
        if self.replaces {
            ended_by_the_next(&mut lines, &stored);
        }
        let closed = self.closed_by(&stored, &lines);
        let lines = self.without_contradictions(&lines, &closed, &mut settled);
        for at in 0..lines.len() {
            let before = settled.told.len();
            self.tell(&lines, at, &stored, &mut settled.told);
            if settled.told.len() == before {
                settled.unchanged += 1;
            }
        }
        settled
    }

    /// The facts that a line adds; none if it says what is known.
    fn tell(&self, lines: &[&Line<'_>], at: usize, stored: &[Period], told: &mut Vec<Told>) {
        let line = lines[at];
        let says = &line.says;
        let same = stored
            .iter()
            .find(|held| held.what == says.what && held.from == says.from);
        if same.is_some_and(|held| held.until == says.until) {
            return;
        }
        let cells = &line.row.cells;
        if same.is_none() {
            let ends_there =
                |held: &Period| held.what == says.what && held.until == Some(says.from);
            let before = lines[..at]
                .iter()
                .find(|earlier| ends_there(&earlier.says))
                // An end that is stored already stays: it began anew on the same day.
                .filter(|_| !stored.iter().any(ends_there))
                .map(|earlier| &earlier.row.cells);
            let kind = match (self.changes, before) {
                (Some(changes), Some(before)) => changes(cells, before),
                _ => (self.begins)(cells),
            };
            told.push(line.tells(FROM.name, says.from, kind));
            let also = self.also.and_then(|also| also(cells, before));
            told.extend(also.map(|kind| line.tells(FROM.name, says.from, kind)));
        }
        match self.ends {
            Ends::Planned(moves) => {
                if same.is_some() {
                    told.push(line.tells(FROM.name, says.from, moves(cells)));
                }
            }
            Ends::Happens(ends) => {
                let goes_on = |until: Day| {
                    let begins_there =
                        |other: &Period| other.what == says.what && other.from == until;
                    let in_file = self.changes.is_some()
                        && lines[at + 1..]
                            .iter()
                            .any(|later| begins_there(&later.says));
                    in_file || stored.iter().any(begins_there)
                };
                if let Some(until) = says.until.filter(|until| !goes_on(*until)) {
                    told.push(line.tells(LAST.name, until, ends(cells)));
                }
            }
        }
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
            what: (self.what)(&row.cells),
            detail: self
                .detail
                .map(|(_, detail)| detail(&row.cells))
                .unwrap_or_default(),
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
                        "og »til« overlapper linje {}{}",
                        other.row.place.line,
                        about(&line.says)
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
        let may_move = matches!(self.ends, Ends::Planned(_)) && says.until.is_some();
        for held in stored.iter().filter(|held| held.what == says.what) {
            let same_start = held.from == says.from;
            if same_start && held.detail != says.detail {
                return Some(place.fault(
                    self.detail.map_or(FROM.name, |(column, _)| column),
                    "er en anden end den, der er registreret fra samme dag; ret den i programmet",
                ));
            }
            if same_start && held.until.is_some() && held.until != says.until && !may_move {
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

    /// The stored periods, those still open ended as the file says: so that it may go on with another detail.
    fn closed_by(&self, stored: &[Period], lines: &[Line<'_>]) -> Vec<Period> {
        let says_same = |held: &Period| {
            lines.iter().map(|line| &line.says).find(|says| {
                says.what == held.what && says.from == held.from && says.detail == held.detail
            })
        };
        let next = |held: &Period| {
            let later = lines.iter().map(|line| line.says.from);
            later.filter(|from| *from > held.from).min()
        };
        stored
            .iter()
            .map(|held| {
                let until = match says_same(held).and_then(|says| says.until) {
                    // A plan that the file moves does not stand in the way of what the file lets follow.
                    Some(moved) if matches!(self.ends, Ends::Planned(_)) => Some(moved),
                    said => held
                        .until
                        .or(said)
                        .or_else(|| next(held).filter(|_| self.replaces)),
                };
                Period {
                    until,
                    ..held.clone()
                }
            })
            .collect()
    }
}

impl Line<'_> {
    fn tells(&self, day_from: &'static str, day: Day, kind: Kind) -> Told {
        Told {
            place: self.row.place,
            day_from,
            case: None,
            day,
            kind,
            participants: std::collections::BTreeSet::new(),
        }
    }
}

/// Rows without a last day end where the next begins, in the file or in the store.
fn ended_by_the_next(lines: &mut [Line<'_>], stored: &[Period]) {
    let begins: Vec<Day> = lines
        .iter()
        .map(|line| line.says.from)
        .chain(stored.iter().map(|held| held.from))
        .collect();
    for line in lines {
        let from = line.says.from;
        let next = begins.iter().copied().filter(|begin| *begin > from).min();
        line.says.until = line.says.until.or(next);
    }
}

/// What a message says the period is of.
fn about(says: &Period) -> String {
    if says.what.is_empty() {
        String::new()
    } else {
        format!(" om det samme ({})", says.what)
    }
}
