//! `rulebook`: what those who write the pages need.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{anyhow, bail};
use duties::{EventKind, RelationKind};
use rulebook::{Act, Book, ModelVersion};

use super::books;
use crate::command::Rulebook;
use crate::terminal;

pub(super) fn modelling(wish: Rulebook) -> anyhow::Result<ExitCode> {
    match wish {
        Rulebook::Check { folder } => check(folder.as_deref()),
        Rulebook::Test { folder, .. } => check(folder.as_deref()),
        Rulebook::Show { name, rulebook } => {
            for version in versions(&*books::book(rulebook.as_deref())?, &name)? {
                terminal::say(&shown(version));
            }
            Ok(ExitCode::SUCCESS)
        }
        Rulebook::Graph { name, rulebook } => {
            let book = books::book(rulebook.as_deref())?;
            let version = versions(&book, &name)?
                .pop()
                .ok_or_else(|| anyhow!("modellen {name} har ingen udgave"))?;
            terminal::say(&graph(version));
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn check(folder: Option<&Path>) -> anyhow::Result<ExitCode> {
    let book = match folder {
        None => Book::embedded(),
        Some(folder) => match Book::load(&books::pages(folder)?) {
            Ok(book) => book,
            Err(problems) => {
                terminal::warn(&problems.render());
                terminal::warn(&format!(
                    "{} problemer; siderne kan ikke bruges.",
                    problems.0.len()
                ));
                return Ok(ExitCode::FAILURE);
            }
        },
    };
    if !book.warnings().0.is_empty() {
        terminal::warn(&book.warnings().render());
    }
    for model in book.models() {
        let definition = model.model.definition();
        terminal::say(&format!(
            "{} fra {}: {} handlinger, {} regler",
            model.name,
            model.from,
            definition.events.len(),
            definition.relations.len()
        ));
    }
    terminal::say(&format!(
        "Siderne kan bruges. {} bemærkninger.",
        book.warnings().0.len()
    ));
    Ok(ExitCode::SUCCESS)
}

fn versions<'b>(book: &'b Book, name: &str) -> anyhow::Result<Vec<&'b ModelVersion>> {
    let found: Vec<&ModelVersion> = book
        .models()
        .iter()
        .filter(|model| model.name == name)
        .map(AsRef::as_ref)
        .collect();
    if found.is_empty() {
        let mut names: Vec<&str> = book
            .models()
            .iter()
            .map(|model| model.name.as_str())
            .collect();
        names.dedup();
        bail!(
            "modellen »{name}« findes ikke; der er: {}",
            names.join(", ")
        );
    }
    Ok(found)
}

/// A version as plain text: each event with its strength, role, rules and sources.
fn shown(version: &ModelVersion) -> String {
    let definition = version.model.definition();
    let mut text = format!(
        "{} ({}), fra {}{}\n  Kilde: {}{}\n",
        version.title.da,
        version.name,
        version.from,
        version
            .until
            .map(|day| format!(" til {}", day.plus(-1)))
            .unwrap_or_default(),
        version.source.text,
        if version.invented {
            "\n  Opdigtet side."
        } else {
            ""
        },
    );
    for (position, event) in version.events.iter().enumerate() {
        let role = if event.role.is_empty() {
            "uret"
        } else {
            &event.role
        };
        let unverified = if event.verified {
            ""
        } else {
            " (kilden er ikke efterset)"
        };
        line(&mut text, 0, &format!("{} [{}]", event.title.da, event.id));
        line(
            &mut text,
            1,
            &format!(
                "{}, {role}. Kilde: {}{unverified}",
                act(event.act),
                event.source.text
            ),
        );
        let rules = definition
            .relations
            .iter()
            .zip(&version.relations)
            .filter(|(relation, _)| relation.target == position);
        for (_, words) in rules {
            let guard = words
                .guard
                .as_ref()
                .map(|guard| format!(", når {guard}"))
                .unwrap_or_default();
            line(&mut text, 1, &format!("- {}{guard}", words.meaning));
        }
    }
    for parameter in &version.parameters {
        line(
            &mut text,
            0,
            &format!("Valg {}: {}", parameter.name, parameter.value),
        );
        line(
            &mut text,
            1,
            &format!("{} {}", parameter.question.da, parameter.reason.da),
        );
    }
    text
}

fn line(text: &mut String, depth: usize, words: &str) {
    if depth == 0 {
        text.push('\n');
    }
    text.push_str(&"  ".repeat(depth));
    text.push_str(words);
    text.push('\n');
}

fn act(act: Act) -> &'static str {
    match act {
        Act::Must => "skal",
        Act::Default => "som udgangspunkt",
        Act::Aim => "målsætning",
        Act::Should => "bør",
        Act::May => "kan",
    }
}

/// A version as a graph in DOT: for modellers; caseworkers never see it.
fn graph(version: &ModelVersion) -> String {
    let definition = version.model.definition();
    let mut dot = format!(
        "digraph \"{}\" {{\n  rankdir=LR;\n  node [shape=box];\n",
        version.name
    );
    for event in &definition.events {
        let shape = match event.kind {
            EventKind::Timer => " [shape=ellipse]",
            EventKind::Activity if !event.included => " [style=dashed]",
            EventKind::Activity => "",
        };
        put(&mut dot, &format!("  \"{}\"{shape};", event.id));
    }
    for relation in &definition.relations {
        let (source, target) = (
            &definition.events[relation.source],
            &definition.events[relation.target],
        );
        let (label, colour) = arrow(&relation.kind);
        let guard = if relation.guard.is_some() { " ?" } else { "" };
        put(
            &mut dot,
            &format!(
                "  \"{}\" -> \"{}\" [label=\"{label}{guard}\", color={colour}];",
                source.id, target.id
            ),
        );
    }
    dot.push('}');
    dot
}

fn arrow(kind: &RelationKind) -> (String, &'static str) {
    match kind {
        RelationKind::Condition { delay } => {
            let delay = delay.map(|delay| format!(" {delay}")).unwrap_or_default();
            (format!("betingelse{delay}"), "orange")
        }
        RelationKind::Milestone => ("milepæl".to_owned(), "purple"),
        RelationKind::Response { deadline, .. } => {
            let within = deadline
                .map(|deadline| format!(" {}", deadline.within))
                .unwrap_or_default();
            (format!("pligt{within}"), "blue")
        }
        RelationKind::NoResponse => ("bortfald".to_owned(), "gray"),
        RelationKind::Include => ("medtag".to_owned(), "green"),
        RelationKind::Exclude { .. } => ("udeluk".to_owned(), "red"),
    }
}

fn put(dot: &mut String, words: &str) {
    // Writing to a String cannot fail.
    drop(writeln!(dot, "{words}"));
}
