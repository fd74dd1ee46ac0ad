//! Deny by default: every route, every role, every POST, every header.

use std::fmt::Write as _;

use axum::body::Body;
use axum::http::{Method, StatusCode};

use store::FactStore;

use crate::gate::HEADERS;
use crate::rights::{Action, Closeness, Role, User};
use crate::serve::private;
use crate::testing::{demo_house, house};

/// The declared address with something in every hole.
fn filled(path: &str) -> String {
    let mut filled = String::new();
    for part in path.split('/').skip(1) {
        filled.push('/');
        filled.push_str(if part.starts_with('{') { "1" } else { part });
    }
    filled
}

fn user(role: Role) -> User {
    User {
        id: facts::EmployeeId(1),
        name: "Nogen".to_owned(),
        role,
        team: None,
    }
}

#[test]
fn who_may_open_which_route_is_as_agreed() {
    let (_, mut routes) = private().into_parts();
    routes.sort();
    let mut table = String::from("caseworker job-broker team-leader reader\n");
    for route in routes {
        let marks: String = Role::ALL
            .iter()
            .map(|role| {
                if user(*role).may_ever(route.need) {
                    'x'
                } else {
                    '-'
                }
            })
            .collect();
        writeln!(
            table,
            "{marks} {:4} {} ({:?})",
            route.method, route.path, route.need
        )
        .unwrap();
    }
    insta::assert_snapshot!("routes", table);
}

#[test]
fn who_may_do_what_is_as_agreed() {
    let mut table = String::from(
        "o own, t team, u unassigned, f foreign, . about no case\ncaseworker job-broker team-leader reader\n",
    );
    for action in Action::ALL {
        let columns: Vec<String> = Role::ALL
            .iter()
            .map(|role| {
                let user = user(*role);
                let mut cell = String::new();
                for (closeness, mark) in Closeness::ALL.iter().zip("otuf".chars()) {
                    let may = user.may(action, Some(*closeness));
                    cell.push(if may { mark } else { '-' });
                }
                cell.push(if user.may(action, None) { '.' } else { '-' });
                cell
            })
            .collect();
        writeln!(table, "{} {action:?}", columns.join(" ")).unwrap();
    }
    insta::assert_snapshot!("rights", table);
}

#[tokio::test]
async fn nobody_gets_in_without_signing_in() {
    let house = house();
    let (_, routes) = private().into_parts();
    assert!(routes.len() > 15, "{} routes", routes.len());
    for route in routes {
        let mut browser = house.browser();
        browser.get("/sign-in").await;
        let path = filled(route.path);
        let answer = match route.method {
            "GET" => browser.get(&path).await,
            _ => browser.post(&path, &[]).await,
        };
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{route:?}");
        assert!(answer.location().starts_with("/sign-in"), "{route:?}");
    }
}

#[tokio::test]
async fn a_part_of_a_page_asked_for_without_a_session_moves_the_whole_page() {
    let house = house();
    let headers = [("hx-request", "true")];
    let mut browser = house.browser();
    let answer = browser
        .send(Method::GET, "/day/cases/1", &headers, Body::empty())
        .await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert_eq!(answer.headers["hx-redirect"], "/sign-in");

    let mut mette = house.sign_in("mette").await;
    let gone = mette
        .send(Method::GET, "/day/cases/99999", &headers, Body::empty())
        .await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(gone.body.contains("Siden findes ikke"));
    assert!(!gone.body.contains("<html"), "a part, without the frame");
}

#[tokio::test]
async fn a_role_without_the_right_is_refused_with_an_explanation() {
    let house = house();
    let (_, routes) = private().into_parts();
    let mut refused = 0;
    for (login, role) in [
        ("mette", Role::Caseworker),
        ("jens", Role::JobBroker),
        ("lone", Role::TeamLeader),
        ("rikke", Role::Reader),
    ] {
        let mut browser = house.sign_in(login).await;
        for route in routes
            .iter()
            .filter(|route| !user(role).may_ever(route.need))
        {
            let path = filled(route.path);
            let answer = match route.method {
                "GET" => browser.get(&path).await,
                _ => browser.post(&path, &[]).await,
            };
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{login} {route:?}");
            assert!(
                answer.body.contains("Det har du ikke adgang til"),
                "{route:?}"
            );
            refused += 1;
        }
    }
    assert!(refused > 10, "{refused}");
}

#[tokio::test]
async fn a_reader_changes_nothing_in_a_case_that_may_be_read() {
    let house = house();
    let citizen = house.citizen("Åse Ømann", "7506804000");
    let case = house.case(citizen, "2021-09-01", &[("mette", "sagsbehandler")]);
    let mut rikke = house.sign_in("rikke").await;
    assert_eq!(
        rikke.get(&format!("/cases/{case}")).await.status,
        StatusCode::OK
    );
    let last = house.app.store.last().unwrap();
    let (_, routes) = private().into_parts();
    let posts = routes
        .iter()
        .filter(|route| route.method == "POST" && route.path.starts_with("/cases/"));
    let mut paths: Vec<String> = posts
        .map(|route| filled(route.path).replacen("/1", &format!("/{case}"), 1))
        .collect();
    let acts = [
        "hand-over",
        "hold",
        "resume",
        "close",
        "reopen",
        "law",
        "facts/1/correct",
        "facts/1/retract",
    ];
    paths.extend(acts.map(|act| format!("/cases/{case}/{act}")));
    for path in paths {
        let fields = [
            ("note", "x"),
            ("reason", "x"),
            ("key", "00000000000000000000000000000001"),
            ("expected", "1"),
            ("step", "store"),
        ];
        let answer = rikke.post(&path, &fields).await;
        let refused = [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND];
        assert!(
            refused.contains(&answer.status),
            "{path}: {}",
            answer.status
        );
    }
    assert_eq!(house.app.store.last().unwrap(), last, "nothing was stored");
}

#[tokio::test]
async fn every_post_needs_the_sessions_token() {
    let house = demo_house();
    let mut mette = house.sign_in("mette").await;
    let omar = house.sign_in("omar").await;
    let (_, routes) = private().into_parts();
    let private_posts = routes.iter().filter(|route| route.method == "POST");
    let mut paths: Vec<String> = private_posts.map(|route| filled(route.path)).collect();
    paths.extend(["/sign-in", "/sign-out", "/language"].map(str::to_owned));
    for path in paths {
        for token in ["", "0", omar.csrf.as_str()] {
            let answer = mette.post_bare(&path, &[("csrf", token)]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {token}");
            assert!(answer.body.contains("Siden er blevet for gammel"), "{path}");
        }
        let missing = mette.post_bare(&path, &[("x", "y")]).await;
        assert_eq!(missing.status, StatusCode::FORBIDDEN, "{path}");
        let headers = [
            ("content-type", "application/x-www-form-urlencoded"),
            ("sec-fetch-site", "cross-site"),
        ];
        let body = Body::from(format!("csrf={}", mette.csrf));
        let foreign = mette.send(Method::POST, &path, &headers, body).await;
        assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(
        mette.get("/").await.status,
        StatusCode::OK,
        "still signed in"
    );
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let house = house();
    let mut browser = house.sign_in("mette").await;
    let style = crate::assets::address("own/tovholder.css");
    let answers = [
        browser.get("/").await,
        browser.get("/sign-in").await,
        browser.get("/about").await,
        browser.get("/findes-ikke").await,
        browser.get("/unassigned").await,
        browser.get("/cases?page=x").await,
        browser.get(&style).await,
        browser.get("/static/forkert/own/tovholder.css").await,
        browser.post_bare("/language", &[]).await,
        browser.send(Method::DELETE, "/", &[], Body::empty()).await,
        house.browser().get("/").await,
    ];
    let statuses = answers.iter().map(|answer| answer.status.as_u16());
    let expected = [200, 303, 200, 404, 403, 400, 200, 404, 403, 405, 303];
    assert_eq!(statuses.collect::<Vec<_>>(), expected);
    for (position, answer) in answers.iter().enumerate() {
        for (name, value) in &HEADERS {
            assert_eq!(answer.headers[name], value, "answer {position}");
        }
        let cached = answer
            .headers
            .get("cache-control")
            .map(|value| value.to_str().unwrap());
        let is_file = position == 6;
        assert_eq!(
            cached == Some("no-store"),
            !is_file && position != 7,
            "answer {position}"
        );
    }
    assert_eq!(
        answers[9].headers["allow"], "GET,HEAD",
        "says what it takes"
    );
    assert!(answers[9].body.contains("Det kan adressen ikke bruges til"));
    assert!(
        answers[6].headers["cache-control"]
            .to_str()
            .unwrap()
            .contains("immutable")
    );
}

#[tokio::test]
async fn pages_need_neither_inline_scripts_nor_inline_styles() {
    let house = demo_house();
    let citizen = house.citizen("Åse Ømann", "7506804000");
    let case = house.case(citizen, "2021-09-01", &[("mette", "sagsbehandler")]);
    let mut browser = house.sign_in("lone").await;
    for path in [
        "/".to_owned(),
        format!("/?case={case}"),
        "/cases".to_owned(),
        "/unassigned".to_owned(),
        "/citizens".to_owned(),
        "/citizens/new".to_owned(),
        format!("/citizens/{citizen}"),
        format!("/citizens/{citizen}/access"),
        format!("/cases/{case}"),
        "/about".to_owned(),
        "/sign-in".to_owned(),
    ] {
        let page = browser.get(&path).await;
        for wrong in [
            "style=\"",
            "<style",
            "onclick=",
            "onload=",
            "<script>",
            "javascript:",
        ] {
            assert!(!page.body.contains(wrong), "{path} holds {wrong}");
        }
    }
}
