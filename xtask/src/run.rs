//! Running other programs, loudly.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The folder of the workspace, from where this program was built.
pub(crate) fn root() -> Result<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent()
        .map(Path::to_path_buf)
        .context("xtask lies in a folder of the workspace")
}

/// Runs cargo in the workspace and fails when it does.
pub(crate) fn cargo(root: &Path, words: &[&str]) -> Result<()> {
    cargo_with(root, words, &[])
}

/// Like [`cargo`], with environment variables set.
pub(crate) fn cargo_with(root: &Path, words: &[&str], variables: &[(&str, &str)]) -> Result<()> {
    program(root, "cargo", words, variables)
}

/// Runs a program in a folder and fails when it does.
pub(crate) fn program(
    folder: &Path,
    name: &str,
    words: &[&str],
    variables: &[(&str, &str)],
) -> Result<()> {
    println!("» {name} {}", words.join(" "));
    let status = Command::new(name)
        .args(words)
        .current_dir(folder)
        .envs(variables.iter().copied())
        .status()
        .with_context(|| format!("could not start {name}"))?;
    if !status.success() {
        bail!("{name} {} ended with {status}", words.join(" "));
    }
    Ok(())
}
