//! PX files (PC-Axis), as Danmarks Statistik and older jobindsats clients use them.

use std::borrow::Cow;

use super::json_stat::{Axis, cells, from_cube};
use super::number::{DecimalMark, number};
use super::px_text::{Statement, statements};
use super::{PublishedForm, PublishedNumber, PublishedProblem, PublishedTable};

/// Whether a file begins like PX: a keyword in capitals and an equals sign.
pub(super) fn looks_like(body: &[u8]) -> bool {
    let head = &body[..body.len().min(200)];
    let Some(equals) = head.iter().position(|&byte| byte == b'=') else {
        return false;
    };
    let keyword = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'[' | b']');
    let word = |byte: &u8| keyword(byte) || byte.is_ascii_lowercase();
    equals > 0 && keyword(&head[0]) && head[..equals].iter().all(word)
}

/// Reads a PX file.
pub(super) fn read(body: &[u8]) -> Result<PublishedTable, PublishedProblem> {
    let text = text(body)?;
    let all = statements(&text)?;
    let file = Px(&all);
    let names: Vec<&String> = ["STUB", "HEADING"]
        .into_iter()
        .flat_map(|keyword| file.list(keyword))
        .collect();
    let contents = file.first("CONTVARIABLE");
    let mut axes = Vec::new();
    for name in names {
        let members = file.about("VALUES", name);
        if members.is_empty() {
            return Err(PublishedProblem::Lacks {
                what: format!("VALUES(\"{name}\")"),
            });
        }
        axes.push(Axis {
            name: name.clone(),
            members: members.to_vec(),
            time: !file.about("TIMEVAL", name).is_empty(),
            metric: contents == Some(name),
        });
    }
    let cells = cells(&axes)?;
    let data = file.list("DATA");
    if data.len() != cells {
        return Err(PublishedProblem::Cells {
            values: data.len(),
            cells,
        });
    }
    let values = (data.iter().enumerate())
        .map(|(cell, text)| value(cell, text))
        .collect::<Result<Vec<_>, _>>()?;
    let has_metric = axes.iter().any(|axis| axis.metric);
    let mut table = from_cube(PublishedForm::Px, &axes, &values)?;
    if !has_metric {
        table.measures = vec![file.first("CONTENTS").cloned().unwrap_or_default()];
    }
    table.title = (file.first("TITLE").or_else(|| file.first("DESCRIPTION"))).cloned();
    table.source = file.first("SOURCE").cloned();
    table.updated = file.first("LAST-UPDATED").cloned();
    Ok(table)
}

fn value(cell: usize, text: &str) -> Result<PublishedNumber, PublishedProblem> {
    number(text, DecimalMark::Point).map_err(|why| PublishedProblem::Number {
        row: cell + 1,
        column: "DATA".to_owned(),
        text: text.chars().take(40).collect(),
        why,
    })
}

/// The text in the encoding that the file names: UTF-8 where it says so, else what it is, else Windows-1252.
fn text(body: &[u8]) -> Result<Cow<'_, str>, PublishedProblem> {
    let head = String::from_utf8_lossy(&body[..body.len().min(400)]).to_lowercase();
    let says_utf8 = head.contains("codepage=\"utf-8\"");
    match std::str::from_utf8(body) {
        Ok(text) => Ok(text.into()),
        Err(fault) if says_utf8 => Err(PublishedProblem::Encoding {
            line: 1 + memchr::memchr_iter(b'\n', &body[..fault.valid_up_to()]).count(),
            encoding: "UTF-8",
        }),
        // Before Windows, PX was written in DOS' code page 850; files in it name no character set.
        Err(_) if !head.contains("charset=") && !head.contains("codepage=") => {
            match body.iter().position(|byte| DANISH_IN_DOS.contains(byte)) {
                Some(at) => Err(PublishedProblem::Encoding {
                    line: 1 + memchr::memchr_iter(b'\n', &body[..at]).count(),
                    encoding: "Windows-1252 (DOS, 850)",
                }),
                None => Ok(super::delimited::decoded(body)),
            }
        }
        Err(_) => Ok(super::delimited::decoded(body)),
    }
}

/// æ, ø, å, Æ, Ø and Å in code page 850; in Windows-1252 these bytes are signs that hardly stand in a table.
const DANISH_IN_DOS: [u8; 6] = [0x91, 0x9b, 0x86, 0x92, 0x9d, 0x8f];

struct Px<'a>(&'a [Statement]);

impl<'a> Px<'a> {
    fn of(&self, keyword: &str, subject: Option<&str>) -> Option<&'a Statement> {
        self.0.iter().find(|one| {
            one.keyword == keyword
                && one.language.is_empty()
                && one.subjects.first().map(String::as_str) == subject
        })
    }

    fn list(&self, keyword: &str) -> &'a [String] {
        self.of(keyword, None).map_or(&[], |one| &one.values)
    }

    fn first(&self, keyword: &str) -> Option<&'a String> {
        (self
            .0
            .iter()
            .find(|one| one.keyword == keyword && one.language.is_empty()))
        .and_then(|one| one.values.first())
    }

    fn about(&self, keyword: &str, subject: &str) -> &'a [String] {
        self.of(keyword, Some(subject))
            .map_or(&[], |one| &one.values)
    }
}
