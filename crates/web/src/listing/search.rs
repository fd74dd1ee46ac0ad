//! Searches: what people type may be a name or a CPR number, so the address carries only a number that stands for it.

use std::collections::VecDeque;
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use axum::response::Response;
use facts::EmployeeId;

use super::Address;
use crate::error::WebResult;
use crate::form::Form;
use crate::page::{Page, local_address};
use crate::rights::Action;
use crate::routes::Routes;

/// How many searches are remembered; a search forgotten shows the whole list and says so.
const REMEMBERED: usize = 20_000;
/// The longest text searched for.
const LONGEST: usize = 200;

/// The number of a search, in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SearchId(u64);

impl fmt::Display for SearchId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl FromStr for SearchId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<SearchId, Self::Err> {
        text.parse().map(SearchId)
    }
}

/// The latest searches, each for the one who made it. They live in memory only.
#[derive(Debug, Default)]
pub(crate) struct Searches {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    next: u64,
    searches: VecDeque<(u64, EmployeeId, String)>,
}

impl Searches {
    /// Remembers a search.
    pub(crate) fn keep(&self, by: EmployeeId, text: &str) -> SearchId {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.searches.len() >= REMEMBERED {
            kept.searches.pop_front();
        }
        kept.next += 1;
        let id = kept.next;
        let text = text.chars().take(LONGEST).collect();
        kept.searches.push_back((id, by, text));
        SearchId(id)
    }

    /// What was searched for, if it is remembered and was searched for by this employee.
    pub(crate) fn text(&self, id: SearchId, by: EmployeeId) -> Option<String> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let at = kept.searches.binary_search_by_key(&id.0, |(id, _, _)| *id);
        let (_, owner, text) = kept.searches.get(at.ok()?)?;
        (*owner == by).then(|| text.clone())
    }
}

/// The field of a list in which people search.
#[derive(Debug, Clone)]
pub(crate) struct SearchField {
    /// The address of the list.
    pub(crate) list: String,
    /// What was searched for.
    pub(crate) text: String,
    /// Whether the address names a search that is not remembered.
    pub(crate) forgotten: bool,
}

impl SearchField {
    pub(crate) fn new(list: &Address, id: Option<SearchId>, text: Option<String>) -> SearchField {
        SearchField {
            list: list.to_string(),
            forgotten: id.is_some() && text.is_none(),
            text: text.unwrap_or_default(),
        }
    }
}

pub(crate) fn routes() -> Routes {
    Routes::new().post("/search", Action::SeeDay, search)
}

/// `POST /search`: remembers the text and shows the list it was typed over, narrowed.
async fn search(page: Page, form: Form) -> WebResult<Response> {
    let list = local_address(form.text("list"));
    let (path, query) = list.split_once('?').unwrap_or((list, ""));
    let mut kept: Vec<String> = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .filter(|pair| !pair.starts_with("search=") && !pair.starts_with("page="))
        .map(str::to_owned)
        .collect();
    if let Some(text) = form.given("q") {
        let id = page.app.searches.keep(page.user.id, text);
        kept.push(format!("search={id}"));
    }
    let sign = if kept.is_empty() { "" } else { "?" };
    Ok(page.redirect(&format!("{path}{sign}{}", kept.join("&"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_belongs_to_the_one_who_made_it() {
        let searches = Searches::default();
        let (mette, jens) = (EmployeeId(1), EmployeeId(2));
        let id = searches.keep(mette, "Åse Ømann");
        let other = searches.keep(jens, "6009805432");
        assert_eq!(searches.text(id, mette).as_deref(), Some("Åse Ømann"));
        assert_eq!(searches.text(id, jens), None);
        assert_eq!(searches.text(other, jens).as_deref(), Some("6009805432"));
        assert_eq!(searches.text(SearchId(99), mette), None);
    }

    #[test]
    fn old_searches_are_forgotten() {
        let searches = Searches::default();
        let first = searches.keep(EmployeeId(1), "a");
        for _ in 0..REMEMBERED {
            searches.keep(EmployeeId(1), "b");
        }
        assert_eq!(searches.text(first, EmployeeId(1)), None);
    }
}
