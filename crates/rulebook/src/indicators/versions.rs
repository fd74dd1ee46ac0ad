//! From drafts to versions: each is compiled for every stretch of days on which nothing it uses changes.

use std::collections::BTreeSet;
use std::sync::Arc;

use calendar::Day;
use figures::Population;
use figures::language::Vocabulary;

use super::draft::{Head, IndicatorDraft, PopulationDraft};
use super::load::{PageRef, with_parameters};
use super::parameters::ParameterDraft;
use super::{IndicatorVersion, PopulationVersion, holds, lines};
use crate::page::{At, Sink};

/// The stretches of days of a heading on which nothing changes: from, until, and the words that hold.
pub(super) fn stretches<'a, Words>(
    head: &Head,
    parameters: &[ParameterDraft],
    vocabularies: &'a [(Day, Words)],
) -> Vec<(Day, Option<Day>, &'a Words)> {
    let days: BTreeSet<Day> = vocabularies
        .iter()
        .map(|(day, _)| *day)
        .chain(parameters.iter().flat_map(ParameterDraft::days))
        .chain([head.from])
        .filter(|day| holds(head.from, head.until, *day))
        .collect();
    let days: Vec<Day> = days.into_iter().collect();
    let mut found = Vec::new();
    for (at, from) in days.iter().enumerate() {
        let until = days.get(at + 1).copied().or(head.until);
        let words = vocabularies.iter().rev().find(|(day, _)| day <= from);
        found.extend(words.map(|(_, vocabulary)| (*from, until, vocabulary)));
    }
    found
}

pub(super) fn compiled_populations(
    pages: &[PageRef<'_>],
    drafts: &[PopulationDraft],
    vocabularies: &[(Day, Vocabulary)],
) -> Vec<Arc<PopulationVersion>> {
    let mut versions: Vec<PopulationVersion> = Vec::new();
    for draft in drafts {
        for (from, until, vocabulary) in stretches(&draft.head, &draft.parameters, vocabularies) {
            let own = with_parameters(vocabulary, &draft.parameters, from);
            let sink = pages[draft.head.page].0;
            let Some(population) = lines::population(sink, &draft.line, &own) else {
                continue;
            };
            let version = PopulationVersion {
                id: draft.head.id.value.clone(),
                title: draft.head.title.clone(),
                from,
                until,
                source: draft.head.source.clone(),
                method: draft.head.method.clone(),
                line: draft.line.value.clone(),
                population,
                parameters: told(&draft.parameters, &[&draft.line], from),
                faults: draft.faults.clone(),
                invented: draft.head.invented,
                path: sink.path().to_owned(),
                anchor: draft.head.anchor.clone(),
            };
            let moved = |last: &PopulationVersion| PopulationVersion {
                from: last.from,
                until: last.until,
                ..version.clone()
            };
            match versions.last_mut() {
                Some(last) if last.until == Some(from) && *last == moved(last) => {
                    last.until = until;
                }
                _ => versions.push(version),
            }
        }
    }
    versions.sort_by(|one, other| (&one.id, one.from).cmp(&(&other.id, other.from)));
    versions.into_iter().map(Arc::new).collect()
}

fn told(parameters: &[ParameterDraft], lines: &[&At<String>], day: Day) -> Vec<crate::Parameter> {
    let used = parameters
        .iter()
        .filter(|parameter| lines.iter().any(|line| parameter.is_used_in(&line.value)));
    used.map(|parameter| parameter.told(day)).collect()
}

pub(super) fn compiled_indicators(
    pages: &[PageRef<'_>],
    drafts: &[IndicatorDraft],
    vocabularies: &[(Day, Vocabulary)],
) -> Vec<Arc<IndicatorVersion>> {
    let mut versions: Vec<IndicatorVersion> = Vec::new();
    for draft in drafts {
        for (from, until, vocabulary) in stretches(&draft.head, &draft.parameters, vocabularies) {
            let own = with_parameters(vocabulary, &draft.parameters, from);
            let Some(version) = compiled(pages[draft.head.page].0, draft, &own, (from, until))
            else {
                continue;
            };
            match versions.last_mut() {
                Some(last) if last.until == Some(from) && same(last, &version) => {
                    last.until = until;
                }
                _ => versions.push(version),
            }
        }
    }
    versions.sort_by(|one, other| (&one.id, one.from).cmp(&(&other.id, other.from)));
    versions.into_iter().map(Arc::new).collect()
}

/// Whether two versions differ in nothing but their days.
fn same(one: &IndicatorVersion, other: &IndicatorVersion) -> bool {
    let moved = IndicatorVersion {
        from: one.from,
        until: one.until,
        ..other.clone()
    };
    *one == moved
}

fn compiled(
    sink: &Sink,
    draft: &IndicatorDraft,
    vocabulary: &Vocabulary,
    (from, until): (Day, Option<Day>),
) -> Option<IndicatorVersion> {
    let population: Option<Population> = lines::population(sink, &draft.line, vocabulary);
    let measures: Vec<_> = draft
        .measures
        .iter()
        .map(|measure| measure.build(sink, vocabulary))
        .collect();
    let measures: Option<Vec<_>> = measures.into_iter().collect();
    let lines: Vec<_> = draft.lines().collect();
    Some(IndicatorVersion {
        id: draft.head.id.value.clone(),
        title: draft.head.title.clone(),
        from,
        until,
        source: draft.head.source.clone(),
        method: draft.head.method.clone(),
        line: draft.line.value.clone(),
        population: population?,
        measures: measures?,
        shown: draft.shown.clone(),
        by: draft.by.clone(),
        periods: draft.periods.clone(),
        partial: draft.partial,
        days_off: draft.measures.iter().find_map(|measure| measure.days_off),
        rivals: draft
            .rivals
            .iter()
            .map(|rival| rival.value.clone())
            .collect(),
        published: draft.published.clone(),
        parameters: told(&draft.parameters, &lines, from),
        faults: draft.faults.clone(),
        invented: draft.head.invented,
        path: sink.path().to_owned(),
        anchor: draft.head.anchor.clone(),
    })
}
