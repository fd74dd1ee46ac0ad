//! Published tables whose numbers can stand beside an indicator's own: which number, and what each row is about.
//!
//! The tables themselves are kept by the store; here stands only what the page says of them.

use super::Shown;
use super::shown::known;
use crate::page::{At, Entry, Node, Reader, Report, Sink, text, words};
use crate::registers::{Bounds, RegisterList, Registers, told_twice};
use crate::suggest::nearest;
use crate::{SourceRef, Text};

/// A published table whose numbers can stand beside the indicator's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedSeries {
    /// The name under which the table is kept: `y01a02`.
    pub table: String,
    /// Who publishes it, and whether somebody has held the words of this declaration against the table.
    pub source: SourceRef,
    /// A shown number by its id, and what it is called in the table.
    pub numbers: Vec<(String, String)>,
    /// What the whole table is about: a breakdown by its id and a code's number. Such a table is a part of the indicator.
    pub about: Vec<PublishedPart>,
    /// What the table is broken down by.
    pub dimensions: Vec<PublishedDimension>,
    /// In what the published numbers are counted otherwise.
    pub differs: Vec<Text>,
}

/// One member of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublishedPart {
    /// The breakdown's id.
    pub breakdown: String,
    /// The member's number in its list.
    pub code: i32,
}

/// A dimension of a published table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedDimension {
    /// What it is called; files of different form call it differently.
    pub names: Vec<String>,
    /// The member that is everything: the whole country, both sexes.
    pub whole: Option<String>,
    /// The other members by their words, and what each is here.
    pub members: Vec<(String, PublishedPart)>,
}

impl PublishedSeries {
    /// The place of a shown number among the measures of a table.
    pub fn number(&self, shown: &str, measures: &[String]) -> Option<usize> {
        let (_, wanted) = self.numbers.iter().find(|(id, _)| id == shown)?;
        measures.iter().position(|measure| measure == wanted)
    }

    /// What a row of the table is about, given the names of the table's dimensions and the row's members: one part for each
    /// breakdown it is narrowed to, ascending; none for the whole country. `None` where the page does not say what a
    /// dimension or a member is, so the row is of something else.
    pub fn parts(&self, dimensions: &[String], members: &[String]) -> Option<Vec<PublishedPart>> {
        let mut parts = self.about.clone();
        for (name, member) in dimensions.iter().zip(members) {
            let mut found = self.dimensions.iter();
            let dimension = found.find(|one| one.names.contains(name))?;
            if dimension.whole.as_ref() == Some(member) {
                continue;
            }
            let mut found = dimension.members.iter();
            parts.push(found.find(|(label, _)| label == member)?.1.clone());
        }
        parts.sort_unstable();
        Some(parts)
    }

    /// The words a member of a breakdown has in the table, with the dimension's names.
    pub fn member(&self, part: &PublishedPart) -> Option<(&PublishedDimension, &str)> {
        self.dimensions.iter().find_map(|dimension| {
            let mut found = dimension.members.iter();
            let (label, _) = found.find(|(_, known)| known == part)?;
            Some((dimension, label.as_str()))
        })
    }
}

/// Reads a declaration; `by` are the breakdowns of the indicator.
pub(super) fn read(
    sink: &Sink,
    node: &Node,
    registers: &Registers,
    by: &[String],
    shown: &[Shown],
) -> Option<PublishedSeries> {
    let mut reader = Reader::of(sink, node)?;
    for key in ["table", "publisher", "numbers"] {
        if reader.node(key).is_none() {
            reader.missing(key);
        }
    }
    let table = reader.text("table");
    let publisher = reader.text("publisher");
    let unverified = reader.flag("source-unverified").unwrap_or(false);
    let ids: Vec<String> = shown.iter().map(|one| one.id.clone()).collect();
    let mut numbers = Vec::new();
    for entry in table_of(sink, reader.node("numbers")) {
        let id = At::new(entry.key.clone(), entry.key_place.clone());
        let id = known(sink, id, &ids, "intet tal", "[[shown]]");
        numbers.extend(id.zip(text(sink, &entry.value).map(|label| label.value)));
    }
    let mut about = Vec::new();
    for entry in table_of(sink, reader.node("about")) {
        let breakdown = At::new(entry.key.clone(), entry.key_place.clone());
        let Some(breakdown) = known(sink, breakdown, by, "ingen opdeling", "by") else {
            continue;
        };
        let code = crate::page::id(sink, &entry.value);
        about.extend(code.and_then(|code| part(sink, &code, registers, &[breakdown])));
    }
    let dimensions = reader.items("dimensions").into_iter();
    let dimensions = dimensions
        .filter_map(|node| dimension(sink, node, registers, by))
        .collect();
    let differs = reader.items("differs").into_iter();
    let differs = differs.filter_map(|node| words(sink, node)).collect();
    reader.finish();
    Some(PublishedSeries {
        table: table?.value,
        source: SourceRef {
            text: publisher?.value,
            verified: !unverified,
        },
        numbers,
        about,
        dimensions,
        differs,
    })
}

/// The entries of an open table; tells when it is none.
fn table_of<'a>(sink: &'a Sink, node: Option<&'a Node>) -> &'a [Entry] {
    let reader = node.and_then(|node| Reader::of(sink, node));
    reader.map_or(&[], Reader::everything)
}

fn dimension(
    sink: &Sink,
    node: &Node,
    registers: &Registers,
    by: &[String],
) -> Option<PublishedDimension> {
    let mut reader = Reader::of(sink, node)?;
    let names: Vec<String> = reader
        .items("name")
        .into_iter()
        .filter_map(|node| text(sink, node).map(|name| name.value))
        .collect();
    if names.is_empty() {
        reader.missing("name");
    }
    let whole = reader.text("whole").map(|whole| whole.value);
    let levels: Vec<String> = reader
        .ids("by")
        .into_iter()
        .filter_map(|id| known(sink, id, by, "ingen opdeling", "by"))
        .collect();
    let mut members: Vec<(String, PublishedPart)> = Vec::new();
    for entry in table_of(sink, reader.node("named")) {
        let Some(code) = crate::page::id(sink, &entry.value) else {
            continue;
        };
        if let Some(part) = part(sink, &code, registers, &levels) {
            members.push((entry.key.clone(), part));
        }
    }
    for breakdown in &levels {
        for list in lists(registers, breakdown) {
            for code in &list.codes {
                let part = PublishedPart {
                    breakdown: breakdown.clone(),
                    code: code.number,
                };
                if !members.iter().any(|(_, known)| *known == part) {
                    members.push((code.title.da.clone(), part));
                }
            }
        }
    }
    members.sort_unstable();
    let mut labels: Vec<&String> = members.iter().map(|(label, _)| label).collect();
    labels.extend(&whole);
    labels.sort_unstable();
    if let Some(pair) = labels.windows(2).find(|pair| pair[0] == pair[1]) {
        told_twice(sink, reader.place(), pair[0]);
    }
    reader.finish();
    Some(PublishedDimension {
        names,
        whole,
        members,
    })
}

/// The lists whose codes are the members of a breakdown: where it is gathered, all it has been gathered to.
fn lists<'a>(registers: &'a Registers, breakdown: &str) -> Vec<&'a RegisterList> {
    let Some((list, gather)) = coded(registers, breakdown) else {
        return Vec::new();
    };
    let Some(gather) = gather else {
        return vec![list];
    };
    let gatherings = list.gatherings.iter().filter(|one| one.id == gather);
    let mut found: Vec<&str> = gatherings.map(|one| one.to.as_str()).collect();
    found.sort_unstable();
    found.dedup();
    let found = found.into_iter().filter_map(|id| registers.list(id));
    found.collect()
}

/// The list of codes behind a breakdown, and what it is gathered to.
fn coded<'a>(
    registers: &'a Registers,
    breakdown: &str,
) -> Option<(&'a RegisterList, Option<&'a str>)> {
    let schema = registers.schema();
    let (kind, gather) = match &registers.breakdown(breakdown)?.of {
        Bounds::Column {
            track,
            column,
            gather,
        } => {
            let (track, column) = registers.column(track, column)?;
            let columns = &schema.tracks[usize::from(track.0)].columns;
            (&columns[usize::from(column.0)].kind, gather)
        }
        Bounds::Attribute { attribute, gather } => {
            let attribute = schema.attribute(attribute)?;
            (&schema.attributes[usize::from(attribute.0)].kind, gather)
        }
        Bounds::Age(_) | Bounds::Seniority(_) => return None,
    };
    let figures::ColumnKind::Code { list } = kind else {
        return None;
    };
    Some((registers.list(list)?, gather.as_deref()))
}

/// The member with this id in one of the breakdowns; tells an unknown one.
fn part(
    sink: &Sink,
    code: &At<String>,
    registers: &Registers,
    breakdowns: &[String],
) -> Option<PublishedPart> {
    let mut all = Vec::new();
    for breakdown in breakdowns {
        for list in lists(registers, breakdown) {
            if let Some(found) = list.code(&code.value) {
                return Some(PublishedPart {
                    breakdown: breakdown.clone(),
                    code: found.number,
                });
            }
            all.extend(list.codes.iter().map(|known| known.id.as_str()));
        }
    }
    let remedy = nearest(&code.value, all.into_iter()).map_or_else(
        || "skriv id'et på en kode i opdelingens liste".to_owned(),
        |near| format!("mente du {near}?"),
    );
    let message = format!("opdelingen har ingen kode, der hedder »{}«", code.value);
    sink.tell(Report::error("unknown-name", &code.place, message).remedy(remedy));
    None
}
