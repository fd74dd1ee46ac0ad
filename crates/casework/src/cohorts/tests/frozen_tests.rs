//! A cohort can only shrink, and those who left add up.

use std::collections::BTreeSet;

use calendar::Day;
use facts::CitizenId;
use proptest::prelude::*;

use super::{DRAWN, OBSERVED, Town, day, leaving, version};
use crate::cohorts::{Cohort, LeaveFault, Leaving, Left};

fn cohort(members: u64) -> Cohort {
    let mut cohort = Town::default().cohort();
    cohort.members = (1..=members)
        .map(|id| (CitizenId(id), Vec::new()))
        .collect();
    cohort
}

#[test]
fn a_leaving_is_judged_before_it_is_recorded() {
    let mut cohort = cohort(2);
    let today = day("2021-10-01");
    let moved = leaving(1, "fraflyttet", "2021-09-20");
    assert_eq!(cohort.admit(&moved, today), Ok(Left::New));
    cohort.leavings.push(moved.clone());
    assert_eq!(cohort.admit(&moved, today), Ok(Left::Known));
    assert_eq!(
        cohort.admit(&leaving(1, "doed", "2021-09-20"), today),
        Ok(Left::Corrected)
    );
    let fault = |citizen, on| cohort.admit(&leaving(citizen, "doed", on), today);
    assert_eq!(fault(3, "2021-09-20"), Err(LeaveFault::NotAMember));
    assert_eq!(fault(2, "2021-10-02"), Err(LeaveFault::NotYet));
    assert_eq!(fault(2, "2021-06-30"), Err(LeaveFault::TooEarly));
    assert_eq!(fault(2, OBSERVED), Ok(Left::New));
}

#[test]
fn a_leaver_is_a_member_until_the_day_before() {
    let mut cohort = cohort(1);
    cohort.leavings.push(leaving(1, "doed", "2021-09-20"));
    assert_eq!(cohort.standing(day("2021-09-19")).remaining.len(), 1);
    assert_eq!(cohort.standing(day("2021-09-20")).leavers.len(), 1);
}

proptest! {
    #[test]
    fn whatever_is_recorded_it_only_shrinks(
        operations in prop::collection::vec((0_u64..12, 0_usize..7, -90_i32..60, 0_i32..5), 0..60)
    ) {
        let reasons: Vec<String> = version().leavings.iter().map(|one| one.id.clone()).collect();
        let mut cohort = cohort(8);
        let drawn: BTreeSet<CitizenId> = cohort.members.keys().copied().collect();
        let mut today = day(DRAWN);
        let mut before = cohort.standing(today).remaining;
        for (citizen, reason, away, passed) in operations {
            today = today.plus(passed);
            let attempt = Leaving {
                citizen: CitizenId(citizen),
                reason: reasons[reason % reasons.len()].clone(),
                day: today.plus(away),
            };
            if cohort.admit(&attempt, today).is_ok_and(|left| left != Left::Known) {
                cohort.leavings.push(attempt);
            }
            let standing = cohort.standing(today);
            prop_assert!(standing.remaining.is_subset(&before), "somebody came back");
            prop_assert_eq!(&standing, &cohort.standing(Day::MAX), "no leaving lies ahead");
            let leavers: BTreeSet<CitizenId> = standing.leavers.keys().copied().collect();
            prop_assert!(standing.remaining.is_disjoint(&leavers));
            let all: BTreeSet<CitizenId> = standing.remaining.union(&leavers).copied().collect();
            prop_assert_eq!(&all, &drawn);
            let by_reason: usize = standing.by_reason().values().map(BTreeSet::len).sum();
            prop_assert_eq!(by_reason, leavers.len());
            before = standing.remaining;
        }
        // Day by day it shrinks too.
        let mut last = drawn;
        for away in -120..=0 {
            let remaining = cohort.standing(today.plus(away)).remaining;
            prop_assert!(remaining.is_subset(&last));
            last = remaining;
        }
    }
}
