//! What may not change a population: how spells are cut, in which order and batches persons come, what others see.

use crate::oracle::random::{self, FIRST, LAST, Random};
use figures::{
    Bridge, Days, Gap, Histories, Length, Observation, PersonDays, Population, SpellTest, Test,
    TrackRows, population_days,
};

fn engine(
    population: &Population,
    histories: &Histories,
    observation: &[Observation],
) -> Vec<PersonDays> {
    histories.check().expect("sound histories");
    population_days(&random::schema(), population, histories, observation)
        .expect("a sound population")
}

/// Whether a definition looks at spells as such, so that two halves are not one whole.
fn looks_at_spells(population: &Population) -> bool {
    let lasts = |test: &SpellTest| {
        test.tests
            .iter()
            .any(|test| matches!(test, Test::Lasts { .. }))
    };
    match population {
        Population::On(test) => lasts(test),
        Population::Count { .. }
        | Population::Sum { .. }
        | Population::Bridged {
            bridge:
                Bridge {
                    provided: Some(figures::GapTest::SumAtMost { .. }),
                    ..
                },
            ..
        } => true,
        _ => population.parts().into_iter().any(looks_at_spells),
    }
}

/// The same track with every spell that is longer than a day cut in two somewhere.
fn cut(random: &mut Random, track: &TrackRows) -> TrackRows {
    let mut halves = TrackRows::empty(0, track.columns.len());
    halves.disjoint = track.disjoint;
    for person in 0..track.offsets.len() - 1 {
        let mut rows: Vec<(i32, i32, usize)> = Vec::new();
        for row in track.rows(person) {
            let (start, end) = (track.start[row], track.end[row]);
            if end - start > 1 {
                let middle = random.within(start + 1, end);
                rows.extend([(start, middle, row), (middle, end, row)]);
            } else {
                rows.push((start, end, row));
            }
        }
        rows.sort_unstable();
        for (start, end, row) in rows {
            push(&mut halves, (start, end), track, row);
        }
        close(&mut halves);
    }
    halves
}

fn push(to: &mut TrackRows, (start, end): (i32, i32), from: &TrackRows, row: usize) {
    to.start.push(start);
    to.end.push(end);
    for (to, from) in to.columns.iter_mut().zip(&from.columns) {
        to.push(from[row]);
    }
}

fn close(track: &mut TrackRows) {
    track
        .offsets
        .push(u32::try_from(track.start.len()).expect("few"));
}

/// The histories of these persons of others, in this order.
fn picked(histories: &Histories, persons: &[usize]) -> Histories {
    let tracks = histories.tracks.iter().map(|track| {
        let mut some = TrackRows::empty(0, track.columns.len());
        some.disjoint = track.disjoint;
        for &person in persons {
            for row in track.rows(person) {
                push(&mut some, (track.start[row], track.end[row]), track, row);
            }
            close(&mut some);
        }
        some
    });
    let attributes = histories.attributes.iter();
    Histories {
        persons: persons
            .iter()
            .map(|&person| histories.persons[person])
            .collect(),
        attributes: attributes
            .map(|all| persons.iter().map(|&person| all[person]).collect())
            .collect(),
        tracks: tracks.collect(),
    }
}

#[test]
fn cutting_a_spell_in_two_changes_nothing() {
    let mut compared = 0;
    for seed in 0..1_000 {
        let mut random = Random(seed);
        let histories = random::histories(&mut random, 5, if seed % 2 == 0 { 0 } else { 4 });
        let observation = random::observation(&mut random);
        let population = random::population(&mut random, 2);
        if looks_at_spells(&population) {
            continue;
        }
        let mut halves = histories.clone();
        halves.tracks = histories
            .tracks
            .iter()
            .map(|track| cut(&mut random, track))
            .collect();
        let whole = engine(&population, &histories, &observation);
        assert_eq!(
            whole,
            engine(&population, &halves, &observation),
            "seed {seed}\n{population:#?}"
        );
        compared += usize::from(whole.iter().any(|person| !person.days.is_empty()));
    }
    assert!(compared > 150, "{compared} definitions that anyone is in");
}

#[test]
fn persons_do_not_depend_on_their_company() {
    // Many persons, so that they lie in several tiles.
    let mut random = Random(77);
    let histories = random::histories(&mut random, 6_000, 1);
    let observation = random::observation(&mut random);
    let mut order: Vec<usize> = (0..6_000).collect();
    for at in (1..order.len()).rev() {
        let other = random.within(0, i32::try_from(at).expect("few") + 1);
        order.swap(at, usize::try_from(other).expect("a place"));
    }
    let shuffled = picked(&histories, &order);
    for _ in 0..40 {
        let population = random::population(&mut random, 2);
        let all = engine(&population, &histories, &observation);
        let again = engine(&population, &shuffled, &observation);
        for (place, &person) in order.iter().enumerate() {
            assert_eq!(all[person], again[place], "{population:#?}");
        }
        for person in [0, 17, 5_999] {
            let alone = engine(&population, &picked(&histories, &[person]), &observation);
            assert_eq!(all[person], alone[0], "{population:#?}");
        }
    }
}

#[test]
fn spells_that_overlap_may_come_in_any_order() {
    for seed in 0..300 {
        let mut random = Random(seed);
        let histories = random::histories(&mut random, 4, 3);
        let observation = random::observation(&mut random);
        let population = random::population(&mut random, 2);
        // Jobs and contacts of equal dates change places: sorted histories allow any order of those.
        let mut doubled = histories.clone();
        let mut swapped = histories.clone();
        for track in [1, 2] {
            doubled.tracks[track] = twice(&histories.tracks[track], [0, 1]);
            swapped.tracks[track] = twice(&histories.tracks[track], [1, 0]);
        }
        let one = engine(&population, &doubled, &observation);
        assert_eq!(
            one,
            engine(&population, &swapped, &observation),
            "seed {seed}\n{population:#?}"
        );
    }
}

/// Every spell twice, once with its values and once with those of the person's first spell, in this order.
fn twice(track: &TrackRows, order: [usize; 2]) -> TrackRows {
    let mut double = TrackRows::empty(0, track.columns.len());
    double.disjoint = false;
    for person in 0..track.offsets.len() - 1 {
        let rows = track.rows(person);
        for row in rows.clone() {
            for which in order {
                push(
                    &mut double,
                    (track.start[row], track.end[row]),
                    track,
                    [row, rows.start][which],
                );
            }
        }
        close(&mut double);
    }
    double
}

/// The days from which a changed day can be seen: so many before it and after it.
fn sight(population: &Population) -> (i32, i32) {
    let parts = population.parts().into_iter().map(sight);
    let (before, after) = parts.fold((0, 0), |most, part| {
        (most.0.max(part.0), most.1.max(part.1))
    });
    let days = |length: Length| match length {
        Length::Days(days) => i32::try_from(days).expect("short"),
        Length::Months(months) => 31 * i32::try_from(months).expect("short"),
    };
    match population {
        Population::Share { window, .. }
        | Population::Count { window, .. }
        | Population::Sum { window, .. } => (before, after + days(*window)),
        Population::Continuous { length, .. } | Population::Beginning { length, .. } => {
            (before, after + days(*length))
        }
        Population::Bridged { bridge, .. } => {
            let gap = match bridge.gap {
                Gap::Days(gap) => i32::try_from(gap).expect("short"),
                Gap::LessThanACalendarMonth => 62,
            };
            // Days gained in a gap may pass it, and a gap is passed as a whole.
            (before + gap + 1, after + gap + 1)
        }
        Population::Since { .. } | Population::Ever(_) => (before, 10_000),
        _ => (before, after),
    }
}

#[test]
fn a_late_correction_moves_only_the_days_that_can_see_it() {
    let mut moved = 0;
    for seed in 0..2_400 {
        let mut random = Random(seed);
        let histories = random::histories(&mut random, 1, 0);
        let observation = random::observation(&mut random);
        let population = random::population(&mut random, 2);
        let track = usize::try_from(random.within(0, 3)).expect("a track");
        let rows = histories.tracks[track].rows(0);
        if rows.is_empty() || looks_at_spells(&population) {
            continue;
        }
        let row = random.within(0, i32::try_from(rows.len()).expect("few"));
        let row = usize::try_from(row).expect("a row");
        let (start, end) = (
            histories.tracks[track].start[row],
            histories.tracks[track].end[row],
        );
        let mut corrected = histories.clone();
        for column in &mut corrected.tracks[track].columns {
            column[row] = (column[row] + 1) % 4;
        }
        let (before, after) = sight(&population);
        let old = engine(&population, &histories, &observation);
        let new = engine(&population, &corrected, &observation);
        let mut any = false;
        for day in FIRST - 200..LAST + 200 {
            let seen = start - before <= day && day < end + after;
            let same = old[0].on(day) == new[0].on(day);
            assert!(
                seen || same,
                "seed {seed}, day {day}, changed {start} to {end}\n{population:#?}"
            );
            any |= !same;
        }
        moved += u32::from(any);
    }
    assert!(moved > 60, "{moved} corrections that moved anything");
}

/// A share over days, met by the same spells or some of them, takes the shortcut; wrapped in an empty »or« it does not.
#[test]
fn the_shortcut_gives_what_the_general_path_gives() {
    let mut effective = 0;
    for seed in 0..1_500 {
        let mut random = Random(seed);
        let histories = random::histories(&mut random, 8, if seed % 4 == 0 { 3 } else { 0 });
        let observation = random::observation(&mut random);
        let short = random::met(&mut random);
        let Population::And(parts) = &short else {
            unreachable!("two parts that meet");
        };
        let mut general = parts.clone();
        if let Population::Share { of, .. } = &mut general[1] {
            **of = Population::Or(vec![(**of).clone()]);
        }
        let general = Population::And(general);
        let found = engine(&short, &histories, &observation);
        assert_eq!(
            found,
            engine(&general, &histories, &observation),
            "seed {seed}\n{short:#?}"
        );
        let full = engine(&parts[0], &histories, &observation);
        let cuts = found
            .iter()
            .zip(&full)
            .any(|(found, full)| !found.days.is_empty() && days(found) < days(full));
        effective += u32::from(cuts);
        // On a track that overlaps, the shortcut steps aside.
        let mut overlapping = histories.clone();
        overlapping.tracks[0].disjoint = false;
        assert_eq!(
            found,
            engine(&short, &overlapping, &observation),
            "seed {seed}"
        );
    }
    assert!(
        effective > 300,
        "the threshold cut off days in {effective} definitions only"
    );
}

fn days(person: &PersonDays) -> i32 {
    person
        .days
        .iter()
        .map(|days: &Days| days.until - days.from)
        .sum()
}
