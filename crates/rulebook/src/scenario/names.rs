//! Whether the names in a scenario are names of its model: events, fields, roles.
//!
//! A scenario may tell of several versions, so a name is known if any version of the model has it.

use std::collections::BTreeSet;
use std::ops::Range;

use facts::KindName;

use crate::page::{Entry, Node, Report, Sink, Tree};
use crate::suggest::nearest;
use crate::{Book, ModelVersion};

/// Fields of a step that are neither the page's nor on a fact's form: the runner numbers these itself unless told.
const GIVEN: [&str; 3] = ["appointment", "employee", "to"];

/// The lists of an expectation whose items are events, or tables with an event.
const EVENT_LISTS: [&str; 9] = [
    "open",
    "duties",
    "blocked",
    "can",
    "cannot",
    "deviations",
    "done",
    "waits-for-information",
    "unanswered",
];

/// Tells every name that leads nowhere.
pub(super) fn check(sink: &Sink, entries: &[Entry], book: &Book) {
    let Some(model) = entries.iter().find(|entry| entry.key == "model") else {
        return;
    };
    let Tree::Text(name) = &model.value.tree else {
        return;
    };
    let all = book.models().iter().map(AsRef::as_ref);
    let versions: Vec<&ModelVersion> = all.clone().filter(|one| one.name == *name).collect();
    if versions.is_empty() {
        let known = all.map(|one| one.name.as_str());
        dangling(sink, "ingen model", name, &model.value.place, known);
        return;
    }
    let names = Names::new(sink, &versions);
    for entry in entries {
        for node in items(&entry.value) {
            match entry.key.as_str() {
                "step" => names.step(node),
                "expect" => names.expectation(node),
                _ => {}
            }
        }
    }
}

/// The names a model has.
struct Names<'a> {
    sink: &'a Sink,
    versions: &'a [&'a ModelVersion],
    events: BTreeSet<&'a str>,
    fields: BTreeSet<&'a str>,
    roles: BTreeSet<&'a str>,
}

impl<'a> Names<'a> {
    fn new(sink: &'a Sink, versions: &'a [&'a ModelVersion]) -> Names<'a> {
        let events = versions.iter().flat_map(|one| &one.events);
        let fields = versions.iter().flat_map(|one| &one.fields);
        let roles = versions.iter().flat_map(|one| &one.roles);
        Names {
            sink,
            versions,
            events: events.map(|event| event.id.as_str()).collect(),
            fields: fields.map(|field| field.id.as_str()).collect(),
            roles: roles.map(|role| role.id.as_str()).collect(),
        }
    }

    fn step(&self, step: &Node) {
        for key in ["do", "sets-aside"] {
            self.known("ingen hændelse", under(step, key), &self.events);
        }
        for role in under(step, "with").into_iter().flat_map(items) {
            self.known("ingen rolle", Some(role), &self.roles);
        }
        let own = self.own_fields(step);
        for entry in under(step, "fields").into_iter().flat_map(table) {
            let is_own = own.contains(entry.key.as_str());
            match entry.key.as_str() {
                "role" if is_own => {
                    self.known("ingen rolle", Some(&entry.value), &self.roles);
                }
                "for-event" if is_own => {
                    self.known("ingen hændelse", Some(&entry.value), &self.events);
                }
                key if is_own || GIVEN.contains(&key) => {}
                key => self.field(key, &entry.key_place, &own),
            }
        }
    }

    /// The fields that the fact itself has: of the kind named, or of those that satisfy the event.
    fn own_fields(&self, step: &Node) -> BTreeSet<&'static str> {
        let named = under(step, "fact").and_then(text);
        let done = under(step, "do").and_then(text);
        // Nobody can say which fields belong to an event that was told to be unknown.
        if done.is_some_and(|id| !self.events.contains(id)) {
            let every = KindName::ALL.iter().flat_map(|kind| kind.form());
            return every.map(|spec| spec.id).collect();
        }
        let satisfying = self.versions.iter().flat_map(|version| {
            let event = done.and_then(|id| version.event(id));
            event
                .into_iter()
                .flat_map(|event| &version.events[event].satisfied_by)
        });
        satisfying
            .map(|satisfier| satisfier.kind)
            .chain(named.and_then(KindName::from_id))
            .flat_map(KindName::form)
            .map(|spec| spec.id)
            .collect()
    }

    fn expectation(&self, expectation: &Node) {
        for key in EVENT_LISTS {
            for item in under(expectation, key).into_iter().flat_map(items) {
                let event = under(item, "event").unwrap_or(item);
                self.known("ingen hændelse", Some(event), &self.events);
                for field in under(item, "fields").into_iter().flat_map(items) {
                    self.known("intet felt", Some(field), &self.fields);
                }
                for reason in under(item, "by").into_iter().flat_map(items) {
                    self.known("ingen hændelse", under(reason, "event"), &self.events);
                    self.known("intet felt", under(reason, "field"), &self.fields);
                }
            }
        }
        let closed = under(expectation, "closed");
        let by = closed.and_then(|closed| under(closed, "by"));
        self.known("ingen hændelse", by, &self.events);
        for entry in under(expectation, "fields").into_iter().flat_map(table) {
            self.field(&entry.key, &entry.key_place, &BTreeSet::new());
        }
    }

    /// Tells a text that is none of the names; what is no text was told before.
    fn known(&self, what: &str, node: Option<&Node>, names: &BTreeSet<&str>) {
        let Some((name, node)) = node.and_then(|node| Some((text(node)?, node))) else {
            return;
        };
        if !names.contains(name) {
            dangling(self.sink, what, name, &node.place, names.iter().copied());
        }
    }

    fn field(&self, name: &str, place: &Range<usize>, own: &BTreeSet<&str>) {
        if !self.fields.contains(name) {
            let known = self.fields.iter().chain(own).copied();
            dangling(self.sink, "intet felt", name, place, known);
        }
    }
}

fn dangling<'n>(
    sink: &Sink,
    what: &str,
    name: &str,
    place: &Range<usize>,
    known: impl Iterator<Item = &'n str>,
) {
    let remedy = nearest(name, known).map_or_else(
        || "se navnene på siden, eller med rulebook show".to_owned(),
        |near| format!("mente du {near}?"),
    );
    let message = format!("der er {what}, der hedder »{name}«");
    sink.tell(Report::error("dangling", place, message).remedy(remedy));
}

fn table(node: &Node) -> &[Entry] {
    match &node.tree {
        Tree::Table(entries) => entries,
        _ => &[],
    }
}

fn under<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    let found = table(node).iter().find(|entry| entry.key == key);
    found.map(|entry| &entry.value)
}

fn items(node: &Node) -> &[Node] {
    match &node.tree {
        Tree::List(list) => list,
        _ => std::slice::from_ref(node),
    }
}

fn text(node: &Node) -> Option<&str> {
    match &node.tree {
        Tree::Text(text) => Some(text),
        _ => None,
    }
}
