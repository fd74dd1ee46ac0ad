//! Benefits with their periods. A row is a stretch of one benefit with one category; `til` is the last day.

use calendar::Day;
use facts::{BenefitEnd, CitizenId, Fact, Kind};
use rulebook::CodeList;

use super::intake::{Intake, Known, Read, Settled, nobody};
use super::table::{Column, Fault, Place, Row};
use super::value::unknown;

/// What a row of benefits says besides the CPR number: a half-open interval.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stretch {
    benefit: String,
    category: Option<String>,
    from: Day,
    until: Option<Day>,
    why: Option<BenefitEnd>,
}

impl Stretch {
    fn overlaps(&self, other: &Stretch) -> bool {
        let begins_before_end =
            |one: &Stretch, two: &Stretch| two.until.is_none_or(|until| one.from < until);
        self.benefit == other.benefit
            && begins_before_end(self, other)
            && begins_before_end(other, self)
    }
}

/// The file of benefits.
pub(super) struct Benefits;

impl Intake for Benefits {
    type Says = Stretch;

    const NAME: &'static str = "benefits";

    const COLUMNS: &'static [Column] = &[
        Column {
            name: "cpr",
            required: true,
        },
        Column {
            name: "ydelse",
            required: true,
        },
        Column {
            name: "kategori",
            required: false,
        },
        Column {
            name: "fra",
            required: true,
        },
        Column {
            name: "til",
            required: false,
        },
        Column {
            name: "årsag",
            required: false,
        },
    ];

    fn read(known: &Known<'_>, row: &Row<'_>, faults: &mut Vec<Fault>) -> Option<Stretch> {
        let before = faults.len();
        row.required("ydelse", faults);
        row.required("fra", faults);
        let benefit = row.parsed("ydelse", faults, |text| {
            known.code(CodeList::Benefits, text)
        });
        let category = row.parsed("kategori", faults, |text| {
            known.code(CodeList::Categories, text)
        });
        let from = row.parsed("fra", faults, |text| known.past(text));
        let last = row.parsed("til", faults, |text| known.past(text));
        let why = row.parsed("årsag", faults, |text| {
            let text = text.to_lowercase();
            BenefitEnd::from_id(&text)
                .ok_or_else(|| unknown(&text, BenefitEnd::ALL.iter().map(|end| end.id())))
        });
        if from.zip(last).is_some_and(|(from, last)| last < from) {
            faults.push(row.place.fault("til", "ligger før »fra«"));
        }
        (faults.len() == before).then_some(Stretch {
            benefit: benefit?,
            category,
            from: from?,
            until: last.map(|last| last.plus(1)),
            why,
        })
    }

    fn settle(
        _: &Known<'_>,
        citizen: Option<(CitizenId, &[Fact])>,
        rows: &[Read<Stretch>],
    ) -> Settled {
        let mut settled = Settled::default();
        let Some((citizen, facts)) = citizen else {
            settled
                .faults
                .extend(rows.iter().map(|row| nobody(row.place)));
            return settled;
        };
        let stored = stored(facts);
        let closed = closed_by(&stored, rows);
        let rows = without_contradictions(rows, &closed, &mut settled);
        for (at, row) in rows.iter().enumerate() {
            let says = &row.says;
            let same = stored
                .iter()
                .find(|held| held.benefit == says.benefit && held.from == says.from);
            let known_end = same.is_some_and(|held| held.until == says.until);
            if known_end {
                settled.unchanged += 1;
                continue;
            }
            if same.is_none() {
                let carries_on = rows[..at]
                    .iter()
                    .any(|earlier| earlier.says.benefit == says.benefit && earlier.says.until == Some(says.from))
                    // An end that is stored already stays: the benefit began anew on the same day.
                    && !stored.iter().any(|held| held.benefit == says.benefit && held.until == Some(says.from));
                let (benefit, category) = (says.benefit.clone(), says.category.clone());
                let kind = if carries_on {
                    Kind::BenefitChanged { benefit, category }
                } else {
                    Kind::BenefitBegan { benefit, category }
                };
                settled
                    .entries
                    .push((row.place, Self::entry(citizen, says.from, kind)));
            }
            let carried_on = |until: Day| {
                rows[at + 1..]
                    .iter()
                    .any(|later| later.says.benefit == says.benefit && later.says.from == until)
            };
            if let Some(until) = says.until.filter(|until| !carried_on(*until)) {
                let kind = Kind::BenefitEnded {
                    benefit: says.benefit.clone(),
                    why: says.why.unwrap_or(BenefitEnd::Other),
                };
                settled
                    .entries
                    .push((row.place, Self::entry(citizen, until, kind)));
            }
        }
        settled
    }
}

/// The stretches that are stored.
fn stored(facts: &[Fact]) -> Vec<Stretch> {
    casework::tracks(facts, None)
        .benefits
        .into_iter()
        .map(|spell| Stretch {
            benefit: spell.what.benefit,
            category: spell.what.category,
            from: spell.from,
            until: spell.until,
            why: None,
        })
        .collect()
}

/// The stored stretches, those still open ended as the file says: so that it may go on with another category.
fn closed_by(stored: &[Stretch], rows: &[Read<Stretch>]) -> Vec<Stretch> {
    let until = |held: &Stretch| {
        rows.iter()
            .map(|row| &row.says)
            .find(|says| {
                says.benefit == held.benefit
                    && says.from == held.from
                    && says.category == held.category
            })
            .and_then(|says| says.until)
    };
    stored
        .iter()
        .map(|held| Stretch {
            until: held.until.or_else(|| until(held)),
            ..held.clone()
        })
        .collect()
}

/// The rows that contradict neither each other nor what is stored, by day; a row that stands twice is kept once.
fn without_contradictions<'a>(
    rows: &'a [Read<Stretch>],
    stored: &[Stretch],
    settled: &mut Settled,
) -> Vec<&'a Read<Stretch>> {
    let mut kept: Vec<&Read<Stretch>> = Vec::new();
    for row in rows {
        let twin = rows
            .iter()
            .take_while(|other| other.place != row.place)
            .any(|other| other.says == row.says);
        if twin {
            settled.unchanged += 1;
            continue;
        }
        let in_file = rows
            .iter()
            .filter(|other| other.place != row.place && other.says != row.says)
            .find(|other| other.says.overlaps(&row.says));
        let fault = match in_file {
            Some(other) => Some(row.place.fault(
                "fra",
                format!(
                    "og »til« overlapper linje {}, som er samme ydelse",
                    other.place.line
                ),
            )),
            None => against_stored(row.place, &row.says, stored),
        };
        match fault {
            Some(fault) => settled.faults.push(fault),
            None => kept.push(row),
        }
    }
    kept.sort_by_key(|row| (row.says.from, row.place.row));
    kept
}

fn against_stored(place: Place, says: &Stretch, stored: &[Stretch]) -> Option<Fault> {
    for held in stored {
        let same_start = held.benefit == says.benefit && held.from == says.from;
        if same_start && held.category != says.category {
            return Some(place.fault(
                "kategori",
                "er en anden end den, der er registreret fra samme dag; ret den i programmet",
            ));
        }
        if same_start && held.until.is_some() && held.until != says.until {
            return Some(place.fault(
                "til",
                "er en anden dag end den, der er registreret; ret den i programmet",
            ));
        }
        if !same_start && held.overlaps(says) {
            return Some(place.fault(
                "fra",
                format!(
                    "og »til« overlapper en registreret periode fra {}; er den slut, så tag den med og skriv »til«",
                    held.from
                ),
            ));
        }
    }
    None
}
