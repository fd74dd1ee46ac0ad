//! Explanations against the sets that they explain.

use figures::{
    Comparison, Explanation, Histories, Numbers, Observation, Population, explain, population_days,
};

use crate::oracle::random::{self, FIRST, LAST, Random};

/// So many days after the day are looked through for a change.
const AHEAD: i32 = 700;

/// The histories and observations with what runs at the end of the observation going on for longer than `AHEAD` days.
fn later(histories: &Histories, observation: &[Observation]) -> (Histories, Vec<Observation>) {
    let mut histories = histories.clone();
    for (track, observed) in histories.tracks.iter_mut().zip(observation) {
        for row in 0..track.end.len() {
            if track.end[row] == observed.until {
                let next =
                    (row + 1 < track.start.len() && track.disjoint).then(|| track.start[row + 1]);
                track.end[row] = next.unwrap_or(observed.until + 4 * AHEAD);
            }
        }
    }
    let later = observation.iter().map(|one| Observation {
        until: one.until + 4 * AHEAD,
        ..*one
    });
    (histories, later.collect())
}

#[test]
fn explanations_say_what_the_sets_say() {
    let (mut changes, mut shares) = (0, 0);
    for seed in 0..400 {
        let mut random = Random(seed);
        let mut histories = random::histories(&mut random, 1, if seed % 3 == 0 { 4 } else { 0 });
        let observation = random::observation(&mut random);
        // The last benefit runs, if it reaches so far.
        let benefits = &mut histories.tracks[0];
        if let (Some(end), Some(start)) = (benefits.end.last_mut(), benefits.start.last())
            && *start < observation[0].until
        {
            *end = (*end).min(observation[0].until);
        }
        let day = random.within(FIRST, LAST);
        let population = random::population(&mut random, 2);
        let explained = explain(
            &random::schema(),
            &population,
            &histories,
            &observation,
            day,
        );
        let explained = explained.expect("a sound population");
        let (future, observed_later) = later(&histories, &observation);
        compare(
            &explained,
            (&histories, &observation),
            (&future, &observed_later),
            day,
            &mut |part| {
                changes += u32::from(part.changes.is_some_and(|change| change.on > day + 1));
                shares += u32::from(share_holds(part));
            },
        );
    }
    assert!(changes > 200, "{changes} changes after the next day");
    assert!(shares > 20, "{shares} shares reached");
}

fn compare(
    explained: &Explanation,
    (histories, observation): (&Histories, &[Observation]),
    (future, observed_later): (&Histories, &[Observation]),
    day: i32,
    note: &mut impl FnMut(&Explanation),
) {
    let population = &explained.population;
    let ask = |histories, observation| {
        population_days(&random::schema(), population, histories, observation)
            .expect("a sound population")
            .remove(0)
    };
    assert_eq!(
        explained.value,
        ask(histories, observation).on(day),
        "{population:#?}"
    );
    let then = ask(future, observed_later);
    let change = (day + 1..day + AHEAD).find(|&day| then.on(day) != explained.value);
    let told = explained.changes.filter(|change| change.on < day + AHEAD);
    assert_eq!(
        told.map(|change| (change.on, change.to)),
        change.map(|on| (on, then.on(on))),
        "{population:#?}"
    );
    note(explained);
    let parts = population.parts();
    assert_eq!(explained.parts.len(), parts.len());
    for (part, explained) in parts.into_iter().zip(&explained.parts) {
        assert_eq!(part, &explained.population);
        compare(
            explained,
            (histories, observation),
            (future, observed_later),
            day,
            note,
        );
    }
}

/// Whether a share that can be told is reached; its numbers must say the same as its value.
fn share_holds(part: &Explanation) -> bool {
    let (
        Numbers::Share {
            of, among, share, ..
        },
        Population::Share { compare, .. },
    ) = (part.numbers, &part.population)
    else {
        return false;
    };
    let Some(value) = part.value else {
        return false;
    };
    let left = i64::from(share.denominator) * of;
    let reached = among > 0 && compare.holds(&left, &(i64::from(share.numerator) * among));
    assert_eq!(value, reached, "{:#?}", part.population);
    value && *compare == Comparison::AtLeast
}
