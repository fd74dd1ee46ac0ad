//! Who is drawn, why, and what later facts change.

use super::{DRAWN, OBSERVED, Town, day, ids};
use crate::cohorts::{GroundNumbers, difference};

/// One for each side of the boundary: 1 has the whole time, 2 exactly the last eight years of ten, 3 a day less, 4 another category,
/// 5 is not there yet on the observed day.
fn town() -> Town {
    let mut town = Town::default();
    town.on_benefit([1], "2005-01-01");
    // The window is 2011-07-02 to 2021-07-01: 3,653 days, of which 80 per cent is 2,922.4.
    town.on_benefit([2], &day(OBSERVED).plus(-2_922).to_string());
    town.on_benefit([3], &day(OBSERVED).plus(-2_921).to_string());
    town.resident(4);
    let benefit = "kontanthjaelp".to_owned();
    let category = Some("jobparat".to_owned());
    let began = facts::Kind::BenefitBegan { benefit, category };
    town.happened(4, "2005-01-01", began);
    town.on_benefit([5], "2021-08-01");
    town
}

#[test]
fn the_boundary_lies_where_the_page_puts_it_and_the_numbers_are_kept() {
    let town = town();
    let drawn = town.draw_seen(DRAWN, OBSERVED, None);
    assert_eq!(ids(drawn.members.keys()), [1, 2]);
    assert_eq!((drawn.unknown.len(), drawn.among), (0, 5));
    let why = &drawn.members[&facts::CitizenId(2)];
    let share = GroundNumbers::Share {
        from: day("2011-07-02"),
        to: day(OBSERVED),
        of: 2_923,
        among: 3_653,
    };
    assert!(why.iter().any(|ground| ground.numbers == share), "{why:?}");
    assert!(
        why.iter()
            .any(|ground| ground.numbers == GroundNumbers::Age { years: 46 })
    );
    let since = GroundNumbers::Since {
        day: day("2013-07-01"),
    };
    assert!(why.iter().any(|ground| ground.numbers == since), "{why:?}");
    assert!(why.iter().all(|ground| !ground.line.is_empty()));
}

#[test]
fn what_became_known_later_does_not_change_a_drawing_at_its_cut() {
    let mut town = town();
    let cut = town.last;
    let then = town.draw_seen(DRAWN, OBSERVED, Some(cut));
    let cohort = town.cohort();
    // A late correction: 1 was off the benefit for five years. A late newcomer, and one whose days were more than was known.
    town.ends(1, "2012-01-01", "kontanthjaelp");
    town.begins(1, "2017-01-01", "kontanthjaelp");
    town.on_benefit([9], "2003-01-01");
    town.begins(3, "2005-01-01", "kontanthjaelp");
    assert_eq!(town.draw_seen(DRAWN, OBSERVED, Some(cut)), then);
    let now = town.draw_seen("2021-10-01", OBSERVED, None);
    let found = difference(&cohort, &now);
    assert_eq!((ids(&found.gone), ids(&found.come)), (vec![1], vec![3, 9]));
    assert_eq!(
        ids(cohort.members.keys()),
        [1, 2],
        "the cohort stays as it is"
    );
}

#[test]
fn a_population_of_today_stands_beside_the_frozen_one() {
    let mut town = town();
    let cohort = town.cohort();
    town.ends(2, "2021-09-20", "kontanthjaelp");
    let now = town.draw_seen("2021-12-01", "2021-12-01", None);
    let found = difference(&cohort, &now);
    assert_eq!((ids(&found.gone), ids(&found.come)), (vec![2], vec![3]));
}

#[test]
fn of_whom_it_cannot_be_told_is_not_let_in_and_counted() {
    let town = town();
    let vocabulary = super::book().catalogue().vocabulary(day("2009-06-01"));
    let early = day("2009-06-01");
    let found = crate::cohorts::draw(
        &super::sight(DRAWN, None),
        &super::population(),
        early,
        &vocabulary,
        &town.people(),
    )
    .expect("the page fits its schema");
    assert!(found.members.is_empty());
    // Ten years before that day nothing was observed yet: of nobody it can be told.
    assert_eq!(ids(&found.unknown), [1, 2, 3, 4, 5]);
    assert_eq!(found.among, 5);
}
