//! The store under load, and the program that serves it.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use anyhow::{Context, ensure};

/// Everybody's password in the measured town.
pub(crate) const PASSWORD: &str = "maaling-af-sider";
/// The day the town stands on.
pub(crate) const DAY: &str = "2021-09-15";
/// Facts in each case; with what makes a citizen known a store of 100,000 cases has over two million.
const FACTS: u64 = 22;

/// A running program over a filled store.
pub(crate) struct Town {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Town {
    /// Builds the program, fills the store (or takes the one of an earlier run) and starts.
    pub(crate) fn found(target: &Path, cases: u64) -> anyhow::Result<Town> {
        let target = &target.canonicalize().context("there is a target folder")?;
        build()?;
        let folder = target.join("page-load");
        std::fs::create_dir_all(&folder)?;
        let store = folder.join(format!("{cases}-{FACTS}.sqlite"));
        let filled = store.with_extension("filled");
        if !filled.exists() {
            fill(&store, cases)?;
            std::fs::write(&filled, "")?;
        }
        let size = std::fs::metadata(&store)?.len() / 1_000_000;
        println!("store: {size} MB in {}", store.display());
        let begun = Instant::now();
        let mut child = Command::new(release().join("tovholder"))
            .args(["demo", "--listen", "127.0.0.1:0", "--db"])
            .arg(&store)
            .stdout(Stdio::piped())
            .spawn()
            .context("the program starts")?;
        let lines = BufReader::new(child.stdout.take().context("its output is piped")?).lines();
        let mut address = None;
        for line in lines.map_while(Result::ok) {
            if let Some((_, rest)) = line.split_once("http://") {
                address = rest.split('/').next().and_then(|text| text.parse().ok());
            }
            if line.starts_with("Stop med") {
                break;
            }
        }
        let address = address.context("the program listens")?;
        println!(
            "opened and listening after {:.2} s",
            begun.elapsed().as_secs_f64()
        );
        Ok(Town { child, address })
    }

    /// Stops the program.
    pub(crate) fn stop(mut self) {
        // It is ours, and what it wrote is only measured.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Where the release binaries are: this program is one of their examples.
fn release() -> std::path::PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    own.ancestors()
        .nth(2)
        .map(Path::to_owned)
        .unwrap_or_default()
}

/// The program and the filler, built together so that what they share is built once.
fn build() -> anyhow::Result<()> {
    let built = Command::new(env!("CARGO"))
        .args([
            "build",
            "--quiet",
            "--release",
            "--package",
            "tovholder",
            "--package",
            "store",
        ])
        .args(["--bin", "tovholder", "--example", "fill"])
        .status()?;
    ensure!(
        built.success(),
        "cargo could not build what is to be measured"
    );
    Ok(())
}

fn fill(store: &Path, cases: u64) -> anyhow::Result<()> {
    let hash = web::hash_password(PASSWORD)?;
    let begun = Instant::now();
    // What an interrupted run left behind.
    for leftover in ["", "-wal", "-shm", ".lock"] {
        let mut name = store.as_os_str().to_owned();
        name.push(leftover);
        std::fs::remove_file(name).ok();
    }
    let filled = Command::new(release().join("examples/fill"))
        .arg(store)
        .args([cases.to_string(), FACTS.to_string(), hash])
        .status()
        .context("the filler starts")?;
    ensure!(filled.success(), "the store could not be filled");
    println!("filled in {:.0} s", begun.elapsed().as_secs_f64());
    Ok(())
}
