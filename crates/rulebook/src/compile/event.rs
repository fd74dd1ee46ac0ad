//! Events as written under their headings.

use std::ops::Range;

use calendar::Day;
use facts::KindName;

use super::declared::{DECLARATIONS, HeldBlock};
use super::rule::{RawDeadline, RawRule, RuleReader, STRENGTHS, deadline};
use crate::page::{At, Entry, Node, Part, Reader, Report, Role, Sink, Tree};
use crate::{Act, Text};

/// An event as written.
#[derive(Debug)]
pub(super) struct RawEvent {
    pub(super) part: usize,
    pub(super) id: At<String>,
    pub(super) role: Option<At<String>>,
    pub(super) with: Vec<At<String>>,
    pub(super) verb: Option<Text>,
    pub(super) act: Act,
    pub(super) is: Vec<RawSatisfier>,
    pub(super) takes_part: bool,
    pub(super) from_start: Option<RawStart>,
    pub(super) repeat: RawRepeat,
    pub(super) effect: Vec<RawEffect>,
    pub(super) done_when: Option<At<String>>,
    pub(super) timer: bool,
    pub(super) life: Option<(Life, At<String>)>,
    pub(super) clock: Option<At<String>>,
    pub(super) decides: Option<Node>,
    pub(super) must_answer: Vec<At<String>>,
    pub(super) copies: Vec<Entry>,
    pub(super) documents: Vec<(At<String>, bool)>,
    pub(super) questions: Vec<(Option<At<String>>, Text)>,
    pub(super) guidance: Vec<Text>,
    pub(super) instance_label: Option<At<String>>,
    pub(super) carries_on: bool,
    pub(super) on_day: Option<At<Day>>,
}

/// A kind of fact as written.
#[derive(Debug)]
pub(super) struct RawSatisfier {
    pub(super) kind: KindName,
    pub(super) when: Option<At<String>>,
    pub(super) place: Range<usize>,
}

/// A duty from the start, as written.
#[derive(Debug)]
pub(super) struct RawStart {
    pub(super) act: Option<duties::Strength>,
    pub(super) deadline: Option<RawDeadline>,
    pub(super) place: Range<usize>,
}

/// How often, as written.
#[derive(Debug)]
pub(super) enum RawRepeat {
    Many,
    Once,
    OncePer(At<String>),
}

/// How an event lives with instances.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Life {
    Inside,
    Opens,
    Closes,
}

/// What an event does to the case, as written.
#[derive(Debug)]
pub(super) enum RawEffect {
    Exits,
    Reopens,
    Pauses(At<String>, Option<At<String>>),
    Resumes(At<String>),
    BeginsRound(At<String>),
}

const ACTS: [(&str, Act); 5] = [
    ("must", Act::Must),
    ("default", Act::Default),
    ("aim", Act::Aim),
    ("should", Act::Should),
    ("may", Act::May),
];

/// Reads the events that hold, and all rules, in page order.
pub(super) fn read(
    sink: &Sink,
    parts: &[Part],
    held: &[usize],
    blocks: &[HeldBlock],
) -> (Vec<RawEvent>, Vec<RawRule>) {
    let mut events = Vec::new();
    let mut rules = Vec::new();
    for &at in held {
        let own: Vec<_> = blocks.iter().filter(|block| block.owner == at).collect();
        match &parts[at].role {
            Role::Event(id) => {
                let id = At::new(id.clone(), parts[at].place.clone());
                events.push(event(sink, at, id, &own, &mut rules));
            }
            Role::Step(id) | Role::Group(id) => {
                let id = At::new(id.clone(), parts[at].place.clone());
                for block in own {
                    let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
                    let mut rule_reader = RuleReader {
                        sink,
                        owner: &id,
                        part: block.part,
                        rules: &mut rules,
                    };
                    rule_reader.shared(&mut reader);
                    allow_declarations(&mut reader);
                    reader.finish();
                }
            }
            _ => {}
        }
    }
    rules.sort_by_key(|rule| rule.place.start);
    (events, rules)
}

fn allow_declarations(reader: &mut Reader<'_>) {
    for key in DECLARATIONS {
        reader.node(key);
    }
}

fn event(
    sink: &Sink,
    part: usize,
    id: At<String>,
    blocks: &[&HeldBlock],
    rules: &mut Vec<RawRule>,
) -> RawEvent {
    let mut entries: Vec<Entry> = Vec::new();
    for block in blocks {
        let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
        let mut rule_reader = RuleReader {
            sink,
            owner: &id,
            part: block.part,
            rules,
        };
        rule_reader.shared(&mut reader);
        rule_reader.inward(&mut reader);
        for entry in &block.entries {
            let first = entries.iter().find(|first| first.key == entry.key);
            let may_repeat = DECLARATIONS.contains(&entry.key.as_str())
                && !matches!(entry.value.tree, Tree::Text(_));
            if let Some(first) = first.filter(|_| !may_repeat) {
                let message = format!("»{}« er sagt to gange om den samme begivenhed", entry.key);
                sink.tell(
                    Report::error("said-twice", &entry.key_place, message)
                        .remedy("saml det ét sted")
                        .also(&first.key_place, "først her"),
                );
            }
            entries.push(entry.clone());
        }
    }
    let mut reader = Reader::new(sink, &entries, id.place.clone());
    for key in [
        "after",
        "waits-for",
        "then",
        "includes",
        "excludes",
        "cancels",
        "within",
        "every",
    ] {
        reader.node(key);
    }
    allow_declarations(&mut reader);
    let is_broken = blocks.iter().any(|block| block.is_broken);
    let event = fields(&mut reader, part, id, is_broken);
    reader.finish();
    event
}

fn fields(reader: &mut Reader<'_>, part: usize, id: At<String>, is_broken: bool) -> RawEvent {
    let timer = reader.flag("timer").unwrap_or(false);
    let on_day = reader.day("on-day");
    if let Some(day) = on_day.as_ref().filter(|_| timer) {
        reader.sink().tell(
            Report::error(
                "two-clocks",
                &day.place,
                "en timer har sin dag fra sin frist, ikke fra »on-day«",
            )
            .remedy("slet timer = true eller on-day"),
        );
    }
    let by_clock = timer || on_day.is_some();
    let event = RawEvent {
        part,
        id,
        role: reader.id("role"),
        with: reader.ids("with"),
        verb: reader.words("verb"),
        act: reader.word("act", &ACTS).map_or(Act::Must, |act| act.value),
        is: satisfiers(reader, by_clock),
        takes_part: reader.flag("takes-part").unwrap_or(true),
        from_start: from_start(reader),
        repeat: repeat(reader),
        effect: effects(reader),
        done_when: reader.text("done-when"),
        timer,
        life: life(reader),
        clock: reader.id("clock"),
        decides: reader.node("decides").cloned(),
        must_answer: reader.ids("must-answer"),
        copies: copies(reader),
        documents: documents(reader),
        questions: questions(reader),
        guidance: guidance(reader),
        instance_label: reader.id("instance-label"),
        carries_on: reader.flag("carries-on").unwrap_or(false),
        on_day,
    };
    if by_clock {
        for (key, said) in [("role", event.role.is_some()), ("is", !event.is.is_empty())] {
            if let Some(node) = reader.node(key).filter(|_| said) {
                let message = format!("uret gør det selv, så her er ingen »{key}«");
                reader.sink().tell(
                    Report::error("timer-by-people", &node.place, message)
                        .remedy(format!("slet {key}")),
                );
            }
        }
    } else if !is_broken && event.role.is_none() && reader.node("role").is_none() {
        reader.missing("role");
    }
    event
}

fn satisfiers(reader: &mut Reader<'_>, by_clock: bool) -> Vec<RawSatisfier> {
    let given = reader.node("is").is_some();
    let mut found = Vec::new();
    for node in reader.items("is") {
        let (id, when) = if let Tree::Text(text) = &node.tree {
            (Some(At::new(text.clone(), node.place.clone())), None)
        } else {
            let Some(mut inner) = Reader::of(reader.sink(), node) else {
                continue;
            };
            let id = inner.text("kind");
            if id.is_none() && inner.node("kind").is_none() {
                inner.missing("kind");
            }
            let when = inner.text("when");
            inner.finish();
            (id, when)
        };
        let Some(id) = id else { continue };
        let kind = crate::page::kind_name(reader.sink(), &id);
        found.extend(kind.map(|kind| RawSatisfier {
            kind,
            when,
            place: node.place.clone(),
        }));
    }
    if !given && !by_clock {
        found.push(RawSatisfier {
            kind: KindName::ActivityDone,
            when: None,
            place: reader.place().clone(),
        });
    }
    found
}

fn from_start(reader: &mut Reader<'_>) -> Option<RawStart> {
    let node = reader.node("from-start")?;
    let place = node.place.clone();
    match &node.tree {
        Tree::Flag(true) => Some(RawStart {
            act: None,
            deadline: None,
            place,
        }),
        Tree::Flag(false) => None,
        _ => {
            let mut inner = Reader::of(reader.sink(), node)?;
            let deadline = deadline(&mut inner, "within");
            let act = inner.word("act", &STRENGTHS).map(|act| act.value);
            inner.finish();
            Some(RawStart {
                act,
                deadline,
                place,
            })
        }
    }
}

fn repeat(reader: &mut Reader<'_>) -> RawRepeat {
    let once = reader.flag("once").unwrap_or(false);
    match (reader.id("once-per"), once) {
        (Some(round), true) => {
            reader.sink().tell(
                Report::error(
                    "two-repeats",
                    &round.place,
                    "»once« og »once-per« kan ikke gælde sammen",
                )
                .remedy("slet den ene"),
            );
            RawRepeat::Once
        }
        (Some(round), false) => RawRepeat::OncePer(round),
        (None, true) => RawRepeat::Once,
        (None, false) => RawRepeat::Many,
    }
}

fn effects(reader: &mut Reader<'_>) -> Vec<RawEffect> {
    let mut effects = Vec::new();
    for (key, effect) in [("exits", RawEffect::Exits), ("reopens", RawEffect::Reopens)] {
        if reader.flag(key) == Some(true) {
            effects.push(effect);
        }
    }
    if let Some(node) = reader.node("pauses") {
        if matches!(node.tree, Tree::Text(_)) {
            effects.extend(
                crate::page::id(reader.sink(), node).map(|group| RawEffect::Pauses(group, None)),
            );
        } else if let Some(mut inner) = Reader::of(reader.sink(), node) {
            let group = inner.required_id("group");
            let until = inner.id("until");
            inner.finish();
            effects.extend(group.map(|group| RawEffect::Pauses(group, until)));
        }
    }
    effects.extend(reader.id("resumes").map(RawEffect::Resumes));
    effects.extend(reader.id("begins-round").map(RawEffect::BeginsRound));
    if effects.len() > 1 {
        let message = "begivenheden gør to ting ved sagen på én gang";
        reader.sink().tell(
            Report::error("two-effects", reader.place(), message)
                .remedy("behold én af exits, reopens, pauses, resumes og begins-round"),
        );
    }
    effects
}

fn life(reader: &mut Reader<'_>) -> Option<(Life, At<String>)> {
    let mut lives = Vec::new();
    for (key, life) in [
        ("inside", Life::Inside),
        ("opens", Life::Opens),
        ("closes", Life::Closes),
    ] {
        lives.extend(reader.id(key).map(|kind| (life, kind)));
    }
    if let [_, (_, second), ..] = lives.as_slice() {
        reader.sink().tell(
            Report::error(
                "two-lives",
                &second.place,
                "begivenheden kan kun leve ét sted",
            )
            .remedy("behold én af inside, opens og closes"),
        );
    }
    lives.into_iter().next()
}

fn copies(reader: &mut Reader<'_>) -> Vec<Entry> {
    let Some(node) = reader.node("copies") else {
        return Vec::new();
    };
    Reader::of(reader.sink(), node).map_or_else(Vec::new, |inner| inner.everything().to_vec())
}

fn documents(reader: &mut Reader<'_>) -> Vec<(At<String>, bool)> {
    let mut documents = Vec::new();
    for node in reader.items("documents") {
        if matches!(node.tree, Tree::Text(_)) {
            documents.extend(crate::page::id(reader.sink(), node).map(|id| (id, true)));
        } else if let Some(mut inner) = Reader::of(reader.sink(), node) {
            let id = inner.required_id("id");
            let required = inner.flag("required").unwrap_or(true);
            inner.finish();
            documents.extend(id.map(|id| (id, required)));
        }
    }
    documents
}

fn questions(reader: &mut Reader<'_>) -> Vec<(Option<At<String>>, Text)> {
    let mut questions = Vec::new();
    for node in reader.items("questions") {
        let Some(mut inner) = Reader::of(reader.sink(), node) else {
            continue;
        };
        let barrier = inner.id("barrier");
        let text = inner
            .node("text")
            .and_then(|node| crate::page::words(reader.sink(), node));
        let english = inner.text("en").map(|text| text.value);
        if text.is_none() && inner.node("text").is_none() {
            inner.missing("text");
        }
        inner.finish();
        questions.extend(text.map(|text| {
            let en = english.or(text.en);
            (barrier, Text { da: text.da, en })
        }));
    }
    questions
}

fn guidance(reader: &mut Reader<'_>) -> Vec<Text> {
    let items = reader.items("guidance");
    let sink = reader.sink();
    items
        .into_iter()
        .filter_map(|node| crate::page::words(sink, node))
        .collect()
}
