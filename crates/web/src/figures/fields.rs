//! The fields of the form above a number: what can be chosen, and what is.

use super::asked::{Asked, LENGTHS, WHOSE, Whose, month_text};
use crate::listing::Choice;
use crate::page::{Frame, Page};

/// Whose numbers.
pub(super) fn whose(page: &Frame, asked: &Asked) -> Vec<Choice> {
    let choices = WHOSE.iter().map(|(whose, id)| {
        let key = match whose {
            Whose::Reach => "figures-reach",
            Whose::All => "figures-municipality",
            Whose::Both => "figures-both",
        };
        Choice::option(page.t(key), id, asked.whose == *whose)
    });
    choices.collect()
}

/// Which number of the indicator.
pub(super) fn numbers(page: &Frame, asked: &Asked) -> Vec<Choice> {
    let numbers = asked.numbers.all.iter().enumerate();
    let choices = numbers.map(|(at, number)| {
        let title = page.text(&number.title);
        let unit = page.text(&number.unit);
        let words = if unit.is_empty() {
            title.to_owned()
        } else {
            format!("{title} ({unit})")
        };
        Choice::option(words, &number.id, at == asked.number)
    });
    choices.collect()
}

/// By what the number is broken down.
pub(super) fn breakdowns(page: &Page, asked: &Asked) -> Vec<Choice> {
    let registers = page.app.book.catalogue().registers();
    let choices = asked.version.by.iter().map(|id| {
        let words = registers
            .breakdown(id)
            .map_or(id.as_str(), |breakdown| page.text(&breakdown.title));
        Choice::option(words.to_owned(), id, asked.by.as_ref() == Some(id))
    });
    choices.collect()
}

/// How long the periods are.
pub(super) fn lengths(page: &Frame, asked: &Asked) -> Vec<Choice> {
    let choices = LENGTHS
        .iter()
        .filter(|(length, _)| asked.version.periods.contains(length) || asked.length == *length)
        .map(|(length, id)| {
            Choice::option(
                page.t(&format!("figures-length-{id}")),
                id,
                asked.length == *length,
            )
        });
    choices.collect()
}

/// The first and the last month, as the fields of the form have them.
pub(super) fn month_fields(asked: &Asked) -> (String, String) {
    (month_text(asked.from), month_text(asked.to))
}
