//! Citizens: CPR number, name, residence.

use std::collections::BTreeMap;

use calendar::Day;
use facts::{Fact, Kind};

use super::column::{Column, Needed, Reads};
use super::intake::{Citizen, FileKind, Known, Read, Settled, Tells, Told};

const REGISTERED: &str = "registreret";
const RESIDENT_FROM: &str = "bopæl fra";

/// The file of citizens.
pub(super) const CITIZENS: FileKind = FileKind {
    name: "citizens",
    columns: &[
        super::CPR,
        Column {
            name: "navn",
            needed: Needed::Always,
            reads: Reads::Words,
            fills: "name",
        },
        Column {
            name: "kommune",
            needed: Needed::With(&[RESIDENT_FROM]),
            reads: Reads::Municipality,
            fills: "municipality",
        },
        Column {
            name: RESIDENT_FROM,
            needed: Needed::With(&["kommune"]),
            reads: Reads::Day,
            fills: "",
        },
        Column {
            name: REGISTERED,
            needed: Needed::Optional,
            reads: Reads::Day,
            fills: "",
        },
    ],
    tells: Tells::Facts {
        makes_known: true,
        settle,
    },
};

fn settle(known: &Known<'_>, citizen: Citizen<'_>, rows: &[&Read]) -> Settled {
    let mut settled = Settled::default();
    let Some(first) = rows.first() else {
        return settled;
    };
    let name = first.cells.words("navn");
    let all = |reason: &str| {
        let faults = rows.iter().map(|row| row.place.fault("navn", reason));
        Settled {
            faults: faults.collect(),
            ..Settled::default()
        }
    };
    // The same person twice with different names: neither row is known to be right.
    if rows.iter().any(|row| row.cells.words("navn") != name) {
        return all("er forskelligt fra navnet i en anden række med samme CPR-nummer");
    }
    let stored = Stored::of(citizen.facts);
    match &stored.name {
        None => settled.told.push(registered(known, first, name)),
        Some(held) if *held != name => {
            return all("er et andet end det, der er registreret; ret navnet i programmet");
        }
        Some(_) => {}
    }
    let mut residences = stored.residences;
    for row in rows {
        let before = settled.told.len();
        let municipality = row
            .cells
            .number("kommune")
            .and_then(|code| u16::try_from(code).ok());
        if let Some((from, municipality)) = row.cells.day(RESIDENT_FROM).zip(municipality) {
            match residences.insert(from, municipality) {
                Some(held) if held != municipality => settled.faults.push(row.place.fault(
                    "kommune",
                    "er en anden end den, der er registreret fra samme dag",
                )),
                Some(_) => {}
                None => settled.told.push(Told {
                    place: row.place,
                    day_from: RESIDENT_FROM,
                    case: None,
                    day: from,
                    kind: Kind::ResidenceBegan { municipality },
                }),
            }
        }
        let made_known = stored.name.is_none() && row.place == first.place;
        if settled.told.len() == before && !made_known {
            settled.unchanged += 1;
        }
    }
    settled
}

/// A citizen who becomes known: on the day the file says, on the first day of residence, or today.
fn registered(known: &Known<'_>, row: &Read, name: String) -> Told {
    let days = [REGISTERED, RESIDENT_FROM]
        .into_iter()
        .find_map(|column| row.cells.day(column).map(|day| (column, day)));
    let (day_from, day) = days.unwrap_or((REGISTERED, known.today));
    Told {
        place: row.place,
        day_from,
        case: None,
        day,
        kind: Kind::CitizenRegistered {
            cpr: row.cpr.clone(),
            name,
        },
    }
}

/// What is stored about a citizen, as far as such a file says it.
struct Stored {
    name: Option<String>,
    residences: BTreeMap<Day, u16>,
}

impl Stored {
    fn of(facts: &[Fact]) -> Stored {
        let mut stored = Stored {
            name: None,
            residences: BTreeMap::new(),
        };
        for fact in casework::live(facts, None) {
            match &fact.entry().kind {
                Kind::CitizenRegistered { name, .. } => stored.name = Some(name.clone()),
                Kind::ResidenceBegan { municipality } => {
                    stored.residences.insert(fact.day(), *municipality);
                }
                _ => {}
            }
        }
        stored
    }
}
