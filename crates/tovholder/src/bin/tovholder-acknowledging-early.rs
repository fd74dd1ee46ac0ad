//! The program with a fault on purpose: it acknowledges before it commits. Built only by the test that must catch it.

use std::process::ExitCode;

fn main() -> ExitCode {
    tovholder::main()
}
