//! A small line for a table row or a heading: the course, and where it ended.

use super::Style;
use super::describe::{Kind, describe};
use super::line::runs;
use super::look::{COLOURS, MUTED, missing};
use super::scale::Scale;
use super::series::{ChartFault, Data, Point, Selection};
use super::svg::{Svg, Tenths, number};
use crate::table::Table;

const WIDTH: Tenths = 1_200;
const HEIGHT: Tenths = 280;

/// Draws one line without axes, 120 by 28 pixels. Where there is no number the line breaks and the cell's symbol stands.
///
/// `style.heading` and `style.width` are not used.
pub fn sparkline(
    table: &Table,
    selection: &Selection,
    style: &Style,
) -> Result<String, ChartFault> {
    let data = Data::of(table, selection, style.language)?;
    let [series] = data.series.as_slice() else {
        return Err(ChartFault::TooMany {
            most: 1,
            found: data.series.len(),
        });
    };
    let scale = Scale::over(&data.values(), data.places, 20, true);
    let mut svg = Svg::new(
        &style.id,
        "chart chart-sparkline",
        (WIDTH, HEIGHT),
        &data.title,
        &describe(&data, Kind::Line),
    );
    let last = Tenths::try_from(data.along.len().max(2) - 1).expect("few periods");
    let x = |at: usize| 40 + (WIDTH - 100) * Tenths::try_from(at).expect("few periods") / last;
    let y = |value: i128| scale.place(value, HEIGHT - 40, 40);
    let runs = runs(series);
    for run in &runs {
        let points: Vec<String> = run
            .iter()
            .map(|&(at, value)| format!("{},{}", number(x(at)), number(y(value))))
            .collect();
        if let [point] = run.as_slice() {
            dot(&mut svg, (x(point.0), y(point.1)), "1.6");
        } else {
            svg.empty(
                "polyline",
                &[
                    ("class", "chart-series chart-series-1"),
                    ("points", &points.join(" ")),
                    ("fill", "none"),
                    ("stroke", COLOURS[0]),
                    ("stroke-width", "1.6"),
                    ("stroke-linejoin", "round"),
                ],
            );
        }
    }
    for (at, point) in series.points.iter().enumerate() {
        // One symbol for neighbours that say the same, for there is no room for more.
        let before = at
            .checked_sub(1)
            .map(|before| series.points[before].missing());
        if let Point::Missing(state) = point
            && before != Some(point.missing())
        {
            let title = data.explain(series, at);
            missing(&mut svg, (x(at), HEIGHT - 20), *state, MUTED, &title);
        }
    }
    if let Some(&(at, value)) = runs.last().and_then(|run| run.last()) {
        dot(&mut svg, (x(at), y(value)), "2.6");
    }
    Ok(svg.finish())
}

fn dot(svg: &mut Svg, (x, y): (Tenths, Tenths), radius: &str) {
    let (x, y) = (number(x), number(y));
    svg.empty(
        "circle",
        &[
            ("class", "chart-marker"),
            ("cx", &x),
            ("cy", &y),
            ("r", radius),
            ("fill", COLOURS[0]),
        ],
    );
}
