//! Person-group marks with their periods.

use casework::Tracks;
use facts::Kind;
use rulebook::CodeList;

use super::column::{Column, Needed, Reads};
use super::intake::{FileKind, Tells};
use super::periods::{FROM, LAST, Period, Periods};

/// The file of marks.
pub(super) const MARKS: FileKind = FileKind {
    name: "marks",
    columns: &[
        super::CPR,
        Column {
            name: "mærke",
            needed: Needed::Always,
            reads: Reads::Code(CodeList::Marks),
            fills: "mark",
        },
        FROM,
        LAST,
    ],
    tells: Tells::Periods(Periods {
        what: "mærke",
        detail: None,
        stored,
        begins: |cells| Kind::MarkSet {
            mark: cells.words("mærke"),
        },
        changes: None,
        ends: |cells| Kind::MarkCleared {
            mark: cells.words("mærke"),
        },
    }),
};

fn stored(tracks: Tracks) -> Vec<Period> {
    let periods = tracks.marks.into_iter().map(|spell| Period {
        what: spell.what,
        detail: None,
        from: spell.from,
        until: spell.until,
    });
    periods.collect()
}
