//! Late facts, corrections, retractions, cuts, and what becomes of lives in rows.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Day, Timestamp};
use facts::{
    Actor, BenefitEnd, CitizenId, ContactForm, Entry, Fact, FactId, Kind, PlacementEnd,
    PlacementForm, PlacementId, PlacementPurpose, ResidenceEnd, Sex,
};
use figures::{Attribute, Column, ColumnKind, MISSING, Schema, Track};
use proptest::prelude::*;

use super::{Builder, Shape, TRACKS, Told, life};

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
            track("awards", vec![("cause", list("award-causes"))]),
        ],
        attributes: vec![
            attribute("birth", ColumnKind::Day),
            attribute("sex", list("sex")),
            attribute("origin", list("origin")),
        ],
    };
    let codes = |ids: &[(&str, i32)]| ids.iter().map(|(id, at)| (text(id), *at)).collect();
    let numbers: [(&str, BTreeMap<String, i32>); 11] = [
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

#[test]
fn a_benefit_carries_category_degree_and_municipality() {
    let facts = facts(vec![
        ("2020-02-01", home(751)),
        ("2020-01-01", began("dagpenge", Some("jobparat"))),
        (
            "2020-03-01",
            Kind::BenefitDegreeChanged {
                benefit: text("dagpenge"),
                percent: 50,
            },
        ),
        (
            "2020-04-01",
            Kind::BenefitChanged {
                benefit: text("dagpenge"),
                category: None,
            },
        ),
        ("2020-05-01", home(461)),
        ("2020-06-01", ended("dagpenge")),
        ("2020-07-01", began("dagpenge", Some("jobparat"))),
    ]);
    let told = told(&facts, None, "2020-07-31");
    assert_eq!(
        rows(&told, "benefits"),
        [
            "2020-01-01 – 2020-02-01: 1 1 ? 100 (2)",
            "2020-02-01 – 2020-03-01: 1 1 751 100 (2)",
            "2020-03-01 – 2020-04-01: 1 1 751 50 (3)",
            "2020-04-01 – 2020-05-01: 1 0 751 50 (4)",
            "2020-05-01 – 2020-06-01: 1 0 461 50 (4)",
            // Begun anew it is paid in full again, and it runs: it ends on the day after the view.
            "2020-07-01 – 2020-08-01: 1 1 461 100 (7)",
        ]
    );
    assert_eq!(
        rows(&told, "residence"),
        [
            "2020-02-01 – 2020-05-01: 751 (1)",
            "2020-05-01 – 2020-08-01: 461 (5)"
        ]
    );
    let at = shape().schema().track("residence").unwrap();
    assert!(told.histories.track(at).disjoint);
}

#[test]
fn a_home_that_ended_leaves_the_rest_without() {
    let facts = facts(vec![
        ("2020-01-01", home(751)),
        ("2020-01-01", began("kontanthjaelp", None)),
        (
            "2020-02-01",
            Kind::ResidenceEnded {
                why: ResidenceEnd::Abroad,
            },
        ),
        ("2020-04-01", home(461)),
        ("2020-05-01", ended("kontanthjaelp")),
    ]);
    let told = told(&facts, None, "2020-12-31");
    assert_eq!(
        rows(&told, "benefits"),
        [
            "2020-01-01 – 2020-02-01: 2 0 751 100 (2)",
            "2020-02-01 – 2020-04-01: 2 0 ? 100 (2)",
            "2020-04-01 – 2020-05-01: 2 0 461 100 (2)",
        ]
    );
    assert_eq!(rows(&told, "life"), ["2020-02-01 – 2020-04-01: 2 (3)"]);
}

fn job(employer: &str, minutes: u32, job: Option<&str>) -> Kind {
    Kind::JobStarted {
        employer: text(employer),
        minutes,
        job: job.map(text),
        industry: job.map(|_| text("handel")),
    }
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, every track")]
fn work_offers_and_the_rest_have_rows_of_their_own() {
    let offer = |until: Option<&str>| Kind::OfferBegan {
        offer: text("vejledning"),
        place: Some(text("Jobhuset")),
        minutes: Some(1_200),
        until: until.map(day),
    };
    let mut facts = facts(vec![
        ("2020-01-01", job("Bageriet", 300, None)),
        ("2020-01-10", job("Værftet", 2_220, Some("igu"))),
        (
            "2020-02-01",
            Kind::JobHoursChanged {
                employer: text("Bageriet"),
                minutes: 600,
            },
        ),
        (
            "2020-03-01",
            Kind::JobEnded {
                employer: text("Bageriet"),
            },
        ),
        (
            "2020-01-31",
            Kind::HoursReported {
                employer: None,
                from: day("2020-01-01"),
                minutes: 1_300,
            },
        ),
        ("2020-04-01", offer(Some("2020-04-30"))),
        (
            "2020-04-20",
            Kind::OfferExtended {
                offer: text("vejledning"),
                place: Some(text("Jobhuset")),
                until: day("2020-05-15"),
            },
        ),
        ("2020-06-01", offer(None)),
        (
            "2020-06-10",
            Kind::OfferEnded {
                offer: text("vejledning"),
                place: Some(text("Jobhuset")),
            },
        ),
        ("2020-05-01", Kind::CvPublished),
        ("2020-05-11", Kind::CvWithdrawn),
        (
            "2020-05-04",
            Kind::AbsenceBegan {
                absence: text("sygdom"),
                until: Some(day("2020-05-06")),
            },
        ),
        (
            "2020-05-20",
            Kind::ConversationHeld {
                with: text("sagsbehandler"),
                form: ContactForm::Phone,
                appointment: None,
            },
        ),
        (
            "2020-05-21",
            Kind::ConversationHeld {
                with: text("a-kasse"),
                form: ContactForm::Phone,
                appointment: None,
            },
        ),
    ]);
    facts[12]
        .entry
        .participants
        .insert(super::UNEMPLOYMENT_FUND.to_owned());
    let told = told(&facts, None, "2020-12-31");
    assert_eq!(
        rows(&told, "jobs"),
        [
            "2020-01-01 – 2020-02-01: 1 300 ? (1)",
            "2020-01-10 – 2021-01-01: 2 2220 7 (2)",
            "2020-02-01 – 2020-03-01: 1 600 ? (3)",
        ]
    );
    let at = shape().schema().track("jobs").unwrap();
    assert!(!told.histories.track(at).disjoint);
    assert_eq!(
        rows(&told, "wage-hours"),
        ["2020-01-01 – 2020-02-01: 1300 (5)"]
    );
    assert_eq!(
        rows(&told, "offers"),
        [
            "2020-04-01 – 2020-05-16: 1 1200 (6)",
            "2020-06-01 – 2020-06-10: 1 1200 (8)"
        ]
    );
    assert_eq!(rows(&told, "cv"), ["2020-05-01 – 2020-05-11: 1 (10)"]);
    assert_eq!(
        rows(&told, "availability"),
        ["2020-05-04 – 2020-05-07: 2 (12)"]
    );
    assert_eq!(
        rows(&told, "contacts"),
        [
            "2020-05-20 – 2020-05-21: 3 (13)",
            "2020-05-21 – 2020-05-22: 2 (14)"
        ]
    );
    assert!(rows(&told, "awards").is_empty());
}

#[test]
fn a_placement_is_an_offer_and_its_paid_hours_a_job() {
    let placement = PlacementId(1);
    let facts = facts(vec![
        (
            "2020-01-01",
            Kind::PlacementAgreed {
                placement,
                form: PlacementForm::Praktik,
                purpose: Some(PlacementPurpose::Training),
                company: text("Bageriet"),
                cvr: None,
                minutes: 900,
                from: day("2020-01-06"),
                until: Some(day("2020-03-31")),
                continued: false,
            },
        ),
        ("2020-01-06", Kind::PlacementStarted { placement }),
        (
            "2020-02-01",
            Kind::PlacementHoursChanged {
                placement,
                minutes: 1_200,
            },
        ),
        (
            "2020-02-10",
            Kind::PaidHoursBegan {
                placement,
                minutes: 240,
            },
        ),
        (
            "2020-03-15",
            Kind::PlacementExtended {
                placement,
                until: day("2020-04-30"),
            },
        ),
    ]);
    let all = told(&facts, None, "2020-12-31");
    assert_eq!(
        rows(&all, "offers"),
        [
            "2020-01-06 – 2020-02-01: 2 900 (2)",
            "2020-02-01 – 2020-05-01: 2 1200 (3)"
        ]
    );
    assert_eq!(rows(&all, "jobs"), ["2020-02-10 – 2020-05-01: 1 240 ? (4)"]);
    let mut ended = facts.clone();
    ended.push(fact(
        6,
        "2020-04-01",
        Kind::PlacementEnded {
            placement,
            how: PlacementEnd::Interrupted,
        },
    ));
    let told = told(&ended, None, "2020-12-31");
    assert_eq!(
        rows(&told, "jobs"),
        ["2020-02-10 – 2020-04-01: 1 240 ? (4)"]
    );
    assert_eq!(
        rows(&told, "offers")[1],
        "2020-02-01 – 2020-04-01: 2 1200 (3)"
    );
}

#[test]
fn a_placement_that_is_carried_on_began_when_it_began() {
    let agreed = Kind::PlacementAgreed {
        placement: PlacementId(1),
        form: PlacementForm::PaidHours,
        purpose: None,
        company: text("Bageriet"),
        cvr: None,
        minutes: 300,
        from: day("2020-01-06"),
        until: None,
        continued: true,
    };
    let seen = told(&facts(vec![("2020-03-01", agreed)]), None, "2020-03-31");
    assert_eq!(
        rows(&seen, "jobs"),
        ["2020-01-06 – 2020-04-01: 1 300 ? (1)"]
    );
}

#[test]
fn what_is_learned_late_moves_only_what_it_should_and_only_for_those_who_know() {
    let mut all = facts(vec![
        ("2020-01-01", began("kontanthjaelp", None)),
        ("2020-03-01", job("Bageriet", 2_220, None)),
        ("2020-06-01", ended("kontanthjaelp")),
    ]);
    let before = told(&all, None, "2020-12-31");
    // Late: the category had changed in April.
    all.push(fact(
        4,
        "2020-04-01",
        Kind::BenefitChanged {
            benefit: text("kontanthjaelp"),
            category: Some(text("jobparat")),
        },
    ));
    let late = told(&all, None, "2020-12-31");
    assert_eq!(
        rows(&late, "benefits"),
        [
            "2020-01-01 – 2020-04-01: 2 0 ? 100 (1)",
            "2020-04-01 – 2020-06-01: 2 1 ? 100 (4)"
        ]
    );
    assert_eq!(rows(&late, "jobs"), rows(&before, "jobs"));
    assert_eq!(told(&all, Some(3), "2020-12-31"), before);
    // Corrected: it ended in July. The row keeps the root of the chain.
    let mut correction = fact(5, "2020-07-01", ended("kontanthjaelp"));
    correction.entry.corrects = Some(FactId(3));
    all.push(correction);
    let corrected = told(&all, None, "2020-12-31");
    assert_eq!(
        rows(&corrected, "benefits")[1],
        "2020-04-01 – 2020-07-01: 2 1 ? 100 (4)"
    );
    assert_eq!(told(&all, Some(4), "2020-12-31"), late);
    // Retracted: nothing was known of April after all.
    all.push(fact(
        6,
        "2020-08-01",
        Kind::FactRetracted { fact: FactId(4) },
    ));
    assert_eq!(
        rows(&told(&all, None, "2020-12-31"), "benefits"),
        ["2020-01-01 – 2020-07-01: 2 0 ? 100 (1)"]
    );
    assert_eq!(told(&all, Some(5), "2020-12-31"), corrected);
}

#[test]
fn nothing_is_told_after_the_view_or_after_death() {
    let all = facts(vec![
        ("2020-01-01", began("dagpenge", None)),
        ("2020-05-01", Kind::Died),
        ("2020-06-01", job("Bageriet", 60, None)),
    ]);
    let seen = told(&all, None, "2020-12-31");
    assert_eq!(
        rows(&seen, "benefits"),
        ["2020-01-01 – 2020-05-01: 1 0 ? 100 (1)"]
    );
    assert!(rows(&seen, "jobs").is_empty());
    assert_eq!(rows(&seen, "life"), ["2020-05-01 – 2021-01-01: 1 (2)"]);
    let early = told(&all, None, "2020-03-31");
    assert_eq!(
        rows(&early, "benefits"),
        ["2020-01-01 – 2020-04-01: 1 0 ? 100 (1)"]
    );
    assert!(rows(&early, "life").is_empty());
    assert!(rows(&told(&all, None, "2019-12-31"), "benefits").is_empty());
}

#[test]
fn what_is_constant_comes_from_the_number_unless_it_was_recorded() {
    let registered = Kind::CitizenRegistered {
        cpr: "7506804001".parse().unwrap(),
        name: text("Åse Ærø"),
    };
    let mut all = facts(vec![("2020-01-01", registered)]);
    let values = |told: &Told| -> Vec<i32> {
        let attributes = told.histories.attributes.iter();
        attributes.map(|values| values[0]).collect()
    };
    let birth = day("1980-06-15").epoch();
    assert_eq!(values(&told(&all, None, "2020-01-01")), [birth, 1, MISSING]);
    all.push(fact(
        2,
        "2019-01-01",
        Kind::CitizenDescribed {
            birth: Some(day("1980-06-14")),
            sex: Some(Sex::Female),
            origin: Some(text("dansk")),
            country: None,
        },
    ));
    assert_eq!(
        values(&told(&all, None, "2020-01-01")),
        [birth - 1, 2, 0],
        "although the number came on a later day"
    );
    assert_eq!(values(&told(&all, Some(1), "2020-01-01"))[2], MISSING);
}

#[test]
fn a_code_without_a_number_is_missing_and_counted() {
    let all = facts(vec![
        ("2020-01-01", began("naturalier", None)),
        (
            "2020-01-01",
            Kind::EducationStarted {
                education: text("SOSU"),
            },
        ),
    ]);
    let told = told(&all, None, "2020-01-31");
    assert_eq!(
        rows(&told, "benefits"),
        ["2020-01-01 – 2020-02-01: ? 0 ? 100 (1)"]
    );
    let counted: Vec<_> = told.unknown_codes.iter().collect();
    assert_eq!(
        counted,
        [
            (&(text("benefits"), text("naturalier")), &1),
            (&(text("education"), text("SOSU")), &1)
        ]
    );
}

#[test]
fn a_track_nobody_tells_is_never_observed() {
    let since = BTreeMap::from([(text("benefits"), day("2010-01-01"))]);
    let shape = shape();
    let observed = shape.observation(&since, day("2020-01-01"), day("2020-12-31"));
    let of = |track: &str| {
        let at = shape.schema().track(track).unwrap();
        let observation = observed[usize::from(at.0)];
        (
            Day::from_epoch(observation.from),
            Day::from_epoch(observation.until),
        )
    };
    assert_eq!(of("benefits"), (day("2010-01-01"), day("2021-01-01")));
    assert_eq!(of("jobs"), (day("2020-01-01"), day("2021-01-01")));
    assert_eq!(of("awards"), (day("2021-01-01"), day("2021-01-01")));
}

/// The names here are those of the pages: a page that renames a track or column fails here.
#[test]
fn the_pages_have_every_track_that_facts_tell() {
    let book = rulebook::Book::embedded();
    let shape = Shape::of(&book);
    if shape.schema().tracks.is_empty() {
        return;
    }
    for name in TRACKS {
        let track = shape.schema().track(name);
        assert!(track.is_some(), "the pages lack the track {name}");
    }
    let citizen = facts(vec![
        ("2020-01-01", home(751)),
        ("2020-01-01", began("dagpenge", Some("jobparat"))),
        ("2020-01-01", job("Bageriet", 60, None)),
        ("2020-01-01", Kind::CvPublished),
        ("2020-02-01", Kind::Died),
    ]);
    let mut builder = Builder::new(&shape, day("2020-12-31"));
    builder.add(CitizenId(1), &citizen, None);
    let told = builder.finish();
    assert!(told.unknown_codes.is_empty(), "{:?}", told.unknown_codes);
    let filled = |track: &str, column: &str| {
        let at = shape.schema().track(track).unwrap();
        let column = shape.schema().column(at, column).unwrap();
        told.histories.track(at).columns[usize::from(column.0)][0] != MISSING
    };
    for (track, column) in [
        ("benefits", "benefit"),
        ("benefits", "category"),
        ("benefits", "municipality"),
        ("benefits", "degree"),
        ("residence", "municipality"),
        ("jobs", "kind"),
        ("jobs", "minutes"),
        ("cv", "searchable"),
        ("life", "event"),
    ] {
        assert!(filled(track, column), "{track}.{column}");
    }
}

fn any_kind() -> impl Strategy<Value = Kind> {
    let benefit = prop::sample::select(vec!["dagpenge", "kontanthjaelp"]);
    let placement = (1..3_u64).prop_map(PlacementId);
    prop_oneof![
        benefit.clone().prop_map(|benefit| began(benefit, None)),
        benefit.clone().prop_map(|benefit| Kind::BenefitChanged {
            benefit: text(benefit),
            category: Some(text("jobparat"))
        }),
        (benefit.clone(), 1..=100_u8).prop_map(|(benefit, percent)| {
            Kind::BenefitDegreeChanged {
                benefit: text(benefit),
                percent,
            }
        }),
        benefit.prop_map(ended),
        prop::sample::select(vec![751, 461]).prop_map(home),
        Just(Kind::ResidenceEnded {
            why: ResidenceEnd::Abroad
        }),
        Just(Kind::Died),
        Just(job("Bageriet", 300, None)),
        Just(Kind::JobEnded {
            employer: text("Bageriet")
        }),
        Just(Kind::CvPublished),
        Just(Kind::CvWithdrawn),
        placement
            .clone()
            .prop_map(|placement| Kind::PlacementStarted { placement }),
        placement.prop_map(|placement| Kind::PlacementAgreed {
            placement,
            form: PlacementForm::Praktik,
            purpose: None,
            company: text("Bageriet"),
            cvr: None,
            minutes: 60,
            from: day("2020-01-01"),
            until: Some(day("2020-02-01")),
            continued: true,
        }),
    ]
}

fn any_facts() -> impl Strategy<Value = Vec<Fact>> {
    let one = (any_kind(), 0..400, prop::option::weighted(0.2, 1..20_u64));
    prop::collection::vec(one, 0..30).prop_map(|told| {
        let begin = day("2020-01-01");
        (1..)
            .zip(told)
            .map(|(id, (kind, after, corrects))| {
                let mut fact = fact(id, "2020-01-01", kind);
                fact.entry.happened_on = begin.plus(after);
                fact.entry.corrects = corrects.filter(|root| *root < id).map(FactId);
                fact
            })
            .collect()
    })
}

proptest! {
    /// Whatever was registered: the invariants hold, the order of storing rows does not matter, what was known is what was
    /// known, and looking earlier gives the same days as cutting what is seen later.
    #[test]
    fn any_facts_make_sound_histories(facts in any_facts(), cut in 0..30_u64, early in 0..400) {
        let whole = told(&facts, None, "2021-06-30");
        let mut reversed = facts.clone();
        reversed.reverse();
        prop_assert_eq!(&told(&reversed, None, "2021-06-30"), &whole);
        let known: Vec<Fact> = facts.iter().filter(|fact| fact.id.0 <= cut).cloned().collect();
        prop_assert_eq!(&told(&facts, Some(cut), "2021-06-30"), &told(&known, None, "2021-06-30"));
        let early = day("2020-01-01").plus(early);
        let seen_early = told(&facts, None, &early.to_string());
        for (later, sooner) in whole.histories.tracks.iter().zip(&seen_early.histories.tracks) {
            let until = early.plus(1).epoch();
            let mut cut: Vec<(i32, i32)> = later.start.iter().zip(&later.end)
                .map(|(start, end)| (*start, (*end).min(until)))
                .filter(|(start, end)| start < end)
                .collect();
            cut.sort_unstable();
            let seen: Vec<(i32, i32)> = sooner.start.iter().copied().zip(sooner.end.iter().copied()).collect();
            prop_assert_eq!(cut, seen);
        }
        prop_assert_eq!(life(&facts, None).benefits, life(&reversed, None).benefits);
    }
}
