//! Where figures cannot be shown as chosen: the page says why, what can be chosen, and the way there.

use axum::http::StatusCode;
use store::{By, OBSERVED_FROM};

use super::figures::inhabited;
use super::vintages::grown;
use crate::testing::Browser;

async fn shown(browser: &mut Browser, path: &str) -> String {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    page.body
}

#[tokio::test]
async fn what_cannot_be_answered_names_the_field_and_what_may_stand_there() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    for (query, words) in [
        ("from=1990-01", &["»Fra«", "højst vises 120"][..]),
        ("from=i+dag", &["»Fra«", "2021-08"]),
        ("by=hair", &["»Fordelt på«", "Ydelse", "Region"]),
        ("length=week", &["»Periode«", "Måned, Kvartal, År"]),
        ("number=hair", &["»Tal«", "Berørte personer"]),
        (
            "whose=hair",
            &["»Hvem«", "De sager, jeg kan se, Hele kommunen"],
        ),
    ] {
        for below in ["", "/compare"] {
            // A comparison is of everybody, and of all kinds.
            if below == "/compare" && (query.starts_with("whose") || query.starts_with("by")) {
                continue;
            }
            let path = format!("/figures/fuldtidspersoner{below}?{query}");
            let page = mette.get(&path).await;
            assert_eq!(page.status, StatusCode::BAD_REQUEST, "{path}");
            for word in words.iter().chain(&["href=\"/figures/fuldtidspersoner\""]) {
                assert!(page.body.contains(word), "{path}: {word}: {}", page.body);
            }
        }
    }
}

#[tokio::test]
async fn only_periods_in_view_are_said_to_be_unknown() {
    let house = inhabited();
    let by = By::Terminal("test".to_owned());
    for track in casework::histories::TRACKS {
        let name = format!("{OBSERVED_FROM}{track}");
        let now = house.app.clock.now();
        house.app.store.set(&name, "2019-09-01", &by, now).unwrap();
    }
    let mut mette = house.sign_in("mette").await;
    let path = "/figures/langtidsledige-80?whose=all&to=2021-08&from=";
    let some = shown(&mut mette, &format!("{path}2020-06")).await;
    assert!(some.contains(" kan ikke opgøres"), "{some}");
    let none = shown(&mut mette, &format!("{path}2021-06")).await;
    assert!(!none.contains(" kan ikke opgøres"), "{none}");
}

#[tokio::test]
async fn months_that_are_not_shown_are_named_with_those_that_are() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let path = "/figures/fuldtidspersoner?whose=all&from=2016-03&to=2016-03";
    let page = shown(&mut mette, path).await;
    assert!(
        page.contains("Der er valgt marts 2016; her vises september 2018."),
        "{page}"
    );
}

#[tokio::test]
async fn nothing_but_dots_says_why() {
    let house = grown();
    let mut mette = house.sign_in("mette").await;
    let path = "/figures/fuldtidspersoner?whose=all&number=personer&from=2021-02&to=2021-02";
    let page = shown(&mut mette, path).await;
    assert!(page.contains("Alle tal er skjult"), "{page}");
    let path = "/figures/fuldtidspersoner?whose=all&number=personer&from=2021-02&to=2021-08";
    let page = shown(&mut mette, path).await;
    assert!(!page.contains("Alle tal er skjult"), "{page}");
}

#[tokio::test]
async fn a_comparison_says_how_many_are_left_out() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let path = "/figures/fuldtidspersoner/compare?with=101.147.265";
    let page = shown(&mut mette, path).await;
    assert!(!page.contains("er ikke vist"), "{page}");
    let page = shown(&mut mette, &format!("{path}.151.153")).await;
    assert!(
        page.contains("højst vises 3 kommuner ad gangen; 2 af de valgte er ikke vist"),
        "{page}"
    );
}
