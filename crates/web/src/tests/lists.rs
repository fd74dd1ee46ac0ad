//! My day and the other lists: counts, order, search, citizens and cases made in the browser.

use axum::http::StatusCode;

use crate::testing::{demo_house, house};

#[tokio::test]
async fn the_day_lists_what_follows_from_the_facts_and_counts_it() {
    let house = house();
    for number in 0..3 {
        let citizen = house.citizen(&format!("Borger {number}"), &format!("750680400{number}"));
        house.case(citizen, "2021-06-01", &[("mette", "sagsbehandler")]);
    }
    let mut mette = house.sign_in("mette").await;
    let page = mette.get("/?group=all").await;
    assert_eq!(page.status, StatusCode::OK);
    let rows = page.body.matches("<tr class=\"line").count();
    let total: usize = counts(&page.body).first().copied().unwrap();
    assert!(rows >= 3, "{rows}");
    assert_eq!(rows, total);
    assert_eq!(counts(&page.body)[1..].iter().sum::<usize>(), total);
    for (group, count) in ["overdue", "today", "soon", "later", "waiting", "on-hold"]
        .iter()
        .zip(&counts(&page.body)[1..])
    {
        let part = mette.get(&format!("/?who=mine&group={group}")).await;
        let rows = part.body.matches("<tr class=\"line").count();
        assert_eq!(
            rows, *count,
            "{group}: a number opens exactly the rows it counted"
        );
    }
    let beside = mette.get("/?group=all&case=1").await;
    assert!(beside.body.contains("with-case"));
    assert_eq!(
        beside.body.matches("<tr class=\"line").count(),
        total,
        "the list stays"
    );
}

/// The options of a select that narrow: value, and the number in brackets.
fn options(body: &str, id: &str) -> Vec<(String, usize)> {
    let at = body
        .find(&format!("<select class=\"form-select\" id=\"{id}\""))
        .unwrap();
    let select = &body[at..at + body[at..].find("</select>").unwrap()];
    select
        .split("<option value=\"")
        .skip(1)
        .filter(|option| !option.starts_with('"'))
        .map(|option| {
            let value = option[..option.find('"').unwrap()].to_owned();
            let count = &option[option.rfind(" (").unwrap() + 2..option.rfind(')').unwrap()];
            (value, count.parse().unwrap())
        })
        .collect()
}

#[tokio::test]
async fn a_choice_of_a_filter_opens_exactly_the_rows_it_counted() {
    let house = house();
    for number in 0..4 {
        let citizen = house.citizen(&format!("Borger {number}"), &format!("750680400{number}"));
        let case = house.case(citizen, "2021-06-01", &[("mette", "sagsbehandler")]);
        if number > 1 {
            let done = facts::Kind::ActivityDone {
                event: "start-afklaringsforloeb".to_owned(),
                placement: None,
            };
            let entry = house.entry(citizen, Some(case), "2021-07-01", done);
            house.register(citizen, vec![entry]);
        }
    }
    let mut mette = house.sign_in("mette").await;
    let rows = |body: &str| body.matches("<tr class=\"line").count();
    let whole = mette.get("/").await;
    let mut opened = 0;
    for id in ["step", "event", "act"] {
        for (value, count) in options(&whole.body, id) {
            let part = mette.get(&format!("/?{id}={value}")).await;
            assert_eq!(rows(&part.body), count, "{id}={value}");
            assert_eq!(
                counts(&part.body)[0],
                count,
                "the tabs follow: {id}={value}"
            );
            assert!(part.body.contains("Listen viser kun:"), "{id}={value}");
            assert!(part.body.contains("Ryd søgning og filtre"));
            // Within one choice, the others count what is left.
            for (event, left) in options(&part.body, "event") {
                let both = mette.get(&format!("/?{id}={value}&event={event}")).await;
                if id != "event" {
                    assert_eq!(rows(&both.body), left, "{id}={value}&event={event}");
                }
            }
            opened += 1;
        }
    }
    assert!(opened > 5, "{opened}");
    assert!(!whole.body.contains("Listen viser kun:"));
}

/// The numbers on the tabs: all, then each group.
fn counts(body: &str) -> Vec<usize> {
    let tabs = &body[body.find("<nav class=\"tabs\"").unwrap()..];
    let tabs = &tabs[..tabs.find("</nav>").unwrap()];
    tabs.split("<span class=\"count\">")
        .skip(1)
        .map(|part| {
            part[..part.find('<').unwrap()]
                .replace('.', "")
                .parse()
                .unwrap()
        })
        .collect()
}

#[tokio::test]
async fn a_search_narrows_the_whole_list_and_leaves_no_name_in_the_address() {
    let house = house();
    for (name, cpr) in [("Åse Ømann", "7506804000"), ("Bent Bro", "7506814006")] {
        let citizen = house.citizen(name, cpr);
        house.case(citizen, "2021-09-01", &[("mette", "sagsbehandler")]);
    }
    let mut mette = house.sign_in("mette").await;
    for list in ["/", "/cases", "/citizens"] {
        let found = mette
            .post("/search", &[("q", "ømann"), ("list", list)])
            .await;
        assert_eq!(found.status, StatusCode::SEE_OTHER);
        let address = found.location().to_owned();
        assert!(!address.to_lowercase().contains("mann"), "{address}");
        let page = mette.get(&address).await;
        assert!(page.body.contains("Åse Ømann"), "{list}");
        assert!(!page.body.contains("Bent Bro"), "{list}");
        assert!(
            page.body.contains("value=\"ømann\""),
            "what was searched for stays in the field"
        );
        let cleared = mette
            .post("/search", &[("q", ""), ("list", &address)])
            .await;
        assert!(
            !cleared.location().contains("search"),
            "{}",
            cleared.location()
        );
        let mut jens = house.sign_in("lone").await;
        let stolen = jens.get(&address).await;
        assert!(
            !stolen.body.contains("value=\"ømann\""),
            "a search is its maker's"
        );
    }
}

#[tokio::test]
async fn a_citizen_is_made_known_and_a_case_opened_in_the_browser() {
    let house = house();
    let mut mette = house.sign_in("mette").await;
    let form = mette.get("/citizens/new").await;
    let key = form.hidden("key");
    let faulty = mette
        .post(
            "/citizens/new",
            &[("key", &key), ("cpr", "123"), ("name", "Ærlig Øst")],
        )
        .await;
    assert_eq!(faulty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(faulty.body.contains("Skriv CPR-nummeret med ti cifre"));
    assert!(
        faulty.body.contains("value=\"Ærlig Øst\""),
        "the input is kept"
    );

    let good = [
        ("key", key.as_str()),
        ("cpr", "211062-5629"),
        ("name", "Ærlig Øst"),
    ];
    let made = mette.post("/citizens/new", &good).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.body);
    let address = made.location().to_owned();
    assert_eq!(
        mette.post("/citizens/new", &good).await.status,
        StatusCode::CONFLICT
    );

    let page = mette.get(&address).await;
    assert!(page.body.contains("211062-5629"));
    let model = house.app.book.models()[0].name.clone();
    let (key, seen) = (page.hidden("key"), page.hidden("seen"));
    let me = house.person("mette").to_string();
    let open = |day: &'static str| {
        vec![
            ("key", key.clone()),
            ("seen", seen.clone()),
            ("model", model.clone()),
            ("employee", me.clone()),
            ("day", day.to_owned()),
        ]
    };
    for (day, message) in [
        ("2021-09-16", "En sag kan ikke åbnes på en dag"),
        ("i går", "Skriv en dato"),
        ("1950-01-01", "Der er ingen regler"),
    ] {
        let fields = open(day);
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let answer = mette.post(&format!("{address}/cases"), &fields).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{day}");
        assert!(answer.body.contains(message), "{day}");
    }
    let fields = open("2021-09-15");
    let mut fields: Vec<(&str, &str)> = fields
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    // The form offers caseworkers and leaders only, so nobody else is taken.
    let broker = house.person("jens").to_string();
    fields[3].1 = &broker;
    let refused = mette.post(&format!("{address}/cases"), &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    fields[3].1 = &me;
    let opened = mette.post(&format!("{address}/cases"), &fields).await;
    assert!(opened.location().starts_with("/cases/"), "{}", opened.body);
    assert!(mette.get("/cases").await.body.contains("Ærlig Øst"));
    assert!(mette.get("/").await.body.contains("Ærlig Øst"));
}

#[tokio::test]
async fn an_unusual_number_is_a_question_and_never_a_refusal() {
    let house = house();
    let mut mette = house.sign_in("mette").await;
    let key = mette.get("/citizens/new").await.hidden("key");
    let fields = [
        ("key", key.as_str()),
        ("cpr", "2110625628"),
        ("name", "Ny Nummer"),
    ];
    let asked = mette.post("/citizens/new", &fields).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.body.contains("modulus 11"));
    let confirmed = [&fields[..], &[("confirmed", "2110625628")]].concat();
    assert_eq!(
        mette.post("/citizens/new", &confirmed).await.status,
        StatusCode::SEE_OTHER
    );
}

#[tokio::test]
async fn a_demonstration_is_marked_on_every_page_and_takes_no_real_numbers() {
    let house = demo_house();
    let mut mette = house.sign_in("mette").await;
    for path in [
        "/",
        "/cases",
        "/citizens",
        "/citizens/new",
        "/about",
        "/findes-ikke",
    ] {
        let page = mette.get(path).await;
        assert!(page.body.contains("Demo – opdigtede personer"), "{path}");
        assert!(page.body.contains("onsdag 15. september 2021"), "{path}");
    }
    assert!(
        house
            .browser()
            .get("/sign-in")
            .await
            .body
            .contains("Demo – opdigtede")
    );
    let key = mette.get("/citizens/new").await.hidden("key");
    let fields = [
        ("key", key.as_str()),
        ("cpr", "211062-5629"),
        ("name", "Rigtig Person"),
    ];
    let refused = mette.post("/citizens/new", &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Her er kun opdigtede personer"));
}
