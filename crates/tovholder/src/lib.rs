//! The program: reads the command line, wires the crates together and says what went wrong.
//!
//! Nothing here knows law or HTTP. The only system clock of the program is made in `clock`.

mod causes;
mod clock;
mod command;
mod configuration;
mod import;
mod logging;
mod run;
mod terminal;

use std::process::ExitCode;

/// Runs the program: what the binary does, from command line to exit code.
pub fn main() -> ExitCode {
    let arguments = match command::parse() {
        Ok(arguments) => arguments,
        Err(error) => return command::refuse(&error),
    };
    match run::run(arguments.command) {
        Ok(code) => code,
        Err(error) => {
            terminal::complain(&error);
            ExitCode::FAILURE
        }
    }
}
