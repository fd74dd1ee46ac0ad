//! The arrows between crates: the table in `ARCHITECTURE.md` is the configuration.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context, Result};
use cargo_metadata::{DependencyKind, MetadataCommand};

type Arrows = BTreeMap<String, BTreeSet<String>>;

/// External crates that belong in one room (or two); any other crate that names them is a problem.
const OWNERS: &[(&str, &[&str])] = &[
    ("rusqlite", &["store"]),
    ("axum", &["web"]),
    ("askama", &["web"]),
    ("tokio", &["web", "tovholder"]),
    ("clap", &["tovholder", "xtask"]),
    ("csv", &["tovholder", "register", "tables"]),
    ("parquet", &["register"]),
    ("rust_xlsxwriter", &["papers"]),
    ("indicatif", &["tovholder"]),
];

/// Crates that may do no I/O, and what would let them.
const PURE: &[&str] = &[
    "calendar", "facts", "duties", "figures", "tables", "rulebook", "casework",
];
const NEVER_IN_PURE: &[&str] = &[
    "tokio",
    "rusqlite",
    "rand",
    "getrandom",
    "axum",
    "tracing",
    "ureq",
];

/// Never in this workspace: two query engines and a data frame library that cost more to build than everything else.
const NEVER: &[&str] = &["datafusion", "duckdb", "polars"];

pub(super) fn check(root: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(root.join("ARCHITECTURE.md"))
        .context("ARCHITECTURE.md is missing")?;
    let allowed = table(&text);
    let metadata = MetadataCommand::new()
        .manifest_path(root.join("Cargo.toml"))
        .exec()?;
    let members: BTreeSet<String> = metadata
        .workspace_packages()
        .iter()
        .map(|package| package.name.to_string())
        .collect();
    let mut problems = Vec::new();
    for package in metadata.workspace_packages() {
        let name = package.name.as_str();
        let Some(may) = allowed.get(name) else {
            problems.push(format!(
                "the table of arrows in ARCHITECTURE.md has no row for {name}"
            ));
            continue;
        };
        for dependency in &package.dependencies {
            let to = dependency.name.as_str();
            let in_tests = dependency.kind == DependencyKind::Development;
            if members.contains(to) {
                if !in_tests && !may.contains(to) && !may.contains("*") {
                    problems.push(format!(
                        "{name} may not use {to}: ARCHITECTURE.md has no such arrow"
                    ));
                }
                continue;
            }
            let foreign = OWNERS
                .iter()
                .any(|(owned, owners)| *owned == to && !owners.contains(&name));
            if foreign && !in_tests {
                problems.push(format!(
                    "{name} may not use {to}: it belongs to another room"
                ));
            }
            if PURE.contains(&name) && !in_tests && NEVER_IN_PURE.contains(&to) {
                problems.push(format!("{name} is pure and may not use {to}"));
            }
        }
        if !std::fs::read_to_string(&package.manifest_path)?.contains("[lints]\nworkspace = true") {
            problems.push(format!("{name} does not take the lints of the workspace"));
        }
    }
    for name in allowed.keys().filter(|name| !members.contains(*name)) {
        problems.push(format!(
            "ARCHITECTURE.md has a row for {name}, which is no crate"
        ));
    }
    for package in metadata
        .packages
        .iter()
        .filter(|package| NEVER.contains(&package.name.as_str()))
    {
        problems.push(format!("{} must not enter the workspace", package.name));
    }
    Ok(problems)
}

/// Reads rows »| `crate` | responsibility | `a`, `b` |«; `*` allows everything, `—` nothing.
fn table(text: &str) -> Arrows {
    text.lines()
        .filter_map(|line| {
            let cells: Vec<&str> = line
                .trim()
                .strip_prefix('|')?
                .split('|')
                .map(str::trim)
                .collect();
            let name = cells.first()?.strip_prefix('`')?.strip_suffix('`')?;
            let may = cells
                .get(2)?
                .split(',')
                .map(|word| word.trim().trim_matches('`').to_owned());
            Some((name.to_owned(), may.filter(|word| word != "—").collect()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_read_row_by_row() {
        let arrows = table(
            "| crate | does | may use |\n|---|---|---|\n| `a` | x | `b`, `c` |\n| `b` | y | — |\n",
        );
        assert_eq!(
            arrows["a"],
            BTreeSet::from(["b".to_owned(), "c".to_owned()])
        );
        assert!(arrows["b"].is_empty());
        assert_eq!(arrows.len(), 2);
    }
}
