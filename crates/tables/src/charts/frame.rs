//! The frame lines are drawn in: where values and periods lie, and the marks along both.

use super::look::{AXIS, GRID, MUTED, SMALL};
use super::scale::Scale;
use super::series::Data;
use super::svg::{Anchor, Lettering, Svg, Tenths, width};
use crate::period::Period;
use crate::text::Language;

/// Where things stand, in tenths of a pixel.
pub(super) struct Frame {
    pub(super) left: Tenths,
    pub(super) right: Tenths,
    pub(super) top: Tenths,
    pub(super) bottom: Tenths,
    pub(super) scale: Scale,
    pub(super) count: usize,
}

impl Frame {
    pub(super) fn x(&self, at: usize) -> Tenths {
        let last = Tenths::try_from(self.count.max(2) - 1).expect("few periods");
        let at = Tenths::try_from(at).expect("few periods");
        let inset = 80;
        self.left + inset + (self.right - self.left - 2 * inset) * at / last
    }

    pub(super) fn y(&self, value: i128) -> Tenths {
        self.scale.place(value, self.bottom, self.top)
    }
}

/// Says so when the axis does not begin at zero.
pub(super) fn axis_note(data: &Data, scale: &Scale) -> Option<String> {
    let (_, first) = scale.ticks()[0];
    (scale.low > 0).then(|| match data.language {
        Language::Danish => format!("aksen begynder ved {}", data.say(first)),
        Language::English => format!("the axis begins at {}", data.say(first)),
    })
}

pub(super) fn axes(svg: &mut Svg, data: &Data, frame: &Frame) {
    let mut look = Lettering {
        class: "chart-tick",
        size: SMALL,
        fill: MUTED,
        bold: false,
        anchor: Anchor::End,
    };
    for (value, tick) in frame.scale.ticks() {
        let y = frame.y(value);
        let base = value == 0 || y == frame.bottom;
        let (class, stroke) = if base {
            ("chart-axis", AXIS)
        } else {
            ("chart-grid", GRID)
        };
        svg.rule((frame.left, y), (frame.right, y), class, stroke);
        svg.text((frame.left - 70, y + 42), look, &data.say(tick));
    }
    look.anchor = Anchor::Middle;
    let labels = period_labels(data, frame);
    for (at, label) in labels {
        let x = frame.x(at);
        svg.rule(
            (x, frame.bottom),
            (x, frame.bottom + 50),
            "chart-axis",
            AXIS,
        );
        svg.text((x, frame.bottom + 190), look, &label);
    }
    // Years stand under the parts they begin with, when the parts do not say the year themselves.
    let mut last_year = None;
    for (at, along) in data.along.iter().enumerate() {
        let Some(period) = along
            .period
            .filter(|it| it.label().da != it.year().to_string())
        else {
            continue;
        };
        if last_year.replace(period.year()) == Some(period.year()) {
            continue;
        }
        // A year that is cut off at the start gets its name only if the next one leaves room.
        let next = data.along[at..]
            .iter()
            .position(|it| it.period.is_some_and(|it| it.year() != period.year()));
        let room = next.map_or(Tenths::MAX, |next| frame.x(at + next) - frame.x(at));
        if room > 450 {
            let look = Lettering { bold: true, ..look };
            svg.text(
                (frame.x(at), frame.bottom + 370),
                look,
                &period.year().to_string(),
            );
        }
    }
}

/// Labels of periods that do not run into each other: all, or those that fall on a year, a quarter, or every so many.
fn period_labels(data: &Data, frame: &Frame) -> Vec<(usize, String)> {
    let label = |at: usize| {
        let along = &data.along[at];
        along
            .period
            .map_or_else(|| along.label.clone(), |period| period.short(data.language))
    };
    let all: Vec<usize> = (0..data.along.len()).collect();
    let fits = |chosen: &[usize]| {
        chosen.windows(2).all(|pair| {
            let room = frame.x(pair[1]) - frame.x(pair[0]);
            Tenths::midpoint(width(&label(pair[0]), SMALL), width(&label(pair[1]), SMALL)) + 80
                <= room
        })
    };
    let opens_part = |months: i8| {
        let within = |at: &usize| match data.along[*at].period {
            Some(Period::Month(_, month)) => (month - 1) % months == 0,
            Some(period) => period.opens_a_year(),
            None => false,
        };
        all.iter().copied().filter(within).collect::<Vec<_>>()
    };
    let regular = [all.clone(), opens_part(3), opens_part(6), opens_part(12)]
        .into_iter()
        .find(|chosen| chosen.len() > 1 && fits(chosen));
    let chosen = regular.unwrap_or_else(|| {
        (2..=all.len().max(2))
            .map(|stride| all.iter().copied().step_by(stride).collect::<Vec<_>>())
            .find(|chosen| fits(chosen))
            .unwrap_or_default()
    });
    chosen.into_iter().map(|at| (at, label(at))).collect()
}
