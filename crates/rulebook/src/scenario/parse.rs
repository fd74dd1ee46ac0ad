//! Reads scenario files; all problems of a file are told, each with its place.

use std::collections::BTreeMap;
use std::ops::Range;

use calendar::{Day, LocalTime};
use facts::Value;

use super::expect::expectation;
use super::{Excuse, Item, Register, Registered, Scenario, names};
use crate::page::{
    Entry, Node, Reader, Report, Sink, Tree, kind_name, normalised, parse_toml, told_first,
    wrong_type,
};
use crate::problem::Gravity;
use crate::{Book, Problems, Source};

impl Scenario {
    /// Reads a scenario file whose names are not looked up anywhere.
    pub fn parse(source: &Source) -> Result<Scenario, Problems> {
        read(source, scenario)
    }

    /// Reads a scenario file about a model of this book: an event, field or role that the model does not have is told
    /// with its place and the nearest that it has.
    pub fn read(source: &Source, book: &Book) -> Result<Scenario, Problems> {
        read(source, |sink, entries| {
            let found = scenario(sink, entries);
            names::check(sink, entries, book);
            found
        })
    }
}

impl Excuse {
    /// Reads a file of excuses: mutants that no scenario has to notice, each with its reason.
    pub fn parse(source: &Source) -> Result<Vec<Excuse>, Problems> {
        read(source, |sink, entries| {
            let mut reader = Reader::new(sink, entries, 0..0);
            let excuses = reader
                .items("excuse")
                .into_iter()
                .filter_map(|node| {
                    let mut reader = Reader::of(sink, node)?;
                    let mutant = reader.text("mutant");
                    let reason = reader.text("reason");
                    for (key, found) in [("mutant", mutant.is_some()), ("reason", reason.is_some())]
                    {
                        if !found && reader.node(key).is_none() {
                            reader.missing(key);
                        }
                    }
                    reader.finish();
                    Some(Excuse {
                        mutant: mutant?.value,
                        reason: reason?.value,
                    })
                })
                .collect();
            reader.finish();
            Some(excuses)
        })
    }
}

/// Whether a file holds excuses and no scenario.
pub fn is_excuses(source: &Source) -> bool {
    let text = normalised(&source.text);
    parse_toml(&text, 0)
        .0
        .iter()
        .any(|entry| entry.key == "excuse")
}

fn read<T>(
    source: &Source,
    with: impl FnOnce(&Sink, &[Entry]) -> Option<T>,
) -> Result<T, Problems> {
    let text = normalised(&source.text);
    let sink = Sink::new(&source.path, &text);
    let (mut entries, faults) = parse_toml(&text, 0);
    told_first(&sink, &faults, &mut entries);
    let found = with(&sink, &entries);
    let problems = sink.into_problems();
    match found {
        Some(found)
            if problems
                .iter()
                .all(|problem| problem.gravity != Gravity::Error) =>
        {
            Ok(found)
        }
        _ => Err(Problems(problems)),
    }
}

fn scenario(sink: &Sink, entries: &[Entry]) -> Option<Scenario> {
    let mut reader = Reader::new(sink, entries, 0..0);
    let title = reader.text("title");
    let model = reader.required_id("model");
    if title.is_none() && reader.node("title").is_none() {
        reader.missing("title");
    }
    let version = reader.day("version").map(|day| day.value);
    let also = days(sink, &reader.items("also"));
    let about = reader.text("about").map(|text| text.value);
    let mut items: Vec<(usize, Item)> = Vec::new();
    for node in reader.items("step") {
        items.extend(step(sink, node).map(|step| (node.place.start, Item::Step(step))));
    }
    for node in reader.items("expect") {
        items
            .extend(expectation(sink, node).map(|expect| (node.place.start, Item::Expect(expect))));
    }
    reader.finish();
    items.sort_by_key(|(place, _)| *place);
    let items: Vec<Item> = items.into_iter().map(|(_, item)| item).collect();
    labels(sink, &items);
    if !items.iter().any(|item| matches!(item, Item::Expect(_))) {
        sink.tell(
            Report::error("empty-scenario", &(0..0), "scenariet spørger ikke om noget")
                .remedy("skriv mindst én [[expect]]"),
        );
    }
    Some(Scenario {
        path: sink.path().to_owned(),
        title: title?.value,
        about,
        model: model?.value,
        version,
        also,
        items,
    })
}

fn days(sink: &Sink, nodes: &[&Node]) -> Vec<Day> {
    let day = |node: &&Node| {
        if let Tree::Day(day) = node.tree {
            return Some(day);
        }
        wrong_type(sink, node, "en dag uden anførselstegn");
        None
    };
    nodes.iter().filter_map(day).collect()
}

/// The line of a place, from 1.
pub(super) fn line(sink: &Sink, place: &Range<usize>) -> usize {
    sink.text()[..place.start.min(sink.text().len())]
        .matches('\n')
        .count()
        + 1
}

fn step(sink: &Sink, node: &Node) -> Option<Register> {
    let mut reader = Reader::of(sink, node)?;
    let label = reader.id("label").map(|label| label.value);
    let on = reader.day("on").map(|day| day.value);
    let time = time(&mut reader);
    let fields = values(sink, reader.node("fields"));
    let instance = reader.id("instance").map(|instance| instance.value);
    let with = reader
        .ids("with")
        .into_iter()
        .map(|role| role.value)
        .collect();
    let reason = reader.text("reason").map(|reason| reason.value);
    let corrects = reader.id("corrects").map(|label| label.value);
    let any_order = reader.flag("any-order").unwrap_or(false);
    let what = what(&mut reader);
    if on.is_none()
        && reader.node("on").is_none()
        && !matches!(what, Some(Registered::Retraction(_)))
    {
        reader.missing("on");
    }
    reader.finish();
    Some(Register {
        line: line(sink, &node.place),
        label,
        on,
        time,
        what: what?,
        fields,
        instance,
        with,
        reason,
        corrects,
        any_order,
    })
}

fn time(reader: &mut Reader<'_>) -> Option<LocalTime> {
    let node = reader.node("time")?;
    let found = match &node.tree {
        Tree::Time(time) => Some(*time),
        Tree::Text(text) => text.parse().ok(),
        _ => None,
    };
    if found.is_none() {
        wrong_type(reader.sink(), node, "et klokkeslæt som \"10:00\"");
    }
    found
}

fn what(reader: &mut Reader<'_>) -> Option<Registered> {
    let mut found = Vec::new();
    found.extend(
        reader
            .id("do")
            .map(|id| (id.place, Registered::Event(id.value))),
    );
    if let Some(kind) = reader.text("fact") {
        let name = kind_name(reader.sink(), &kind)?;
        found.push((kind.place, Registered::Fact(name)));
    }
    found.extend(
        reader
            .id("retracts")
            .map(|label| (label.place, Registered::Retraction(label.value))),
    );
    let until = reader.day("until").map(|day| day.value);
    if let Some(event) = reader.id("sets-aside") {
        let set_aside = Registered::SetAside {
            event: event.value,
            until,
        };
        found.push((event.place, set_aside));
    }
    match found.len() {
        1 => found.pop().map(|(_, what)| what),
        0 => {
            let message = "trinnet siger ikke, hvad der skete";
            reader.sink().tell(
                Report::error("empty-step", reader.place(), message)
                    .remedy("skriv do, fact, retracts eller sets-aside"),
            );
            None
        }
        _ => {
            let place = &found[1].0;
            reader.sink().tell(
                Report::error("two-steps", place, "trinnet er to ting på én gang")
                    .remedy("del det i to trin"),
            );
            None
        }
    }
}

/// Open tables of values; a choice stands as text, since its type is the field's.
pub(super) fn values(sink: &Sink, node: Option<&Node>) -> BTreeMap<String, Value> {
    let Some(node) = node else {
        return BTreeMap::new();
    };
    let Tree::Table(entries) = &node.tree else {
        wrong_type(sink, node, "en tabel { felt = værdi }");
        return BTreeMap::new();
    };
    entries
        .iter()
        .filter_map(|entry| Some((entry.key.clone(), value(sink, &entry.value)?)))
        .collect()
}

fn value(sink: &Sink, node: &Node) -> Option<Value> {
    Some(match &node.tree {
        Tree::Text(text) => Value::Text(text.clone()),
        Tree::Number(number) => Value::Number(*number),
        Tree::Flag(flag) => Value::Flag(*flag),
        Tree::Day(day) => Value::Day(*day),
        Tree::List(list) => Value::Set(
            list.iter()
                .filter_map(|node| crate::page::id(sink, node))
                .map(|id| id.value)
                .collect(),
        ),
        _ => {
            wrong_type(sink, node, "en værdi");
            return None;
        }
    })
}

/// Labels are unique, and whatever names one comes after it.
fn labels(sink: &Sink, items: &[Item]) {
    let mut known: Vec<&str> = Vec::new();
    let tell = |line: usize, message: String, remedy: &str| {
        let place = place_of_line(sink, line);
        sink.tell(Report::error("label", &place, message).remedy(remedy));
    };
    for item in items {
        let (line, named): (usize, Vec<&String>) = match item {
            Item::Step(step) => {
                let mut named: Vec<&String> = step.corrects.iter().collect();
                if let Registered::Retraction(label) = &step.what {
                    named.push(label);
                }
                (step.line, named)
            }
            Item::Expect(expect) => {
                let labels = expect.no_longer_applies.iter().flatten();
                (expect.line, expect.known_at.iter().chain(labels).collect())
            }
        };
        for label in named {
            if !known.contains(&label.as_str()) {
                tell(
                    line,
                    format!("der er intet trin over dette med label = \"{label}\""),
                    "sæt label på trinnet ovenfor",
                );
            }
        }
        if let Item::Step(step) = item
            && let Some(label) = &step.label
        {
            if known.contains(&label.as_str()) {
                tell(
                    step.line,
                    format!("label »{label}« er brugt to gange"),
                    "giv trinnet et andet navn",
                );
            }
            known.push(label);
        }
    }
}

fn place_of_line(sink: &Sink, line: usize) -> Range<usize> {
    let mut start = 0;
    for (nth, text) in sink.text().split('\n').enumerate() {
        if nth + 1 == line {
            return start..start + text.len();
        }
        start += text.len() + 1;
    }
    0..0
}
