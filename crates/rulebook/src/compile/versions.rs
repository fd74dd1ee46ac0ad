//! A model's page as its versions.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use calendar::{Calendar, Day};

use super::declared::{Declared, HeldBlock, declare};
use super::event::{Life, RawEffect, RawEvent, RawRepeat, RawSatisfier};
use super::fields::Fields;
use super::naming::Names;
use super::relations::{Builder, Built};
use super::rule::RawRule;
use super::texts::texts;
use super::{event, fields, relations, resolve, vocabulary};
use crate::check::{self, Linted, Places, Satisfied};
use crate::codes::Codes;
use crate::guard::{Vocabulary, engine_guard};
use crate::page::{Part, Report, Role, Sink};
use crate::{ModelVersion, Transition};

/// What a page may refer to outside itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) codes: &'a Codes,
    pub(crate) calendar: &'a Calendar,
    pub(crate) models: &'a [String],
}

/// One version on its way: everything that was read, resolved and built.
pub(super) struct Draft<'a> {
    pub(super) sink: &'a Sink,
    pub(super) parts: &'a [Part],
    pub(super) context: Context<'a>,
    pub(super) day: Day,
    pub(super) declared: Declared,
    pub(super) blocks: Vec<HeldBlock>,
    pub(super) events: Vec<RawEvent>,
    pub(super) rules: Vec<RawRule>,
    pub(super) names: Names,
    pub(super) fields: Fields,
    pub(super) vocabulary: Vocabulary,
    pub(super) built: Vec<Built>,
}

/// All versions of a page, in order; what is wrong is told to the sink. `name`: the model's id.
pub(crate) fn versions(
    sink: &Sink,
    parts: &[Part],
    name: &str,
    context: Context<'_>,
) -> Vec<Arc<ModelVersion>> {
    let page = &parts[0];
    if page.from == Day::MIN {
        sink.tell(
            Report::error(
                "missing-key",
                &page.place,
                "siden siger ikke, hvornår den gælder fra",
            )
            .remedy("skriv {model = \"…\", from = 2020-10-01, source = \"…\"}"),
        );
    }
    gaps(sink, parts);
    let days = days_of_change(parts);
    let mut versions = Vec::new();
    let (mut judged, mut needed) = (Vec::new(), BTreeSet::new());
    for (nth, &day) in days.iter().enumerate() {
        let until = days.get(nth + 1).copied().or(page.until);
        let draft = draft(sink, parts, context, day, until);
        if let Some(version) = finish(&draft, name, (nth, until), &mut needed) {
            versions.push(Arc::new(version));
        }
        judged.extend(draft.declared.judged);
    }
    if !sink.has_errors() {
        check::idle(sink, &judged, &needed);
    }
    versions
}

/// The days on which anything with rules begins or ends within the page's own days.
fn days_of_change(parts: &[Part]) -> Vec<Day> {
    let page = &parts[0];
    let mut days = BTreeSet::from([page.from]);
    for part in parts {
        if part.role == Role::Plain && part.blocks.is_empty() {
            continue;
        }
        days.insert(part.from);
        days.extend(part.until);
    }
    days.into_iter().filter(|day| page.holds_on(*day)).collect()
}

/// Events that stop on one day and go on later.
fn gaps(sink: &Sink, parts: &[Part]) {
    let mut spells: Vec<(&str, Day, Option<Day>, &Part)> = parts
        .iter()
        .filter_map(|part| match &part.role {
            Role::Event(id) | Role::Step(id) | Role::Group(id) => {
                Some((id.as_str(), part.from, part.until, part))
            }
            _ => None,
        })
        .collect();
    spells.sort_by_key(|(id, from, _, _)| (*id, *from));
    for pair in spells.windows(2) {
        let ((id, _, until, first), (next, from, _, second)) = (pair[0], pair[1]);
        if let Some(until) = until
            && id == next
            && until < from
        {
            let message = format!("»{id}« gælder ikke fra {until} til {from}");
            sink.tell(
                Report::error("gap", &second.place, message)
                    .remedy("lad den ene begynde den dag, den anden slutter")
                    .also(&first.place, format!("slutter {until}")),
            );
        }
    }
}

fn draft<'a>(
    sink: &'a Sink,
    parts: &'a [Part],
    context: Context<'a>,
    day: Day,
    until: Option<Day>,
) -> Draft<'a> {
    let held: Vec<usize> = (0..parts.len())
        .filter(|at| parts[*at].holds_on(day))
        .collect();
    let (declared, blocks) = declare(sink, parts, &|part| part.holds_on(day));
    let (events, rules) = event::read(sink, parts, &held, &blocks);
    let names = Names::new(sink, parts, &held, &declared, &events, day);
    let fields = fields::read(sink, &declared, &events, &names);
    let vocabulary = vocabulary::of_model(&declared, &fields);
    let mut draft = Draft {
        sink,
        parts,
        context,
        day,
        declared,
        blocks,
        events,
        rules,
        names,
        fields,
        vocabulary,
        built: Vec::new(),
    };
    draft.built = relations::build(&draft.builder(), &draft.rules);
    let repeated = check::contradictions(sink, &draft.built, &draft.vocabulary);
    check::delays(
        sink,
        &draft.built,
        &draft.vocabulary,
        context.calendar,
        (day, until),
    );
    let mut position = 0;
    draft.built.retain(|_| {
        position += 1;
        !repeated.contains(&(position - 1))
    });
    draft
}

impl Draft<'_> {
    fn builder(&self) -> Builder<'_> {
        Builder {
            sink: self.sink,
            names: &self.names,
            events: &self.events,
            fields: &self.fields,
            declared: &self.declared,
            vocabulary: &self.vocabulary,
        }
    }

    /// The engine's definition.
    fn definition(&self) -> duties::Definition {
        let builder = self.builder();
        duties::Definition {
            events: self
                .events
                .iter()
                .enumerate()
                .map(|(at, event)| self.event(&builder, at, event))
                .collect(),
            relations: self
                .built
                .iter()
                .map(|built| built.relation.clone())
                .collect(),
            fields: self.fields.engine.clone(),
            instances: self
                .declared
                .instances
                .iter()
                .zip(&self.declared.limits)
                .map(|(kind, limit)| duties::InstanceKind {
                    id: kind.id.clone(),
                    limit: *limit,
                })
                .collect(),
            rounds: self.declared.rounds.len(),
            pause_groups: self.declared.pause_groups.len(),
        }
    }

    fn event(&self, builder: &Builder<'_>, at: usize, event: &RawEvent) -> duties::Event {
        let life = self.names.lives[at];
        let completes = event.done_when.as_ref().and_then(|text| {
            let checked = resolve::guard(self.sink, text, &self.vocabulary)?;
            engine_guard(&checked, &self.vocabulary, &|field| {
                self.fields.texts[field].engine
            })
        });
        let clock = event.clock.as_ref().or(self.declared.clock.as_ref());
        duties::Event {
            id: event.id.value.clone(),
            kind: if event.timer {
                duties::EventKind::Timer
            } else {
                duties::EventKind::Activity
            },
            instance: life.map(|(_, kind)| kind),
            lifecycle: match life {
                Some((Life::Opens, _)) => duties::Lifecycle::Opens,
                Some((Life::Closes, _)) => duties::Lifecycle::Closes,
                Some((Life::Inside, _)) | None => duties::Lifecycle::Inside,
            },
            included: event.takes_part,
            pending: relations::initial(builder, event),
            repeat: match &event.repeat {
                RawRepeat::Many => duties::Repeat::Many,
                RawRepeat::Once => duties::Repeat::Once,
                RawRepeat::OncePer(round) => self
                    .names
                    .round(self.sink, round)
                    .map_or(duties::Repeat::Many, duties::Repeat::OncePerRound),
            },
            completes,
            effect: event
                .effect
                .first()
                .map_or(duties::Effect::None, |effect| self.effect(effect)),
            pause_group: clock.and_then(|group| self.names.pause_group(self.sink, group)),
        }
    }

    fn effect(&self, effect: &RawEffect) -> duties::Effect {
        let none = duties::Effect::None;
        match effect {
            RawEffect::Exits => duties::Effect::Exits,
            RawEffect::Reopens => duties::Effect::Reopens,
            RawEffect::Resumes(group) => self
                .names
                .pause_group(self.sink, group)
                .map_or(none, duties::Effect::Resumes),
            RawEffect::BeginsRound(round) => self
                .names
                .round(self.sink, round)
                .map_or(none, duties::Effect::BeginsRound),
            RawEffect::Pauses(group, until) => {
                let until = until.as_ref().and_then(|id| {
                    let position = self.fields.position(&id.value);
                    if position.is_none() {
                        let known = self.fields.texts.iter().map(|field| field.id.as_str());
                        resolve::dangling(
                            self.sink,
                            id,
                            "intet felt",
                            known,
                            "felter defineres med decides eller [[field]]",
                        );
                    }
                    self.fields.texts[position?].engine
                });
                self.names
                    .pause_group(self.sink, group)
                    .map_or(none, |group| duties::Effect::Pauses { group, until })
            }
        }
    }

    /// The satisfiers of all events, checked.
    fn satisfied(&self) -> Vec<Satisfied> {
        let mut satisfied = Vec::new();
        for (event, raw) in self.events.iter().enumerate() {
            for RawSatisfier { kind, when, place } in &raw.is {
                let vocabulary = self.fact_vocabulary(*kind);
                let checked = when
                    .as_ref()
                    .and_then(|text| resolve::guard(self.sink, text, &vocabulary));
                satisfied.push(Satisfied {
                    event,
                    kind: *kind,
                    checked,
                    place: place.clone(),
                });
            }
        }
        satisfied
    }

    pub(super) fn fact_vocabulary(&self, kind: facts::KindName) -> Vocabulary {
        let context = self.context;
        let events: Vec<_> = self
            .events
            .iter()
            .map(|event| {
                let title = &self.parts[event.part].title;
                (event.id.value.clone(), title.da.clone())
            })
            .collect();
        vocabulary::of_fact(kind, context.codes, context.models, &events, &self.declared)
    }

    fn exclusive_groups(&self) -> Vec<Vec<usize>> {
        self.declared
            .exclusive
            .iter()
            .map(|names| {
                names
                    .iter()
                    .filter_map(|name| self.names.events(self.sink, name))
                    .flat_map(|(events, _)| events.iter().copied())
                    .collect()
            })
            .collect()
    }
}

/// Checks the whole and compiles it; `None` if anything is wrong.
fn finish(
    draft: &Draft<'_>,
    name: &str,
    (nth, until): (usize, Option<Day>),
    needed: &mut BTreeSet<usize>,
) -> Option<ModelVersion> {
    let sink = draft.sink;
    let definition = draft.definition();
    let satisfied = draft.satisfied();
    let groups = draft.exclusive_groups();
    check::exclusive(
        sink,
        &definition.events,
        &draft.built,
        &groups,
        &satisfied,
        &|kind| draft.fact_vocabulary(kind),
    );
    let texts = texts(draft, &satisfied);
    let transition = transition(draft);
    let places = Places {
        page: draft.parts[0].place.clone(),
        events: draft
            .events
            .iter()
            .map(|event| event.id.place.clone())
            .collect(),
        relations: draft
            .built
            .iter()
            .map(|built| built.place.clone())
            .collect(),
    };
    // The engine's own words come last: they follow from what has been told already.
    if sink.has_errors() {
        return None;
    }
    let model = match duties::Model::compile(definition) {
        Ok(model) => model,
        Err(found) => {
            check::faults(sink, &found, &places);
            return None;
        }
    };
    needed.extend(lint(draft, &model, &places));
    let page = &draft.parts[0];
    Some(ModelVersion {
        name: name.to_owned(),
        title: page.title.clone(),
        hash: hash(sink.text(), (nth > 0).then_some(draft.day)),
        from: draft.day,
        until,
        source: page.source.clone().unwrap_or_default(),
        transition,
        invented: page.invented,
        path: sink.path().to_owned(),
        text: sink.text().to_owned(),
        model,
        events: texts.events,
        relations: texts.relations,
        fields: draft.fields.texts.clone(),
        roles: draft.declared.roles.clone(),
        parameters: draft.declared.parameters.clone(),
        steps: texts.steps,
        sections: texts.sections,
        instances: draft.declared.instances.clone(),
        pause_groups: draft.declared.pause_groups.clone(),
        rounds: draft.declared.rounds.clone(),
    })
}

/// Tells the traps of a version that loads; gives the places of the judgements that spared the page a warning.
fn lint(draft: &Draft<'_>, model: &duties::Model, places: &Places) -> BTreeSet<usize> {
    let done_when: Vec<_> = draft
        .events
        .iter()
        .map(|event| {
            let text = event.done_when.as_ref()?;
            resolve::guard(draft.sink, text, &draft.vocabulary)
        })
        .collect();
    let decided: Vec<Vec<usize>> = draft
        .fields
        .decided
        .iter()
        .map(|(asked, _)| {
            asked
                .iter()
                .filter_map(|id| draft.fields.position(id))
                .collect()
        })
        .collect();
    check::lints(Linted {
        sink: draft.sink,
        model,
        places: &places.events,
        done_when: &done_when,
        decided: &decided,
        built: &draft.built,
        vocabulary: &draft.vocabulary,
        judged: &draft.declared.judged,
        needed: RefCell::default(),
    })
}

/// The transition that the day's own headings state; the page's own on its first day.
fn transition(draft: &Draft<'_>) -> Transition {
    let mut stated = draft
        .parts
        .iter()
        .filter(|part| part.from == draft.day)
        .filter_map(|part| part.transition.as_ref());
    let Some(first) = stated.next() else {
        return Transition::NewCases;
    };
    if let Some(other) = stated.find(|other| other.value != first.value) {
        draft.sink.tell(
            Report::error(
                "contradiction",
                &other.place,
                "to overgange for samme dag siger hver sit",
            )
            .remedy("skriv overgangen ét sted")
            .also(&first.place, "den anden"),
        );
    }
    first.value.clone()
}

/// blake3 of a page, and of the first day for versions after the page's first.
pub(crate) fn hash(text: &str, day: Option<Day>) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(text.as_bytes());
    if let Some(day) = day {
        hasher.update(format!("\n{day}").as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
