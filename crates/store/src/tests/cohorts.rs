//! What every place that keeps cohorts promises, tried on each of them.

use calendar::Timestamp;
use casework::cohorts::{Draw, Ground, GroundNumbers, LeaveFault, Leaving, Left};
use facts::{CitizenId, EmployeeId, FactId};

use super::town::{book, day, key, newcomer, store};
use crate::{
    Access, By, CohortError, CohortId, CohortStore, ERASED_LEAVING, FactStore, Kind, Memory,
    NewCohort, Store,
};

fn on_each(promise: impl Fn(&dyn CohortStore)) {
    promise(&Memory::default());
    promise(&store());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    promise(&Store::create(&path, Kind::Real, book()).unwrap());
}

fn by() -> By {
    By::Employee(EmployeeId(3))
}

fn new(number: u64, members: &[u64]) -> NewCohort {
    let ground = Ground {
        line: "andel(kontanthjælpslignende, 10 år) >= 80 %".to_owned(),
        numbers: GroundNumbers::Share {
            from: day("2011-08-02"),
            to: day("2021-08-01"),
            of: 3_000,
            among: 3_653,
        },
    };
    NewCohort {
        draw: Draw {
            definition: "en-kohorte".to_owned(),
            population: "en-gruppe".to_owned(),
            line: "på(kontanthjælp)".to_owned(),
            parameters: vec![("vindue".to_owned(), "10 år".to_owned())],
            page: "tal/kohorter.md".to_owned(),
            page_hash: "abc".to_owned(),
            drawn_on: day("2021-09-15"),
            observed_on: day("2021-08-01"),
            known_at: Some(FactId(12)),
            unknown: 2,
        },
        members: members
            .iter()
            .map(|id| (CitizenId(*id), vec![ground.clone()]))
            .collect(),
        key: key(number),
    }
}

fn leaving(citizen: u64, reason: &str, on: &str) -> Leaving {
    Leaving {
        citizen: CitizenId(citizen),
        reason: reason.to_owned(),
        day: day(on),
    }
}

#[test]
fn what_was_drawn_comes_back_as_it_was() {
    on_each(|store| {
        let id = store
            .draw_cohort(&new(1, &[4, 7]), &by(), Timestamp(5))
            .unwrap();
        let kept = store.cohort(id).unwrap().unwrap();
        assert_eq!(kept.head.draw, new(1, &[]).draw);
        assert_eq!((kept.head.at, &kept.head.by), (Timestamp(5), &by()));
        let members: Vec<_> = kept.cohort.members.into_iter().collect();
        assert_eq!(members, new(1, &[4, 7]).members);
        assert_eq!(store.cohorts().unwrap(), [kept.head]);
        assert!(store.cohort(CohortId(99)).unwrap().is_none());
    });
}

#[test]
fn a_repeated_post_draws_once() {
    on_each(|store| {
        let first = store
            .draw_cohort(&new(1, &[4, 7]), &by(), Timestamp(5))
            .unwrap();
        // Pressed again: more may be known by now, yet the same was asked for.
        let again = store
            .draw_cohort(&new(1, &[4]), &by(), Timestamp(6))
            .unwrap();
        assert_eq!(first, again);
        assert_eq!(
            store.cohort(first).unwrap().unwrap().cohort.members.len(),
            2
        );
        let mut other = new(1, &[4]);
        other.draw.observed_on = day("2021-07-01");
        assert!(matches!(
            store.draw_cohort(&other, &by(), Timestamp(7)),
            Err(CohortError::KeyReused)
        ));
        let second = store
            .draw_cohort(&new(2, &[]), &by(), Timestamp(8))
            .unwrap();
        assert_ne!(first, second);
        assert_eq!(store.cohorts().unwrap().len(), 2);
    });
}

#[test]
fn a_member_leaves_once_and_is_corrected_never_let_in_again() {
    on_each(|store| {
        let id = store
            .draw_cohort(&new(1, &[4, 7]), &by(), Timestamp(5))
            .unwrap();
        let today = day("2021-10-01");
        let leave = |leaving: &Leaving| store.leave_cohort(id, leaving, today, &by(), Timestamp(9));
        let moved = leaving(4, "fraflyttet", "2021-09-20");
        assert_eq!(leave(&moved).unwrap(), Left::New);
        assert_eq!(leave(&moved).unwrap(), Left::Known);
        let died = leaving(4, "doed", "2021-09-21");
        assert_eq!(leave(&died).unwrap(), Left::Corrected);
        let kept = store.cohort(id).unwrap().unwrap();
        assert_eq!(kept.cohort.leavings, [moved, died.clone()]);
        assert_eq!(kept.recorded, [(Timestamp(9), by()), (Timestamp(9), by())]);
        let standing = kept.cohort.standing(today);
        assert_eq!(standing.leavers[&CitizenId(4)], died);
        assert_eq!(standing.remaining.len(), 1);

        let refused = |leaving: &Leaving| match leave(leaving) {
            Err(CohortError::Leave(fault)) => fault,
            other => panic!("{other:?}"),
        };
        let cases = [
            (leaving(5, "doed", "2021-09-20"), LeaveFault::NotAMember),
            (leaving(7, "doed", "2021-10-02"), LeaveFault::NotYet),
            (leaving(7, "doed", "2021-07-31"), LeaveFault::TooEarly),
        ];
        for (leaving, fault) in cases {
            assert_eq!(refused(&leaving), fault);
        }
        let nowhere = store.leave_cohort(
            CohortId(9),
            &leaving(7, "doed", "2021-09-20"),
            today,
            &by(),
            Timestamp(9),
        );
        assert!(matches!(nowhere, Err(CohortError::Missing)));
        assert_eq!(store.cohort(id).unwrap().unwrap().cohort.leavings.len(), 2);
    });
}

#[test]
fn nobody_is_added_and_nothing_is_taken_back_even_by_sql() {
    let store = store();
    let id = store
        .draw_cohort(&new(1, &[4, 7]), &by(), Timestamp(5))
        .unwrap();
    let today = day("2021-10-01");
    let moved = leaving(4, "fraflyttet", "2021-09-20");
    store
        .leave_cohort(id, &moved, today, &by(), Timestamp(9))
        .unwrap();
    let before = store.cohort(id).unwrap();
    let writer = store.writer();
    for sql in [
        "INSERT INTO cohort_member (cohort, citizen, why) VALUES (1, 8, '[]')",
        "UPDATE cohort_member SET why = NULL",
        "UPDATE cohort_member SET citizen = 9",
        "DELETE FROM cohort_member",
        "UPDATE cohort SET population = 'x'",
        "DELETE FROM cohort",
        "UPDATE cohort_leaving SET reason = NULL, day = NULL",
        "DELETE FROM cohort_leaving",
        "INSERT INTO cohort_leaving (cohort, citizen, reason, day, at, employee) VALUES (1, 8, 'x', 1, 1, 1)",
    ] {
        assert!(writer.execute(sql, []).is_err(), "{sql}");
    }
    drop(writer);
    assert_eq!(store.cohort(id).unwrap(), before);
}

#[test]
fn drawing_and_leaving_stand_in_each_members_log() {
    let store = store();
    let id = store
        .draw_cohort(&new(1, &[4, 7]), &by(), Timestamp(5))
        .unwrap();
    let moved = leaving(4, "fraflyttet", "2021-09-20");
    store
        .leave_cohort(id, &moved, day("2021-10-01"), &by(), Timestamp(9))
        .unwrap();
    let pages = |citizen| {
        let rows = store.access_of(CitizenId(citizen)).unwrap().into_iter();
        let rows = rows.filter(|row| row.what == Access::Write);
        rows.map(|row| row.page).collect::<Vec<_>>()
    };
    assert_eq!(pages(4), ["cohort drawn", "cohort left"]);
    assert_eq!(pages(7), ["cohort drawn"]);
}

#[test]
fn erasure_takes_what_a_cohort_says_of_a_citizen() {
    let store = store();
    let today = day("2021-09-15");
    let citizen = store
        .append(&newcomer(1, "Ane Holm", today, None))
        .unwrap()
        .citizen;
    let id = store
        .draw_cohort(&new(1, &[citizen.0]), &by(), Timestamp(5))
        .unwrap();
    let moved = leaving(citizen.0, "fraflyttet", "2021-09-15");
    store
        .leave_cohort(id, &moved, today, &by(), Timestamp(9))
        .unwrap();
    store
        .erase(citizen, &by(), "arkivloven", Timestamp(10))
        .unwrap();
    let kept = store.cohort(id).unwrap().unwrap();
    assert!(kept.cohort.members[&citizen].is_empty());
    assert_eq!(kept.cohort.leavings[0].reason, ERASED_LEAVING);
    assert_eq!(kept.cohort.leavings[0].day, kept.head.draw.observed_on);
    let again = store.draw_cohort(&new(2, &[citizen.0]), &by(), Timestamp(11));
    assert!(matches!(again, Err(CohortError::Erased)));
    assert_eq!(store.cohorts().unwrap().len(), 1, "nothing is half stored");
}
