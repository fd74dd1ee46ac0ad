//! What stands under every table and chart: who, when, from where, what is missing, and what the symbols mean.
//!
//! These sentences belong to the table and not to a page, so both languages stand here, side by side.

use crate::cell::{Cell, CellState};
use crate::head::{Disclosure, Zeros};
use crate::period::Period;
use crate::table::Table;
use crate::text::{Language, Text};

/// One line under a table: what it is about, and what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// »Kilde«, »Opgjort«, »Tegn« …
    pub label: String,
    /// The sentence.
    pub text: String,
}

/// Everything a reader must know beside the numbers, in the order it is read.
pub fn notes(table: &Table, language: Language) -> Vec<Note> {
    let head = table.head();
    let mut notes = Vec::new();
    let mut say = |label: Text, text: Text| {
        notes.push(Note {
            label: label.within(language).to_owned(),
            text: text.within(language).to_owned(),
        });
    };
    say(Text::new("Hvem", "Who"), head.population.clone());
    say(Text::new("Enhed", "Unit"), head.unit.clone());
    say(Text::new("Periode", "Period"), head.period.clone());
    say(Text::new("Kilde", "Source"), head.source.clone());
    say(
        Text::new("Opgjort", "As known on"),
        Period::Day(head.known_on).label(),
    );
    if head.left_out.persons > 0 {
        let persons = head.left_out.persons;
        let (da, en) = match persons {
            1 => ("1 person".to_owned(), "1 person".to_owned()),
            _ => (format!("{persons} personer"), format!("{persons} persons")),
        };
        say(
            Text::new("Udeladt", "Left out"),
            Text::new(
                format!("{da}: {}", head.left_out.reason.da),
                format!("{en}: {}", head.left_out.reason.en),
            ),
        );
    }
    for fault in &head.faults {
        say(Text::new("Kendt fejl", "Known fault"), fault.clone());
    }
    if let Disclosure::Released {
        threshold,
        zeros,
        coarsened,
    } = &head.disclosure
    {
        say(
            Text::new("Diskretion", "Confidentiality"),
            threshold_note(*threshold, *zeros),
        );
        for note in coarsened {
            say(Text::new("Diskretion", "Confidentiality"), note.clone());
        }
    }
    if let Some(legend) = legend(table) {
        say(Text::new("Tegn", "Symbols"), legend);
    }
    for needs in needs(table) {
        say(
            Text::new("Mangler", "Missing"),
            Text::new(
                format!("Kan ikke opgøres uden {}", needs.da),
                format!("Cannot be determined without {}", needs.en),
            ),
        );
    }
    notes
}

fn threshold_note(threshold: u32, zeros: Zeros) -> Text {
    match zeros {
        Zeros::Shown => Text::new(
            format!(
                "Tal om færre end {threshold} personer vises ikke, og heller ikke tal, der ville røbe dem. Nul vises."
            ),
            format!(
                "Numbers about fewer than {threshold} persons are not shown, nor numbers that would give them away. Zeros are shown."
            ),
        ),
        Zeros::Hidden => Text::new(
            format!(
                "Tal om færre end {threshold} personer, også nul, vises ikke, og heller ikke tal, der ville røbe dem."
            ),
            format!(
                "Numbers about fewer than {threshold} persons, zero included, are not shown, nor numbers that would give them away."
            ),
        ),
    }
}

/// The symbols that occur in the table with their meaning; `None` if none does.
fn legend(table: &Table) -> Option<Text> {
    let occurs = |state: CellState| table.cells().iter().any(|cell| cell.state() == state);
    let mut parts: (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for state in [
        CellState::Hidden,
        CellState::Unknown,
        CellState::NotApplicable,
    ] {
        if let Some(symbol) = state.symbol().filter(|_| occurs(state)) {
            let meaning = state.meaning();
            parts.0.push(format!("{symbol} {}", meaning.da));
            parts.1.push(format!("{symbol} {}", meaning.en));
        }
    }
    (!parts.0.is_empty()).then(|| Text::new(parts.0.join(" · "), parts.1.join(" · ")))
}

/// What is missing for unknown cells, each once, in the order of the cells.
fn needs(table: &Table) -> Vec<Text> {
    let mut seen: Vec<Text> = Vec::new();
    for cell in table.cells() {
        if let Cell::Unknown { needs: Some(needs) } = cell
            && !seen.contains(needs)
        {
            seen.push(needs.clone());
        }
    }
    seen
}
