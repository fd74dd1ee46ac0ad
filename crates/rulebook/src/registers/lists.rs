//! Code lists with the numbers that registers use, dated, and what they are gathered to.

use calendar::Day;

use super::{source_of, title, told_twice};
use crate::codes::CodeList;
use crate::page::{At, Node, Part, Reader, Report, Role, Sink};
use crate::{Codes, SourceRef, Text};

/// A code list of a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterList {
    /// The id, as columns name it.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Whether its codes are proper names.
    pub proper: bool,
    /// The codes, in page order.
    pub codes: Vec<RegisterCode>,
    /// What a tag means: id and words.
    pub tags: Vec<(String, Text)>,
    /// What the codes are gathered to.
    pub gatherings: Vec<Gathering>,
}

/// A code with its number in registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterCode {
    /// ASCII kebab-case, unique in its list.
    pub id: String,
    /// The number in registers, unique in its list.
    pub number: i32,
    /// Its words.
    pub title: Text,
    /// What else the page says it is.
    pub tags: Vec<String>,
    /// First day on which it is used.
    pub from: Day,
    /// First day on which it is not used any more.
    pub until: Option<Day>,
    /// Where it is said.
    pub source: SourceRef,
}

/// What the codes of a list are gathered to, for some time: municipalities to regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gathering {
    /// The id; several gatherings of one id follow each other in time.
    pub id: String,
    /// The list whose codes are the members.
    pub to: String,
    /// First day on which it holds.
    pub from: Day,
    /// First day on which it does not hold any more.
    pub until: Option<Day>,
    /// (code, member), both as numbers, ascending: what `figures::Dimension` takes.
    pub pairs: Vec<(i32, i32)>,
    /// Where it is said.
    pub source: SourceRef,
}

impl RegisterList {
    /// The code with this id.
    pub fn code(&self, id: &str) -> Option<&RegisterCode> {
        self.codes.iter().find(|code| code.id == id)
    }

    /// The code with this number.
    pub fn number(&self, number: i32) -> Option<&RegisterCode> {
        self.codes.iter().find(|code| code.number == number)
    }

    /// The numbers of the codes with a tag, ascending.
    pub fn tagged(&self, tag: &str) -> Vec<i32> {
        let tagged = self
            .codes
            .iter()
            .filter(|code| code.tags.iter().any(|known| known == tag));
        let mut numbers: Vec<_> = tagged.map(|code| code.number).collect();
        numbers.sort_unstable();
        numbers
    }

    /// The gathering of this id that holds on a day.
    pub fn gathering(&self, id: &str, day: Day) -> Option<&Gathering> {
        let mut found = self.gatherings.iter();
        found.find(|gathering| gathering.id == id && gathering.holds_on(day))
    }
}

impl Gathering {
    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }

    /// The codes that are gathered to a member, ascending.
    pub fn codes_of(&self, member: i32) -> Vec<i32> {
        let pairs = self.pairs.iter().filter(|(_, to)| *to == member);
        pairs.map(|(code, _)| *code).collect()
    }
}

/// Reads the codes and tags of a page, but for what continues a list of another page.
pub(super) fn read(sink: &Sink, parts: &[Part], codes: &Codes, lists: &mut Vec<RegisterList>) {
    for part in parts {
        match &part.role {
            Role::List(id) if !continues(sink, part) => open(sink, lists, id, part),
            Role::List(_) | Role::Plain | Role::Lists(_) | Role::Unread => {}
            _ => {
                let message = "en side med registerlister har kun lister";
                sink.tell(
                    Report::error("misplaced-heading", &part.place, message)
                        .remedy("brug {list = \"…\"}"),
                );
            }
        }
        let Some(id) = list_above(parts, part) else {
            outside(sink, part);
            continue;
        };
        if !continues(sink, &parts[part.owner]) {
            blocks(sink, part, &id.value, codes, lists);
        }
    }
}

/// Reads what continues lists of other pages, when those are known.
pub(super) fn read_more(sink: &Sink, parts: &[Part], codes: &Codes, lists: &mut [RegisterList]) {
    for part in parts {
        let Some(id) = list_above(parts, part) else {
            continue;
        };
        if !continues(sink, &parts[part.owner]) {
            continue;
        }
        if lists.iter().all(|list| list.id != id.value) {
            unknown_list(sink, id);
            continue;
        }
        blocks(sink, part, &id.value, codes, lists);
    }
}

/// Whether a heading continues a list that another page began.
fn continues(sink: &Sink, part: &Part) -> bool {
    part.blocks.iter().any(|block| {
        let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
        reader.node("more").is_some() && reader.flag("more") == Some(true)
    })
}

pub(super) fn unknown_list(sink: &Sink, id: &At<String>) {
    let message = format!("der er ingen liste, der hedder »{}«", id.value);
    sink.tell(
        Report::error("unknown-list", &id.place, message)
            .remedy("skriv listen med {list = \"…\"} på en side med registerlister"),
    );
}

/// Codes and tags of the blocks below a heading.
fn blocks(sink: &Sink, part: &Part, list: &str, codes: &Codes, lists: &mut [RegisterList]) {
    for block in &part.blocks {
        let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
        reader.node("more");
        if let Some(proper) = reader.flag("proper")
            && let Some(list) = lists.iter_mut().find(|known| known.id == list)
        {
            list.proper = proper;
        }
        for node in reader.items("code") {
            if let Some(code) = code(sink, node, part, codes, list) {
                add(sink, lists, list, code, node);
            }
        }
        for node in reader.items("tag") {
            tag(sink, lists, list, node);
        }
        // Read when all lists are known.
        reader.items("gathering");
        reader.finish();
    }
}

pub(super) fn list_above<'a>(parts: &'a [Part], part: &Part) -> Option<&'a At<String>> {
    match &parts[part.owner].role {
        Role::List(id) => Some(id),
        _ => None,
    }
}

fn outside(sink: &Sink, part: &Part) {
    for block in &part.blocks {
        let message = "her står koder uden en liste over sig";
        sink.tell(
            Report::error("code-without-list", &block.fence, message)
                .remedy("skriv {list = \"…\"} på overskriften over dem"),
        );
    }
}

fn open(sink: &Sink, lists: &mut Vec<RegisterList>, id: &At<String>, part: &Part) {
    if lists.iter().any(|list| list.id == id.value) {
        told_twice(sink, &id.place, &id.value);
        return;
    }
    lists.push(RegisterList {
        id: id.value.clone(),
        title: part.title.clone(),
        proper: false,
        codes: Vec::new(),
        tags: Vec::new(),
        gatherings: Vec::new(),
    });
}

/// A code; its words may be left out where a page of codes has them.
fn code(sink: &Sink, node: &Node, part: &Part, codes: &Codes, list: &str) -> Option<RegisterCode> {
    let mut reader = Reader::of(sink, node)?;
    let id = reader.required_id("id");
    let number = reader.number("number");
    if number.is_none() && reader.node("number").is_none() {
        reader.missing("number");
    }
    let known = CodeList::ALL
        .into_iter()
        .find(|known| known.id() == list)
        .and_then(|known| codes.get(known, id.as_ref().map_or("", |id| &id.value)));
    let own = if known.is_none() || reader.node("da").is_some() {
        title(&mut reader)
    } else {
        None
    };
    let tags = reader.ids("tags").into_iter().map(|tag| tag.value);
    let mut tags: Vec<_> = tags.collect();
    tags.extend(known.iter().flat_map(|code| code.tags.clone()));
    let from = reader.day("from").map_or(part.from, |from| from.value);
    let until = reader.day("until").map(|until| until.value).or(part.until);
    // Read when all gatherings are known.
    reader.node("like");
    reader.finish();
    let number = number?;
    let Some(small) = i32::try_from(number.value)
        .ok()
        .filter(|number| (0..=32_767).contains(number))
    else {
        let message = format!("{} kan ikke være en kodes nummer", number.value);
        sink.tell(
            Report::error("bad-number", &number.place, message)
                .remedy("skriv et tal fra 0 til 32767"),
        );
        return None;
    };
    Some(RegisterCode {
        id: id?.value,
        number: small,
        title: own.or_else(|| known.map(|code| code.title.clone()))?,
        tags,
        from,
        until,
        source: source_of(part),
    })
}

fn add(sink: &Sink, lists: &mut [RegisterList], list: &str, code: RegisterCode, node: &Node) {
    let Some(list) = lists.iter_mut().find(|known| known.id == list) else {
        return;
    };
    if list.code(&code.id).is_some() {
        told_twice(sink, &node.place, &code.id);
    } else if let Some(other) = list.number(code.number) {
        let message = format!("nummeret {} har »{}« allerede", code.number, other.id);
        sink.tell(
            Report::error("declared-twice", &node.place, message)
                .remedy("giv koden sit eget nummer"),
        );
    } else {
        list.codes.push(code);
    }
}

fn tag(sink: &Sink, lists: &mut [RegisterList], list: &str, node: &Node) {
    let Some(mut reader) = Reader::of(sink, node) else {
        return;
    };
    let id = reader.required_id("id");
    let title = title(&mut reader);
    reader.finish();
    let list = lists.iter_mut().find(|known| known.id == list);
    if let (Some(id), Some(title), Some(list)) = (id, title, list) {
        if list.tags.iter().any(|(known, _)| *known == id.value) {
            told_twice(sink, &id.place, &id.value);
        } else {
            list.tags.push((id.value, title));
        }
    }
}
