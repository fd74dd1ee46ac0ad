//! The only place that writes to the terminal: standard output for answers, standard error for the rest.

use std::io::{self, Write};

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
    let mut line = format!("Fejl: {error}");
    for cause in error.chain().skip(1) {
        line.push_str("\n  fordi: ");
        line.push_str(&cause.to_string());
    }
    warn(&line);
}
