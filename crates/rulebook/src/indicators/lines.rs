//! Lines on pages: read, with every fault told at its character.

use std::ops::Range;

use figures::Population;
use figures::language::{Language, Vocabulary, parse};

use crate::page::{At, Report, Sink};

/// The population a line means; faults are told on the page.
pub(super) fn population(
    sink: &Sink,
    line: &At<String>,
    vocabulary: &Vocabulary,
) -> Option<Population> {
    match parse(&line.value, vocabulary) {
        Ok(population) => Some(population),
        Err(faults) => {
            for fault in faults {
                let place = within(sink, line, &fault.at);
                let remedy = fault.remedy(Language::Danish).unwrap_or_else(|| {
                    "ret linjen; sproget står i docs/figures-language.md".to_owned()
                });
                let message = fault.message(Language::Danish);
                sink.tell(Report::error("line", &place, message).remedy(remedy));
            }
            None
        }
    }
}

/// Where a part of a text stands on the page; the whole text where it is written with escapes.
fn within(sink: &Sink, line: &At<String>, part: &Range<usize>) -> Range<usize> {
    let page = sink.text();
    let raw = page.get(line.place.clone()).unwrap_or_default();
    let quotes = if raw.starts_with("\"\"\"") || raw.starts_with("'''") {
        3 + usize::from(raw[3..].starts_with('\n'))
    } else {
        1
    };
    let start = line.place.start + quotes;
    if page.get(start..start + line.value.len()) != Some(line.value.as_str()) {
        return line.place.clone();
    }
    let end = (start + part.end).max(start + part.start);
    start + part.start..end
}
