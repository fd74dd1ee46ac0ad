//! Cohorts of the pages: which population is frozen, why somebody leaves it, and when it has come to its goal.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Day;
use figures::language::Vocabulary;
use figures::{Comparison, Population};

use super::draft::{Section, none, own_parameters, sections, texts};
use super::load::{PageRef, with_parameters};
use super::parameters::ParameterDraft;
use super::shown::known;
use super::versions::stretches;
use super::{Quotient, lines};
use crate::page::{At, Node, Reader, Report, Role, Sink, one_of};
use crate::registers::{title, told_twice};
use crate::{Parameter, SourceRef, Text};

/// How a population is frozen and followed, as it is for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortVersion {
    /// Its id.
    pub id: String,
    /// The heading.
    pub title: Text,
    /// First day on which it holds.
    pub from: Day,
    /// First day on which it does not hold any more.
    pub until: Option<Day>,
    /// Where it is said.
    pub source: SourceRef,
    /// The id of the named population it is drawn from.
    pub population: String,
    /// The code of the mark that members get, if any.
    pub mark: Option<String>,
    /// The name of the model under which cases are opened for members, if any.
    pub model: Option<String>,
    /// The share of the cohort that is to succeed.
    pub goal: Quotient,
    /// How the share compares with the goal when that is reached.
    pub reached: Comparison,
    /// Whether those who left for a reason that counts out are out of the denominator.
    pub leavers_out: bool,
    /// Whether a success counts that came at any time since the drawing; else it must be so in the month that is asked about.
    pub since_drawn: bool,
    /// What counts as success: one of these is enough.
    pub successes: Vec<Success>,
    /// Why somebody leaves.
    pub leavings: Vec<LeavingReason>,
    /// Questions the source leaves open, with the answers that hold.
    pub parameters: Vec<Parameter>,
    /// What is known to be wrong with it.
    pub faults: Vec<Text>,
    /// The page.
    pub path: String,
    /// Where on the page.
    pub anchor: String,
}

/// Something that counts as success.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Success {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// The line on the page.
    pub line: String,
    /// What the line means.
    pub population: Population,
    /// Whether it counts only in the month that is asked about, however the rest is read.
    pub month_only: bool,
}

/// A reason for which somebody leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeavingReason {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What in the histories is a sign of it: then it is proposed to a person, who decides. Without one nothing is proposed.
    pub sign: Option<(String, Population)>,
    /// Whether it is a sign that the citizen lives no more in the municipality of the day the cohort was looked at.
    pub moved: bool,
    /// Whether it takes the member out of the denominator, where leavers are taken out.
    pub counts_out: bool,
    /// The first day on which it can be chosen, and the first on which it cannot any more.
    pub days: (Day, Option<Day>),
}

impl CohortVersion {
    /// The reason with this id, also one that cannot be chosen any more.
    pub fn leaving(&self, id: &str) -> Option<&LeavingReason> {
        self.leavings.iter().find(|reason| reason.id == id)
    }
}

impl LeavingReason {
    /// Whether it can be chosen for a day.
    pub fn holds_on(&self, day: Day) -> bool {
        super::holds(self.days.0, self.days.1, day)
    }
}

/// What the rulebook has that a cohort may name, by id.
pub(super) struct Declared {
    pub(super) populations: Vec<String>,
    pub(super) marks: Vec<String>,
    pub(super) models: Vec<String>,
}

pub(super) fn cohorts(
    pages: &[(usize, PageRef<'_>)],
    shared: &BTreeMap<usize, Vec<ParameterDraft>>,
    vocabularies: &[(Day, Vocabulary)],
    declared: &Declared,
) -> Vec<Arc<CohortVersion>> {
    let mut found: Vec<CohortVersion> = Vec::new();
    for (at, (sink, parts)) in pages {
        for section in sections(*at, sink, parts, cohort_id) {
            let overlaps = found.iter().any(|other| {
                other.id == section.head.id.value
                    && other.until.is_none_or(|until| section.head.from < until)
                    && section.head.until.is_none_or(|until| other.from < until)
            });
            if overlaps {
                told_twice(sink, &section.head.id.place, &section.head.id.value);
                continue;
            }
            let mut reader = Reader::new(sink, &section.entries, section.place.clone());
            let parameters = own_parameters(sink, parts, &section, &mut reader, &shared[at]);
            for (from, until, vocabulary) in stretches(&section.head, &parameters, vocabularies) {
                let names = Names {
                    vocabulary: with_parameters(vocabulary, &parameters, from),
                    declared,
                    parameters: &parameters,
                    day: from,
                };
                let Some(version) = cohort(sink, &section, &names, until) else {
                    continue;
                };
                let moved = |last: &CohortVersion| CohortVersion {
                    from: last.from,
                    until: last.until,
                    ..version.clone()
                };
                match found.last_mut() {
                    Some(last) if last.until == Some(from) && *last == moved(last) => {
                        last.until = until;
                    }
                    _ => found.push(version),
                }
            }
        }
    }
    found.sort_by(|one, other| (&one.id, one.from).cmp(&(&other.id, other.from)));
    found.into_iter().map(Arc::new).collect()
}

fn cohort_id(role: &Role) -> Option<&At<String>> {
    match role {
        Role::Cohort(id) => Some(id),
        _ => None,
    }
}

/// What a heading may name on the day its version begins.
struct Names<'a> {
    vocabulary: Vocabulary,
    declared: &'a Declared,
    parameters: &'a [ParameterDraft],
    day: Day,
}

impl Names<'_> {
    /// The text, or the value of the parameter it names as `$id`.
    fn meant(&self, text: At<String>) -> At<String> {
        let id = text.value.strip_prefix('$');
        match id.and_then(|id| self.parameters.iter().find(|known| known.has_id(id))) {
            Some(known) => At::new(known.value(self.day).to_owned(), text.place),
            None => text,
        }
    }

    /// One of some words that must be said, possibly by a parameter.
    fn word<T: Copy>(
        &self,
        reader: &mut Reader<'_>,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let text = required(reader, key)?;
        let found = one_of(reader.sink(), &self.meant(text), words)?;
        Some(found.value)
    }
}

fn required(reader: &mut Reader<'_>, key: &'static str) -> Option<At<String>> {
    if reader.node(key).is_none() {
        reader.missing(key);
    }
    reader.text(key)
}

const SIGNS: [(&str, Comparison); 2] = [(">=", Comparison::AtLeast), (">", Comparison::MoreThan)];
const LEAVERS: [(&str, bool); 2] = [("ude", true), ("med", false)];
const READINGS: [(&str, bool); 2] = [("maaneden", false), ("siden-udtraekket", true)];

/// The cohort as it is from the day of the names; what it says is told once, however many versions it has.
fn cohort(
    sink: &Sink,
    section: &Section,
    names: &Names<'_>,
    until: Option<Day>,
) -> Option<CohortVersion> {
    let mut reader = Reader::new(sink, &section.entries, section.place.clone());
    reader.items("parameter");
    let declared = names.declared;
    let population = reader.required_id("population").and_then(|id| {
        let how = "{population = \"…\"}";
        known(sink, id, &declared.populations, "ingen population", how)
    });
    let mark = reader.id("mark").and_then(|id| {
        let how = "en [[code]] under {list = \"marks\"}";
        known(sink, id, &declared.marks, "intet mærke", how)
    });
    let model = reader.id("model").and_then(|id| {
        let how = "{model = \"…\"} på en side";
        known(sink, id, &declared.models, "ingen model", how)
    });
    let goal = required(&mut reader, "goal").and_then(|text| goal(sink, &names.meant(text)));
    let reached = names.word(&mut reader, "reached", &SIGNS);
    let leavers_out = names.word(&mut reader, "leavers", &LEAVERS);
    let since_drawn = names.word(&mut reader, "reading", &READINGS);
    let successes = reader.items("success");
    if successes.is_empty() {
        none(sink, section, "success", "hvad der er et godt resultat");
    }
    let successes: Vec<_> = successes
        .into_iter()
        .map(|node| success(sink, node, names))
        .collect();
    let leavings = reader.items("leaving");
    if leavings.is_empty() {
        none(sink, section, "leaving", "hvorfor nogen går ud");
    }
    let leavings: Vec<_> = leavings
        .into_iter()
        .map(|node| leaving(sink, node, names))
        .collect();
    let faults = texts(sink, &mut reader, "faults");
    reader.finish();
    let successes: Vec<Success> = successes.into_iter().collect::<Option<_>>()?;
    let leavings: Vec<LeavingReason> = leavings.into_iter().collect::<Option<_>>()?;
    let ids = successes.iter().map(|one| &one.id);
    unique(sink, section, &ids.collect::<Vec<_>>());
    let ids = leavings.iter().map(|one| &one.id);
    unique(sink, section, &ids.collect::<Vec<_>>());
    let head = &section.head;
    Some(CohortVersion {
        id: head.id.value.clone(),
        title: head.title.clone(),
        from: names.day,
        until,
        source: head.source.clone(),
        population: population?,
        mark,
        model,
        goal: goal?,
        reached: reached?,
        leavers_out: leavers_out?,
        since_drawn: since_drawn?,
        successes,
        leavings,
        parameters: (names.parameters.iter())
            .map(|one| one.told(names.day))
            .collect(),
        faults,
        path: sink.path().to_owned(),
        anchor: head.anchor.clone(),
    })
}

fn unique(sink: &Sink, section: &Section, ids: &[&String]) {
    for (at, id) in ids.iter().enumerate() {
        if ids[..at].contains(id) {
            told_twice(sink, &section.place, id);
        }
    }
}

/// A share between none and all.
fn goal(sink: &Sink, text: &At<String>) -> Option<Quotient> {
    let read = Quotient::parsed(&text.value).filter(|goal| (0..=goal.below).contains(&goal.above));
    if read.is_none() {
        let message = format!("»{}« er ikke en andel", text.value);
        sink.tell(
            Report::error("bad-number", &text.place, message).remedy("skriv for eksempel \"80 %\""),
        );
    }
    read
}

fn success(sink: &Sink, node: &Node, names: &Names<'_>) -> Option<Success> {
    let mut reader = Reader::of(sink, node)?;
    let id = reader.required_id("id");
    let title = title(&mut reader);
    let line = required(&mut reader, "line");
    let month_only = reader.flag("month-only").unwrap_or(false);
    reader.finish();
    let line = line?;
    let population = lines::population(sink, &line, &names.vocabulary);
    Some(Success {
        id: id?.value,
        title: title?,
        line: line.value,
        population: population?,
        month_only,
    })
}

fn leaving(sink: &Sink, node: &Node, names: &Names<'_>) -> Option<LeavingReason> {
    let mut reader = Reader::of(sink, node)?;
    let id = reader.required_id("id");
    let title = title(&mut reader);
    let line = reader.text("sign");
    let moved = reader.flag("moved").unwrap_or(false);
    let counts_out = reader.flag("counts-out").unwrap_or(true);
    let from = reader.day("from").map_or(Day::MIN, |day| day.value);
    let until = reader.day("until").map(|day| day.value);
    reader.finish();
    let sign = match line {
        None => None,
        Some(line) => {
            let population = lines::population(sink, &line, &names.vocabulary)?;
            Some((line.value, population))
        }
    };
    Some(LeavingReason {
        id: id?.value,
        title: title?,
        sign,
        moved,
        counts_out,
        days: (from, until),
    })
}
