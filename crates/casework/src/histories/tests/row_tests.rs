//! What becomes of lives in rows.

use super::*;

#[test]
fn a_benefit_carries_category_degree_and_municipality() {
    let facts = facts(vec![
        ("2020-02-01", home(751)),
        ("2020-01-01", began("dagpenge", Some("jobparat"))),
        (
            "2020-03-01",
            Kind::BenefitDegreeChanged {
                benefit: text("dagpenge"),
                percent: 50,
            },
        ),
        (
            "2020-04-01",
            Kind::BenefitChanged {
                benefit: text("dagpenge"),
                category: None,
            },
        ),
        ("2020-05-01", home(461)),
        ("2020-06-01", ended("dagpenge")),
        ("2020-07-01", began("dagpenge", Some("jobparat"))),
    ]);
    let told = told(&facts, None, "2020-07-31");
    assert_eq!(
        rows(&told, "benefits"),
        [
            "2020-01-01 – 2020-02-01: 1 1 ? 100 (2)",
            "2020-02-01 – 2020-03-01: 1 1 751 100 (2)",
            "2020-03-01 – 2020-04-01: 1 1 751 50 (3)",
            "2020-04-01 – 2020-05-01: 1 0 751 50 (4)",
            "2020-05-01 – 2020-06-01: 1 0 461 50 (4)",
            // Begun anew it is paid in full again, and it runs: it ends on the day after the view.
            "2020-07-01 – 2020-08-01: 1 1 461 100 (7)",
        ]
    );
    assert_eq!(
        rows(&told, "residence"),
        [
            "2020-02-01 – 2020-05-01: 751 (1)",
            "2020-05-01 – 2020-08-01: 461 (5)"
        ]
    );
    let at = shape().schema().track("residence").unwrap();
    assert!(told.histories.track(at).disjoint);
}

#[test]
fn a_home_that_ended_leaves_the_rest_without() {
    let facts = facts(vec![
        ("2020-01-01", home(751)),
        ("2020-01-01", began("kontanthjaelp", None)),
        (
            "2020-02-01",
            Kind::ResidenceEnded {
                why: ResidenceEnd::Abroad,
            },
        ),
        ("2020-04-01", home(461)),
        ("2020-05-01", ended("kontanthjaelp")),
    ]);
    let told = told(&facts, None, "2020-12-31");
    assert_eq!(
        rows(&told, "benefits"),
        [
            "2020-01-01 – 2020-02-01: 2 0 751 100 (2)",
            "2020-02-01 – 2020-04-01: 2 0 ? 100 (2)",
            "2020-04-01 – 2020-05-01: 2 0 461 100 (2)",
        ]
    );
    assert_eq!(rows(&told, "life"), ["2020-02-01 – 2020-04-01: 2 (3)"]);
}

#[test]
#[expect(clippy::too_many_lines, reason = "one story, every track")]
fn work_offers_and_the_rest_have_rows_of_their_own() {
    let offer = |until: Option<&str>| Kind::OfferBegan {
        offer: text("vejledning"),
        place: Some(text("Jobhuset")),
        minutes: Some(1_200),
        until: until.map(day),
    };
    let mut facts = facts(vec![
        ("2020-01-01", job("Bageriet", 300, None)),
        ("2020-01-10", job("Værftet", 2_220, Some("igu"))),
        (
            "2020-02-01",
            Kind::JobHoursChanged {
                employer: text("Bageriet"),
                minutes: 600,
            },
        ),
        (
            "2020-03-01",
            Kind::JobEnded {
                employer: text("Bageriet"),
            },
        ),
        (
            "2020-01-31",
            Kind::HoursReported {
                employer: None,
                from: day("2020-01-01"),
                minutes: 1_300,
            },
        ),
        ("2020-04-01", offer(Some("2020-04-30"))),
        (
            "2020-04-20",
            Kind::OfferExtended {
                offer: text("vejledning"),
                place: Some(text("Jobhuset")),
                until: day("2020-05-15"),
            },
        ),
        ("2020-06-01", offer(None)),
        (
            "2020-06-10",
            Kind::OfferEnded {
                offer: text("vejledning"),
                place: Some(text("Jobhuset")),
            },
        ),
        ("2020-05-01", Kind::CvPublished),
        ("2020-05-11", Kind::CvWithdrawn),
        (
            "2020-05-04",
            Kind::AbsenceBegan {
                absence: text("sygdom"),
                until: Some(day("2020-05-06")),
            },
        ),
        (
            "2020-05-20",
            Kind::ConversationHeld {
                with: text("sagsbehandler"),
                form: ContactForm::Phone,
                appointment: None,
            },
        ),
        (
            "2020-05-21",
            Kind::ConversationHeld {
                with: text("a-kasse"),
                form: ContactForm::Phone,
                appointment: None,
            },
        ),
    ]);
    facts[12]
        .entry
        .participants
        .insert(crate::histories::UNEMPLOYMENT_FUND.to_owned());
    let told = told(&facts, None, "2020-12-31");
    assert_eq!(
        rows(&told, "jobs"),
        [
            "2020-01-01 – 2020-02-01: 1 300 ? (1)",
            "2020-01-10 – 2021-01-01: 2 2220 7 (2)",
            "2020-02-01 – 2020-03-01: 1 600 ? (3)",
        ]
    );
    let at = shape().schema().track("jobs").unwrap();
    assert!(!told.histories.track(at).disjoint);
    assert_eq!(
        rows(&told, "wage-hours"),
        ["2020-01-01 – 2020-02-01: 1300 (5)"]
    );
    assert_eq!(
        rows(&told, "offers"),
        [
            "2020-04-01 – 2020-05-16: 1 1200 (6)",
            "2020-06-01 – 2020-06-10: 1 1200 (8)"
        ]
    );
    assert_eq!(rows(&told, "cv"), ["2020-05-01 – 2020-05-11: 1 (10)"]);
    assert_eq!(
        rows(&told, "availability"),
        ["2020-05-04 – 2020-05-07: 2 (12)"]
    );
    assert_eq!(
        rows(&told, "contacts"),
        [
            "2020-05-20 – 2020-05-21: 3 (13)",
            "2020-05-21 – 2020-05-22: 2 (14)"
        ]
    );
    assert!(rows(&told, "homes").is_empty());
}

#[test]
fn a_placement_is_an_offer_and_its_paid_hours_a_job() {
    let placement = PlacementId(1);
    let facts = facts(vec![
        (
            "2020-01-01",
            Kind::PlacementAgreed {
                placement,
                form: PlacementForm::Praktik,
                purpose: Some(PlacementPurpose::Training),
                company: text("Bageriet"),
                cvr: None,
                minutes: 900,
                from: day("2020-01-06"),
                until: Some(day("2020-03-31")),
                continued: false,
            },
        ),
        ("2020-01-06", Kind::PlacementStarted { placement }),
        (
            "2020-02-01",
            Kind::PlacementHoursChanged {
                placement,
                minutes: 1_200,
            },
        ),
        (
            "2020-02-10",
            Kind::PaidHoursBegan {
                placement,
                minutes: 240,
            },
        ),
        (
            "2020-03-15",
            Kind::PlacementExtended {
                placement,
                until: day("2020-04-30"),
            },
        ),
    ]);
    let all = told(&facts, None, "2020-12-31");
    assert_eq!(
        rows(&all, "offers"),
        [
            "2020-01-06 – 2020-02-01: 2 900 (2)",
            "2020-02-01 – 2020-05-01: 2 1200 (3)"
        ]
    );
    assert_eq!(rows(&all, "jobs"), ["2020-02-10 – 2020-05-01: 1 240 ? (4)"]);
    let mut ended = facts.clone();
    ended.push(fact(
        6,
        "2020-04-01",
        Kind::PlacementEnded {
            placement,
            how: PlacementEnd::Interrupted,
        },
    ));
    let told = told(&ended, None, "2020-12-31");
    assert_eq!(
        rows(&told, "jobs"),
        ["2020-02-10 – 2020-04-01: 1 240 ? (4)"]
    );
    assert_eq!(
        rows(&told, "offers")[1],
        "2020-02-01 – 2020-04-01: 2 1200 (3)"
    );
}

#[test]
fn a_placement_that_is_carried_on_began_when_it_began() {
    let agreed = Kind::PlacementAgreed {
        placement: PlacementId(1),
        form: PlacementForm::PaidHours,
        purpose: None,
        company: text("Bageriet"),
        cvr: None,
        minutes: 300,
        from: day("2020-01-06"),
        until: None,
        continued: true,
    };
    let seen = told(&facts(vec![("2020-03-01", agreed)]), None, "2020-03-31");
    assert_eq!(
        rows(&seen, "jobs"),
        ["2020-01-06 – 2020-04-01: 1 300 ? (1)"]
    );
}
