//! `rulebook`: what those who write the pages need.

use std::path::PathBuf;

use calendar::Day;
use clap::Subcommand;

use super::{Pages, StoreFile};
use crate::import::day;

/// `rulebook`.
#[derive(Debug, Subcommand)]
pub(crate) enum Rulebook {
    /// Kontrollér siderne; uden mappe de indbyggede
    Check {
        /// Mappe med sider
        #[arg(value_name = "MAPPE")]
        folder: Option<PathBuf>,
    },
    /// Kør siderne mod deres scenarier; uden mappe de indbyggede
    Test {
        /// Mappe med sider og scenarier
        #[arg(value_name = "MAPPE")]
        folder: Option<PathBuf>,
        /// Fjern eller ændr hver regel efter tur, og se, om et scenarie opdager det
        #[arg(long)]
        mutate: bool,
    },
    /// Vis en models handlinger, frister og kilder som tekst
    Show {
        /// Modellens navn
        #[arg(value_name = "NAVN")]
        name: String,
        #[command(flatten)]
        pages: Pages,
    },
    /// List, hvad nye regler ændrer i de åbne sager på en bestemt dag (CSV); intet gemmes
    Migrations {
        /// Dagen, der ses fra
        #[arg(long, value_name = "DAG", value_parser = day)]
        as_of: Day,
        #[command(flatten)]
        store: StoreFile,
    },
    /// Skriv modellen som graf i DOT-form, til modelbyggere
    Graph {
        /// Modellens navn
        #[arg(value_name = "NAVN")]
        name: String,
        #[command(flatten)]
        pages: Pages,
    },
}
