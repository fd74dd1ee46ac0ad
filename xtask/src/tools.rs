//! What the tests need besides Rust: a browser and Node.js, from the distribution; two npm packages, from the lock file.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::run::program;

/// A program the tests start, and the Debian package it comes in.
const NEEDED: &[(&str, &str)] = &[("chromium", "chromium"), ("node", "nodejs"), ("npm", "npm")];

/// Whether a program of this name is on the path.
pub(crate) fn is_there(name: &str) -> bool {
    find(name).is_some()
}

fn find(name: &str) -> Option<PathBuf> {
    let output = Command::new("sh")
        .args(["-c", "command -v \"$1\"", "sh", name])
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(text.trim()))
}

/// Makes sure that everything is there: installs missing packages when it may, and fails with the exact command when not.
pub(crate) fn ensure(root: &Path) -> Result<()> {
    let missing: Vec<&str> = NEEDED
        .iter()
        .filter(|(name, _)| !is_there(name))
        .map(|(_, package)| *package)
        .collect();
    if !missing.is_empty() {
        install(root, &missing)?;
    }
    let journeys = root.join("browser");
    let installed = journeys.join("node_modules/.package-lock.json");
    let lock = journeys.join("package-lock.json");
    if is_older(&installed, &lock)? {
        program(&journeys, "npm", &["ci", "--no-audit", "--no-fund"], &[])?;
    }
    Ok(())
}

fn is_older(made: &Path, from: &Path) -> Result<bool> {
    let from = std::fs::metadata(from).with_context(|| format!("{} is missing", from.display()))?;
    Ok(match std::fs::metadata(made) {
        Ok(made) => made.modified()? < from.modified()?,
        Err(_) => true,
    })
}

fn install(root: &Path, packages: &[&str]) -> Result<()> {
    let command = format!(
        "apt-get update && apt-get install --yes --no-install-recommends {}",
        packages.join(" ")
    );
    let output = Command::new("id")
        .arg("-u")
        .output()
        .context("could not ask who is running")?;
    let is_root = String::from_utf8_lossy(&output.stdout).trim() == "0";
    if !is_root || !is_there("apt-get") {
        bail!(
            "the browser tests need {} and this user may not install it; run: sudo sh -c '{command}'",
            packages.join(", ")
        );
    }
    program(
        root,
        "sh",
        &["-c", &command],
        &[("DEBIAN_FRONTEND", "noninteractive")],
    )
}
