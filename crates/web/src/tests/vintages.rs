//! The municipality's numbers: the same for everybody, in every cut and window, however often they are asked for, until the month is over.

use axum::http::StatusCode;
use facts::Kind;

use super::figures::inhabited;
use crate::testing::{Browser, House};

/// The municipality's numbers of persons as a file: each line of the table without its notes.
async fn lines(browser: &mut Browser, query: &str) -> Vec<String> {
    numbered(browser, "personer", query).await
}

async fn numbered(browser: &mut Browser, number: &str, query: &str) -> Vec<String> {
    let path = format!("/figures/fuldtidspersoner/file/csv?whose=all&number={number}&{query}");
    let page = browser.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    // A blank line ends the table; its notes follow.
    let table = page.body.lines().take_while(|line| !line.is_empty());
    table.map(str::to_owned).collect()
}

fn one_more(house: &House, number: u32, holder: &str) {
    let citizen = house.citizen(&format!("Ny {number}"), &format!("75068140{number:02}"));
    let benefit = Kind::BenefitBegan {
        benefit: match number {
            60..80 => "uddannelseshjaelp",
            92..95 => "sygedagpenge",
            _ => "kontanthjaelp",
        }
        .to_owned(),
        category: None,
    };
    let entry = house.entry(citizen, None, "2021-05-01", benefit);
    house.register(citizen, vec![entry]);
    house.case(citizen, "2021-08-01", &[(holder, "sagsbehandler")]);
}

/// So many in each team that nobody can be picked out of either.
fn crowd(house: &House) {
    for number in 10..80 {
        one_more(
            house,
            number,
            if number % 2 == 0 { "mette" } else { "omar" },
        );
    }
}

#[tokio::test]
async fn two_questions_that_differ_by_one_person_are_answered_alike() {
    let house = inhabited();
    crowd(&house);
    let mut mette = house.sign_in("mette").await;
    let first = lines(&mut mette, "from=2021-06&to=2021-08").await;
    assert!(first[3].ends_with(";78"), "{first:?}");
    one_more(&house, 91, "omar");
    house.clock.add_minutes(60 * 24 * 10);
    let mut mette = house.sign_in("mette").await;
    assert_eq!(lines(&mut mette, "from=2021-06&to=2021-08").await, first);
    // The next month knows of the one who came.
    house.clock.add_minutes(60 * 24 * 10);
    let mut mette = house.sign_in("mette").await;
    assert_ne!(lines(&mut mette, "from=2021-06&to=2021-08").await, first);
}

#[tokio::test]
async fn a_window_or_a_reader_changes_no_cell() {
    let house = inhabited();
    crowd(&house);
    let mut mette = house.sign_in("mette").await;
    let mut omar = house.sign_in("omar").await;
    let day = "2021-08-31".parse().unwrap();
    let version = house
        .app
        .book
        .catalogue()
        .indicator("fuldtidspersoner", day);
    let cuts = version.unwrap().by.iter().map(|by| format!("&by={by}"));
    for by in std::iter::once(String::new()).chain(cuts) {
        let whole = lines(&mut mette, &format!("from=2021-01&to=2021-08{by}")).await;
        assert_eq!(
            lines(&mut omar, &format!("from=2021-01&to=2021-08{by}")).await,
            whole,
            "{by}"
        );
        let part = lines(&mut mette, &format!("from=2021-07&to=2021-08{by}")).await;
        assert!(part.len() > 1 && part.len() < whole.len(), "{part:?}");
        for line in &part {
            assert!(whole.contains(line), "{by}: {line}");
        }
    }
}

#[tokio::test]
async fn what_is_older_than_the_window_is_not_shown() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let far = lines(&mut mette, "from=2012-01&to=2012-12").await;
    let text = far.join("\n");
    assert!(!text.contains("2012"), "{text}");
}

#[tokio::test]
async fn what_is_hidden_cannot_be_subtracted_from_a_total() {
    let house = inhabited();
    crowd(&house);
    for number in 92..95 {
        one_more(&house, number, "mette");
    }
    // Somebody gets two benefits in June: then persons do not add up to the total, but their days do.
    let both = house.citizen("To Ydelser", "7506814099");
    for (benefit, began) in [
        ("kontanthjaelp", "2021-05-01"),
        ("uddannelseshjaelp", "2021-06-11"),
    ] {
        let kind = Kind::BenefitBegan {
            benefit: benefit.to_owned(),
            category: None,
        };
        house.register(both, vec![house.entry(both, None, began, kind)]);
    }
    house.case(both, "2021-08-01", &[("omar", "sagsbehandler")]);
    let mut rikke = house.sign_in("rikke").await;
    let day = "2021-08-31".parse().unwrap();
    let version = house
        .app
        .book
        .catalogue()
        .indicator("fuldtidspersoner", day);
    let mut hidden = 0;
    for shown in &version.unwrap().shown {
        let lines = numbered(&mut rikke, &shown.id, "by=benefit&from=2021-06&to=2021-08").await;
        for month in ["2021M06", "2021M07", "2021M08"] {
            let rows = lines.iter().filter(|line| line.contains(month));
            let rows: Vec<&String> = rows.collect();
            let dots = rows.iter().filter(|line| line.ends_with(";..")).count();
            assert_ne!(dots, 1, "{}: {rows:#?}", shown.id);
            hidden += dots;
        }
    }
    assert!(hidden > 0, "three persons alone on a benefit are shown");
}
