//! What the codes of a list are gathered to, and codes that are gathered like another.

use super::lists::{Gathering, RegisterList, list_above, unknown_list};
use super::{source_of, told_twice};
use crate::page::{Node, Part, Reader, Report, Sink, Tree, is_id};
use crate::suggest::nearest;

/// Reads what lists are gathered to, when all lists are known.
pub(super) fn read(sink: &Sink, parts: &[Part], lists: &mut [RegisterList]) {
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

/// Gathers codes that say which other code of their list they are gathered like, when all gatherings are known.
pub(super) fn read_likes(sink: &Sink, parts: &[Part], lists: &mut [RegisterList]) {
    for part in parts {
        let Some(list) = list_above(parts, part) else {
            continue;
        };
        let Some(list) = lists.iter_mut().find(|known| known.id == list.value) else {
            continue;
        };
        for block in &part.blocks {
            let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
            for node in reader.items("code") {
                like(sink, node, list);
            }
        }
    }
}

fn like(sink: &Sink, node: &Node, list: &mut RegisterList) {
    if !matches!(node.tree, Tree::Table(_)) {
        // Told where the code was read.
        return;
    }
    let Some(mut reader) = Reader::of(sink, node) else {
        return;
    };
    if reader.node("like").is_none() {
        return;
    }
    let (Some(id), Some(like)) = (reader.id("id"), reader.id("like")) else {
        return;
    };
    let number = |id: &str| list.code(id).map(|code| code.number);
    let Some(other) = number(&like.value) else {
        let ids = list.codes.iter().map(|code| code.id.as_str());
        let remedy = nearest(&like.value, ids).map_or_else(
            || "skriv id'et på en kode i listen".to_owned(),
            |near| format!("mente du {near}?"),
        );
        let message = format!("der er ingen kode i listen, der hedder »{}«", like.value);
        sink.tell(Report::error("unknown-code", &like.place, message).remedy(remedy));
        return;
    };
    let Some(own) = number(&id.value) else {
        return;
    };
    for gathering in &mut list.gatherings {
        let pair = gathering.pairs.iter().find(|(code, _)| *code == other);
        let is_there = gathering.pairs.iter().any(|(code, _)| *code == own);
        if let (Some((_, member)), false) = (pair.copied(), is_there) {
            gathering.pairs.push((own, member));
            gathering.pairs.sort_unstable();
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
        unknown_list(sink, &to);
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
