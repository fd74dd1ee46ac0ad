//! What happens on a day, or is reported for some days at once: conversations and paid hours.

use std::collections::BTreeSet;

use casework::histories::{UNEMPLOYMENT_FUND, life};
use facts::{ContactForm, Kind};

use super::column::{Column, Needed, Reads};
use super::intake::{Citizen, FileKind, Known, Read, Settled, Tells, Told};
use super::periods::{FROM, LAST};
use super::value::unknown;

const DAY: &str = "dag";
const HELD_BY: &str = "holdt af";
const FUND: &str = "a-kasse";

/// The file of conversations that were held.
pub(super) const CONTACTS: FileKind = FileKind {
    name: "contacts",
    columns: &[
        super::CPR,
        Column {
            name: DAY,
            needed: Needed::Always,
            reads: Reads::Day,
            fills: "",
        },
        Column {
            name: HELD_BY,
            needed: Needed::Always,
            reads: Reads::Id,
            fills: "with",
        },
        Column {
            name: "form",
            needed: Needed::Always,
            reads: Reads::OneOf(|| ContactForm::ALL.iter().map(|form| form.id()).collect()),
            fills: "form",
        },
        Column {
            name: FUND,
            needed: Needed::Optional,
            reads: Reads::OneOf(|| vec!["ja", "nej"]),
            fills: "participants",
        },
    ],
    tells: Tells::Facts {
        makes_known: false,
        settle: contacts,
    },
};

/// Two conversations on one day, held by the same role in the same form, are one.
fn contacts(known: &Known<'_>, citizen: Citizen<'_>, rows: &[&Read]) -> Settled {
    let mut settled = Settled::default();
    let roles: BTreeSet<&str> = known
        .book
        .models()
        .iter()
        .flat_map(|model| &model.roles)
        .map(|role| role.id.as_str())
        .chain([UNEMPLOYMENT_FUND])
        .collect();
    let stored = life(citizen.facts, None).contacts;
    let mut held: Vec<_> = stored
        .into_iter()
        .map(|spell| (spell.from, spell.what.with, spell.what.form))
        .collect();
    for row in rows {
        let cells = &row.cells;
        let form = cells.text("form").and_then(ContactForm::from_id);
        let Some((day, form)) = cells.day(DAY).zip(form) else {
            continue;
        };
        let with = cells.words(HELD_BY);
        if !roles.contains(with.as_str()) {
            let reason = unknown(&with, roles.iter().copied());
            settled.faults.push(row.place.fault(HELD_BY, reason));
            continue;
        }
        let talk = (day, with.clone(), form);
        if held.contains(&talk) {
            settled.unchanged += 1;
            continue;
        }
        held.push(talk);
        let fund = cells.text(FUND) == Some("ja");
        settled.told.push(Told {
            place: row.place,
            day_from: DAY,
            case: None,
            day,
            kind: Kind::ConversationHeld {
                with,
                form,
                appointment: None,
            },
            participants: fund
                .then(|| UNEMPLOYMENT_FUND.to_owned())
                .into_iter()
                .collect(),
        });
    }
    settled
}

/// The file of paid hours that were reported: hours in all for the days of the row.
pub(super) const HOURS: FileKind = FileKind {
    name: "hours",
    columns: &[
        super::CPR,
        Column {
            name: "arbejdsgiver",
            needed: Needed::Optional,
            reads: Reads::Words,
            fills: "employer",
        },
        Column {
            name: "timer",
            needed: Needed::Always,
            reads: Reads::HoursInAll,
            fills: "minutes",
        },
        Column {
            fills: "from",
            ..FROM
        },
        Column {
            needed: Needed::Always,
            ..LAST
        },
    ],
    tells: Tells::Facts {
        makes_known: false,
        settle: hours,
    },
};

fn hours(_: &Known<'_>, citizen: Citizen<'_>, rows: &[&Read]) -> Settled {
    let mut settled = Settled::default();
    let stored = life(citizen.facts, None).hours;
    // Employer, first day, first day after, minutes, and the line that says so, if it is not stored.
    let mut held: Vec<_> = stored
        .into_iter()
        .map(|spell| {
            (
                spell.what.employer,
                spell.from,
                spell.until,
                spell.what.minutes,
            )
        })
        .collect();
    for row in rows {
        let cells = &row.cells;
        let days = cells.day(FROM.name).zip(cells.day(LAST.name));
        let Some(((from, last), minutes)) = days.zip(cells.number("timer")) else {
            continue;
        };
        if last < from {
            settled
                .faults
                .push(row.place.fault(LAST.name, "ligger før »fra«"));
            continue;
        }
        let employer = cells.text("arbejdsgiver").map(str::to_owned);
        let until = last.plus(1);
        let overlapping = held.iter().find(|(by, begin, end, _)| {
            *by == employer && *begin < until && end.is_none_or(|end| from < end)
        });
        match overlapping {
            Some((_, begin, end, told)) if (*begin, *end) == (from, Some(until)) => {
                if *told == minutes {
                    settled.unchanged += 1;
                } else {
                    settled.faults.push(row.place.fault(
                        "timer",
                        "er et andet antal end det, der er registreret for samme dage; ret det i programmet",
                    ));
                }
                continue;
            }
            Some((_, begin, _, _)) => {
                let reason = format!(
                    "og »til« overlapper timer fra samme arbejdsgiver, der begynder {begin}"
                );
                settled.faults.push(row.place.fault(FROM.name, reason));
                continue;
            }
            None => {}
        }
        held.push((employer.clone(), from, Some(until), minutes));
        settled.told.push(Told {
            place: row.place,
            day_from: LAST.name,
            case: None,
            day: last,
            kind: Kind::HoursReported {
                employer,
                from,
                minutes,
            },
            participants: BTreeSet::new(),
        });
    }
    settled
}
