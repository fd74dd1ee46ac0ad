//! Laws of folding, on random histories over the small page.

use casework::{Case, Coordinates, cases, read_case};
use facts::{Entry, Fact, FactId, Kind, PlacementId, Value};
use proptest::prelude::*;

use crate::support::*;

/// What a random history is made of: what, how many days after the opening.
fn acts() -> impl Strategy<Value = Vec<(u8, u16)>> {
    prop::collection::vec((0_u8..14, 0_u16..120), 0..14)
}

fn act(what: u8, after: u16) -> Entry {
    let on = day("2021-01-04").plus(i32::from(after)).to_string();
    let on = on.as_str();
    match what {
        0 => activity(on, "skema"),
        1 => meeting(on, "ja"),
        2 => meeting(on, "uafklaret"),
        3 => activity(on, "plan"),
        4 | 5 => talk(on),
        6 => agreed(on, 1),
        7 => started(on, 1),
        8 => ended(on, 1),
        9 => entry(
            on,
            Kind::ActivityDone {
                event: text("opfoelgning"),
                placement: Some(PlacementId(1)),
            },
        ),
        10 => noted(entry(on, Kind::ClockPaused { until: None }), "Syg."),
        11 => entry(on, Kind::ClockResumed),
        12 => answering(
            meeting(on, "nej"),
            &[(
                "stoette",
                Value::Set([text("mentor")].into_iter().collect()),
            )],
        ),
        _ => assigned(on, "jobformidler", u64::from(after) + 1),
    }
}

/// Everything a reader can see of a case, apart from the numbers of facts.
fn seen(case: &Case<'_>) -> String {
    let state = &case.fold.state;
    let ledger: Vec<String> = state
        .ledger()
        .iter()
        .map(|duty| {
            format!(
                "{} {:?} {} {:?} {:?} {:?}",
                duty.event, duty.instance, duty.created, duty.due, duty.state, duty.ended
            )
        })
        .collect();
    let mut ledger = ledger;
    ledger.sort();
    let mut deviations: Vec<String> = case
        .fold
        .deviations
        .iter()
        .map(|deviation| {
            format!(
                "{} {} {:?}",
                deviation.day, deviation.event, deviation.blockers
            )
        })
        .collect();
    deviations.sort();
    format!(
        "{ledger:#?} {deviations:#?} {:?} {:?}",
        case.holders,
        case.next_wake()
    )
}

fn history(book: &rulebook::Book, acts: &[(u8, u16)]) -> Vec<Entry> {
    let mut entries = vec![opened(book, "2021-01-04")];
    entries.extend(acts.iter().map(|(what, after)| act(*what, *after)));
    entries
}

/// The acts that register the same event have the same number.
fn event_of(what: u8) -> u8 {
    match what {
        1 | 2 | 12 => 1,
        4 | 5 => 4,
        other => other,
    }
}

const END: &str = "2021-07-01";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    /// The order of typing does not matter, unless the same event is registered twice on one day.
    #[test]
    fn late_registration_equals_registration_in_time(acts in acts(), turn in 0_usize..14) {
        let book = book();
        let mut acts = acts;
        // What is the same event must stand together, or the same event of a day is not found out.
        acts.sort_by_key(|(what, after)| (*after, event_of(*what), *what));
        acts.dedup_by_key(|(what, after)| (*after, event_of(*what)));
        let in_time = recorded(history(&book, &acts));
        let mut turned = acts.clone();
        if !turned.is_empty() {
            let by = turn % turned.len();
            turned.rotate_left(by);
        }
        let rotated = recorded(history(&book, &turned));
        turned.reverse();
        let reversed = recorded(history(&book, &turned));
        let expected = seen(&read(&book, &in_time, END));
        prop_assert_eq!(&seen(&read(&book, &rotated, END)), &expected);
        prop_assert_eq!(&seen(&read(&book, &reversed, END)), &expected);
        let mut shuffled = in_time.clone();
        shuffled.reverse();
        prop_assert_eq!(&seen(&read(&book, &shuffled, END)), &expected, "facts come in any order");
    }

    /// A retracted fact leaves no trace in the case, whatever was built on it.
    #[test]
    fn a_retraction_is_as_if_it_had_never_been(acts in acts(), which in 0_usize..14) {
        let book = book();
        prop_assume!(!acts.is_empty());
        let which = which % acts.len();
        let mut entries = history(&book, &acts);
        let root = which as u64 + 2;
        entries.push(retracting(END, root));
        let retracted = recorded(entries);
        let without: Vec<Fact> = recorded(history(&book, &acts))
            .into_iter()
            .filter(|fact| fact.id.0 != root)
            .collect();
        let one = read(&book, &retracted, END);
        let other = read(&book, &without, END);
        prop_assert_eq!(seen(&one), seen(&other));
        let ids = |case: &Case<'_>| case.fold.state.ledger().iter().map(|duty| duty.id).collect::<Vec<_>>();
        prop_assert_eq!(ids(&one), ids(&other));
    }

    /// Correcting a fact gives what registering it right the first time would have given, with the same duty ids.
    #[test]
    fn a_correction_equals_being_right_at_once(acts in acts(), which in 0_usize..14, shift in 0_u16..40) {
        let book = book();
        prop_assume!(!acts.is_empty());
        let which = which % acts.len();
        let root = which as u64 + 2;
        let (what, after) = acts[which];
        let right = act(what, after / 2 + shift);
        let mut corrected = history(&book, &acts);
        corrected.push(correcting(right.clone(), root));
        let mut at_once = history(&book, &acts);
        at_once[which + 1] = right;
        let (corrected, at_once) = (recorded(corrected), recorded(at_once));
        let one = read(&book, &corrected, END);
        let other = read(&book, &at_once, END);
        prop_assert_eq!(seen(&one), seen(&other));
        let ids = |case: &Case<'_>| case.fold.state.ledger().iter().map(|duty| duty.id).collect::<Vec<_>>();
        prop_assert_eq!(ids(&one), ids(&other));
    }

    /// Known on: a cut of the sequence is as if nothing later had been recorded.
    #[test]
    fn a_cut_knows_nothing_later(acts in acts(), cut in 1_u64..15) {
        let book = book();
        let mut entries = history(&book, &acts);
        if entries.len() > 3 {
            entries.push(correcting(act(1, 30), 3));
            entries.push(retracting(END, 2));
        }
        let facts = recorded(entries);
        let known = facts.iter().filter(|fact| fact.id.0 <= cut).cloned().collect::<Vec<_>>();
        let coordinates = Coordinates { known_at: Some(FactId(cut)), as_of: day(END) };
        let cut = read_case(&book, &facts, CASE, coordinates).unwrap();
        prop_assert_eq!(seen(&cut), seen(&read(&book, &known, END)));
        prop_assert_eq!(cases(&known).len(), 1);
    }

    /// The rows hold until the wake day: read on any day before it, they are the same bytes.
    #[test]
    fn rows_hold_until_the_case_wakes(acts in acts(), from in 0_u16..150, ahead in 1_u16..200) {
        let book = book();
        let facts = recorded(history(&book, &acts));
        let start = day("2021-01-04").plus(i32::from(from));
        let end = start.plus(i32::from(ahead));
        let bytes = |on: calendar::Day| {
            let case = read_case(&book, &facts, CASE, Coordinates::on(on)).unwrap();
            let rows = case.rows();
            (serde_json::to_string(&rows).unwrap(), rows.0.next_wake)
        };
        let (rows, wake) = bytes(start);
        // A fact recorded already wakes nothing by itself: the store folds on the day it is recorded.
        let happens = facts.iter().map(|fact| fact.entry.happened_on).filter(|on| *on > start).min();
        let until = [wake, happens].into_iter().flatten().min().map_or(end, |day| day.plus(-1).min(end));
        prop_assert_eq!(bytes(until).0, rows, "{} to {}", start, until);
    }

    /// What a preview says is what storing gives.
    #[test]
    fn a_preview_keeps_its_word(acts in acts(), what in 0_u8..14, after in 0_u16..120) {
        let book = book();
        let facts = recorded(history(&book, &acts));
        let new = act(what, after);
        let told = casework::preview(&book, &facts, std::slice::from_ref(&new), Coordinates::on(day(END))).unwrap();
        let mut entries = history(&book, &acts);
        entries.push(new);
        let stored = recorded(entries);
        let case = read(&book, &stored, END);
        let before = read(&book, &facts, END);
        if let Some(effect) = told.cases.first() {
            prop_assert_eq!(&effect.after, &case.duty_rows());
            prop_assert_eq!(&effect.before, &before.duty_rows());
        } else {
            prop_assert_eq!(case.duty_rows(), before.duty_rows());
        }
    }
}
