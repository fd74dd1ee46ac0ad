//! Code lists: benefits, categories, marks, documents, consents, barriers, meetings.

use std::collections::BTreeMap;

use crate::Text;

/// The lists there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeList {
    /// Benefits.
    Benefits,
    /// Visitation categories.
    Categories,
    /// Person-group marks.
    Marks,
    /// Kinds of document.
    Documents,
    /// What a citizen consents to.
    Consents,
    /// What stands in the way of a job.
    Barriers,
    /// Kinds of meeting.
    Meetings,
}

impl CodeList {
    /// All of them.
    pub const ALL: [CodeList; 7] = [
        CodeList::Benefits,
        CodeList::Categories,
        CodeList::Marks,
        CodeList::Documents,
        CodeList::Consents,
        CodeList::Barriers,
        CodeList::Meetings,
    ];

    /// The name on pages.
    pub const fn id(self) -> &'static str {
        match self {
            CodeList::Benefits => "benefits",
            CodeList::Categories => "categories",
            CodeList::Marks => "marks",
            CodeList::Documents => "documents",
            CodeList::Consents => "consents",
            CodeList::Barriers => "barriers",
            CodeList::Meetings => "meetings",
        }
    }

    /// The list that a fact's text field takes its values from, if it is one.
    pub fn of_fact_field(field: &str) -> Option<CodeList> {
        Some(match field {
            "benefit" => CodeList::Benefits,
            "category" => CodeList::Categories,
            "mark" => CodeList::Marks,
            "document" => CodeList::Documents,
            "scope" => CodeList::Consents,
            "meeting" => CodeList::Meetings,
            _ => return None,
        })
    }
}

/// A code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// ASCII kebab-case id, unique in its list.
    pub id: String,
    /// Its words.
    pub title: Text,
    /// What else the page says it is.
    pub tags: Vec<String>,
}

/// All code lists of a rulebook.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Codes {
    pub(crate) lists: BTreeMap<CodeList, Vec<Code>>,
}

impl Codes {
    /// The codes of a list, in page order.
    pub fn list(&self, list: CodeList) -> &[Code] {
        self.lists.get(&list).map_or(&[], Vec::as_slice)
    }

    /// The code with this id.
    pub fn get(&self, list: CodeList, id: &str) -> Option<&Code> {
        self.list(list).iter().find(|code| code.id == id)
    }
}
