//! Text with a heading: what jobindsats and `StatBank` write as CSV, in UTF-8 or Windows-1252.

use super::jobindsats::{Grid, from_grid};
use super::number::DecimalMark;
use super::{PublishedForm, PublishedProblem, PublishedTable};

/// Reads a table with a heading; the separator is the one of `;`, tab and `,` that the heading has most of.
pub(super) fn read(body: &[u8]) -> Result<PublishedTable, PublishedProblem> {
    let text = decoded(body);
    let heading = text.lines().next().unwrap_or_default();
    let separator = [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|&one| heading.bytes().filter(|&byte| byte == one).count())
        .filter(|&one| heading.as_bytes().contains(&one))
        .ok_or(PublishedProblem::Unrecognised)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(text.as_bytes());
    let unreadable = |_| PublishedProblem::Unrecognised;
    let names: Vec<String> = (reader.headers().map_err(unreadable)?.iter())
        .map(|name| name.trim().to_owned())
        .collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        rows.push(record.iter().map(str::to_owned).collect());
    }
    from_grid(&Grid {
        form: PublishedForm::Delimited,
        declared: vec![None; names.len()],
        names,
        rows,
        // A table with commas between its fields must write its decimals with a point.
        mark: if separator == b',' {
            DecimalMark::Point
        } else {
            DecimalMark::Comma
        },
    })
}

/// The text, read as UTF-8 if it is that, else as Windows-1252, in which every byte but five is a character.
pub(crate) fn decoded(body: &[u8]) -> std::borrow::Cow<'_, str> {
    match std::str::from_utf8(body) {
        Ok(text) => text.into(),
        Err(_) => {
            encoding_rs::WINDOWS_1252
                .decode_without_bom_handling(body)
                .0
        }
    }
}
