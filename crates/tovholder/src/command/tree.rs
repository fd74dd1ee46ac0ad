//! The tree of commands and their options.

use std::net::SocketAddr;
use std::path::PathBuf;

use calendar::Day;
use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

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
    /// Mappe med regelbogssider, der erstatter eller føjer til de indbyggede
    #[arg(long, value_name = "MAPPE")]
    pub(crate) rulebook: Option<PathBuf>,
}

/// `serve`.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Filen med kommunens data; oprettes, hvis den ikke findes
    #[arg(long, value_name = "FIL")]
    pub(crate) db: Option<PathBuf>,
    /// Adresse og port, der lyttes på (ellers 127.0.0.1:8380)
    #[arg(long, value_name = "ADRESSE")]
    pub(crate) listen: Option<SocketAddr>,
    /// Mappe med regelbogssider, der erstatter eller føjer til de indbyggede
    #[arg(long, value_name = "MAPPE")]
    pub(crate) rulebook: Option<PathBuf>,
    /// Fil med indstillinger (TOML); valg på kommandolinjen går forud
    #[arg(long, value_name = "FIL")]
    pub(crate) config: Option<PathBuf>,
}

/// `demo`.
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Den dag, demoen står på, når den oprettes (ellers 2021-09-15)
    #[arg(long, value_name = "DAG")]
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
    /// Mappe med regelbogssider, der erstatter eller føjer til de indbyggede
    #[arg(long, value_name = "MAPPE")]
    pub(crate) rulebook: Option<PathBuf>,
}

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
  denominators, expected
             størrelse*, gruppe, kommune, periode*, tal*, kilde*, dateret*
  published  filen, som jobindsats eller Statistikbanken giver den (JSON, CSV, JSON-stat, PX);
             --table og --retrieved skal skrives

Datoer skrives 15-09-2021, 15.09.2021, 15/9 2021 eller 2021-09-15. »til« er sidste dag; for offers og absences kan den være
planlagt. »timer« er timer om ugen, fx 7,5; i hours er det timer i alt. »grad« er procent af fuld tid. »periode« er fx 2024,
2024K1, 2024M01 eller en dag; uden »kommune« gælder tallet hele landet. Et nyt tal lægges ved siden af det gamle.
Afviste rækker skrives i FIL.afvist.csv. Den fil indeholder personoplysninger; kun du kan læse den.")]
pub(crate) struct Import {
    /// Hvad filen indeholder: citizens (borgere), benefits (ydelser), cases (sager), marks (mærker), offers (tilbud),
    /// contacts (samtaler), jobs, hours (løntimer), education (uddannelse), residence (bopæl), absences (fravær), cv,
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
    #[arg(long, value_name = "DAG")]
    pub(crate) complete_from: Option<Day>,
    /// Navnet på den offentliggjorte tabel, fx y01a02
    #[arg(long, value_name = "NAVN", required_if_eq("kind", "published"))]
    pub(crate) table: Option<String>,
    /// Dagen, den offentliggjorte tabel blev hentet
    #[arg(long, value_name = "DAG", required_if_eq("kind", "published"))]
    pub(crate) retrieved: Option<Day>,
    /// Hvem der har offentliggjort tabellen, hvis filen ikke siger det
    #[arg(long, value_name = "KILDE")]
    pub(crate) source: Option<String>,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}

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
        /// Mappe med regelbogssider, der erstatter eller føjer til de indbyggede
        #[arg(long, value_name = "MAPPE")]
        rulebook: Option<PathBuf>,
    },
    /// List, hvad nye regler ændrer i de åbne sager på en bestemt dag (CSV); intet gemmes
    Migrations {
        /// Dagen, der ses fra
        #[arg(long, value_name = "DAG")]
        as_of: Day,
        #[command(flatten)]
        store: StoreFile,
    },
    /// Skriv modellen som graf i DOT-form, til modelbyggere
    Graph {
        /// Modellens navn
        #[arg(value_name = "NAVN")]
        name: String,
        /// Mappe med regelbogssider, der erstatter eller føjer til de indbyggede
        #[arg(long, value_name = "MAPPE")]
        rulebook: Option<PathBuf>,
    },
}

/// `register`.
#[derive(Debug, Subcommand)]
pub(crate) enum Register {
    /// Opdigt et register over personer, der ikke findes, som Parquet-filer
    Synth(RegisterSynth),
    /// Regn på et register, og skriv hvert svar i en fil
    Run(RegisterRun),
}

/// `figures`.
#[derive(Debug, Subcommand)]
pub(crate) enum Figures {
    /// List regelbogens indikatorer
    List(FiguresList),
    /// Vis, hvad en indikator er, hvor den kommer fra, og hvilke valg der er truffet
    Show(FiguresShow),
    /// Tæl dem, der er i en målgruppe på en dag
    Ask(FiguresAsk),
}

/// `figures list`.
#[derive(Debug, Args)]
pub(crate) struct FiguresList {
    /// Mappe med regelbogssider, der erstatter eller føjer til de indbyggede
    #[arg(long, value_name = "MAPPE")]
    pub(crate) rulebook: Option<PathBuf>,
}

/// `figures show`.
#[derive(Debug, Args)]
pub(crate) struct FiguresShow {
    /// Indikatorens navn, som listen har det
    #[arg(value_name = "NAVN")]
    pub(crate) name: String,
    /// Mappe med regelbogssider, der erstatter eller føjer til de indbyggede
    #[arg(long, value_name = "MAPPE")]
    pub(crate) rulebook: Option<PathBuf>,
}

/// `figures ask`.
#[derive(Debug, Args)]
pub(crate) struct FiguresAsk {
    /// Hvem, for eksempel "på(kontanthjælp) og alder >= 30"
    #[arg(value_name = "LINJE")]
    pub(crate) line: String,
    /// Dagen, der spørges om
    #[arg(long, value_name = "DAG")]
    pub(crate) as_of: Day,
    #[command(flatten)]
    pub(crate) store: StoreFile,
}

/// `register synth`.
#[derive(Debug, Args)]
pub(crate) struct RegisterSynth {
    /// Mappen, filerne skrives i; oprettes, hvis den ikke findes
    #[arg(value_name = "MAPPE")]
    pub(crate) folder: PathBuf,
    /// Antal personer
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
}

/// `register run`.
#[derive(Debug, Args)]
pub(crate) struct RegisterRun {
    /// Filen, der siger, hvilke filer og kolonner registret består af (TOML)
    #[arg(value_name = "REGISTER")]
    pub(crate) layout: PathBuf,
    /// Filen, der siger, hvad der skal regnes ud (TOML)
    #[arg(value_name = "SPØRGSMÅL")]
    pub(crate) request: PathBuf,
    /// Mappen, svarene skrives i; oprettes, hvis den ikke findes
    #[arg(
        long,
        value_name = "MAPPE",
        default_value = ".",
        hide_default_value = true
    )]
    pub(crate) out: PathBuf,
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
    /// Mappe med regelbogssider, der erstatter eller føjer til de indbyggede
    #[arg(long, value_name = "MAPPE")]
    pub(crate) rulebook: Option<PathBuf>,
}

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
    #[arg(long, value_name = "DAG")]
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
    #[arg(long, value_name = "DAG")]
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
