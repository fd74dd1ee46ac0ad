//! From pages to the catalogue: what they declare, the days on which words change, and the words of those days.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use figures::language::{Label, NamedPopulation, Vocabulary, fold, parse};

use super::cohorts::{Declared, cohorts};
use super::draft::{self, Head, IndicatorDraft, PopulationDraft, indicator, population, sections};
use super::judgements::judgements;
use super::parameters::ParameterDraft;
use super::versions::{compiled_indicators, compiled_populations};
use super::{Catalogue, PopulationVersion, Series, holds, lines};
use crate::page::{At, Part, Report, Role, Sink};
use crate::registers::{Registers, told_twice};
use crate::suggest::nearest;
use crate::{CodeList, Codes, Text};

/// A page as the book read it.
pub(super) type PageRef<'a> = (&'a Sink, &'a [Part]);

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
    let declared = declared(pages, codes, &populations);
    let cohorts = cohorts(&indicator_pages, &shared, &vocabularies, &declared);
    Catalogue {
        registers,
        populations: compiled,
        indicators: versions,
        judgements,
        cohorts,
        series,
    }
}

/// What a cohort may name: populations, marks and models of any page.
fn declared(pages: &[PageRef<'_>], codes: &Codes, populations: &[PopulationDraft]) -> Declared {
    let models = pages.iter().filter_map(|(_, parts)| match parts.first() {
        Some(Part {
            role: Role::Model(name),
            ..
        }) => Some(name.clone()),
        _ => None,
    });
    let marks = codes.list(CodeList::Marks).iter();
    Declared {
        populations: (populations.iter())
            .map(|one| one.head.id.value.clone())
            .collect(),
        marks: marks.map(|code| code.id.clone()).collect(),
        models: models.collect(),
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
                // Dropped at once: naming would copy a vocabulary that is still shared.
                let read = {
                    let own = with_parameters(&vocabulary, &draft.parameters, *day);
                    parse(&draft.line.value, &own)
                };
                let Ok(population) = read else {
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

pub(super) fn with_parameters(
    vocabulary: &Vocabulary,
    parameters: &[ParameterDraft],
    day: Day,
) -> Vocabulary {
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
