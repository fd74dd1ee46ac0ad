//! Person-group marks with their periods.

use casework::histories::life;
use facts::{Fact, Kind};
use rulebook::CodeList;

use super::column::{Column, Needed, Reads};
use super::intake::{FileKind, Tells};
use super::periods::{Ends, FROM, LAST, Period, Periods};

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
        what: |cells| cells.words("mærke"),
        detail: None,
        stored,
        begins: |cells| Kind::MarkSet {
            mark: cells.words("mærke"),
        },
        also: None,
        changes: None,
        ends: Ends::Happens(|cells| Kind::MarkCleared {
            mark: cells.words("mærke"),
        }),
        replaces: false,
    }),
};

fn stored(facts: &[Fact]) -> Vec<Period> {
    let spells = life(facts, None).marks;
    let period =
        |spell: &casework::Spell<String>| Period::of(spell, spell.what.clone(), String::new());
    spells.iter().map(period).collect()
}
