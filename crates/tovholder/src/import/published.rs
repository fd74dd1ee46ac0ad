//! Published figures: kept as published, beside our own.

use std::path::Path;

use anyhow::{Context, bail};
use calendar::Day;
use register::published::{self as read, PublishedForm};
use store::{By, Published, PublishedHead, PublishedNumber, PublishedRow, Store};

use super::text;

/// What is said of a file of published figures, besides what stands in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PublishedFile<'a> {
    /// The file.
    pub(crate) path: &'a Path,
    /// What the table is called here.
    pub(crate) table: &'a str,
    /// The day it was retrieved.
    pub(crate) retrieved: Day,
    /// Who published it, where the file does not say.
    pub(crate) source: Option<&'a str>,
    /// Keep nothing.
    pub(crate) dry_run: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PublishedOutcome {
    /// Rows in the file.
    pub(crate) rows: usize,
    /// Numbers in a row.
    pub(crate) measures: usize,
    /// Who published it.
    pub(crate) source: String,
    /// How many revisions were kept before.
    pub(crate) earlier: usize,
    /// Whether one of them is the same table: nothing changes.
    pub(crate) already: bool,
}

/// Keeps a file of published figures; the same figures again change nothing.
pub(crate) fn import_published(
    store: &Store,
    file: PublishedFile<'_>,
    clock: &dyn calendar::Clock,
) -> anyhow::Result<PublishedOutcome> {
    if file.retrieved > clock.today() {
        bail!("--retrieved ligger efter i dag; skriv den dag, filen er hentet");
    }
    let name = file.table.trim().to_lowercase();
    if name.is_empty() {
        bail!("--table er tom; skriv tabellens navn, fx y01a02");
    }
    let shown = file.path.display();
    let opened = text::open(file.path)?;
    let length = (opened.metadata())
        .with_context(|| format!("kunne ikke åbne {shown}"))?
        .len();
    if length > read::LARGEST as u64 {
        bail!(
            "{shown} fylder {length} byte; der læses højst {}",
            read::LARGEST
        );
    }
    let bytes = std::fs::read(file.path).with_context(|| format!("kunne ikke læse {shown}"))?;
    let table = read::read_published(&bytes).with_context(|| format!("{shown} kan ikke læses"))?;
    let said = file
        .source
        .map(str::trim)
        .filter(|source| !source.is_empty());
    let Some(source) = said
        .map(str::to_owned)
        .or_else(|| table.source.clone())
        .or_else(|| publisher(table.form))
    else {
        bail!("{shown} siger ikke, hvem der har offentliggjort tallene; skriv det med --source");
    };
    let published = published(table, name, source, file.retrieved);
    let failed = "kunne ikke gemme; intet er hentet ind";
    let earlier = store
        .published_revisions(&published.name)
        .context(failed)?
        .len();
    let already = if file.dry_run {
        store.find_published(&published).context(failed)?.is_some()
    } else {
        let by = By::Terminal(crate::terminal::account());
        let kept = store
            .keep_published(&published, &by, clock.now())
            .context(failed)?;
        kept.already
    };
    Ok(PublishedOutcome {
        rows: published.rows.len(),
        measures: published.head.measures.len(),
        source: published.source,
        earlier,
        already,
    })
}

/// Who writes files of this form, where only one does.
fn publisher(form: PublishedForm) -> Option<String> {
    match form {
        PublishedForm::JobindsatsTwo | PublishedForm::JobindsatsThree => {
            Some("jobindsats.dk".to_owned())
        }
        PublishedForm::Delimited | PublishedForm::JsonStat | PublishedForm::Px => None,
    }
}

const fn form(form: PublishedForm) -> &'static str {
    match form {
        PublishedForm::JobindsatsTwo => "jobindsats-2",
        PublishedForm::JobindsatsThree => "jobindsats-3",
        PublishedForm::Delimited => "csv",
        PublishedForm::JsonStat => "json-stat",
        PublishedForm::Px => "px",
    }
}

fn published(
    table: read::PublishedTable,
    name: String,
    source: String,
    retrieved: Day,
) -> Published {
    let row = |row: read::PublishedRow| PublishedRow {
        period: row.period.code,
        members: row.members,
        numbers: row
            .numbers
            .into_iter()
            .map(|number| match number {
                read::PublishedNumber::Number(number) => PublishedNumber::Number(number),
                read::PublishedNumber::Missing(symbol) => PublishedNumber::Missing(symbol),
            })
            .collect(),
    };
    Published {
        name,
        source,
        retrieved,
        head: PublishedHead {
            form: form(table.form).to_owned(),
            title: table.title,
            updated: table.updated,
            dimensions: table.dimensions,
            measures: table.measures,
        },
        rows: table.rows.into_iter().map(row).collect(),
    }
}
