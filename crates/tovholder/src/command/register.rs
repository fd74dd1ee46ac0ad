//! `register`: invented registers, and figures over registers in files.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use register::request::Form;

use super::Pages;

/// `register`.
#[derive(Debug, Subcommand)]
pub(crate) enum Register {
    /// Opdigt et register over personer, der ikke findes, som Parquet-filer
    Synth(RegisterSynth),
    /// Regn på et register, og skriv hvert svar i en fil
    Run(RegisterRun),
}

/// `register synth`.
#[derive(Debug, Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub(crate) struct RegisterSynth {
    /// Mappen, filerne skrives i; oprettes, hvis den ikke findes
    #[arg(value_name = "MAPPE")]
    pub(crate) folder: PathBuf,
    /// Antal personer, mindst 1
    #[arg(long, value_name = "ANTAL")]
    pub(crate) persons: i32,
    /// Tal, som hele registret følger af (ellers 1)
    #[arg(
        long,
        value_name = "TAL",
        default_value_t = 1,
        hide_default_value = true
    )]
    pub(crate) seed: u64,
    /// Skriv også forløbene i tilfældig orden
    #[arg(long)]
    pub(crate) shuffled: bool,
    /// Skriv også personer og forløb som CSV
    #[arg(long)]
    pub(crate) csv: bool,
    /// Skriv kun ydelser og personer, ikke arbejde, tilbud, samtaler og det øvrige
    #[arg(long)]
    pub(crate) benefits_only: bool,
    /// Skriv over det register, mappen har i forvejen
    #[arg(long)]
    pub(crate) overwrite: bool,
}

/// `register run`.
#[derive(Debug, Args)]
#[command(after_help = "\
Hvert svar får sin egen fil, og filens ending siger formen: .parquet, .csv, .json (JSON-stat)
eller .xlsx. Ved tallene står altid, hvem der er talt, hvorfra, hvornår, efter hvilken side, og
hvor mange der er udeladt og hvorfor: i Parquet-filens fod, i NAVN.about.json ved CSV, under
»extension« i JSON-stat og på det sidste ark i XLSX. Om hele kørslen skrives run.json, og de
afviste rækker står i left-out.csv. Er en række afvist, slutter programmet med kode 1, og alle
svar er skrevet.

Uden --release er tallene ikke diskretioneret: små tal er ikke skjult, så svarene er kun for dem,
der må se registrets rækker. Med --release skjules tal om færre end 5 personer (eller --threshold)
og de tal, der ville røbe dem, i alle anmodningens tabeller om en indikator på én gang; der står
»..« i deres sted. Hver fordeling får sin total, left-out.csv skrives ikke, og lister over personer
afvises. Svar fra en tidligere kørsel bliver kun erstattet med --overwrite.")]
pub(crate) struct RegisterRun {
    /// Filen, der siger, hvilke filer og kolonner registret består af (TOML), eller mappen med register.toml
    #[arg(value_name = "REGISTER")]
    pub(crate) layout: PathBuf,
    /// Filen, der siger, hvad der skal regnes ud (TOML)
    #[arg(value_name = "SPØRGSMÅL")]
    pub(crate) request: PathBuf,
    /// Mappen, svarene skrives i; oprettes, hvis den ikke findes (ellers en ny ved siden af spørgsmålet: NAVN-answers eller NAVN-released)
    #[arg(long, value_name = "MAPPE")]
    pub(crate) out: Option<PathBuf>,
    /// Skriv svar, der må forlade huset: skjul små tal og det, der ville røbe dem
    #[arg(long)]
    pub(crate) release: bool,
    /// Skjul tal om færre personer end dette (ellers 5)
    #[arg(
        long,
        value_name = "ANTAL",
        default_value_t = 5,
        hide_default_value = true,
        value_parser = clap::value_parser!(u32).range(2..),
        requires = "release"
    )]
    pub(crate) threshold: u32,
    /// Skjul også nul
    #[arg(long, requires = "release")]
    pub(crate) hide_zeros: bool,
    /// Skriv over svar fra en tidligere kørsel
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Skriv alle svar i denne form: parquet, csv, json-stat eller xlsx (ellers den, filernes ending siger)
    #[arg(long, value_name = "FORM")]
    pub(crate) format: Option<Form>,
    /// Antal tråde (ellers så mange, maskinen har)
    #[arg(long, value_name = "ANTAL")]
    pub(crate) threads: Option<usize>,
    /// Megabyte, som rækkerne må fylde på én gang (ellers 1024)
    #[arg(
        long,
        value_name = "MB",
        default_value_t = 1024,
        hide_default_value = true
    )]
    pub(crate) memory: u64,
    #[command(flatten)]
    pub(crate) pages: Pages,
}
