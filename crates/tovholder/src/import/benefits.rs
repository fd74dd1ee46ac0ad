//! Benefits with their periods. A row is a stretch of one benefit with one category and degree.

use casework::histories::life;
use facts::{BenefitEnd, Fact, Kind};
use rulebook::CodeList;

use super::column::{Cells, Column, Needed, Reads};
use super::intake::{FileKind, Tells};
use super::periods::{Ends, FROM, LAST, Period, Periods};

/// The file of benefits.
pub(super) const BENEFITS: FileKind = FileKind {
    name: "benefits",
    columns: &[
        super::CPR,
        Column {
            name: "ydelse",
            needed: Needed::Always,
            reads: Reads::Code(CodeList::Benefits),
            fills: "benefit",
        },
        Column {
            name: "kategori",
            needed: Needed::Optional,
            reads: Reads::Code(CodeList::Categories),
            fills: "category",
        },
        Column {
            name: "grad",
            needed: Needed::Optional,
            reads: Reads::Percent,
            fills: "percent",
        },
        FROM,
        LAST,
        Column {
            name: "årsag",
            needed: Needed::Optional,
            reads: Reads::OneOf(|| BenefitEnd::ALL.iter().map(|end| end.id()).collect()),
            fills: "why",
        },
    ],
    tells: Tells::Periods(Periods {
        what: |cells| cells.words("ydelse"),
        detail: Some(("kategori", |cells| {
            detail(cells.text("kategori"), percent(cells))
        })),
        stored,
        begins: |cells| Kind::BenefitBegan {
            benefit: cells.words("ydelse"),
            category: category(cells),
        },
        also: Some(degree),
        changes: Some(|cells, _| Kind::BenefitChanged {
            benefit: cells.words("ydelse"),
            category: category(cells),
        }),
        ends: Ends::Happens(|cells| Kind::BenefitEnded {
            benefit: cells.words("ydelse"),
            why: cells
                .text("årsag")
                .and_then(BenefitEnd::from_id)
                .unwrap_or(BenefitEnd::Other),
        }),
        replaces: false,
    }),
};

fn category(cells: &Cells) -> Option<String> {
    cells.text("kategori").map(str::to_owned)
}

/// Per cent of full time; full where nothing is said.
fn percent(cells: &Cells) -> u8 {
    let said = cells.number("grad");
    said.and_then(|percent| u8::try_from(percent).ok())
        .unwrap_or(100)
}

/// The degree, where it is not what it would be without being said.
fn degree(cells: &Cells, before: Option<&Cells>) -> Option<Kind> {
    let percent = percent(cells);
    (percent != before.map_or(100, self::percent)).then(|| Kind::BenefitDegreeChanged {
        benefit: cells.words("ydelse"),
        percent,
    })
}

fn detail(category: Option<&str>, percent: u8) -> String {
    format!("{} {percent}", category.unwrap_or_default())
}

fn stored(facts: &[Fact]) -> Vec<Period> {
    let spells = life(facts, None).benefits;
    let period = |spell: &casework::Spell<casework::histories::BenefitPart>| {
        let part = &spell.what;
        let detail = detail(part.category.as_deref(), part.percent);
        Period::of(spell, part.benefit.clone(), detail)
    };
    spells.iter().map(period).collect()
}
