//! `register`: an invented register, and the rulebook's figures over a register in files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use calendar::{Calendar, Day};
use figures::{Answer, Query, WorkingDays};
use indicatif::{ProgressBar, ProgressStyle};
use register::request::{About, LEFT_OUT, Request, Wanted};
use register::results::{self, Outcome, Unbound, Written};
use register::synth::{self, Wish};
use register::{Account, Answers, CountError, Known, Layout, Settings, count};
use rulebook::Book;
use rulebook::indicators::DaysOff;
use tables::{Language, TableView};

mod released;

use super::books;
use crate::command::{Register, RegisterRun, RegisterSynth};
use crate::terminal;

/// The file of a folder that says how its register is made.
const LAYOUT: &str = "register.toml";
/// Faulty rows told on the terminal; all are counted.
const TOLD: usize = 20;

pub(super) fn registers(wish: &Register) -> anyhow::Result<ExitCode> {
    match wish {
        Register::Synth(wish) => invent(wish),
        Register::Run(wish) => run(wish),
    }
}

fn invent(wish: &RegisterSynth) -> anyhow::Result<ExitCode> {
    if wish.persons < 1 {
        bail!("--persons {}: skriv mindst 1 person", wish.persons);
    }
    let layout = wish.folder.join(LAYOUT);
    if !wish.overwrite && layout.exists() {
        bail!(
            "{} findes i forvejen; vælg en anden mappe, eller skriv over registret med --overwrite",
            layout.display()
        );
    }
    std::fs::create_dir_all(&wish.folder)
        .with_context(|| format!("kunne ikke oprette {}", wish.folder.display()))?;
    let bar = bar("personer", u64::try_from(wish.persons).unwrap_or(0));
    let how = Wish {
        persons: wish.persons,
        seed: wish.seed,
        shuffled: wish.shuffled,
        csv: wish.csv,
        further: !wish.benefits_only,
    };
    let mut tell = |persons: usize| bar.set_position(persons as u64);
    let invented = synth::invent(&how, &wish.folder, &mut tell)?;
    bar.finish_and_clear();
    terminal::say(&format!(
        "{} opdigtede personer med {} forløb på ydelser i {}.",
        invented.persons,
        invented.spells,
        wish.folder.display()
    ));
    Ok(ExitCode::SUCCESS)
}

fn run(wish: &RegisterRun) -> anyhow::Result<ExitCode> {
    let book = books::book(wish.pages.rulebook.as_deref())?;
    let layout = layout_file(&wish.layout);
    let mut read = Opened::open(&layout, &book)?;
    let request = Request::read(&wish.request, book.catalogue(), wish.format)?;
    read.reckon(&request)?;
    let publication = released::publication(wish, &request, &book)?;
    let out = folder(wish);
    let mut inputs: Vec<&Path> = read.layout.tables().flat_map(files).collect();
    inputs.extend([layout.as_path(), wish.request.as_path()]);
    inputs.extend(request.series.iter().map(PathBuf::as_path));
    let files = request.files();
    let mut files: Vec<PathBuf> = files.iter().map(|file| out.join(file)).collect();
    if publication.is_some() {
        released::guard(&out)?;
        files.retain(|file| !file.ends_with(LEFT_OUT));
    }
    for file in &files {
        guard(file, &inputs)?;
    }
    if let Some(old) = files.iter().find(|file| !wish.overwrite && file.exists()) {
        bail!(
            "{} findes i forvejen; vælg en anden mappe med --out, eller skriv over de gamle svar med --overwrite",
            old.display()
        );
    }
    std::fs::create_dir_all(&out)
        .with_context(|| format!("kunne ikke oprette {}", out.display()))?;
    let settings = settings(wish.memory, wish.threads);
    let (answers, failed) = match publication {
        None => raw(&read, &request, &settings, &out)?,
        Some(publication) => released::write(&read, &request, &publication, &settings, &out)?,
    };
    let faulty = answers.account.faulty() > 0;
    // The program ends here: giving back millions of rows one by one would only make it end later.
    std::mem::forget(answers);
    Ok(if failed || faulty {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Where the answers go: the folder asked for, or a new one beside the request that is called after it.
fn folder(wish: &RegisterRun) -> PathBuf {
    let named = || {
        let mut name = wish.request.file_stem().unwrap_or_default().to_owned();
        name.push(if wish.release {
            "-released"
        } else {
            "-answers"
        });
        wish.request.with_file_name(name)
    };
    wish.out.clone().unwrap_or_else(named)
}

/// Counts, and writes every answer as it is; answers whether one could not be written.
fn raw(
    read: &Opened<'_>,
    request: &Request,
    settings: &Settings,
    out: &Path,
) -> anyhow::Result<(Answers, bool)> {
    let answers = read.count(request, settings);
    let answers = answers.map_err(|cause| {
        let wanted = cause.query().and_then(|at| request.wanted.get(at));
        let about = wanted.map_or_else(String::new, |one| format!("{}: ", one.file.display()));
        anyhow::anyhow!("{about}{cause}")
    })?;
    let outcome = read.outcome(&answers.account, request.language);
    let mut written = Vec::new();
    let mut failed = false;
    let answered: Vec<_> = request.answered(&answers.answers).collect();
    let all = results::write_all(&outcome, &answered, out, settings.threads);
    for (answered, one) in answered.iter().zip(all) {
        match one {
            Ok(one) => {
                tell_sheets(&one);
                tell_unknown(answered.wanted, answered.answer, &read.layout);
                written.push(one);
            }
            // The count may have taken long: what can be written is.
            Err(cause) => {
                failed = true;
                terminal::warn(&format!("Fejl: {cause}"));
            }
        }
    }
    results::report(&outcome, &written, out)?;
    tell(&answers.account, &read.layout, Some(out));
    terminal::say(&format!("{}.", results::undisclosed().da));
    terminal::say(&format!("Svarene står i {}.", out.display()));
    Ok((answers, failed))
}

/// Says where a workbook has more sheets than one.
fn tell_sheets(one: &Written) {
    if one.sheets > 1 {
        terminal::warn(&format!(
            "{}: {} rækker er delt på {} ark, fordi et ark i Excel højst har 1.048.576.",
            one.file, one.rows, one.sheets
        ));
    }
}

/// Says where periods have no rows because the register cannot tell of them.
fn tell_unknown(wanted: &Wanted, answer: &Answer, layout: &Layout) {
    let (About::Table { periods, .. }, Answer::Cube(cube)) = (&wanted.about, answer) else {
        return;
    };
    let unknown = &cube.unknown_periods;
    let (Some(&first), Some(&last)) = (unknown.first(), unknown.last()) else {
        return;
    };
    let shown = |epoch: i32| Day::from_epoch(epoch);
    let periods_told = match unknown.len() {
        1 => "1 periode".to_owned(),
        many => format!("{many} perioder"),
    };
    terminal::warn(&format!(
        "{}: {periods_told} mellem {} og {} kan ikke opgøres og har ingen rækker; registret dækker {} til {}.",
        wanted.file.display(),
        shown(periods.bounds[first as usize]),
        shown(periods.bounds[last as usize + 1] - 1),
        shown(layout.observed.from),
        shown(layout.observed.until - 1),
    ));
}

/// The file that says how a register is made: the one named, or that of the folder named.
pub(super) fn layout_file(named: &Path) -> PathBuf {
    if named.is_dir() {
        named.join(LAYOUT)
    } else {
        named.to_owned()
    }
}

/// A register that is ready to be counted.
pub(super) struct Opened<'a> {
    file: &'a Path,
    book: &'a Book,
    layout: Layout,
    days: WorkingDays,
}

impl<'a> Opened<'a> {
    pub(super) fn open(file: &'a Path, book: &'a Book) -> anyhow::Result<Opened<'a>> {
        let registers = book.catalogue().registers();
        let codes = |list: &str| {
            let codes = registers.list(list)?.codes.iter();
            Some(codes.map(|code| code.number).collect())
        };
        let known = Known {
            schema: registers.schema(),
            codes: &codes,
        };
        let layout = Layout::read(file, Some(&known))?;
        let observed = layout.observed;
        let days = WorkingDays::new(&book.calendar().calendar, observed.from, observed.until);
        Ok(Opened {
            file,
            book,
            layout,
            days,
        })
    }

    /// Takes the days off that the wanted indicators know: weekends alone, or holidays too. Persons are read once, by one calendar,
    /// so one request cannot want both.
    fn reckon(&mut self, request: &Request) -> anyhow::Result<()> {
        let of = |wanted: DaysOff| {
            let mut indicators = request.wanted.iter().filter_map(|one| match &one.about {
                About::Table { indicator, .. } => Some(indicator),
                About::List { .. } => None,
            });
            indicators.find(|indicator| indicator.days_off == Some(wanted))
        };
        match (of(DaysOff::Weekends), of(DaysOff::Holidays)) {
            (Some(weekdays), Some(working)) => bail!(
                "»{}« regner i hverdage og »{}« i arbejdsdage uden helligdage: spørg om dem i hver sin anmodning",
                weekdays.id,
                working.id
            ),
            (Some(_), None) => {
                let observed = self.layout.observed;
                self.days = WorkingDays::new(&Calendar::default(), observed.from, observed.until);
            }
            (None, _) => {}
        }
        Ok(())
    }

    pub(super) fn count(
        &self,
        request: &Request,
        settings: &Settings,
    ) -> Result<Answers, CountError> {
        self.ask(&request.queries(), settings)
    }

    /// Counts while a bar shows how far it is; the bar is silent where nobody looks.
    fn ask(&self, queries: &[Query], settings: &Settings) -> Result<Answers, CountError> {
        let bar = bar("rækker", 0);
        let progress = |done: u64, all: u64| {
            // How many there are is not known while rows are being sorted.
            bar.set_length(all.max(done));
            bar.set_position(done);
        };
        let days = Some(self.days.clone());
        let answers = count(&self.layout, queries, days, settings, &progress);
        bar.finish_and_clear();
        answers
    }

    pub(super) fn outcome<'o>(&'o self, account: &'o Account, language: Language) -> Outcome<'o> {
        Outcome {
            layout_file: self.file,
            layout: &self.layout,
            account,
            catalogue: self.book.catalogue(),
            working_days: Some(&self.days),
            language,
            workbook: &bind,
            protection: None,
        }
    }

    /// Writes one list into its file in a folder.
    pub(super) fn write_list(
        &self,
        wanted: &Wanted,
        answers: &Answers,
        answer: &Answer,
        folder: &Path,
    ) -> anyhow::Result<()> {
        let inputs: Vec<&Path> = self.layout.tables().flat_map(files).collect();
        guard(&folder.join(&wanted.file), &inputs)?;
        let outcome = self.outcome(&answers.account, Language::Danish);
        let one = results::write(&outcome, wanted.answered(answer), folder)?;
        tell_sheets(&one);
        let path = folder.join(&one.file);
        terminal::say(&format!("Personerne står i {}.", path.display()));
        Ok(())
    }

    pub(super) fn tell(&self, account: &Account) {
        tell(account, &self.layout, None);
    }
}

fn settings(memory: u64, threads: Option<usize>) -> Settings {
    let usual = Settings::default();
    Settings {
        memory: memory.saturating_mul(1 << 20),
        threads: threads.map_or(usual.threads, |threads| threads.max(1)),
        ..usual
    }
}

fn files(table: &register::layout::Table) -> impl Iterator<Item = &Path> {
    table.files.iter().map(std::path::PathBuf::as_path)
}

/// Refuses to write an answer over a file that was read.
fn guard(file: &Path, inputs: &[&Path]) -> anyhow::Result<()> {
    let Ok(whole) = file.canonicalize() else {
        return Ok(());
    };
    for input in inputs {
        if input.canonicalize().is_ok_and(|input| input == whole) {
            bail!(
                "{} er en af de filer, der læses; giv svaret et andet navn, eller vælg en anden mappe med --out",
                file.display()
            );
        }
    }
    Ok(())
}

fn bind(views: &[TableView], made_on: Day) -> Result<Vec<u8>, Unbound> {
    papers::workbook(views, made_on).map_err(Into::into)
}

/// Says who was counted and who was left out.
fn tell(account: &Account, layout: &Layout, folder: Option<&Path>) {
    let all: Vec<_> = layout.tables().collect();
    for row in account.examples.iter().take(TOLD) {
        terminal::warn(&row.told(&all, Language::Danish));
    }
    let faulty = account.faulty();
    if faulty > TOLD as u64 {
        let more = faulty - TOLD as u64;
        let rows = if more == 1 { "række" } else { "rækker" };
        terminal::warn(&format!("… og {more} {rows} til"));
    }
    if let Some(folder) = folder.filter(|_| faulty > 0) {
        let path = folder.join(LEFT_OUT);
        let told = account.examples.len() as u64;
        if told < faulty {
            terminal::warn(&format!(
                "De første {told} af de {faulty} afviste rækker står i {}.",
                path.display()
            ));
        } else {
            terminal::warn(&format!("Alle afviste rækker står i {}.", path.display()));
        }
    }
    let persons = match account.persons {
        1 => "1 person er talt med.".to_owned(),
        persons => format!("{persons} personer er talt med."),
    };
    terminal::say(&format!(
        "{persons} {} er udeladt, fordi en af deres rækker er afvist.",
        account.left_out
    ));
    if account.nameless() > 0 {
        terminal::say(&format!("{}.", results::of_nobody(account.nameless()).da));
    }
}

fn bar(what: &'static str, length: u64) -> ProgressBar {
    let form = "{bar:30} {human_pos} af {human_len} {msg}";
    let style = ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length)
        .with_style(style)
        .with_message(what)
}
