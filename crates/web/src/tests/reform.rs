//! New rules: every affected case with its duties before and after, counted, and confirmed one by one.

use axum::http::StatusCode;
use calendar::{LocalTime, Timestamp};
use facts::Kind;
use store::FactStore;

use crate::testing::{House, house};

/// Some cases of two teams, opened under the rules that the reform of 1 February 2026 replaces.
fn before_the_reform(cases: u64) -> House {
    let house = house();
    on(&house, "2025-09-15");
    for number in 0..cases {
        let holder = if number % 2 == 0 { "mette" } else { "omar" };
        let citizen = house.citizen(
            &format!("Borger {number:02}"),
            &format!("7506804{number:03}"),
        );
        house.case(citizen, "2025-08-04", &[(holder, "sagsbehandler")]);
    }
    house
}

fn on(house: &House, day: &str) {
    let nine = LocalTime::new(9, 0).unwrap();
    house.clock.set(Timestamp::at(day.parse().unwrap(), nine));
}

/// The number of a tab, by its words.
fn tab(body: &str, words: &str) -> u64 {
    let start = format!(">{words} <span class=\"count\">");
    let at = body.find(&start).unwrap();
    let rest = &body[at + start.len()..];
    rest[..rest.find('<').unwrap()].parse().unwrap()
}

#[tokio::test]
async fn every_case_of_a_reform_is_listed_and_confirmed_one_by_one() {
    let house = before_the_reform(6);
    let mut early = house.sign_in("mette").await;
    let calm = early.get("/reform").await;
    assert_eq!(calm.status, StatusCode::OK);
    assert!(calm.body.contains("ingen nye regler at bekræfte"));
    assert!(
        calm.body.contains("1. februar 2026"),
        "what is on its way is told"
    );
    assert!(!early.get("/").await.body.contains("/reform?who="));

    on(&house, "2026-02-02");
    let mut mette = house.sign_in("mette").await;
    let day = mette.get("/").await;
    assert!(day.body.contains("3 sager mangler"), "the day says so");
    let page = mette.get("/reform").await;
    assert_eq!(tab(&page.body, "Alle sager"), 3);
    assert_eq!(page.body.matches("reform-case\"").count(), 3);
    for (words, effect) in [
        ("Noget bortfalder", "drops"),
        ("Noget nyt kommer til", "opens"),
        ("Noget får en ny frist", "moves"),
        ("Intet ændrer sig", "same"),
        ("Noget kan ikke følge med", "misfits"),
    ] {
        let part = mette.get(&format!("/reform?effect={effect}")).await;
        let rows = part.body.matches("reform-case\"").count() as u64;
        assert_eq!(
            rows,
            tab(&page.body, words),
            "{words}: a number opens what it counted"
        );
    }
    assert!(
        !page.body.contains("Borger 01"),
        "another team's case is not listed"
    );

    // What is confirmed is what was seen: the case follows the new rules and leaves the list.
    let (expected, key) = (page.hidden("expected"), page.hidden("key"));
    let next = page.hidden("next").replace("&#38;", "&");
    let case = next.rsplit_once("confirmed=").unwrap().1.to_owned();
    let fields = [
        ("expected", expected.as_str()),
        ("key", key.as_str()),
        ("next", next.as_str()),
        ("step", "store"),
    ];
    let address = format!("/cases/{case}/law");
    let mut rikke = house.sign_in("rikke").await;
    assert!(
        !rikke
            .get("/reform")
            .await
            .body
            .contains("name=\"expected\"")
    );
    assert_eq!(
        rikke.post(&address, &fields).await.status,
        StatusCode::FORBIDDEN
    );
    let confirmed = mette.post(&address, &fields).await;
    assert_eq!(confirmed.location(), next, "{}", confirmed.body);
    let after = mette.get(confirmed.location()).await;
    assert!(
        after
            .body
            .contains(&format!("Sag {case} følger nu de nye regler."))
    );
    assert_eq!(tab(&after.body, "Alle sager"), 2);
    let last = house.app.store.last().unwrap().unwrap();
    let fact = house.app.store.fact(last).unwrap().unwrap();
    assert!(matches!(fact.entry.kind, Kind::ModelChanged { .. }));
    let claimed = mette.get("/reform?confirmed=2").await;
    assert!(
        !claimed.body.contains("følger nu"),
        "only what is so is said"
    );
}

#[tokio::test]
async fn a_case_that_changed_meanwhile_is_not_confirmed_unseen() {
    let house = before_the_reform(1);
    on(&house, "2026-02-02");
    let mut mette = house.sign_in("mette").await;
    let page = mette.get("/reform").await;
    let (expected, key) = (page.hidden("expected"), page.hidden("key"));
    let case = facts::CaseId(1);
    let citizen = facts::CitizenId(1);
    let mut paused = house.entry(
        citizen,
        Some(case),
        "2026-02-02",
        Kind::ClockPaused { until: None },
    );
    paused.note = Some("Borgeren er indlagt.".to_owned());
    house.register(citizen, vec![paused]);
    let last = house.app.store.last().unwrap();
    let fields = [
        ("expected", expected.as_str()),
        ("key", &key),
        ("step", "store"),
    ];
    let answer = mette.post("/cases/1/law", &fields).await;
    assert_eq!(answer.status, StatusCode::CONFLICT);
    assert_eq!(house.app.store.last().unwrap(), last, "nothing was stored");
}

#[tokio::test]
async fn cases_in_which_nothing_changes_are_confirmed_together() {
    let house = before_the_reform(6);
    on(&house, "2026-02-02");
    let mut mette = house.sign_in("mette").await;
    let page = mette.get("/reform").await.body;
    let all = tab(&page, "Alle sager");
    let seen: Vec<String> = page
        .split("name=\"case\" value=\"")
        .skip(1)
        .map(|part| part[..part.find('"').unwrap()].to_owned())
        .collect();
    assert!(
        !seen.is_empty(),
        "the test needs a case in which nothing changes"
    );
    let key = "0".repeat(32);
    let mut fields = vec![("key", key.as_str()), ("back", "/reform")];
    // A case that somebody wrote in meanwhile stays; one in which something changes is never confirmed unseen.
    fields.extend(seen.iter().map(|case| ("case", case.as_str())));
    let answer = mette.post("/reform", &fields).await;
    assert_eq!(answer.location(), "/reform", "{}", answer.body);
    let after = mette.get("/reform").await.body;
    let left = if after.contains("Alle sager") {
        tab(&after, "Alle sager")
    } else {
        0
    };
    assert_eq!(left, all - seen.len() as u64);
    let foreign = [("key", key.as_str()), ("back", "/reform"), ("case", "2:1")];
    assert_eq!(
        mette.post("/reform", &foreign).await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn a_team_leader_sees_the_teams_cases_over_all_pages() {
    let house = before_the_reform(110);
    on(&house, "2026-02-02");
    let mut lone = house.sign_in("lone").await;
    let first = lone.get("/reform").await;
    assert_eq!(tab(&first.body, "Alle sager"), 55);
    assert_eq!(first.body.matches("reform-case\"").count(), 50);
    let second = lone.get("/reform?page=1").await;
    assert_eq!(second.body.matches("reform-case\"").count(), 5);
    assert_eq!(tab(&second.body, "Alle sager"), 55);
    assert!(
        lone.get("/reform?who=mine")
            .await
            .body
            .contains("ingen nye regler at bekræfte")
    );
    assert_eq!(
        lone.get("/reform?effect=x").await.status,
        StatusCode::BAD_REQUEST
    );
}
