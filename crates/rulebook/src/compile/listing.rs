//! A TOML block as a list in Danish.

use std::ops::Range;

use super::event::{Life, RawEffect, RawEvent, RawRepeat};
use super::texts::choices;
use super::versions::Draft;
use super::words;
use crate::Act;
use crate::codes::CodeList;
use crate::guard::explain;
use crate::handbook::{List, kind_in_danish, plain};
use crate::page::{Entry, Role, Tree};

/// The list of the block at `fence`, which stands in part `part`.
pub(super) fn rules(draft: &Draft<'_>, part: usize, fence: &Range<usize>) -> List {
    let mut list = List::default();
    let Some(block) = draft.blocks.iter().find(|block| block.fence == *fence) else {
        return list;
    };
    let owner = &draft.parts[draft.parts[part].owner];
    let event = match &owner.role {
        Role::Event(id) => draft.names.event(id),
        _ => None,
    };
    for entry in &block.entries {
        if let Some(event) = event {
            described(draft, event, &entry.key, &mut list);
        }
        declared(draft, entry, &mut list);
        related(draft, entry, &mut list);
    }
    list
}

/// What an event says about itself.
fn described(draft: &Draft<'_>, event: usize, key: &str, list: &mut List) {
    let raw = &draft.events[event];
    let roles = |ids: &mut dyn Iterator<Item = &String>| {
        let titles: Vec<_> = ids.map(|id| role_title(draft, id)).collect();
        titles.join(", ")
    };
    match key {
        "role" => list.add(
            "Ansvarlig",
            roles(&mut raw.role.iter().map(|role| &role.value)),
        ),
        "with" => list.add(
            "Deltager også",
            roles(&mut raw.with.iter().map(|role| &role.value)),
        ),
        "act" => list.add("Handlingen", act(raw.act)),
        "is" => {
            for satisfier in &raw.is {
                let kind = kind_in_danish(satisfier.kind);
                let vocabulary = draft.fact_vocabulary(satisfier.kind);
                let checked = satisfier
                    .when
                    .as_ref()
                    .and_then(|text| super::resolve::guard(draft.sink, text, &vocabulary));
                let when = checked
                    .map(|checked| format!(", når {}", explain(&checked, &vocabulary)))
                    .unwrap_or_default();
                list.add("Opfyldes af", format!("{kind}{when}"));
            }
        }
        "decides" | "must-answer" => asked(draft, event, key, list),
        "documents" => {
            for (id, required) in &raw.documents {
                let title = draft.context.codes.get(CodeList::Documents, &id.value);
                let title = title.map_or(id.value.as_str(), |code| code.title.da.as_str());
                list.add(
                    if *required {
                        "Dokument"
                    } else {
                        "Eventuelt dokument"
                    },
                    title,
                );
            }
        }
        "questions" => {
            for (barrier, text) in &raw.questions {
                let code = barrier
                    .as_ref()
                    .and_then(|id| draft.context.codes.get(CodeList::Barriers, &id.value));
                let label = code.map_or("Drøft".to_owned(), |code| {
                    format!("Drøft ({})", code.title.da)
                });
                list.add(&label, text.da.clone());
            }
        }
        "guidance" => {
            for text in &raw.guidance {
                list.add("Vejledning", text.da.clone());
            }
        }
        _ => living(draft, raw, key, list),
    }
}

fn asked(draft: &Draft<'_>, event: usize, key: &str, list: &mut List) {
    let (asked, required) = &draft.fields.decided[event];
    let (label, ids) = match key {
        "decides" => ("Tager stilling til", asked),
        _ => ("Skal besvares", required),
    };
    for id in ids {
        if let Some(field) = draft.fields.position(id) {
            list.add(label, choices(draft, field));
        }
    }
}

/// How often an event happens, where it lives, and what it does to the case.
fn living(draft: &Draft<'_>, raw: &RawEvent, key: &str, list: &mut List) {
    let instance = |wanted: Life| {
        let (life, kind) = raw.life.as_ref().filter(|(life, _)| *life == wanted)?;
        let _ = life;
        let kind = draft.names.instance(&kind.value)?;
        Some(draft.declared.instances[kind].title.da.clone())
    };
    let round = |id: &str| {
        let round = draft.declared.rounds.iter().find(|round| round.id == id);
        round.map_or_else(|| id.to_owned(), |round| round.title.da.clone())
    };
    match key {
        "once" => list.add("Sker kun én gang", ""),
        "once-per" => {
            if let RawRepeat::OncePer(id) = &raw.repeat {
                list.add("Sker én gang i hver", round(&id.value));
            }
        }
        "done-when" => {
            let guard = raw.done_when.as_ref();
            let checked =
                guard.and_then(|text| super::resolve::guard(draft.sink, text, &draft.vocabulary));
            if let Some(checked) = checked {
                list.add("Er først gjort, når", explain(&checked, &draft.vocabulary));
            }
        }
        "timer" => list.add("Sker af sig selv, når fristen er gået", ""),
        "on-day" => {
            if let Some(day) = &raw.on_day {
                list.add("Sker af sig selv", day.value.to_string());
            }
        }
        "takes-part" if !raw.takes_part => {
            list.add("Kommer først på tale, når noget åbner for det", "");
        }
        "from-start" if raw.from_start.is_some() => list.add("Skal ske fra begyndelsen", ""),
        "carries-on" if raw.carries_on => {
            list.add("Tæller med, hvis det skete, før sagen blev åbnet", "");
        }
        "inside" => list.add("Hører til", instance(Life::Inside).unwrap_or_default()),
        "opens" => list.add("Åbner", instance(Life::Opens).unwrap_or_default()),
        "closes" => list.add("Afslutter", instance(Life::Closes).unwrap_or_default()),
        "exits" | "reopens" | "pauses" | "resumes" | "begins-round" => {
            for effect in &raw.effect {
                match effect {
                    RawEffect::Exits => list.add("Lukker sagen", ""),
                    RawEffect::Reopens => list.add("Åbner sagen igen", ""),
                    RawEffect::Pauses(..) => list.add("Fristerne står stille", ""),
                    RawEffect::Resumes(_) => list.add("Fristerne løber igen", ""),
                    RawEffect::BeginsRound(id) => list.add("Begynder en ny", round(&id.value)),
                }
            }
        }
        _ => {}
    }
}

/// Declarations.
fn declared(draft: &Draft<'_>, entry: &Entry, list: &mut List) {
    let ids = || -> Vec<String> {
        let Tree::List(tables) = &entry.value.tree else {
            return Vec::new();
        };
        tables
            .iter()
            .filter_map(|node| match &node.tree {
                Tree::Table(entries) => entries.iter().find(|entry| entry.key == "id"),
                _ => None,
            })
            .map(|entry| entry.value.tree.written())
            .collect()
    };
    match entry.key.as_str() {
        "parameter" => {
            for id in ids() {
                if let Some(parameter) = draft
                    .declared
                    .parameters
                    .iter()
                    .find(|parameter| parameter.name == id)
                {
                    let answer = format!(
                        "{} Her: {}. {}",
                        parameter.question.da,
                        in_words(draft, &parameter.value),
                        parameter.reason.da
                    );
                    list.add("Valg, som kilden ikke træffer", answer);
                }
            }
        }
        "role" => {
            for id in ids() {
                list.add("Rolle", role_title(draft, &id));
            }
        }
        "field" => {
            for id in ids() {
                if let Some(field) = draft.fields.position(&id) {
                    list.add("Oplysning", choices(draft, field));
                }
            }
        }
        "instance" => {
            for (kind, limit) in draft.declared.instances.iter().zip(&draft.declared.limits) {
                list.add(&kind.title.da, format!("højst {limit} ad gangen"));
            }
        }
        _ => {}
    }
}

/// The rules that an entry holds.
fn related(draft: &Draft<'_>, entry: &Entry, list: &mut List) {
    let place = &entry.value.place;
    for (position, rule) in draft.rules.iter().enumerate() {
        if rule.place.start < place.start || rule.place.end > place.end {
            continue;
        }
        let Some(built) = draft.built.iter().find(|built| built.rule == position) else {
            continue;
        };
        let inward = matches!(
            entry.key.as_str(),
            "after" | "waits-for" | "within" | "every"
        );
        let other = if inward {
            &rule.source.value
        } else {
            &rule.target.value
        };
        let guard = built
            .checked
            .as_ref()
            .map(|checked| explain(checked, &draft.vocabulary));
        let (label, mut content) = plain(
            &built.relation.kind,
            inward,
            &draft.title_of(other),
            guard.as_deref(),
        );
        if !rule.except.is_empty() {
            let except: Vec<_> = rule
                .except
                .iter()
                .map(|id| format!("»{}«", draft.title_of(&id.value)))
                .collect();
            content.push_str(", undtagen ");
            content.push_str(&except.join(", "));
        }
        list.add(&label, content);
    }
}

fn role_title(draft: &Draft<'_>, id: &str) -> String {
    let role = draft.declared.roles.iter().find(|role| role.id == id);
    role.map_or_else(|| id.to_owned(), |role| role.title.da.clone())
}

fn act(act: Act) -> &'static str {
    match act.strength() {
        Some(strength) => words::strength(strength),
        None if act == Act::Should => "bør",
        None => "kan",
    }
}

/// A parameter's value in words, where it is a time, an event or yes and no.
fn in_words(draft: &Draft<'_>, value: &str) -> String {
    match (value, value.parse()) {
        (_, Ok(span)) => words::span(span),
        ("true", _) => "ja".to_owned(),
        ("false", _) => "nej".to_owned(),
        ("next-working-day", _) => "til næste arbejdsdag".to_owned(),
        _ if draft.names.event(value).is_some() => format!("»{}«", draft.title_of(value)),
        _ => value.to_owned(),
    }
}
