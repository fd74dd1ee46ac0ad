//! The vocabulary the tests speak: invented tracks, codes and names, some of them alike on purpose.

use figures::language::{
    CodeTerm, GroupTerm, Label, ListTerms, NamedPopulation, Terms, TrackTerms, UnitTerms, UnitWord,
    Vocabulary,
};
use figures::{
    Attribute, AttributeId, Column, ColumnId, ColumnKind, Population, Schema, SpellTest, Test,
    Track, TrackId,
};

pub(crate) const BENEFIT: TrackId = TrackId(0);
pub(crate) const HOME: TrackId = TrackId(1);
pub(crate) const JOB: TrackId = TrackId(2);
pub(crate) const TALK: TrackId = TrackId(3);

fn column(name: &str, kind: ColumnKind) -> Column {
    Column {
        name: name.to_owned(),
        kind,
    }
}

fn code(list: &str) -> ColumnKind {
    ColumnKind::Code {
        list: list.to_owned(),
    }
}

fn number(unit: &str) -> ColumnKind {
    ColumnKind::Number {
        unit: unit.to_owned(),
    }
}

fn schema() -> Schema {
    let track = |name: &str, columns| Track {
        name: name.to_owned(),
        columns,
    };
    let attribute = |name: &str, kind| Attribute {
        name: name.to_owned(),
        kind,
    };
    Schema {
        tracks: vec![
            track(
                "benefit",
                vec![
                    column("benefit", code("benefits")),
                    column("category", code("categories")),
                    column("municipality", code("municipalities")),
                    column("degree", number("per-cent")),
                ],
            ),
            track(
                "residence",
                vec![column("municipality", code("municipalities"))],
            ),
            track(
                "job",
                vec![
                    column("hours", number("minutes")),
                    column("kind", code("job-kinds")),
                    column("agreed", ColumnKind::Day),
                ],
            ),
            track("conversation", vec![column("form", code("forms"))]),
        ],
        attributes: vec![
            attribute("born", ColumnKind::Day),
            attribute("sex", code("sexes")),
            attribute("other-birth", ColumnKind::Day),
            attribute("children", number("children")),
        ],
    }
}

fn list(id: &str, codes: &[(&str, i32, &str, &str)]) -> ListTerms {
    let codes = codes.iter().map(|(id, code, da, en)| CodeTerm {
        id: (*id).to_owned(),
        code: *code,
        label: Label::new(da, en),
    });
    ListTerms {
        id: id.to_owned(),
        codes: codes.collect(),
        ..ListTerms::default()
    }
}

fn unit(id: &str, words: &[(&str, &str, i64)]) -> UnitTerms {
    let words = words.iter().map(|(da, en, factor)| UnitWord {
        label: Label::new(da, en),
        factor: *factor,
    });
    UnitTerms {
        id: id.to_owned(),
        words: words.collect(),
    }
}

fn terms() -> Terms {
    Terms {
        tracks: track_terms(),
        attributes: vec![
            Label::new("Født", "Born"),
            Label::new("Køn", "Sex"),
            Label::new("Anden fødselsdag", "Other birthday"),
            Label::new("Børn", "Children"),
        ],
        lists: list_terms(),
        units: vec![
            unit("per-cent", &[("%", "%", 1)]),
            unit(
                "minutes",
                &[("minutter", "minutes", 1), ("timer", "hours", 60)],
            ),
            unit("children", &[("børn", "children", 1)]),
        ],
        populations: vec![NamedPopulation {
            id: "ledig".to_owned(),
            label: Label::new("Ledig", "Unemployed"),
            population: on(BENEFIT, vec![within(1, &[1, 4])]),
        }],
        parameters: [
            ("graense", "80 %"),
            ("over", ">="),
            ("vindue", "10 år"),
            ("skidt", "80 % og"),
        ]
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect(),
        birth: Some(AttributeId(0)),
    }
}

pub(crate) fn vocabulary() -> Vocabulary {
    Vocabulary::new(schema(), terms()).expect("the terms fit the schema")
}

pub(crate) fn on(track: TrackId, tests: Vec<Test>) -> Population {
    Population::On(SpellTest { track, tests })
}

pub(crate) fn within(column: u8, values: &[i32]) -> Test {
    Test::In {
        column: ColumnId(column),
        values: values.to_vec(),
    }
}

fn track_terms() -> Vec<TrackTerms> {
    let track = |da, en, columns: &[(&str, &str)]| TrackTerms {
        label: Label::new(da, en),
        columns: columns.iter().map(|(da, en)| Label::new(da, en)).collect(),
    };
    vec![
        track(
            "Ydelse",
            "Benefit",
            &[
                ("Ydelse", "Benefit"),
                ("Kategori", "Category"),
                ("Kommune", "Municipality"),
                ("Grad", "Degree"),
            ],
        ),
        track("Bopæl", "Residence", &[("Kommune", "Municipality")]),
        track(
            "Job",
            "Job",
            &[
                ("Timer", "Hours"),
                ("Jobtype", "Kind of job"),
                ("Aftalt", "Agreed"),
            ],
        ),
        track("Samtale", "Conversation", &[("Form", "Form")]),
    ]
}

fn list_terms() -> Vec<ListTerms> {
    let mut benefits = list(
        "benefits",
        &[
            (
                "dagpenge",
                1,
                "A-dagpenge",
                "Unemployment insurance benefit",
            ),
            ("kontanthjaelp", 2, "Kontanthjælp", "Cash assistance"),
            (
                "uddannelseshjaelp",
                3,
                "Uddannelseshjælp",
                "Education assistance",
            ),
            ("sho", 4, "SHO", "Self-support benefit"),
            ("fleksjob", 10, "Fleksjob", "Flex job"),
            ("ingen", 15, "Ingen", "None"),
        ],
    );
    benefits.groups.push(GroupTerm {
        id: "kontanthjaelpslignende".to_owned(),
        label: Label::new("Kontanthjælpslignende", "Like cash assistance"),
        codes: vec![2, 3, 4],
    });
    let mut municipalities = list(
        "municipalities",
        &[
            ("koebenhavn", 101, "København", "Copenhagen"),
            ("aarhus", 751, "Aarhus", "Aarhus"),
            ("lyngby-taarbaek", 173, "Lyngby-Taarbæk", "Lyngby-Taarbæk"),
        ],
    );
    municipalities.proper = true;
    municipalities.groups.push(GroupTerm {
        id: "hovedstaden".to_owned(),
        label: Label::new("Region Hovedstaden", "Capital Region"),
        codes: vec![101, 173],
    });
    vec![
        benefits,
        list(
            "categories",
            &[
                ("ingen", 0, "Ingen", "None"),
                ("jobparat", 1, "Jobparat", "Job-ready"),
                ("aktivitetsparat", 2, "Aktivitetsparat", "Activity-ready"),
                (
                    "aabenlyst",
                    4,
                    "Åbenlyst uddannelsesparat",
                    "Evidently education-ready",
                ),
            ],
        ),
        municipalities,
        list(
            "job-kinds",
            &[
                ("ordinaert", 1, "Ordinært", "Ordinary"),
                ("fleksjob", 2, "Fleksjob", "Flex job"),
            ],
        ),
        list(
            "forms",
            &[
                ("personlig", 1, "Personlig", "In person"),
                ("p1y", 2, "P1Y", "P1Y"),
                ("og", 3, "Og", "And"),
            ],
        ),
        list(
            "sexes",
            &[("kvinde", 1, "Kvinde", "Woman"), ("mand", 2, "Mand", "Man")],
        ),
    ]
}
