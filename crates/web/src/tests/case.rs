//! The case: registering once, blocked and recorded all the same, two at once, corrections and retractions.

use axum::http::StatusCode;
use facts::{CaseId, CitizenId, Fact, Kind};
use store::FactStore;

use crate::testing::{Answer, Browser, House, house};

const SUMMONS: &str = "indkald-forberedende";
const MEETING: &str = "step-up-moede";

fn one_case(house: &House) -> (CitizenId, CaseId) {
    let citizen = house.citizen("Åse Ømann", "7506804000");
    let case = house.case(
        citizen,
        "2021-08-02",
        &[("mette", "sagsbehandler"), ("jens", "jobformidler")],
    );
    (citizen, case)
}

fn facts(house: &House, citizen: CitizenId) -> Vec<Fact> {
    house.app.store.facts_of(citizen, None).unwrap()
}

/// The two fields that make a post safe to repeat, from the sheet.
fn marks(sheet: &Answer) -> (String, String) {
    (sheet.hidden("expected"), sheet.hidden("key"))
}

async fn summon(
    browser: &mut Browser,
    case: CaseId,
    day: &str,
    step: &str,
    marks: &(String, String),
) -> Answer {
    let fields = [
        ("happened-on", "2021-09-15"),
        ("own-day", day),
        ("own-time", "10:30"),
        ("note", "Sendt med brev"),
        ("expected", marks.0.as_str()),
        ("key", marks.1.as_str()),
        ("step", step),
    ];
    browser
        .post(&format!("/cases/{case}/register/{SUMMONS}"), &fields)
        .await
}

#[tokio::test]
async fn what_follows_is_shown_before_it_is_stored_and_a_repeated_post_stores_once() {
    let house = house();
    let (citizen, case) = one_case(&house);
    let before = facts(&house, citizen).len();
    let mut mette = house.sign_in("mette").await;
    let marks = marks(
        &mette
            .get(&format!("/cases/{case}/register/{SUMMONS}"))
            .await,
    );
    let preview = summon(&mut mette, case, "2021-09-22", "preview", &marks).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(
        preview.body.contains("changes-preview-discharged"),
        "{}",
        preview.body
    );
    assert!(preview.body.contains("changes-preview-opened"));
    assert_eq!(
        facts(&house, citizen).len(),
        before,
        "a preview stores nothing"
    );
    for _ in 0..3 {
        let stored = summon(&mut mette, case, "2021-09-22", "store", &marks).await;
        assert_eq!(stored.status, StatusCode::SEE_OTHER, "{}", stored.body);
    }
    assert_eq!(facts(&house, citizen).len(), before + 1);
    let overview = mette.get(&format!("/cases/{case}")).await;
    assert!(overview.body.contains("22. september 2021"));
}

#[tokio::test]
async fn of_two_who_register_at_once_the_second_sees_what_happened_and_loses_nothing() {
    let house = house();
    let (citizen, case) = one_case(&house);
    let (mut mette, mut lone) = (house.sign_in("mette").await, house.sign_in("lone").await);
    let address = format!("/cases/{case}/register/{SUMMONS}");
    let (first, second) = (
        marks(&mette.get(&address).await),
        marks(&lone.get(&address).await),
    );
    assert_eq!(
        summon(&mut mette, case, "2021-09-22", "store", &first)
            .await
            .status,
        StatusCode::SEE_OTHER
    );
    let conflict = summon(&mut lone, case, "2021-09-29", "store", &second).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert!(
        conflict.body.contains("Mette Holm"),
        "says who wrote meanwhile"
    );
    assert!(
        conflict.body.contains("29. september 2021"),
        "the draft is still there"
    );
    let count = facts(&house, citizen).len();
    let again = (conflict.hidden("expected"), conflict.hidden("key"));
    let stored = summon(&mut lone, case, "2021-09-29", "store", &again).await;
    assert_eq!(stored.status, StatusCode::SEE_OTHER, "{}", stored.body);
    let kept = facts(&house, citizen);
    assert_eq!(kept.len(), count + 1);
    let numbers: Vec<u64> = kept
        .iter()
        .filter_map(|fact| match fact.entry.kind {
            Kind::AppointmentMade { appointment, .. } => Some(appointment.0),
            _ => None,
        })
        .collect();
    assert_eq!(
        numbers,
        [1, 2],
        "the second appointment has a number of its own"
    );
}

#[tokio::test]
async fn what_is_blocked_needs_a_reason_and_is_stored_as_a_deviation() {
    let house = house();
    let (citizen, case) = one_case(&house);
    let mut mette = house.sign_in("mette").await;
    let address = format!("/cases/{case}/register/{MEETING}");
    let sheet = mette.get(&address).await;
    assert!(sheet.body.contains("Noget spærrer"));
    let (expected, key) = marks(&sheet);
    let mut fields = vec![
        ("happened-on", "2021-09-14"),
        ("answer-i-maalgruppe", "nej"),
        ("participants", "borger"),
        ("expected", expected.as_str()),
        ("key", key.as_str()),
        ("step", "store"),
    ];
    let refused = mette.post(&address, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("fault-reason"));
    fields.push(("reason", "Borgeren kom uanmeldt, og alle var der."));
    let stored = mette.post(&address, &fields).await;
    assert_eq!(stored.status, StatusCode::SEE_OTHER, "{}", stored.body);
    let last = facts(&house, citizen).pop().unwrap();
    assert_eq!(
        last.entry.reason.as_deref(),
        Some("Borgeren kom uanmeldt, og alle var der.")
    );
    let journal = mette.get(&format!("/cases/{case}/journal")).await;
    let deviations = &journal.body[journal.body.find("id=\"deviations\"").unwrap()..];
    assert!(deviations.contains("uanmeldt"));
}

#[tokio::test]
async fn a_fault_stands_at_its_field_and_the_input_is_kept() {
    let house = house();
    let (_, case) = one_case(&house);
    let mut mette = house.sign_in("mette").await;
    let address = format!("/cases/{case}/register/{SUMMONS}");
    let (expected, key) = marks(&mette.get(&address).await);
    let fields = [
        ("happened-on", "2022-01-01"),
        ("own-day", "ikke en dag"),
        ("note", "Bliver stående <b>"),
        ("expected", expected.as_str()),
        ("key", key.as_str()),
        ("step", "preview"),
    ];
    let back = mette.post(&address, &fields).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("fault-own-day"));
    assert!(
        back.body.contains("Bliver stående &#60;b&#62;")
            || back.body.contains("Bliver stående &lt;b&gt;")
    );
}

#[tokio::test]
async fn a_retracted_fact_stops_counting_and_only_the_team_leader_reads_it() {
    let house = house();
    let (citizen, case) = one_case(&house);
    let mut mette = house.sign_in("mette").await;
    let address = format!("/cases/{case}/register/{SUMMONS}");
    let first = marks(&mette.get(&address).await);
    summon(&mut mette, case, "2021-09-22", "store", &first).await;
    let root = facts(&house, citizen).pop().unwrap().id.0;
    let retract = format!("/cases/{case}/facts/{root}/retract");
    let (expected, key) = marks(&mette.get(&retract).await);
    let fields = [
        ("note", "Forkert borger"),
        ("expected", expected.as_str()),
        ("key", key.as_str()),
        ("step", "store"),
    ];
    assert_eq!(
        mette.post(&retract, &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let hers = mette.get(&format!("/cases/{case}/journal")).await.body;
    assert!(!hers.contains("Sendt med brev"), "the content is hidden");
    assert!(hers.contains("trukket tilbage"), "the trace remains");
    assert!(
        !mette
            .get(&format!("/cases/{case}"))
            .await
            .body
            .contains("22. september 2021")
    );
    assert_eq!(
        mette.get(&retract).await.status,
        StatusCode::NOT_FOUND,
        "it cannot be retracted twice"
    );
    let mut lone = house.sign_in("lone").await;
    assert!(
        lone.get(&format!("/cases/{case}/journal"))
            .await
            .body
            .contains("Sendt med brev")
    );
}

#[tokio::test]
async fn what_if_and_every_other_page_of_a_case_store_nothing() {
    let house = house();
    let (citizen, case) = one_case(&house);
    let before = facts(&house, citizen);
    let mut mette = house.sign_in("mette").await;
    let model = house.app.book.models()[0].clone();
    for event in &model.events {
        let address = format!(
            "/cases/{case}/what-if?do={}&on=2021-10-01&day=2022-05-01",
            event.id
        );
        assert_eq!(
            mette.get(&address).await.status,
            StatusCode::OK,
            "{address}"
        );
        let form = mette
            .get(&format!("/cases/{case}/register/{}", event.id))
            .await;
        assert!(
            matches!(form.status, StatusCode::OK | StatusCode::NOT_FOUND),
            "{}",
            event.id
        );
    }
    for page in [
        "",
        "/journal",
        "/plan",
        "/time",
        "/register",
        "/hand-over",
        "/hold",
        "/resume",
        "/close",
        "/reopen",
    ] {
        assert_eq!(
            mette.get(&format!("/cases/{case}{page}")).await.status,
            StatusCode::OK,
            "{page}"
        );
    }
    assert_eq!(facts(&house, citizen), before);
}

#[tokio::test]
async fn a_hold_needs_a_reason_and_a_day_ahead() {
    let house = house();
    let (citizen, case) = one_case(&house);
    let mut mette = house.sign_in("mette").await;
    let address = format!("/cases/{case}/hold");
    let (expected, key) = marks(&mette.get(&address).await);
    let marks = [
        ("expected", expected.as_str()),
        ("key", key.as_str()),
        ("step", "store"),
    ];
    for wrong in [
        [("until", "2021-09-15"), ("note", "Syg")],
        [("until", "2021-10-15"), ("note", "")],
    ] {
        let back = mette.post(&address, &[&wrong[..], &marks].concat()).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    }
    let right = [
        ("until", "2021-10-15"),
        ("note", "Indlagt til midt i oktober"),
    ];
    let stored = mette.post(&address, &[&right[..], &marks].concat()).await;
    assert_eq!(stored.status, StatusCode::SEE_OTHER, "{}", stored.body);
    assert!(matches!(
        facts(&house, citizen).pop().unwrap().entry.kind,
        Kind::ClockPaused { until: Some(_) }
    ));
    let overview = mette.get(&format!("/cases/{case}")).await.body;
    assert!(
        overview.contains("i bero, genoptages 15. oktober 2021"),
        "the duties say until when, and why"
    );
    assert!(overview.contains("Indlagt til midt i oktober"));
}
