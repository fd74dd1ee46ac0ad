//! Facts as half-open intervals.

use casework::{ProgrammeSpell, tracks};
use facts::{BenefitEnd, Entry, Kind, PlacementId};

use crate::support::*;

fn benefit(on: &str, benefit: &str, category: Option<&str>) -> Entry {
    entry(
        on,
        Kind::BenefitBegan {
            benefit: text(benefit),
            category: category.map(text),
        },
    )
}

fn spells(entries: Vec<Entry>) -> Vec<String> {
    let facts = recorded(entries);
    let tracks = tracks(&facts, None);
    let benefits = tracks.benefits.iter().map(|spell| {
        let until = spell.until.map_or_else(|| text("…"), |day| day.to_string());
        format!("{} {}–{until}", spell.what.benefit, spell.from)
    });
    let programmes = tracks.programmes.iter().map(|spell| {
        let until = spell.until.map_or_else(|| text("…"), |day| day.to_string());
        let what = match &spell.what {
            ProgrammeSpell::Case { model, .. } => model.clone(),
            ProgrammeSpell::Placement { company, .. } => company.clone(),
            ProgrammeSpell::Job { employer } | ProgrammeSpell::FlexJob { employer } => {
                employer.clone()
            }
            ProgrammeSpell::Education { education } => education.clone(),
        };
        format!("{what} {}–{until}", spell.from)
    });
    benefits.chain(programmes).collect()
}

#[test]
fn benefits_overlap_change_and_end_on_the_first_day_without() {
    let end = |on, benefit| {
        entry(
            on,
            Kind::BenefitEnded {
                benefit: text(benefit),
                why: BenefitEnd::Other,
            },
        )
    };
    let told = spells(vec![
        benefit("2020-01-01", "kontanthjaelp", None),
        benefit("2020-03-01", "sygedagpenge", None),
        entry(
            "2020-06-01",
            Kind::BenefitChanged {
                benefit: text("kontanthjaelp"),
                category: Some(text("aktivitetsparat")),
            },
        ),
        end("2020-04-01", "sygedagpenge"),
        end("2020-05-01", "sygedagpenge"),
        benefit("2020-09-01", "sygedagpenge", None),
        end("2020-09-01", "sygedagpenge"),
    ]);
    assert_eq!(
        told,
        [
            "kontanthjaelp 2020-01-01–2020-06-01",
            "sygedagpenge 2020-03-01–2020-04-01",
            "kontanthjaelp 2020-06-01–…",
        ]
    );
}

#[test]
fn programmes_run_from_start_to_recorded_or_agreed_end() {
    let book = book();
    let mut bounded = agreed("2021-02-01", 2);
    if let Kind::PlacementAgreed { until, .. } = &mut bounded.kind {
        *until = Some(day("2021-04-30"));
    }
    let told = spells(vec![
        opened(&book, "2021-01-04"),
        agreed("2021-01-10", 1),
        started("2021-01-15", 1),
        ended("2021-03-01", 1),
        bounded,
        started("2021-02-05", 2),
        entry(
            "2021-04-01",
            Kind::PlacementExtended {
                placement: PlacementId(2),
                until: day("2021-05-31"),
            },
        ),
        noted(entry("2021-06-15", Kind::CaseClosed), "Slut."),
        entry("2021-07-01", Kind::CaseReopened),
        agreed("2021-07-02", 3),
    ]);
    assert_eq!(
        told,
        [
            "proeve 2021-01-04–2021-06-15",
            "Bageriet 2021-01-15–2021-03-01",
            "Bageriet 2021-02-05–2021-06-01",
            "proeve 2021-07-01–…",
        ]
    );
}

#[test]
fn death_ends_everything_and_spells_know_their_days() {
    let book = book();
    let mut entries = vec![
        benefit("2020-01-01", "kontanthjaelp", None),
        opened(&book, "2021-01-04"),
    ];
    entries.push(entry("2021-02-01", Kind::Died));
    let facts = recorded(entries);
    let tracks = tracks(&facts, None);
    let spell = &tracks.benefits[0];
    assert!(spell.contains(day("2020-01-01")) && spell.contains(day("2021-01-31")));
    assert!(!spell.contains(day("2021-02-01")) && !spell.contains(day("2019-12-31")));
    assert_eq!(tracks.programmes[0].until, Some(day("2021-02-01")));
}

#[test]
fn a_flex_job_runs_until_it_ends_whatever_its_hours() {
    let employer = || text("Værftet");
    let told = spells(vec![
        entry(
            "2020-01-01",
            Kind::FlexJobStarted {
                employer: employer(),
                minutes: 300,
            },
        ),
        entry(
            "2020-02-01",
            Kind::FlexJobHoursChanged {
                employer: employer(),
                minutes: 420,
            },
        ),
        entry(
            "2020-03-01",
            Kind::FlexJobEnded {
                employer: employer(),
            },
        ),
        entry(
            "2020-04-01",
            Kind::JobStarted {
                employer: employer(),
                minutes: 420,
                job: None,
                industry: None,
            },
        ),
    ]);
    assert_eq!(
        told,
        ["Værftet 2020-01-01–2020-03-01", "Værftet 2020-04-01–…"]
    );
}
