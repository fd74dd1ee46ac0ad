//! Citizens: CPR number, name, residence.

use std::collections::BTreeMap;

use calendar::Day;
use facts::{CitizenId, Fact, Kind};

use super::intake::{Intake, Known, Read, Settled};
use super::table::{Column, Fault, Row};

/// What a row of citizens says besides the CPR number.
pub(super) struct Citizen {
    name: String,
    municipality: Option<u16>,
    resident_from: Option<Day>,
    registered: Option<Day>,
}

/// The file of citizens.
pub(super) struct Citizens;

impl Intake for Citizens {
    type Says = Citizen;

    const NAME: &'static str = "citizens";

    const COLUMNS: &'static [Column] = &[
        Column {
            name: "cpr",
            required: true,
        },
        Column {
            name: "navn",
            required: true,
        },
        Column {
            name: "kommune",
            required: false,
        },
        Column {
            name: "bopæl fra",
            required: false,
        },
        Column {
            name: "registreret",
            required: false,
        },
    ];

    fn read(known: &Known<'_>, row: &Row<'_>, faults: &mut Vec<Fault>) -> Option<Citizen> {
        let before = faults.len();
        let name = row.required("navn", faults).map(str::to_owned);
        let municipality = row.parsed("kommune", faults, municipality);
        let resident_from = row.parsed("bopæl fra", faults, |text| known.past(text));
        let registered = row.parsed("registreret", faults, |text| known.past(text));
        if row.field("kommune").is_some() != row.field("bopæl fra").is_some() {
            faults.push(row.place.fault(
                "bopæl fra",
                "og »kommune« skal stå der begge eller slet ikke",
            ));
        }
        (faults.len() == before).then_some(Citizen {
            name: name?,
            municipality,
            resident_from,
            registered,
        })
    }

    fn settle(
        known: &Known<'_>,
        citizen: Option<(CitizenId, &[Fact])>,
        rows: &[Read<Citizen>],
    ) -> Settled {
        let mut settled = Settled::default();
        let Some(first) = rows.first() else {
            return settled;
        };
        // The same person twice with different names: neither row is known to be right.
        if rows.iter().any(|row| row.says.name != first.says.name) {
            settled.faults.extend(rows.iter().map(|row| {
                row.place.fault(
                    "navn",
                    "er forskelligt fra navnet i en anden række med samme CPR-nummer",
                )
            }));
            return settled;
        }
        let stored = Stored::of(citizen.map_or(&[], |(_, facts)| facts));
        let id = citizen.map_or(store::NEW_CITIZEN, |(id, _)| id);
        match &stored.name {
            None => {
                let since = first.says.registered.or(first.says.resident_from);
                let kind = Kind::CitizenRegistered {
                    cpr: first.cpr.clone(),
                    name: first.says.name.clone(),
                };
                let entry = Self::entry(id, since.unwrap_or(known.today), kind);
                settled.entries.push((first.place, entry));
            }
            Some(name) if *name != first.says.name => {
                settled.faults.extend(rows.iter().map(|row| {
                    row.place.fault(
                        "navn",
                        "er et andet end det, der er registreret; ret navnet i programmet",
                    )
                }));
                return settled;
            }
            Some(_) => {}
        }
        let mut residences = stored.residences;
        for row in rows {
            let before = settled.entries.len();
            let says = row.says.resident_from.zip(row.says.municipality);
            match says.map(|(from, municipality)| {
                (from, municipality, residences.insert(from, municipality))
            }) {
                Some((_, municipality, Some(held))) if held != municipality => {
                    settled.faults.push(row.place.fault(
                        "kommune",
                        "er en anden end den, der er registreret fra samme dag",
                    ));
                }
                Some((from, municipality, None)) => {
                    let kind = Kind::ResidenceBegan { municipality };
                    settled
                        .entries
                        .push((row.place, Self::entry(id, from, kind)));
                }
                _ => {}
            }
            let made_known = stored.name.is_none() && row.place == first.place;
            if settled.entries.len() == before && !made_known {
                settled.unchanged += 1;
            }
        }
        settled
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

fn municipality(text: &str) -> Result<u16, String> {
    text.trim_start_matches('0')
        .parse()
        .ok()
        .filter(|code| (100..1000).contains(code))
        .ok_or_else(|| "er ikke en kommunekode; skriv tre cifre, fx 101".to_owned())
}
