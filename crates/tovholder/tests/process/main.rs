//! The real binary as a process: what it says, what it serves, and what survives when it is killed.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is not as it should be, and tells what it measured"
)]

mod browser;
mod cohorts;
mod commands;
mod full_disk;
mod killed;
mod long_weekend;
mod program;
mod read_log;
mod registers;
mod smoke;
