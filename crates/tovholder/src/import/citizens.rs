//! Citizens: CPR number, name, residence.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use facts::{Fact, Kind, Sex};

use super::column::{Column, Needed, Reads};
use super::intake::{Citizen, FileKind, Known, Read, Settled, Tells, Told};

const REGISTERED: &str = "registreret";
pub(super) const BIRTH: &str = "fødselsdag";
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
        Column {
            name: BIRTH,
            needed: Needed::Optional,
            reads: Reads::Day,
            fills: "birth",
        },
        Column {
            name: "køn",
            needed: Needed::Optional,
            reads: Reads::OneOf(|| Sex::ALL.iter().map(|sex| sex.id()).collect()),
            fills: "sex",
        },
        Column {
            name: "oprindelse",
            needed: Needed::Optional,
            reads: Reads::CodeOf("origin"),
            fills: "origin",
        },
        Column {
            name: "oprindelsesland",
            needed: Needed::Optional,
            reads: Reads::CodeOf("country"),
            fills: "country",
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
                    participants: BTreeSet::new(),
                }),
            }
        }
        settled.told.extend(described(known, citizen.facts, row));
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
        participants: BTreeSet::new(),
    }
}

/// What the row says of the citizen that neither the CPR number nor an earlier fact told; it is known from today.
fn described(known: &Known<'_>, facts: &[Fact], row: &Read) -> Option<Told> {
    let life = casework::histories::life(facts, None);
    let cells = &row.cells;
    let code = |column: &str, held: Option<&str>| {
        let said = cells.text(column).filter(|said| Some(*said) != held);
        said.map(str::to_owned)
    };
    let birth = cells.day(BIRTH);
    let birth = birth.filter(|birth| *birth != life.birth.unwrap_or_else(|| row.cpr.birth()));
    let sex = cells.text("køn").and_then(Sex::from_id);
    let sex = sex.filter(|sex| *sex != life.sex.unwrap_or_else(|| row.cpr.sex()));
    let origin = code("oprindelse", life.origin.as_deref());
    let country = code("oprindelsesland", life.country.as_deref());
    let says = birth.is_some() || sex.is_some() || origin.is_some() || country.is_some();
    says.then(|| Told {
        place: row.place,
        day_from: REGISTERED,
        case: None,
        day: known.today,
        kind: Kind::CitizenDescribed {
            birth,
            sex,
            origin,
            country,
        },
        participants: BTreeSet::new(),
    })
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
