//! The calendar page.

use calendar::{Calendar, Day, Holiday, HolidayRule};

use crate::CalendarVersion;
use crate::compile::hash;
use crate::page::{At, Node, Part, Reader, Report, Sink};

/// Reads the holidays of a page.
pub(crate) fn read(sink: &Sink, parts: &[Part], name: &str) -> CalendarVersion {
    let mut holidays = Vec::new();
    for block in parts.iter().flat_map(|part| &part.blocks) {
        let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
        for node in reader.items("holiday") {
            holidays.extend(holiday(sink, node));
        }
        reader.finish();
    }
    let page = &parts[0];
    CalendarVersion {
        name: name.to_owned(),
        title: page.title.clone(),
        hash: hash(sink.text(), None),
        calendar: Calendar::new(holidays),
        source: page.source.clone().unwrap_or_default(),
        path: sink.path().to_owned(),
        text: sink.text().to_owned(),
    }
}

fn holiday(sink: &Sink, node: &Node) -> Option<Holiday> {
    let mut reader = Reader::of(sink, node)?;
    let name = reader.text("name");
    if name.is_none() && reader.node("name").is_none() {
        reader.missing("name");
    }
    let date = reader.text("date");
    let easter = reader.number("easter");
    let from = reader.day("from").map(|from| from.value);
    let until = reader.day("until").map(|until| until.value.plus(-1));
    let rule = match (&date, &easter) {
        (Some(date), None) => fixed(sink, date),
        (None, Some(easter)) => {
            match i16::try_from(easter.value) {
                Ok(offset) if offset.abs() <= 200 => Some(HolidayRule::Easter(offset)),
                _ => {
                    sink.tell(
                    Report::error("bad-holiday", &easter.place, "så langt fra påske er der ingen helligdag")
                        .remedy("skriv antallet af dage efter påskedag, eller et negativt tal for dage før"),
                );
                    None
                }
            }
        }
        _ => {
            sink.tell(
                Report::error(
                    "bad-holiday",
                    reader.place(),
                    "en helligdag har enten en dato eller en afstand til påske",
                )
                .remedy("skriv date = \"12-25\" eller easter = 1"),
            );
            None
        }
    };
    reader.finish();
    Some(Holiday {
        name: name?.value,
        rule: rule?,
        from,
        to: until,
    })
}

fn fixed(sink: &Sink, date: &At<String>) -> Option<HolidayRule> {
    // A leap year, so that 29 February may be named.
    let found: Option<Day> = format!("2000-{}", date.value).parse().ok();
    if found.is_none() {
        let message = format!("»{}« er ikke en måned og en dag", date.value);
        sink.tell(
            Report::error("bad-holiday", &date.place, message)
                .remedy("skriv måned-dag, for eksempel \"12-25\""),
        );
    }
    found.map(|day| HolidayRule::Fixed {
        month: day.month(),
        day: day.day(),
    })
}
