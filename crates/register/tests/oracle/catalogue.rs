//! The whole catalogue, counted by the engine from files and by the day.

use calendar::Day;
use figures::{Histories, Query, TrackRows};
use rulebook::indicators::Period;

use super::asked::{Asked, months, periods, question_over, questions};
use super::days::Person;
use super::invented::{Invented, catalogue, day};
use super::tally::{self, Cells, spans};

/// What the day oracle says of one question.
struct Wanted {
    /// Which periods can be known.
    known: Vec<bool>,
    cells: Cells,
    /// Persons of whom a day that matters is unknown because a value is missing.
    holes: u64,
}

impl Wanted {
    fn add(&mut self, other: Wanted) {
        for (cell, numbers) in other.cells {
            let sums = self
                .cells
                .entry(cell)
                .or_insert_with(|| vec![0; numbers.len()]);
            for (sum, number) in sums.iter_mut().zip(numbers) {
                *sum += number;
            }
        }
        self.cells
            .retain(|_, numbers| numbers.iter().any(|&number| number != 0));
        self.holes += other.holes;
    }
}

/// What the days say of some people.
fn counted(
    people: &[Histories],
    invented: &Invented,
    asked: &[Asked],
    has_holes: bool,
) -> Vec<Wanted> {
    let observation = invented.layout().observation();
    let nobody = nobody(&people[0]);
    let all = asked.iter().flat_map(|one| spans(&one.indicator));
    let days = all.fold((i32::MAX, i32::MIN), |(first, last), span| {
        (first.min(span.0), last.max(span.1))
    });
    let nobody = Person::new(&nobody, &observation, days);
    let mut found: Vec<Wanted> = (asked.iter())
        .map(|one| {
            let spans = spans(&one.indicator).into_iter();
            let known = spans.map(|span| tally::is_known(&nobody, &one.indicator, span));
            Wanted {
                known: known.collect(),
                cells: Cells::new(),
                holes: 0,
            }
        })
        .collect();
    for histories in people {
        let person = Person::new(histories, &observation, days);
        for (one, wanted) in asked.iter().zip(&mut found) {
            tally::add(&person, &one.indicator, &wanted.known, &mut wanted.cells);
            if has_holes {
                let hole = tally::has_hole(&person, &one.indicator, &wanted.known);
                wanted.holes += u64::from(hole);
            }
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

/// What the oracle goes by.
#[derive(Clone, Copy)]
pub(crate) struct Expected<'a> {
    /// Who is counted.
    pub(crate) people: &'a [Histories],
    /// How many are not.
    pub(crate) left_out: u64,
    /// Whether values are missing.
    pub(crate) has_holes: bool,
}

impl<'a> Expected<'a> {
    /// All of them, with nothing missing.
    pub(crate) fn of(people: &'a [Histories]) -> Expected<'a> {
        Expected {
            people,
            left_out: 0,
            has_holes: false,
        }
    }
}

/// Holds the engine's answers from files against what the days say of people; gives how many numbers were compared.
pub(crate) fn hold(invented: &Invented, asked: &[Asked], expected: &Expected<'_>) -> usize {
    let people = expected.people;
    let queries: Vec<Query> = (asked.iter())
        .map(|one| Query::Cube(one.indicator.clone()))
        .collect();
    let (cubes, account) = invented.count(&queries);
    assert_eq!(account.left_out, expected.left_out);
    assert_eq!(account.persons, people.len() as u64);
    let holes = expected.has_holes;
    let (one, other) = people.split_at(people.len() / 2);
    let (mut wanted, rest) = std::thread::scope(|scope| {
        let other = scope.spawn(|| counted(other, invented, asked, holes));
        let one = counted(one, invented, asked, holes);
        (one, other.join().expect("no panic"))
    });
    for (wanted, rest) in wanted.iter_mut().zip(rest) {
        wanted.add(rest);
    }
    let mut compared = 0;
    for ((one, cube), wanted) in asked.iter().zip(&cubes).zip(&wanted) {
        let name = &one.name;
        let unknown = (0..).zip(&wanted.known).filter(|(_, known)| !**known);
        let unknown: Vec<u32> = unknown.map(|(period, _)| period).collect();
        assert_eq!(cube.unknown_periods, unknown, "{name}");
        assert_eq!(cube.persons_with_unknown_days, wanted.holes, "{name}");
        let found = cube.rows.iter();
        let found: Cells = found
            .map(|row| ((row.period, row.members.to_vec()), row.numbers.to_vec()))
            .collect();
        for (cell, numbers) in &wanted.cells {
            assert_eq!(found.get(cell), Some(numbers), "{name}: {cell:?}");
        }
        for cell in found.keys() {
            assert!(
                wanted.cells.contains_key(cell),
                "{name}: {cell:?} is too much"
            );
        }
        compared += found.len() * one.indicator.measures.len();
    }
    compared
}

#[test]
fn every_version_of_every_indicator_by_every_breakdown_is_what_the_days_say() {
    let invented = Invented::new(300, 1);
    let people = invented.histories();
    let mut versions: Vec<_> = catalogue().indicators().iter().collect();
    versions.sort_by_key(|version| months(version));
    let (mut asked, mut compared) = (0, 0);
    // What holds in the same months shares the work.
    for same in versions.chunk_by(|one, other| months(one) == months(other)) {
        let questions: Vec<Asked> = same.iter().flat_map(|version| questions(version)).collect();
        compared += hold(&invented, &questions, &Expected::of(&people));
        asked += questions.len();
    }
    assert!(asked > 250, "{asked} questions");
    assert!(compared > 50_000, "{compared} numbers");
}

#[test]
fn the_first_months_are_known_where_their_days_are() {
    let invented = Invented::new(80, 7);
    let people = invented.histories();
    let [first, last] = ["2003-12-01", "2005-06-30"].map(|text| Day::from_epoch(day(text)));
    let questions: Vec<Asked> = catalogue()
        .indicators()
        .iter()
        .map(|version| {
            let months = periods(Period::Month, first, last);
            question_over(version, (Period::Month, months), &[])
        })
        .collect();
    let compared = hold(&invented, &questions, &Expected::of(&people));
    assert!(compared > 300, "{compared} numbers");
}
