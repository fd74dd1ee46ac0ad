//! Cohorts over invented lives, by the page that is in force.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use calendar::{Day, Timestamp};
use facts::{Actor, CitizenId, EmployeeId, Entry, Fact, FactId, Kind};
use figures::{Observation, Population};
use rulebook::Book;
use rulebook::indicators::CohortVersion;

use super::{Cohort, Draw, Drawn, Leaving, Sight, draw};
use crate::histories::Shape;

mod drawing_tests;
mod frozen_tests;
mod outcome_tests;
mod prepare_tests;
mod sign_tests;

const OBSERVED: &str = "2021-07-01";
const DRAWN: &str = "2021-09-15";

fn day(text: &str) -> Day {
    text.parse().expect("invented data is sound")
}

fn book() -> &'static Book {
    static BOOK: OnceLock<Book> = OnceLock::new();
    BOOK.get_or_init(Book::embedded)
}

fn shape() -> &'static Shape {
    static SHAPE: OnceLock<Shape> = OnceLock::new();
    SHAPE.get_or_init(|| Shape::of(book()))
}

/// The page's cohort, whichever it is.
fn version() -> Arc<CohortVersion> {
    let first = &book().catalogue().cohorts()[0].id;
    Arc::clone(
        book()
            .catalogue()
            .cohort(first, day(DRAWN))
            .expect("it holds then"),
    )
}

fn population() -> Population {
    let version = version();
    let found = book()
        .catalogue()
        .population(&version.population, day(OBSERVED));
    found.expect("it holds then").population.clone()
}

/// Everything is observed from 2000 until the day.
fn sight(as_of: &str, known_at: Option<u64>) -> Sight<'static> {
    let as_of = day(as_of);
    let observed = Observation {
        from: day("2000-01-01").epoch(),
        until: as_of.plus(1).epoch(),
    };
    Sight {
        shape: shape(),
        observation: vec![observed; shape().schema().tracks.len()],
        as_of,
        known_at: known_at.map(FactId),
    }
}

/// Citizens with their facts, which get the next numbers in the sequence.
#[derive(Default)]
struct Town {
    people: BTreeMap<CitizenId, Vec<Fact>>,
    last: u64,
}

impl Town {
    fn happened(&mut self, citizen: u64, on: &str, kind: Kind) {
        self.last += 1;
        let citizen = CitizenId(citizen);
        let entry = Entry {
            citizen,
            case: None,
            happened_on: day(on),
            time: None,
            kind,
            answers: BTreeMap::new(),
            participants: BTreeSet::new(),
            note: None,
            actor: Actor::Import("x".to_owned()),
            role: "import".to_owned(),
            corrects: None,
            reason: None,
        };
        self.people.entry(citizen).or_default().push(Fact {
            id: FactId(self.last),
            recorded_at: Timestamp(0),
            entry,
        });
    }

    /// Somebody born in 1975 who lives here.
    fn resident(&mut self, citizen: u64) {
        let cpr = format!("750675{:04}", 4_000 + citizen);
        let cpr = cpr.parse().expect("invented data is sound");
        let name = format!("Borger {citizen}");
        self.happened(citizen, "2000-01-01", Kind::CitizenRegistered { cpr, name });
        self.happened(
            citizen,
            "2000-01-01",
            Kind::ResidenceBegan { municipality: 990 },
        );
    }

    fn begins(&mut self, citizen: u64, on: &str, benefit: &str) {
        let category = (benefit == "kontanthjaelp").then(|| "aktivitetsparat".to_owned());
        let benefit = benefit.to_owned();
        self.happened(citizen, on, Kind::BenefitBegan { benefit, category });
    }

    fn ends(&mut self, citizen: u64, on: &str, benefit: &str) {
        let (benefit, why) = (benefit.to_owned(), facts::BenefitEnd::Other);
        self.happened(citizen, on, Kind::BenefitEnded { benefit, why });
    }

    /// Residents who have lived on the benefit from a day on.
    fn on_benefit(&mut self, citizens: impl IntoIterator<Item = u64>, since: &str) {
        for citizen in citizens {
            self.resident(citizen);
            self.begins(citizen, since, "kontanthjaelp");
        }
    }

    fn people(&self) -> Vec<(CitizenId, Vec<Fact>)> {
        let people = self.people.iter();
        people
            .map(|(citizen, facts)| (*citizen, facts.clone()))
            .collect()
    }

    fn draw_seen(&self, as_of: &str, on: &str, known_at: Option<u64>) -> Drawn {
        let vocabulary = book().catalogue().vocabulary(day(on));
        let people = self.people();
        draw(
            &sight(as_of, known_at),
            &population(),
            day(on),
            &vocabulary,
            &people,
        )
        .expect("the page fits its schema")
    }

    /// The cohort drawn on the usual day, by all that is known.
    fn cohort(&self) -> Cohort {
        frozen(self.draw_seen(DRAWN, OBSERVED, Some(self.last)), self.last)
    }
}

fn frozen(drawn: Drawn, known_at: u64) -> Cohort {
    let version = version();
    Cohort {
        draw: Draw {
            definition: version.id.clone(),
            population: version.population.clone(),
            line: String::new(),
            parameters: Vec::new(),
            page: version.path.clone(),
            page_hash: String::new(),
            drawn_on: day(DRAWN),
            observed_on: day(OBSERVED),
            known_at: Some(FactId(known_at)),
            unknown: drawn.unknown.len() as u64,
        },
        members: drawn.members,
        leavings: Vec::new(),
    }
}

fn leaving(citizen: u64, reason: &str, on: &str) -> Leaving {
    Leaving {
        citizen: CitizenId(citizen),
        reason: reason.to_owned(),
        day: day(on),
    }
}

fn ids<'a>(citizens: impl IntoIterator<Item = &'a CitizenId>) -> Vec<u64> {
    citizens.into_iter().map(|citizen| citizen.0).collect()
}

fn employee() -> Actor {
    Actor::Employee(EmployeeId(5))
}
