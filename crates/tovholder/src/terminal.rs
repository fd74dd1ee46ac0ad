//! The only place that writes to the terminal: standard output for answers, standard error for the rest.

use std::io::{self, Write};

use crate::causes;

/// Writes a line of an answer. A reader that has gone away is not an error.
pub(crate) fn say(line: &str) {
    // Whoever reads the output may stop early (`tovholder audit … | head`); the work is done all the same.
    drop(writeln!(io::stdout().lock(), "{line}"));
}

/// Writes a line beside the answer: progress, a warning, what went wrong.
pub(crate) fn warn(line: &str) {
    drop(writeln!(io::stderr().lock(), "{line}"));
}

/// Says what went wrong, with its causes.
pub(crate) fn complain(error: &anyhow::Error) {
    let mut causes = error.chain().map(causes::told);
    let mut line = format!("Fejl: {}", causes.next().unwrap_or_default());
    for cause in causes {
        line.push_str("\n  fordi: ");
        line.push_str(&cause);
    }
    warn(&line);
}

/// The account of the machine that sits at the terminal, for what is recorded as done from there. Behind `sudo` it is the
/// account that asked.
#[expect(
    clippy::disallowed_methods,
    reason = "this is no configuration: the terminal says whose it is here only"
)]
pub(crate) fn account() -> String {
    ["SUDO_USER", "USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|name| !name.is_empty()))
        .or_else(owner)
        .unwrap_or_else(|| "ukendt konto".to_owned())
}

/// The number of the account where the environment has no name, as under a service manager.
#[cfg(target_os = "linux")]
fn owner() -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let process = std::fs::metadata("/proc/self").ok()?;
    Some(format!("konto nr. {}", process.uid()))
}

#[cfg(not(target_os = "linux"))]
fn owner() -> Option<String> {
    None
}
