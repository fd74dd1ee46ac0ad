//! Figures beside what others say: published tables, given numbers, conclusions from both, and who is left out.

use axum::http::StatusCode;
use calendar::Timestamp;
use facts::Kind;
use rulebook::indicators::{Period, PublishedSeries};
use store::{By, GivenNumber, Published, PublishedHead, PublishedNumber, PublishedRow, Purpose};
use tables::Decimal;

use super::figures::inhabited;
use crate::testing::House;

fn by() -> By {
    By::Terminal("test".to_owned())
}

/// The first published table that is tied to an indicator that is usually told by month, with the indicator's and the
/// number's id.
fn tied(house: &House) -> (String, String, PublishedSeries) {
    let indicators = house.app.book.catalogue().indicators().iter();
    let by_month = indicators.filter(|version| version.periods.first() == Some(&Period::Month));
    let mut found = by_month.filter_map(|version| {
        let series = version.published.first()?;
        let number = series.numbers.first()?.0.clone();
        Some((version.id.clone(), number, series.clone()))
    });
    found.next().expect("a page ties a published table")
}

/// A revision of a table in which these areas have these numbers in August 2021.
pub(super) fn keep(house: &House, series: &PublishedSeries, number: &str, areas: &[(&str, i128)]) {
    let label = series.numbers.iter().find(|(id, _)| id == number).unwrap();
    let rows = areas.iter().map(|(area, units)| PublishedRow {
        period: "2021M08".to_owned(),
        members: series
            .dimensions
            .iter()
            .map(|dimension| {
                let is_area = dimension
                    .members
                    .iter()
                    .any(|(_, part)| part.breakdown == "municipality");
                if is_area {
                    (*area).to_owned()
                } else {
                    dimension.whole.clone().unwrap()
                }
            })
            .collect(),
        numbers: vec![PublishedNumber::Number(Decimal::whole(*units))],
    });
    let table = Published {
        name: series.table.clone(),
        source: "Prøvekilden".to_owned(),
        retrieved: "2021-09-10".parse().unwrap(),
        head: PublishedHead {
            form: "csv".to_owned(),
            title: None,
            updated: Some("2021-09-01".to_owned()),
            dimensions: series
                .dimensions
                .iter()
                .map(|dimension| dimension.names[0].clone())
                .collect(),
            measures: vec![label.1.clone()],
        },
        rows: rows.collect(),
    };
    let now = house.app.clock.now();
    house.app.store.keep_published(&table, &by(), now).unwrap();
}

fn give(house: &House, purpose: Purpose, name: &str, units: i128, dated: &str) {
    let number = GivenNumber {
        purpose,
        name: name.to_owned(),
        part: None,
        municipality: Some(990),
        period: "2021".parse().unwrap(),
        number: Decimal::whole(units),
        source: "Prøvekilden".to_owned(),
        dated: dated.parse().unwrap(),
    };
    let now = house.app.clock.now();
    house.app.store.give_numbers(&[number], &by(), now).unwrap();
}

#[tokio::test]
async fn a_comparison_says_what_to_import_and_then_shows_it_beside_our_own() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let (indicator, number, series) = tied(&house);
    let path = format!(
        "/figures/{indicator}/compare?number={number}&table={}&from=2021-08&to=2021-08&with=nation&with=265",
        series.table
    );
    let page = mette.get(&path).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let command = format!("tovholder import published FIL --table {}", series.table);
    assert!(page.body.contains(&command), "{}", page.body);

    let now = house.app.clock.now();
    let name = "own-municipality.name";
    house
        .app
        .store
        .set(name, "Prøvekommunen", &by(), now)
        .unwrap();
    let areas = [
        ("Prøvekommunen", 41),
        ("Roskilde", 1_717),
        ("Hele landet", 98_765),
    ];
    keep(&house, &series, &number, &areas);
    let page = mette.get(&path).await;
    assert!(!page.body.contains(&command));
    for shown in [
        "Roskilde",
        "1.717",
        "98.765",
        "Prøvekommunen, egne tal",
        "Prøvekilden",
        ">41<",
    ] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    assert!(page.body.contains("<svg"), "there is a chart");

    house.clock.add_minutes(3);
    keep(
        &house,
        &series,
        &number,
        &[("Prøvekommunen", 43), ("Roskilde", 1_717)],
    );
    let page = mette.get(&path).await;
    for shown in [">43<", ">41<", "2. udgave"] {
        assert!(page.body.contains(shown), "{shown}: {}", page.body);
    }
    for kind in ["csv", "xlsx", "json"] {
        let path = path.replace("/compare?", &format!("/compare/{kind}?"));
        let file = mette.get(&path).await;
        assert_eq!(file.status, StatusCode::OK, "{path}");
    }
}

#[tokio::test]
async fn the_address_of_a_comparison_does_not_know_what_came_later() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let (indicator, number, series) = tied(&house);
    keep(&house, &series, &number, &[("Roskilde", 1_717)]);
    let then = house.app.clock.now();
    house.clock.add_minutes(3);
    keep(&house, &series, &number, &[("Roskilde", 2_929)]);
    let path = format!(
        "/figures/{indicator}/compare?number={number}&table={}&from=2021-08&to=2021-08&with=265",
        series.table
    );
    let now = mette.get(&path).await;
    assert!(now.body.contains("2.929") && !now.body.contains("1.717"));
    let Timestamp(then) = then;
    let before = mette.get(&format!("{path}&at={then}")).await;
    assert!(before.body.contains("1.717") && !before.body.contains("2.929"));
}

#[tokio::test]
async fn a_share_needs_its_whole_and_says_how_it_is_imported() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let catalogue = house.app.book.catalogue();
    let by_month = catalogue.indicators().iter();
    let by_month = by_month.filter(|version| version.periods.first() == Some(&Period::Month));
    let mut shares = by_month.flat_map(|version| {
        let shown = version.shown.iter().filter_map(|shown| match &shown.how {
            rulebook::indicators::How::OverSeries { series, .. } => {
                Some((version.id.clone(), shown.id.clone(), series.clone()))
            }
            _ => None,
        });
        shown.collect::<Vec<_>>()
    });
    let (indicator, number, series) = shares.next().expect("a page has a share of a series");
    let path = format!("/figures/{indicator}?whose=all&number={number}&from=2021-07&to=2021-08");
    let page = mette.get(&path).await;
    assert!(
        page.body.contains("tovholder import denominators"),
        "{}",
        page.body
    );
    assert!(page.body.contains(&format!("»{series}«")), "{}", page.body);

    house.clock.add_minutes(3);
    give(&house, Purpose::Denominator, &series, 800, "2021-01-01");
    let page = mette.get(&path).await;
    assert!(
        !page.body.contains("tovholder import denominators"),
        "{}",
        page.body
    );
    assert!(page.body.contains("Prøvekilden"), "{}", page.body);
    let reach = mette.get(&path.replace("whose=all", "whose=reach")).await;
    assert!(
        !reach.body.contains("tovholder import denominators"),
        "a share of one's own cases means nothing"
    );
}

#[tokio::test]
async fn a_judgement_is_open_until_every_number_is_there() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let catalogue = house.app.book.catalogue();
    let list = mette.get("/figures").await;
    for version in catalogue.judgements() {
        let path = format!("/figures/judged/{}", version.id);
        assert!(list.body.contains(&path), "{path}");
        let page = mette.get(&path).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        for clause in &version.clauses {
            assert!(page.body.contains(&clause.about.da), "{path}");
        }
    }
    let page = mette
        .get("/figures/judged/skaerpet-tilsyn?month=2021-08")
        .await;
    assert!(page.body.contains("Kan ikke afgøres"), "{}", page.body);
    assert!(
        page.body.contains("tovholder import expected"),
        "{}",
        page.body
    );
    assert!(
        !page.body.contains("Ikke omfattet"),
        "a missing number is never a no"
    );
    let none = mette.get("/figures/judged/findes-ikke").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn made_up_figures_stand_apart_and_say_so() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let list = mette.get("/figures").await.body;
    let group = list.find("Prøvetal").expect("the group has a heading");
    for version in house.app.book.catalogue().indicators() {
        let at = list.find(&format!("\"/figures/{}\"", version.id));
        assert!(
            at.is_some_and(|at| (at > group) == version.invented),
            "{}",
            version.id
        );
        if version.invented {
            let page = mette.get(&format!("/figures/{}", version.id)).await;
            assert!(page.body.contains("prøvetal, opdigtet"), "{}", version.id);
        }
    }
}

#[tokio::test]
async fn whoever_contradicts_themselves_is_left_out_counted_and_named_to_those_who_may() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let path = "/figures/fuldtidspersoner?number=personer&from=2021-08&to=2021-08";
    let before = mette.get(path).await;
    assert!(
        before.body.contains("<dt>Udeladt</dt><dd>Ingen"),
        "{}",
        before.body
    );
    assert!(before.body.contains(">6<"), "{}", before.body);
    let citizen = facts::CitizenId(1);
    let again = Kind::BenefitBegan {
        benefit: "kontanthjaelp".to_owned(),
        category: None,
    };
    let entry = house.entry(citizen, None, "2021-08-20", again);
    house.register(citizen, vec![entry]);
    let after = mette.get(path).await;
    assert!(
        after.body.contains("1 person: samme ydelse"),
        "{}",
        after.body
    );
    assert!(after.body.contains(">5<"), "{}", after.body);
    let named = mette.get("/figures/left-out").await;
    assert!(named.body.contains("Nordboer 0"), "{}", named.body);
    let foreign = house.sign_in("omar").await.get("/figures/left-out").await;
    assert!(!foreign.body.contains("Nordboer"), "{}", foreign.body);
    // A page about the citizen still answers.
    let one = mette.get("/citizens/1/populations").await;
    assert_eq!(one.status, StatusCode::OK);
}

#[tokio::test]
async fn a_comparison_of_a_part_says_which_part_in_page_and_file() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let path = "/figures/fuldtidspersoner/compare?with=nation&table=y01a02";
    let page = mette.get(path).await;
    let heading = page.body.split("<h1>").nth(1).expect("there is a heading");
    let heading = heading.split("</h1>").next().unwrap().to_lowercase();
    assert!(heading.contains("dagpenge"), "{heading}");
    assert!(page.body.contains(", heraf "), "{}", page.body);
    let file = mette.get(&path.replace("/compare?", "/compare/csv?")).await;
    assert!(
        file.body.to_lowercase().contains("fuldtidspersoner: "),
        "{}",
        file.body
    );
    let twice = page.body.matches("ikke hentet ind)").count();
    assert_eq!(twice, 2, "two tables of one benefit are told apart");
}

#[tokio::test]
async fn what_is_shown_otherwise_than_chosen_is_said() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let path = "/figures/fuldtidspersoner?whose=all";
    let note = "næste gang";
    assert!(!mette.get(path).await.body.contains(note));
    for (choice, said) in [
        ("&length=year", "kun måned for måned"),
        ("&from=2015-01&to=2015-12", "de seneste 36 hele måneder"),
        ("&from=2030-01&to=2030-12", "de seneste 36 hele måneder"),
    ] {
        let page = mette.get(&format!("{path}{choice}")).await;
        assert!(page.body.contains(said), "{choice}: {}", page.body);
        assert!(page.body.contains(note), "{choice}: {}", page.body);
        let own = format!("{path}{choice}").replace("=all", "=reach");
        assert!(!mette.get(&own).await.body.contains(note), "{own}");
    }
    let both = mette
        .get("/figures/fuldtidspersoner?whose=both&by=benefit")
        .await;
    assert!(both.body.contains("ikke fordelt;"), "{}", both.body);
}

#[tokio::test]
async fn numbers_after_the_last_day_of_a_definition_say_so() {
    let house = inhabited();
    let mut mette = house.sign_in("mette").await;
    let path = "/figures/fokusmaal-samtaler?from=2025-12&to=";
    let after = mette.get(&format!("{path}2026-02")).await;
    let note = "Definitionen gælder til og med 31.01.2026";
    assert!(after.body.contains(note), "{}", after.body);
    let before = mette.get(&format!("{path}2026-01")).await;
    assert!(!before.body.contains(note), "{}", before.body);
}
