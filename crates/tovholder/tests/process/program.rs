//! Starts the program and stops it, kindly or not.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The program as this test run built it.
pub(crate) fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_tovholder"))
}

/// A program that serves.
pub(crate) struct Program {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    /// What it said until it listened.
    pub(crate) welcome: String,
}

impl Program {
    /// Starts the program with these arguments on a free port and waits until it listens.
    pub(crate) fn start(binary: &Path, arguments: &[&str]) -> Program {
        let mut command = Command::new(binary);
        command.args(arguments).args(["--listen", "127.0.0.1:0"]);
        Program::run(&mut command)
    }

    /// Runs a command that becomes the program, and waits until it listens.
    pub(crate) fn run(command: &mut Command) -> Program {
        let mut child = command
            .stdout(Stdio::piped())
            .stdin(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let mut welcome = String::new();
        let mut address = None;
        // The demonstration says more after its address; »serve« says nothing more.
        while let Some(Ok(line)) = lines.next() {
            let is_demo = line.contains("opdigtet");
            welcome.push_str(&line);
            welcome.push('\n');
            address = address.or_else(|| address_in(&line));
            if address.is_some() && (line.starts_with("Stop med") || line.contains("kører på")) {
                break;
            }
            assert!(
                is_demo || welcome.len() < 10_000,
                "the program talks too much:\n{welcome}"
            );
        }
        let address = address.unwrap_or_else(|| panic!("the program does not listen:\n{welcome}"));
        Program {
            child,
            address,
            welcome,
        }
    }

    /// Its number in the system.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a power switch would, without a word.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("it runs");
        self.child.wait().expect("it was ours");
    }

    /// Asks it to stop and waits until it has.
    pub(crate) fn stop(mut self) {
        let asked = Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status()
            .expect("kill exists");
        assert!(asked.success());
        let ended = self.child.wait().expect("it was ours");
        assert!(ended.success(), "asked to stop, it ends well: {ended}");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // A failed test leaves no program behind; one that has ended already is not there to be killed.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn address_in(line: &str) -> Option<SocketAddr> {
    let (_, rest) = line.split_once("http://")?;
    rest.split('/').next()?.parse().ok()
}
