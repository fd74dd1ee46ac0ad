//! The laws of folding on random walks over the embedded page.

#[path = "../../benches/fold/walk.rs"]
mod walk;

use casework::{Coordinates, check, read_case};
use facts::{Fact, FactId};
use rulebook::Book;
use walk::{CASE, FACTS, Walks};

fn walks(count: u64) -> (Book, Walks) {
    let book = Book::embedded();
    let walks = Walks::draw(&book, count);
    (book, walks)
}

/// What a reader sees, without the numbers of facts.
fn seen(book: &Book, facts: &[Fact], on: calendar::Day) -> (Vec<String>, usize) {
    let case = read_case(book, facts, CASE, Coordinates::on(on)).expect("a walk opens its case");
    let mut ledger: Vec<String> = case
        .fold
        .state
        .ledger()
        .iter()
        .map(|duty| {
            format!(
                "{} {:?} {} {:?} {:?} {:?}",
                duty.event, duty.instance, duty.created, duty.due, duty.state, duty.ended
            )
        })
        .collect();
    ledger.sort();
    (ledger, case.fold.deviations.len())
}

#[test]
fn enabled_walks_make_no_deviations_and_no_problems() {
    let (book, walks) = walks(40);
    for facts in &walks.histories {
        assert!(facts.len() >= FACTS);
        let case = read_case(&book, facts, CASE, Coordinates::on(walks.end)).unwrap();
        assert_eq!(case.deviations(), []);
        assert_eq!(case.problems, []);
        assert!(!case.fold.state.runaway());
    }
}

#[test]
fn walks_are_sound_input_at_every_step() {
    let (book, walks) = walks(12);
    for facts in &walks.histories {
        for (at, fact) in facts.iter().enumerate() {
            let faults = check(&book, &facts[..at], &fact.entry, walks.end);
            let faults = faults.err().unwrap_or_default();
            // A walk invents appointments nobody made, and purposes and days by lot; everything else about it is sound.
            let rest: Vec<_> = faults
                .iter()
                .filter(|fault| {
                    !["appointment", "purpose", "until"].contains(&fault.field.as_str())
                })
                .collect();
            assert!(rest.is_empty(), "{:?}: {rest:?}", fact.entry.kind);
        }
    }
}

#[test]
fn the_order_of_recording_does_not_matter() {
    let (book, walks) = walks(40);
    for facts in &walks.histories {
        let expected = seen(&book, facts, walks.end);
        // The same event twice on one day is the one thing whose order of typing matters, so days keep their order.
        let mut turned = facts.clone();
        turned.sort_by_key(|fact| std::cmp::Reverse(fact.entry.happened_on));
        for (fact, id) in turned.iter_mut().zip(1..) {
            fact.id = FactId(id);
        }
        assert_eq!(seen(&book, &turned, walks.end), expected);
    }
}

#[test]
fn rows_hold_until_the_case_wakes() {
    let (book, walks) = walks(40);
    for facts in &walks.histories {
        let rows = |on| {
            let case = read_case(&book, facts, CASE, Coordinates::on(on)).unwrap();
            case.rows()
        };
        let last = facts
            .iter()
            .map(|fact| fact.entry.happened_on)
            .max()
            .unwrap();
        let mut from = last;
        for _ in 0..8 {
            let (row, duties) = rows(from);
            let wake = row.next_wake.unwrap_or_else(|| from.plus(400));
            assert!(wake > from);
            let (still, same) = rows(wake.plus(-1));
            assert_eq!((&still, &same), (&row, &duties), "{from} to {wake}");
            from = wake;
        }
    }
}
