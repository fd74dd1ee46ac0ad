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
    let bold = Lettering { bold: true, ..look };
    let marks = Marks::of(data, frame);
    for (at, label) in &marks.ticks {
        let x = frame.x(*at);
        let below = (x, frame.bottom + 50);
        svg.rule((x, frame.bottom), below, "chart-axis", AXIS);
        svg.text((x, frame.bottom + 190), look, label);
    }
    for (at, year) in &marks.years {
        svg.text((frame.x(*at), frame.bottom + 370), bold, year);
    }
}

/// What stands along the periods.
struct Marks {
    /// Labels at the axis, where they do not run into each other.
    ticks: Vec<(usize, String)>,
    /// Years below, where the labels do not say the year themselves.
    years: Vec<(usize, String)>,
}

impl Marks {
    /// Every period, quarter or half year with the years below; for long series years alone, every one or every so many.
    fn of(data: &Data, frame: &Frame) -> Marks {
        let label = |at: &usize| {
            let along = &data.along[*at];
            let short = along.period.map(|period| period.short(data.language));
            (*at, short.unwrap_or_else(|| along.label.clone()))
        };
        let opens = |months: i8| {
            let within = |at: &usize| match data.along[*at].period {
                Some(Period::Month(_, month)) => (month - 1) % months == 0,
                Some(period) => period.opens_a_year(),
                None => false,
            };
            (0..data.along.len()).filter(within).collect::<Vec<_>>()
        };
        let years = first_of_years(data);
        let dated = !years.is_empty();
        let all: Vec<usize> = (0..data.along.len()).collect();
        let regular = if dated {
            vec![all, opens(3), opens(6)]
        } else {
            (1..=data.along.len().max(1))
                .map(|stride| all.iter().copied().step_by(stride).collect())
                .collect()
        };
        let spaced = years
            .windows(2)
            .all(|pair| frame.x(pair[1].0) - frame.x(pair[0].0) > 450);
        for chosen in regular {
            let ticks: Vec<(usize, String)> = chosen.iter().map(label).collect();
            if fits(frame, &ticks)
                && (ticks.len() > 1 || data.along.len() == 1)
                && (spaced || !dated)
            {
                return Marks { ticks, years };
            }
        }
        let opened: Vec<(usize, String)> = opens(12)
            .into_iter()
            .filter_map(|at| Some((at, data.along[at].period?.year().to_string())))
            .collect();
        let every = |step: i16| -> Vec<(usize, String)> {
            let chosen = opened
                .iter()
                .filter(|(_, year)| year.parse::<i16>().is_ok_and(|year| year % step == 0));
            chosen.cloned().collect()
        };
        Marks {
            ticks: [1, 2, 5, 10, 20, 50]
                .into_iter()
                .map(every)
                .find(|ticks| fits(frame, ticks))
                .unwrap_or_default(),
            years: Vec::new(),
        }
    }
}

/// The first period of each year, unless periods are years.
fn first_of_years(data: &Data) -> Vec<(usize, String)> {
    let mut years: Vec<(usize, String)> = Vec::new();
    for (at, along) in data.along.iter().enumerate() {
        let Some(period) = along.period.filter(|it| !matches!(it, Period::Year(_))) else {
            continue;
        };
        let year = period.year().to_string();
        if years.last().is_none_or(|(_, last)| *last != year) {
            years.push((at, year));
        }
    }
    // A year that is cut off at the start goes unnamed if the next one leaves no room.
    if years.len() > 1 && years[1].0 - years[0].0 < 2 {
        years.remove(0);
    }
    years
}

/// Whether labels do not run into each other.
fn fits(frame: &Frame, ticks: &[(usize, String)]) -> bool {
    ticks.windows(2).all(|pair| {
        let room = frame.x(pair[1].0) - frame.x(pair[0].0);
        let needed = Tenths::midpoint(width(&pair[0].1, SMALL), width(&pair[1].1, SMALL));
        needed + 80 <= room
    })
}
