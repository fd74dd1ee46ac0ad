//! `figures`: what the rulebook counts, and how many of the store's citizens are in a population.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, anyhow, bail};
use calendar::{Clock, Day};
use casework::histories::{Builder, Shape};
use figures::language::{self, Language};
use figures::{Answer, Plan, PlanFault, Query, Setting};
use register::Settings;
use register::request::{Request, Wanted};
use rulebook::indicators::IndicatorVersion;
use rulebook::{Catalogue, Parameter, SourceRef, Text};
use store::{Scope, Store};

use super::registers::{Opened, layout_file};
use super::{books, demonstrate, judgements, stores};
use crate::clock::SystemClock;
use crate::command::{Figures, FiguresAsk};
use crate::terminal;

/// Citizens read from the store at a time.
const BATCH: usize = 500;

pub(super) fn figures(wish: &Figures) -> anyhow::Result<ExitCode> {
    match wish {
        Figures::List(wish) => {
            list(books::book(wish.pages.rulebook.as_deref())?.catalogue());
            Ok(ExitCode::SUCCESS)
        }
        Figures::Show(wish) => show(
            books::book(wish.pages.rulebook.as_deref())?.catalogue(),
            &wish.name,
        ),
        Figures::Ask(wish) => ask(wish),
        Figures::Cohorts(wish) => super::cohorts::cohorts(wish),
        Figures::Draw(wish) => super::vintages::draw(wish),
    }
}

fn list(catalogue: &Catalogue) {
    for version in catalogue.indicators() {
        let made_up = if version.invented { " [prøvetal]" } else { "" };
        terminal::say(&format!(
            "{:<32} {}{}{made_up}",
            version.id,
            version.title.da,
            holds(version)
        ));
    }
    judgements::list(catalogue);
}

fn holds(version: &IndicatorVersion) -> String {
    days(version.from, version.until)
}

/// ` (fra 2026-07-01)`; nothing where it has held always.
pub(super) fn days(from: Day, until: Option<Day>) -> String {
    let from = (from.year() > 1).then(|| format!("fra {from}"));
    let until = until.map(|until| format!("til {}", until.plus(-1)));
    let days: Vec<String> = from.into_iter().chain(until).collect();
    if days.is_empty() {
        String::new()
    } else {
        format!(" ({})", days.join(" "))
    }
}

fn show(catalogue: &Catalogue, name: &str) -> anyhow::Result<ExitCode> {
    let versions = catalogue.indicators().iter();
    let versions: Vec<_> = versions.filter(|version| version.id == name).collect();
    if versions.is_empty() && judgements::show(catalogue, name) {
        return Ok(ExitCode::SUCCESS);
    }
    if versions.is_empty() {
        bail!(
            "regelbogen har ingen indikator, der hedder »{name}«; »tovholder figures list« viser dem, den har"
        );
    }
    for version in versions {
        terminal::say(&format!("{}{}", version.title.da, holds(version)));
        terminal::say(&format!("  Hvem:    {}", version.line));
        for shown in &version.shown {
            terminal::say(&format!(
                "  Tal:     {} ({})",
                shown.title.da, shown.unit.da
            ));
        }
        if !version.by.is_empty() {
            terminal::say(&format!("  Fordelt: {}", version.by.join(", ")));
        }
        tell_origin(&version.source, &version.parameters, &version.faults);
        terminal::say(&format!("  Side:    {}#{}", version.path, version.anchor));
    }
    Ok(ExitCode::SUCCESS)
}

/// Where something of the pages comes from, what was chosen where its source leaves it open, and what is wrong with it.
pub(super) fn tell_origin(source: &SourceRef, parameters: &[Parameter], faults: &[Text]) {
    let doubt = if source.verified {
        ""
    } else {
        " (kilde ikke efterprøvet)"
    };
    terminal::say(&format!("  Kilde:   {}{doubt}", source.text));
    for parameter in parameters {
        terminal::say(&format!(
            "  Valg:    {} = {}",
            parameter.name, parameter.value
        ));
        terminal::say(&format!("           {}", parameter.question.da));
        terminal::say(&format!("           {}", parameter.reason.da));
    }
    for fault in faults {
        terminal::say(&format!("  Fejl:    {}", fault.da));
    }
}

fn ask(wish: &FiguresAsk) -> anyhow::Result<ExitCode> {
    if let Some(register) = &wish.register {
        return ask_register(wish, register);
    }
    let store = stores::open_any(&wish.store)?;
    let today = today(&store)?;
    if wish.as_of > today {
        bail!(
            "målgruppen kan ikke kendes den {}, for i dag er det {today}; spørg om i dag eller en dag før",
            wish.as_of
        );
    }
    let catalogue = store.book().catalogue();
    let vocabulary = catalogue.vocabulary(wish.as_of);
    let population = match language::parse(&wish.line, &vocabulary) {
        Ok(population) => population,
        Err(faults) => {
            for fault in faults {
                terminal::warn(&fault.show(&wish.line, Language::Danish));
            }
            return Ok(ExitCode::FAILURE);
        }
    };
    let shape = Shape::of(store.book());
    let observed = store.observed().context("kunne ikke læse filen")?;
    let setting = |day: Day| Setting {
        observation: shape.observation(
            &observed.since,
            observed.recorded_since.unwrap_or(today),
            day,
        ),
        working_days: None,
    };
    let question = Query::List {
        population,
        day: wish.as_of.epoch(),
    };
    let compile = |seen_from: Day| {
        Plan::compile(
            shape.schema(),
            std::slice::from_ref(&question),
            &setting(seen_from),
        )
    };
    // Seen from a day before the first that is known no day is; seen from today, the known days can be told.
    let plan = compile(wish.as_of).map_err(|error| {
        let known = compile(today).err().unwrap_or(error);
        anyhow!(unasked(&known.fault, wish.as_of))
    })?;
    let mut run = plan.start().context("kunne ikke tælle")?;
    let mut citizens = 0;
    store.facts_of_many(Scope::All, None, BATCH, &mut |batch| {
        let mut builder = Builder::new(&shape, wish.as_of);
        for (citizen, facts) in &batch {
            builder.add(*citizen, facts, None);
        }
        citizens += batch.len();
        run.add(&builder.finish().histories)?;
        anyhow::Ok(())
    })?;
    for answer in run.finish().context("kunne ikke tælle")? {
        if let Answer::List(list) = answer {
            terminal::say(&format!(
                "{} af {citizens} borgere den {}",
                list.persons.len(),
                wish.as_of
            ));
            tell_unknown(list.persons_with_unknown_days);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The day it is for those who use the store: a demonstration has a day of its own.
pub(super) fn today(store: &Store) -> anyhow::Result<Day> {
    let kept = store
        .setting(demonstrate::DAY)
        .context("kunne ikke læse demoens dag")?;
    match kept {
        Some(day) => day.parse().context("demoens dag kan ikke læses"),
        None => Ok(SystemClock.today()),
    }
}

/// Why the store cannot be asked for a day, and what helps.
fn unasked(fault: &PlanFault, day: Day) -> String {
    const REMEDY: &str = "Går oplysningerne i filen længere tilbage, så indlæs dem med tovholder import … --complete-from DAG, \
        der siger, fra hvilken dag de er fuldstændige";
    match fault {
        PlanFault::UnknownDay { known, .. } if known.from >= known.until => format!(
            "målgruppen kan ikke kendes den {day} eller på nogen anden dag: der spørges om noget, filen ikke har, eller om et længere \
             tidsrum, end den dækker. {REMEDY}"
        ),
        PlanFault::UnknownDay { known, .. } => format!(
            "målgruppen kan ikke kendes den {day}, men fra {} til {}; spørg om en af de dage. {REMEDY}",
            Day::from_epoch(known.from),
            Day::from_epoch(known.until - 1)
        ),
        other => format!(
            "spørgsmålet passer ikke til regelbogens spor ({other}); ret siden eller spørgsmålet"
        ),
    }
}

/// Who is in a population of a register in files, counted and perhaps listed.
fn ask_register(wish: &FiguresAsk, register: &Path) -> anyhow::Result<ExitCode> {
    let book = books::book(wish.store.pages.rulebook.as_deref())?;
    let file = layout_file(register);
    let opened = Opened::open(&file, &book)?;
    let catalogue = book.catalogue();
    if let Err(faults) = language::parse(&wish.line, &catalogue.vocabulary(wish.as_of)) {
        for fault in faults {
            terminal::warn(&fault.show(&wish.line, Language::Danish));
        }
        return Ok(ExitCode::FAILURE);
    }
    // Without a file to write, the name only says that a list is wanted.
    let place = wish.list.as_deref().unwrap_or(Path::new("personer.csv"));
    let name = Path::new(place.file_name().context("--list nævner ingen fil")?);
    let wanted = Wanted::list(&wish.line, wish.as_of, name, catalogue)?;
    let request = Request {
        wanted: vec![wanted],
        series: Vec::new(),
        language: tables::Language::Danish,
    };
    let answers = opened.count(&request, &Settings::default())?;
    let (Some(wanted), Some(answer)) = (request.wanted.first(), answers.answers.first()) else {
        bail!("registret gav intet svar");
    };
    if let Answer::List(list) = answer {
        terminal::say(&format!(
            "{} af {} personer den {}",
            list.persons.len(),
            answers.account.persons,
            wish.as_of
        ));
        tell_unknown(list.persons_with_unknown_days);
    }
    opened.tell(&answers.account);
    if wish.list.is_some() {
        let folder = place.parent().unwrap_or(Path::new(""));
        opened.write_list(wanted, &answers, answer, folder)?;
    }
    Ok(if answers.account.faulty() > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn tell_unknown(persons: u64) {
    if persons > 0 {
        terminal::say(&format!(
            "For {persons} vides det ikke: en oplysning mangler, eller svaret hænger på dage, før oplysningerne begynder."
        ));
    }
}
