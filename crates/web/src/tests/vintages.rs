//! The municipality's numbers: the same for everybody, in every cut and window, however often they are asked for, until the month is over.

use axum::http::StatusCode;
use facts::Kind;
use store::By;

use super::comparison::keep;
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

/// Somebody with a benefit, born in this year, whose case this person holds.
fn somebody(house: &House, born: u32, number: u32, (benefit, holder): (&str, &str)) {
    let citizen = house.citizen(
        &format!("Borger {born} {number}"),
        &format!("7506{born}{}", 4000 + number),
    );
    let began = Kind::BenefitBegan {
        benefit: benefit.to_owned(),
        category: (benefit == "kontanthjaelp").then(|| "aktivitetsparat".to_owned()),
    };
    house.register(
        citizen,
        vec![house.entry(citizen, None, "2021-05-01", began)],
    );
    house.case(citizen, "2021-08-01", &[(holder, "sagsbehandler")]);
}

/// What readers see of July: each an indicator, a number, a breakdown and a member.
async fn of_july(house: &House, wanted: &[[&str; 4]]) -> Vec<String> {
    let mut rikke = house.sign_in("rikke").await;
    let mut shown = Vec::new();
    for [indicator, number, by, member] in wanted {
        let path = format!(
            "/figures/{indicator}/file/csv?whose=all&number={number}&by={by}&from=2021-07&to=2021-08"
        );
        let page = rikke.get(&path).await;
        let mut lines = page.body.lines();
        let line = lines.find(|line| line.contains("2021M07") && line.contains(member));
        let number = line.and_then(|line| line.rsplit(';').next());
        shown.push(number.unwrap_or_else(|| panic!("{}", page.body)).to_owned());
    }
    shown
}

/// Enough in both teams: twenty-one on cash benefit, and twenty of the young on education aid.
pub(super) fn grown() -> House {
    let house = inhabited();
    let holder = |number| if number % 2 == 0 { "mette" } else { "omar" };
    for number in 10..23 {
        somebody(&house, 81, number, ("kontanthjaelp", holder(number)));
    }
    for number in 30..50 {
        somebody(&house, 95, number, ("uddannelseshjaelp", holder(number)));
    }
    house
}

#[tokio::test]
async fn two_indicators_that_differ_by_a_few_persons_are_not_both_shown() {
    for (more, shown) in [
        (0, ["41", "41"]),
        (1, ["42", ".."]),
        (4, ["45", ".."]),
        (5, ["46", "41"]),
    ] {
        let house = grown();
        for number in 50..50 + more {
            somebody(&house, 81, number, ("su", "omar"));
        }
        let wanted = [
            ["fuldtidspersoner", "personer", "", ""],
            ["soegbart-cv", "alle", "", ""],
        ];
        assert_eq!(of_july(&house, &wanted).await, shown, "{more}");
    }
}

#[tokio::test]
async fn a_part_gives_way_to_a_total_it_is_close_to_also_for_those_who_know_a_team() {
    // So many of each team who are not young, on education aid. In the fourth case one of them is left over for the readers of
    // the first team. Those on cash benefit are one more than the young throughout, but they are others; where they are hidden,
    // it is to protect the rest.
    for (north, south, shown) in [
        (0, 0, ["20", "20", "21"]),
        (0, 1, ["20", "..", ".."]),
        (2, 2, ["20", "..", ".."]),
        (5, 1, ["20", "..", ".."]),
        (5, 5, ["20", "30", "21"]),
    ] {
        let house = grown();
        for (many, holder, first) in [(north, "mette", 50), (south, "omar", 60)] {
            for number in first..first + many {
                somebody(&house, 81, number, ("uddannelseshjaelp", holder));
            }
        }
        let wanted = [
            ["unge-uddannelseshjaelp", "personer", "", ""],
            [
                "fuldtidspersoner",
                "personer",
                "benefit",
                "Uddannelseshjælp",
            ],
            ["fuldtidspersoner", "personer", "benefit", "Kontanthjælp"],
        ];
        assert_eq!(of_july(&house, &wanted).await, shown, "{north} {south}");
    }
}

/// The members whose number of a month is hidden.
async fn hidden_in(
    browser: &mut Browser,
    month: &str,
    (indicator, number): (&str, &str),
) -> Vec<String> {
    let path = format!(
        "/figures/{indicator}/file/csv?whose=all&number={number}&by=benefit&from={month}&to={month}"
    );
    let page = browser.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{path}");
    let table = page.body.lines().take_while(|line| !line.is_empty());
    let hidden = table.filter(|line| line.ends_with(";.."));
    let member = |line: &str| line.split(';').nth(1).unwrap_or_default().to_owned();
    hidden.map(member).collect()
}

#[tokio::test]
async fn two_indicators_with_the_same_number_hide_the_same_cells_whoever_asks_for_which_first() {
    let pages = [("fuldtidspersoner", "dage"), ("maalestok-w1", "daydeg")];
    let mut first = Vec::new();
    for order in [[0, 1], [1, 0]] {
        let house = grown();
        // Three on sickness benefit have to be hidden, and something beside them.
        for number in 50..53 {
            somebody(&house, 81, number, ("sygedagpenge", "omar"));
        }
        for number in 60..73 {
            somebody(
                &house,
                81,
                number,
                ("su", ["mette", "omar"][number as usize % 2]),
            );
        }
        // One who is not young is on education aid: there the two indicators did not give way alike.
        somebody(&house, 81, 80, ("uddannelseshjaelp", "omar"));
        let mut rikke = house.sign_in("rikke").await;
        let mut hidden = [Vec::new(), Vec::new()];
        for at in order {
            hidden[at] = hidden_in(&mut rikke, "2021-07", pages[at]).await;
        }
        assert!(hidden[0].len() > 1, "{hidden:?}");
        assert_eq!(hidden[0], hidden[1]);
        first.push(hidden);
    }
    assert_eq!(first[0], first[1]);
}

#[tokio::test]
async fn what_is_published_beside_ours_hides_nothing() {
    let number = ("fuldtidspersoner", "fuldtidspersoner");
    for (is_published, beside) in [(false, true), (true, false)] {
        let house = grown();
        for number in 50..53 {
            somebody(&house, 81, number, ("sygedagpenge", "omar"));
        }
        for number in 60..74 {
            let holder = ["mette", "omar"][number as usize % 2];
            somebody(&house, 81, number, ("dagpenge", holder));
        }
        if is_published {
            let now = house.app.clock.now();
            let name = "own-municipality.name";
            let by = By::Terminal("test".to_owned());
            (house.app.store.set(name, "Prøvekommunen", &by, now)).unwrap();
            let indicators = house.app.book.catalogue().indicators();
            let mut series = indicators.iter().flat_map(|version| &version.published);
            let series = series.find(|series| series.table == "y01a02").unwrap();
            let id = &series.numbers[0].0;
            keep(&house, series, id, &[("Prøvekommunen", 14)]);
        }
        let mut rikke = house.sign_in("rikke").await;
        let hidden = hidden_in(&mut rikke, "2021-08", number).await;
        assert!(hidden.len() > 1, "{hidden:?}");
        let found = hidden
            .iter()
            .any(|member| member == "Arbejdsløshedsdagpenge");
        assert_eq!(found, beside, "{hidden:?}");
    }
}
