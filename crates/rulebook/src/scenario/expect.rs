//! Reads what must be so.

use std::collections::BTreeMap;

use calendar::Day;
use duties::{DutyState, Strength};
use facts::Value;

use super::parse::{line, values};
use super::{
    Closed, Deviated, Done, Expectation, ExpectedBlock, ExpectedDuty, Reason, ReasonKind, Target,
    WaitsFor,
};
use crate::page::{Node, Reader, Report, Sink, Tree, id, one_of, text, wrong_type};

const STRENGTHS: [(&str, Strength); 3] = [
    ("must", Strength::Must),
    ("default", Strength::Default),
    ("aim", Strength::Aim),
];

const STATES: [(&str, DutyState); 8] = [
    ("open", DutyState::Open),
    ("suspended", DutyState::Suspended),
    ("paused", DutyState::Paused),
    ("set-aside", DutyState::SetAside),
    ("met", DutyState::Met),
    ("late", DutyState::Late),
    ("cancelled", DutyState::Cancelled),
    ("superseded", DutyState::Superseded),
];

/// Reads one `[[expect]]`.
pub(super) fn expectation(sink: &Sink, node: &Node) -> Option<Expectation> {
    let mut reader = Reader::of(sink, node)?;
    let mut open = list(&mut reader, "open", |node| {
        duty(sink, node, Some(DutyState::Open))
    });
    if reader.flag("nothing-due") == Some(true) {
        if open.as_ref().is_some_and(|open| !open.is_empty()) {
            let message = "»nothing-due« og en liste af åbne pligter siger hver sit";
            sink.tell(
                Report::error("contradiction", reader.place(), message).remedy("slet den ene"),
            );
        }
        open = Some(Vec::new());
    }
    let expectation = Expectation {
        line: line(sink, &node.place),
        as_of: reader.day("as-of").map(|day| day.value),
        known_at: reader.id("known-at").map(|label| label.value),
        open,
        duties: list(&mut reader, "duties", |node| duty(sink, node, None)).unwrap_or_default(),
        blocked: list(&mut reader, "blocked", |node| block(sink, node)).unwrap_or_default(),
        can: list(&mut reader, "can", |node| target(sink, node)).unwrap_or_default(),
        cannot: list(&mut reader, "cannot", |node| target(sink, node)).unwrap_or_default(),
        deviations: list(&mut reader, "deviations", |node| deviation(sink, node)),
        closed: reader.node("closed").and_then(|node| closed(sink, node)),
        fields: fields(sink, &mut reader),
        instance: reader.id("instance").map(|instance| instance.value),
        waits_for_information: list(&mut reader, "waits-for-information", |node| {
            waits(sink, node)
        }),
        unanswered: list(&mut reader, "unanswered", |node| waits(sink, node)),
        no_longer_applies: list(&mut reader, "no-longer-applies", |node| {
            id(sink, node).map(|label| label.value)
        }),
        next_wake: reader.day("next-wake").map(|day| day.value),
        done: list(&mut reader, "done", |node| done(sink, node)).unwrap_or_default(),
    };
    reader.finish();
    Some(expectation)
}

/// A list, if the key is there at all.
fn list<T>(
    reader: &mut Reader<'_>,
    key: &'static str,
    read: impl Fn(&Node) -> Option<T>,
) -> Option<Vec<T>> {
    reader.node(key)?;
    Some(reader.items(key).into_iter().filter_map(read).collect())
}

fn fields(sink: &Sink, reader: &mut Reader<'_>) -> BTreeMap<String, Option<Value>> {
    values(sink, reader.node("fields"))
        .into_iter()
        .map(|(field, value)| match value {
            Value::Text(word) if word == "unknown" => (field, None),
            value => (field, Some(value)),
        })
        .collect()
}

/// A plain id, or a table with `event` and `instance` that may say more.
fn target_of(reader: &mut Reader<'_>) -> Option<Target> {
    let event = reader.required_id("event");
    let instance = reader.id("instance").map(|instance| instance.value);
    Some(Target {
        event: event?.value,
        instance,
    })
}

fn target(sink: &Sink, node: &Node) -> Option<Target> {
    if matches!(node.tree, Tree::Text(_)) {
        return id(sink, node).map(|id| Target {
            event: id.value,
            instance: None,
        });
    }
    let mut reader = Reader::of(sink, node)?;
    let target = target_of(&mut reader);
    reader.finish();
    target
}

fn duty(sink: &Sink, node: &Node, state: Option<DutyState>) -> Option<ExpectedDuty> {
    let line = line(sink, &node.place);
    if matches!(node.tree, Tree::Text(_)) {
        return target(sink, node).map(|target| ExpectedDuty {
            line,
            target,
            due: None,
            literal: None,
            created: None,
            act: None,
            strength: None,
            state,
            overdue: None,
            until: None,
        });
    }
    let mut reader = Reader::of(sink, node)?;
    let target = target_of(&mut reader);
    let due = reader.node("due").and_then(|node| due(sink, node));
    let literal = reader.day("literal").map(|day| day.value);
    let created = reader.day("created").map(|day| day.value);
    let act = reader.word("act", &STRENGTHS).map(|act| act.value);
    let strength = reader
        .word("strength", &STRENGTHS)
        .map(|strength| strength.value);
    let stated = reader.word("state", &STATES).map(|state| state.value);
    let overdue = reader.flag("overdue");
    let until = reader.day("until").map(|day| day.value);
    reader.finish();
    Some(ExpectedDuty {
        line,
        target: target?,
        due,
        literal,
        created,
        act,
        strength,
        state: stated.or(state),
        overdue,
        until,
    })
}

#[expect(
    clippy::option_option,
    reason = "not asked, asked for no day, asked for this day"
)]
fn due(sink: &Sink, node: &Node) -> Option<Option<Day>> {
    match &node.tree {
        Tree::Day(day) => Some(Some(*day)),
        Tree::Text(word) if word == "none" => Some(None),
        _ => {
            wrong_type(sink, node, "en dag, eller \"none\"");
            None
        }
    }
}

fn block(sink: &Sink, node: &Node) -> Option<ExpectedBlock> {
    if matches!(node.tree, Tree::Text(_)) {
        return target(sink, node).map(|target| ExpectedBlock { target, by: None });
    }
    let mut reader = Reader::of(sink, node)?;
    let target = target_of(&mut reader);
    let by = list(&mut reader, "by", |node| reason(sink, node));
    reader.finish();
    Some(ExpectedBlock {
        target: target?,
        by,
    })
}

fn reason(sink: &Sink, node: &Node) -> Option<Reason> {
    let mut reason = Reason {
        why: ReasonKind::Closed,
        event: None,
        field: None,
        instance: None,
        opens: None,
        due: None,
    };
    if matches!(node.tree, Tree::Text(_)) {
        let word = text(sink, node)?;
        reason.why = one_of(sink, &word, &ReasonKind::ALL)?.value;
        return Some(reason);
    }
    let mut reader = Reader::of(sink, node)?;
    let why = reader.word("why", &ReasonKind::ALL);
    if why.is_none() && reader.node("why").is_none() {
        reader.missing("why");
    }
    reason.event = reader.id("event").map(|event| event.value);
    reason.field = reader.id("field").map(|field| field.value);
    reason.instance = reader.id("instance").map(|instance| instance.value);
    reason.opens = reader.day("opens").map(|day| day.value);
    reason.due = reader.day("due").map(|day| day.value);
    reader.finish();
    reason.why = why?.value;
    Some(reason)
}

fn deviation(sink: &Sink, node: &Node) -> Option<Deviated> {
    if matches!(node.tree, Tree::Text(_)) {
        return id(sink, node).map(|event| Deviated {
            event: event.value,
            on: None,
            why: None,
        });
    }
    let mut reader = Reader::of(sink, node)?;
    let event = reader.required_id("event");
    let on = reader.day("on").map(|day| day.value);
    let why = list(&mut reader, "why", |node| {
        let word = text(sink, node)?;
        one_of(sink, &word, &ReasonKind::ALL).map(|kind| kind.value)
    });
    reader.finish();
    Some(Deviated {
        event: event?.value,
        on,
        why,
    })
}

fn closed(sink: &Sink, node: &Node) -> Option<Closed> {
    match &node.tree {
        Tree::Flag(false) => Some(Closed::No),
        Tree::Flag(true) => Some(Closed::Yes { by: None, on: None }),
        _ => {
            let mut reader = Reader::of(sink, node)?;
            let by = reader.id("by").map(|event| event.value);
            let on = reader.day("on").map(|day| day.value);
            reader.finish();
            Some(Closed::Yes { by, on })
        }
    }
}

fn waits(sink: &Sink, node: &Node) -> Option<WaitsFor> {
    let mut reader = Reader::of(sink, node)?;
    let event = reader.required_id("event");
    let fields = reader
        .ids("fields")
        .into_iter()
        .map(|field| field.value)
        .collect();
    reader.finish();
    Some(WaitsFor {
        event: event?.value,
        fields,
    })
}

fn done(sink: &Sink, node: &Node) -> Option<Done> {
    let mut reader = Reader::of(sink, node)?;
    let target = target_of(&mut reader);
    let on = reader.day("on").map(|day| day.value);
    let times = reader
        .number("times")
        .and_then(|times| u32::try_from(times.value).ok());
    reader.finish();
    Some(Done {
        target: target?,
        on,
        times,
    })
}
