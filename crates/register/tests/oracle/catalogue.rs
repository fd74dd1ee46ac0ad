//! The whole catalogue, counted by the engine from files and by the day.

use figures::{Histories, Query, TrackRows};

use super::asked::{Asked, months, questions};
use super::days::Person;
use super::invented::{Invented, catalogue};
use super::tally::{self, Cells, spans};

/// What the day oracle says of all persons, in one thread.
fn counted(
    people: &[Histories],
    nobody: &Histories,
    invented: &Invented,
    asked: &[Asked],
) -> Vec<(Vec<bool>, Cells)> {
    let observation = invented.layout().observation();
    let all = asked.iter().flat_map(|one| spans(&one.indicator));
    let days = all.fold((i32::MAX, i32::MIN), |(first, last), span| {
        (first.min(span.0), last.max(span.1))
    });
    let nobody = Person::new(nobody, &observation, days);
    let mut found: Vec<(Vec<bool>, Cells)> = (asked.iter())
        .map(|one| {
            let spans = spans(&one.indicator).into_iter();
            let known = spans.map(|span| tally::is_known(&nobody, &one.indicator, span));
            (known.collect(), Cells::new())
        })
        .collect();
    for histories in people {
        let person = Person::new(histories, &observation, days);
        for (one, (known, cells)) in asked.iter().zip(&mut found) {
            tally::add(&person, &one.indicator, known, cells);
        }
    }
    found
}

/// A person of whom nothing is told.
fn nobody(like: &Histories) -> Histories {
    let tracks = like.tracks.iter();
    Histories {
        persons: vec![0],
        attributes: like.attributes.clone(),
        tracks: tracks
            .map(|track| TrackRows::empty(1, track.columns.len()))
            .collect(),
    }
}

/// Holds the engine's answers against the oracle's; gives how many cells were compared.
pub(crate) fn hold(invented: &Invented, asked: &[Asked], seed: u64) -> usize {
    let queries: Vec<Query> = (asked.iter())
        .map(|one| Query::Cube(one.indicator.clone()))
        .collect();
    let (cubes, account) = invented.count(&queries);
    assert_eq!(account.left_out, 0);
    let people = invented.histories();
    let nobody = nobody(&people[0]);
    let (one, other) = people.split_at(people.len() / 2);
    let (mut wanted, rest) = std::thread::scope(|scope| {
        let other = scope.spawn(|| counted(other, &nobody, invented, asked));
        let one = counted(one, &nobody, invented, asked);
        (one, other.join().expect("no panic"))
    });
    let mut compared = 0;
    for (((one, cube), wanted), rest) in asked.iter().zip(&cubes).zip(&mut wanted).zip(rest) {
        for (cell, numbers) in rest.1 {
            let sums = wanted.1.entry(cell).or_insert_with(|| vec![0; numbers.len()]);
            for (sum, number) in sums.iter_mut().zip(numbers) {
                *sum += number;
            }
        }
        wanted.1.retain(|_, numbers| numbers.iter().any(|&number| number != 0));
        let found = cube.rows.iter();
        let found: Cells = found
            .map(|row| ((row.period, row.members.clone()), row.numbers.clone()))
            .collect();
        let unknown: Vec<u32> = (0..).zip(&wanted.0).filter(|(_, known)| !**known).map(|(at, _)| at).collect();
        assert_eq!(cube.unknown_periods, unknown, "seed {seed}: {}", one.name);
        assert_eq!(cube.persons_with_unknown_days, 0, "{}", one.name);
        for (cell, numbers) in &wanted.1 {
            let same = found.get(cell);
            assert_eq!(same, Some(numbers), "seed {seed}: {}: {cell:?}", one.name);
        }
        for cell in found.keys() {
            assert!(wanted.1.contains_key(cell), "seed {seed}: {}: {cell:?} is too much", one.name);
        }
        compared += found.len() * one.indicator.measures.len();
    }
    compared
}

#[test]
fn every_version_of_every_indicator_by_every_breakdown_is_what_the_days_say() {
    let seed = 1;
    let invented = Invented::new(300, seed);
    let mut versions: Vec<_> = catalogue().indicators().iter().collect();
    versions.sort_by_key(|version| months(version));
    let (mut asked, mut compared) = (0, 0);
    // What holds in the same months shares the work.
    for same in versions.chunk_by(|one, other| months(one) == months(other)) {
        let questions: Vec<Asked> = same.iter().flat_map(|version| questions(version)).collect();
        let started = std::time::Instant::now();
        compared += hold(&invented, &questions, seed);
        eprintln!("{:?} {} {:?}", months(same[0]), questions.len(), started.elapsed());
        asked += questions.len();
    }
    assert!(asked > 150, "{asked} questions");
    assert!(compared > 20_000, "{compared} numbers");
    eprintln!("{asked} {compared}");
}
