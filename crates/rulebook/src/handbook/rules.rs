//! A list of rules, seen from one event: »Kan først ske efter: …«, »Frist: 8 uger (målsætning) efter …«.

use duties::RelationKind;

use super::escape;
use crate::compile::words;

/// A list of rules: what, and what it is.
#[derive(Debug, Default)]
pub(crate) struct List(Vec<(String, String)>);

impl List {
    pub(crate) fn add(&mut self, label: &str, content: impl Into<String>) {
        self.0.push((label.to_owned(), content.into()));
    }

    /// The list as HTML; nothing for an empty one.
    pub(crate) fn html(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let items: String = self
            .0
            .iter()
            .map(|(label, content)| {
                let (label, content) = (escape(label), escape(content));
                if content.is_empty() {
                    format!("<li><strong>{label}</strong></li>\n")
                } else {
                    format!("<li><strong>{label}:</strong> {content}</li>\n")
                }
            })
            .collect();
        format!("<ul class=\"rules\">\n{items}</ul>\n")
    }
}

/// A relation as a line of the list of one of its two events; `other` is the other event's title.
pub(crate) fn plain(
    kind: &RelationKind,
    inward: bool,
    other: &str,
    guard: Option<&str>,
) -> (String, String) {
    let other = format!("»{other}«");
    let (label, content) = match (kind, inward) {
        (RelationKind::Condition { delay: None }, true) => ("Kan først ske efter", other),
        (RelationKind::Condition { delay: Some(delay) }, true) => (
            "Kan først ske efter",
            format!("{other} og {}", words::span(*delay)),
        ),
        (RelationKind::Condition { .. }, false) => ("Skal være sket før", other),
        (RelationKind::Milestone, true) => ("Venter, så længe dette mangler", other),
        (RelationKind::Milestone, false) => ("Holder tilbage, så længe det mangler", other),
        (RelationKind::NoResponse, true) => ("Pligten bortfalder efter", other),
        (RelationKind::NoResponse, false) => ("Pligten bortfalder til", other),
        (RelationKind::Include, true) => ("Kommer på tale efter", other),
        (RelationKind::Include, false) => ("Åbner for", other),
        (RelationKind::Exclude { cancel }, inward) => {
            let what = match cancel {
                true => "pligten bortfalder",
                false => "pligten venter",
            };
            let label = if inward {
                "Ude af sagen efter"
            } else {
                "Tager ud af sagen"
            };
            (label, format!("{other} ({what})"))
        }
        (
            RelationKind::Response {
                act,
                deadline,
                cadence,
            },
            inward,
        ) => {
            let limit = deadline.map(words::deadline);
            let (label, limit) = match (limit, cadence, inward) {
                (Some(limit), Some(cadence), _) => (
                    "Gentages",
                    format!("hver {limit}, {}, ", words::cadence(*cadence)),
                ),
                (Some(limit), None, true) => ("Frist", format!("{limit} ")),
                (Some(limit), None, false) => ("Udløser", format!("inden for {limit}: ")),
                (None, _, true) => (must(*act), String::new()),
                (None, _, false) => ("Udløser", String::new()),
            };
            if inward && label != "Skal ske efter" {
                (label, format!("{limit}efter {other}"))
            } else {
                (label, format!("{limit}{other}"))
            }
        }
    };
    let content = match guard {
        Some(guard) => format!("{content}, hvis {guard}"),
        None => content,
    };
    (label.to_owned(), content)
}

fn must(act: duties::Strength) -> &'static str {
    match act {
        duties::Strength::Must => "Skal ske efter",
        duties::Strength::Default => "Skal som udgangspunkt ske",
        duties::Strength::Aim => "Tilstræbes",
    }
}
