//! `figures cohorts`: the frozen cohorts as numbers, never with a name.

use std::process::ExitCode;

use anyhow::{Context, bail};
use calendar::Day;
use casework::cohorts::{Outcome, Reading, Sight, outcome, reached};
use casework::histories::Shape;
use rulebook::Catalogue;
use rulebook::indicators::CohortVersion;
use store::{CohortId, CohortKept, CohortStore, ERASED_LEAVING, FactStore, Store};
use tables::Language::Danish;

use super::figures::{tell_origin, today};
use super::stores;
use crate::command::FiguresCohorts;
use crate::terminal;

pub(super) fn cohorts(wish: &FiguresCohorts) -> anyhow::Result<ExitCode> {
    let store = stores::open_any_beside(&wish.store)?;
    let today = today(&store)?;
    if let Some(number) = wish.number {
        let Some(kept) = read(&store, CohortId(number))? else {
            bail!(
                "der er ingen kohorte med nummer {number}; »tovholder figures cohorts« viser dem, der er trukket"
            );
        };
        show(&store, &kept, today)?;
        return Ok(ExitCode::SUCCESS);
    }
    let heads = store.cohorts().context(UNREAD)?;
    for head in &heads {
        if let Some(kept) = read(&store, head.id)? {
            list(&store, &kept, today)?;
        }
    }
    if heads.is_empty() {
        terminal::say("Der er ikke trukket nogen kohorter.");
    }
    Ok(ExitCode::SUCCESS)
}

const UNREAD: &str = "kunne ikke læse kohorterne";

fn read(store: &Store, id: CohortId) -> anyhow::Result<Option<CohortKept>> {
    store.cohort(id).context(UNREAD)
}

/// A cohort in the list: what it is, and how it goes.
fn list(store: &Store, kept: &CohortKept, today: Day) -> anyhow::Result<()> {
    let catalogue = store.book().catalogue();
    let Some(version) = followed(catalogue, kept, today) else {
        terminal::say(&format!("{:>3}  {}", kept.head.id, unfollowed(kept)));
        return Ok(());
    };
    let title = &version.title.da;
    terminal::say(&format!("{:>3}  {title} ({})", kept.head.id, drawn(kept)));
    let standing = kept.cohort.standing(Day::MAX);
    let (remaining, left) = (standing.remaining.len(), standing.leavers.len());
    let month = kept.head.draw.usual_month(today);
    let outcomes = outcomes(store, kept, version, (month, today))?;
    let chosen = outcomes.iter().find(|one| one.reading == chosen(version));
    let result = chosen.map(result).unwrap_or_default();
    let goal = goal(version);
    terminal::say(&format!(
        "     {remaining} stadig med, {left} frafaldet; målet {goal} i {}: {result}",
        month_words(month, today)
    ));
    Ok(())
}

/// One cohort, with its leavers by reason and the goal by each reading.
fn show(store: &Store, kept: &CohortKept, today: Day) -> anyhow::Result<()> {
    let catalogue = store.book().catalogue();
    let draw = &kept.head.draw;
    let Some(version) = followed(catalogue, kept, today) else {
        bail!("{}", unfollowed(kept));
    };
    let id = kept.head.id;
    terminal::say(&format!("{} (nr. {id}, {})", version.title.da, drawn(kept)));
    terminal::say(&format!("  Hvem:    {}", draw.line));
    let standing = kept.cohort.standing(Day::MAX);
    let (all, remaining) = (kept.cohort.members.len(), standing.remaining.len());
    let left = standing.leavers.len();
    terminal::say(&format!(
        "  Antal:   {all} trukket, {remaining} stadig med, {left} frafaldet"
    ));
    if draw.unknown > 0 {
        terminal::say(&format!(
            "           For {} vidstes det ikke, fordi en oplysning manglede; de er ikke med.",
            draw.unknown
        ));
    }
    for (reason, who) in standing.by_reason() {
        let words = match version.leaving(reason) {
            Some(known) => known.title.da.as_str(),
            None if reason == ERASED_LEAVING => "Slettet",
            None => reason,
        };
        terminal::say(&format!("  Frafald: {words}: {}", who.len()));
    }
    let month = draw.usual_month(today);
    let within = month_words(month, today);
    terminal::say(&format!("  Mål:     {} i {within}", goal(version)));
    let chosen = chosen(version);
    for outcome in outcomes(store, kept, version, (month, today))? {
        let is_chosen = outcome.reading == chosen;
        let mark = if is_chosen { " [regelbogens valg]" } else { "" };
        let (words, result) = (reading(outcome.reading), result(&outcome));
        terminal::say(&format!("           {words}: {result}{mark}"));
        if is_chosen {
            for (success, who) in version.successes.iter().zip(&outcome.by_success) {
                let title = &success.title.da;
                terminal::say(&format!("             {title}: {}", who.len()));
            }
        }
    }
    tell_origin(&version.source, &version.parameters, &version.faults);
    terminal::say(&format!("  Side:    {}#{}", version.path, version.anchor));
    Ok(())
}

/// How the cohort is followed, if the pages still say it.
fn followed<'c>(
    catalogue: &'c Catalogue,
    kept: &CohortKept,
    today: Day,
) -> Option<&'c CohortVersion> {
    let version = catalogue.cohort_followed(&kept.head.draw.definition, today);
    version.map(AsRef::as_ref)
}

fn unfollowed(kept: &CohortKept) -> String {
    format!(
        "regelbogen siger ikke mere, hvordan »{}« følges; angiv dens side med --rulebook",
        kept.head.draw.definition
    )
}

fn drawn(kept: &CohortKept) -> String {
    let draw = &kept.head.draw;
    format!("trukket {}, set på {}", draw.drawn_on, draw.observed_on)
}

/// What the page chose where its source leaves it open.
fn chosen(version: &CohortVersion) -> Reading {
    Reading {
        leavers_out: version.leavers_out,
        since_drawn: version.since_drawn,
    }
}

/// Numerator and denominator of a month by each reading.
fn outcomes(
    store: &Store,
    kept: &CohortKept,
    version: &CohortVersion,
    (month, today): (Day, Day),
) -> anyhow::Result<Vec<Outcome>> {
    let shape = Shape::of(store.book());
    let observed = store.observed().context(UNREAD)?;
    let recorded = observed.recorded_since.unwrap_or(today);
    let sight = Sight {
        shape: &shape,
        observation: shape.observation(&observed.since, recorded, today),
        as_of: today,
        known_at: None,
    };
    let mut people = Vec::new();
    for member in kept.cohort.members.keys() {
        let facts = store.facts_of(*member, None).context(UNREAD)?;
        people.push((*member, facts));
    }
    let until = month.plus_months(1);
    let told = reached(version, &sight, &kept.cohort, (month, until), &people)
        .context("kunne ikke tælle")?;
    let readings = [(true, false), (false, false), (true, true), (false, true)];
    let counted = readings.map(|(leavers_out, since_drawn)| {
        let reading = Reading {
            leavers_out,
            since_drawn,
        };
        outcome(version, &kept.cohort, &told, until.plus(-1), reading)
    });
    Ok(counted.into())
}

/// `12 af 57 = 21,0 %, ikke nået endnu`
fn result(outcome: &Outcome) -> String {
    let verdict = match outcome.is_met {
        Some(true) => "nået",
        Some(false) => "ikke nået endnu",
        None => "kan ikke afgøres",
    };
    let share = outcome.tenths();
    let share = share.map(|tenths| format!(" = {} %", written(tenths)));
    let unknown = match outcome.unknown.len() {
        0 => String::new(),
        unknown => format!(" (uvist for {unknown})"),
    };
    let (numerator, denominator) = (outcome.numerator.len(), outcome.denominator.len());
    format!(
        "{numerator} af {denominator}{}{unknown}, {verdict}",
        share.unwrap_or_default()
    )
}

fn reading(reading: Reading) -> String {
    let when = if reading.since_drawn {
        "siden udtrækket"
    } else {
        "sådan i måneden"
    };
    let leavers = if reading.leavers_out {
        "frafaldne trukket fra"
    } else {
        "frafaldne med"
    };
    format!("{when}, {leavers}")
}

/// `mindst 80 %`
fn goal(version: &CohortVersion) -> String {
    let compare = match version.reached {
        figures::Comparison::AtLeast => "mindst",
        _ => "over",
    };
    let goal = version.goal;
    let tenths = (1_000 * i128::from(goal.above)).checked_div(i128::from(goal.below));
    let share = written(tenths.unwrap_or_default());
    format!("{compare} {} %", share.strip_suffix(",0").unwrap_or(&share))
}

fn written(tenths: i128) -> String {
    let share = tables::Decimal {
        units: tenths,
        places: 1,
    };
    share.written(Danish)
}

/// `august 2021`; a month that still runs says so.
fn month_words(month: Day, today: Day) -> String {
    let label = tables::Period::month_of(month).label();
    let words = label.within(Danish).to_owned();
    if month.plus_months(1) > today {
        format!("{words} (måneden er ikke slut)")
    } else {
        words
    }
}
