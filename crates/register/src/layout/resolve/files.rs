//! The files of a table: named one by one, or found below a folder.

use std::path::{Path, PathBuf};

use tables::Text;

use crate::form::Problem;

pub(super) fn files(paths: &[PathBuf], folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut found = Vec::new();
    for path in paths {
        let path = folder.join(path);
        if path.is_dir() {
            gather(&path, &mut found).map_err(|cause| {
                let path = path.display();
                (
                    Text::new(
                        format!("mappen {path} kan ikke læses ({cause})"),
                        format!("the folder {path} cannot be read ({cause})"),
                    ),
                    Text::new(
                        "se efter, hvem der må læse mappen",
                        "check who may read the folder",
                    ),
                )
            })?;
        } else {
            found.push(path);
        }
    }
    found.sort();
    found.dedup();
    if found.is_empty() {
        return Err((
            Text::new("har ingen filer", "has no file"),
            Text::new(
                "nævn en fil eller en mappe med .parquet- eller .csv-filer",
                "name a file, or a folder with .parquet or .csv files",
            ),
        ));
    }
    Ok(found)
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, found)?;
        } else if is_table(&path) {
            found.push(path);
        }
    }
    Ok(())
}

/// Whether a file below a folder belongs to the table. Files that a program has not finished, or keeps for itself, do not.
fn is_table(path: &Path) -> bool {
    let hidden = path
        .file_name()
        .and_then(|name| name.to_str())
        .is_none_or(|name| name.starts_with(['.', '_']));
    !hidden
        && path.extension().is_some_and(|ending| {
            ending.eq_ignore_ascii_case("parquet") || ending.eq_ignore_ascii_case("csv")
        })
}
