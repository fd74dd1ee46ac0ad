//! Random populations over the tests' vocabulary.

use figures::{
    AttributeId, Bridge, ColumnId, Comparison, Gap, GapTest, Length, Population, Ratio, SpellTest,
    Test, TrackId,
};
use proptest::prelude::*;

use crate::vocabulary::{BENEFIT, HOME, JOB, TALK};

fn lengths() -> impl Strategy<Value = Length> {
    prop_oneof![
        (1_u32..4_000).prop_map(Length::Days),
        (1_u32..600).prop_map(Length::Months)
    ]
}

fn comparisons() -> impl Strategy<Value = Comparison> {
    prop_oneof![
        Just(Comparison::AtLeast),
        Just(Comparison::MoreThan),
        Just(Comparison::AtMost),
        Just(Comparison::LessThan),
        Just(Comparison::Equal),
    ]
}

fn some_of(values: &'static [i32]) -> impl Strategy<Value = Vec<i32>> {
    proptest::sample::subsequence(values, 1..=values.len())
}

fn code_tests(column: u8, values: &'static [i32]) -> impl Strategy<Value = Test> {
    (some_of(values), any::<bool>()).prop_map(move |(values, negated)| {
        let column = ColumnId(column);
        if negated {
            Test::NotIn { column, values }
        } else {
            Test::In { column, values }
        }
    })
}

fn number_tests(column: u8) -> impl Strategy<Value = Test> {
    let values = prop::collection::btree_set(-100_000_i32..100_000, 1..4);
    prop_oneof![
        (comparisons(), -100_000_i32..100_000).prop_map(move |(compare, number)| Test::Compare {
            column: ColumnId(column),
            compare,
            number
        }),
        values.prop_map(move |values| Test::In {
            column: ColumnId(column),
            values: values.into_iter().collect()
        }),
    ]
}

fn tests_of(track: TrackId) -> BoxedStrategy<Test> {
    let lasts =
        (comparisons(), 1_u32..1_000).prop_map(|(compare, days)| Test::Lasts { compare, days });
    match track {
        BENEFIT => prop_oneof![
            code_tests(0, &[1, 2, 3, 4, 10, 15]),
            code_tests(1, &[0, 1, 2, 4]),
            code_tests(2, &[101, 173, 751]),
            number_tests(3),
            lasts
        ]
        .boxed(),
        HOME => prop_oneof![code_tests(0, &[101, 173, 751]), lasts].boxed(),
        JOB => prop_oneof![
            number_tests(0),
            code_tests(1, &[1, 2]),
            number_tests(2),
            lasts
        ]
        .boxed(),
        _ => prop_oneof![code_tests(0, &[1, 2, 3]), lasts].boxed(),
    }
}

fn spell_tests() -> impl Strategy<Value = SpellTest> {
    prop_oneof![Just(BENEFIT), Just(HOME), Just(JOB), Just(TALK)].prop_flat_map(|track| {
        prop::collection::vec(tests_of(track), 0..4)
            .prop_map(move |tests| SpellTest { track, tests })
    })
}

fn job_tests() -> impl Strategy<Value = SpellTest> {
    prop::collection::vec(tests_of(JOB), 0..3).prop_map(|tests| SpellTest { track: JOB, tests })
}

fn gaps() -> impl Strategy<Value = Gap> {
    prop_oneof![
        (1_u32..400).prop_map(Gap::Days),
        Just(Gap::LessThanACalendarMonth)
    ]
}

fn leaves() -> impl Strategy<Value = Population> {
    prop_oneof![
        Just(Population::Everyone),
        spell_tests().prop_map(Population::On),
        some_of(&[1, 2]).prop_map(|values| Population::Has {
            attribute: AttributeId(1),
            values
        }),
        some_of(&[0, 1, 2, 3, 4]).prop_map(|values| Population::Has {
            attribute: AttributeId(3),
            values
        }),
        (0_u16..100, prop::option::of(1_u16..30), any::<bool>()).prop_map(|(from, more, other)| {
            Population::Age {
                birth: AttributeId(if other { 2 } else { 0 }),
                from,
                below: more.map(|more| from + more),
            }
        }),
        (spell_tests(), lengths(), comparisons(), 1_u32..50).prop_map(
            |(of, window, compare, number)| Population::Count {
                of,
                window,
                compare,
                number
            }
        ),
        (job_tests(), lengths(), comparisons(), any::<i64>()).prop_map(
            |(of, window, compare, number)| Population::Sum {
                of,
                column: ColumnId(0),
                window,
                compare,
                number
            }
        ),
    ]
}

fn ratios() -> impl Strategy<Value = Ratio> {
    (1_u32..2_000, 2_u32..2_000).prop_filter_map(
        "a share below one, in lowest terms",
        |(above, below)| {
            let divides = |by: &u32| above % by == 0 && below % by == 0;
            (above < below && !(2..=above).any(|by| divides(&by))).then_some(Ratio {
                numerator: above,
                denominator: below,
            })
        },
    )
}

pub(crate) fn populations() -> impl Strategy<Value = Population> {
    leaves().prop_recursive(5, 40, 3, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        let several = || prop::collection::vec(inner.clone(), 2..4);
        let provided = prop_oneof![
            Just(None),
            boxed().prop_map(|of| Some(GapTest::Throughout(of))),
            (job_tests(), -1_000_i64..100_000).prop_map(|(of, number)| Some(GapTest::SumAtMost {
                of,
                column: ColumnId(0),
                number
            })),
        ];
        prop_oneof![
            (
                boxed(),
                prop::option::of(boxed()),
                lengths(),
                comparisons(),
                ratios()
            )
                .prop_map(|(of, among, window, compare, share)| Population::Share {
                    of,
                    among,
                    window,
                    compare,
                    share
                }),
            (boxed(), lengths()).prop_map(|(of, length)| Population::Continuous { of, length }),
            (boxed(), lengths()).prop_map(|(of, length)| Population::Since { of, length }),
            (boxed(), lengths()).prop_map(|(of, length)| Population::Beginning { of, length }),
            (
                boxed(),
                gaps(),
                provided,
                prop::option::of(-20_000_i32..40_000)
            )
                .prop_map(|(of, gap, provided, from)| {
                    Population::Bridged {
                        of,
                        bridge: Bridge {
                            gap,
                            provided,
                            from,
                        },
                    }
                }),
            boxed().prop_map(Population::Ever),
            boxed().prop_map(Population::Not),
            several().prop_map(Population::And),
            several().prop_map(Population::Or),
        ]
    })
}
