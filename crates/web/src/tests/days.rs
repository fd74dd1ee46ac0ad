//! Days that cannot be right are refused with words; wrong fields are told together; a case on hold or closed offers what fits.

use axum::http::StatusCode;
use facts::{CaseId, CitizenId, Kind};
use store::FactStore;

use crate::testing::{Answer, Browser, House, house};

fn one_case(house: &House) -> (CitizenId, CaseId) {
    let citizen = house.citizen("Åse Ømann", "7506804000");
    let case = house.case(
        citizen,
        "2021-08-02",
        &[("mette", "sagsbehandler"), ("jens", "jobformidler")],
    );
    (citizen, case)
}

async fn send(browser: &mut Browser, address: &str, fields: &[(&str, &str)], step: &str) -> Answer {
    let sheet = browser.get(address).await;
    let (expected, key) = (sheet.hidden("expected"), sheet.hidden("key"));
    let marks = [
        ("expected", expected.as_str()),
        ("key", key.as_str()),
        ("step", step),
    ];
    browser.post(address, &[fields, &marks].concat()).await
}

async fn summoned(browser: &mut Browser, case: CaseId) {
    let fields = [
        ("happened-on", "2021-09-15"),
        ("own-day", "2021-09-22"),
        ("own-time", "10:30"),
    ];
    let address = format!("/cases/{case}/register/indkald-forberedende");
    let stored = send(browser, &address, &fields, "store").await;
    assert_eq!(stored.status, StatusCode::SEE_OTHER, "{}", stored.body);
}

#[tokio::test]
async fn an_appointment_is_not_moved_to_an_absurd_day() {
    let house = house();
    let (citizen, case) = one_case(&house);
    let mut mette = house.sign_in("mette").await;
    summoned(&mut mette, case).await;
    let count = house.app.store.facts_of(citizen, None).unwrap().len();
    let address = format!("/cases/{case}/appointments/1/move");
    for (day, words) in [
        ("0001-01-01", "før borgeren blev født"),
        ("9999-12-31", "for langt fremme"),
        ("2021-08-15", "kan ikke ligge før"),
        ("i morgen", "Skriv en dag"),
    ] {
        for step in ["preview", "store"] {
            let back = send(
                &mut mette,
                &address,
                &[("day", day), ("time", "9.30")],
                step,
            )
            .await;
            assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
            assert!(back.body.contains(words), "{day}: {words}");
        }
    }
    assert_eq!(
        house.app.store.facts_of(citizen, None).unwrap().len(),
        count
    );
    let fields = [("day", "2021-09-29"), ("time", "9.30")];
    let preview = send(&mut mette, &address, &fields, "preview").await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    assert!(
        preview
            .body
            .contains("22. september 2021 kl. 10:30, flyttet til 29. september 2021 kl. 9:30")
            || preview
                .body
                .contains("22. september 2021 kl. 10:30, flyttet til 29. september 2021 kl. 09:30"),
        "the preview names which appointment is moved: {}",
        preview.body
    );
}

#[tokio::test]
async fn every_wrong_field_is_told_at_once() {
    let house = house();
    let (_, case) = one_case(&house);
    let mut mette = house.sign_in("mette").await;
    let address = format!("/cases/{case}/register/virksomhedsaftale");
    let model = house.app.book.models()[0].clone();
    let event = model
        .events
        .iter()
        .find(|event| {
            let mut kinds = event.satisfied_by.iter();
            kinds.any(|by| by.kind == facts::KindName::PlacementAgreed)
        })
        .unwrap();
    let address = address.replace("virksomhedsaftale", &event.id);
    let fields = [
        ("happened-on", "1850-01-01"),
        ("own-cvr", "12345678"),
        ("own-minutes", "500"),
        ("own-form", "praktik"),
    ];
    let back = send(&mut mette, &address, &fields, "preview").await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    for words in [
        "før borgeren blev født",
        "det sidste kontrollerer de andre",
        "En uge har højst 168 timer",
        "fault-own-company",
        "fault-own-from",
    ] {
        assert!(back.body.contains(words), "{words}: {}", back.body);
    }
}

#[tokio::test]
async fn missing_answers_are_named_in_the_form_and_can_be_left_out_with_a_reason() {
    let house = house();
    let (_, case) = one_case(&house);
    let mut mette = house.sign_in("mette").await;
    let address = format!("/cases/{case}/register/step-up-moede");
    let fields = [("happened-on", "2021-09-14")];
    let back = send(&mut mette, &address, &fields, "preview").await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        back.body.contains("fault-answer-i-maalgruppe"),
        "{}",
        back.body
    );
    assert!(back.body.contains("name=\"unanswered\""));
    let fields = [("happened-on", "2021-09-14"), ("unanswered", "1")];
    let preview = send(&mut mette, &address, &fields, "preview").await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(preview.body.contains("name=\"reason\""));
}

#[tokio::test]
async fn a_case_on_hold_can_be_taken_up_again_and_a_closed_one_only_reopened() {
    let house = house();
    let (citizen, case) = one_case(&house);
    let mut mette = house.sign_in("mette").await;
    let overview = format!("/cases/{case}");
    let before = mette.get(&overview).await.body;
    assert!(before.contains("/hold\"") && !before.contains("/resume\""));
    assert!(!before.contains("register/genoptag"), "nothing is on hold");
    let fields = [("until", "2021-10-15"), ("note", "Indlagt")];
    send(&mut mette, &format!("{overview}/hold"), &fields, "store").await;
    let held = mette.get(&overview).await.body;
    assert!(held.contains("/resume\"") && !held.contains("/hold\""));
    assert!(held.contains("Sagen er i bero og genoptages 15. oktober 2021"));
    assert!(held.contains("fristen står stille"));
    let fields = [("happened-on", "2021-09-15"), ("note", "Flyttet")];
    send(&mut mette, &format!("{overview}/close"), &fields, "store").await;
    let last = house.app.store.facts_of(citizen, None).unwrap().pop();
    assert!(matches!(last.unwrap().entry.kind, Kind::CaseClosed));
    let closed = mette.get(&overview).await.body;
    assert!(closed.contains("/reopen\""));
    for gone in ["/hold\"", "/resume\"", "/hand-over\"", "/register\""] {
        assert!(!closed.contains(&format!("{overview}{gone}")), "{gone}");
    }
}

#[tokio::test]
async fn a_plan_of_a_day_without_the_case_says_so() {
    let house = house();
    let (_, case) = one_case(&house);
    let mut mette = house.sign_in("mette").await;
    for (day, words) in [
        ("2020-01-01", "var sagen ikke åbnet"),
        ("9999-01-01", "er ikke kommet endnu"),
    ] {
        let plan = mette.get(&format!("/cases/{case}/plan?as-of={day}")).await;
        assert_eq!(plan.status, StatusCode::OK, "{day}");
        assert!(plan.body.contains(words), "{day}");
        assert!(
            !plan.body.contains("8.0"),
            "nobody is thousands of years old"
        );
    }
}

#[tokio::test]
async fn a_second_open_case_of_a_kind_is_not_offered() {
    let house = house();
    let (citizen, _) = one_case(&house);
    let mut mette = house.sign_in("mette").await;
    let page = mette.get(&format!("/citizens/{citizen}")).await;
    assert!(page.body.contains("har allerede en åben sag"));
    assert!(!page.body.contains("name=\"model\""));
}

#[tokio::test]
async fn whoever_opens_second_is_told_which_case_there_is() {
    let house = house();
    let citizen = house.citizen("Åse Ømann", "7506804000");
    let mut mette = house.sign_in("mette").await;
    let page = mette.get(&format!("/citizens/{citizen}")).await;
    let (key, seen) = (page.hidden("key"), page.hidden("seen"));
    let model = house.app.book.models()[0].name.clone();
    // Somebody is quicker.
    let first = house.case(citizen, "2021-08-02", &[("mette", "sagsbehandler")]);
    let fields = [
        ("model", model.as_str()),
        ("day", "2021-09-15"),
        ("key", key.as_str()),
        ("seen", seen.as_str()),
    ];
    let answer = mette
        .post(&format!("/citizens/{citizen}/cases"), &fields)
        .await;
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.body);
    let words = format!("Imens er sag {first} åbnet i den indsats, 2. august 2021.");
    assert!(answer.body.contains(&words), "{}", answer.body);
    let cases = casework::cases(&house.app.store.facts_of(citizen, None).unwrap());
    assert_eq!(cases.len(), 1);
}

#[tokio::test]
async fn a_summons_says_what_to() {
    let house = house();
    let (_, case) = one_case(&house);
    let mut mette = house.sign_in("mette").await;
    let sheet = mette
        .get(&format!("/cases/{case}/register/indkald-forberedende"))
        .await;
    assert!(
        sheet.body.contains("Forberedende samtale holdes den"),
        "{}",
        sheet.body
    );
}
