//! Offers and jobs with their periods.

use casework::Spell;
use casework::histories::{Job, Offer, life};
use facts::{Fact, Kind};

use super::column::{Cells, Column, Needed, Reads};
use super::intake::{FileKind, Tells};
use super::periods::{Ends, FROM, LAST, Period, Periods};

/// The file of offers. The last day may be a planned one.
pub(super) const OFFERS: FileKind = FileKind {
    name: "offers",
    columns: &[
        super::CPR,
        Column {
            name: "tilbud",
            needed: Needed::Always,
            reads: Reads::CodeOf("offer"),
            fills: "offer",
        },
        Column {
            name: "sted",
            needed: Needed::Optional,
            reads: Reads::Words,
            fills: "place",
        },
        Column {
            name: "timer",
            needed: Needed::Optional,
            reads: Reads::Hours,
            fills: "minutes",
        },
        FROM,
        LAST,
    ],
    tells: Tells::Periods(Periods {
        what: |cells| offer(&cells.words("tilbud"), cells.text("sted")),
        detail: Some(("timer", |cells| hours(cells.number("timer")))),
        stored: offers,
        begins: |cells| Kind::OfferBegan {
            offer: cells.words("tilbud"),
            place: cells.text("sted").map(str::to_owned),
            minutes: cells.number("timer"),
            until: cells.day(LAST.name),
        },
        also: None,
        changes: None,
        ends: Ends::Planned(|cells| Kind::OfferExtended {
            offer: cells.words("tilbud"),
            place: cells.text("sted").map(str::to_owned),
            until: cells
                .day(LAST.name)
                .expect("only a row with its last day moves one"),
        }),
        replaces: false,
    }),
};

fn offer(offer: &str, place: Option<&str>) -> String {
    match place {
        Some(place) => format!("{offer}, {place}"),
        None => offer.to_owned(),
    }
}

fn hours(minutes: Option<u32>) -> String {
    minutes
        .map(|minutes| minutes.to_string())
        .unwrap_or_default()
}

/// Placements at companies are offers too, but they come in with their case.
fn offers(facts: &[Fact]) -> Vec<Period> {
    let spells = life(facts, None).offers;
    let period = |spell: &Spell<Offer>| {
        let code = spell.what.offer.as_deref()?;
        let what = offer(code, spell.what.place.as_deref());
        Some(Period::of(spell, what, hours(spell.what.minutes)))
    };
    spells.iter().filter_map(period).collect()
}

/// The column of the employer, where a job stands.
pub(super) const EMPLOYER: Column = Column {
    name: "arbejdsgiver",
    needed: Needed::Always,
    reads: Reads::Words,
    fills: "employer",
};

/// The column of a job's hours a week.
pub(super) const HOURS: Column = Column {
    name: "timer",
    needed: Needed::Always,
    reads: Reads::Hours,
    fills: "minutes",
};

/// The file of jobs.
pub(super) const JOBS: FileKind = FileKind {
    name: "jobs",
    columns: &[
        super::CPR,
        EMPLOYER,
        HOURS,
        Column {
            name: "jobtype",
            needed: Needed::Optional,
            reads: Reads::CodeOf("job"),
            fills: "job",
        },
        Column {
            name: "branche",
            needed: Needed::Optional,
            reads: Reads::CodeOf("industry"),
            fills: "industry",
        },
        FROM,
        LAST,
    ],
    tells: Tells::Periods(Periods {
        what: |cells| cells.words("arbejdsgiver"),
        detail: Some(("timer", |cells| {
            let minutes = cells.number("timer").unwrap_or_default();
            job_detail(minutes, cells.text("jobtype"), cells.text("branche"))
        })),
        stored: jobs,
        begins: job,
        also: None,
        changes: Some(|cells, before| {
            let same = |column| cells.text(column) == before.text(column);
            if same("jobtype") && same("branche") {
                Kind::JobHoursChanged {
                    employer: cells.words("arbejdsgiver"),
                    minutes: cells.number("timer").unwrap_or_default(),
                }
            } else {
                job(cells)
            }
        }),
        ends: Ends::Happens(|cells| Kind::JobEnded {
            employer: cells.words("arbejdsgiver"),
        }),
        replaces: false,
    }),
};

fn job(cells: &Cells) -> Kind {
    Kind::JobStarted {
        employer: cells.words("arbejdsgiver"),
        minutes: cells.number("timer").unwrap_or_default(),
        job: cells.text("jobtype").map(str::to_owned),
        industry: cells.text("branche").map(str::to_owned),
    }
}

fn job_detail(minutes: u32, job: Option<&str>, industry: Option<&str>) -> String {
    format!(
        "{minutes}/{}/{}",
        job.unwrap_or_default(),
        industry.unwrap_or_default()
    )
}

fn jobs(facts: &[Fact]) -> Vec<Period> {
    let spells = life(facts, None).jobs;
    let period = |spell: &Spell<Job>| {
        let job = &spell.what;
        let detail = job_detail(job.minutes, job.job.as_deref(), job.industry.as_deref());
        Period::of(spell, job.employer.clone(), detail)
    };
    let registered = spells.iter().filter(|spell| spell.what.placement.is_none());
    registered.map(period).collect()
}
