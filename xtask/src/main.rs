//! Developer commands: `cargo xtask dev | test | check | bless | bench | tidy`.
//!
//! Everything here is a short list of other programs to run, in the order CI runs them; `tidy` holds the checks no tool has.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program talks on its terminal"
)]

mod bench;
mod figures;
mod run;
mod smoke;
mod tidy;
mod tools;

use anyhow::Result;
use clap::{Parser, Subcommand};

use run::{cargo, cargo_with};

#[derive(Parser)]
#[command(about = "Developer commands of Tovholder")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Starts the program with the invented municipality, rebuilt for development.
    Dev {
        /// Passed on to `tovholder demo`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<String>,
    },
    /// Runs every test, including the browser journeys; installs what it may, says what is missing otherwise.
    Test,
    /// Formatting, lints, documentation, tidy, and licences where cargo-deny is installed.
    Check,
    /// Accepts changed snapshots after you have read them.
    Bless,
    /// Runs benchmarks and prints their medians.
    Bench {
        /// `engine`, `verifier`, `cases`, `pages`, `figures`, or nothing for all but figures.
        what: Option<String>,
        /// `figures`: how many persons the invented register has.
        #[arg(long, default_value_t = 2_000_000)]
        persons: u32,
        /// `figures`: fewer runs, and only the fastest expert formulation.
        #[arg(long)]
        quick: bool,
    },
    /// Only the checks no other tool has.
    Tidy,
}

fn main() -> Result<()> {
    let root = run::root()?;
    match Arguments::parse().command {
        Command::Dev { arguments } => {
            let mut words = vec!["run", "--", "demo"];
            words.extend(arguments.iter().map(String::as_str));
            cargo(&root, &words)
        }
        Command::Test => test(&root),
        Command::Check => check(&root),
        Command::Bless => cargo_with(
            &root,
            &["test", "--workspace", "--all-targets", "--no-fail-fast"],
            &[("INSTA_UPDATE", "always")],
        ),
        Command::Bench {
            what: Some(what),
            persons,
            quick,
        } if what == "figures" => figures::run(&root, persons, quick),
        Command::Bench { what, .. } => bench::run(&root, what.as_deref()),
        Command::Tidy => tidy::run(&root),
    }
}

/// The whole suite. The workspace's own tests come last, so that the runner's closing line is the last thing printed.
fn test(root: &std::path::Path) -> Result<()> {
    tools::ensure(root)?;
    smoke::release_demo(root)?;
    cargo(
        root,
        &[
            "test",
            "--package",
            "duties",
            "--features",
            "seeded-bugs",
            "--test",
            "seeded_bugs",
        ],
    )?;
    cargo(
        root,
        &[
            "test",
            "--package",
            "tables",
            "--features",
            "without-complementary",
            "--test",
            "mutation",
        ],
    )?;
    cargo(root, &["test", "--workspace", "--doc", "--no-fail-fast"])?;
    cargo_with(
        root,
        &["test", "--workspace", "--all-targets", "--no-fail-fast"],
        &[("INSTA_UPDATE", "no")],
    )
}

fn check(root: &std::path::Path) -> Result<()> {
    cargo(root, &["fmt", "--all", "--check"])?;
    cargo(
        root,
        &[
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    )?;
    cargo_with(
        root,
        &[
            "doc",
            "--workspace",
            "--no-deps",
            "--document-private-items",
        ],
        &[("RUSTDOCFLAGS", "-D warnings")],
    )?;
    tidy::run(root)?;
    if tools::is_there("cargo-deny") {
        cargo(
            root,
            &[
                "deny",
                "check",
                "--hide-inclusion-graph",
                "bans",
                "licenses",
                "sources",
            ],
        )?;
        advisories(root)
    } else {
        println!(
            "check: cargo-deny is not installed, so licences and advisories were not checked (cargo install cargo-deny)"
        );
        Ok(())
    }
}

/// Known faults of what we depend on. Their list lives on the network; where that cannot be reached, it is said and not failed.
fn advisories(root: &std::path::Path) -> Result<()> {
    let output = std::process::Command::new("cargo")
        .args(["deny", "check", "advisories"])
        .current_dir(root)
        .output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        println!("check: no advisory concerns what we depend on");
        Ok(())
    } else if said.contains("failed to fetch advisory database") {
        println!(
            "check: the list of advisories cannot be reached from here, so it was not checked"
        );
        Ok(())
    } else {
        eprint!("{said}");
        anyhow::bail!("cargo deny check advisories found something")
    }
}
