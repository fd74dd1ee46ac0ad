//! Lines over periods.

use super::Style;
use super::describe::{Kind, describe};
use super::scale::Scale;
use super::series::{ChartFault, Data, Point, Selection, Series};
use super::svg::{Anchor, Lettering, Svg, Tenths, number, width};
use crate::cell::CellState;
use crate::table::Table;
use crate::text::Language;

/// Colours with at least 4.5 : 1 against white, so that labels may have them too.
pub(super) const COLOURS: [&str; 6] = ["#0059b3", "#a34700", "#1a7f4b", "#7b3f98", "#8a1538", "#4d4d4d"];
const DASHES: [&str; 6] = ["none", "9 4", "2 4", "12 4 2 4", "5 3", "1 3"];
pub(super) const INK: &str = "#1a1a1a";
pub(super) const MUTED: &str = "#595959";
pub(super) const GRID: &str = "#dcdcdc";
pub(super) const AXIS: &str = "#8c8c8c";

const SMALL: Tenths = 125;
const PLOT_HEIGHT: Tenths = 2_600;

/// Where things stand, in tenths of a pixel.
struct Frame {
    left: Tenths,
    right: Tenths,
    top: Tenths,
    bottom: Tenths,
    scale: Scale,
    count: usize,
}

impl Frame {
    fn x(&self, at: usize) -> Tenths {
        let last = Tenths::try_from(self.count.max(2) - 1).expect("few periods");
        let at = Tenths::try_from(at).expect("few periods");
        let inset = 80;
        self.left + inset + (self.right - self.left - 2 * inset) * at / last
    }

    fn y(&self, value: i128) -> Tenths {
        self.scale.place(value, self.bottom, self.top)
    }
}

/// Draws one line per compared member over the periods of a dimension, at most six.
///
/// Where a cell has no number the line breaks, and the cell's symbol stands at the axis in the colour of the line.
pub fn line(table: &Table, selection: &Selection, style: &Style) -> Result<String, ChartFault> {
    let data = Data::of(table, selection, style.language)?;
    if data.series.len() > COLOURS.len() {
        return Err(ChartFault::TooMany {
            most: COLOURS.len(),
            found: data.series.len(),
        });
    }
    let scale = Scale::over(&data.values(), data.places, 5, true);
    let total = Tenths::from(style.width.max(320)) * 10;
    let tick_room = scale
        .ticks()
        .iter()
        .map(|(_, tick)| width(&data.say(*tick), SMALL))
        .max()
        .unwrap_or(0);
    let label_room = data
        .series
        .iter()
        .map(|series| width(&series.label, SMALL) + 180)
        .max()
        .unwrap_or(0)
        .min(total / 3);
    let top = if style.heading { 640 } else { 200 };
    let frame = Frame {
        left: tick_room + 100,
        right: total - if data.series.len() > 1 { label_room } else { 120 },
        top,
        bottom: top + PLOT_HEIGHT,
        scale,
        count: data.along.len(),
    };
    let size = (total, frame.bottom + 520);
    let mut svg = Svg::new(&style.id, "chart chart-line", size, &data.title, &describe(&data, Kind::Line));
    if style.heading {
        heading(&mut svg, &data, axis_note(&data, &frame.scale));
    }
    axes(&mut svg, &data, &frame);
    for (number, series) in data.series.iter().enumerate() {
        draw(&mut svg, &data, &frame, number, series);
    }
    if data.series.len() > 1 {
        end_labels(&mut svg, &data, &frame, label_room);
    }
    Ok(svg.finish())
}

/// Title, and under it the unit.
pub(super) fn heading(svg: &mut Svg, data: &Data, note: Option<String>) {
    let mut look = Lettering {
        class: "chart-title",
        size: 165,
        fill: INK,
        bold: true,
        anchor: Anchor::Start,
    };
    svg.text((0, 180), look, &data.title);
    look = Lettering {
        class: "chart-unit",
        size: SMALL,
        fill: MUTED,
        bold: false,
        ..look
    };
    let unit = match note {
        Some(note) => format!("{} · {note}", data.unit),
        None => data.unit.clone(),
    };
    svg.text((0, 390), look, &unit);
}

/// Says so when the axis does not begin at zero.
fn axis_note(data: &Data, scale: &Scale) -> Option<String> {
    let (_, first) = scale.ticks()[0];
    (scale.low > 0).then(|| match data.language {
        Language::Danish => format!("aksen begynder ved {}", data.say(first)),
        Language::English => format!("the axis begins at {}", data.say(first)),
    })
}

fn axes(svg: &mut Svg, data: &Data, frame: &Frame) {
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
        let (class, stroke) = if base { ("chart-axis", AXIS) } else { ("chart-grid", GRID) };
        svg.rule((frame.left, y), (frame.right, y), class, stroke);
        svg.text((frame.left - 70, y + 42), look, &data.say(tick));
    }
    look.anchor = Anchor::Middle;
    let labels = period_labels(data, frame);
    for (at, label) in labels {
        let x = frame.x(at);
        svg.rule((x, frame.bottom), (x, frame.bottom + 50), "chart-axis", AXIS);
        svg.text((x, frame.bottom + 190), look, &label);
    }
    // Years stand under the parts they begin with, when the parts do not say the year themselves.
    let mut last_year = None;
    for (at, along) in data.along.iter().enumerate() {
        let Some(period) = along.period.filter(|it| it.label().da != it.year().to_string()) else {
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
            let look = Lettering {
                bold: true,
                ..look
            };
            svg.text((frame.x(at), frame.bottom + 370), look, &period.year().to_string());
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
            (width(&label(pair[0]), SMALL) + width(&label(pair[1]), SMALL)) / 2 + 80 <= room
        })
    };
    let opens_part = |months: i8| {
        let within = |at: &usize| match data.along[*at].period {
            Some(crate::period::Period::Month(_, month)) => (month - 1) % months == 0,
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

fn draw(svg: &mut Svg, data: &Data, frame: &Frame, number: usize, series: &Series) {
    let colour = COLOURS[number];
    let class = format!("chart-series chart-series-{}", number + 1);
    svg.begin("g", &[("class", &class), ("fill", "none"), ("stroke", colour)]);
    for run in runs(series) {
        let points: Vec<String> = run
            .iter()
            .map(|&(at, value)| format!("{},{}", self::number(frame.x(at)), self::number(frame.y(value))))
            .collect();
        if points.len() > 1 {
            svg.empty(
                "polyline",
                &[
                    ("points", &points.join(" ")),
                    ("stroke-width", "2.2"),
                    ("stroke-dasharray", DASHES[number]),
                    ("stroke-linejoin", "round"),
                    ("stroke-linecap", if number == 0 { "round" } else { "butt" }),
                ],
            );
        }
    }
    let crowded = data.along.len() > 26;
    for run in runs(series) {
        for &(at, value) in &run {
            let last = at + 1 == data.along.len();
            if !crowded || run.len() == 1 || last {
                marker(svg, number, (frame.x(at), frame.y(value)), &data.explain(series, at));
            }
        }
    }
    svg.end();
    for (at, point) in series.points.iter().enumerate() {
        if let Point::Missing(state) = point {
            let level = Tenths::try_from(number).expect("few series");
            missing(svg, (frame.x(at), frame.bottom - 60 - 130 * level), *state, colour, &data.explain(series, at));
        }
    }
}

/// Neighbouring points that all have a number.
pub(super) fn runs(series: &Series) -> Vec<Vec<(usize, i128)>> {
    let mut runs = vec![Vec::new()];
    for (at, point) in series.points.iter().enumerate() {
        match point.units() {
            Some(value) => runs.last_mut().expect("never empty").push((at, value)),
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

/// A shape of its own for each series, so that they are told apart without colour.
fn marker(svg: &mut Svg, number: usize, (x, y): (Tenths, Tenths), title: &str) {
    let at = |dx: Tenths, dy: Tenths| format!("{},{}", self::number(x + dx), self::number(y + dy));
    let shape = match number {
        0 => None,
        1 => Some([at(-36, -36), at(36, -36), at(36, 36), at(-36, 36)].join(" ")),
        2 => Some([at(0, -46), at(42, 34), at(-42, 34)].join(" ")),
        3 => Some([at(0, -48), at(48, 0), at(0, 48), at(-48, 0)].join(" ")),
        4 => Some([at(0, 46), at(42, -34), at(-42, -34)].join(" ")),
        _ => Some([at(-46, -16), at(46, -16), at(46, 16), at(-46, 16)].join(" ")),
    };
    let common = [("class", "chart-marker"), ("fill", "#ffffff"), ("stroke-width", "2")];
    match shape {
        None => {
            let (x, y) = (self::number(x), self::number(y));
            svg.explained("circle", &[common.as_slice(), &[("cx", &x), ("cy", &y), ("r", "3.6")]].concat(), title);
        }
        Some(points) => {
            svg.explained("polygon", &[common.as_slice(), &[("points", &points)]].concat(), title);
        }
    }
}

/// The symbol in place of a number.
pub(super) fn missing(svg: &mut Svg, at: (Tenths, Tenths), state: CellState, fill: &str, title: &str) {
    svg.begin("g", &[("class", "chart-missing")]);
    svg.leaf("title", &[], title);
    let look = Lettering {
        class: "chart-symbol",
        size: 150,
        fill,
        bold: true,
        anchor: Anchor::Middle,
    };
    let symbol = state.symbol().expect("a cell without a number has a symbol");
    svg.text(at, look, symbol);
    svg.end();
}

/// Names at the ends of the lines, moved apart where they would overlap.
fn end_labels(svg: &mut Svg, data: &Data, frame: &Frame, room: Tenths) {
    let mut labels: Vec<(Tenths, usize)> = data
        .series
        .iter()
        .enumerate()
        .map(|(number, series)| {
            let last = runs(series).last().and_then(|run| run.last().copied());
            (last.map_or(frame.bottom, |(_, value)| frame.y(value)), number)
        })
        .collect();
    labels.sort_unstable();
    let height = 165;
    for index in 1..labels.len() {
        labels[index].0 = labels[index].0.max(labels[index - 1].0 + height);
    }
    let mut limit = frame.bottom;
    for label in labels.iter_mut().rev() {
        label.0 = label.0.min(limit);
        limit = label.0 - height;
    }
    for (y, number) in labels {
        let look = Lettering {
            class: "chart-label",
            size: SMALL,
            fill: COLOURS[number],
            bold: true,
            anchor: Anchor::Start,
        };
        let text = super::svg::fit(&data.series[number].label, SMALL, room - 100);
        svg.text((frame.right + 60, y + 42), look, &text);
    }
}
