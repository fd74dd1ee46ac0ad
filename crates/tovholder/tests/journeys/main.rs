//! Browser journeys: each test starts the demonstration of its own and drives Debian's Chromium through it.
//!
//! The journeys themselves are scripts in `browser/`, for Playwright speaks JavaScript. `cargo xtask test` installs what they
//! need; run by hand without it, a journey fails with the command to run, it never skips.
#![expect(clippy::unwrap_used, reason = "a journey that cannot start has failed")]

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A demonstration that lives as long as its test.
struct Demonstration {
    process: Child,
    address: String,
    folder: tempfile::TempDir,
}

impl Demonstration {
    fn start(today: &str) -> Demonstration {
        let folder = tempfile::tempdir().unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_tovholder"))
            .args(["demo", "--today", today, "--listen", "127.0.0.1:0", "--db"])
            .arg(folder.path().join("demo.sqlite"))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut said = String::new();
        let mut address = None;
        for line in lines.by_ref() {
            let line = line.unwrap();
            said.push_str(&line);
            said.push('\n');
            if let Some(at) = line.find("http://") {
                let rest = &line[at..];
                address = Some(
                    rest.split_whitespace()
                        .next()
                        .unwrap()
                        .trim_end_matches('/')
                        .to_owned(),
                );
                break;
            }
        }
        // The rest is read elsewhere, so that the program never waits for a full pipe.
        let rest = folder.path().join("said.txt");
        std::fs::write(&rest, &said).unwrap();
        std::thread::spawn(move || {
            use std::io::Write as _;
            let mut file = std::fs::OpenOptions::new().append(true).open(rest).unwrap();
            for line in lines.map_while(Result::ok) {
                let _ = writeln!(file, "{line}");
            }
        });
        let address =
            address.unwrap_or_else(|| panic!("the demonstration said no address:\n{said}"));
        Demonstration {
            process,
            address,
            folder,
        }
    }
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn browser_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../browser")
        .canonicalize()
        .unwrap()
}

/// The day on which the demonstration stands unless it is told another.
const ORDINARY_DAY: &str = "2021-09-15";

/// Runs one journey on an ordinary day.
fn journey(name: &str) {
    journey_on(ORDINARY_DAY, name);
}

/// Runs one journey to its end; its own words are shown when it fails.
fn journey_on(today: &str, name: &str) {
    let folder = browser_folder();
    assert!(
        folder.join("node_modules/playwright-core").exists(),
        "the browser journeys need their packages; run: cargo xtask test (or: npm ci in {})",
        folder.display()
    );
    let demonstration = Demonstration::start(today);
    let output = Command::new("node")
        .arg(folder.join(format!("{name}.mjs")))
        .env("TOVHOLDER_ADDRESS", &demonstration.address)
        .env(
            "TOVHOLDER_SAID",
            demonstration.folder.path().join("said.txt"),
        )
        .env(
            "TOVHOLDER_SCREENSHOTS",
            folder.join("screenshots").join(name),
        )
        .output()
        .unwrap_or_else(|error| {
            panic!("node does not start ({error}); run: apt-get install nodejs npm chromium")
        });
    assert!(
        output.status.success(),
        "the journey »{name}« failed:\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn a_caseworker_registers_what_happened() {
    journey("register");
}

#[test]
fn what_is_blocked_explains_itself_and_is_recorded_all_the_same() {
    journey("blocked");
}

#[test]
fn what_if_stores_nothing() {
    journey("what-if");
}

#[test]
fn a_fact_is_corrected_and_another_retracted() {
    journey("correct");
}

#[test]
fn a_case_is_handed_over_and_assigned() {
    journey("hand-over");
}

#[test]
fn the_day_is_narrowed_by_visible_filters() {
    journey("filters");
}

#[test]
fn figures_are_asked_broken_down_and_opened() {
    journey("figures");
}

#[test]
fn a_cohort_is_drawn_followed_and_begun() {
    journey("cohorts");
}

#[test]
fn a_reform_is_confirmed_case_by_case() {
    journey_on("2026-02-03", "reform");
}

#[test]
fn every_page_is_accessible_in_both_languages() {
    journey("every-page");
}

#[test]
fn the_day_is_worked_by_keyboard() {
    journey("keyboard");
}

#[test]
fn the_pages_work_without_javascript() {
    journey("without-javascript");
}
