//! `serve` and `demo`.

use std::net::SocketAddr;
use std::path::PathBuf;

use calendar::Day;
use clap::Args;

use super::Pages;
use crate::import::day;

/// `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Filen med kommunens data; oprettes, hvis den ikke findes
    #[arg(long, value_name = "FIL")]
    pub(crate) db: Option<PathBuf>,
    /// Adresse og port, der lyttes på (ellers 127.0.0.1:8380)
    #[arg(long, value_name = "ADRESSE")]
    pub(crate) listen: Option<SocketAddr>,
    #[command(flatten)]
    pub(crate) pages: Pages,
    /// Fil med indstillinger (TOML); valg på kommandolinjen går forud
    #[arg(long, value_name = "FIL")]
    pub(crate) config: Option<PathBuf>,
}

/// `demo`.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Den dag, demoen står på, når den oprettes (ellers 2021-09-15)
    #[arg(long, value_name = "DAG", value_parser = day)]
    pub(crate) today: Option<Day>,
    /// Gem demoen i denne fil, så den kan fortsættes; ellers slettes den, når programmet stopper
    #[arg(long, value_name = "FIL")]
    pub(crate) db: Option<PathBuf>,
    /// Adresse og port, der lyttes på (ellers 127.0.0.1:8380)
    #[arg(long, value_name = "ADRESSE")]
    pub(crate) listen: Option<SocketAddr>,
    /// Tal, som hele den opdigtede kommune følger af (ellers 1)
    #[arg(
        long,
        value_name = "TAL",
        default_value_t = 1,
        hide_default_value = true
    )]
    pub(crate) seed: u64,
    #[command(flatten)]
    pub(crate) pages: Pages,
}
