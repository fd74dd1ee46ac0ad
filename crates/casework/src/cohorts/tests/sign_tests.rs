//! Signs of leaving are proposed, once, and never for who has left.

use facts::{CitizenId, Kind, ResidenceEnd};

use super::{Town, day, leaving, sight, version};
use crate::cohorts::proposals;

fn proposed(town: &Town, cohort: &super::Cohort, as_of: &str) -> Vec<(u64, String, String)> {
    let found = proposals(&version(), &sight(as_of, None), cohort, &town.people())
        .expect("the page fits its schema");
    let found = found.into_iter();
    found
        .map(|(citizen, proposal)| (citizen.0, proposal.reason, proposal.day.to_string()))
        .collect()
}

#[test]
fn death_a_move_and_pension_are_signs_and_a_job_is_none() {
    let mut town = Town::default();
    town.on_benefit(1..=8, "2005-01-01");
    let mut cohort = town.cohort();
    town.happened(1, "2021-10-05", Kind::Died);
    town.happened(2, "2021-10-06", Kind::ResidenceBegan { municipality: 101 });
    town.happened(
        3,
        "2021-10-07",
        Kind::ResidenceEnded {
            why: ResidenceEnd::Abroad,
        },
    );
    town.begins(4, "2021-10-08", "folkepension");
    town.begins(5, "2021-10-09", "seniorpension");
    let job = Kind::JobStarted {
        employer: "Bageren".to_owned(),
        minutes: 2_220,
        job: None,
        industry: None,
    };
    town.happened(6, "2021-10-10", job);
    // Moved and came back: that is over.
    town.happened(7, "2021-10-06", Kind::ResidenceBegan { municipality: 101 });
    town.happened(7, "2021-10-16", Kind::ResidenceBegan { municipality: 990 });
    let told = |id: u64, reason: &str, on: &str| (id, reason.to_owned(), on.to_owned());
    let expected = [
        told(1, "doed", "2021-10-05"),
        told(2, "fraflyttet", "2021-10-06"),
        told(3, "fraflyttet", "2021-10-07"),
        told(4, "folkepension", "2021-10-08"),
        told(5, "seniorpension", "2021-10-09"),
    ];
    assert_eq!(proposed(&town, &cohort, "2021-11-01"), expected);
    assert!(
        proposed(&town, &cohort, "2021-10-04").is_empty(),
        "nothing has happened yet"
    );
    cohort.leavings.push(leaving(1, "doed", "2021-10-05"));
    assert_eq!(proposed(&town, &cohort, "2021-11-01"), expected[1..]);
}

#[test]
fn the_earliest_sign_is_proposed_and_of_one_day_the_one_above() {
    let mut town = Town::default();
    town.on_benefit(1..=2, "2005-01-01");
    let cohort = town.cohort();
    town.happened(
        1,
        "2021-10-07",
        Kind::ResidenceEnded {
            why: ResidenceEnd::Unknown,
        },
    );
    town.happened(1, "2021-10-20", Kind::Died);
    town.happened(
        2,
        "2021-10-20",
        Kind::ResidenceEnded {
            why: ResidenceEnd::Unknown,
        },
    );
    town.happened(2, "2021-10-20", Kind::Died);
    let found = proposed(&town, &cohort, "2021-11-01");
    assert_eq!(found[0].1, "fraflyttet");
    assert_eq!(
        (found[1].1.as_str(), found[1].2.as_str()),
        ("doed", "2021-10-20")
    );
    // What was a sign before the cohort was looked at is for whoever draws it.
    assert!(
        cohort.members.contains_key(&CitizenId(1)) && day("2021-10-07") > cohort.draw.observed_on
    );
}
