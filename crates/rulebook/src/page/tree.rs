//! TOML as a tree of our own: in file order, every key and value with its place in the page.

use std::ops::Range;

use calendar::{Day, LocalTime};
use toml::de::{DeTable, DeValue};

/// A value with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) tree: Tree,
    pub(crate) place: Range<usize>,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tree {
    Text(String),
    Number(i64),
    Flag(bool),
    Day(Day),
    Time(LocalTime),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// Something TOML has and pages never need; the name of its type.
    Other(&'static str),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) key_place: Range<usize>,
    pub(crate) value: Node,
}

/// A syntax fault: place and TOML's own words.
pub(crate) type SyntaxFault = (Range<usize>, String);

/// Reads a document that stands at `offset` in the page.
pub(crate) fn parse(text: &str, offset: usize) -> (Vec<Entry>, Vec<SyntaxFault>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let faults = errors
        .iter()
        .map(|error| {
            let span = error.span().unwrap_or(0..0);
            (
                span.start + offset..span.end + offset,
                error.message().to_owned(),
            )
        })
        .collect();
    (entries(table.get_ref(), offset), faults)
}

fn entries(table: &DeTable<'_>, offset: usize) -> Vec<Entry> {
    let mut entries: Vec<_> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            key_place: key.span().start + offset..key.span().end + offset,
            value: node(value.get_ref(), value.span(), offset),
        })
        .collect();
    entries.sort_by_key(|entry| entry.key_place.start);
    entries
}

fn node(value: &DeValue<'_>, span: Range<usize>, offset: usize) -> Node {
    let tree = match value {
        DeValue::String(text) => Tree::Text(text.to_string()),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            i64::from_str_radix(&digits, number.radix())
                .map_or(Tree::Other("et tal, der er for stort"), Tree::Number)
        }
        DeValue::Float(_) => Tree::Other("et kommatal"),
        DeValue::Boolean(flag) => Tree::Flag(*flag),
        DeValue::Datetime(moment) => datetime(moment),
        DeValue::Array(list) => Tree::List(
            list.iter()
                .map(|value| node(value.get_ref(), value.span(), offset))
                .collect(),
        ),
        DeValue::Table(table) => Tree::Table(entries(table, offset)),
    };
    Node {
        tree,
        place: span.start + offset..span.end + offset,
    }
}

fn datetime(moment: &toml::value::Datetime) -> Tree {
    let read = match (&moment.date, &moment.time, &moment.offset) {
        (Some(date), None, None) => {
            let year = i16::try_from(date.year).ok();
            let month = i8::try_from(date.month).ok();
            let day = i8::try_from(date.day).ok();
            match (year, month, day) {
                (Some(year), Some(month), Some(day)) => Day::new(year, month, day).map(Tree::Day),
                _ => None,
            }
        }
        (None, Some(time), None) => format!("{:02}:{:02}", time.hour, time.minute)
            .parse()
            .ok()
            .map(Tree::Time),
        _ => None,
    };
    read.unwrap_or(Tree::Other("et tidspunkt"))
}

impl Tree {
    /// What kind of value it is, in Danish.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Tree::Text(_) => "tekst",
            Tree::Number(_) => "et tal",
            Tree::Flag(_) => "true/false",
            Tree::Day(_) => "en dag",
            Tree::Time(_) => "et klokkeslæt",
            Tree::List(_) => "en liste",
            Tree::Table(_) => "en tabel",
            Tree::Other(what) => what,
        }
    }

    /// The value as the page would write it, for parameters.
    pub(crate) fn written(&self) -> String {
        match self {
            Tree::Text(text) => text.clone(),
            Tree::Number(number) => number.to_string(),
            Tree::Flag(flag) => flag.to_string(),
            Tree::Day(day) => day.to_string(),
            Tree::Time(time) => time.to_string(),
            Tree::List(list) => {
                let parts: Vec<_> = list.iter().map(|node| node.tree.written()).collect();
                parts.join(", ")
            }
            Tree::Table(entries) => {
                let parts: Vec<_> = entries
                    .iter()
                    .map(|entry| format!("{} = {}", entry.key, entry.value.tree.written()))
                    .collect();
                parts.join(", ")
            }
            Tree::Other(what) => (*what).to_owned(),
        }
    }
}
