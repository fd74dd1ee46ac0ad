//! The filters of the day: choices counted over the whole set, and what narrows the list now.

use rulebook::{ModelVersion, Text};
use store::{ClassCount, DayFilter, DutyClass};

use super::asked::{ACTS, Asked};
use super::lines::act_key;
use crate::app::App;
use crate::colleagues::Colleagues;
use crate::listing::Choice;
use crate::page::Frame;

/// A select with its label and choices.
pub(super) struct Select {
    pub(super) id: &'static str,
    /// Key of its label.
    pub(super) label: &'static str,
    /// Key of the choice that narrows nothing.
    pub(super) all: &'static str,
    pub(super) choices: Vec<Choice>,
}

/// Something that narrows the list, and the list without it.
pub(super) struct Active {
    pub(super) words: String,
    pub(super) address: String,
}

/// What the list can be narrowed by, and by what it is.
pub(super) struct Filters {
    pub(super) selects: Vec<Select>,
    pub(super) active: Vec<Active>,
}

/// By what a list is narrowed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    Model,
    Step,
    Event,
    Role,
    Act,
}

const ALL: [By; 5] = [By::Model, By::Step, By::Event, By::Role, By::Act];

impl By {
    const fn id(self) -> &'static str {
        match self {
            By::Model => "model",
            By::Step => "step",
            By::Event => "event",
            By::Role => "role",
            By::Act => "act",
        }
    }

    const fn label(self) -> (&'static str, &'static str) {
        match self {
            By::Model => ("day-model", "day-model-all"),
            By::Step => ("day-step", "day-step-all"),
            By::Event => ("day-event", "day-event-all"),
            By::Role => ("day-role", "day-role-all"),
            By::Act => ("day-act", "day-act-all"),
        }
    }

    /// What a class is in this respect.
    fn of(self, class: &DutyClass) -> &str {
        match self {
            By::Model => &class.model,
            By::Step => &class.step,
            By::Event => &class.event,
            By::Role => &class.role,
            By::Act => act_id(class.act),
        }
    }

    /// The filter without this.
    fn lifted(self, filter: &DayFilter) -> DayFilter {
        let mut lifted = filter.clone();
        match self {
            By::Model => lifted.model = None,
            By::Step => lifted.step = None,
            By::Event => lifted.event = None,
            By::Role => lifted.role = None,
            By::Act => lifted.act = None,
        }
        lifted
    }

    fn chosen(self, filter: &DayFilter) -> Option<&str> {
        match self {
            By::Model => filter.model.as_deref(),
            By::Step => filter.step.as_deref(),
            By::Event => filter.event.as_deref(),
            By::Role => filter.role.as_deref(),
            By::Act => filter.act.map(act_id),
        }
    }

    /// Every id with its words, in the order of the pages. The words are those of the version that is in force today; what
    /// only another version has follows after, an earlier version before one that is not in force yet.
    fn known(self, app: &App, frame: &Frame) -> Vec<(String, String)> {
        let mut known: Vec<(String, String)> = Vec::new();
        let mut add = |id: &str, words: &str| {
            if known.iter().all(|(have, _)| have != id) {
                known.push((id.to_owned(), words.to_owned()));
            }
        };
        if self == By::Act {
            for (act, id) in ACTS {
                add(id, &frame.t(act_key(act)));
            }
            return known;
        }
        let mut versions: Vec<&ModelVersion> = app
            .store
            .book()
            .models()
            .iter()
            .map(AsRef::as_ref)
            .collect();
        versions.sort_by_key(|version| {
            let is_ended = version.until.is_some_and(|until| until <= frame.today);
            let is_ahead = version.from > frame.today;
            (is_ahead, is_ended, std::cmp::Reverse(version.from))
        });
        for version in versions {
            for (id, text) in self.texts(version) {
                add(id, frame.text(text));
            }
        }
        known
    }

    fn texts(self, version: &ModelVersion) -> Vec<(&str, &Text)> {
        match self {
            By::Model => vec![(version.name.as_str(), &version.title)],
            By::Step => version
                .steps
                .iter()
                .map(|step| (step.id.as_str(), &step.title))
                .collect(),
            By::Event => version
                .events
                .iter()
                .map(|event| (event.id.as_str(), &event.verb))
                .collect(),
            By::Role => version
                .roles
                .iter()
                .map(|role| (role.id.as_str(), &role.title))
                .collect(),
            By::Act => Vec::new(),
        }
    }
}

fn act_id(act: duties::Strength) -> &'static str {
    let found = ACTS.iter().find(|(known, _)| *known == act);
    found.map_or("", |(_, id)| id)
}

/// The filters of a list with these classes.
pub(super) fn filters(
    app: &App,
    frame: &Frame,
    asked: &Asked,
    classes: &[ClassCount],
    colleagues: &Colleagues,
) -> Filters {
    let mut selects = Vec::new();
    let mut active = Vec::new();
    for by in ALL {
        let known = by.known(app, frame);
        let chosen = by.chosen(&asked.filter);
        let (label, all) = by.label();
        if let Some(id) = chosen {
            let words = known.iter().find(|(have, _)| have == id);
            let words = words.map_or(id, |(_, words)| words.as_str());
            active.push(Active {
                words: format!("{}: {words}", frame.t(label)),
                address: with(asked, by.lifted(&asked.filter)),
            });
        }
        let choices = choices(frame, by, &asked.filter, classes, known);
        // A choice between one and everything is none.
        if choices.len() > 1 || chosen.is_some() || matches!(by, By::Step | By::Event) {
            selects.push(Select {
                id: by.id(),
                label,
                all,
                choices,
            });
        }
    }
    if let Some(holder) = asked.filter.holder {
        active.push(Active {
            words: format!("{}: {}", frame.t("day-holder"), colleagues.name(holder)),
            address: with(
                asked,
                DayFilter {
                    holder: None,
                    ..asked.filter.clone()
                },
            ),
        });
    }
    Filters { selects, active }
}

fn with(asked: &Asked, filter: DayFilter) -> String {
    let lifted = Asked {
        filter,
        ..asked.clone()
    };
    lifted.address().to_string()
}

/// The choices that have rows, each with how many it opens, and the one that is chosen.
fn choices(
    frame: &Frame,
    by: By,
    filter: &DayFilter,
    classes: &[ClassCount],
    known: Vec<(String, String)>,
) -> Vec<Choice> {
    let others = by.lifted(filter);
    let chosen = by.chosen(filter);
    known
        .into_iter()
        .filter_map(|(id, words)| {
            let of_it = classes
                .iter()
                .filter(|count| by.of(&count.class) == id && others.takes(&count.class));
            let duties: u64 = of_it.map(|count| count.duties).sum();
            let current = chosen == Some(id.as_str());
            (duties > 0 || current).then(|| Choice {
                count: Some(frame.number(duties)),
                ..Choice::option(words, &id, current)
            })
        })
        .collect()
}
