//! Commands that keep a store whole, and tell what is in it: copies, verification, erasure, audit.

use std::path::PathBuf;

use calendar::Day;
use clap::Args;

use super::StoreFile;
use crate::import::day;

/// `backup`.
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// Filen, kopien skrives i; må ikke findes
    #[arg(value_name = "TIL")]
    pub(crate) to: PathBuf,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}

/// `restore`.
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// Sikkerhedskopien
    #[arg(value_name = "FRA")]
    pub(crate) from: PathBuf,
    /// Filen, den lægges i; må ikke findes
    #[arg(long, value_name = "FIL")]
    pub(crate) db: PathBuf,
}

/// `rebuild`.
#[derive(Debug, Args)]
pub(crate) struct Rebuild {
    /// Dagen, fristerne beregnes på
    #[arg(long, value_name = "DAG", value_parser = day)]
    pub(crate) as_of: Day,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}

/// `verify`.
#[derive(Debug, Args)]
pub(crate) struct Verify {
    #[command(flatten)]
    pub(crate) store: StoreFile,
}

/// `erase`.
#[derive(Debug, Args)]
pub(crate) struct Erase {
    /// Borgerens nummer i programmet (står i adressen på borgerens side; ikke CPR-nummeret)
    #[arg(value_name = "BORGER")]
    pub(crate) citizen: facts::CitizenId,
    /// Bekræft: skriv borgerens nummer igen
    #[arg(long, value_name = "BORGER")]
    pub(crate) confirm: facts::CitizenId,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}

/// `audit`.
#[derive(Debug, Args)]
pub(crate) struct Audit {
    /// Dagen, der ses fra
    #[arg(long, value_name = "DAG", value_parser = day)]
    pub(crate) as_of: Day,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}

/// `access-log`.
#[derive(Debug, Args)]
pub(crate) struct AccessLog {
    /// Borgerens nummer i programmet (ikke CPR-nummeret)
    #[arg(value_name = "BORGER")]
    pub(crate) citizen: facts::CitizenId,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}
