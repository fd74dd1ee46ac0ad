//! Help in Danish: the words that the command-line library says by itself.

use clap::{Arg, Command, CommandFactory, Error, FromArgMatches};

use super::Arguments;

const TEMPLATE: &str = "\
{about-with-newline}
Brug: {usage}

{all-args}{after-help}
";

/// Reads the program's command line.
pub(crate) fn parse() -> Result<Arguments, Error> {
    let matches = danish(Arguments::command()).try_get_matches()?;
    Arguments::from_arg_matches(&matches)
}

/// The help of a command in Danish, replacing the words that remain.
pub(super) fn in_danish(help: &str) -> String {
    help.replace("[OPTIONS]", "[VALG]")
}

fn danish(command: Command) -> Command {
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("Kommandoer")
        .subcommand_value_name("KOMMANDO")
        .mut_args(under_heading)
        .mut_subcommands(danish)
}

fn under_heading(argument: Arg) -> Arg {
    let heading = if argument.is_positional() {
        "Angiv"
    } else {
        "Valg"
    };
    argument.help_heading(heading)
}
