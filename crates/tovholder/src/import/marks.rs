//! Person-group marks with their periods; `til` is the last day.

use calendar::Day;
use facts::{CitizenId, Fact, Kind};
use rulebook::CodeList;

use super::intake::{Intake, Known, Read, Settled, nobody};
use super::table::{Column, Fault, Row};

/// What a row of marks says besides the CPR number: a half-open interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    code: String,
    from: Day,
    until: Option<Day>,
}

/// The file of marks.
pub(super) struct Marks;

impl Intake for Marks {
    type Says = Mark;

    const NAME: &'static str = "marks";

    const COLUMNS: &'static [Column] = &[
        Column {
            name: "cpr",
            required: true,
        },
        Column {
            name: "mærke",
            required: true,
        },
        Column {
            name: "fra",
            required: true,
        },
        Column {
            name: "til",
            required: false,
        },
    ];

    fn read(known: &Known<'_>, row: &Row<'_>, faults: &mut Vec<Fault>) -> Option<Mark> {
        let before = faults.len();
        row.required("mærke", faults);
        row.required("fra", faults);
        let mark = row.parsed("mærke", faults, |text| known.code(CodeList::Marks, text));
        let from = row.parsed("fra", faults, |text| known.past(text));
        let last = row.parsed("til", faults, |text| known.past(text));
        if from.zip(last).is_some_and(|(from, last)| last < from) {
            faults.push(row.place.fault("til", "ligger før »fra«"));
        }
        (faults.len() == before).then_some(Mark {
            code: mark?,
            from: from?,
            until: last.map(|last| last.plus(1)),
        })
    }

    fn settle(
        _: &Known<'_>,
        citizen: Option<(CitizenId, &[Fact])>,
        rows: &[Read<Mark>],
    ) -> Settled {
        let mut settled = Settled::default();
        let Some((citizen, facts)) = citizen else {
            settled
                .faults
                .extend(rows.iter().map(|row| nobody(row.place)));
            return settled;
        };
        let mut held: Vec<Mark> = casework::tracks(facts, None)
            .marks
            .into_iter()
            .map(|spell| Mark {
                code: spell.what,
                from: spell.from,
                until: spell.until,
            })
            .collect();
        for row in rows {
            let says = &row.says;
            let at = held
                .iter()
                .position(|mark| mark.code == says.code && mark.from == says.from);
            match at {
                Some(at) if held[at].until == says.until => {
                    settled.unchanged += 1;
                    continue;
                }
                Some(at) if held[at].until.is_none() => held[at].until = says.until,
                Some(_) => {
                    settled.faults.push(row.place.fault(
                        "til",
                        "er en anden dag end den, der er registreret eller står i en anden række",
                    ));
                    continue;
                }
                None if held.iter().any(|mark| mark.overlaps(says)) => {
                    settled.faults.push(
                        row.place
                            .fault("fra", "og »til« overlapper en periode med samme mærke"),
                    );
                    continue;
                }
                None => {
                    let kind = Kind::MarkSet {
                        mark: says.code.clone(),
                    };
                    settled
                        .entries
                        .push((row.place, Self::entry(citizen, says.from, kind)));
                    held.push(says.clone());
                }
            }
            if let Some(until) = says.until {
                let kind = Kind::MarkCleared {
                    mark: says.code.clone(),
                };
                settled
                    .entries
                    .push((row.place, Self::entry(citizen, until, kind)));
            }
        }
        settled
    }
}

impl Mark {
    fn overlaps(&self, other: &Mark) -> bool {
        self.code == other.code
            && other.until.is_none_or(|until| self.from < until)
            && self.until.is_none_or(|until| other.from < until)
    }
}
