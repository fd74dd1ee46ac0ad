//! What is awarded: flex jobs with their measured hours, disability pensions, and the days under the work duty.

use std::collections::BTreeSet;

use calendar::Day;
use casework::Spell;
use casework::histories::{FlexJob, life};
use facts::{Fact, Kind};

use super::column::{Cells, Column, Needed, Reads};
use super::intake::{Citizen, FileKind, Known, Read, Settled, Tells, Told};
use super::periods::{Ends, FROM, LAST, Period, Periods};
use super::work::{EMPLOYER, HOURS};

const DAY: Column = Column {
    name: "dag",
    needed: Needed::Always,
    reads: Reads::Day,
    fills: "",
};

/// The file of awards of a flex job, with the effective hours a week at the award.
pub(super) const FLEX_AWARDS: FileKind = FileKind {
    name: "flex-awards",
    columns: &[
        super::CPR,
        DAY,
        Column {
            name: "ordning",
            needed: Needed::Always,
            reads: Reads::CodeOf("scheme"),
            fills: "scheme",
        },
        Column {
            name: "timer",
            needed: Needed::Optional,
            reads: Reads::Hours,
            fills: "minutes",
        },
    ],
    tells: Tells::Facts {
        makes_known: false,
        settle: |_: &Known<'_>, citizen, rows| {
            let stored = stored(citizen, |kind| matches!(kind, Kind::FlexJobAwarded { .. }));
            on_days(rows, stored, "ordning", |cells| Kind::FlexJobAwarded {
                scheme: cells.words("ordning"),
                minutes: cells.number("timer"),
            })
        },
    },
};

/// The file of awards of disability pension.
pub(super) const PENSIONS: FileKind = FileKind {
    name: "pensions",
    columns: &[
        super::CPR,
        DAY,
        Column {
            name: "årsag",
            needed: Needed::Always,
            reads: Reads::CodeOf("cause"),
            fills: "cause",
        },
        Column {
            name: "forløb",
            needed: Needed::Optional,
            reads: Reads::CodeOf("course"),
            fills: "course",
        },
    ],
    tells: Tells::Facts {
        makes_known: false,
        settle: |_: &Known<'_>, citizen, rows| {
            let stored = stored(citizen, |kind| matches!(kind, Kind::PensionAwarded { .. }));
            on_days(rows, stored, "årsag", |cells| Kind::PensionAwarded {
                cause: cells.words("årsag"),
                course: cells.text("forløb").map(str::to_owned),
            })
        },
    },
};

/// The file of flex jobs. A row is a stretch at one employer with the same effective hours.
pub(super) const FLEX_JOBS: FileKind = FileKind {
    name: "flex-jobs",
    columns: &[super::CPR, EMPLOYER, HOURS, FROM, LAST],
    tells: Tells::Periods(Periods {
        what: |cells| cells.words("arbejdsgiver"),
        detail: Some(("timer", |cells| hours(cells).to_string())),
        stored: flex_jobs,
        begins: |cells| Kind::FlexJobStarted {
            employer: cells.words("arbejdsgiver"),
            minutes: hours(cells),
        },
        also: None,
        changes: Some(|cells, _| Kind::FlexJobHoursChanged {
            employer: cells.words("arbejdsgiver"),
            minutes: hours(cells),
        }),
        ends: Ends::Happens(|cells| Kind::FlexJobEnded {
            employer: cells.words("arbejdsgiver"),
        }),
        replaces: false,
    }),
};

/// The file of the days under the work duty.
pub(super) const WORK_DUTY: FileKind = FileKind {
    name: "work-duty",
    columns: &[super::CPR, FROM, LAST],
    tells: Tells::Periods(Periods {
        what: |_| String::new(),
        detail: None,
        stored: |facts| {
            let spells = life(facts, None).work_duty;
            let period = |spell| Period::of(spell, String::new(), String::new());
            spells.iter().map(period).collect()
        },
        begins: |_| Kind::WorkDutyBegan,
        also: None,
        changes: None,
        ends: Ends::Happens(|_| Kind::WorkDutyEnded),
        replaces: false,
    }),
};

fn hours(cells: &Cells) -> u32 {
    cells.number("timer").unwrap_or_default()
}

fn flex_jobs(facts: &[Fact]) -> Vec<Period> {
    let spells = life(facts, None).flex_jobs;
    let period = |spell: &Spell<FlexJob>| {
        let job = &spell.what;
        Period::of(spell, job.employer.clone(), job.minutes.to_string())
    };
    spells.iter().map(period).collect()
}

/// The awards of a kind that are stored and count, with their days.
fn stored(citizen: Citizen<'_>, is_one: fn(&Kind) -> bool) -> Vec<(Day, Kind)> {
    let counting = casework::live(citizen.facts, None);
    let awards = counting.iter().filter(|fact| is_one(&fact.entry().kind));
    awards
        .map(|fact| (fact.day(), fact.entry().kind.clone()))
        .collect()
}

/// Awards on their days: there is one on a day, and it says the same wherever it is told. Two rows that differ about it are
/// both refused.
fn on_days(
    rows: &[&Read],
    stored: Vec<(Day, Kind)>,
    blamed: &'static str,
    award: impl Fn(&Cells) -> Kind,
) -> Settled {
    let mut settled = Settled::default();
    let said: Vec<(&Read, Day, Kind)> = rows
        .iter()
        .filter_map(|row| Some((*row, row.cells.day(DAY.name)?, award(&row.cells))))
        .collect();
    let mut known = stored;
    for (row, day, kind) in &said {
        let of_day = |(_, other, _): &&(&Read, Day, Kind)| other == day;
        let differing = said.iter().filter(of_day).find(|(.., other)| other != kind);
        if let Some((other, ..)) = differing {
            let reason = format!(
                "er en anden end i linje {}, der gælder samme dag",
                other.place.line
            );
            settled.faults.push(row.place.fault(blamed, reason));
            continue;
        }
        match known.iter().find(|(held, _)| held == day) {
            Some((_, held)) if held == kind => settled.unchanged += 1,
            Some(_) => settled.faults.push(row.place.fault(
                blamed,
                "er en anden end den, der er registreret samme dag; ret den i programmet",
            )),
            None => {
                known.push((*day, kind.clone()));
                settled.told.push(Told {
                    place: row.place,
                    day_from: DAY.name,
                    case: None,
                    day: *day,
                    kind: kind.clone(),
                    participants: BTreeSet::new(),
                });
            }
        }
    }
    settled
}
