//! `bench figures`: the workloads of figures with the release program, `DuckDB` and Polars on the same invented register.
//!
//! The comparison itself is `benches/figures/compare.py`; here stands only what has to be there first.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::cargo;

/// Builds, installs the pinned packages, invents the register where it is lacking, and compares.
pub(crate) fn run(root: &Path, persons: u32, quick: bool) -> Result<()> {
    cargo(root, &["build", "--release", "--package", "tovholder"])?;
    let program = root.join("target/release/tovholder");
    let folder = root.join("target/figures");
    let python = python(root, &folder)?;
    let data = register(&program, &folder, persons)?;
    let inputs: &[&str] = if quick {
        &["sorted"]
    } else {
        &["sorted", "shuffled", "csv"]
    };
    for input in inputs {
        let mut compare = Command::new(&python);
        compare
            .arg(root.join("benches/figures/compare.py"))
            .arg("--data")
            .arg(&data)
            .arg("--tovholder")
            .arg(&program)
            .args(["--input", input]);
        if quick {
            compare.args(["--quick", "--runs", "3"]);
        }
        told(&mut compare)?;
    }
    Ok(())
}

/// An interpreter with the pinned packages.
fn python(root: &Path, folder: &Path) -> Result<PathBuf> {
    let home = folder.join("python");
    let python = home.join("bin/python");
    if !python.exists() {
        told(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
    }
    told(
        Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--requirement"])
            .arg(root.join("benches/figures/requirements.txt")),
    )?;
    Ok(python)
}

/// The invented register of that many persons; made once.
fn register(program: &Path, folder: &Path, persons: u32) -> Result<PathBuf> {
    let data = folder.join(persons.to_string());
    // The layout is written last, so a register that has it is whole.
    if !data.join("register.toml").exists() {
        let persons = persons.to_string();
        told(
            Command::new(program)
                .args(["register", "synth", "--persons", &persons])
                .args(["--benefits-only", "--shuffled", "--csv"])
                .arg(&data),
        )?;
    }
    Ok(data)
}

fn told(command: &mut Command) -> Result<()> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command
        .status()
        .with_context(|| format!("could not start {name}"))?;
    if !status.success() {
        bail!("{name} failed: {status}");
    }
    Ok(())
}
