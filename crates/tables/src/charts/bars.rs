//! Bars by breakdown: lying, so that long Danish names can be read.

use super::Style;
use super::describe::{Kind, describe};
use super::look::{AXIS, COLOURS, GRID, Heading, INK, MUTED, SMALL, footer, footer_height};
use super::scale::Scale;
use super::series::{ChartFault, Data, Point, Selection};
use super::svg::{Anchor, Lettering, Svg, Tenths, fit, number, width};
use crate::table::Table;

const BAR: Tenths = 170;
const MOST_SERIES: usize = 3;

/// Draws a bar for each member along, or a group of up to three for compared members.
///
/// A cell without a number has no bar: its symbol stands where the bar would begin.
pub fn bars(table: &Table, selection: &Selection, style: &Style) -> Result<String, ChartFault> {
    let data = Data::of(table, selection, style.language)?;
    if data.series.len() > MOST_SERIES {
        return Err(ChartFault::TooMany {
            most: MOST_SERIES,
            found: data.series.len(),
        });
    }
    let scale = Scale::over(&data.values(), data.places, 5, false);
    let total = Tenths::from(style.width.max(320)) * 10;
    let label_room = data
        .along
        .iter()
        .map(|along| width(&along.label, SMALL))
        .max()
        .unwrap_or(0)
        .min(total * 2 / 5);
    let value_room = data
        .series
        .iter()
        .flat_map(|series| &series.points)
        .filter_map(|point| match point {
            Point::At(value) => Some(width(&data.say(*value), SMALL)),
            Point::Missing(_) => None,
        })
        .max()
        .unwrap_or(0);
    let count = |of: usize| Tenths::try_from(of).expect("few bars");
    let group = count(data.series.len()) * BAR + 90;
    let legend = data.series.len() > 1;
    let heading = style.heading.then(|| Heading::new(&data, None, total));
    let keys = if legend {
        key_places(&data, total)
    } else {
        Vec::new()
    };
    let key_height = keys.last().map_or(0, |(_, y)| y + 260);
    let key_top = heading.as_ref().map_or(60, |heading| heading.height() + 20);
    let top = key_top + key_height + 40;
    let frame = Frame {
        left: label_room + 140,
        right: total - value_room - 140,
        top,
        bottom: top + count(data.along.len()) * group + 40,
        scale,
    };
    let under = frame.bottom + 260;
    let foot = if style.heading {
        footer_height(&data)
    } else {
        20
    };
    let size = (total, under + foot);
    let mut svg = Svg::new(
        &style.id,
        "chart chart-bars",
        size,
        &data.title,
        &describe(&data, Kind::Bars),
    );
    hatchings(&mut svg, &style.id, data.series.len());
    if let Some(heading) = &heading {
        heading.draw(&mut svg);
        footer(&mut svg, &data, under, total);
    }
    key(&mut svg, &data, &style.id, (key_top, &keys));
    axis(&mut svg, &data, &frame);
    for at in 0..data.along.len() {
        draw(
            &mut svg,
            &data,
            &frame,
            &style.id,
            (at, frame.top + 40 + count(at) * group),
        );
    }
    let zero = frame.x(0);
    svg.rule((zero, frame.top), (zero, frame.bottom), "chart-axis", AXIS);
    Ok(svg.finish())
}

struct Frame {
    left: Tenths,
    right: Tenths,
    top: Tenths,
    bottom: Tenths,
    scale: Scale,
}

impl Frame {
    fn x(&self, value: i128) -> Tenths {
        self.scale.place(value, self.left, self.right)
    }
}

/// The first series is filled, the second striped, the third dotted.
fn hatchings(svg: &mut Svg, id: &str, series: usize) {
    if series < 2 {
        return;
    }
    svg.begin("defs", &[]);
    for (number, colour) in COLOURS.iter().enumerate().take(series).skip(1) {
        let name = format!("{id}-fill-{}", number + 1);
        svg.begin(
            "pattern",
            &[
                ("id", &name),
                ("width", "6"),
                ("height", "6"),
                ("patternUnits", "userSpaceOnUse"),
            ],
        );
        svg.empty(
            "rect",
            &[("width", "6"), ("height", "6"), ("fill", "#ffffff")],
        );
        if number == 1 {
            let stripes = "M-1.5,1.5 L1.5,-1.5 M0,6 L6,0 M4.5,7.5 L7.5,4.5";
            svg.empty(
                "path",
                &[("d", stripes), ("stroke", colour), ("stroke-width", "2.2")],
            );
        } else {
            svg.empty(
                "circle",
                &[("cx", "3"), ("cy", "3"), ("r", "1.7"), ("fill", colour)],
            );
        }
        svg.end();
    }
    svg.end();
}

fn fill(id: &str, series: usize) -> String {
    if series == 0 {
        COLOURS[0].to_owned()
    } else {
        format!("url(#{id}-fill-{})", series + 1)
    }
}

/// Where the entries of the key stand: side by side as long as they fit.
fn key_places(data: &Data, room: Tenths) -> Vec<(Tenths, Tenths)> {
    let (mut x, mut y) = (0, 0);
    let mut places = Vec::new();
    for series in &data.series {
        let wide = 290 + width(&series.label, SMALL);
        if x > 0 && x + wide > room {
            (x, y) = (0, y + 200);
        }
        places.push((x, y));
        x += wide + 260;
    }
    places
}

fn key(svg: &mut Svg, data: &Data, id: &str, (top, places): (Tenths, &[(Tenths, Tenths)])) {
    for (number, (series, (x, y))) in data.series.iter().zip(places).enumerate() {
        let y = top + y;
        rect(
            svg,
            (*x, y),
            (220, 130),
            &fill(id, number),
            COLOURS[number],
            None,
        );
        let look = Lettering {
            class: "chart-label",
            size: SMALL,
            fill: INK,
            bold: false,
            anchor: Anchor::Start,
        };
        svg.text((x + 290, y + 108), look, &series.label);
    }
}

fn axis(svg: &mut Svg, data: &Data, frame: &Frame) {
    let ticks = frame.scale.ticks();
    let widest = ticks
        .iter()
        .map(|(_, tick)| width(&data.say(*tick), SMALL))
        .max()
        .unwrap_or(0);
    let spacing =
        (frame.right - frame.left) / Tenths::try_from(ticks.len().max(2) - 1).expect("few lines");
    // On a narrow screen every other number is enough.
    let stride = if widest + 80 > spacing { 2 } else { 1 };
    for (index, (value, tick)) in ticks.into_iter().enumerate() {
        let x = frame.x(value);
        svg.rule((x, frame.top), (x, frame.bottom), "chart-grid", GRID);
        let look = Lettering {
            class: "chart-tick",
            size: SMALL,
            fill: MUTED,
            bold: false,
            anchor: Anchor::Middle,
        };
        if index % stride == 0 {
            svg.text((x, frame.bottom + 180), look, &data.say(tick));
        }
    }
}

/// One group: its label, and a bar or a symbol for each series.
fn draw(svg: &mut Svg, data: &Data, frame: &Frame, id: &str, (at, top): (usize, Tenths)) {
    let along = &data.along[at];
    let bars = Tenths::try_from(data.series.len()).expect("few series");
    let mut look = Lettering {
        class: "chart-label",
        size: SMALL,
        fill: INK,
        bold: along.is_total,
        anchor: Anchor::End,
    };
    let label = fit(&along.label, SMALL, frame.left - 140);
    svg.text((frame.left - 90, top + bars * BAR / 2 + 42), look, &label);
    look.anchor = Anchor::Start;
    look.bold = false;
    look.class = "chart-value";
    let zero = frame.x(0);
    for (number, series) in data.series.iter().enumerate() {
        let y = top + Tenths::try_from(number).expect("few series") * BAR;
        let title = data.explain(series, at);
        match series.points[at] {
            Point::At(value) => {
                let end = frame.x(value.units);
                let (from, to) = (zero.min(end), zero.max(end));
                if to > from {
                    rect(
                        svg,
                        (from, y + 10),
                        (to - from, BAR - 20),
                        &fill(id, number),
                        COLOURS[number],
                        Some(&title),
                    );
                }
                svg.text((to + 60, y + BAR / 2 + 42), look, &data.say(value));
            }
            Point::Missing(state) => {
                let symbol = state
                    .symbol()
                    .expect("a cell without a number has a symbol");
                let meaning = state.meaning();
                let text = format!("{symbol} {}", meaning.within(data.language));
                let muted = Lettering {
                    fill: MUTED,
                    ..look
                };
                svg.text((zero + 60, y + BAR / 2 + 42), muted, &text);
            }
        }
    }
}

fn rect(
    svg: &mut Svg,
    at: (Tenths, Tenths),
    size: (Tenths, Tenths),
    fill: &str,
    stroke: &str,
    title: Option<&str>,
) {
    let [x, y, width, height] = [at.0, at.1, size.0, size.1].map(number);
    let attributes = [
        ("class", "chart-bar"),
        ("x", x.as_str()),
        ("y", &y),
        ("width", &width),
        ("height", &height),
        ("fill", fill),
        ("stroke", stroke),
    ];
    match title {
        Some(title) => svg.explained("rect", &attributes, title),
        None => svg.empty("rect", &attributes),
    }
}
