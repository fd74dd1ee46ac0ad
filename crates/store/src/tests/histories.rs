//! Random histories over random days: rows kept up to date step by step are, byte for byte, those made anew.

use calendar::Day;
use facts::{CaseId, CitizenId, Entry, Fact, Kind as What, Value};
use proptest::prelude::*;

use super::town::{
    Dice, append, assigned, book, day, entry, happening, newcomer, second_thought, store,
};
use crate::{Append, FactStore, Kind, NEW_CASE, Store};

/// What one day brings: the day, and what is registered on it.
type Chronicle = Vec<(Day, Vec<Append>)>;

/// A chronicle of a few citizens over most of a year, told by a seed.
fn chronicle(seed: u64) -> Chronicle {
    let mut dice = Dice(seed);
    let rehearsal = store();
    let mut today = day("2021-03-01");
    let mut told = Vec::new();
    let mut number = 0;
    for turn in 0..40 {
        let mut appends = Vec::new();
        number += 1;
        let citizen = CitizenId(1 + dice.below(4));
        let history = rehearsal.facts_of(citizen, None).unwrap();
        let next = if turn < 4 || history.is_empty() {
            newcomer(number, "Ane Holm", today, (dice.below(2) == 0).then_some(5))
        } else {
            registration(&mut dice, number, citizen, &history, today)
        };
        if rehearsal.append(&next).is_ok() {
            appends.push(next);
        }
        told.push((today, appends));
        let days = *dice.pick(&[0, 0, 1, 3, 9, 31]);
        today = today.plus(days);
    }
    told.push((today.plus(200), Vec::new()));
    told
}

fn registration(
    dice: &mut Dice,
    number: u64,
    citizen: CitizenId,
    history: &[Fact],
    today: Day,
) -> Append {
    let case = history.iter().find_map(|fact| fact.entry.case);
    let entry: Entry = match dice.below(6) {
        0 => second_thought(dice, history, today)
            .unwrap_or_else(|| assigned(today, case.unwrap_or(NEW_CASE), "jobformidler", 6)),
        1 => assigned(
            today,
            case.unwrap_or(NEW_CASE),
            "sagsbehandler",
            5 + dice.below(3),
        ),
        _ => {
            let opened = history[0].entry.happened_on;
            let span = u64::try_from(today.since(opened)).unwrap() + 1;
            let late = i32::try_from(dice.below(span.min(20))).unwrap();
            let kind = happening(dice, today);
            entry(today.plus(-late), case, kind)
        }
    };
    append(number, citizen, today, vec![entry])
}

/// The rows of a store that lived through a chronicle and woke on every day that `wakes` says.
fn lived(chronicle: &Chronicle, wakes: impl Fn(Day) -> bool) -> Store {
    let store = store();
    let mut yesterday = chronicle[0].0;
    for (today, appends) in chronicle {
        while yesterday < *today {
            yesterday = yesterday.plus(1);
            if wakes(yesterday) {
                store.wake(yesterday).unwrap();
            }
        }
        for append in appends {
            store.append(append).unwrap();
        }
    }
    let end = chronicle.last().unwrap().0;
    store.wake(end).unwrap();
    store
}

fn text(store: &Store) -> String {
    String::from_utf8(store.dump_read_model().unwrap()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn rows_do_not_depend_on_when_they_were_folded(seed: u64) {
        let chronicle = chronicle(seed);
        let end = chronicle.last().unwrap().0;
        let daily = lived(&chronicle, |_| true);
        let asleep = lived(&chronicle, |_| false);
        let sometimes = lived(&chronicle, |day| day.epoch() % 9 == 0);
        let rows = text(&daily);
        prop_assert_eq!(&text(&asleep), &rows);
        prop_assert_eq!(&text(&sometimes), &rows);
        daily.rebuild(end).unwrap();
        prop_assert_eq!(&text(&daily), &rows);
        prop_assert_eq!(daily.check().unwrap(), []);
    }

    #[test]
    fn many_at_once_give_the_rows_of_one_by_one(seed: u64) {
        let chronicle = chronicle(seed);
        let end = chronicle.last().unwrap().0;
        let one_by_one = lived(&chronicle, |_| true);
        let together = store();
        let all: Vec<Append> = chronicle.into_iter().flat_map(|(_, appends)| appends).collect();
        together.append_many(&all).unwrap();
        together.wake(end).unwrap();
        prop_assert_eq!(text(&together), text(&one_by_one));
    }

    #[test]
    fn a_demonstration_can_go_back_and_forth(seed: u64, back in 1..300_i32) {
        let chronicle = chronicle(seed);
        let end = chronicle.last().unwrap().0;
        let demo = Store::in_memory(Kind::Demo, book()).unwrap();
        for (_, appends) in &chronicle {
            for append in appends {
                demo.append(append).unwrap();
            }
        }
        demo.wake(end).unwrap();
        let rows = text(&demo);
        demo.wake(end.plus(-back)).unwrap();
        let earlier = text(&demo);
        demo.rebuild(end.plus(-back)).unwrap();
        prop_assert_eq!(&text(&demo), &earlier);
        demo.wake(end).unwrap();
        prop_assert_eq!(&text(&demo), &rows);
    }
}

/// A case in which the six months without a placement run, and the day after they end.
fn six_months() -> (Vec<Append>, Day) {
    let citizen = CitizenId(1);
    let happens = |number: u64, on: &str, kind: What, answers: &[(&str, &str)]| {
        let mut what = entry(day(on), Some(CaseId(1)), kind);
        for (field, choice) in answers {
            what.answers
                .insert((*field).to_owned(), Value::Choice((*choice).to_owned()));
        }
        append(number, citizen, day(on), vec![what])
    };
    let met = |meeting: &str| What::MeetingHeld {
        meeting: meeting.to_owned(),
        appointment: None,
    };
    let done = |event: &str| What::ActivityDone {
        event: event.to_owned(),
        placement: None,
    };
    let appends = vec![
        newcomer(1, "Ane Holm", day("2021-01-04"), Some(5)),
        happens(2, "2021-01-18", met("forberedende-samtale"), &[]),
        happens(
            3,
            "2021-02-08",
            met("step-up-moede"),
            &[("i-maalgruppe", "nej")],
        ),
        happens(4, "2021-02-16", done("start-afklaringsforloeb"), &[]),
    ];
    (appends, day("2021-08-17"))
}

#[test]
fn nine_days_asleep_across_six_months_equal_nine_days_awake() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    let (appends, change) = six_months();
    let awake = store();
    let sleeper = Store::create(&path, Kind::Real, book()).unwrap();
    awake.append_many(&appends).unwrap();
    sleeper.append_many(&appends).unwrap();
    let begun = appends.last().unwrap().today;
    for days in 1..=change.since(begun) + 4 {
        awake.wake(begun.plus(days)).unwrap();
        if days <= change.since(begun) - 5 {
            sleeper.wake(begun.plus(days)).unwrap();
        }
    }
    let before = text(&sleeper);
    assert!(!before.contains("nyt-step-up-moede"));
    drop(sleeper);
    let sleeper = Store::open(&path, Kind::Real, book()).unwrap();
    assert_eq!(text(&sleeper), before);
    // The first question after the nine days wakes what has to be woken.
    let asked = sleeper.case(CaseId(1), change.plus(4)).unwrap();
    assert!(asked.is_some());
    let after = text(&sleeper);
    assert!(
        after.contains("nyt-step-up-moede"),
        "the six months have passed: {after}"
    );
    assert_eq!(after, text(&awake));
    sleeper.rebuild(change.plus(4)).unwrap();
    assert_eq!(text(&sleeper), after);
}

#[test]
fn a_real_stores_day_never_goes_back() {
    let (appends, change) = six_months();
    let store = store();
    store.append_many(&appends).unwrap();
    store.wake(change.plus(-1)).unwrap();
    let before = text(&store);
    store.wake(change).unwrap();
    let after = text(&store);
    assert_ne!(before, after);
    // A request that began before midnight asks after it.
    store.case(CaseId(1), change.plus(-1)).unwrap();
    assert_eq!(text(&store), after);
}
