//! The fixed workloads of `docs/performance.md`, by name.

use std::path::Path;

use anyhow::{Result, bail};

use crate::run::cargo;

/// Name on the command line, and what cargo is told.
const WORKLOADS: &[(&str, &[&str])] = &[
    (
        "engine",
        &["bench", "--package", "duties", "--bench", "engine"],
    ),
    (
        "verifier",
        &["bench", "--package", "rulebook", "--bench", "verifier"],
    ),
    (
        "cases",
        &["bench", "--package", "casework", "--bench", "fold"],
    ),
    (
        "tables",
        &["bench", "--package", "tables", "--bench", "suppression"],
    ),
    (
        "pages",
        &[
            "run",
            "--release",
            "--package",
            "tovholder",
            "--example",
            "page_load",
        ],
    ),
];

/// Runs one workload, or all.
pub(crate) fn run(root: &Path, what: Option<&str>) -> Result<()> {
    let chosen: Vec<_> = WORKLOADS
        .iter()
        .filter(|(name, _)| what.is_none_or(|what| what == *name))
        .collect();
    if chosen.is_empty() {
        let names: Vec<_> = WORKLOADS.iter().map(|(name, _)| *name).collect();
        bail!(
            "there is no workload »{}«; choose one of {}",
            what.unwrap_or_default(),
            names.join(", ")
        );
    }
    for (name, words) in chosen {
        println!("== {name}");
        cargo(root, words)?;
    }
    Ok(())
}
