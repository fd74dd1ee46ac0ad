//! What each command does: one file a command.

mod books;
mod cohorts;
mod demonstrate;
mod figures;
mod intake;
mod judgements;
mod maintain;
mod migrations;
mod modelling;
mod outside;
mod registers;
mod reports;
mod scenarios;
mod serve;
mod stores;
mod users;
mod vintages;

use std::process::ExitCode;

use crate::command::Command;

/// Does what was asked. The exit code is 0 when all is well, 1 when there is something to mend.
pub(crate) fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(wish) => serve::serve(wish),
        Command::Demo(wish) => demonstrate::demonstrate(&wish),
        Command::User(wish) => users::users(wish),
        Command::Import(wish) => intake::intake(&wish),
        Command::Rulebook(wish) => modelling::modelling(wish),
        Command::Register(wish) => registers::registers(&wish),
        Command::Figures(wish) => figures::figures(&wish),
        Command::Backup(wish) => maintain::backup(&wish),
        Command::Restore(wish) => maintain::restore(&wish),
        Command::Rebuild(wish) => maintain::rebuild(&wish),
        Command::Verify(wish) => maintain::verify(&wish),
        Command::Erase(wish) => maintain::erase(&wish),
        Command::Audit(wish) => reports::audit(&wish),
        Command::AccessLog(wish) => reports::access_log(&wish),
    }
}
