//! Benefits with their periods. A row is a stretch of one benefit with one category.

use casework::Tracks;
use facts::{BenefitEnd, Kind};
use rulebook::CodeList;

use super::column::{Cells, Column, Needed, Reads};
use super::intake::{FileKind, Tells};
use super::periods::{FROM, LAST, Period, Periods};

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
        what: "ydelse",
        detail: Some("kategori"),
        stored,
        begins: |cells| Kind::BenefitBegan {
            benefit: cells.words("ydelse"),
            category: category(cells),
        },
        changes: Some(|cells| Kind::BenefitChanged {
            benefit: cells.words("ydelse"),
            category: category(cells),
        }),
        ends: |cells| Kind::BenefitEnded {
            benefit: cells.words("ydelse"),
            why: cells
                .text("årsag")
                .and_then(BenefitEnd::from_id)
                .unwrap_or(BenefitEnd::Other),
        },
    }),
};

fn category(cells: &Cells) -> Option<String> {
    cells.text("kategori").map(str::to_owned)
}

fn stored(tracks: Tracks) -> Vec<Period> {
    let periods = tracks.benefits.into_iter().map(|spell| Period {
        what: spell.what.benefit,
        detail: spell.what.category,
        from: spell.from,
        until: spell.until,
    });
    periods.collect()
}
