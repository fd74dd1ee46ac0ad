//! The leaves: spells that pass a test, attributes, age.

use super::spells::{FAILS, PASSES, Spells};
use super::{Active, civil};
use crate::schema::{AttributeId, MISSING};
use crate::sets::{BEGIN, Days, END, Set, Tile};

/// Every day of every person.
pub(crate) fn everyone(active: Active<'_>, out: &mut Set) {
    out.clear();
    active.write(out, |_, out| out.push(BEGIN, END));
}

/// So many rows are passed over at once where none of them passes.
const STRIDE: usize = 16;

/// Memory of the spell leaf, used again for every tile.
#[derive(Debug, Default)]
pub(crate) struct Passing {
    /// Per row of the tile whether it passes.
    passes: Vec<u8>,
    /// Per row of the tile how many rows pass before it.
    before: Vec<u32>,
}

/// The days covered by spells that pass. Spells without a day in `days` are left out.
///
/// On a disjoint track the set keeps rows.
pub(crate) fn on(
    spells: &Spells,
    tile: Tile<'_>,
    days: Days,
    active: Active<'_>,
    memory: &mut Passing,
    out: &mut Set,
) {
    let track = tile.histories.track(spells.track);
    let rows = tile.rows(spells.track);
    if let Active::Some(..) = active {
        return on_some(spells, tile, days, active, out);
    }
    let passes = &mut memory.passes;
    passes.clear();
    passes.resize(rows.len(), FAILS);
    let missing = spells.test(track, rows.start, passes);
    let (starts, ends) = (&track.start[rows.clone()], &track.end[rows.clone()]);
    if days != Days::ALL {
        for ((passes, &start), &end) in passes.iter_mut().zip(starts).zip(ends) {
            let touches = u8::from(start < days.until) & u8::from(end > days.from);
            *passes &= touches.wrapping_neg();
        }
    }
    let holes = missing.then(|| part_unknown(spells, tile, passes));
    if track.disjoint {
        compact(spells, tile, memory, out);
    } else {
        out.clear();
        active.write(out, |person, out| {
            for row in tile.rows_of(spells.track, person) {
                if passes[row - rows.start] != FAILS {
                    out.push(track.start[row], track.end[row]);
                }
            }
        });
    }
    if let Some(holes) = holes {
        leave(track.disjoint, holes, active, out);
    }
}

/// The days of the spells of which it cannot be told; their marks become [`FAILS`].
#[cold]
fn part_unknown(spells: &Spells, tile: Tile<'_>, passes: &mut [u8]) -> Set {
    let track = tile.histories.track(spells.track);
    let base = tile.rows(spells.track).start;
    let mut holes = Set::default();
    holes.clear();
    Active::All(tile.persons()).write(&mut holes, |person, holes| {
        for row in tile.rows_of(spells.track, person) {
            if passes[row - base] > PASSES {
                holes.push(track.start[row], track.end[row]);
                passes[row - base] = FAILS;
            }
        }
    });
    holes
}

/// Gives a set its holes. On a track that overlaps, another spell may pass on the same days.
#[cold]
fn leave(disjoint: bool, holes: Set, active: Active<'_>, out: &mut Set) {
    let mut left = holes;
    if !disjoint {
        let mut rest = Set::default();
        super::algebra::subtract(&left, out, active, &mut rest);
        left = rest;
    }
    out.holes = (!left.start.is_empty()).then(|| Box::new(left));
}

/// The fast path: the places of the passing rows of a disjoint track are moved together without a branch, then the rows are
/// read from there.
fn compact(spells: &Spells, tile: Tile<'_>, memory: &mut Passing, out: &mut Set) {
    let track = tile.histories.track(spells.track);
    let rows = tile.rows(spells.track);
    let base = u32::try_from(rows.start).expect("a track has fewer rows than 2³²");
    out.clear_for_rows(spells.track);
    let Set {
        offsets,
        start,
        end,
        rows: Some(kept),
        ..
    } = out
    else {
        unreachable!("a set that was cleared for rows");
    };
    let kept = &mut kept.row;
    let (starts, ends) = (&track.start[rows.clone()], &track.end[rows.clone()]);
    let ends_of_persons = &track.offsets[tile.from + 1..=tile.until];
    if memory.passes.iter().fold(PASSES, |all, &one| all & one) == PASSES {
        kept.extend((base..).take(rows.len()));
        start.extend_from_slice(starts);
        end.extend_from_slice(ends);
        offsets.extend(ends_of_persons.iter().map(|&after| after - base));
        return;
    }
    kept.resize(rows.len() + 1, 0);
    memory.before.resize(rows.len() + 1, 0);
    let mut count = 0_u32;
    let strides = memory
        .passes
        .chunks(STRIDE)
        .zip(memory.before.chunks_mut(STRIDE));
    for (row, (passes, before)) in (base..).step_by(STRIDE).zip(strides) {
        if passes.iter().fold(0, |any, &one| any | one) == FAILS {
            before.fill(count);
            continue;
        }
        for (row, (&passes, before)) in (row..).zip(passes.iter().zip(before)) {
            kept[count as usize] = row;
            *before = count;
            count += u32::from(passes);
        }
    }
    memory.before[rows.len()] = count;
    offsets.extend(
        ends_of_persons
            .iter()
            .map(|&after| memory.before[(after - base) as usize]),
    );
    kept.truncate(count as usize);
    start.extend(kept.iter().map(|&row| starts[(row - base) as usize]));
    end.extend(kept.iter().map(|&row| ends[(row - base) as usize]));
}

fn on_some(spells: &Spells, tile: Tile<'_>, days: Days, active: Active<'_>, out: &mut Set) {
    let track = tile.histories.track(spells.track);
    start_rows(spells, track.disjoint, out);
    let mut possible: Option<Set> = None;
    active.write(out, |person, out| {
        for row in tile.rows_of(spells.track, person) {
            let (start, end) = (track.start[row], track.end[row]);
            if start >= days.until || end <= days.from {
                continue;
            }
            match spells.test_one(track, row) {
                FAILS => {}
                PASSES => push(track.disjoint, (start, end), row, out),
                _ => {
                    let possible = possible.get_or_insert_with(|| {
                        let mut set = Set::default();
                        set.clear();
                        set
                    });
                    possible.close_persons_before(person);
                    possible.push(start, end);
                }
            }
        }
    });
    if let Some(mut possible) = possible {
        possible.close_persons_before(active.persons());
        leave(track.disjoint, possible, active, out);
    }
}

fn start_rows(spells: &Spells, disjoint: bool, out: &mut Set) {
    if disjoint {
        out.clear_for_rows(spells.track);
    } else {
        out.clear();
    }
}

#[inline]
fn push(disjoint: bool, (start, end): (i32, i32), row: usize, out: &mut Set) {
    if disjoint {
        let row = u32::try_from(row).expect("a track has fewer rows than 2³²");
        out.push_row(start, end, row);
    } else {
        out.push(start, end);
    }
}

/// All days of the persons whose attribute is one of the values, which are ascending; unknown where it is missing.
pub(crate) fn has(
    attribute: AttributeId,
    values: &[i32],
    tile: Tile<'_>,
    active: Active<'_>,
    out: &mut Set,
) {
    let of = &tile.histories.attribute(attribute)[tile.from..tile.until];
    out.clear();
    active.write(out, |person, out| {
        if values.binary_search(&of[person]).is_ok() {
            out.push(BEGIN, END);
        }
    });
    unknown_where_missing(of, active, out);
}

/// The days on which the person has turned `from` years and not yet `below`.
///
/// A person who can only be of the age outside `days` may get no days, so that one day costs two comparisons.
pub(crate) fn age(
    birth: AttributeId,
    (from, below): (u16, Option<u16>),
    tile: Tile<'_>,
    days: Days,
    active: Active<'_>,
    out: &mut Set,
) {
    let of = &tile.histories.attribute(birth)[tile.from..tile.until];
    let turned = |birth: i32, years| {
        civil::birthday(birth.clamp(BEGIN, END), i32::from(years)).clamp(BEGIN, END)
    };
    out.clear();
    if days.until - days.from == 1 {
        let born_by = last_birth(days.from, from);
        let born_after = below.map_or(i32::MIN, |below| last_birth(days.from, below));
        active.write(out, |person, out| {
            let birth = of[person];
            if birth <= born_by && birth > born_after && birth != MISSING {
                out.push(days.from, days.until);
            }
        });
    } else {
        active.write(out, |person, out| {
            let birth = of[person];
            if birth != MISSING {
                let start = turned(birth, from);
                let end = below.map_or(END, |below| turned(birth, below));
                if start < end {
                    out.push(start, end);
                }
            }
        });
    }
    unknown_where_missing(of, active, out);
}

/// The latest day of birth of someone who has turned so many years on the day.
fn last_birth(day: i32, years: u16) -> i32 {
    let years = i32::from(years);
    // The same day so many years before is off by at most the leap day.
    let near = civil::plus_months(day, -12 * years);
    (near - 1..=near + 2)
        .rev()
        .find(|&birth| civil::birthday(birth, years) <= day)
        .unwrap_or(near - 2)
}

fn unknown_where_missing(values: &[i32], active: Active<'_>, out: &mut Set) {
    if values.contains(&MISSING) {
        let mut holes = Set::default();
        holes.clear();
        active.write(&mut holes, |person, holes| {
            if values[person] == MISSING {
                holes.push(BEGIN, END);
            }
        });
        out.holes = Some(Box::new(holes));
    }
}
