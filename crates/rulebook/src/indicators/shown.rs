//! What is shown: numbers made of measures by one division, with a unit.

use crate::Text;
use crate::page::{At, Node, Reader, Report, Sink};
use crate::registers::{title, told_twice};
use crate::suggest::nearest;

/// A number that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its id, unique in the indicator.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// The unit in words.
    pub unit: Text,
    /// How it is made.
    pub how: How,
}

/// How a shown number is made of measures; they are named by their ids. Division happens here, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum How {
    /// A measure as it is.
    Number(String),
    /// One measure over another: a share, a mean length.
    Over {
        /// Above the line.
        of: String,
        /// Below it.
        over: String,
    },
    /// A weighted measure over (denominator · days of the period), with the days the measure counts.
    FullTime {
        /// The measure.
        of: String,
        /// What a day of full time weighs: 100 per cent, 2,220 minutes a week.
        denominator: u32,
    },
    /// A measure over a number that is imported.
    OverSeries {
        /// Above the line.
        of: String,
        /// The series below it.
        series: String,
        /// Where the measure is weighted: what a day of full time weighs.
        denominator: Option<u32>,
    },
    /// The plain average of what another shown number is in the months of the period ([`super::Quotient::average`]). A month's
    /// average is the month's number; where one month is unknown, so is the average.
    AverageOfMonths {
        /// The other shown number.
        of: String,
    },
}

/// Reads the shown numbers; `measures` and `series` are what they may name.
pub(super) fn read_all(
    sink: &Sink,
    nodes: &[&Node],
    measures: &[String],
    series: &[String],
) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    for node in nodes {
        let Some(shown) = read(sink, node, measures, series, &found) else {
            continue;
        };
        if found.iter().any(|known| known.id == shown.id) {
            told_twice(sink, &node.place, &shown.id);
        }
        found.push(shown);
    }
    found
}

/// Reads a shown number; `before` are those that stand before it.
fn read(
    sink: &Sink,
    node: &Node,
    measures: &[String],
    series: &[String],
    before: &[Shown],
) -> Option<Shown> {
    let mut reader = Reader::of(sink, node)?;
    let id = reader.required_id("id");
    let title = title(&mut reader);
    let unit = reader.words("unit");
    if unit.is_none() && reader.node("unit").is_none() {
        reader.missing("unit");
    }
    if let Some(of) = reader.id("average-of") {
        reader.finish();
        let plain = before
            .iter()
            .filter(|one| !matches!(one.how, How::AverageOfMonths { .. }));
        let plain: Vec<String> = plain.map(|one| one.id.clone()).collect();
        let of = known(sink, of, &plain, "intet tal før dette", "[[shown]]")?;
        return Some(Shown {
            id: id?.value,
            title: title?,
            unit: unit?,
            how: How::AverageOfMonths { of },
        });
    }
    let of = reader.required_id("of");
    let over = reader.id("over");
    let over_series = reader.id("over-series");
    let denominator = reader.number("full-time");
    reader.finish();
    let of = known(sink, of?, measures, "intet mål", "[[measure]]")?;
    let denominator = match denominator {
        None => None,
        Some(number) => {
            let small = u32::try_from(number.value).ok().filter(|one| *one > 0);
            if small.is_none() {
                let message = "fuld tid vejer mere end nul";
                sink.tell(
                    Report::error("bad-number", &number.place, message)
                        .remedy("skriv 100 for procent eller 2220 for minutter om ugen"),
                );
            }
            Some(small?)
        }
    };
    let how = match (over, over_series, denominator) {
        (None, None, None) => How::Number(of),
        (Some(over), None, None) => How::Over {
            of,
            over: known(sink, over, measures, "intet mål", "[[measure]]")?,
        },
        (None, None, Some(denominator)) => How::FullTime { of, denominator },
        (None, Some(found), denominator) => How::OverSeries {
            of,
            series: known(sink, found, series, "ingen række", "[[series]]")?,
            denominator,
        },
        (Some(over), _, _) => {
            let message = "der deles med to ting på én gang";
            sink.tell(
                Report::error("two-divisions", &over.place, message)
                    .remedy("skriv enten over, over-series eller full-time"),
            );
            return None;
        }
    };
    Some(Shown {
        id: id?.value,
        title: title?,
        unit: unit?,
        how,
    })
}

/// One of the known ids; tells an unknown one.
pub(super) fn known(
    sink: &Sink,
    id: At<String>,
    known: &[String],
    what: &str,
    declared: &str,
) -> Option<String> {
    if known.contains(&id.value) {
        return Some(id.value);
    }
    let remedy = nearest(&id.value, known.iter().map(String::as_str)).map_or_else(
        || format!("erklær det med {declared}"),
        |near| format!("mente du {near}?"),
    );
    let message = format!("der er {what}, der hedder »{}«", id.value);
    sink.tell(Report::error("unknown-name", &id.place, message).remedy(remedy));
    None
}
