//! Judgements of the pages: read for every stretch of days on which their parameters do not change.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Day;

use super::draft::{IndicatorDraft, Section, none, own_parameters, sections, texts};
use super::judgement::{self, JudgementVersion, Names};
use super::load::PageRef;
use super::parameters::ParameterDraft;
use super::versions::stretches;
use crate::page::{At, Reader, Role, Sink};

pub(super) fn judgements(
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
            for (from, until, ()) in stretches(&section.head, &parameters, &[(Day::MIN, ())]) {
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
    let (met, unmet) = (reader.words("met"), reader.words("unmet"));
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
        met,
        unmet,
        parameters: used.map(|one| one.told(names.day)).collect(),
        faults,
        path: sink.path().to_owned(),
        anchor: head.anchor.clone(),
    })
}

fn judgement_id(role: &Role) -> Option<&At<String>> {
    match role {
        Role::Judgement(id) => Some(id),
        _ => None,
    }
}
