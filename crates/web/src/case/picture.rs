//! The picture over time: benefits, programmes and placements as bars on a line of years. The table beside it says the same.

use std::fmt::Write as _;

use calendar::Day;

/// A bar to draw: a row's label, what it is in words, from and until (the first day after; `None`: still runs).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bar {
    /// Bars with the same row stand on the same line, in the order rows first appear.
    pub(crate) row: String,
    /// What is read out when somebody points at it.
    pub(crate) title: String,
    /// The first day.
    pub(crate) from: Day,
    /// The first day after.
    pub(crate) until: Option<Day>,
    /// Which colour: `benefit`, `programme`, `placement`, `work`.
    pub(crate) class: &'static str,
}

const WIDTH: i64 = 1000;
const LABELS: i64 = 230;
const ROW: i64 = 26;
const TOP: i64 = 8;
const AXIS: i64 = 26;

/// Draws the bars up to `today`; `None` when there is nothing to draw.
///
/// Whole numbers only, so that the same spells give the same bytes. Styles come from the stylesheet, for the content policy
/// forbids them inside.
pub(crate) fn draw(bars: &[Bar], today: Day, title: &str, description: &str) -> Option<String> {
    let first = bars.iter().map(|bar| bar.from).min()?;
    let start = Day::new(first.year(), 1, 1).unwrap_or(first);
    let end = today.plus(1).max(start.plus(366));
    let days = i64::from(end.since(start));
    let place = |day: Day| {
        let inside = day.clamp(start, end);
        LABELS + i64::from(inside.since(start)) * (WIDTH - LABELS) / days
    };
    let mut rows: Vec<&str> = Vec::new();
    for bar in bars {
        if !rows.contains(&bar.row.as_str()) {
            rows.push(&bar.row);
        }
    }
    let height = TOP + ROW * i64::try_from(rows.len()).unwrap_or(0) + AXIS;
    let mut svg = String::new();
    let _ = write!(
        svg,
        "<svg class=\"picture\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"picture-title picture-description\">\
         <title id=\"picture-title\">{}</title><desc id=\"picture-description\">{}</desc>",
        escape(title),
        escape(description)
    );
    years(&mut svg, start, end, height, &place);
    for (index, row) in rows.iter().enumerate() {
        let y = TOP + ROW * i64::try_from(index).unwrap_or(0);
        let _ = write!(
            svg,
            "<text class=\"picture-label\" x=\"0\" y=\"{}\">{}</text>",
            y + 16,
            escape(row)
        );
        for bar in bars.iter().filter(|bar| bar.row == *row) {
            let (left, right) = (place(bar.from), place(bar.until.unwrap_or(end)));
            let _ = write!(
                svg,
                "<rect class=\"picture-{}\" x=\"{left}\" y=\"{}\" width=\"{}\" height=\"16\"><title>{}</title></rect>",
                bar.class,
                y + 3,
                (right - left).max(2),
                escape(&bar.title)
            );
        }
    }
    svg.push_str("</svg>");
    Some(svg)
}

/// A line and a label for each year, every second one when they would touch.
fn years(svg: &mut String, start: Day, end: Day, height: i64, place: &impl Fn(Day) -> i64) {
    let count = i64::from(end.year() - start.year()) + 1;
    let every = (count / 14 + 1).max(1);
    for (index, year) in (start.year()..=end.year()).enumerate() {
        let Some(day) = Day::new(year, 1, 1) else {
            continue;
        };
        let x = place(day);
        let _ = write!(
            svg,
            "<line class=\"picture-year\" x1=\"{x}\" y1=\"0\" x2=\"{x}\" y2=\"{}\"/>",
            height - AXIS + 6
        );
        if i64::try_from(index).unwrap_or(0) % every == 0 {
            let _ = write!(
                svg,
                "<text class=\"picture-tick\" x=\"{}\" y=\"{}\">{year}</text>",
                x + 3,
                height - 6
            );
        }
    }
}

/// Text as it may stand in SVG.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn bar(row: &str, from: &str, until: Option<&str>) -> Bar {
        Bar {
            row: row.to_owned(),
            title: format!("{row} <fra> {from}"),
            from: day(from),
            until: until.map(day),
            class: "benefit",
        }
    }

    #[test]
    fn nothing_gives_no_picture() {
        assert_eq!(draw(&[], day("2021-09-15"), "t", "d"), None);
    }

    #[test]
    fn a_bar_ends_where_its_spell_ends_and_text_is_escaped() {
        let bars = [
            bar("Kontanthjælp", "2021-01-01", Some("2021-07-02")),
            bar("Praktik", "2021-07-02", None),
        ];
        let svg = draw(&bars, day("2021-12-31"), "Over tid", "a & b").unwrap();
        assert!(svg.contains("a &amp; b"));
        assert!(svg.contains("&lt;fra&gt;") && !svg.contains("<fra>"));
        // 182 of 366 days lie before 2 July: 230 + 182 × 770 / 366 = 612.
        assert!(svg.contains("x=\"230\" y=\"11\" width=\"382\""), "{svg}");
        assert!(svg.contains("x=\"612\" y=\"37\""), "{svg}");
    }
}
