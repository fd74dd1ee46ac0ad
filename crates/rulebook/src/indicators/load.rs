//! From pages to versions: every definition is compiled for each stretch of days on which nothing it uses changes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use calendar::Day;
use figures::Population;
use figures::language::{Label, NamedPopulation, Vocabulary, fold, parse};

use super::draft::{
    self, Head, IndicatorDraft, PopulationDraft, Section, indicator, none, own_parameters,
    population, sections, texts,
};
use super::judgement::{self, JudgementVersion, Names};
use super::parameters::ParameterDraft;
use super::{Catalogue, IndicatorVersion, PopulationVersion, Series, holds, lines};
use crate::page::{At, Part, Reader, Report, Role, Sink};
use crate::registers::{Registers, told_twice};
use crate::suggest::nearest;
use crate::{Codes, Text};

/// A page as the book read it.
type PageRef<'a> = (&'a Sink, &'a [Part]);

/// Reads everything about figures; problems go to the pages' sinks.
pub(crate) fn load(pages: &[PageRef<'_>], codes: &Codes) -> Catalogue {
    let mut registers = Registers::read(pages, codes);
    registers.check(pages);
    let mut series = Vec::new();
    let indicator_pages: Vec<(usize, PageRef<'_>)> = pages
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, (_, parts))| {
            matches!(
                parts.first().map(|part| &part.role),
                Some(Role::Indicators(_))
            )
        })
        .collect();
    let shared: BTreeMap<usize, Vec<ParameterDraft>> = indicator_pages
        .iter()
        .map(|(at, (sink, parts))| (*at, draft::declared(sink, parts, &mut series)))
        .collect();
    let series_ids: Vec<String> = series.iter().map(|one: &Series| one.id.clone()).collect();
    let mut populations = Vec::new();
    let mut indicators = Vec::new();
    for (at, (sink, parts)) in &indicator_pages {
        for section in sections(*at, sink, parts, population_id) {
            populations.extend(population(sink, parts, &section, &shared[at]));
        }
        for section in sections(*at, sink, parts, indicator_id) {
            let read = indicator(sink, parts, &section, &shared[at], &registers, &series_ids);
            indicators.extend(read);
        }
    }
    overlaps(
        pages,
        &populations.iter().map(|one| &one.head).collect::<Vec<_>>(),
    );
    overlaps(
        pages,
        &indicators.iter().map(|one| &one.head).collect::<Vec<_>>(),
    );
    taken(pages, &registers, &populations);
    let days = days(&registers, &populations, &indicators);
    let vocabularies = vocabularies(pages, &registers, &populations, &days);
    let compiled = compiled_populations(pages, &populations, &vocabularies);
    let versions = compiled_indicators(pages, &indicators, &vocabularies);
    rivals(pages, &indicators);
    let judgements = judgements(&indicator_pages, &shared, &indicators, &series_ids);
    Catalogue {
        registers,
        populations: compiled,
        indicators: versions,
        judgements,
        series,
    }
}

fn population_id(role: &Role) -> Option<&At<String>> {
    match role {
        Role::Population(id) => Some(id),
        _ => None,
    }
}

fn indicator_id(role: &Role) -> Option<&At<String>> {
    match role {
        Role::Indicator(id) => Some(id),
        _ => None,
    }
}

fn judgement_id(role: &Role) -> Option<&At<String>> {
    match role {
        Role::Judgement(id) => Some(id),
        _ => None,
    }
}

/// Two versions of one id that hold on the same day.
fn overlaps(pages: &[PageRef<'_>], heads: &[&Head]) {
    for (at, head) in heads.iter().enumerate() {
        let other = heads[..at].iter().find(|other| {
            other.id.value == head.id.value
                && other.until.is_none_or(|until| head.from < until)
                && head.until.is_none_or(|until| other.from < until)
        });
        if other.is_some() {
            told_twice(pages[head.page].0, &head.id.place, &head.id.value);
        }
    }
}

/// Populations that are called like a code, a track or a word of the language.
fn taken(pages: &[PageRef<'_>], registers: &Registers, populations: &[PopulationDraft]) {
    let vocabulary = registers.vocabulary(Day::MAX);
    for population in populations {
        let head = &population.head;
        let english = head.title.en.as_deref().unwrap_or(&head.title.da);
        let names = [head.id.value.as_str(), head.title.da.as_str(), english];
        if let Some(name) = names.iter().find(|name| vocabulary.is_taken(name)) {
            let message = format!("»{name}« er allerede en kode, et spor eller et ord i sproget");
            pages[head.page].0.tell(
                Report::error("name-taken", &head.id.place, message)
                    .remedy("giv populationen et andet id og en anden overskrift"),
            );
        }
    }
}

/// The days on which the words of lines change, ascending, from the first there is.
fn days(
    registers: &Registers,
    populations: &[PopulationDraft],
    indicators: &[IndicatorDraft],
) -> Vec<Day> {
    let mut days = BTreeSet::from([Day::MIN]);
    for population in populations {
        days.insert(population.head.from);
        days.extend(population.head.until);
        days.extend(population.parameters.iter().flat_map(ParameterDraft::days));
    }
    // What codes are gathered to matters on few pages; cutting all of them there would compile everything again and again.
    let lines = populations
        .iter()
        .map(|one| &one.line)
        .chain(indicators.iter().flat_map(IndicatorDraft::lines));
    let lines: Vec<String> = lines.map(|line| fold(&line.value)).collect();
    for gathering in registers.lists().iter().flat_map(|list| &list.gatherings) {
        let members = registers
            .list(&gathering.to)
            .map_or(&[][..], |to| &to.codes);
        let is_said = members.iter().any(|member| {
            let english = member.title.en.as_deref().unwrap_or_default();
            let names = [fold(&member.id), fold(&member.title.da), fold(english)];
            let mut names = names.iter().filter(|name| !name.is_empty());
            names.any(|name| lines.iter().any(|line| line.contains(name)))
        });
        if is_said {
            days.insert(gathering.from);
            days.extend(gathering.until);
        }
    }
    days.into_iter().collect()
}

/// The words of each stretch of days; populations may use each other in any order of the pages.
fn vocabularies(
    pages: &[PageRef<'_>],
    registers: &Registers,
    populations: &[PopulationDraft],
    days: &[Day],
) -> Vec<(Day, Vocabulary)> {
    let made = days.iter().map(|day| {
        let mut vocabulary = registers.vocabulary(*day);
        let mut waiting: Vec<&PopulationDraft> = populations
            .iter()
            .filter(|one| holds(one.head.from, one.head.until, *day))
            .collect();
        loop {
            let before = waiting.len();
            waiting.retain(|draft| {
                let own = with_parameters(&vocabulary, &draft.parameters, *day);
                let Ok(population) = parse(&draft.line.value, &own) else {
                    return true;
                };
                vocabulary.name(NamedPopulation {
                    id: draft.head.id.value.clone(),
                    label: label(&draft.head.title),
                    population,
                });
                false
            });
            if waiting.len() == before {
                break;
            }
        }
        for draft in waiting {
            let own = with_parameters(&vocabulary, &draft.parameters, *day);
            lines::population(pages[draft.head.page].0, &draft.line, &own);
        }
        (*day, vocabulary)
    });
    made.collect()
}

fn with_parameters(vocabulary: &Vocabulary, parameters: &[ParameterDraft], day: Day) -> Vocabulary {
    let mut vocabulary = vocabulary.clone();
    for parameter in parameters {
        parameter.set(&mut vocabulary, day);
    }
    vocabulary
}

fn label(title: &Text) -> Label {
    Label {
        da: title.da.clone(),
        en: title.en.clone().unwrap_or_else(|| title.da.clone()),
    }
}

/// A population under its name, for the words of a line.
pub(super) fn named(population: &PopulationVersion) -> NamedPopulation {
    NamedPopulation {
        id: population.id.clone(),
        label: label(&population.title),
        population: population.population.clone(),
    }
}

/// The stretches of days of a heading on which nothing changes: from, until, and the words that hold.
fn stretches<'a, Words>(
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

fn compiled_populations(
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
                line: draft.line.value.clone(),
                population,
                parameters: told(&draft.parameters, &[&draft.line], from),
                faults: draft.faults.clone(),
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

fn compiled_indicators(
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
        parameters: told(&draft.parameters, &lines, from),
        faults: draft.faults.clone(),
        path: sink.path().to_owned(),
        anchor: draft.head.anchor.clone(),
    })
}

/// Rivals that are no indicators.
fn rivals(pages: &[PageRef<'_>], indicators: &[IndicatorDraft]) {
    let known: Vec<&str> = indicators
        .iter()
        .map(|one| one.head.id.value.as_str())
        .collect();
    for draft in indicators {
        for rival in &draft.rivals {
            if !known.contains(&rival.value.as_str()) {
                let remedy = nearest(&rival.value, known.iter().copied()).map_or_else(
                    || "skriv id'et på en anden indikator".to_owned(),
                    |near| format!("mente du {near}?"),
                );
                let message = format!("der er ingen indikator, der hedder »{}«", rival.value);
                pages[draft.head.page]
                    .0
                    .tell(Report::error("unknown-name", &rival.place, message).remedy(remedy));
            }
        }
    }
}

fn judgements(
    pages: &[(usize, PageRef<'_>)],
    shared: &BTreeMap<usize, Vec<ParameterDraft>>,
    indicators: &[IndicatorDraft],
    series: &[String],
) -> Vec<Arc<JudgementVersion>> {
    let shown: Vec<(String, Vec<String>)> = indicators
        .iter()
        .map(|one| {
            let ids = one.shown.iter().map(|shown| shown.id.clone());
            (one.head.id.value.clone(), ids.collect())
        })
        .collect();
    let mut found = Vec::new();
    for (at, (sink, parts)) in pages {
        for section in sections(*at, sink, parts, judgement_id) {
            let mut reader = Reader::new(sink, &section.entries, section.place.clone());
            let parameters = own_parameters(sink, parts, &section, &mut reader, &shared[at]);
            for (from, until, _) in stretches(&section.head, &parameters, &[(Day::MIN, ())]) {
                let names = Names {
                    shown: &shown,
                    series,
                    parameters: &parameters,
                    day: from,
                };
                let read = judgement_of(sink, &section, &names);
                found.extend(read.map(|version| Arc::new(JudgementVersion { until, ..version })));
            }
        }
    }
    found.sort_by(|one, other| (&one.id, one.from).cmp(&(&other.id, other.from)));
    found
}

/// The judgement as it is from the day of the names; what it says is told once, however many versions it has.
fn judgement_of(sink: &Sink, section: &Section, names: &Names<'_>) -> Option<JudgementVersion> {
    let mut reader = Reader::new(sink, &section.entries, section.place.clone());
    reader.items("parameter");
    let nodes = reader.items("when");
    if nodes.is_empty() {
        none(sink, section, "when", "hvornår det er sådan");
    }
    let clauses: Vec<_> = nodes
        .into_iter()
        .map(|node| judgement::clause(sink, node, names))
        .collect();
    let faults = texts(sink, &mut reader, "faults");
    reader.finish();
    let said = sink.text().get(section.place.clone()).unwrap_or_default();
    let used = names.parameters.iter().filter(|one| one.is_used_in(said));
    let head = &section.head;
    Some(JudgementVersion {
        id: head.id.value.clone(),
        title: head.title.clone(),
        from: names.day,
        until: head.until,
        source: head.source.clone(),
        clauses: clauses.into_iter().collect::<Option<_>>()?,
        parameters: used.map(|one| one.told(names.day)).collect(),
        faults,
        path: sink.path().to_owned(),
        anchor: head.anchor.clone(),
    })
}
