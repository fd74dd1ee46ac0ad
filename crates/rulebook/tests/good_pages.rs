//! A page that uses every word of the format becomes what it says.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use std::fs;

use duties::{Cadence, Effect, EventKind, Lifecycle, RelationKind, Repeat, Strength};
use rulebook::{Act, Book, CodeList, Dot, ModelVersion, Show, Source, Transition};

fn source(name: &str) -> Source {
    Source {
        path: name.to_owned(),
        text: fs::read_to_string(format!("tests/good/{name}")).unwrap(),
    }
}

fn book() -> Book {
    let pages = [
        source("koder.md"),
        source("kalender.md"),
        source("model.md"),
    ];
    match Book::load(&pages) {
        Ok(book) => book,
        Err(problems) => panic!("{}", problems.render()),
    }
}

fn day(text: &str) -> calendar::Day {
    text.parse().unwrap()
}

fn relation<'a>(version: &'a ModelVersion, id: &str) -> &'a duties::Relation {
    let relations = &version.model.definition().relations;
    relations
        .iter()
        .find(|relation| relation.id == id)
        .unwrap_or_else(|| {
            panic!(
                "no relation {id} among {:#?}",
                relations
                    .iter()
                    .map(|relation| &relation.id)
                    .collect::<Vec<_>>()
            )
        })
}

#[test]
fn a_dated_heading_makes_two_versions_of_one_page() {
    let book = book();
    let versions: Vec<_> = book
        .models()
        .iter()
        .map(|version| (version.from, version.until))
        .collect();
    assert_eq!(
        versions,
        [
            (day("2020-01-01"), Some(day("2022-01-01"))),
            (day("2022-01-01"), None)
        ]
    );
    let before = book.model_on("proeve", day("2021-12-31")).unwrap();
    let after = book.model_on("proeve", day("2022-01-01")).unwrap();
    assert_eq!(before.event("ny-regel"), None);
    assert!(after.event("ny-regel").is_some());
    assert_ne!(before.hash, after.hash);
    assert_eq!(before.transition, Transition::NewCases);
    assert!(
        matches!(&after.transition, Transition::AllFrom { day: from, source } if *from == day("2022-01-01") && source.text == "opdigtet lov")
    );
    assert_eq!(book.by_hash(&after.hash).unwrap().from, after.from);
    assert!(book.model_on("proeve", day("2019-12-31")).is_none());
}

#[test]
fn events_are_what_the_page_says() {
    let book = book();
    let version = book.model_on("proeve", day("2020-06-01")).unwrap();
    let definition = version.model.definition();
    let event = |id: &str| &definition.events[version.event(id).unwrap()];
    let text = |id: &str| &version.events[version.event(id).unwrap()];
    assert_eq!(event("aabnet").repeat, Repeat::Once);
    assert_eq!(event("aabnet").effect, Effect::BeginsRound(0));
    assert_eq!(event("plan").repeat, Repeat::OncePerRound(0));
    assert_eq!(text("plan").act, Act::Should);
    assert_eq!(event("halvaar").kind, EventKind::Timer);
    assert_eq!(event("aftale").lifecycle, Lifecycle::Opens);
    assert_eq!(event("slut").lifecycle, Lifecycle::Closes);
    assert_eq!(event("start").instance, Some(0));
    assert!(!event("kontakt").included);
    assert!(event("opstart").completes.is_some());
    assert_eq!(event("lukket").effect, Effect::Exits);
    assert_eq!(event("igen").effect, Effect::Reopens);
    assert_eq!(event("videre").effect, Effect::Resumes(0));
    assert!(matches!(
        event("bero").effect,
        Effect::Pauses {
            group: 0,
            until: Some(_)
        }
    ));
    assert!(
        definition
            .events
            .iter()
            .all(|event| event.pause_group == Some(0))
    );
    assert_eq!(definition.instances[0].limit, 2);
    assert_eq!(text("aarsskifte").on_day, Some(day("2023-12-31")));
    assert!(!text("aarsskifte").verified, "source-unverified is shown");
    assert_eq!(text("opstart").source.text, "opdigtet kilde § 2");
    assert_eq!(text("aabnet").source.text, "opdigtet kilde § 1");
    assert_eq!(text("opstart").step.as_deref(), Some("trin-1"));
    assert_eq!(text("opstart").verb.in_language("en"), "Hold the meeting");
    assert_eq!(
        text("opstart").html,
        "<p>Borgeren og medarbejderen <em>mødes</em>.</p>\n"
    );
    assert_eq!(text("opstart").required_fields, ["udfald"]);
    assert!(text("aftale").carries_on);
    assert_eq!(text("aftale").copies.len(), 2);
    assert_eq!(
        version.field("note").unwrap().engine,
        None,
        "free text is not for the engine"
    );
    assert_eq!(
        version.role("leder").unwrap().holder.as_deref(),
        Some("medarbejder")
    );
}

#[test]
fn relations_are_what_the_page_says() {
    let book = book();
    let version = book.model_on("proeve", day("2020-06-01")).unwrap();
    let RelationKind::Response {
        act,
        deadline: Some(deadline),
        cadence: None,
    } = relation(version, "otte-uger").kind
    else {
        panic!("a response with a deadline");
    };
    assert_eq!((act, deadline.strength), (Strength::Must, Strength::Aim));
    assert_eq!(
        deadline.within,
        calendar::Span::weeks(8),
        "the parameter was put in"
    );
    assert_eq!(
        deadline.roll,
        calendar::Roll::NextWorkingDay,
        "the page's default"
    );
    let RelationKind::Response {
        act,
        deadline: Some(deadline),
        ..
    } = relation(version, "aabnet--response--plan").kind
    else {
        panic!("a response with a deadline");
    };
    assert_eq!(
        (act, deadline.roll),
        (Strength::Default, calendar::Roll::None)
    );
    let RelationKind::Response { cadence, act, .. } =
        relation(version, "aftale--response--kontakt").kind
    else {
        panic!("a cadence");
    };
    assert_eq!((cadence, act), (Some(Cadence::Rolling), Strength::Default));
    assert!(
        relation(version, "slut--no-response--kontakt")
            .guard
            .is_some()
    );
    assert_eq!(
        relation(version, "start--condition--opfoelgning").quantifier,
        Some(duties::Quantifier::Any)
    );
    assert_eq!(
        relation(version, "halvaar--include--opfoelgning").kind,
        RelationKind::Include
    );
    assert_eq!(
        relation(version, "opfoelgning--exclude--plan").kind,
        RelationKind::Exclude { cancel: true }
    );
    let relations = &version.model.definition().relations;
    assert!(
        relations
            .iter()
            .all(|relation| relation.id != "opfoelgning--exclude--aabnet"),
        "except leaves it out"
    );
    assert_eq!(relations.len(), version.relations.len());
    assert_eq!(version.relations.len(), 16);
}

#[test]
fn a_fact_satisfies_what_its_page_says() {
    let book = book();
    let version = book.model_on("proeve", day("2020-06-01")).unwrap();
    let entry = |meeting: &str| facts::Entry {
        citizen: facts::CitizenId(1),
        case: None,
        happened_on: day("2020-06-01"),
        time: None,
        kind: facts::Kind::MeetingHeld {
            meeting: meeting.to_owned(),
            appointment: None,
        },
        answers: std::collections::BTreeMap::new(),
        participants: std::collections::BTreeSet::new(),
        note: None,
        actor: facts::Actor::Employee(facts::EmployeeId(1)),
        role: "medarbejder".to_owned(),
        corrects: None,
        reason: None,
    };
    let satisfied = |meeting: &str| -> Vec<&str> {
        let entry = entry(meeting);
        let events = version
            .events
            .iter()
            .filter(|event| event.is_satisfied_by(&entry));
        events.map(|event| event.id.as_str()).collect()
    };
    assert_eq!(satisfied("opstart"), ["opstart"]);
    assert_eq!(satisfied("opfoelgning"), ["opfoelgning"]);
    assert_eq!(satisfied("andet"), Vec::<&str>::new());
}

#[test]
fn a_page_is_a_handbook_a_list_and_a_graph() {
    let book = book();
    let version = book.model_on("proeve", day("2020-06-01")).unwrap();
    let mut html = String::new();
    for section in &version.sections {
        let (heading, anchor) = (&section.heading, &section.anchor);
        html.push_str(&["## ", heading, " #", anchor, "\n", &section.html].concat());
    }
    insta::assert_snapshot!("handbook", html);
    insta::assert_snapshot!("show", Show(version).to_string());
    insta::assert_snapshot!("graph", Dot(version).to_string());
}

#[test]
fn a_folder_replaces_or_adds_pages() {
    let book = book();
    let changed = Source {
        path: "mappe/ny.md".to_owned(),
        text: source("model.md")
            .text
            .replace("value = \"P8W\"", "value = \"P9W\""),
    };
    let other = Source {
        path: "mappe/anden.md".to_owned(),
        text: "# Anden {model = \"anden\", from = 2021-01-01, source = \"opdigtet\"}\n".to_owned(),
    };
    let before = book
        .model_on("proeve", day("2020-06-01"))
        .unwrap()
        .hash
        .clone();
    let after = book.with(&[changed, other]).unwrap();
    assert_eq!(after.models().len(), 3);
    let version = after.model_on("proeve", day("2020-06-01")).unwrap();
    assert_ne!(version.hash, before);
    assert_eq!(
        version
            .parameters
            .iter()
            .find(|parameter| parameter.name == "frist")
            .unwrap()
            .value,
        "P9W"
    );
    assert!(after.model_on("anden", day("2021-01-01")).is_some());
}

#[test]
fn line_ends_and_trailing_blanks_do_not_change_the_hash() {
    let hash = |text: String| {
        let page = Source {
            path: "model.md".to_owned(),
            text,
        };
        let book = Book::load(&[source("koder.md"), source("kalender.md"), page]).unwrap();
        book.models()[0].hash.clone()
    };
    let text = source("model.md").text;
    let plain = hash(text.clone());
    assert_eq!(
        plain,
        hash(format!("\u{feff}{}", text.replace('\n', "  \r\n")))
    );
    assert_ne!(plain, hash(text.replace("mødes", "ses")));
}

#[test]
fn codes_and_holidays_are_read() {
    let book = book();
    assert_eq!(
        book.codes()
            .get(CodeList::Benefits, "hjaelp")
            .unwrap()
            .title
            .in_language("en"),
        "Assistance"
    );
    assert_eq!(book.codes().list(CodeList::Meetings).len(), 2);
    let calendar = &book.calendar().calendar;
    assert!(!calendar.is_working_day(day("2021-04-05")), "Easter Monday");
    assert!(
        !calendar.is_working_day(day("2023-05-05")),
        "the last Store bededag"
    );
    assert!(
        calendar.is_working_day(day("2024-04-26")),
        "no Store bededag any more"
    );
}

#[test]
fn mutants_compile_differ_and_have_their_own_names() {
    let book = book();
    for version in book.models() {
        let mutants = rulebook::mutate::mutants(version);
        let mut ids: Vec<_> = mutants.iter().map(|mutant| mutant.id.clone()).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), mutants.len());
        for relation in &version.model.definition().relations {
            let removed = format!("{}: remove", relation.id);
            assert!(ids.contains(&removed), "no mutant »{removed}«");
        }
        for mutant in &mutants {
            assert!(mutant.differs(version), "{}", mutant.id);
            assert_eq!(mutant.of(version).hash, version.hash);
        }
    }
    let mutants = rulebook::mutate::mutants(&book.models()[0]);
    let listed: Vec<_> = mutants.iter().map(|mutant| mutant.id.as_str()).collect();
    insta::assert_snapshot!("mutants", listed.join("\n"));
}
