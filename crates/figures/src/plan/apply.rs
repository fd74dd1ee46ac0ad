//! Operators on sets that may have holes: what is certain, and what is unknown because a value is missing.

use super::holes;
use crate::operate::bridge::{self, Passing, Provided};
use crate::operate::civil::Span;
use crate::operate::share::Threshold;
use crate::operate::windows::Windows;
use crate::operate::{Active, algebra, runs};
use crate::sets::{Set, Tile};

/// What a share looks at.
#[derive(Clone, Copy)]
pub(super) struct Look<'a> {
    pub(super) window: Span,
    /// The windows of calendar months, where they can be looked up.
    pub(super) windows: Option<&'a Windows>,
    pub(super) threshold: Threshold,
    /// The day, where it is only one.
    pub(super) day: Option<i32>,
}

pub(super) fn share(
    of: &Set,
    among: Option<&Set>,
    look: Look<'_>,
    active: Active<'_>,
    out: &mut Set,
) {
    use crate::operate::share;
    let mut met = Set::default();
    let looked_for = match among {
        None => of,
        Some(among) => {
            algebra::intersect(of, among, active, &mut met);
            &met
        }
    };
    if let Some(day) = look.day {
        let window = (look.window.window_start(day), day);
        share::on_day(looked_for, among, window, look.threshold, active, out);
    } else {
        let calculated;
        let window = match (look.window, look.windows) {
            (Span::Days(days), _) => share::Window::Days(days),
            (Span::Months(_), Some(windows)) => share::Window::Months(windows),
            (Span::Months(months), None) => {
                calculated = Windows::calculated(months);
                share::Window::Months(&calculated)
            }
        };
        share::share(looked_for, among, window, look.threshold, active, out);
    }
    let unknown = holes::persons(&[of, among.unwrap_or(of)], active);
    if !unknown.is_empty() {
        let some = Active::Some(active.persons(), &unknown);
        holes::punch(out, holes::of_share(of, among, look.window, some), active);
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
    let window = Span::Days(length);
    if of.rows.is_none() {
        let look = Look {
            window,
            windows: None,
            threshold,
            day: None,
        };
        let mut reached = Set::default();
        share(of, None, look, active, &mut reached);
        return both(of, &reached, active, out);
    }
    crate::operate::suffix::suffix(of, length, fewest, active, out);
    let unknown = holes::persons(&[of], active);
    if !unknown.is_empty() {
        // Of the days that possibly are in the set, those are unknown that see an unknown day.
        let some = Active::Some(active.persons(), &unknown);
        let sight = holes::of_share(of, None, window, some);
        let mut met = Set::default();
        algebra::intersect(&holes::possible(of, some), &sight, some, &mut met);
        holes::punch(out, met, active);
    }
}

/// An operator for which more days never take days away.
pub(super) fn growing(
    of: &Set,
    active: Active<'_>,
    out: &mut Set,
    operator: impl Fn(&Set, Active<'_>, &mut Set),
) {
    operator(of, active, out);
    let unknown = holes::persons(&[of], active);
    if !unknown.is_empty() {
        let some = Active::Some(active.persons(), &unknown);
        let mut possible = Set::default();
        operator(&holes::possible(of, some), some, &mut possible);
        holes::leave(out, &possible, some);
    }
}

pub(super) fn beginning(of: &Set, length: Span, active: Active<'_>, out: &mut Set) {
    runs::beginning(of, length, active, out);
    let unknown = holes::persons(&[of], active);
    if !unknown.is_empty() {
        let some = Active::Some(active.persons(), &unknown);
        let unknown = holes::of_beginning(of, out, some);
        holes::punch(out, unknown, active);
    }
}

pub(super) fn since(of: &Set, length: Span, always: bool, active: Active<'_>, out: &mut Set) {
    runs::since(of, length, active, out);
    if !always {
        let unknown = holes::of_since(of, always, active);
        return holes::punch(out, unknown, active);
    }
    let unknown = holes::persons(&[of], active);
    if !unknown.is_empty() {
        let some = Active::Some(active.persons(), &unknown);
        let unknown = holes::of_since(of, always, some);
        holes::punch(out, unknown, active);
    }
}

pub(super) fn ever(of: &Set, always: bool, active: Active<'_>, out: &mut Set) {
    if always {
        return growing(of, active, out, runs::ever);
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
    let unknown = holes::persons(&[left, right], active);
    if !unknown.is_empty() {
        let some = Active::Some(active.persons(), &unknown);
        let mut possible = Set::default();
        let (left, right) = (holes::possible(left, some), holes::possible(right, some));
        algebra::intersect(&left, &right, some, &mut possible);
        holes::leave(out, &possible, some);
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
    let unknown = holes::persons(&[left, right], active);
    if !unknown.is_empty() {
        let some = Active::Some(active.persons(), &unknown);
        let mut possible = Set::default();
        let (left, right) = (holes::possible(left, some), holes::possible(right, some));
        algebra::unite(&left, &right, some, &mut possible);
        holes::leave(out, &possible, some);
    }
}

pub(super) fn not(of: &Set, active: Active<'_>, out: &mut Set) {
    algebra::complement(of, active, out);
    if let Some(unknown) = &of.holes {
        holes::punch(out, (**unknown).clone(), active);
    }
}
