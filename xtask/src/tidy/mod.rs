//! The checks no other tool has: arrows of the house, rooms, file sizes, and documents that name only what exists.

mod arrows;
mod documents;
mod rooms;
mod sizes;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// Runs every check and fails when one finds something; warnings only print.
pub(crate) fn run(root: &Path) -> Result<()> {
    let mut problems = arrows::check(root)?;
    problems.extend(rooms::check(root)?);
    problems.extend(documents::check(root)?);
    let (too_long, long) = sizes::check(root)?;
    problems.extend(too_long);
    for warning in &long {
        println!("tidy: note: {warning}");
    }
    for problem in &problems {
        eprintln!("tidy: {problem}");
    }
    if !problems.is_empty() {
        bail!("tidy found {} problems", problems.len());
    }
    println!("tidy: arrows, rooms, sizes and documents are in order");
    Ok(())
}

/// Every file below `folder` with this ending, sorted, without what is built or downloaded.
fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            if path.is_dir() {
                if !matches!(name.as_str(), "target" | "node_modules" | ".git" | "assets") {
                    folders.push(path);
                }
            } else if name.ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// A path as documents write it.
fn relative(root: &Path, path: &Path) -> String {
    path.strip_prefix(root)
        .unwrap_or(path)
        .to_string_lossy()
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_tree_is_tidy() {
        run(&crate::run::root().unwrap()).unwrap();
    }
}
