//! The names of a version: events, groups, instances, rounds, pause groups, roles.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;

use super::declared::Declared;
use super::event::{Life, RawEvent};
use super::resolve::dangling;
use crate::page::{At, Part, Report, Role, Sink};

/// Looks names up.
#[derive(Debug)]
pub(super) struct Names {
    events: BTreeMap<String, usize>,
    groups: BTreeMap<String, Vec<usize>>,
    instances: Vec<String>,
    rounds: Vec<String>,
    pause_groups: Vec<String>,
    roles: Vec<String>,
    /// Events and groups of the page that hold on other days.
    elsewhere: BTreeSet<String>,
    day: Day,
    /// Parallel to the events: how each lives with instances.
    pub(super) lives: Vec<Option<(Life, usize)>>,
}

impl Names {
    pub(super) fn new(
        sink: &Sink,
        parts: &[Part],
        held: &[usize],
        declared: &Declared,
        events: &[RawEvent],
        day: Day,
    ) -> Names {
        let mut names = Names {
            instances: declared
                .instances
                .iter()
                .map(|kind| kind.id.clone())
                .collect(),
            rounds: declared
                .rounds
                .iter()
                .map(|round| round.id.clone())
                .collect(),
            pause_groups: declared
                .pause_groups
                .iter()
                .map(|group| group.id.clone())
                .collect(),
            roles: declared.roles.iter().map(|role| role.id.clone()).collect(),
            events: BTreeMap::new(),
            groups: BTreeMap::new(),
            lives: Vec::new(),
            elsewhere: parts
                .iter()
                .filter_map(|part| match &part.role {
                    Role::Event(id) | Role::Step(id) | Role::Group(id) => Some(id.clone()),
                    _ => None,
                })
                .collect(),
            day,
        };
        for &at in held {
            if let Role::Step(id) | Role::Group(id) = &parts[at].role
                && names.groups.insert(id.clone(), Vec::new()).is_some()
            {
                let message = format!("»{id}« er navnet på to grupper");
                sink.tell(
                    Report::error("declared-twice", &parts[at].place, message)
                        .remedy("giv den ene et andet navn"),
                );
            }
        }
        for (position, event) in events.iter().enumerate() {
            let id = &event.id;
            if let Some(first) = names.events.insert(id.value.clone(), position) {
                let message = format!(
                    "»{}« er to begivenheder, der gælder de samme dage",
                    id.value
                );
                sink.tell(
                    Report::error("contradiction", &id.place, message)
                        .remedy("giv den ene et andet navn, eller lad dens dage ende, hvor den andens begynder (from, until)")
                        .also(&events[first].id.place, "den anden"),
                );
            }
            if names.groups.contains_key(&id.value) {
                let message = format!("»{}« er både en gruppe og en begivenhed", id.value);
                sink.tell(
                    Report::error("declared-twice", &id.place, message)
                        .remedy("giv den ene et andet navn"),
                );
            }
            for group in &parts[event.part].groups {
                names
                    .groups
                    .entry(group.clone())
                    .or_default()
                    .push(position);
            }
        }
        names
            .groups
            .insert("*".to_owned(), (0..events.len()).collect());
        names.lives = names.lives(sink, events);
        names
    }

    /// How each event lives with instances.
    fn lives(&self, sink: &Sink, events: &[RawEvent]) -> Vec<Option<(Life, usize)>> {
        let life = |event: &RawEvent| {
            let (life, kind) = event.life.as_ref()?;
            let found = self.instance(&kind.value);
            if found.is_none() {
                self.unknown_instance(sink, kind);
            }
            Some((*life, found?))
        };
        events.iter().map(life).collect()
    }

    /// The events a name stands for, and whether it is a group.
    pub(super) fn events(&self, sink: &Sink, name: &At<String>) -> Option<(&[usize], bool)> {
        if let Some(position) = self.events.get(&name.value) {
            return Some((std::slice::from_ref(position), false));
        }
        if let Some(group) = self.groups.get(&name.value) {
            return Some((group, true));
        }
        if self.elsewhere.contains(&name.value) {
            let message = format!("»{}« gælder ikke den {}", name.value, self.day);
            sink.tell(Report::error("dangling", &name.place, message).remedy(
                "giv reglen de samme dage (from, until), eller lad den pege på det, der gælder da",
            ));
            return None;
        }
        let known = self
            .events
            .keys()
            .chain(self.groups.keys())
            .map(String::as_str);
        dangling(
            sink,
            name,
            "ingen begivenhed",
            known,
            "en begivenhed er en overskrift med {event = \"id\"}",
        );
        None
    }

    pub(super) fn event(&self, id: &str) -> Option<usize> {
        self.events.get(id).copied()
    }

    pub(super) fn instance(&self, id: &str) -> Option<usize> {
        self.instances.iter().position(|kind| kind == id)
    }

    pub(super) fn unknown_instance(&self, sink: &Sink, id: &At<String>) {
        let known = self.instances.iter().map(String::as_str);
        dangling(
            sink,
            id,
            "ingen slags instans",
            known,
            "de erklæres med [[instance]]",
        );
    }

    pub(super) fn round(&self, sink: &Sink, id: &At<String>) -> Option<usize> {
        let found = self.rounds.iter().position(|round| *round == id.value);
        if found.is_none() {
            let known = self.rounds.iter().map(String::as_str);
            dangling(
                sink,
                id,
                "ingen omgang",
                known,
                "omgange erklæres med [[round]]",
            );
        }
        found
    }

    pub(super) fn pause_group(&self, sink: &Sink, id: &At<String>) -> Option<usize> {
        let found = self
            .pause_groups
            .iter()
            .position(|group| *group == id.value);
        if found.is_none() {
            let known = self.pause_groups.iter().map(String::as_str);
            dangling(
                sink,
                id,
                "ingen pausegruppe",
                known,
                "pausegrupper erklæres med [[pause-group]]",
            );
        }
        found
    }

    pub(super) fn role(&self, sink: &Sink, id: &At<String>) {
        if !self.roles.contains(&id.value) {
            let known = self.roles.iter().map(String::as_str);
            dangling(
                sink,
                id,
                "ingen rolle",
                known,
                "roller erklæres med [[role]]",
            );
        }
    }
}
