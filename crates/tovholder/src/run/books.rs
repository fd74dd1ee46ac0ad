//! Rulebook pages from folders: the only place that reads them from disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, bail};
use rulebook::{Book, Source};

use crate::terminal;

/// The embedded pages, with those of a folder in their place or beside them.
pub(super) fn book(folder: Option<&Path>) -> anyhow::Result<Arc<Book>> {
    let embedded = Book::embedded();
    let Some(folder) = folder else {
        return Ok(Arc::new(embedded));
    };
    match embedded.with(&pages(folder)?) {
        Ok(book) => Ok(Arc::new(book)),
        Err(problems) => {
            terminal::warn(&problems.render());
            bail!("regelbogen i {} kan ikke bruges", folder.display());
        }
    }
}

/// The pages (`*.md`) of a folder and those below it, by path.
pub(super) fn pages(folder: &Path) -> anyhow::Result<Vec<Source>> {
    let found = files(folder, "md")?;
    if found.is_empty() {
        bail!("der er ingen sider (*.md) i {}", folder.display());
    }
    Ok(found)
}

/// The files with this ending in a folder and those below it, by path.
pub(super) fn files(folder: &Path, ending: &str) -> anyhow::Result<Vec<Source>> {
    let mut paths = Vec::new();
    collect(folder, ending, &mut paths)?;
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path)
                .with_context(|| format!("kunne ikke læse {}", path.display()))?;
            Ok(Source {
                path: path.display().to_string(),
                text,
            })
        })
        .collect()
}

fn collect(folder: &Path, ending: &str, paths: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if !folder.is_dir() {
        bail!("mappen {} findes ikke", folder.display());
    }
    let failed = || format!("kunne ikke læse mappen {}", folder.display());
    for entry in std::fs::read_dir(folder).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let path = entry.path();
        if entry.file_type().with_context(failed)?.is_dir() {
            collect(&path, ending, paths)?;
        } else if path.extension().is_some_and(|found| found == ending) {
            paths.push(path);
        }
    }
    Ok(())
}
