//! `register`: an invented register, and the rulebook's figures over a register in files.

use std::process::ExitCode;

use anyhow::Context;
use figures::WorkingDays;
use indicatif::{ProgressBar, ProgressStyle};
use register::request::Request;
use register::synth::{self, Wish};
use register::{Account, Known, Layout, Settings, count, results};

use super::books;
use crate::command::{Register, RegisterRun, RegisterSynth};
use crate::terminal;

/// Faulty rows told on the terminal; all are counted.
const TOLD: usize = 20;

pub(super) fn registers(wish: &Register) -> anyhow::Result<ExitCode> {
    match wish {
        Register::Synth(wish) => invent(wish),
        Register::Run(wish) => run(wish),
    }
}

fn invent(wish: &RegisterSynth) -> anyhow::Result<ExitCode> {
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
    let book = books::book(wish.rulebook.as_deref())?;
    let catalogue = book.catalogue();
    let registers = catalogue.registers();
    let codes = |list: &str| {
        let codes = registers.list(list)?.codes.iter();
        Some(codes.map(|code| code.number).collect())
    };
    let known = Known {
        schema: registers.schema(),
        codes: &codes,
    };
    let layout = Layout::read(&wish.layout, Some(&known))?;
    let request = Request::read(&wish.request, catalogue)?;
    let observed = layout.observed;
    let days = WorkingDays::new(&book.calendar().calendar, observed.from, observed.until);
    let mut settings = Settings {
        memory: wish.memory << 20,
        ..Settings::default()
    };
    if let Some(threads) = wish.threads {
        settings.threads = threads.max(1);
    }
    let bar = bar("rækker", 0);
    let progress = |done: u64, all: u64| {
        bar.set_length(all);
        bar.set_position(done);
    };
    let answers = count(
        &layout,
        &request.queries(),
        Some(days.clone()),
        &settings,
        &progress,
    )?;
    bar.finish_and_clear();
    std::fs::create_dir_all(&wish.out)
        .with_context(|| format!("kunne ikke oprette {}", wish.out.display()))?;
    for (wanted, answer) in request.wanted.iter().zip(&answers.answers) {
        results::write(wanted, answer, Some(&days), &wish.out)?;
    }
    tell(&answers.account, &layout);
    Ok(if answers.account.faults.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Says who was counted and who was left out.
fn tell(account: &Account, layout: &Layout) {
    let all: Vec<_> = layout.tables().collect();
    for row in account.examples.iter().take(TOLD) {
        terminal::warn(&row.told(&all, tables::Language::Danish));
    }
    let faulty: u64 = account.faults.values().sum();
    if faulty > TOLD as u64 {
        terminal::warn(&format!("… og {} rækker til", faulty - TOLD as u64));
    }
    terminal::say(&format!(
        "{} personer er talt med. {} er udeladt, fordi en af deres rækker er afvist.",
        account.persons, account.left_out
    ));
}

fn bar(what: &'static str, length: u64) -> ProgressBar {
    let form = "{bar:30} {human_pos} af {human_len} {msg}";
    let style = ProgressStyle::with_template(form).unwrap_or_else(|_| ProgressStyle::default_bar());
    ProgressBar::new(length)
        .with_style(style)
        .with_message(what)
}
