//! Is this citizen in a population: in, out or unknown, why, by which spells, and when that changes by itself.

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use calendar::Day;
use facts::CitizenId;
use figures::language::{Vocabulary, print};
use figures::{ColumnKind, Days, Explanation, MISSING, Numbers, Population, TrackId, explain};
use fluent::FluentValue;
use serde::Deserialize;

use super::ask;
use super::known::Known;
use super::words::{both, line_language, table_language};
use crate::citizens::near;
use crate::error::{WebError, WebResult};
use crate::language::day_from_text;
use crate::listing::Choice;
use crate::page::{Frame, Page};

/// The query of the address, as it came. A line names no person.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    named: String,
    line: String,
    day: String,
}

/// A part of the population and what it says of the citizen.
struct Part {
    depth: usize,
    line: String,
    value: Option<bool>,
    /// What the answer was computed from.
    number: Option<String>,
    /// When the answer changes if nothing else happens.
    change: Option<String>,
    spells: Vec<String>,
    more: usize,
}

#[derive(Template)]
#[template(path = "figures/person.html")]
struct Person<'a> {
    page: &'a Frame,
    id: CitizenId,
    name: &'a str,
    answer: String,
    named: Vec<Choice>,
    line: &'a str,
    day: Day,
    faults: Vec<String>,
    /// The whole first, then its parts.
    parts: Vec<Part>,
}

/// Spells told under a part; the others are counted.
const MOST_SPELLS: usize = 12;

/// `GET /citizens/{citizen}/populations`
pub(super) async fn show(
    page: Page,
    Path(citizen): Path<u64>,
    Asking(query): Asking<Query>,
) -> WebResult<Response> {
    let near = near(&page, CitizenId(citizen)).await?;
    let day = if query.day.trim().is_empty() {
        page.today
    } else {
        day_from_text(&query.day).ok_or_else(|| WebError::Unreadable("day".to_owned()))?
    };
    let catalogue = page.app.book.catalogue();
    let vocabulary = catalogue.vocabulary(day);
    let (population, faults) = wanted(&page, &query, day, &vocabulary);
    let parts = match population {
        Some(population) => explained(&page, near.citizen.id, population, day).await?,
        None => Vec::new(),
    };
    page.log_read(Some(near.citizen.id), None).await?;
    let named = catalogue
        .populations()
        .iter()
        .filter(|version| version.from <= day && version.until.is_none_or(|until| day < until))
        .map(|version| {
            let title = page.text(&version.title).to_owned();
            let is_chosen = query.line.trim().is_empty() && query.named == version.id;
            Choice::option(title, &version.id, is_chosen)
        });
    page.render(&Person {
        page: &page,
        id: near.citizen.id,
        name: &near.citizen.name,
        answer: answer(&page, &near.citizen.name, day, parts.first()),
        named: named.collect(),
        line: query.line.trim(),
        day,
        faults,
        parts,
    })
}

/// The answer in a sentence; empty where nothing was asked.
fn answer(page: &Frame, name: &str, day: Day, whole: Option<&Part>) -> String {
    let Some(whole) = whole else {
        return String::new();
    };
    let key = match whole.value {
        Some(true) => "person-in",
        Some(false) => "person-out",
        None => "person-unknown",
    };
    page.t2(key, ("name", name), ("day", page.long(day)))
}

/// What was typed, else what was chosen.
fn wanted(
    page: &Page,
    query: &Query,
    day: Day,
    vocabulary: &Vocabulary,
) -> (Option<Population>, Vec<String>) {
    match ask::read(page, &query.line, vocabulary) {
        Err(faults) => (None, faults),
        Ok(Some(population)) => (Some(population), Vec::new()),
        Ok(None) => {
            let catalogue = page.app.book.catalogue();
            let version = catalogue.population(&query.named, day);
            (
                version.map(|version| version.population.clone()),
                Vec::new(),
            )
        }
    }
}

async fn explained(
    page: &Page,
    citizen: CitizenId,
    population: Population,
    day: Day,
) -> WebResult<Vec<Part>> {
    let frame = std::sync::Arc::clone(&page.frame);
    page.app
        .blocking(move |app| {
            let known = Known::of_one(app, citizen, frame.today)?;
            let schema = known.registers().schema();
            let observation = &known.setting().observation;
            let told = explain(
                schema,
                &population,
                known.histories(),
                observation,
                day.epoch(),
            )
            .map_err(WebError::fault)?;
            let vocabulary = app.book.catalogue().registers().vocabulary(day);
            let mut parts = Vec::new();
            let words = Words {
                frame: &frame,
                known: &known,
                vocabulary: &vocabulary,
            };
            words.tell(&told, 0, &mut parts);
            Ok::<_, WebError>(parts)
        })
        .await
}

struct Words<'a> {
    frame: &'a Frame,
    known: &'a Known,
    vocabulary: &'a Vocabulary,
}

impl Words<'_> {
    fn tell(&self, told: &Explanation, depth: usize, parts: &mut Vec<Part>) {
        let language = line_language(self.frame.language);
        let of_its_own = told.parts.is_empty() || !matches!(told.numbers, Numbers::None);
        let spells = if of_its_own {
            told.spells.as_slice()
        } else {
            &[]
        };
        let shown = spells.iter().rev().take(MOST_SPELLS);
        parts.push(Part {
            depth: depth.min(6),
            line: print(&told.population, self.vocabulary, language),
            value: told.value,
            number: self.number(&told.numbers),
            change: told.changes.map(|change| {
                let key = match change.to {
                    Some(true) => "person-changes-in",
                    Some(false) => "person-changes-out",
                    None => "person-changes-unknown",
                };
                self.frame.t1(key, "day", self.day(change.on))
            }),
            spells: shown.map(|(track, row)| self.spell(*track, *row)).collect(),
            more: spells.len().saturating_sub(MOST_SPELLS),
        });
        for part in &told.parts {
            self.tell(part, depth + 1, parts);
        }
    }

    fn day(&self, epoch: i32) -> String {
        self.frame.long(Day::from_epoch(epoch))
    }

    fn window(&self, window: Days) -> String {
        let last = window.until - 1;
        self.frame.t2(
            "person-window",
            ("from", self.frame.numeric(Day::from_epoch(window.from))),
            ("to", self.frame.numeric(Day::from_epoch(last))),
        )
    }

    fn number(&self, numbers: &Numbers) -> Option<String> {
        let frame = self.frame;
        let values = |key: &str, values: &[(&str, FluentValue<'_>)]| frame.t_with(key, values);
        Some(match numbers {
            Numbers::None | Numbers::Gap(None) => return None,
            Numbers::Age(age) => frame.t1("person-age", "years", (*age)?),
            Numbers::Share {
                window, of, among, ..
            } => {
                let per_mille = (1_000 * of).checked_div(*among)?;
                let written = tables::Decimal {
                    units: per_mille.into(),
                    places: 1,
                };
                values(
                    "person-share",
                    &[
                        ("of", frame.number(*of).into()),
                        ("among", frame.number(*among).into()),
                        (
                            "share",
                            written.written(table_language(frame.language)).into(),
                        ),
                        ("window", self.window(*window).into()),
                    ],
                )
            }
            Numbers::Counted { window, number } => values(
                "person-counted",
                &[
                    ("number", frame.number((*number)?).into()),
                    ("window", self.window(*window).into()),
                ],
            ),
            Numbers::Run(Some(run)) => frame.t1("person-run", "day", self.day(run.from)),
            Numbers::Run(None) => frame.t("person-no-run"),
            Numbers::Last(Some(last)) => frame.t1("person-last", "day", self.day(*last)),
            Numbers::First(Some(first)) => frame.t1("person-first", "day", self.day(*first)),
            Numbers::Last(None) | Numbers::First(None) => frame.t("person-never"),
            Numbers::Gap(Some(gap)) => frame.t1("person-gap", "window", self.window(*gap)),
        })
    }

    /// `01.02.2019 – 31.03.2020: kontanthjælp, aktivitetsparat`
    fn spell(&self, track: TrackId, row: usize) -> String {
        let registers = self.known.registers();
        let rows = self.known.histories().track(track);
        let at = usize::from(track.0);
        let columns = &registers.schema().tracks[at].columns;
        let words: Vec<String> = columns
            .iter()
            .zip(&rows.columns)
            .filter_map(|(column, values)| {
                let value = Some(values[row]).filter(|value| *value != MISSING)?;
                let ColumnKind::Code { list } = &column.kind else {
                    return None;
                };
                let code = registers.list(list)?.number(value)?;
                let language = table_language(self.frame.language);
                Some(both(&code.title).within(language).to_owned())
            })
            .collect();
        let observed = self.known.setting().observation[at].until;
        let from = self.frame.numeric(Day::from_epoch(rows.start[row]));
        let until = if rows.end[row] >= observed {
            self.frame.t("person-still")
        } else {
            self.frame.numeric(Day::from_epoch(rows.end[row] - 1))
        };
        let what = if words.is_empty() {
            self.frame.text(&registers.tracks()[at].title).to_owned()
        } else {
            words.join(", ")
        };
        format!("{from} – {until}: {what}")
    }
}
