//! The page as parts: each heading with the source, the dates and the groups it inherits from those above.

use std::collections::BTreeMap;
use std::ops::Range;

use calendar::Day;

use super::document::{Block, headings};
use super::reader::{At, Reader, slug};
use super::sink::{Report, Sink};
use super::tree::{Node, Tree};
use crate::{SourceRef, Text, Transition};

/// What a heading is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Role {
    Model(String),
    Codes(String),
    Calendar(String),
    /// The tracks that histories have.
    Schema(String),
    /// Code lists with the numbers of registers.
    Lists(String),
    /// Populations and indicators.
    Indicators(String),
    Track(At<String>),
    Population(At<String>),
    Indicator(At<String>),
    Judgement(At<String>),
    /// How a population is frozen and followed.
    Cohort(At<String>),
    Event(String),
    Step(String),
    Group(String),
    List(At<String>),
    Plain,
    /// Its attributes could not be read: what stands under it is left alone.
    Unread,
}

/// What a page is, on its first heading.
const PAGE_KINDS: [&str; 6] = [
    "model",
    "codes",
    "calendar",
    "schema",
    "lists",
    "indicators",
];

/// What a heading below it is.
const HEADING_KINDS: [&str; 9] = [
    "event",
    "step",
    "group",
    "list",
    "track",
    "population",
    "indicator",
    "judgement",
    "cohort",
];

/// A heading with what it inherits.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) level: u8,
    pub(crate) role: Role,
    pub(crate) title: Text,
    pub(crate) anchor: String,
    pub(crate) place: Range<usize>,
    pub(crate) body: Range<usize>,
    pub(crate) source: Option<SourceRef>,
    pub(crate) from: Day,
    pub(crate) until: Option<Day>,
    /// Steps and groups around it, outermost first, itself included.
    pub(crate) groups: Vec<String>,
    pub(crate) step: Option<String>,
    /// The part whose rules the blocks here are: the nearest one with an id, itself included.
    pub(crate) owner: usize,
    pub(crate) transition: Option<At<Transition>>,
    pub(crate) invented: bool,
    pub(crate) blocks: Vec<Block>,
}

impl Part {
    /// Whether it holds on a day.
    pub(crate) fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// The parts of a page, in order. The first is the page itself.
pub(crate) fn outline(sink: &Sink) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    // The way from the page to the part at hand: levels rise.
    let mut way: Vec<usize> = Vec::new();
    let mut taken = BTreeMap::new();
    for heading in headings(sink) {
        while let Some(last) = way.last() {
            if parts[*last].level >= heading.level && *last != 0 {
                way.pop();
            } else {
                break;
            }
        }
        let mut reader = Reader::new(sink, &heading.attributes, heading.place.clone());
        let above = way.last().map(|at| &parts[*at]);
        let at = parts.len();
        let mut read = read(&mut reader, above, &parts);
        if heading.is_broken && !parts.is_empty() {
            read.role = Role::Unread;
        }
        reader.finish();
        let english = read.english;
        let mut part = Part {
            level: heading.level,
            title: Text {
                da: heading.words,
                en: english,
            },
            anchor: String::new(),
            place: heading.place,
            body: heading.body,
            owner: match (&read.role, above) {
                (Role::Plain, Some(above)) => above.owner,
                _ => at,
            },
            role: read.role,
            source: read.source,
            from: read.from,
            until: read.until,
            groups: above.map(|above| above.groups.clone()).unwrap_or_default(),
            step: above.and_then(|above| above.step.clone()),
            transition: read.transition,
            invented: read.invented,
            blocks: heading.blocks,
        };
        part.anchor = anchor(&part, &mut taken);
        if let Role::Step(id) | Role::Group(id) = &part.role {
            part.groups.push(id.clone());
        }
        if let Role::Step(id) = &part.role {
            part.step = Some(id.clone());
        }
        parts.push(part);
        way.push(at);
    }
    for part in &parts {
        if part.source.is_none() && part.blocks.iter().any(|block| !block.entries.is_empty()) {
            let block = &part.blocks[0].fence;
            let message = "reglen har ingen kilde over sig";
            sink.tell(
                Report::error("no-source", block, message)
                    .remedy("skriv {source = \"…\"} på overskriften eller en overskrift over den")
                    .also(&part.place, "overskriften"),
            );
        }
    }
    parts
}

struct Read {
    role: Role,
    english: Option<String>,
    source: Option<SourceRef>,
    from: Day,
    until: Option<Day>,
    transition: Option<At<Transition>>,
    invented: bool,
}

fn read(reader: &mut Reader<'_>, above: Option<&Part>, parts: &[Part]) -> Read {
    let role = role(reader, above, parts);
    let source = source(reader, above);
    let (from, until) = dates(reader, above);
    let transition = reader
        .node("transition")
        .and_then(|node| transition(reader.sink(), node));
    Read {
        role,
        english: reader.text("en").map(|text| text.value),
        source,
        from,
        until,
        transition,
        invented: reader.flag("invented").unwrap_or(false),
    }
}

fn role(reader: &mut Reader<'_>, above: Option<&Part>, parts: &[Part]) -> Role {
    let first = above.is_none();
    let mut roles = Vec::new();
    let mut is_named = false;
    for key in PAGE_KINDS.iter().chain(&HEADING_KINDS).copied() {
        is_named |= !first && reader.node(key).is_some();
        let Some(id) = reader.id(key) else { continue };
        if first != PAGE_KINDS.contains(&key) {
            let message = if first {
                format!("sidens første overskrift kan ikke have »{key}«")
            } else {
                format!("»{key}« hører til sidens første overskrift")
            };
            reader.sink().tell(
                Report::error("misplaced-heading", &id.place, message).remedy(format!(
                    "den første overskrift siger, hvad siden er: {}",
                    PAGE_KINDS.join(", ")
                )),
            );
            continue;
        }
        roles.push((key, id));
    }
    if let [_, (_, second), ..] = roles.as_slice() {
        reader.sink().tell(
            Report::error(
                "two-roles",
                &second.place,
                "overskriften er to ting på én gang",
            )
            .remedy("lad en overskrift være enten event, step eller group"),
        );
    }
    let inside_event = above.is_some_and(|above| matches!(parts[above.owner].role, Role::Event(_)));
    match roles.into_iter().next() {
        Some(("model", id)) => Role::Model(id.value),
        Some(("codes", id)) => Role::Codes(id.value),
        Some(("calendar", id)) => Role::Calendar(id.value),
        Some(("schema", id)) => Role::Schema(id.value),
        Some(("lists", id)) => Role::Lists(id.value),
        Some(("indicators", id)) => Role::Indicators(id.value),
        Some(("list", id)) => Role::List(id),
        Some(("track", id)) => Role::Track(id),
        Some(("population", id)) => Role::Population(id),
        Some(("indicator", id)) => Role::Indicator(id),
        Some(("judgement", id)) => Role::Judgement(id),
        Some(("cohort", id)) => Role::Cohort(id),
        Some((key, id)) => {
            if inside_event {
                let message = format!("»{}« ligger inde i en begivenhed", id.value);
                reader.sink().tell(
                    Report::error("event-in-event", &id.place, message)
                        .remedy("giv overskriften samme niveau som begivenheden over den"),
                );
            }
            match key {
                "event" => Role::Event(id.value),
                "step" => Role::Step(id.value),
                _ => Role::Group(id.value),
            }
        }
        None if is_named => Role::Unread,
        None => Role::Plain,
    }
}

fn source(reader: &mut Reader<'_>, above: Option<&Part>) -> Option<SourceRef> {
    let unverified = reader.flag("source-unverified").unwrap_or(false);
    match reader.text("source") {
        Some(text) if text.value.trim().is_empty() => {
            reader.sink().tell(
                Report::error("empty-source", &text.place, "kilden er tom")
                    .remedy("skriv hvor det står"),
            );
            None
        }
        Some(text) => Some(SourceRef {
            text: text.value,
            verified: !unverified,
        }),
        None => above
            .and_then(|above| above.source.clone())
            .map(|source| SourceRef {
                verified: source.verified && !unverified,
                ..source
            }),
    }
}

fn dates(reader: &mut Reader<'_>, above: Option<&Part>) -> (Day, Option<Day>) {
    let (outer_from, outer_until) =
        above.map_or((Day::MIN, None), |above| (above.from, above.until));
    let from = reader.day("from");
    let until = reader.day("until");
    if let (Some(from), Some(until)) = (&from, &until)
        && from.value >= until.value
    {
        let message = format!("slutter {}, før den begynder {}", until.value, from.value);
        reader.sink().tell(
            Report::error("dates-reversed", &until.place, message)
                .remedy("until er den første dag, hvor det ikke længere gælder"),
        );
    }
    if let Some(from) = &from
        && from.value < outer_from
    {
        let message = format!(
            "gælder fra {}, men det, den står under, gælder først fra {outer_from}",
            from.value
        );
        reader.sink().tell(
            Report::error("outside-dates", &from.place, message).remedy("ret en af de to dage"),
        );
    }
    if let (Some(until), Some(outer)) = (&until, outer_until)
        && until.value > outer
    {
        let message = format!(
            "gælder til {}, men det, den står under, slutter {outer}",
            until.value
        );
        reader.sink().tell(
            Report::error("outside-dates", &until.place, message).remedy("ret en af de to dage"),
        );
    }
    let from = from.map_or(outer_from, |from| from.value.max(outer_from));
    let until = match (until.map(|until| until.value), outer_until) {
        (Some(until), Some(outer)) => Some(until.min(outer)),
        (until, outer) => until.or(outer),
    };
    (from, until)
}

fn transition(sink: &Sink, node: &Node) -> Option<At<Transition>> {
    let place = node.place.clone();
    if let Tree::Text(text) = &node.tree {
        let found = At::new(text.clone(), place);
        return super::reader::one_of(sink, &found, &[("new-cases", ())])
            .map(|at| At::new(Transition::NewCases, at.place));
    }
    let mut reader = Reader::of(sink, node)?;
    let day = reader.day("all-from");
    let source = reader.text("source");
    let unverified = reader.flag("source-unverified").unwrap_or(false);
    if day.is_none() {
        reader.missing("all-from");
    }
    if source.is_none() {
        reader.missing("source");
    }
    reader.finish();
    Some(At::new(
        Transition::AllFrom {
            day: day?.value,
            source: SourceRef {
                text: source?.value,
                verified: !unverified,
            },
        },
        place,
    ))
}

/// A name that no heading before it has.
fn anchor(part: &Part, taken: &mut BTreeMap<String, usize>) -> String {
    let wanted = match &part.role {
        Role::Model(id)
        | Role::Codes(id)
        | Role::Calendar(id)
        | Role::Schema(id)
        | Role::Lists(id)
        | Role::Indicators(id)
        | Role::Event(id)
        | Role::Step(id)
        | Role::Group(id) => id.clone(),
        Role::List(id)
        | Role::Track(id)
        | Role::Population(id)
        | Role::Indicator(id)
        | Role::Judgement(id)
        | Role::Cohort(id) => id.value.clone(),
        Role::Plain | Role::Unread => slug(&part.title.da),
    };
    let wanted = if wanted.is_empty() {
        "afsnit".to_owned()
    } else {
        wanted
    };
    let mut number = taken.get(&wanted).copied().unwrap_or(0);
    loop {
        number += 1;
        let anchor = match number {
            1 => wanted.clone(),
            _ => format!("{wanted}-{number}"),
        };
        if number == 1 || !taken.contains_key(&anchor) {
            taken.insert(wanted, number);
            taken.entry(anchor.clone()).or_insert(1);
            return anchor;
        }
    }
}
