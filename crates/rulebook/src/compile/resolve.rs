//! Names that lead nowhere, and guards in their place on the page.

use crate::guard::{Checked, GuardFault, Vocabulary, check};
use crate::page::{At, Report, Sink};
use crate::suggest::nearest;

/// Tells a name that leads nowhere. `what`: »ingen rolle«, »intet felt«; `otherwise`: the remedy when no known name is near.
pub(super) fn dangling<'a>(
    sink: &Sink,
    id: &At<String>,
    what: &str,
    known: impl Iterator<Item = &'a str>,
    otherwise: &str,
) {
    let message = format!("der er {what}, der hedder »{}«", id.value);
    let remedy =
        nearest(&id.value, known).map_or(otherwise.to_owned(), |near| format!("mente du {near}?"));
    sink.tell(Report::error("dangling", &id.place, message).remedy(remedy));
}

/// Reads and checks a guard; its faults point at the characters.
pub(super) fn guard(sink: &Sink, text: &At<String>, vocabulary: &Vocabulary) -> Option<Checked> {
    match check(&text.value, vocabulary) {
        Ok(checked) => Some(checked),
        Err(faults) => {
            for fault in faults {
                tell_guard(sink, text, fault);
            }
            None
        }
    }
}

fn tell_guard(sink: &Sink, text: &At<String>, fault: GuardFault) {
    let written = sink.text().get(text.place.clone()).unwrap_or("");
    let quotes = written.len().saturating_sub(text.value.len()) / 2;
    // A text with escapes, or one put in by a parameter, stands otherwise on the page than it reads: mark all of it.
    let as_read = written.get(quotes..quotes + text.value.len()) == Some(text.value.as_str());
    let start = text.place.start + quotes;
    let place = if as_read {
        start + fault.place.start..start + fault.place.end
    } else {
        text.place.clone()
    };
    let remedy = fault
        .remedy
        .unwrap_or_else(|| "skriv for eksempel udfald = ja and not (antal > 3)".to_owned());
    sink.tell(Report::error("guard", &place, fault.message).remedy(remedy));
}
