//! Code lists with the numbers that registers use, dated, and what they are gathered to.

use calendar::Day;

use super::{source_of, title, told_twice};
use crate::codes::CodeList;
use crate::page::{At, Node, Part, Reader, Report, Role, Sink, Tree, is_id};
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

/// Reads the codes and tags of a page.
pub(super) fn read(sink: &Sink, parts: &[Part], codes: &Codes, lists: &mut Vec<RegisterList>) {
    for part in parts {
        match &part.role {
            Role::List(id) => open(sink, lists, id, part),
            Role::Plain | Role::Lists(_) | Role::Unread => {}
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
        for block in &part.blocks {
            let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
            if let Some(proper) = reader.flag("proper")
                && let Some(list) = lists.iter_mut().find(|list| list.id == id.value)
            {
                list.proper = proper;
            }
            for node in reader.items("code") {
                if let Some(code) = code(sink, node, part, codes, &id.value) {
                    add(sink, lists, &id.value, code, node);
                }
            }
            for node in reader.items("tag") {
                tag(sink, lists, &id.value, node);
            }
            // Read when all lists are known.
            reader.items("gathering");
            reader.finish();
        }
    }
}

fn list_above<'a>(parts: &'a [Part], part: &Part) -> Option<&'a At<String>> {
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

/// Reads what lists are gathered to, when all lists are known.
pub(super) fn gatherings(sink: &Sink, parts: &[Part], lists: &mut [RegisterList]) {
    for part in parts {
        let Some(list) = list_above(parts, part) else {
            continue;
        };
        for block in &part.blocks {
            let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
            for node in reader.items("gathering") {
                let found = gathering(sink, node, part, &list.value, lists);
                let list = lists.iter_mut().find(|known| known.id == list.value);
                if let (Some(found), Some(list)) = (found, list) {
                    let overlaps = list.gatherings.iter().any(|other| {
                        other.id == found.id
                            && other.until.is_none_or(|until| found.from < until)
                            && found.until.is_none_or(|until| other.from < until)
                    });
                    if overlaps {
                        told_twice(sink, &node.place, &found.id);
                    } else {
                        list.gatherings.push(found);
                    }
                }
            }
        }
    }
}

fn gathering(
    sink: &Sink,
    node: &Node,
    part: &Part,
    list: &str,
    lists: &[RegisterList],
) -> Option<Gathering> {
    let mut reader = Reader::of(sink, node)?;
    let id = reader.required_id("id");
    let to = reader.required_id("to");
    let members = reader.node("members");
    if members.is_none() {
        reader.missing("members");
    }
    reader.finish();
    let (id, to, members) = (id?, to?, members?);
    let from_list = lists.iter().find(|known| known.id == list)?;
    let Some(to_list) = lists.iter().find(|known| known.id == to.value) else {
        let message = format!("der er ingen liste, der hedder »{}«", to.value);
        sink.tell(
            Report::error("unknown-list", &to.place, message)
                .remedy("skriv listen med {list = \"…\"} på en side med registerlister"),
        );
        return None;
    };
    let Tree::Table(entries) = &members.tree else {
        crate::page::wrong_type(sink, members, "en tabel { medlem = [numre] }");
        return None;
    };
    let mut pairs = Vec::new();
    for entry in entries {
        let member = to_list.code(&entry.key);
        if member.is_none() {
            let message = format!("»{}« er ikke i listen {}", entry.key, to.value);
            let remedy = if is_id(&entry.key) {
                "skriv koden i listen"
            } else {
                "skriv kodens id"
            };
            sink.tell(Report::error("unknown-code", &entry.key_place, message).remedy(remedy));
        }
        let Tree::List(numbers) = &entry.value.tree else {
            crate::page::wrong_type(sink, &entry.value, "en liste af numre");
            continue;
        };
        for number in numbers {
            let known = match number.tree {
                Tree::Number(number) => i32::try_from(number).ok(),
                _ => None,
            };
            let Some(code) = known.filter(|number| from_list.number(*number).is_some()) else {
                let message = format!(
                    "{} er ikke et nummer i listen {list}",
                    number.tree.written()
                );
                sink.tell(
                    Report::error("unknown-code", &number.place, message)
                        .remedy("skriv koden med sit nummer i listen"),
                );
                continue;
            };
            if pairs.iter().any(|(known, _)| *known == code) {
                told_twice(sink, &number.place, &code.to_string());
            } else if let Some(member) = member {
                pairs.push((code, member.number));
            }
        }
    }
    pairs.sort_unstable();
    Some(Gathering {
        id: id.value,
        to: to.value,
        from: part.from,
        until: part.until,
        pairs,
        source: source_of(part),
    })
}
