//! What a text field of a fact may hold: the codes of a list, wherever the rulebook keeps it.

use rulebook::{Book, CodeList, Text};

/// A code that a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodeChoice<'a> {
    /// Its id: what the field holds.
    pub id: &'a str,
    /// Its words.
    pub title: &'a Text,
}

/// The codes that a field of a fact takes, in page order. Empty for a field that takes any text, and for a list that this
/// rulebook leaves open.
pub fn codes_of<'a>(book: &'a Book, field: &str) -> Vec<CodeChoice<'a>> {
    if let Some(list) = CodeList::of_fact_field(field) {
        let codes = book.codes().list(list).iter();
        return codes
            .map(|code| CodeChoice {
                id: &code.id,
                title: &code.title,
            })
            .collect();
    }
    let list = register_list(field).and_then(|list| book.catalogue().registers().list(list));
    let codes = list.map_or(&[][..], |list| &list.codes).iter();
    codes
        .map(|code| CodeChoice {
            id: &code.id,
            title: &code.title,
        })
        .collect()
}

/// The list of the register pages that a field takes its codes from.
fn register_list(field: &str) -> Option<&'static str> {
    Some(match field {
        "offer" => "offers",
        "job" => "job-kinds",
        "industry" => "industries",
        "origin" => "origin",
        "country" => "countries",
        "scheme" => "flex-schemes",
        "cause" => "award-causes",
        "course" => "award-courses",
        _ => return None,
    })
}
