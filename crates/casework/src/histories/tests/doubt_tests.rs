//! Contradictions leave a person out; what is merely not told does not.

use facts::{BenefitEnd, Kind};

use super::super::{Doubt, doubts};
use super::{facts, text};

fn began() -> Kind {
    Kind::BenefitBegan {
        benefit: text("kontanthjaelp"),
        category: None,
    }
}

fn ended() -> Kind {
    Kind::BenefitEnded {
        benefit: text("kontanthjaelp"),
        why: BenefitEnd::Job,
    }
}

fn told(kinds: Vec<(&str, Kind)>) -> Vec<Doubt> {
    doubts(&facts(kinds), None).into_iter().collect()
}

#[test]
fn the_same_benefit_twice_and_reversed_days_are_doubts() {
    assert_eq!(
        told(vec![("2021-01-01", began()), ("2021-03-01", began())]),
        [Doubt::BenefitTwice]
    );
    assert_eq!(
        told(vec![("2021-01-01", ended()), ("2021-03-01", began())]),
        [Doubt::BenefitReversed]
    );
    let reversed_job = vec![
        (
            "2021-01-01",
            Kind::JobEnded {
                employer: text("x"),
            },
        ),
        (
            "2021-03-01",
            Kind::JobStarted {
                employer: text("x"),
                minutes: 60,
                job: None,
                industry: None,
            },
        ),
    ];
    assert_eq!(told(reversed_job), [Doubt::JobReversed]);
}

#[test]
fn what_follows_on_each_other_or_began_unseen_is_none() {
    let changed = Kind::BenefitChanged {
        benefit: text("kontanthjaelp"),
        category: Some(text("jobparat")),
    };
    let ordinary = vec![
        ("2020-12-01", ended()),
        ("2021-01-01", began()),
        ("2021-02-01", changed),
        ("2021-03-01", ended()),
        ("2021-03-01", began()),
        ("2021-04-01", ended()),
    ];
    assert_eq!(told(ordinary), []);
    assert_eq!(told(vec![("2021-01-01", ended())]), []);
}

#[test]
fn a_doubt_that_was_not_known_yet_is_none() {
    let known = facts(vec![("2021-01-01", began()), ("2021-03-01", began())]);
    assert!(doubts(&known, Some(known[0].id)).is_empty());
    assert!(!doubts(&known, Some(known[1].id)).is_empty());
}
