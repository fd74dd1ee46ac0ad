//! `bench figures`: the workloads of figures with the release program, `DuckDB` and Polars on the same invented registers.
//!
//! The comparison itself is `benches/figures/compare.py`; here stands only what has to be there first.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::run::cargo;

/// The smaller register of the whole comparison.
const SMALLER: u32 = 200_000;

/// Builds, installs the pinned packages, invents the registers where they are lacking, and compares.
pub(crate) fn run(root: &Path, persons: u32, quick: bool) -> Result<()> {
    cargo(root, &["build", "--release", "--package", "tovholder"])?;
    let program = root.join("target/release/tovholder");
    let folder = root.join("target/figures");
    let mut compare = Command::new(python(root, &folder)?);
    compare
        .arg(root.join("benches/figures/compare.py"))
        .arg("--tovholder")
        .arg(&program);
    if quick {
        compare.arg("--quick");
    } else if persons > SMALLER {
        let data = register(&program, &folder, SMALLER)?;
        compare.arg("--data").arg(data);
    }
    let data = register(&program, &folder, persons)?;
    compare.arg("--data").arg(data);
    told(&mut compare)
}

/// An interpreter with the pinned packages: that of `FIGURES_PYTHON`, or one made here.
fn python(root: &Path, folder: &Path) -> Result<PathBuf> {
    if let Some(python) = std::env::var_os("FIGURES_PYTHON") {
        return Ok(python.into());
    }
    let home = folder.join("python");
    let python = home.join("bin/python");
    if !python.exists() {
        told(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
    }
    let requirements = root.join("benches/figures/requirements.txt");
    let wanted = std::fs::read(&requirements).context("benches/figures/requirements.txt")?;
    // What is installed is kept beside it, so that the network is asked only once.
    let installed = home.join("installed.txt");
    if std::fs::read(&installed).ok().as_deref() != Some(&wanted) {
        told(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet", "--requirement"])
                .arg(&requirements),
        )?;
        std::fs::write(&installed, wanted).context("target/figures/python")?;
    }
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
