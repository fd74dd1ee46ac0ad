//! A model as plain text, with its sources: for modellers and method consultants at a terminal.

use std::fmt::{self, Display, Formatter};

use crate::handbook::kind_in_danish;
use crate::{Act, EventText, ModelVersion, Transition};

/// Prints a version as plain text in Danish.
#[derive(Debug, Clone, Copy)]
pub struct Show<'a>(pub &'a ModelVersion);

impl Display for Show<'_> {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let version = self.0;
        head(version, out)?;
        let definition = version.model.definition();
        for (at, event) in version.events.iter().enumerate() {
            one(version, event, out)?;
            for (relation, text) in definition.relations.iter().zip(&version.relations) {
                if relation.target == at || relation.source == at {
                    let sign = if relation.target == at { '<' } else { '>' };
                    writeln!(out, "    {sign} {}", text.meaning)?;
                    if text.source != event.source {
                        writeln!(out, "        kilde: {}", source(&text.source))?;
                    }
                }
            }
            writeln!(out)?;
        }
        parameters(version, out)
    }
}

fn head(version: &ModelVersion, out: &mut Formatter<'_>) -> fmt::Result {
    writeln!(out, "{} ({})", version.title.da, version.name)?;
    let until = version
        .until
        .map(|until| format!(" til {}", until.plus(-1)))
        .unwrap_or_default();
    writeln!(out, "gælder fra {}{until}", version.from)?;
    if version.invented {
        writeln!(out, "OPDIGTET")?;
    }
    match &version.transition {
        Transition::NewCases => writeln!(out, "for nye sager")?,
        Transition::AllFrom { day, source: said } => {
            writeln!(out, "for alle åbne sager fra {day} ({})", source(said))?;
        }
    }
    writeln!(out, "kilde: {}", source(&version.source))?;
    writeln!(out, "aftryk: {}\n", version.hash)
}

fn one(version: &ModelVersion, event: &EventText, out: &mut Formatter<'_>) -> fmt::Result {
    writeln!(out, "{} [{}]", event.title.da, event.id)?;
    writeln!(out, "    kilde: {}", source(&event.source))?;
    let title = |id: &str| {
        let role = version.role(id);
        role.map_or_else(|| id.to_owned(), |role| role.title.da.clone())
    };
    if event.role.is_empty() {
        writeln!(out, "    sker af sig selv")?;
    } else {
        let with: Vec<_> = event.with.iter().map(|id| title(id)).collect();
        let with = if with.is_empty() {
            String::new()
        } else {
            format!(", med {}", with.join(", "))
        };
        writeln!(out, "    {} {}{with}", title(&event.role), act(event.act))?;
    }
    for satisfier in &event.satisfied_by {
        let words = satisfier.words.as_ref();
        let when = words
            .map(|words| format!(", når {words}"))
            .unwrap_or_default();
        writeln!(
            out,
            "    opfyldes af: {}{when}",
            kind_in_danish(satisfier.kind)
        )?;
    }
    for field in &event.decides {
        let label = version
            .field(field)
            .map_or(field.as_str(), |field| &field.label.da);
        let required = if event.required_fields.contains(field) {
            " (skal besvares)"
        } else {
            ""
        };
        writeln!(out, "    tager stilling til: {label}{required}")?;
    }
    for document in &event.documents {
        let required = if document.required {
            ""
        } else {
            " (eventuelt)"
        };
        writeln!(out, "    dokument: {}{required}", document.title.da)?;
    }
    Ok(())
}

fn parameters(version: &ModelVersion, out: &mut Formatter<'_>) -> fmt::Result {
    if version.parameters.is_empty() {
        return Ok(());
    }
    writeln!(out, "Valg, som kilden ikke træffer")?;
    for parameter in &version.parameters {
        writeln!(out, "  {} = {}", parameter.name, parameter.value)?;
        writeln!(out, "    {}", parameter.question.da)?;
        writeln!(out, "    {}", parameter.reason.da)?;
    }
    Ok(())
}

fn source(source: &crate::SourceRef) -> String {
    if source.verified {
        source.text.clone()
    } else {
        format!("{} (ikke efterprøvet)", source.text)
    }
}

fn act(act: Act) -> &'static str {
    match act {
        Act::Must => "skal",
        Act::Default => "skal som udgangspunkt",
        Act::Aim => "tilstræber",
        Act::Should => "bør",
        Act::May => "kan",
    }
}
