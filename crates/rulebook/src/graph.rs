//! A model as a graph in Graphviz' language, for modellers. Caseworkers never see one.

use std::collections::BTreeMap;
use std::fmt::{self, Display, Formatter};

use duties::{EventKind, RelationKind};

use crate::ModelVersion;
use crate::compile::words;

/// Prints a version as a DOT graph: `dot -Tsvg`.
#[derive(Debug, Clone, Copy)]
pub struct Dot<'a>(pub &'a ModelVersion);

impl Display for Dot<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let version = self.0;
        writeln!(out, "digraph {} {{", quoted(&version.name))?;
        writeln!(
            out,
            "  label={};",
            quoted(&format!("{} fra {}", version.title.da, version.from))
        )?;
        writeln!(
            out,
            "  rankdir=LR; node [shape=box, fontname=\"sans-serif\"]; edge [fontname=\"sans-serif\", fontsize=10];"
        )?;
        nodes(version, out)?;
        let definition = version.model.definition();
        for (relation, text) in definition.relations.iter().zip(&version.relations) {
            let event = |at: usize| quoted(&definition.events[at].id);
            let mut label = label(&relation.kind);
            if let Some(guard) = &text.guard {
                label = format!("{label} [{guard}]");
            }
            writeln!(
                out,
                "  {} -> {} [{}, label={}];",
                event(relation.source),
                event(relation.target),
                style(&relation.kind),
                quoted(label.trim())
            )?;
        }
        writeln!(out, "}}")
    }
}

fn nodes(version: &ModelVersion, out: &mut Formatter<'_>) -> fmt::Result {
    let mut steps: BTreeMap<Option<&str>, Vec<usize>> = BTreeMap::new();
    for (at, event) in version.events.iter().enumerate() {
        steps.entry(event.step.as_deref()).or_default().push(at);
    }
    for (step, events) in steps {
        let title = version
            .steps
            .iter()
            .find(|known| Some(known.id.as_str()) == step);
        if let Some(step) = step {
            writeln!(out, "  subgraph {} {{", quoted(&format!("cluster_{step}")))?;
            writeln!(
                out,
                "    label={};",
                quoted(title.map_or(step, |step| &step.title.da))
            )?;
        }
        for at in events {
            let (event, text) = (&version.model.definition().events[at], &version.events[at]);
            let mut marks = Vec::new();
            if event.kind == EventKind::Timer {
                marks.push("shape=ellipse");
            }
            if !event.included {
                marks.push("style=dashed");
            }
            if event.pending.is_some() {
                marks.push("penwidth=2");
            }
            marks.push("margin=\"0.1,0.05\"");
            writeln!(
                out,
                "    {} [label={}, {}];",
                quoted(&event.id),
                quoted(&format!("{}\n{}", text.title.da, text.role)),
                marks.join(", ")
            )?;
        }
        if step.is_some() {
            writeln!(out, "  }}")?;
        }
    }
    Ok(())
}

fn style(kind: &RelationKind) -> &'static str {
    match kind {
        RelationKind::Condition { .. } => "color=\"#b8860b\", arrowhead=dot",
        RelationKind::Milestone => "color=\"#8b008b\", arrowhead=diamond",
        RelationKind::Response { .. } => "color=\"#1f4e9e\", arrowhead=normal",
        RelationKind::NoResponse => "color=\"#7a7a7a\", arrowhead=tee, style=dotted",
        RelationKind::Include => "color=\"#227722\", arrowhead=empty",
        RelationKind::Exclude { .. } => "color=\"#aa2222\", arrowhead=tee",
    }
}

fn label(kind: &RelationKind) -> String {
    match kind {
        RelationKind::Condition { delay } => delay.map(words::span).unwrap_or_default(),
        RelationKind::Response {
            deadline, cadence, ..
        } => {
            let again = cadence
                .map(|cadence| format!(", {}", words::cadence(cadence)))
                .unwrap_or_default();
            format!(
                "{}{again}",
                deadline.map(words::deadline).unwrap_or_default()
            )
        }
        RelationKind::Exclude { cancel: true } => "bortfalder".to_owned(),
        _ => String::new(),
    }
}

fn quoted(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    format!("\"{escaped}\"")
}
