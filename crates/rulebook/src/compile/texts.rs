//! The words of a version: events, relations, steps, sections.

use facts::FieldType;

use super::event::RawEvent;
use super::resolve::dangling;
use super::versions::Draft;
use super::words;
use crate::check::Satisfied;
use crate::codes::{Code, CodeList};
use crate::guard::{explain, fact_guard};
use crate::handbook;
use crate::page::{At, Part, Role};
use crate::{
    Copied, DocumentRule, EventText, Question, RelationText, Satisfier, Section, StepText, Text,
};

/// The words of a version.
pub(super) struct Texts {
    pub(super) events: Vec<EventText>,
    pub(super) relations: Vec<RelationText>,
    pub(super) steps: Vec<StepText>,
    pub(super) sections: Vec<Section>,
}

/// Collects the words; names that lead nowhere are told.
pub(super) fn texts(draft: &Draft<'_>, satisfied: &[Satisfied]) -> Texts {
    let events = draft
        .events
        .iter()
        .enumerate()
        .map(|(at, raw)| event(draft, at, raw, satisfied))
        .collect();
    let relations = draft
        .built
        .iter()
        .map(|built| {
            let part = &draft.parts[built.part];
            let guard = built
                .checked
                .as_ref()
                .map(|checked| explain(checked, &draft.vocabulary));
            let title = |event: usize| draft.title(event).da.as_str();
            let (source, target) = (title(built.relation.source), title(built.relation.target));
            RelationText {
                source: super::declared::source_of(part),
                anchor: part.anchor.clone(),
                meaning: words::sentence(&built.relation.kind, source, target, guard.as_deref()),
                guard,
                place: built.place.clone(),
            }
        })
        .collect();
    let steps = draft
        .parts
        .iter()
        .filter(|part| part.holds_on(draft.day))
        .filter_map(|part| match &part.role {
            Role::Step(id) => Some(StepText {
                id: id.clone(),
                title: part.title.clone(),
                anchor: part.anchor.clone(),
            }),
            _ => None,
        })
        .collect();
    Texts {
        events,
        relations,
        steps,
        sections: sections(draft),
    }
}

impl Draft<'_> {
    pub(super) fn title(&self, event: usize) -> &Text {
        &self.parts[self.events[event].part].title
    }

    /// The title of an event or group by its id.
    pub(super) fn title_of(&self, id: &str) -> String {
        if let Some(event) = self.names.event(id) {
            return self.title(event).da.clone();
        }
        let group = self.parts.iter().find(|part| {
            part.holds_on(self.day)
                && matches!(&part.role, Role::Step(group) | Role::Group(group) if group == id)
        });
        match group {
            Some(part) => part.title.da.clone(),
            None if id == "*" => "alt andet".to_owned(),
            None => id.to_owned(),
        }
    }

    pub(super) fn code(&self, list: CodeList, id: &At<String>) -> Option<&Code> {
        let codes = self.context.codes;
        let found = codes.get(list, &id.value);
        if found.is_none() {
            let known = codes.list(list).iter().map(|code| code.id.as_str());
            let what = format!("ingen kode i listen {}", list.id());
            dangling(
                self.sink,
                id,
                &what,
                known,
                "koder erklæres på siden med koder",
            );
        }
        found
    }
}

fn event(draft: &Draft<'_>, at: usize, raw: &RawEvent, satisfied: &[Satisfied]) -> EventText {
    let part = &draft.parts[raw.part];
    for role in raw.role.iter().chain(&raw.with) {
        draft.names.role(draft.sink, role);
    }
    instance_label(draft, raw);
    let source = super::declared::source_of(part);
    let (decides, required_fields) = draft.fields.decided[at].clone();
    EventText {
        id: raw.id.value.clone(),
        title: part.title.clone(),
        verb: raw.verb.clone().unwrap_or_else(|| part.title.clone()),
        html: body_of_event(draft, raw.part),
        place: part.place.clone(),
        verified: source.verified,
        source,
        anchor: part.anchor.clone(),
        step: part.step.clone(),
        role: raw
            .role
            .as_ref()
            .map(|role| role.value.clone())
            .unwrap_or_default(),
        with: raw.with.iter().map(|role| role.value.clone()).collect(),
        act: raw.act,
        questions: questions(draft, raw),
        documents: documents(draft, raw),
        decides,
        required_fields,
        satisfied_by: satisfied
            .iter()
            .filter(|satisfied| satisfied.event == at)
            .map(|satisfied| satisfier(draft, satisfied))
            .collect(),
        copies: draft.fields.copied[at]
            .iter()
            .map(|(fact_field, field)| Copied {
                fact_field: fact_field.clone(),
                field: *field,
            })
            .collect(),
        guidance: raw.guidance.clone(),
        instance_label: raw.instance_label.as_ref().map(|label| label.value.clone()),
        carries_on: raw.carries_on,
        on_day: raw.on_day.as_ref().map(|day| day.value),
    }
}

fn satisfier(draft: &Draft<'_>, satisfied: &Satisfied) -> Satisfier {
    let vocabulary = draft.fact_vocabulary(satisfied.kind);
    let checked = satisfied.checked.as_ref();
    Satisfier {
        kind: satisfied.kind,
        when: checked.map(|checked| fact_guard(checked, &vocabulary)),
        words: checked.map(|checked| explain(checked, &vocabulary)),
    }
}

fn questions(draft: &Draft<'_>, raw: &RawEvent) -> Vec<Question> {
    raw.questions
        .iter()
        .map(|(barrier, text)| {
            if let Some(barrier) = barrier {
                draft.code(CodeList::Barriers, barrier);
            }
            Question {
                barrier: barrier.as_ref().map(|barrier| barrier.value.clone()),
                text: text.clone(),
            }
        })
        .collect()
}

fn documents(draft: &Draft<'_>, raw: &RawEvent) -> Vec<DocumentRule> {
    raw.documents
        .iter()
        .map(|(id, required)| DocumentRule {
            title: draft
                .code(CodeList::Documents, id)
                .map_or_else(|| Text::danish(id.value.clone()), |code| code.title.clone()),
            id: id.value.clone(),
            required: *required,
        })
        .collect()
}

/// Fields of facts that are no codes and so not in any schema, but name an instance well.
const LABELS: [&str; 2] = ["company", "employer"];

fn instance_label(draft: &Draft<'_>, raw: &RawEvent) {
    let Some(label) = &raw.instance_label else {
        return;
    };
    let schemas: Vec<_> = raw
        .is
        .iter()
        .flat_map(|satisfier| satisfier.kind.schema())
        .collect();
    let known = schemas
        .iter()
        .map(|spec| spec.id)
        .chain(LABELS)
        .chain(draft.fields.texts.iter().map(|field| field.id.as_str()));
    if !known.clone().any(|known| known == label.value) {
        dangling(
            draft.sink,
            label,
            "intet felt",
            known,
            "skriv et felt i faktummet eller et felt, siden definerer",
        );
    }
}

/// What a page says about an event, without its rules.
fn body_of_event(draft: &Draft<'_>, part: usize) -> String {
    let mut html = String::new();
    for (at, other) in draft.parts.iter().enumerate() {
        if other.owner != part || !other.holds_on(draft.day) {
            continue;
        }
        if at != part {
            html.push_str("<p><strong>");
            html.push_str(&handbook::escape(&other.title.da));
            html.push_str("</strong></p>\n");
        }
        html.push_str(&body(draft, other, &|_| String::new()));
    }
    html
}

/// A part's text as HTML, with something in place of each TOML block.
fn body(draft: &Draft<'_>, part: &Part, instead: &dyn Fn(usize) -> String) -> String {
    let text = draft.sink.text();
    let mut html = String::new();
    let mut at = part.body.start;
    for (nth, block) in part.blocks.iter().enumerate() {
        html.push_str(&handbook::markdown(&text[at..block.fence.start.max(at)]));
        html.push_str(&instead(nth));
        at = block.fence.end.max(at);
    }
    html.push_str(&handbook::markdown(&text[at..part.body.end.max(at)]));
    html
}

fn sections(draft: &Draft<'_>) -> Vec<Section> {
    draft
        .parts
        .iter()
        .enumerate()
        .map(|(at, part)| {
            let holds = part.holds_on(draft.day);
            let mut html = String::new();
            if !holds {
                let until = part
                    .until
                    .map(|until| format!(" til {}", until.plus(-1)))
                    .unwrap_or_default();
                let note = format!("<p class=\"dated\">Gælder fra {}{until}.</p>\n", part.from);
                html.push_str(&note);
            }
            html.push_str(&body(draft, part, &|nth| {
                let rules = || super::listing::rules(draft, at, &part.blocks[nth].fence);
                if holds { rules().html() } else { String::new() }
            }));
            Section {
                level: part.level,
                anchor: part.anchor.clone(),
                heading: part.title.da.clone(),
                html,
                events: match &part.role {
                    Role::Event(id) if holds => vec![id.clone()],
                    _ => Vec::new(),
                },
                source: part.source.clone(),
            }
        })
        .collect()
}

/// The words of a field's choices, for lists.
pub(super) fn choices(draft: &Draft<'_>, field: usize) -> String {
    let field = &draft.fields.texts[field];
    match &field.of {
        FieldType::Choice(_) | FieldType::Set(_) => {
            let words: Vec<_> = field
                .choices
                .iter()
                .map(|choice| choice.title.da.as_str())
                .collect();
            format!("{} ({})", field.label.da, words.join(" / "))
        }
        _ => field.label.da.clone(),
    }
}
