//! Days of which something is unknown because a value is missing.
//!
//! A set then says two things: the days that certainly belong to it, and, with its holes, those that possibly do. And, or
//! and not treat »unknown« as logic does: false and unknown is false. Operators for which more days never take days away
//! are run with both. The others say »unknown« wherever they look at an unknown day.

use crate::operate::civil::Span;
use crate::operate::{Active, algebra, runs, window};
use crate::sets::Set;

/// The persons of whom something is unknown in one of the sets: only of them possible days are computed.
pub(super) fn persons(sets: &[&Set], active: Active<'_>) -> Vec<u32> {
    let mut holes = sets.iter().filter_map(|set| set.holes.as_deref());
    match (holes.next(), holes.next()) {
        (None, _) => Vec::new(),
        (Some(one), None) => active.those(|person| !one.of(person).is_empty()),
        (Some(_), Some(_)) => active.those(|person| {
            let holes = sets.iter().filter_map(|set| set.holes.as_deref());
            holes.into_iter().any(|holes| !holes.of(person).is_empty())
        }),
    }
}

/// The days that possibly belong to the set.
pub(super) fn possible(of: &Set, active: Active<'_>) -> Set {
    let mut out = Set::default();
    match &of.holes {
        Some(holes) => algebra::unite(of, holes, active, &mut out),
        None => algebra::joined(of, active, &mut out),
    }
    out
}

/// Gives a set of certain days the holes that the possible days of some persons leave.
pub(super) fn leave(out: &mut Set, possible: &Set, some: Active<'_>) {
    let mut holes = Set::default();
    algebra::subtract(possible, out, some, &mut holes);
    out.holes = (!holes.start.is_empty()).then(|| Box::new(holes));
}

/// Makes the days in `unknown` holes of the set.
pub(super) fn punch(out: &mut Set, unknown: Set, active: Active<'_>) {
    let mut certain = Set::default();
    algebra::subtract(out, &unknown, active, &mut certain);
    certain.holes = (!unknown.start.is_empty()).then(|| Box::new(unknown));
    *out = certain;
}

/// The days on which a window holds an unknown day of what a share looks at.
pub(super) fn of_share(of: &Set, among: Option<&Set>, window: Span, active: Active<'_>) -> Set {
    let mut unknown = Set::default();
    let mut sight = Set::default();
    let nothing = empty(active);
    let of_holes = of.holes.as_deref().unwrap_or(&nothing);
    match among {
        None => algebra::joined(of_holes, active, &mut unknown),
        Some(among) => {
            // What is looked for matters where it is looked among.
            let mut matters = Set::default();
            algebra::intersect(of_holes, among, active, &mut matters);
            let among_holes = among.holes.as_deref().unwrap_or(&nothing);
            algebra::unite(&matters, among_holes, active, &mut unknown);
        }
    }
    window::in_sight(&unknown, window, active, &mut sight);
    sight
}

/// The days that are unknown in »the first days of each run«: those that are unknown themselves, and those of a run before
/// which it is unknown.
pub(super) fn of_beginning(of: &Set, out: &Set, active: Active<'_>) -> Set {
    let nothing = empty(active);
    let holes = of.holes.as_deref().unwrap_or(&nothing);
    let mut touched = Set::default();
    touched.clear();
    active.write(&mut touched, |person, touched| {
        for run in runs::runs(out, person) {
            let start = out.start[run.start];
            if holes.contains(person, start - 1) {
                touched.push(start, out.end[run.end - 1]);
            }
        }
    });
    let mut unknown = Set::default();
    algebra::unite(&touched, holes, active, &mut unknown);
    unknown
}

/// The days that are unknown in »since«: those after an unknown day that no certain day follows, up to the next certain day.
///
/// Where the set has no day before, it is unknown as well: there may have been one before the observation. `always` says that
/// there is nothing before it.
pub(super) fn of_since(of: &Set, always: bool, active: Active<'_>) -> Set {
    let nothing = empty(active);
    let holes = of.holes.as_deref().unwrap_or(&nothing);
    let mut gaps = Set::default();
    algebra::complement(of, active, &mut gaps);
    let mut unknown = Set::default();
    unknown.clear();
    active.write(&mut unknown, |person, unknown| {
        let first = of.spans(person).next().map_or(i32::MAX, |(start, _)| start);
        for (start, end) in gaps.spans(person) {
            if start < first && !always {
                unknown.push(start, end);
            } else if let Some((hole, _)) = holes.spans(person).find(|&(_, until)| until > start)
                && hole < end
            {
                unknown.push(hole.max(start), end);
            }
        }
    });
    unknown
}

/// The empty set of every person.
fn empty(active: Active<'_>) -> Set {
    let mut out = Set::default();
    out.clear();
    out.close_persons_before(active.persons());
    out
}
