//! Populations and indicators as the page writes them, before their lines are read.

use std::ops::Range;

use calendar::Day;
use figures::Partial;

use super::measure::{self, MeasureDraft};
use super::parameters::{self, ParameterDraft};
use super::published;
use super::shown;
use super::{Period, PublishedSeries, Series, Shown};
use crate::page::{At, Entry, Part, Reader, Report, Role, Sink, Tree, words};
use crate::registers::{Registers, title, told_twice};
use crate::{SourceRef, Text};

/// What a heading declares, and the days on which it holds.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) id: At<String>,
    pub(super) title: Text,
    pub(super) from: Day,
    pub(super) until: Option<Day>,
    pub(super) source: SourceRef,
    /// What stands between the heading and its first block.
    pub(super) method: String,
    pub(super) anchor: String,
    /// Whether it is said here or above that it is made up.
    pub(super) invented: bool,
    /// The page's place among the pages.
    pub(super) page: usize,
}

#[derive(Debug, Clone)]
pub(super) struct PopulationDraft {
    pub(super) head: Head,
    pub(super) line: At<String>,
    pub(super) parameters: Vec<ParameterDraft>,
    pub(super) faults: Vec<Text>,
}

#[derive(Debug, Clone)]
pub(super) struct IndicatorDraft {
    pub(super) head: Head,
    pub(super) line: At<String>,
    pub(super) measures: Vec<MeasureDraft>,
    pub(super) shown: Vec<Shown>,
    pub(super) by: Vec<String>,
    pub(super) periods: Vec<Period>,
    pub(super) partial: Partial,
    pub(super) rivals: Vec<At<String>>,
    pub(super) published: Vec<PublishedSeries>,
    pub(super) parameters: Vec<ParameterDraft>,
    pub(super) faults: Vec<Text>,
}

impl IndicatorDraft {
    /// All its lines.
    pub(super) fn lines(&self) -> impl Iterator<Item = &At<String>> {
        let measures = self.measures.iter().flat_map(MeasureDraft::lines);
        std::iter::once(&self.line).chain(measures)
    }
}

/// A heading with all that stands under it.
pub(super) struct Section {
    pub(super) head: Head,
    pub(super) entries: Vec<Entry>,
    pub(super) place: Range<usize>,
    at: usize,
}

const PERIODS: [(&str, Period); 4] = [
    ("week", Period::Week),
    ("month", Period::Month),
    ("quarter", Period::Quarter),
    ("year", Period::Year),
];

/// The sections of a page whose headings have a role that `role` knows.
pub(super) fn sections(
    page: usize,
    sink: &Sink,
    parts: &[Part],
    role: fn(&Role) -> Option<&At<String>>,
) -> Vec<Section> {
    let mut found = Vec::new();
    for (at, part) in parts.iter().enumerate() {
        let Some(id) = role(&part.role) else { continue };
        let mut entries: Vec<Entry> = Vec::new();
        let mut place = part.place.clone();
        for (below, other) in parts.iter().enumerate() {
            if other.owner != at || (below != at && role(&other.role).is_some()) {
                continue;
            }
            for block in &other.blocks {
                if place == part.place {
                    place = block.fence.clone();
                }
                merge(sink, &mut entries, &block.entries);
            }
        }
        found.push(Section {
            head: Head {
                id: id.clone(),
                title: part.title.clone(),
                from: part.from,
                until: part.until,
                source: part.source.clone().unwrap_or_default(),
                method: prose(sink, part),
                anchor: part.anchor.clone(),
                invented: part.invented || parts[0].invented,
                page,
            },
            entries,
            place,
            at,
        });
    }
    found
}

/// The words between a heading and its first block, without marks: a line for each paragraph.
fn prose(sink: &Sink, part: &Part) -> String {
    let block = part.blocks.first();
    let end = block.map_or(part.body.end, |block| block.fence.start);
    let said = sink.text().get(part.body.start..end).unwrap_or_default();
    let paragraphs = said.split("\n\n").map(|paragraph| {
        let lines = paragraph.lines().map(str::trim);
        let lines = lines.filter(|line| !line.starts_with("```"));
        let words = lines.collect::<Vec<_>>().join(" ");
        words.replace("**", "").replace('`', "").trim().to_owned()
    });
    let paragraphs = paragraphs.filter(|paragraph| !paragraph.is_empty());
    paragraphs.collect::<Vec<_>>().join("\n")
}

/// Adds the entries of another block: lists of the same name grow, anything else is said twice.
fn merge(sink: &Sink, entries: &mut Vec<Entry>, more: &[Entry]) {
    for entry in more {
        let Some(known) = entries.iter_mut().find(|known| known.key == entry.key) else {
            entries.push(entry.clone());
            continue;
        };
        match (&mut known.value.tree, &entry.value.tree) {
            (Tree::List(list), Tree::List(more)) => list.extend(more.iter().cloned()),
            _ => told_twice(sink, &entry.key_place, &entry.key),
        }
    }
}

/// The parameters and series that a page declares for all its sections.
pub(super) fn declared(
    sink: &Sink,
    parts: &[Part],
    series: &mut Vec<Series>,
) -> Vec<ParameterDraft> {
    let mut found = Vec::new();
    for part in parts {
        match &parts[part.owner].role {
            Role::Indicators(_) => {}
            Role::Population(_)
            | Role::Indicator(_)
            | Role::Judgement(_)
            | Role::Cohort(_)
            | Role::Unread => continue,
            _ => {
                let message = "en side med indikatorer har kun populationer, indikatorer og domme";
                sink.tell(
                    Report::error("misplaced-heading", &part.place, message).remedy(
                        "brug {population = \"…\"}, {indicator = \"…\"} eller {judgement = \"…\"}",
                    ),
                );
                continue;
            }
        }
        for block in &part.blocks {
            let mut reader = Reader::new(sink, &block.entries, block.fence.clone());
            for node in reader.items("parameter") {
                found.extend(parameters::read(sink, node, part));
            }
            for node in reader.items("series") {
                let Some(mut reader) = Reader::of(sink, node) else {
                    continue;
                };
                let id = reader.required_id("id");
                let title = title(&mut reader);
                reader.finish();
                if let (Some(id), Some(title)) = (id, title) {
                    if series.iter().any(|known| known.id == id.value) {
                        told_twice(sink, &id.place, &id.value);
                        continue;
                    }
                    series.push(Series {
                        id: id.value,
                        title,
                        source: part.source.clone().unwrap_or_default(),
                    });
                }
            }
            reader.finish();
        }
    }
    found
}

/// Reads a named population.
pub(super) fn population(
    sink: &Sink,
    parts: &[Part],
    section: &Section,
    shared: &[ParameterDraft],
) -> Option<PopulationDraft> {
    let mut reader = Reader::new(sink, &section.entries, section.place.clone());
    let line = required_line(&mut reader);
    let parameters = own_parameters(sink, parts, section, &mut reader, shared);
    let faults = texts(sink, &mut reader, "faults");
    reader.finish();
    Some(PopulationDraft {
        head: section.head.clone(),
        line: line?,
        parameters,
        faults,
    })
}

/// Reads an indicator.
pub(super) fn indicator(
    sink: &Sink,
    parts: &[Part],
    section: &Section,
    shared: &[ParameterDraft],
    registers: &Registers,
    series: &[String],
) -> Option<IndicatorDraft> {
    let mut reader = Reader::new(sink, &section.entries, section.place.clone());
    let line = required_line(&mut reader);
    let nodes = reader.items("measure");
    let count = nodes.len();
    let measures: Vec<MeasureDraft> = nodes
        .into_iter()
        .filter_map(|node| measure::read(sink, node))
        .collect();
    let ids: Vec<String> = measures.iter().map(|measure| measure.id.clone()).collect();
    for (at, id) in ids.iter().enumerate() {
        if ids[..at].contains(id) {
            told_twice(sink, &section.place, id);
        }
    }
    let mut days_off = measures.iter().filter_map(|measure| measure.days_off);
    if let Some(first) = days_off.next()
        && days_off.any(|other| other != first)
    {
        let message = "målene tæller både hverdage og arbejdsdage";
        sink.tell(
            Report::error("two-calendars", &section.place, message)
                .remedy("lad alle mål tælle enten days = \"working\" eller days = \"weekdays\""),
        );
    }
    if count == 0 {
        none(sink, section, "measure", "hvad der tælles");
    }
    let nodes = reader.items("shown");
    if nodes.is_empty() {
        none(sink, section, "shown", "hvad der vises");
    }
    // A measure that could not be read would make every number of it a second fault.
    let shown: Vec<Shown> = if ids.len() == count {
        shown::read_all(sink, &nodes, &ids, series)
    } else {
        Vec::new()
    };
    let known: Vec<String> = registers
        .breakdowns()
        .iter()
        .map(|known| known.id.clone())
        .collect();
    let by = reader.ids("by").into_iter();
    let by: Vec<String> = by
        .filter_map(|id| shown::known(sink, id, &known, "ingen opdeling", "[[breakdown]]"))
        .collect();
    let published = reader.items("published").into_iter();
    let published = published
        .filter_map(|node| published::read(sink, node, registers, &by, &shown))
        .collect();
    let periods = periods(sink, &mut reader);
    let partial = reader.word(
        "partial",
        &[("unknown", Partial::Unknown), ("keep", Partial::Keep)],
    );
    let rivals = reader.ids("rivals");
    let parameters = own_parameters(sink, parts, section, &mut reader, shared);
    let faults = texts(sink, &mut reader, "faults");
    reader.finish();
    Some(IndicatorDraft {
        head: section.head.clone(),
        line: line?,
        measures,
        shown,
        by,
        periods,
        partial: partial.map_or(Partial::Unknown, |partial| partial.value),
        rivals,
        published,
        parameters,
        faults,
    })
}

/// Tells that a section declares none of what it must have.
pub(super) fn none(sink: &Sink, section: &Section, key: &str, what: &str) {
    let message = format!("det siges ikke, {what}");
    sink.tell(
        Report::error("missing-key", &section.place, message)
            .remedy(format!("skriv mindst én [[{key}]]")),
    );
}

fn required_line(reader: &mut Reader<'_>) -> Option<At<String>> {
    if reader.node("population").is_none() {
        reader.missing("population");
    }
    reader.text("population")
}

fn periods(sink: &Sink, reader: &mut Reader<'_>) -> Vec<Period> {
    let found: Vec<Period> = reader
        .ids("periods")
        .iter()
        .filter_map(|word| crate::page::one_of(sink, word, &PERIODS))
        .map(|period| period.value)
        .collect();
    if found.is_empty() {
        vec![Period::Month]
    } else {
        found
    }
}

/// The section's own parameters, and those of the page that it does not replace.
pub(super) fn own_parameters(
    sink: &Sink,
    parts: &[Part],
    section: &Section,
    reader: &mut Reader<'_>,
    shared: &[ParameterDraft],
) -> Vec<ParameterDraft> {
    let part = &parts[section.at];
    let nodes = reader.items("parameter").into_iter();
    let mut own: Vec<_> = nodes
        .filter_map(|node| parameters::read(sink, node, part))
        .collect();
    let inherited: Vec<_> = shared
        .iter()
        .filter(|shared| !own.iter().any(|one| one.is_called(shared)))
        .cloned()
        .collect();
    own.extend(inherited);
    own
}

/// A list of texts for people.
pub(super) fn texts(sink: &Sink, reader: &mut Reader<'_>, key: &'static str) -> Vec<Text> {
    let nodes = reader.items(key).into_iter();
    nodes.filter_map(|node| words(sink, node)).collect()
}
