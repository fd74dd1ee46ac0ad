//! One cohort: how it was drawn, who has left, whether the goal is reached.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use calendar::Day;
use casework::cohorts::{Draw, Outcome, Proposal};
use facts::CitizenId;
use figures::Comparison;
use rulebook::indicators::CohortVersion;
use serde::Deserialize;
use store::{CohortHead, CohortId};

use super::seen::{READINGS, Seen};
use super::words;
use crate::colleagues::Colleagues;
use crate::error::{WebError, WebResult};
use crate::language::Language;
use crate::page::{Frame, Page};
use crate::rights::Action;

/// The query of the address, as it came.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    pub(super) month: String,
}

/// A number that opens its rows.
struct Count {
    words: String,
    number: usize,
    address: String,
}

/// The criterion by one reading.
struct Line {
    words: [&'static str; 2],
    is_chosen: bool,
    numerator: Count,
    denominator: Count,
    unknown: Count,
    share: Option<String>,
    verdict: &'static str,
    met: bool,
}

/// A sign that a member has left.
struct Sign {
    citizen: CitizenId,
    name: String,
    reason: String,
    day: String,
}

/// A question the source leaves open.
struct Answer {
    question: String,
    value: String,
    reason: String,
}

#[derive(Template)]
#[template(path = "cohorts/show.html")]
struct Show<'a> {
    page: &'a Frame,
    id: CohortId,
    title: String,
    head: &'a CohortHead,
    drawn_by: String,
    known_at: String,
    population: String,
    /// How many lie beyond the reader's reach; only for those who may draw.
    beyond: Option<String>,
    counts: Vec<Count>,
    reasons: Vec<Count>,
    signs: Vec<Sign>,
    waiting: [Count; 2],
    month: String,
    /// The first and the last month that can be asked about.
    months: (String, String),
    /// The month in words, and what is to be said while it runs.
    period: (String, Option<String>),
    lines: Vec<Line>,
    successes: Vec<Count>,
    goal: String,
    answers: Vec<Answer>,
    faults: Vec<String>,
    source: &'a str,
    verified: bool,
    may_follow: bool,
}

/// What the store told.
struct Told {
    seen: Seen,
    outcomes: [Outcome; 4],
    proposals: Vec<(CitizenId, String, Proposal)>,
    waiting: [usize; 2],
    colleagues: Colleagues,
}

/// The first day of the month that is asked about.
pub(super) fn month(text: &str, draw: &Draw, today: Day) -> WebResult<Day> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(draw.usual_month(today));
    }
    let day = format!("{text}-01").parse::<Day>();
    let day = day.map_err(|_| WebError::Unreadable("month".to_owned()))?;
    if day > today || day < draw.drawn_on.month_start() {
        return Err(WebError::Unreadable("month".to_owned()));
    }
    Ok(day)
}

/// `GET /figures/cohorts/{cohort}`
pub(super) async fn show(
    page: Page,
    Path(id): Path<u64>,
    Asking(query): Asking<Query>,
) -> WebResult<Response> {
    let (user, today) = (Arc::clone(&page.user), page.today);
    let id = CohortId(id);
    let (told, month) = page
        .app
        .blocking(move |app| {
            let seen = Seen::read(app, &user, id, today)?;
            let month = month(&query.month, &seen.head.draw, today)?;
            let mut proposals = Vec::new();
            for (citizen, proposal) in seen.proposals()? {
                let row = app.store.citizen(citizen)?;
                let name = row.map(|row| row.name).unwrap_or_default();
                proposals.push((citizen, name, proposal));
            }
            let waiting = seen.waiting(app);
            let told = Told {
                outcomes: seen.outcomes(month)?,
                proposals,
                waiting: [waiting.unmarked.len(), waiting.uncased.len()],
                colleagues: Colleagues::read(&app.store)?,
                seen,
            };
            Ok::<_, WebError>((told, month))
        })
        .await?;
    let named = told.proposals.iter().map(|(citizen, ..)| *citizen);
    page.log_list(named).await?;
    render(&page, &told, month)
}

fn render(page: &Page, told: &Told, month: Day) -> WebResult<Response> {
    let (seen, version) = (&told.seen, &told.seen.version);
    let draw = &seen.head.draw;
    let (counts, reasons) = counts(page, seen);
    let (lines, successes) = criterion(page, told, month);
    let signs = told.proposals.iter().map(|(citizen, name, proposal)| Sign {
        citizen: *citizen,
        name: name.clone(),
        reason: words::reason(page, version, &proposal.reason),
        day: page.numeric(proposal.day),
    });
    let population = page.app.book.catalogue();
    let population = population.population(&draw.population, draw.observed_on);
    page.render(&Show {
        page,
        id: seen.head.id,
        title: page.text(&version.title).to_owned(),
        head: &seen.head,
        drawn_by: page.t2(
            "cohort-drawn-by",
            ("day", page.long(draw.drawn_on)),
            ("name", words::who(&told.colleagues, &seen.head.by)),
        ),
        known_at: known_at(page, &seen.head),
        population: population.map_or_else(
            || draw.population.clone(),
            |version| page.text(&version.title).to_owned(),
        ),
        beyond: beyond(page, seen),
        counts,
        reasons,
        signs: signs.collect(),
        waiting: [
            count(page, seen, "unmarked", told.waiting[0]),
            count(page, seen, "uncased", told.waiting[1]),
        ],
        months: (
            words::month_code(draw.drawn_on),
            words::month_code(page.today),
        ),
        period: period(page, month),
        month: words::month_code(month),
        lines,
        successes,
        goal: goal(page, version),
        answers: (version.parameters.iter())
            .map(|one| Answer {
                question: page.text(&one.question).to_owned(),
                value: one.value.clone(),
                reason: page.text(&one.reason).to_owned(),
            })
            .collect(),
        faults: (version.faults.iter())
            .map(|fault| page.text(fault).to_owned())
            .collect(),
        source: &version.source.text,
        verified: version.source.verified,
        may_follow: page.may_ever(Action::FollowCohort),
    })
}

/// Where the members of a list stand.
fn list(seen: &Seen, who: &str) -> String {
    format!("/figures/cohorts/{}/members?who={who}", seen.head.id)
}

/// A number of the cohort under the text with its name.
fn count(page: &Page, seen: &Seen, who: &str, number: usize) -> Count {
    Count {
        words: page.t(&format!("cohort-{who}")),
        number,
        address: list(seen, who),
    }
}

/// How many were drawn, remain and left, and the leavers by reason.
fn counts(page: &Page, seen: &Seen) -> (Vec<Count>, Vec<Count>) {
    let standing = seen.cohort.standing(Day::MAX);
    let all = vec![
        count(page, seen, "all", seen.cohort.members.len()),
        count(page, seen, "remaining", standing.remaining.len()),
        count(page, seen, "left", standing.leavers.len()),
    ];
    let reasons = standing.by_reason().into_iter().map(|(reason, who)| Count {
        words: words::reason(page, &seen.version, reason),
        number: who.len(),
        address: list(seen, &format!("left-{reason}")),
    });
    (all, reasons.collect())
}

/// The criterion by each reading, and the successes by the one that the page chose.
fn criterion(page: &Page, told: &Told, month: Day) -> (Vec<Line>, Vec<Count>) {
    let (seen, code) = (&told.seen, words::month_code(month));
    let chosen = seen.chosen();
    let mut lines = Vec::new();
    let mut successes = Vec::new();
    for ((reading, reading_code), outcome) in READINGS.iter().zip(&told.outcomes) {
        let address =
            |who: &str| format!("{}&reading={reading_code}&month={code}", list(seen, who));
        lines.push(line(page, outcome, *reading == chosen, &address));
        if *reading == chosen {
            let all = seen.version.successes.iter().zip(&outcome.by_success);
            successes.extend(all.map(|(success, who)| Count {
                words: page.text(&success.title).to_owned(),
                number: who.len(),
                address: address(&format!("by-{}", success.id)),
            }));
        }
    }
    (lines, successes)
}

/// How many lie beyond the reader's reach; only for those who may draw.
fn beyond(page: &Page, seen: &Seen) -> Option<String> {
    let beyond = seen.drawn - seen.cohort.members.len();
    (beyond > 0 && page.may_ever(Action::DrawCohort)).then(|| {
        let all = ("all", page.number(seen.drawn));
        page.t2("cohort-beyond", all, ("beyond", page.number(beyond)))
    })
}

/// The month in words, and what must be said of one that still runs.
fn period(page: &Page, month: Day) -> (String, Option<String>) {
    let language = match page.language {
        Language::Danish => tables::Language::Danish,
        Language::English => tables::Language::English,
    };
    let label = tables::Period::month_of(month).label();
    let is_running = month.plus_months(1) > page.today;
    (
        label.within(language).to_owned(),
        is_running.then(|| page.t("cohort-running")),
    )
}

fn goal(page: &Page, version: &CohortVersion) -> String {
    let key = match version.reached {
        Comparison::AtLeast => "cohort-goal-at-least",
        _ => "cohort-goal-more",
    };
    page.t1(key, "goal", words::goal(page, version.goal))
}

fn known_at(page: &Page, head: &CohortHead) -> String {
    let fact = head.draw.known_at.map_or(0, |fact| fact.0);
    let at = format!("{} {}", page.numeric(head.at.day()), head.at.local_time());
    page.t2(
        "cohort-known-at-text",
        ("fact", page.number(fact)),
        ("at", at),
    )
}

fn line(page: &Page, outcome: &Outcome, is_chosen: bool, address: &dyn Fn(&str) -> String) -> Line {
    let count = |number: usize, who: &str| Count {
        words: page.number(number),
        number,
        address: address(who),
    };
    Line {
        words: [
            if outcome.reading.since_drawn {
                "cohort-reading-since"
            } else {
                "cohort-reading-month"
            },
            if outcome.reading.leavers_out {
                "cohort-reading-without"
            } else {
                "cohort-reading-with"
            },
        ],
        is_chosen,
        numerator: count(outcome.numerator.len(), "numerator"),
        denominator: count(outcome.denominator.len(), "denominator"),
        unknown: count(outcome.unknown.len(), "unknown"),
        share: words::share_of(page, outcome),
        verdict: match outcome.is_met {
            Some(true) => "cohort-met",
            Some(false) => "cohort-not-met",
            None => "cohort-undetermined",
        },
        met: outcome.is_met == Some(true),
    }
}
