//! Operators on sets that may have holes: what is certain, and what is unknown because a value is missing.

use super::holes;
use crate::operate::bridge::{self, Passing, Provided};
use crate::operate::civil::Span;
use crate::operate::share::Threshold;
use crate::operate::{Active, algebra, runs};
use crate::sets::{Set, Tile};

/// What a share looks at.
#[derive(Clone, Copy)]
pub(super) struct Look {
    pub(super) window: Span,
    pub(super) threshold: Threshold,
    /// The day, where it is only one.
    pub(super) day: Option<i32>,
}

pub(super) fn share(of: &Set, among: Option<&Set>, look: Look, active: Active<'_>, out: &mut Set) {
    use crate::operate::share;
    let mut met = Set::default();
    let looked_for = match among {
        None => of,
        Some(among) => {
            algebra::intersect(of, among, active, &mut met);
            &met
        }
    };
    match look.day {
        Some(day) => {
            let window = (look.window.window_start(day), day);
            share::on_day(looked_for, among, window, look.threshold, active, out);
        }
        None => share::share(looked_for, among, look.window, look.threshold, active, out),
    }
    if of.holes.is_some() || among.is_some_and(|among| among.holes.is_some()) {
        let unknown = holes::of_share(of, among, look.window, active);
        holes::punch(out, unknown, active);
    }
}

/// The days of a set on which at least `fewest` of `length` days are in it.
pub(super) fn suffix(
    of: &Set,
    (length, fewest): (i32, i64),
    threshold: Threshold,
    active: Active<'_>,
    out: &mut Set,
) {
    if of.rows.is_some() && of.holes.is_none() {
        return crate::operate::suffix::suffix(of, length, fewest, active, out);
    }
    let look = Look {
        window: Span::Days(length),
        threshold,
        day: None,
    };
    let mut reached = Set::default();
    share(of, None, look, active, &mut reached);
    both(of, &reached, active, out);
}

/// An operator for which more days never take days away.
pub(super) fn growing(
    of: &Set,
    active: Active<'_>,
    out: &mut Set,
    operator: impl Fn(&Set, &mut Set),
) {
    operator(of, out);
    if of.holes.is_some() {
        let mut possible = Set::default();
        operator(&holes::possible(of, active), &mut possible);
        holes::leave(out, &possible, active);
    }
}

pub(super) fn beginning(of: &Set, length: Span, active: Active<'_>, out: &mut Set) {
    runs::beginning(of, length, active, out);
    if of.holes.is_some() {
        let unknown = holes::of_beginning(of, out, active);
        holes::punch(out, unknown, active);
    }
}

pub(super) fn since(of: &Set, length: Span, always: bool, active: Active<'_>, out: &mut Set) {
    runs::since(of, length, active, out);
    if !always || of.holes.is_some() {
        let unknown = holes::of_since(of, always, active);
        holes::punch(out, unknown, active);
    }
}

pub(super) fn ever(of: &Set, always: bool, active: Active<'_>, out: &mut Set) {
    if always {
        return growing(of, active, out, |of, out| runs::ever(of, active, out));
    }
    // »Not yet« is not known of those who may have been it before the observation.
    runs::ever(of, active, out);
    let mut unknown = Set::default();
    algebra::complement(out, active, &mut unknown);
    out.holes = Some(Box::new(unknown));
}

pub(super) fn bridged(
    of: &Set,
    passing: Passing<'_>,
    tile: Tile<'_>,
    active: Active<'_>,
    out: &mut Set,
) {
    bridge::bridged(of, passing, tile, active, out);
    let is_test_unknown = match passing.provided {
        Provided::Nothing => false,
        Provided::Throughout(set) => set.holes.is_some(),
        // Whether a spell in a gap lacks a value is seen only there.
        Provided::SumAtMost(_) => true,
    };
    if of.holes.is_none() && !is_test_unknown {
        return;
    }
    let possible_test;
    let provided = match passing.provided {
        Provided::Throughout(set) => {
            possible_test = holes::possible(set, active);
            Provided::Throughout(&possible_test)
        }
        other => other,
    };
    let passing = Passing {
        provided,
        if_untold: true,
        ..passing
    };
    let mut possible = Set::default();
    bridge::bridged(
        &holes::possible(of, active),
        passing,
        tile,
        active,
        &mut possible,
    );
    holes::leave(out, &possible, active);
}

pub(super) fn both(left: &Set, right: &Set, active: Active<'_>, out: &mut Set) {
    algebra::intersect(left, right, active, out);
    if left.holes.is_some() || right.holes.is_some() {
        let mut possible = Set::default();
        let (left, right) = (
            holes::possible(left, active),
            holes::possible(right, active),
        );
        algebra::intersect(&left, &right, active, &mut possible);
        holes::leave(out, &possible, active);
    }
}

pub(super) fn any<'a>(parts: impl Iterator<Item = &'a Set>, active: Active<'_>, out: &mut Set) {
    out.clear();
    out.close_persons_before(active.persons());
    let mut joined = Set::default();
    for part in parts {
        either(out, part, active, &mut joined);
        std::mem::swap(out, &mut joined);
    }
}

fn either(left: &Set, right: &Set, active: Active<'_>, out: &mut Set) {
    algebra::unite(left, right, active, out);
    if left.holes.is_some() || right.holes.is_some() {
        let mut possible = Set::default();
        let (left, right) = (
            holes::possible(left, active),
            holes::possible(right, active),
        );
        algebra::unite(&left, &right, active, &mut possible);
        holes::leave(out, &possible, active);
    }
}

pub(super) fn not(of: &Set, active: Active<'_>, out: &mut Set) {
    match &of.holes {
        None => algebra::complement(of, active, out),
        Some(unknown) => {
            algebra::complement(&holes::possible(of, active), active, out);
            out.holes = Some(unknown.clone());
        }
    }
}
