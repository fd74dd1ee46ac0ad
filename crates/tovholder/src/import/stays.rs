//! Residence, education, absence and the searchable CV with their periods.

use casework::histories::life;
use facts::{Fact, Kind, ResidenceEnd};

use super::column::{Cells, Column, Needed, Reads};
use super::intake::{FileKind, Tells};
use super::periods::{Ends, FROM, LAST, Period, Periods};

/// The file of residences. A row without a last day ends where the next one begins.
pub(super) const RESIDENCE: FileKind = FileKind {
    name: "residence",
    columns: &[
        super::CPR,
        Column {
            name: "kommune",
            needed: Needed::Always,
            reads: Reads::Municipality,
            fills: "municipality",
        },
        FROM,
        LAST,
        Column {
            name: "hvorhen",
            needed: Needed::Optional,
            reads: Reads::OneOf(|| ResidenceEnd::ALL.iter().map(|end| end.id()).collect()),
            fills: "why",
        },
    ],
    tells: Tells::Periods(Periods {
        what: |_| String::new(),
        detail: Some(("kommune", |cells| municipality(cells).to_string())),
        stored: |facts| {
            let spells = life(facts, None).residences;
            let period = |spell: &casework::Spell<u16>| {
                Period::of(spell, String::new(), spell.what.to_string())
            };
            spells.iter().map(period).collect()
        },
        begins: home,
        also: None,
        changes: Some(|cells, _| home(cells)),
        ends: Ends::Happens(|cells| Kind::ResidenceEnded {
            why: cells
                .text("hvorhen")
                .and_then(ResidenceEnd::from_id)
                .unwrap_or(ResidenceEnd::Unknown),
        }),
        replaces: true,
    }),
};

fn municipality(cells: &Cells) -> u16 {
    let code = cells.number("kommune");
    code.and_then(|code| u16::try_from(code).ok())
        .expect("a municipality's code has three digits")
}

fn home(cells: &Cells) -> Kind {
    Kind::ResidenceBegan {
        municipality: municipality(cells),
    }
}

/// The file of ordinary education.
pub(super) const EDUCATION: FileKind = FileKind {
    name: "education",
    columns: &[
        super::CPR,
        Column {
            name: "uddannelse",
            needed: Needed::Always,
            reads: Reads::CodeOf("education"),
            fills: "education",
        },
        FROM,
        LAST,
    ],
    tells: Tells::Periods(Periods {
        what: |cells| cells.words("uddannelse"),
        detail: None,
        stored: |facts| named(&life(facts, None).educations),
        begins: |cells| Kind::EducationStarted {
            education: cells.words("uddannelse"),
        },
        also: None,
        changes: None,
        ends: Ends::Happens(|cells| Kind::EducationEnded {
            education: cells.words("uddannelse"),
        }),
        replaces: false,
    }),
};

/// The file of absences: days on which a citizen is excused. The last day may be a planned one.
pub(super) const ABSENCES: FileKind = FileKind {
    name: "absences",
    columns: &[
        super::CPR,
        Column {
            name: "fravær",
            needed: Needed::Always,
            reads: Reads::Words,
            fills: "absence",
        },
        FROM,
        LAST,
    ],
    tells: Tells::Periods(Periods {
        what: |cells| cells.words("fravær"),
        detail: None,
        stored: |facts| named(&life(facts, None).absences),
        begins: absence,
        also: None,
        changes: None,
        // Begun again on the same day with another last day, it takes the place of what was said before.
        ends: Ends::Planned(absence),
        replaces: false,
    }),
};

fn absence(cells: &Cells) -> Kind {
    Kind::AbsenceBegan {
        absence: cells.words("fravær"),
        until: cells.day(LAST.name),
    }
}

/// The file of the days on which employers can find a CV.
pub(super) const CV: FileKind = FileKind {
    name: "cv",
    columns: &[super::CPR, FROM, LAST],
    tells: Tells::Periods(Periods {
        what: |_| String::new(),
        detail: None,
        stored: |facts: &[Fact]| {
            let spells = life(facts, None).cv;
            let period = |spell| Period::of(spell, String::new(), String::new());
            spells.iter().map(period).collect()
        },
        begins: |_| Kind::CvPublished,
        also: None,
        changes: None,
        ends: Ends::Happens(|_| Kind::CvWithdrawn),
        replaces: false,
    }),
};

fn named(spells: &[casework::Spell<String>]) -> Vec<Period> {
    let period =
        |spell: &casework::Spell<String>| Period::of(spell, spell.what.clone(), String::new());
    spells.iter().map(period).collect()
}
