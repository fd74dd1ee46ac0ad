//! `user`: who may sign in.

use clap::{Args, Subcommand};

use super::StoreFile;

/// `user`.
#[derive(Debug, Subcommand)]
pub(crate) enum User {
    /// Opret en bruger; adgangskoden spørges der om
    Add(UserAdd),
    /// Spær en bruger; det, brugeren har registreret, bliver stående
    Disable(UserName),
    /// Giv en bruger en ny adgangskode, og luk brugeren ind igen
    Reset(UserReset),
}

/// `user add`.
#[derive(Debug, Args)]
pub(crate) struct UserAdd {
    /// Brugernavn: små bogstaver, tal, punktum og bindestreg
    #[arg(value_name = "BRUGER")]
    pub(crate) login: String,
    /// Navn, som kolleger ser det
    #[arg(long, value_name = "NAVN")]
    pub(crate) name: String,
    /// Rolle: sagsbehandler, jobformidler, teamleder eller laeser
    #[arg(long, value_name = "ROLLE")]
    pub(crate) role: String,
    /// Team; oprettes, hvis det ikke findes
    #[arg(long, value_name = "TEAM")]
    pub(crate) team: Option<String>,
    /// Læs adgangskoden fra standard input i stedet for at spørge
    #[arg(long)]
    pub(crate) password_stdin: bool,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}

/// `user disable`.
#[derive(Debug, Args)]
pub(crate) struct UserName {
    /// Brugernavn
    #[arg(value_name = "BRUGER")]
    pub(crate) login: String,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}

/// `user reset`.
#[derive(Debug, Args)]
pub(crate) struct UserReset {
    /// Brugernavn
    #[arg(value_name = "BRUGER")]
    pub(crate) login: String,
    /// Læs adgangskoden fra standard input i stedet for at spørge
    #[arg(long)]
    pub(crate) password_stdin: bool,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}
