//! The four workloads as definitions, against the example worked by hand and against a plain reading of their text.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod register;
#[path = "register/workloads.rs"]
mod workloads;

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use figures::{Answer, Cube, Periods, Plan, Query};
use register::{Person, Spell, day, histories, last_day, persons, schema, setting};
use workloads::{lasting_exits, long_term, month_ends, persons_on_benefits, target_group};

fn run(queries: &[Query], persons: &[Person]) -> Vec<Answer> {
    let (schema, setting) = (schema(), setting());
    let plan = Plan::compile(&schema, queries, &setting).unwrap();
    let mut run = plan.start().unwrap();
    run.add(&histories(persons)).unwrap();
    run.finish().unwrap()
}

/// The rows of a cube by month: YYYYMM, members, numbers.
fn by_month(answer: &Answer, query: &Query) -> BTreeMap<Vec<i32>, Vec<i64>> {
    let (Answer::Cube(cube), Query::Cube(indicator)) = (answer, query) else {
        panic!("a cube");
    };
    let rows = cube.rows.iter().map(|row| {
        let first = indicator.periods.bounds[row.period as usize];
        let month = month(first);
        let key = [vec![month], row.members.to_vec()].concat();
        (key, row.numbers.to_vec())
    });
    rows.collect()
}

fn month(of: i32) -> i32 {
    let of = Day::from_epoch(of);
    i32::from(of.year()) * 100 + i32::from(of.month())
}

fn spell(text: &str) -> (i64, &str, Spell) {
    let words: Vec<&str> = text.split_whitespace().collect();
    let number = |at: usize| words[at].parse::<i32>().unwrap();
    let spell = Spell {
        benefit: number(2),
        category: number(3),
        municipality: number(4),
        degree: number(5),
        start: day(words[6]),
        last: day(words[7]),
    };
    (i64::from(number(0)), words[1], spell)
}

fn example() -> Vec<Person> {
    let mut persons: Vec<Person> = Vec::new();
    for line in [
        "1 1980-05-01 1 1 101 100 2024-01-10 2024-01-19",
        "1 1980-05-01 1 1 101  50 2024-01-25 2024-02-03",
        "2 1970-01-01 2 1 461 100 2023-02-01 2023-11-30",
        "2 1970-01-01 6 0 461 100 2023-12-01 2023-12-10",
        "2 1970-01-01 2 1 461 100 2023-12-11 2024-01-31",
        "3 1990-07-15 2 2 751 100 2017-01-01 2026-06-28",
        "4 1995-12-31 3 2 101 100 2016-01-02 2017-12-31",
        "4 1995-12-31 2 2 101 100 2019-01-01 2024-12-31",
        "4 1995-12-31 2 2 101  80 2025-12-31 2025-12-31",
    ] {
        let (id, birth, spell) = spell(line);
        if persons.last().is_none_or(|person| person.id != id) {
            persons.push(Person {
                id,
                birth: day(birth),
                spells: Vec::new(),
            });
        }
        persons.last_mut().unwrap().spells.push(spell);
    }
    persons
}

#[test]
fn the_example_gives_the_numbers_worked_by_hand() {
    let queries = [
        persons_on_benefits(),
        long_term(month_ends()),
        target_group(),
        lasting_exits(),
    ];
    let answers = run(&queries, &example());

    let first = by_month(&answers[0], &queries[0]);
    for (key, numbers) in [
        ([202_401, 101, 1], [1_350, 1]),
        ([202_402, 101, 1], [150, 1]),
        ([202_312, 461, 2], [2_100, 1]),
        ([202_312, 461, 6], [1_000, 1]),
        ([202_311, 461, 2], [3_000, 1]),
        ([202_512, 101, 2], [80, 1]),
    ] {
        assert_eq!(first[key.as_slice()], numbers, "{key:?}");
    }

    let second = by_month(&answers[1], &queries[1]);
    let wanted = [
        (vec![202_311, 461], vec![1, 3_000]),
        (vec![202_312, 461], vec![1, 2_100]),
        (vec![202_401, 461], vec![1, 3_100]),
    ];
    assert_eq!(second, BTreeMap::from(wanted));

    let Answer::List(list) = &answers[2] else {
        panic!("a list")
    };
    assert_eq!(list.persons, [3, 4]);

    let fourth = by_month(&answers[3], &queries[3]);
    let wanted = [
        (vec![201_712, 101], vec![1, 1]),
        (vec![202_401, 101], vec![1, 0]),
        (vec![202_401, 461], vec![1, 1]),
        (vec![202_402, 101], vec![1, 1]),
        (vec![202_412, 101], vec![1, 1]),
    ];
    assert_eq!(fourth, BTreeMap::from(wanted));
}

#[test]
fn one_day_less_is_not_long_term() {
    for (start, in_november) in [("2023-02-12", true), ("2023-02-13", false)] {
        let mut persons = example();
        persons[1].spells[0].start = day(start);
        let query = [long_term(month_ends())];
        let found = by_month(&run(&query, &persons)[0], &query[0]);
        assert_eq!(found.contains_key([202_311, 461].as_slice()), in_november);
    }
}

fn days_in(spell: &Spell, from: i32, last: i32) -> i64 {
    i64::from((spell.last.min(last) - spell.start.max(from) + 1).max(0))
}

type Numbers = BTreeMap<Vec<i32>, Vec<i64>>;

fn add(numbers: &mut Numbers, key: Vec<i32>, more: &[i64]) {
    let sums = numbers.entry(key).or_insert_with(|| vec![0; more.len()]);
    for (sum, more) in sums.iter_mut().zip(more) {
        *sum += more;
    }
}

fn plain_persons_on_benefits(persons: &[Person]) -> Numbers {
    let mut numbers = Numbers::new();
    for person in persons {
        let mut touched = BTreeSet::new();
        for spell in &person.spells {
            for at in spell.start..=spell.last {
                let key = vec![month(at), spell.municipality, spell.benefit];
                add(&mut numbers, key.clone(), &[i64::from(spell.degree), 0]);
                touched.insert(key);
            }
        }
        for key in touched {
            add(&mut numbers, key, &[0, 1]);
        }
    }
    numbers
}

fn plain_long_term(persons: &[Person]) -> Numbers {
    let mut numbers = Numbers::new();
    let bounds = month_ends().bounds;
    for person in persons {
        let fit = |spell: &&Spell| {
            (1..=5).contains(&spell.benefit) && [1, 3, 4].contains(&spell.category)
        };
        let eligible: Vec<&Spell> = person.spells.iter().filter(fit).collect();
        for ends in bounds.windows(2) {
            let (first, last) = (ends[0], ends[1] - 1);
            let now = eligible
                .iter()
                .find(|one| one.start <= last && last <= one.last);
            let days = eligible.iter().map(|one| days_in(one, last - 363, last));
            if let Some(now) = now
                && days.sum::<i64>() >= 292
            {
                let weighed = eligible
                    .iter()
                    .map(|one| days_in(one, first, last) * i64::from(one.degree));
                let key = vec![month(first), now.municipality];
                add(&mut numbers, key, &[1, weighed.sum()]);
            }
        }
    }
    numbers
}

fn plain_target_group(persons: &[Person]) -> Vec<i64> {
    let on = day("2025-12-31");
    let wanted = persons.iter().filter(|person| {
        let current = |one: &Spell| {
            one.benefit == 2 && one.category == 2 && one.start <= on && on <= one.last
        };
        let alike = person
            .spells
            .iter()
            .filter(|one| (2..=5).contains(&one.benefit));
        person.birth <= day("1995-12-31")
            && person.spells.iter().any(current)
            && alike.map(|one| days_in(one, on - 3_651, on)).sum::<i64>() >= 2_922
    });
    wanted.map(|person| person.id).collect()
}

fn plain_lasting_exits(persons: &[Person]) -> Numbers {
    let mut numbers = Numbers::new();
    for person in persons {
        for (at, one) in person.spells.iter().enumerate() {
            let next = person
                .spells
                .get(at + 1)
                .map_or(i32::MAX, |next| next.start);
            let usable = (1..=5).contains(&one.benefit) && one.last + 182 <= last_day();
            if usable && next > one.last + 1 {
                let lasting = i64::from(next > one.last + 182);
                let key = vec![month(one.last), one.municipality];
                add(&mut numbers, key, &[1, lasting]);
            }
        }
    }
    numbers
}

#[test]
fn a_register_gives_what_the_text_says() {
    let persons = persons(1_500, 2_026);
    let queries = [
        persons_on_benefits(),
        long_term(month_ends()),
        target_group(),
        lasting_exits(),
    ];
    let answers = run(&queries, &persons);
    let by_query = |at: usize| by_month(&answers[at], &queries[at]);
    assert!(by_query(0) == plain_persons_on_benefits(&persons));
    let long_term = plain_long_term(&persons);
    assert!(long_term.len() > 300, "{}", long_term.len());
    assert!(by_query(1) == long_term);
    let Answer::List(list) = &answers[2] else {
        panic!("a list")
    };
    assert!(!list.persons.is_empty());
    assert_eq!(list.persons, plain_target_group(&persons));
    assert!(by_query(3) == plain_lasting_exits(&persons));
}

#[test]
fn ten_times_the_same_persons_give_ten_times_the_numbers() {
    let (schema, setting, some) = (schema(), setting(), histories(&persons(1_500, 9)));
    let query = persons_on_benefits();
    let plan = Plan::compile(&schema, std::slice::from_ref(&query), &setting).unwrap();
    let mut numbers = Vec::new();
    for times in [1, 10] {
        let mut run = plan.start().unwrap();
        for _ in 0..times {
            run.add(&some).unwrap();
        }
        numbers.push(by_month(&run.finish().unwrap()[0], &query));
    }
    for one in numbers[0].values_mut() {
        for number in one {
            *number *= 10;
        }
    }
    assert!(numbers[0] == numbers[1]);
}

#[test]
fn windows_that_are_not_observed_make_unknown_periods() {
    let early = Periods::months(day("2004-01-01"), day("2005-02-28"), 1);
    let answers = run(&[long_term(early)], &persons(50, 7));
    let Answer::Cube(cube) = &answers[0] else {
        panic!("a cube")
    };
    // The window of 2004-12-31 begins on 2004-01-02, three days before the observation; that of 2005-01-31 is observed.
    assert_eq!(cube.unknown_periods, (0..12).collect::<Vec<u32>>());
    let late = Periods::months(day("2026-05-01"), day("2026-06-01"), 1);
    let answers = run(&[long_term(late)], &persons(50, 7));
    let Answer::Cube(Cube {
        unknown_periods, ..
    }) = &answers[0]
    else {
        panic!("a cube")
    };
    assert_eq!(*unknown_periods, [1]);
}
