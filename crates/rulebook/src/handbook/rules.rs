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

    /// Every label once, in the order of its first line, with all that stands under it.
    fn by_label(&self) -> Vec<(&str, Vec<&str>)> {
        let mut labels: Vec<(&str, Vec<&str>)> = Vec::new();
        for (label, content) in &self.0 {
            match labels.iter_mut().find(|(known, _)| known == label) {
                Some((_, contents)) => contents.push(content),
                None => labels.push((label, vec![content])),
            }
        }
        labels
    }

    /// The list as HTML; nothing for an empty one.
    pub(crate) fn html(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let items: String = self
            .by_label()
            .into_iter()
            .map(|(label, contents)| {
                if let [_, _, ..] = contents.as_slice() {
                    let contents: Vec<String> = contents
                        .iter()
                        .map(|content| format!("<li>{}</li>\n", escape(content)))
                        .collect();
                    let contents = contents.concat();
                    let label = escape(label);
                    return format!(
                        "<li><strong>{label}:</strong>\n<ul>\n{contents}</ul>\n</li>\n"
                    );
                }
                let content = contents.first().copied().unwrap_or_default();
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
                    format!("{}, {}, ", every(&limit), words::cadence(*cadence)),
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

/// »hver uge (skal)« of »1 uge (skal)«, »hver 4 uger« of »4 uger«.
fn every(limit: &str) -> String {
    match limit.strip_prefix("1 ") {
        Some(one) => format!("hver {one}"),
        None => format!("hver {limit}"),
    }
}

fn must(act: duties::Strength) -> &'static str {
    match act {
        duties::Strength::Must => "Skal ske efter",
        duties::Strength::Default => "Skal som udgangspunkt ske",
        duties::Strength::Aim => "Tilstræbes",
    }
}
