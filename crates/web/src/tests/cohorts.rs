//! Cohorts: drawn by the leader alone, counted and opened within reach, marked and opened only when confirmed.

use axum::http::StatusCode;
use casework::histories::TRACKS;
use facts::{CitizenId, Kind, ResidenceEnd};
use store::{Access, By, CohortStore, FactStore, OBSERVED_FROM};

use crate::testing::{Browser, House, house};

/// Six of the north, two of the south and two without a case have lived on the benefit for ever; one of the north for a year.
fn inhabited() -> House {
    let house = house();
    let by = By::Terminal("test".to_owned());
    for track in TRACKS {
        let name = format!("{OBSERVED_FROM}{track}");
        house
            .app
            .store
            .set(&name, "2000-01-01", &by, house.app.clock.now())
            .unwrap();
    }
    for number in 0..11 {
        let (holder, name) = match number {
            0..6 => (Some("mette"), format!("Nordboer {number}")),
            6..8 => (Some("omar"), format!("Sydboer {number}")),
            8..10 => (None, format!("Ny borger {number}")),
            _ => (Some("mette"), "Kort tid".to_owned()),
        };
        let citizen = house.citizen(&name, &format!("75068040{number:02}"));
        let since = if number == 10 {
            "2020-09-01"
        } else {
            "2001-01-01"
        };
        let home = Kind::ResidenceBegan { municipality: 990 };
        let benefit = Kind::BenefitBegan {
            benefit: "kontanthjaelp".to_owned(),
            category: Some("aktivitetsparat".to_owned()),
        };
        let entries = [home, benefit].map(|kind| house.entry(citizen, None, since, kind));
        house.register(citizen, entries.to_vec());
        if let Some(holder) = holder {
            house.case(citizen, "2021-08-01", &[(holder, "sagsbehandler")]);
        }
    }
    house
}

/// Draws as the leader of the north; the cohort's address.
async fn drawn(lone: &mut Browser) -> String {
    let list = lone.get("/figures/cohorts").await;
    let cohort = list.body.split("<option value=\"").nth(1).unwrap();
    let cohort = cohort[..cohort.find('"').unwrap()].to_owned();
    let fields = [("cohort", cohort.as_str()), ("observed-on", "2021-08-01")];
    let look = lone
        .post(
            "/figures/cohorts",
            &[fields[0], fields[1], ("step", "look")],
        )
        .await;
    assert_eq!(look.status, StatusCode::OK, "{}", look.body);
    assert!(look.body.contains("<strong>8</strong>"), "{}", look.body);
    let key = look.hidden("key");
    let store = [fields[0], fields[1], ("step", "store"), ("key", &key)];
    let first = lone.post("/figures/cohorts", &store).await;
    assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.body);
    let again = lone.post("/figures/cohorts", &store).await;
    assert_eq!(again.location(), first.location(), "pressed twice");
    first.location().to_owned()
}

/// The addresses of numbers with the numbers that lead there.
fn links(body: &str) -> Vec<(String, usize)> {
    let parts = body.split("<td class=\"number\"><a href=\"").skip(1);
    let links = parts.map(|part| {
        let address = part[..part.find('"').unwrap()]
            .replace("&#38;", "&")
            .replace("&amp;", "&");
        let number = &part[part.find('>').unwrap() + 1..part.find('<').unwrap()];
        (address, number.replace('.', "").parse().unwrap())
    });
    links.collect()
}

async fn every_number_opens_its_rows(browser: &mut Browser, path: &str) -> usize {
    let page = browser.get(path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    assert!(!page.body.contains('⟨'), "{path}");
    let links = links(&page.body);
    for (address, number) in &links {
        let list = browser.get(address).await;
        assert_eq!(list.status, StatusCode::OK, "{address}");
        let rows = list.body.matches("<tr class=\"line").count();
        assert_eq!(rows, *number, "{address}");
        assert!(
            !list.body.contains("Sydboer") && !list.body.contains('⟨'),
            "{address}"
        );
    }
    links.len()
}

#[tokio::test]
async fn a_cohort_is_drawn_once_and_every_number_opens_exactly_its_members() {
    let house = inhabited();
    let mut lone = house.sign_in("lone").await;
    let path = drawn(&mut lone).await;
    assert_eq!(house.app.store.cohorts().unwrap().len(), 1);
    let opened = every_number_opens_its_rows(&mut lone, &path).await;
    assert!(opened >= 7, "{opened}");
    let kept = house.app.store.cohort(store::CohortId(1)).unwrap().unwrap();
    assert_eq!(kept.head.draw.known_at, house.app.store.last().unwrap());
    assert_eq!(kept.head.draw.page_hash.len(), 64);
    assert!(kept.cohort.members.values().all(|why| why.len() == 3));
}

#[tokio::test]
async fn who_may_not_read_somebody_neither_counts_nor_sees_them() {
    let house = inhabited();
    let mut lone = house.sign_in("lone").await;
    let path = drawn(&mut lone).await;
    // A caseworker of the same team sees the same; a job broker does not search, so who has no case is out of reach.
    for (login, count) in [("mette", 8), ("jens", 6)] {
        let mut browser = house.sign_in(login).await;
        every_number_opens_its_rows(&mut browser, &path).await;
        let list = browser.get(&format!("{path}/members?who=all")).await;
        assert_eq!(
            list.body.matches("<tr class=\"line").count(),
            count,
            "{login}"
        );
        let draw = browser.post("/figures/cohorts", &[("step", "look")]).await;
        assert_eq!(draw.status, StatusCode::FORBIDDEN, "{login}");
    }
    let mut jens = house.sign_in("jens").await;
    for below in ["/begin", "/leave/1"] {
        let refused = jens.get(&format!("{path}{below}")).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{below}");
    }
    let mut rikke = house.sign_in("rikke").await;
    assert_eq!(rikke.get(&path).await.status, StatusCode::FORBIDDEN);
    // Of the south only who has no case lies within reach.
    let mut omar = house.sign_in("omar").await;
    let list = omar.get(&format!("{path}/members?who=all")).await;
    assert_eq!(list.body.matches("<tr class=\"line").count(), 2);
    assert!(!list.body.contains("Nordboer"));
    let foreign = omar.get(&format!("{path}/leave/1")).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let key = "00".repeat(16);
    let fields = [("reason", "doed"), ("day", "2021-09-01"), ("key", &key)];
    let foreign = omar.post(&format!("{path}/leave/1"), &fields).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_sign_is_proposed_and_only_a_person_lets_somebody_go() {
    let house = inhabited();
    let mut lone = house.sign_in("lone").await;
    let path = drawn(&mut lone).await;
    let gone = house.entry(
        CitizenId(2),
        None,
        "2021-09-10",
        Kind::ResidenceEnded {
            why: ResidenceEnd::Abroad,
        },
    );
    house.register(CitizenId(2), vec![gone]);
    let page = lone.get(&path).await;
    assert!(page.body.contains("Måske frafaldet") && page.body.contains("Nordboer 1"));
    assert!(links(&page.body).contains(&(format!("{path}/members?who=remaining"), 8)));
    let form = lone.get(&format!("{path}/leave/2")).await;
    assert!(
        form.body.contains("value=\"2021-09-10\"")
            && form.body.contains("value=\"fraflyttet\" selected")
    );
    for (day, reason) in [
        ("2021-09-16", "doed"),
        ("2021-07-31", "doed"),
        ("", "doed"),
        ("2021-09-10", "ukendt"),
    ] {
        let refused = lone
            .post(
                &format!("{path}/leave/2"),
                &[("reason", reason), ("day", day)],
            )
            .await;
        assert_eq!(
            refused.status,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{day} {reason}"
        );
    }
    for _ in 0..2 {
        let fields = [("reason", "fraflyttet"), ("day", "2021-09-10")];
        let left = lone.post(&format!("{path}/leave/2"), &fields).await;
        assert_eq!(left.status, StatusCode::SEE_OTHER);
    }
    let kept = house.app.store.cohort(store::CohortId(1)).unwrap().unwrap();
    assert_eq!(kept.cohort.leavings.len(), 1, "pressed twice");
    let page = lone.get(&path).await;
    assert!(!page.body.contains("Måske frafaldet"));
    assert!(links(&page.body).contains(&(format!("{path}/members?who=left-fraflyttet"), 1)));
    every_number_opens_its_rows(&mut lone, &path).await;
}

/// The members of a form with the last fact of each that was seen.
fn looked_at(body: &str) -> Vec<String> {
    let parts = body.split("name=\"member\" value=\"").skip(1);
    parts
        .map(|part| part[..part.find('"').unwrap()].to_owned())
        .collect()
}

#[tokio::test]
async fn cases_are_opened_with_somebody_of_the_team_or_nobody_yet() {
    let house = inhabited();
    let mut lone = house.sign_in("lone").await;
    let path = format!("{}/begin", drawn(&mut lone).await);
    let before = house.app.store.last().unwrap();
    let look = [("case", "yes"), ("step", "look"), ("member", "9")];
    let look = lone.post(&path, &look).await;
    let option = |login: &str| format!("<option value=\"{}\">", house.person(login));
    for (login, is_offered) in [
        ("lone", true),
        ("mette", true),
        ("jens", false),
        ("omar", false),
        ("rikke", false),
    ] {
        assert_eq!(look.body.contains(&option(login)), is_offered, "{login}");
    }
    let seen = looked_at(&look.body);
    let key = look.hidden("key");
    let mut employee = String::new();
    let mut answer = None;
    for (login, status) in [
        ("omar", StatusCode::FORBIDDEN),
        ("jens", StatusCode::FORBIDDEN),
        ("mette", StatusCode::OK),
    ] {
        assert_eq!(house.app.store.last().unwrap(), before, "before {login}");
        employee = house.person(login).to_string();
        let fields = [
            ("case", "yes"),
            ("step", "store"),
            ("key", key.as_str()),
            ("employee", employee.as_str()),
            ("member", seen[0].as_str()),
        ];
        let stored = lone.post(&path, &fields).await;
        assert_eq!(stored.status, status, "{login}");
        answer = Some(stored);
    }
    let answer = answer.unwrap().body;
    assert!(
        answer.contains("har sagerne nu")
            && !answer.contains("href=\"/unassigned\">Uden ansvarlig</a></p>")
    );
    let citizen = house.app.store.citizen(CitizenId(9)).unwrap().unwrap();
    let today = house.app.clock.now().day();
    let case = house.app.store.case(citizen.cases[0], today).unwrap();
    let holders = case.unwrap().row.holders;
    let held: Vec<_> = holders
        .iter()
        .map(|(role, holder)| (role.as_str(), holder.to_string()))
        .collect();
    assert_eq!(held, [("sagsbehandler", employee)]);
}

#[tokio::test]
async fn marks_and_cases_are_stored_when_confirmed_and_once() {
    let house = inhabited();
    let mut lone = house.sign_in("lone").await;
    let path = format!("{}/begin", drawn(&mut lone).await);
    let before = house.app.store.last().unwrap();
    let ids: Vec<String> = [1, 2, 9, 10].map(|id: u64| id.to_string()).to_vec();
    let wishes = [("mark", "yes"), ("case", "yes"), ("step", "look")];
    let chosen = ids.iter().map(|id| ("member", id.as_str()));
    let fields: Vec<(&str, &str)> = wishes.into_iter().chain(chosen).collect();
    let look = lone.post(&path, &fields).await;
    assert_eq!(look.status, StatusCode::OK, "{}", look.body);
    assert!(
        look.body.contains("4 mærker") && look.body.contains("2 sager"),
        "{}",
        look.body
    );
    assert!(look.body.contains("Har en åben sag siden 01.08.2021"));
    assert_eq!(
        house.app.store.last().unwrap(),
        before,
        "looking stores nothing"
    );

    let seen = looked_at(&look.body);
    let key = look.hidden("key");
    let wishes = [
        ("mark", "yes"),
        ("case", "yes"),
        ("step", "store"),
        ("key", key.as_str()),
    ];
    let chosen = seen.iter().map(|id| ("member", id.as_str()));
    let fields: Vec<(&str, &str)> = wishes.into_iter().chain(chosen).collect();
    // Somebody registers about one of them meanwhile: nothing is stored for anybody.
    let note = Kind::MarkSet {
        mark: "fsm2-rehab-gr-2".to_owned(),
    };
    let note = house.entry(CitizenId(9), None, "2021-09-15", note);
    house.register(CitizenId(9), vec![note]);
    let between = house.app.store.last().unwrap();
    let conflict = lone.post(&path, &fields).await;
    assert_eq!(conflict.status, StatusCode::CONFLICT);
    assert_eq!(house.app.store.last().unwrap(), between);

    let seen = looked_at(&conflict.body);
    let key = conflict.hidden("key");
    let wishes = [
        ("mark", "yes"),
        ("case", "yes"),
        ("step", "store"),
        ("key", key.as_str()),
    ];
    let chosen = seen.iter().map(|id| ("member", id.as_str()));
    let fields: Vec<(&str, &str)> = wishes.into_iter().chain(chosen).collect();
    let done = lone.post(&path, &fields).await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(
        done.body.contains("4 mærker") && done.body.contains("2 sager"),
        "{}",
        done.body
    );
    let stored = house.app.store.last().unwrap();
    assert_eq!(stored.unwrap().0, between.unwrap().0 + 6);
    let again = lone.post(&path, &fields).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(house.app.store.last().unwrap(), stored, "pressed twice");
    for id in [9, 10] {
        let citizen = house.app.store.citizen(CitizenId(id)).unwrap().unwrap();
        assert_eq!(citizen.cases.len(), 1);
    }
}

#[tokio::test]
async fn what_is_learnt_later_shows_beside_the_cohort_and_every_reader_is_logged() {
    let house = inhabited();
    let mut lone = house.sign_in("lone").await;
    let path = drawn(&mut lone).await;
    // It turns out that one was not on the benefit, and another was for ever.
    let ended = Kind::BenefitEnded {
        benefit: "kontanthjaelp".to_owned(),
        why: facts::BenefitEnd::Other,
    };
    house.register(
        CitizenId(1),
        vec![house.entry(CitizenId(1), None, "2015-01-01", ended)],
    );
    let began = Kind::BenefitBegan {
        benefit: "kontanthjaelp".to_owned(),
        category: Some("aktivitetsparat".to_owned()),
    };
    house.register(
        CitizenId(11),
        vec![house.entry(CitizenId(11), None, "2001-01-01", began)],
    );
    let now = format!("{path}/now");
    let found = links(&lone.get(&now).await.body);
    let of = |who: &str| (format!("{path}/members?who={who}"), 1);
    for who in ["gone-known", "come-known", "gone-today", "come-today"] {
        assert!(found.contains(&of(who)), "{who}: {found:?}");
    }
    every_number_opens_its_rows(&mut lone, &now).await;
    assert!(links(&lone.get(&path).await.body).contains(&(format!("{path}/members?who=all"), 8)));

    let rows = house.app.store.access_of(CitizenId(1)).unwrap();
    let read = |page: &str| {
        let by = house.person("lone");
        rows.iter()
            .any(|row| row.what == Access::Read && row.employee == Some(by) && row.page == page)
    };
    assert!(read("/figures/cohorts"), "the look before the drawing");
    assert!(read("/figures/cohorts/{cohort}/members"));
    assert!(
        rows.iter()
            .any(|row| row.what == Access::Write && row.page == "cohort drawn")
    );
}
