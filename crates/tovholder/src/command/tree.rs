//! The tree of commands. What each takes stands in a file named after its noun.

use clap::{ArgAction, Parser, Subcommand};

use super::{
    AccessLog, Audit, Backup, Demo, Erase, Figures, Import, Rebuild, Register, Restore, Rulebook,
    Serve, User, Verify,
};

/// What the program was asked to do.
#[derive(Debug, Parser)]
#[command(
    name = "tovholder",
    version,
    about = "Hvad er aftalt, hvad skal ske, og hvem gør det: kommunens beskæftigelsesindsats",
    disable_help_subcommand = true,
    disable_help_flag = true,
    disable_version_flag = true,
    max_term_width = 100,
    hide_possible_values = true
)]
pub(crate) struct Arguments {
    /// Vis denne hjælp
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    /// Vis programmets version
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Start programmet, så det kan bruges i browseren
    Serve(Serve),
    /// Start med en opdigtet kommune til afprøvning
    Demo(Demo),
    /// Opret, spær eller nulstil en bruger
    #[command(subcommand)]
    User(User),
    /// Hent borgere og det, der er sket med dem, eller andres tal ind fra en fil
    Import(Import),
    /// Kontrollér, afprøv og vis regelbogen
    #[command(subcommand)]
    Rulebook(Rulebook),
    /// Opdigt et register, eller regn regelbogens tal ud på et register i filer
    #[command(subcommand)]
    Register(Register),
    /// Tal: hvilke indikatorer regelbogen har, og hvor mange der er i en målgruppe
    #[command(subcommand)]
    Figures(Figures),
    /// Tag en sikkerhedskopi, også mens programmet kører
    Backup(Backup),
    /// Læg en sikkerhedskopi på plads i en ny fil
    Restore(Restore),
    /// Beregn sagernes frister forfra, som de er på en dag
    Rebuild(Rebuild),
    /// Kontrollér, at filen er hel, og at det beregnede svarer til det registrerede
    Verify(Verify),
    /// Slet en borgers oplysninger efter slettefristen; kan ikke fortrydes
    Erase(Erase),
    /// List afvigelser og frister, der blev eller er overskredet, på en bestemt dag (CSV)
    Audit(Audit),
    /// List, hvem der har set og skrevet hos en borger (CSV)
    #[command(name = "access-log")]
    AccessLog(AccessLog),
}
