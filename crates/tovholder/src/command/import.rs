//! `import`: what a file holds, and how it is brought in.

use std::path::PathBuf;

use calendar::Day;
use clap::{Args, ValueEnum};

use super::StoreFile;
use crate::import::day;

/// What a file to be imported holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ImportKind {
    /// CPR number, name, residence.
    Citizens,
    /// Benefits with their periods.
    Benefits,
    /// Cases under a model.
    Cases,
    /// Person-group marks.
    Marks,
    /// Offers with their periods.
    Offers,
    /// Conversations that were held.
    Contacts,
    /// Jobs with their periods.
    Jobs,
    /// Paid hours that were reported.
    Hours,
    /// Ordinary education with its periods.
    Education,
    /// Residence with its periods.
    Residence,
    /// Absence with its periods.
    Absences,
    /// The days on which a CV could be found.
    Cv,
    /// Awards of a flex job.
    FlexAwards,
    /// Flex jobs with their periods and effective hours.
    FlexJobs,
    /// Awards of disability pension.
    Pensions,
    /// The days under the work duty.
    WorkDuty,
    /// What shares are taken of.
    Denominators,
    /// What figures are expected to be.
    Expected,
    /// Figures that others published.
    Published,
}

/// `import`.
#[derive(Debug, Args)]
#[command(after_help = "\
Kolonner (rækkefølgen er fri, * skal være der):
  citizens   cpr*, navn*, kommune, bopæl fra, registreret, fødselsdag, køn, oprindelse,
             oprindelsesland
  benefits   cpr*, ydelse*, kategori, grad, fra*, til, årsag
  cases      cpr*, model*, åbnet*, sagsbehandler, jobformidler,
             placering, formål, virksomhed, cvr, timer, placering fra, placering til
  marks      cpr*, mærke*, fra*, til
  offers     cpr*, tilbud*, sted, timer, fra*, til
  contacts   cpr*, dag*, holdt af*, form*, a-kasse
  jobs       cpr*, arbejdsgiver*, timer*, jobtype, branche, fra*, til
  hours      cpr*, arbejdsgiver, timer*, fra*, til*
  education  cpr*, uddannelse*, fra*, til
  residence  cpr*, kommune*, fra*, til, hvorhen
  absences   cpr*, fravær*, fra*, til
  cv         cpr*, fra*, til
  flex-awards
             cpr*, dag*, ordning*, timer
  flex-jobs  cpr*, arbejdsgiver*, timer*, fra*, til
  pensions   cpr*, dag*, årsag*, forløb
  work-duty  cpr*, fra*, til
  denominators, expected
             størrelse*, gruppe, kommune, periode*, tal*, kilde*, dateret*
  published  filen, som jobindsats eller Statistikbanken giver den (JSON, CSV, JSON-stat, PX);
             --table og --retrieved skal skrives

Datoer skrives 15-09-2021, 15.09.2021, 15/9 2021 eller 2021-09-15. »til« er sidste dag; for
offers og absences kan den være planlagt. »timer« er timer om ugen, fx 7,5; i hours er det timer
i alt, i flex-awards og flex-jobs effektive timer om ugen. »grad« er procent af fuld tid.
»periode« er fx 2024, 2024K1, 2024M01 eller en dag; uden »kommune« gælder tallet hele landet. Et
nyt tal lægges ved siden af det gamle.
Afviste rækker skrives ved siden af filen; ydelser.csv giver ydelser.afvist.csv. Den fil indeholder personoplysninger; kun du kan læse den.")]
pub(crate) struct Import {
    /// Hvad filen indeholder: citizens (borgere), benefits (ydelser), cases (sager), marks (mærker), offers (tilbud),
    /// contacts (samtaler), jobs, hours (løntimer), education (uddannelse), residence (bopæl), absences (fravær), cv,
    /// flex-awards (tilkendte fleksjob), flex-jobs (fleksjob), pensions (tilkendte førtidspensioner),
    /// work-duty (arbejdspligt),
    /// denominators (nævnere), expected (ventede tal) eller published (offentliggjorte tal)
    #[arg(value_name = "HVAD")]
    pub(crate) kind: ImportKind,
    /// Filen; en CSV-fil har semikolon eller komma og er UTF-8 eller Windows-1252
    #[arg(value_name = "FIL")]
    pub(crate) file: PathBuf,
    /// Hent de gyldige rækker ind, selv om andre afvises
    #[arg(long)]
    pub(crate) accept_valid: bool,
    /// Kontrollér filen uden at hente noget ind
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Filen fortæller alt af sin slags fra denne dag; tal regnes fra da af
    #[arg(long, value_name = "DAG", value_parser = day)]
    pub(crate) complete_from: Option<Day>,
    /// Navnet på den offentliggjorte tabel, fx y01a02
    #[arg(long, value_name = "NAVN", required_if_eq("kind", "published"))]
    pub(crate) table: Option<String>,
    /// Dagen, den offentliggjorte tabel blev hentet
    #[arg(long, value_name = "DAG", value_parser = day, required_if_eq("kind", "published"))]
    pub(crate) retrieved: Option<Day>,
    /// Hvem der har offentliggjort tabellen, hvis filen ikke siger det
    #[arg(long, value_name = "KILDE")]
    pub(crate) source: Option<String>,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}
