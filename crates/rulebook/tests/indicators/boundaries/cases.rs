//! Histories on the boundary of each parameter, and what is counted of them.

use crate::invented::Spell;

/// What is asked.
pub(super) enum Ask {
    /// A measure of an indicator in the month of a day.
    Measure(&'static str, &'static str, &'static str),
    /// How many are in a population on a day.
    Persons(&'static str, &'static str),
}

/// A parameter with another answer, a history on the boundary, and what is counted with the one and with the other.
pub(super) struct Case {
    /// The page's file, and a piece of the heading under which the parameter stands.
    pub(super) page: (&'static str, &'static str),
    pub(super) parameter: &'static str,
    /// The page's value and the other.
    pub(super) values: (&'static str, &'static str),
    /// A value of another parameter under the same heading that both readings need for somebody to stand on the boundary.
    pub(super) with: Option<(&'static str, &'static str, &'static str)>,
    pub(super) ask: Ask,
    pub(super) born: &'static str,
    pub(super) told: &'static [(&'static str, &'static [Spell<'static>])],
    pub(super) counted: (i64, i64),
}

const BORN: &str = "1970-01-01";
pub(super) const CASH: &[i32] = &[2, 1, 461, 100];
const CASH_ACTIVE: &[i32] = &[2, 2, 461, 100];
const INSURED: &[i32] = &[1, 0, 461, 100];
const FLEX: &[i32] = &[10, 0, 461, 100];
const TALK: &[i32] = &[1];

pub(super) const EFFORT: &str = "indsats.md";
const UNEMPLOYED: &str = "ledighed.md";
const RESULTS: &str = "resultater.md";
const GROUPS: &str = "maalgrupper.md";
pub(super) const LIMITS: &str = "## Fokusmålenes grænser";

/// A year and more on cash assistance, with exactly a hundred wage hours within twelve months.
const HUNDRED_HOURS: &[(&str, &[Spell<'static>])] = &[
    ("benefits", &[(0, "2023-11-01", "2025-03-31", CASH)]),
    (
        "wage-hours",
        &[
            (0, "2024-05-01", "2024-05-31", &[3_600]),
            (0, "2024-06-01", "2024-06-30", &[2_400]),
        ],
    ),
];

/// Run over a gap that begins on the day of the rule.
const GAP_2019: &[(&str, &[Spell<'static>])] = &[(
    "benefits",
    &[
        (0, "2019-01-01", "2019-08-08", INSURED),
        (0, "2019-08-21", "2019-12-31", INSURED),
    ],
)];

macro_rules! gap_2018 {
    ($heading:literal, $indicator:literal, $columns:expr) => {
        Case {
            page: (UNEMPLOYED, $heading),
            parameter: "brud",
            values: ("2018-01-01", "2018-01-02"),
            with: None,
            ask: Ask::Measure($indicator, "forloeb", "2017-12-31"),
            born: BORN,
            told: &[(
                "benefits",
                &[
                    (0, "2017-06-01", "2017-12-31", $columns),
                    (0, "2018-01-11", "2018-06-30", $columns),
                ],
            )],
            counted: (0, 1),
        }
    };
}

/// All of them.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = effort();
    cases.extend(early());
    cases.extend(unemployed());
    cases.extend(results());
    cases.extend(groups());
    cases
}

fn effort() -> Vec<Case> {
    let limit = |parameter, values, ask, told, counted| Case {
        page: (EFFORT, LIMITS),
        parameter,
        values,
        with: None,
        ask,
        born: BORN,
        told,
        counted,
    };
    let offers = || Ask::Measure("fokusmaal-tilbud", "uden", "2024-12-31");
    vec![
        Case {
            page: (EFFORT, "{indicator = \"passive-et-aar\""),
            parameter: "tid",
            values: ("12 måneder", "6 måneder"),
            with: None,
            ask: Ask::Measure("passive-et-aar", "passive", "2024-12-31"),
            born: BORN,
            told: &[
                ("benefits", &[(0, "2023-11-01", "2025-03-31", CASH)]),
                ("offers", &[(0, "2024-06-01", "2024-06-30", &[2, 2_220])]),
            ],
            counted: (0, 1),
        },
        limit(
            "loentimer",
            ("100 timer", "101 timer"),
            offers(),
            HUNDRED_HOURS,
            (0, 1),
        ),
        limit("mindst", (">=", ">"), offers(), HUNDRED_HOURS, (0, 1)),
        limit(
            "samtaler",
            ("4", "5"),
            Ask::Measure("fokusmaal-samtaler", "uden", "2024-12-31"),
            &[
                ("benefits", &[(0, "2023-11-01", "2025-03-31", CASH)]),
                (
                    "contacts",
                    &[
                        (0, "2024-01-01", "2024-01-01", TALK),
                        (0, "2024-04-02", "2024-04-02", TALK),
                        (0, "2024-08-02", "2024-08-02", TALK),
                        (0, "2024-12-31", "2024-12-31", TALK),
                    ],
                ),
            ],
            (0, 1),
        ),
    ]
}

fn early() -> Vec<Case> {
    let early = |heading, parameter, values, measure, told, counted| Case {
        page: (EFFORT, heading),
        parameter,
        values,
        with: None,
        ask: Ask::Measure(
            if parameter == "arbejdspligt" {
                "tidlige-tilbud"
            } else {
                "tidlige-samtaler"
            },
            measure,
            "2026-12-31",
        ),
        born: BORN,
        told,
        counted,
    };
    vec![
        early(
            "{indicator = \"tidlige-samtaler\"",
            "kommunesamtaler",
            ("2", "3"),
            "med",
            &[
                ("benefits", &[(0, "2026-07-01", "2027-01-31", INSURED)]),
                (
                    "contacts",
                    &[
                        (0, "2026-07-01", "2026-07-01", TALK),
                        (0, "2026-12-31", "2026-12-31", TALK),
                    ],
                ),
            ],
            (1, 0),
        ),
        early(
            "{indicator = \"tidlige-samtaler\"",
            "jobsamtaler",
            ("4", "5"),
            "med",
            &[
                ("benefits", &[(0, "2026-07-01", "2027-01-31", CASH)]),
                (
                    "contacts",
                    &[
                        (0, "2026-07-01", "2026-07-01", TALK),
                        (0, "2026-08-01", "2026-08-01", TALK),
                        (0, "2026-09-01", "2026-09-01", TALK),
                        (0, "2026-12-31", "2026-12-31", TALK),
                    ],
                ),
            ],
            (1, 0),
        ),
        early(
            "{indicator = \"tidlige-tilbud\"",
            "arbejdspligt",
            ("1 dag", "6 måneder"),
            "alle",
            &[
                ("benefits", &[(0, "2026-07-01", "2027-01-31", CASH)]),
                ("work-duty", &[(0, "2026-08-01", "2026-12-30", &[])]),
            ],
            (1, 0),
        ),
    ]
}

fn unemployed() -> Vec<Case> {
    let long = |parameter, values, with, told, counted| Case {
        page: (UNEMPLOYED, "{indicator = \"langtidsledige-80\""),
        parameter,
        values,
        with,
        ask: Ask::Measure("langtidsledige-80", "personer", "2024-12-31"),
        born: BORN,
        told,
        counted,
    };
    vec![
        Case {
            page: (UNEMPLOYED, "{indicator = \"forloeb-dagpenge\""),
            parameter: "brud",
            values: ("2019-08-09", "2019-08-10"),
            with: None,
            ask: Ask::Measure("forloeb-dagpenge", "forloeb", "2019-08-31"),
            born: BORN,
            told: GAP_2019,
            counted: (0, 1),
        },
        gap_2018!(
            "{indicator = \"forloeb-kontanthjaelp\"",
            "forloeb-kontanthjaelp",
            CASH
        ),
        gap_2018!(
            "{indicator = \"forloeb-uddannelseshjaelp\"",
            "forloeb-uddannelseshjaelp",
            &[3, 3, 461, 100]
        ),
        gap_2018!(
            "{indicator = \"forloeb-sygedagpenge\"",
            "forloeb-sygedagpenge",
            &[6, 0, 461, 100]
        ),
        gap_2018!(
            "{indicator = \"forloeb-ledighedsydelse\"",
            "forloeb-ledighedsydelse",
            &[9, 0, 461, 100]
        ),
        // 292 days are more than 80 per cent of 364, and fewer than 42 weeks.
        long(
            "andel",
            ("80 %", "42/52"),
            None,
            &[("benefits", &[(0, "2024-03-15", "2025-01-31", INSURED)])],
            (1, 0),
        ),
        // 80 per cent of 364 days is no whole day: only with whole weeks can somebody stand exactly on the boundary.
        long(
            "graense",
            (">=", ">"),
            Some(("andel", "80 %", "42/52")),
            &[("benefits", &[(0, "2024-03-13", "2025-01-31", INSURED)])],
            (1, 0),
        ),
        Case {
            page: (UNEMPLOYED, "{indicator = \"langtidsledige-52\""),
            parameter: "timegraense",
            values: ("10 timer", "599 minutter"),
            with: None,
            ask: Ask::Measure("langtidsledige-52", "personer", "2023-12-31"),
            born: BORN,
            told: &[
                (
                    "benefits",
                    &[
                        (0, "2023-01-01", "2023-06-25", INSURED),
                        (0, "2023-07-06", "2024-12-31", INSURED),
                    ],
                ),
                ("wage-hours", &[(0, "2023-07-01", "2023-07-31", &[600])]),
            ],
            counted: (1, 0),
        },
    ]
}

fn results() -> Vec<Case> {
    let flex = |heading, parameter, values, ask, told, counted| Case {
        page: (RESULTS, heading),
        parameter,
        values,
        with: None,
        ask,
        born: BORN,
        told,
        counted,
    };
    vec![
        Case {
            page: (RESULTS, "{indicator = \"selvforsoergelse-seks-maaneder\""),
            parameter: "beskaeftigelse",
            values: ("ordinaer-ansaettelse", "loentilskudsjob"),
            with: None,
            ask: Ask::Measure("selvforsoergelse-seks-maaneder", "varige", "2024-01-31"),
            born: BORN,
            told: &[
                ("benefits", &[(0, "2023-01-01", "2024-01-31", CASH)]),
                ("jobs", &[(0, "2024-02-01", "2024-07-31", &[1, 2_220, 7])]),
            ],
            counted: (1, 0),
        },
        flex(
            "{indicator = \"fleksjob-timer\"",
            "nul",
            ("0 timer", "59 minutter"),
            Ask::Measure("fleksjob-timer", "en-til-fem", "2024-12-31"),
            &[
                ("benefits", &[(0, "2024-01-01", "2025-03-31", FLEX)]),
                ("flex-jobs", &[(0, "2024-01-01", "2025-03-31", &[1, 59, 2])]),
            ],
            (1, 0),
        ),
        flex(
            "{indicator = \"fleksjob-timer\"",
            "fem",
            ("5 timer", "359 minutter"),
            Ask::Measure("fleksjob-timer", "seks-til-ti", "2024-12-31"),
            &[
                ("benefits", &[(0, "2024-01-01", "2025-03-31", FLEX)]),
                (
                    "flex-jobs",
                    &[(0, "2024-01-01", "2025-03-31", &[1, 359, 2])],
                ),
            ],
            (1, 0),
        ),
        flex(
            "{indicator = \"fleksjob-progression\"",
            "fem",
            ("5 timer", "359 minutter"),
            Ask::Measure("fleksjob-progression", "op-en-til-fem", "2024-12-31"),
            &[
                ("benefits", &[(0, "2024-01-01", "2025-03-31", FLEX)]),
                (
                    "flex-jobs",
                    &[(0, "2024-01-01", "2025-03-31", &[1, 330, 1])],
                ),
            ],
            (0, 1),
        ),
    ]
}

fn groups() -> Vec<Case> {
    let group = |parameter, values, with, born, told| Case {
        page: (GROUPS, "{population = \"afklaringspuljens-maalgruppe\""),
        parameter,
        values,
        with,
        ask: Ask::Persons("afklaringspuljens-maalgruppe", "2025-12-31"),
        born,
        told,
        counted: if parameter == "vindue" {
            (0, 1)
        } else {
            (1, 0)
        },
    };
    vec![
        group(
            "alder",
            (">=", ">"),
            None,
            "1995-01-01",
            &[("benefits", &[(0, "2014-01-01", "2026-01-31", CASH_ACTIVE)])],
        ),
        // 2,922 of the last days: 80 per cent of 3,652, and less than that of the 3,653 days of ten calendar years.
        group(
            "vindue",
            ("10 år", "3652 dage"),
            None,
            BORN,
            &[("benefits", &[(0, "2018-01-01", "2026-01-31", CASH_ACTIVE)])],
        ),
        // Ten calendar years have 3,652 or 3,653 days, of which 80 per cent is no whole day.
        group(
            "graense",
            (">=", ">"),
            Some(("vindue", "10 år", "3650 dage")),
            BORN,
            &[("benefits", &[(0, "2018-01-03", "2026-01-31", CASH_ACTIVE)])],
        ),
    ]
}
