//! Signing in and out, and how long a session lives.

use axum::http::{StatusCode, header};

use crate::testing::{PASSWORD, demo_house, house, secure_house};

#[tokio::test]
async fn signing_in_leads_to_what_was_asked_for() {
    let house = house();
    let mut browser = house.browser();
    let asked = browser.get("/cases?sort=due&down=1").await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER);
    assert_eq!(
        asked.location(),
        "/sign-in?next=/cases%3Fsort%3Ddue%26down%3D1"
    );
    let form = browser.get(asked.location()).await;
    let next = form.hidden("next");
    assert_eq!(next, "/cases?sort=due&#38;down=1");
    let fields = [
        ("login", "METTE"),
        ("password", PASSWORD),
        ("next", "/cases?sort=due&down=1"),
    ];
    let welcome = browser.post("/sign-in", &fields).await;
    assert_eq!(welcome.location(), "/cases?sort=due&down=1");
    let page = browser.get("/cases?sort=due&down=1").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Mette Holm"));
}

#[tokio::test]
async fn a_wrong_password_and_a_wrong_name_look_the_same() {
    let house = house();
    let mut browser = house.browser();
    browser.get("/sign-in").await;
    let wrong_password = browser
        .post("/sign-in", &[("login", "mette"), ("password", "forkert")])
        .await;
    let wrong_name = browser
        .post("/sign-in", &[("login", "ingen"), ("password", PASSWORD)])
        .await;
    assert_eq!(wrong_password.status, StatusCode::UNPROCESSABLE_ENTITY);
    let other_name = wrong_password.body.replace("\"mette\"", "\"ingen\"");
    assert_eq!(other_name, wrong_name.body);
    assert!(
        !wrong_password.body.contains("forkert"),
        "the password comes back"
    );
}

#[tokio::test]
async fn guessing_has_to_wait_and_the_right_password_too() {
    let house = house();
    let mut browser = house.browser();
    browser.get("/sign-in").await;
    for _ in 0..7 {
        browser
            .post("/sign-in", &[("login", "mette"), ("password", "gæt")])
            .await;
    }
    let right = [("login", "mette"), ("password", PASSWORD)];
    let answer = browser.post("/sign-in", &right).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Vent"), "{}", answer.body);
    house.clock.add_minutes(20);
    let answer = browser.post("/sign-in", &right).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn nobody_is_sent_to_another_house() {
    let house = house();
    for foreign in ["https://ond.example/", "//ond.example", "/\\ond.example"] {
        let mut browser = house.browser();
        browser.get("/sign-in").await;
        let fields = [
            ("login", "mette"),
            ("password", PASSWORD),
            ("next", foreign),
        ];
        let answer = browser.post("/sign-in", &fields).await;
        assert_eq!(answer.location(), "/", "{foreign}");
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_for_whoever_kept_the_cookie() {
    let house = house();
    let mut browser = house.sign_in("mette").await;
    let mut copy = browser.clone();
    assert_eq!(copy.get("/").await.status, StatusCode::OK);
    let answer = browser.post("/sign-out", &[]).await;
    assert_eq!(answer.location(), "/sign-in");
    assert_eq!(copy.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_session_ends_without_use_and_after_a_working_day() {
    let house = house();
    let mut browser = house.sign_in("mette").await;
    house.clock.add_minutes(59);
    assert_eq!(browser.get("/about").await.status, StatusCode::OK);
    assert_eq!(browser.get("/").await.status, StatusCode::OK);
    house.clock.add_minutes(61);
    assert_eq!(browser.get("/").await.status, StatusCode::SEE_OTHER);

    let mut busy = house.sign_in("mette").await;
    for _ in 0..12 {
        house.clock.add_minutes(49);
        assert_eq!(busy.get("/").await.status, StatusCode::OK);
    }
    house.clock.add_minutes(13);
    assert_eq!(busy.get("/").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn moving_the_demonstrations_day_signs_nobody_out() {
    let house = demo_house();
    let mut browser = house.sign_in("mette").await;
    let answer = browser
        .post("/demo/day", &[("day", "2022-03-01"), ("next", "/cases")])
        .await;
    assert_eq!(answer.location(), "/cases");
    let page = browser.get("/cases").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("tirsdag 1. marts 2022"));
    let back = browser.post("/demo/day", &[("day", "2021-01-01")]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains("Dagen kan kun flyttes frem"));
}

#[tokio::test]
async fn the_day_of_a_real_store_cannot_be_moved() {
    let house = house();
    let mut browser = house.sign_in("lone").await;
    let answer = browser.post("/demo/day", &[("day", "2022-03-01")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert!(!browser.get("/").await.body.contains("/demo/day"));
}

#[tokio::test]
async fn cookies_carry_every_guard() {
    let house = secure_house();
    let mut browser = house.browser();
    browser.get("/sign-in").await;
    let fields = [("login", "mette"), ("password", PASSWORD)];
    let answer = browser.post("/sign-in", &fields).await;
    let lines: Vec<&str> = answer
        .headers
        .get_all(header::SET_COOKIE)
        .iter()
        .map(|line| line.to_str().unwrap())
        .collect();
    let session = lines
        .iter()
        .find(|line| line.starts_with("__Host-tovholder-session="))
        .unwrap();
    for guard in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
        assert!(session.contains(guard), "{guard}: {session}");
    }
    assert!(!session.contains("Domain"));
    let sent = browser.get("/").await;
    assert_eq!(sent.status, StatusCode::OK);
    assert!(sent.headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
}
