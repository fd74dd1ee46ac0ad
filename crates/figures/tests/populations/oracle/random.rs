//! Random histories and random definitions, from a seed.

use figures::{
    Attribute, AttributeId, Bridge, Column, ColumnId, ColumnKind, Comparison, Gap, GapTest,
    Histories, Length, MISSING, Observation, Population, Ratio, Schema, SpellTest, Test, Track,
    TrackId, TrackRows,
};

/// 2019-01-01: histories lie in the three years that follow, a leap year among them.
pub(crate) const FIRST: i32 = 17_897;
/// 2022-01-01.
pub(crate) const LAST: i32 = 18_993;

pub(crate) const BENEFITS: TrackId = TrackId(0);
pub(crate) const JOBS: TrackId = TrackId(1);
pub(crate) const CONTACTS: TrackId = TrackId(2);
pub(crate) const BIRTH: AttributeId = AttributeId(0);
pub(crate) const SEX: AttributeId = AttributeId(1);

/// A small generator (splitmix64), so that a seed gives the same numbers for ever.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number in `from .. until`.
    pub(crate) fn within(&mut self, from: i32, until: i32) -> i32 {
        let width = u64::from((until - from).unsigned_abs());
        from + i32::try_from(self.next() % width).expect("a width of 32 bits")
    }

    pub(crate) fn chance(&mut self, in_a_hundred: i32) -> bool {
        self.within(0, 100) < in_a_hundred
    }

    pub(crate) fn one_of<T: Clone>(&mut self, all: &[T]) -> T {
        let last = i32::try_from(all.len()).expect("few");
        all[usize::try_from(self.within(0, last)).expect("a place")].clone()
    }

    fn number(&mut self, until: i32) -> u32 {
        self.within(0, until).unsigned_abs()
    }
}

pub(crate) fn schema() -> Schema {
    let code = |name: &str| Column {
        name: name.to_owned(),
        kind: ColumnKind::Code {
            list: name.to_owned(),
        },
    };
    let number = |name: &str| Column {
        name: name.to_owned(),
        kind: ColumnKind::Number {
            unit: name.to_owned(),
        },
    };
    let track = |name: &str, columns: Vec<Column>| Track {
        name: name.to_owned(),
        columns,
    };
    let attribute = |name: &str, kind: ColumnKind| Attribute {
        name: name.to_owned(),
        kind,
    };
    Schema {
        tracks: vec![
            track(
                "benefits",
                vec![code("benefit"), code("category"), number("degree")],
            ),
            track("jobs", vec![code("sort"), number("hours")]),
            track("contacts", vec![code("kind"), number("minutes")]),
        ],
        attributes: vec![
            attribute("birth", ColumnKind::Day),
            attribute(
                "sex",
                ColumnKind::Code {
                    list: "sex".to_owned(),
                },
            ),
        ],
    }
}

pub(crate) fn observation(random: &mut Random) -> Vec<Observation> {
    let from = FIRST + random.within(0, 60);
    let until = LAST - random.within(0, 60);
    let one = |from: i32, until: i32| Observation { from, until };
    // Jobs are known for less time, contacts have always been.
    vec![
        one(from, until),
        one(from + 40, until),
        one(figures::Days::ALL.from, until),
    ]
}

/// Histories of so many persons; `missing` of a hundred values are not there.
pub(crate) fn histories(random: &mut Random, persons: usize, missing: i32) -> Histories {
    let mut tracks: Vec<TrackRows> = [3, 2, 2].map(|columns| TrackRows::empty(0, columns)).into();
    tracks[1].disjoint = false;
    tracks[2].disjoint = false;
    let mut attributes = vec![Vec::new(), Vec::new()];
    for _ in 0..persons {
        // Everyone turns 18, 19 or 20 while observed; some were born on 29 February.
        let birth = if random.chance(20) {
            11_016
        } else {
            random.within(11_300, 12_300)
        };
        attributes[0].push(value(random, birth, missing));
        let sex = random.within(0, 3);
        attributes[1].push(value(random, sex, missing));
        benefits(random, &mut tracks[0], missing);
        overlapping(random, &mut tracks[1], 1..300, missing);
        overlapping(random, &mut tracks[2], 1..2, missing);
    }
    Histories {
        persons: (0..i64::try_from(persons).expect("few")).collect(),
        attributes,
        tracks,
    }
}

fn value(random: &mut Random, value: i32, missing: i32) -> i32 {
    if random.chance(missing) {
        MISSING
    } else {
        value
    }
}

fn close(track: &mut TrackRows) {
    track
        .offsets
        .push(u32::try_from(track.start.len()).expect("few"));
}

fn benefits(random: &mut Random, track: &mut TrackRows, missing: i32) {
    let mut day = FIRST + random.within(-100, 500);
    while day < LAST && !random.chance(5) {
        let end = day
            + if random.chance(30) {
                random.within(1, 8)
            } else {
                random.within(1, 260)
            };
        track.start.push(day);
        track.end.push(end);
        for (column, width) in [(0, 4), (1, 3), (2, 100)] {
            let code = random.within(0, width);
            let code = value(random, code, missing);
            track.columns[column].push(code);
        }
        day = end
            + if random.chance(40) {
                0
            } else {
                random.within(0, 70)
            };
    }
    close(track);
}

fn overlapping(
    random: &mut Random,
    track: &mut TrackRows,
    lengths: std::ops::Range<i32>,
    missing: i32,
) {
    let mut spells: Vec<(i32, i32)> = (0..random.within(0, 9))
        .map(|_| {
            let start = random.within(FIRST, LAST);
            (start, start + random.within(lengths.start, lengths.end))
        })
        .collect();
    spells.sort_unstable();
    for (start, end) in spells {
        track.start.push(start);
        track.end.push(end);
        let sort = random.within(0, 3);
        let hours = random.within(-2, 38);
        track.columns[0].push(value(random, sort, missing));
        track.columns[1].push(value(random, hours, missing));
    }
    close(track);
}

const COMPARISONS: [Comparison; 5] = [
    Comparison::AtLeast,
    Comparison::MoreThan,
    Comparison::AtMost,
    Comparison::LessThan,
    Comparison::Equal,
];

pub(crate) fn length(random: &mut Random) -> Length {
    if random.chance(60) {
        Length::Days(random.one_of(&[1, 2, 7, 30, 91, 182, 364]))
    } else {
        Length::Months(random.one_of(&[1, 1, 2, 3, 6, 12]))
    }
}

pub(crate) fn spell_test(random: &mut Random) -> SpellTest {
    if random.chance(70) {
        benefit_test(random)
    } else {
        other_test(random)
    }
}

pub(crate) fn benefit_test(random: &mut Random) -> SpellTest {
    let mut tests = Vec::new();
    if random.chance(80) {
        let mut values = vec![
            random.within(0, 4),
            random.within(0, 4),
            random.within(0, 4),
        ];
        values.sort_unstable();
        values.dedup();
        tests.push(Test::In {
            column: ColumnId(0),
            values,
        });
    }
    if random.chance(30) {
        tests.push(Test::NotIn {
            column: ColumnId(1),
            values: vec![random.within(0, 3)],
        });
    }
    if random.chance(20) {
        let compare = random.one_of(&COMPARISONS[..4]);
        tests.push(Test::Compare {
            column: ColumnId(2),
            compare,
            number: random.within(0, 100),
        });
    }
    if random.chance(15) {
        tests.push(Test::Lasts {
            compare: random.one_of(&COMPARISONS[..4]),
            days: random.number(120),
        });
    }
    SpellTest {
        track: BENEFITS,
        tests,
    }
}

fn other_test(random: &mut Random) -> SpellTest {
    let mut tests = Vec::new();
    if random.chance(50) {
        tests.push(Test::In {
            column: ColumnId(0),
            values: vec![random.within(0, 3)],
        });
    }
    if random.chance(30) {
        tests.push(Test::Compare {
            column: ColumnId(1),
            compare: Comparison::AtLeast,
            number: random.within(0, 30),
        });
    }
    SpellTest {
        track: random.one_of(&[JOBS, CONTACTS]),
        tests,
    }
}

/// A definition with parts down to so many levels.
pub(crate) fn population(random: &mut Random, depth: u32) -> Population {
    if depth == 0 {
        return leaf(random);
    }
    let part = |random: &mut Random| Box::new(population(random, depth - 1));
    match random.within(0, 15) {
        0..=3 => share(random, part),
        4 => window(random),
        5 => Population::Continuous {
            of: part(random),
            length: length(random),
        },
        6 => Population::Bridged {
            of: part(random),
            bridge: bridge(random),
        },
        7 => Population::Since {
            of: part(random),
            length: length(random),
        },
        8 => Population::Ever(Box::new(Population::On(other_test(random)))),
        9 => Population::Beginning {
            of: part(random),
            length: length(random),
        },
        10 => Population::And(vec![*part(random), *part(random), *part(random)]),
        11 => Population::Or(vec![*part(random), *part(random)]),
        12 => Population::Not(part(random)),
        13 => met(random),
        _ => Population::And(vec![met(random), *part(random)]),
    }
}

fn leaf(random: &mut Random) -> Population {
    match random.within(0, 14) {
        0 => Population::Everyone,
        1 => Population::Has {
            attribute: SEX,
            values: vec![random.within(0, 3)],
        },
        2 | 3 => {
            let from = u16::try_from(random.within(18, 21)).expect("an age");
            Population::Age {
                birth: BIRTH,
                from,
                below: random.chance(50).then_some(from + 1),
            }
        }
        4 => window(random),
        5 => Population::Ever(Box::new(Population::On(other_test(random)))),
        _ => Population::On(spell_test(random)),
    }
}

fn ratio(random: &mut Random) -> Ratio {
    let (numerator, denominator) = random.one_of(&[
        (4, 5),
        (1, 2),
        (3, 4),
        (1, 7),
        (1, 1),
        (0, 1),
        (17, 23),
        (2, 3),
    ]);
    Ratio {
        numerator,
        denominator,
    }
}

fn share(random: &mut Random, mut part: impl FnMut(&mut Random) -> Box<Population>) -> Population {
    Population::Share {
        of: part(random),
        among: random.chance(40).then(|| part(random)),
        window: length(random),
        compare: random.one_of(&[
            Comparison::AtLeast,
            Comparison::AtLeast,
            Comparison::MoreThan,
            Comparison::AtMost,
            Comparison::LessThan,
            Comparison::Equal,
        ]),
        share: ratio(random),
    }
}

/// A share of days on some spells, met by the same spells or some of them: the shape that has a shortcut.
pub(crate) fn met(random: &mut Random) -> Population {
    let of = benefit_test(random);
    let mut narrow = of.clone();
    if random.chance(40) {
        narrow.tests.push(Test::NotIn {
            column: ColumnId(1),
            values: vec![random.within(0, 3)],
        });
    }
    let share = Population::Share {
        of: Box::new(Population::On(of)),
        among: None,
        window: Length::Days(random.one_of(&[1, 7, 30, 91, 182, 364])),
        compare: random.one_of(&[Comparison::AtLeast, Comparison::MoreThan]),
        share: ratio(random),
    };
    Population::And(vec![Population::On(narrow), share])
}

fn window(random: &mut Random) -> Population {
    let of = other_test(random);
    let window = length(random);
    let compare = random.one_of(&COMPARISONS);
    if random.chance(50) {
        Population::Count {
            of,
            window,
            compare,
            number: random.number(3),
        }
    } else {
        Population::Sum {
            of,
            column: ColumnId(1),
            window,
            compare,
            number: i64::from(random.within(0, 40)),
        }
    }
}

fn bridge(random: &mut Random) -> Bridge {
    let gap = if random.chance(60) {
        Gap::Days(random.number(60))
    } else {
        Gap::LessThanACalendarMonth
    };
    let provided = match random.within(0, 3) {
        0 => None,
        1 => Some(GapTest::Throughout(Box::new(Population::Not(Box::new(
            leaf(random),
        ))))),
        _ => Some(GapTest::SumAtMost {
            of: other_test(random),
            column: ColumnId(1),
            number: i64::from(random.within(0, 20)),
        }),
    };
    Bridge {
        gap,
        provided,
        from: random.chance(20).then(|| random.within(FIRST, LAST)),
    }
}
