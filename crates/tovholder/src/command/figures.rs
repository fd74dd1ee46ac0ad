//! `figures`: what the rulebook counts.

use std::path::PathBuf;

use calendar::Day;
use clap::{Args, Subcommand};

use super::{Pages, StoreFile};
use crate::import::day;

/// `figures`.
#[derive(Debug, Subcommand)]
pub(crate) enum Figures {
    /// List regelbogens indikatorer
    List(FiguresList),
    /// Vis, hvad en indikator er, hvor den kommer fra, og hvilke valg der er truffet
    Show(FiguresShow),
    /// Tæl dem, der er i en målgruppe på en dag
    Ask(FiguresAsk),
    /// Vis de kohorter, der er trukket: hvor mange der er med, er faldet fra og har nået målet
    Cohorts(FiguresCohorts),
    /// Opgør hele kommunens tal på ny i denne måned, for eksempel efter en stor indlæsning
    Draw(FiguresDraw),
}

/// `figures draw`.
#[derive(Debug, Args)]
#[command(after_help = "\
Hele kommunens tal opgøres én gang om måneden, når den første spørger, så to spørgsmål ikke kan røbe den ene person,
der er kommet imellem. Opgør dem kun på ny, når meget er ændret på én gang.")]
pub(crate) struct FiguresDraw {
    #[command(flatten)]
    pub(crate) store: StoreFile,
}

/// `figures list`.
#[derive(Debug, Args)]
pub(crate) struct FiguresList {
    #[command(flatten)]
    pub(crate) pages: Pages,
}

/// `figures show`.
#[derive(Debug, Args)]
pub(crate) struct FiguresShow {
    /// Indikatorens navn, som listen har det
    #[arg(value_name = "NAVN")]
    pub(crate) name: String,
    #[command(flatten)]
    pub(crate) pages: Pages,
}

/// `figures cohorts`.
#[derive(Debug, Args)]
#[command(after_help = "\
Her står kun antal, aldrig navne eller CPR-numre. Alle i kohorten er talt med.
Små tal skjules ikke: giv dem derfor ikke videre som statistik.")]
pub(crate) struct FiguresCohorts {
    /// Kohortens nummer, som listen har det; vises også med frafald og læsninger af målet
    #[arg(value_name = "TAL")]
    pub(crate) number: Option<u64>,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}

/// `figures ask`.
#[derive(Debug, Args)]
#[command(after_help = "\
En målgruppe, man selv skriver, kan udpege enkeltpersoner, og her skjules små tal ikke.
Spørg derfor kun et register, hvis rækker du må se, og giv ikke tallet videre som statistik:
det er regelbogens indikatorer til.")]
pub(crate) struct FiguresAsk {
    /// Hvem, for eksempel "på(kontanthjælp) og alder >= 30"
    #[arg(value_name = "LINJE")]
    pub(crate) line: String,
    /// Dagen, der spørges om
    #[arg(long, value_name = "DAG", value_parser = day)]
    pub(crate) as_of: Day,
    /// Spørg et register i filer i stedet: mappen med dets register.toml, eller den fil selv
    #[arg(long, value_name = "MAPPE", conflicts_with = "db")]
    pub(crate) register: Option<PathBuf>,
    /// Skriv også personernes numre i registret i denne fil (.csv, .parquet eller .xlsx)
    #[arg(long, value_name = "FIL", requires = "register")]
    pub(crate) list: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}
