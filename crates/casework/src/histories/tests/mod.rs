//! Invented lives, and a small schema to see them in.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Day, Timestamp};
use facts::{
    Actor, BenefitEnd, CitizenId, ContactForm, Entry, Fact, FactId, Kind, PlacementEnd,
    PlacementForm, PlacementId, PlacementPurpose, ResidenceEnd, Sex,
};
use figures::{Attribute, Column, ColumnKind, MISSING, Schema, Track};
use proptest::prelude::*;

use super::{Builder, Shape, TRACKS, Told, life};

mod awarded_tests;
mod cut_tests;
mod doubt_tests;
mod row_tests;
mod whole_tests;

fn day(text: &str) -> Day {
    text.parse().expect("invented data is sound")
}

fn text(text: &str) -> String {
    text.to_owned()
}

fn fact(id: u64, on: &str, kind: Kind) -> Fact {
    Fact {
        id: FactId(id),
        recorded_at: Timestamp(0),
        entry: Entry {
            citizen: CitizenId(7),
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
        },
    }
}

fn facts(kinds: Vec<(&str, Kind)>) -> Vec<Fact> {
    (1..)
        .zip(kinds)
        .map(|(id, (on, kind))| fact(id, on, kind))
        .collect()
}

fn list(id: &str) -> ColumnKind {
    ColumnKind::Code { list: text(id) }
}

fn amount() -> ColumnKind {
    ColumnKind::Number {
        unit: text("minutes"),
    }
}

/// The shape of the pages, in small.
#[expect(clippy::too_many_lines, reason = "one table of names")]
fn shape() -> Shape {
    let track = |name: &str, columns: Vec<(&str, ColumnKind)>| Track {
        name: text(name),
        columns: columns
            .into_iter()
            .map(|(name, kind)| Column {
                name: text(name),
                kind,
            })
            .collect(),
    };
    let attribute = |name: &str, kind| Attribute {
        name: text(name),
        kind,
    };
    let schema = Schema {
        tracks: vec![
            track(
                "benefits",
                vec![
                    ("benefit", list("benefits")),
                    ("category", list("categories")),
                    ("municipality", list("municipalities")),
                    ("degree", amount()),
                ],
            ),
            track("residence", vec![("municipality", list("municipalities"))]),
            track(
                "jobs",
                vec![
                    ("kind", list("job-kinds")),
                    ("minutes", amount()),
                    ("industry", list("industries")),
                ],
            ),
            track("wage-hours", vec![("minutes", amount())]),
            track(
                "offers",
                vec![("kind", list("offers")), ("minutes", amount())],
            ),
            track("contacts", vec![("kind", list("contacts"))]),
            track("marks", vec![("mark", list("marks"))]),
            track("education", vec![("kind", list("education"))]),
            track("cv", vec![("searchable", list("cv"))]),
            track("availability", vec![("status", list("availability"))]),
            track("life", vec![("event", list("life-events"))]),
            track(
                "flex-jobs",
                vec![
                    ("scheme", list("flex-schemes")),
                    ("minutes", amount()),
                    ("change", list("flex-changes")),
                ],
            ),
            track(
                "awards",
                vec![
                    ("cause", list("award-causes")),
                    ("came-from", list("award-courses")),
                ],
            ),
            track("work-duty", vec![]),
            track("homes", vec![("rooms", amount())]),
        ],
        attributes: vec![
            attribute("birth", ColumnKind::Day),
            attribute("sex", list("sex")),
            attribute("origin", list("origin")),
        ],
    };
    let codes = |ids: &[(&str, i32)]| ids.iter().map(|(id, at)| (text(id), *at)).collect();
    let numbers: [(&str, BTreeMap<String, i32>); 15] = [
        ("benefits", codes(&[("dagpenge", 1), ("kontanthjaelp", 2)])),
        (
            "categories",
            codes(&[
                ("uden-kategori", 0),
                ("jobparat", 1),
                ("aktivitetsparat", 2),
            ]),
        ),
        (
            "job-kinds",
            codes(&[("ordinaer-ansaettelse", 1), ("igu", 2)]),
        ),
        ("industries", codes(&[("handel", 7)])),
        ("offers", codes(&[("vejledning", 1), ("praktik", 2)])),
        (
            "contacts",
            codes(&[
                ("kommunesamtale", 1),
                ("a-kassesamtale", 2),
                ("faellessamtale", 3),
            ]),
        ),
        ("cv", codes(&[("soegbart", 1)])),
        ("availability", codes(&[("fritaget-for-raadighed", 2)])),
        ("life-events", codes(&[("doed", 1), ("udvandret", 2)])),
        (
            "flex-schemes",
            codes(&[("ny-ordning", 1), ("gammel-ordning", 2)]),
        ),
        (
            "flex-changes",
            codes(&[("flere-timer", 1), ("samme-timer", 2), ("faerre-timer", 3)]),
        ),
        ("award-causes", codes(&[("fysisk", 1), ("psykisk", 2)])),
        ("award-courses", codes(&[("fra-fleksjob", 3)])),
        ("sex", codes(&[("mand", 1), ("kvinde", 2)])),
        ("origin", codes(&[("dansk", 0)])),
    ];
    let numbers = numbers.map(|(list, codes)| (text(list), codes));
    Shape::new(schema, numbers.into_iter().collect())
}

fn told(facts: &[Fact], known_at: Option<u64>, as_of: &str) -> Told {
    let shape = shape();
    let mut builder = Builder::new(&shape, day(as_of));
    builder.add(CitizenId(7), facts, known_at.map(FactId));
    let told = builder.finish();
    told.histories
        .check()
        .expect("histories keep their invariants");
    told
}

/// The rows of a track as text: `first day – day after: values (fact)`.
fn rows(told: &Told, track: &str) -> Vec<String> {
    let shape = shape();
    let at = shape.schema().track(track).expect("the track is there");
    let rows = told.histories.track(at);
    (0..rows.start.len())
        .map(|row| {
            let values = rows.columns.iter().map(|column| match column[row] {
                MISSING => "?".to_owned(),
                value => value.to_string(),
            });
            let fact = told.fact_of(at, row).expect("every row has its fact");
            format!(
                "{} – {}: {} ({})",
                Day::from_epoch(rows.start[row]),
                Day::from_epoch(rows.end[row]),
                values.collect::<Vec<_>>().join(" "),
                fact.0
            )
        })
        .collect()
}

fn began(benefit: &str, category: Option<&str>) -> Kind {
    Kind::BenefitBegan {
        benefit: text(benefit),
        category: category.map(text),
    }
}

fn ended(benefit: &str) -> Kind {
    Kind::BenefitEnded {
        benefit: text(benefit),
        why: BenefitEnd::Job,
    }
}

fn home(municipality: u16) -> Kind {
    Kind::ResidenceBegan { municipality }
}

fn job(employer: &str, minutes: u32, job: Option<&str>) -> Kind {
    Kind::JobStarted {
        employer: text(employer),
        minutes,
        job: job.map(text),
        industry: job.map(|_| text("handel")),
    }
}

fn flex_job(employer: &str, minutes: u32) -> Kind {
    Kind::FlexJobStarted {
        employer: text(employer),
        minutes,
    }
}

fn awarded(scheme: &str, minutes: Option<u32>) -> Kind {
    Kind::FlexJobAwarded {
        scheme: text(scheme),
        minutes,
    }
}
