//! Which store and which pages a command is about: the options that most commands share.

use std::path::PathBuf;

use clap::Args;

/// Which store.
#[derive(Debug, Args)]
pub(crate) struct StoreFile {
    /// Filen med kommunens data
    #[arg(
        long,
        value_name = "FIL",
        default_value = "tovholder.sqlite",
        hide_default_value = true
    )]
    pub(crate) db: PathBuf,
    #[command(flatten)]
    pub(crate) pages: Pages,
}

/// Pages beside those that are built in.
#[derive(Debug, Args)]
pub(crate) struct Pages {
    /// Mappe med regelbogssider, der erstatter eller føjer til de indbyggede
    #[arg(long, value_name = "MAPPE")]
    pub(crate) rulebook: Option<PathBuf>,
}
