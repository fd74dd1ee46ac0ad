//! Hostile input: names that are markup, bodies that are too large, bytes that are no text.

use axum::body::Body;
use axum::http::{Method, StatusCode};

use calendar::Clock;

use crate::error::{WebError, error_page};
use crate::language::Language;
use crate::page::Frame;
use crate::testing::house;

type Headers = &'static [(&'static str, &'static str)];

const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

#[tokio::test]
async fn markup_in_a_name_is_shown_as_text() {
    let house = house();
    let name = "<script>alert(1)</script>\"'><img src=x onerror=y>";
    let citizen = house.citizen(name, "7506804000");
    let case = house.case(citizen, "2021-07-01", &[("mette", "sagsbehandler")]);
    let mut browser = house.sign_in("mette").await;
    for path in [
        "/".to_owned(),
        format!("/?case={case}"),
        "/cases".to_owned(),
        "/citizens".to_owned(),
        format!("/citizens/{citizen}"),
    ] {
        let page = browser.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        assert!(!page.body.contains("<script>alert"), "{path}");
        assert!(!page.body.contains("<img src=x"), "{path}");
        assert!(page.body.contains("&#60;script&#62;alert(1)"), "{path}");
    }
    let searched = browser
        .post("/search", &[("q", name), ("list", "/cases")])
        .await;
    assert!(searched.location().starts_with("/cases?search="));
    let page = browser.get(searched.location()).await;
    assert!(!page.body.contains("<script>alert"));
}

#[tokio::test]
async fn what_is_too_large_or_unreadable_is_refused_calmly() {
    let house = house();
    let mut browser = house.sign_in("mette").await;
    let token = browser.csrf.clone();
    let cases: [(Headers, Vec<u8>, u16); 7] = [
        (
            &FORM,
            format!("csrf={token}&q={}", "x".repeat(300_000)).into(),
            413,
        ),
        (&FORM, format!("csrf={token}&q=%FF%FE").into(), 400),
        (&FORM, format!("csrf={token}&q=%00").into(), 400),
        (&FORM, format!("csrf={token}&q=%4").into(), 400),
        (&FORM, [b"q=".as_slice(), &[0xFF, 0xC3, 0x28]].concat(), 400),
        (&[("content-type", "application/json")], b"{}".to_vec(), 400),
        (
            &[("content-type", "multipart/form-data; boundary=x")],
            b"--x--".to_vec(),
            400,
        ),
    ];
    for (position, (headers, body, status)) in cases.into_iter().enumerate() {
        let answer = browser
            .send(Method::POST, "/search", headers, Body::from(body))
            .await;
        assert_eq!(answer.status.as_u16(), status, "case {position}");
        assert!(answer.body.contains("Intet er gemt"), "case {position}");
    }
}

#[tokio::test]
async fn odd_addresses_give_calm_pages() {
    let house = house();
    let mut browser = house.sign_in("mette").await;
    for (path, status) in [
        ("/cases?sort=%27%3B+DROP+TABLE+fact", 400),
        ("/cases?page=-1", 400),
        ("/cases?page=99999999999999999999", 400),
        ("/cases?page=4294967295", 200),
        ("/?group=x", 400),
        ("/?case=abc", 400),
        ("/?case=99999", 200),
        ("/?who=unassigned", 403),
        ("/?search=99999", 200),
        ("/cases?search=99999", 200),
        ("/citizens/99999", 404),
        ("/citizens/abc", 400),
        ("/cases/99999", 404),
        ("/static/../Cargo.toml", 404),
        ("/static/x/%2e%2e/%2e%2e/Cargo.toml", 404),
        ("/../../etc/passwd", 404),
        ("/sign-in?next=%FF", 303),
    ] {
        let answer = browser.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
    }
}

#[tokio::test]
async fn a_case_that_is_gone_leaves_the_list_and_says_so() {
    let house = house();
    let mut browser = house.sign_in("mette").await;
    let page = browser.get("/?case=99999").await;
    assert!(page.body.contains("Den valgte sag findes ikke"));
    let list = browser.get("/").await;
    assert!(!list.body.contains("Den valgte sag findes ikke"));
}

#[tokio::test]
async fn a_failure_is_told_calmly_and_without_its_cause() {
    let house = house();
    let cause = WebError::fault(std::io::Error::other("secret cause of 0101901234"));
    let frame = Frame {
        language: Language::Danish,
        today: house.clock.today(),
        demo: false,
        csrf: String::new(),
        path: "/".to_owned(),
        route: "/".to_owned(),
        partial: false,
        user: None,
    };
    let response = error_page(&house.app, &frame, &cause);
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let body = axum::body::to_bytes(response.into_body(), usize::MAX)
        .await
        .unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    assert!(body.contains("Noget gik galt hos os"));
    assert!(body.contains("2021-09-15-0900-0"), "the reference");
    assert!(!body.contains("secret cause"));
}

#[tokio::test]
async fn cookies_that_are_not_ours_are_ignored() {
    let house = house();
    let mut browser = house.browser();
    let (long, short) = ("a".repeat(64), "a".repeat(10));
    for value in [
        "",
        "x",
        short.as_str(),
        &format!("{long}.1"),
        &format!("{long}.-9223372036854775808"),
        &format!("{long}.9223372036854775807"),
        "\"x\"",
    ] {
        let header = format!("tovholder-session={value}; tovholder-language=xx");
        let answer = browser
            .send(Method::GET, "/", &[("cookie", &header)], Body::empty())
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{value}");
        browser.cookies.clear();
    }
}
