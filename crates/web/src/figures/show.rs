//! One indicator: the chart with its table, and under it everything a reader must know.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use store::Purpose;
use tables::charts::{self, Selection, Style};
use tables::{CellState, Layout, Rounding, Table, TableView};

use super::asked::{Asked, LENGTHS, Query, WHOSE, Whose, month_text};
use super::download::KINDS;
use super::given::Given;
use super::known::Known;
use super::own::Own;
use super::reach::Reach;
use super::table::{self, Ground, Made, SCOPE, TIME, TOTAL};
use super::words::table_language;
use crate::error::{WebError, WebResult};
use crate::listing::Choice;
use crate::page::{Frame, Page};

/// More lines than this cannot be told apart in a chart.
pub(super) const MOST_LINES: usize = 6;
/// More bars than this do not fit beside the table.
const MOST_BARS: usize = 24;

/// A cell of the table, perhaps the way to the rows behind it.
struct Cell {
    text: String,
    spoken: Option<String>,
    address: Option<String>,
}

struct Row {
    label: String,
    is_total: bool,
    cells: Vec<Cell>,
}

/// A question the page answers, with why.
struct Answer {
    question: String,
    value: String,
    recommended: Option<String>,
    reason: String,
}

#[derive(Template)]
#[template(path = "figures/show.html")]
struct Show<'a> {
    page: &'a Frame,
    title: String,
    source: String,
    verified: bool,
    whose: Vec<Choice>,
    numbers: Vec<Choice>,
    breakdowns: Vec<Choice>,
    lengths: Vec<Choice>,
    action: String,
    from: String,
    to: String,
    chart: Option<String>,
    stub: String,
    headings: Vec<String>,
    rows: Vec<Row>,
    notes: Vec<tables::Note>,
    answers: Vec<Answer>,
    rivals: Vec<(String, String)>,
    address: String,
    files: Vec<(&'static str, String)>,
    has_links: bool,
}

/// What a page of figures is made of.
pub(super) struct Told {
    pub(super) asked: Asked,
    pub(super) made: Made,
}

/// Counts what was asked.
pub(super) async fn tell(page: &Page, indicator: &str, query: &Query) -> WebResult<Told> {
    let catalogue = Arc::clone(page.app.book.catalogue());
    let asked = Asked::read(&catalogue, indicator, query, page.now())?;
    let (user, today) = (Arc::clone(&page.user), page.today);
    let told = page
        .app
        .blocking(move |app| {
            let reach = Reach::of(&app.store, &user, today)?;
            let known = match asked.whose {
                Whose::Reach => Known::of(app, reach.citizens(), asked.known_at, asked.day())?,
                Whose::All | Whose::Both => Known::of_all(app, asked.known_at, asked.day())?,
            };
            let given = Given::of(&app.store, Purpose::Denominator, asked.at)?;
            let own = Own::of(&app.store, &app.book, asked.day())?;
            let ground = Ground {
                known: &known,
                reach: &reach,
                given: &given,
                own: own.as_ref(),
            };
            let made = table::make(ground, &asked)?;
            Ok::<_, WebError>(Told {
                asked: Asked {
                    known_at: known.known_at(),
                    ..asked
                },
                made,
            })
        })
        .await?;
    page.log_read(None, None).await?;
    Ok(told)
}

/// `GET /figures/{indicator}`
pub(super) async fn show(
    page: Page,
    Path(indicator): Path<String>,
    Asking(query): Asking<Query>,
) -> WebResult<Response> {
    let Told { asked, made } = tell(&page, &indicator, &query).await?;
    let whole = &made.table;
    let table = table::only(whole, asked.number)?;
    let view = TableView::of(&table, &layout(&page, &table)).map_err(WebError::fault)?;
    let (rows, has_links) = rows(&asked, &table, &view);
    let version = &asked.version;
    let number = &asked.numbers.all[asked.number];
    let address = asked.address();
    page.render(&Show {
        page: &page,
        title: page.text(&version.title).to_owned(),
        source: version.source.text.clone(),
        verified: version.source.verified,
        whose: whose(&page, &asked),
        numbers: numbers(&page, &asked),
        breakdowns: breakdowns(&page, &asked),
        lengths: lengths(&page, &asked),
        action: format!("/figures/{}", version.id),
        from: month_text(asked.from),
        to: month_text(asked.to),
        chart: chart(&page, &asked, &table),
        stub: view.stubs.first().cloned().unwrap_or_default(),
        headings: headings(&view, page.text(&number.title)),
        rows,
        notes: view.notes,
        answers: answers(&page, &asked),
        rivals: rivals(&page, &asked),
        address: address.to_string(),
        files: KINDS
            .map(|kind| (kind, asked.address_of(&format!("/file/{kind}")).to_string()))
            .to_vec(),
        has_links,
    })
}

/// Members down and periods across; periods down where there are no members.
pub(super) fn layout(page: &Frame, table: &Table) -> Layout {
    let ids: Vec<&str> = table
        .dimensions()
        .iter()
        .map(|dimension| dimension.id.as_str())
        .collect();
    let (rows, columns) = match ids.as_slice() {
        [by, time] if is_upright(table) => (vec![(*time).to_owned()], vec![(*by).to_owned()]),
        [by, time] => (vec![(*by).to_owned()], vec![(*time).to_owned()]),
        other => (
            other.iter().map(|id| (*id).to_owned()).collect(),
            Vec::new(),
        ),
    };
    Layout {
        rows,
        columns,
        rounding: Rounding::HalfAwayFromZero,
        sum_over: None,
        language: table_language(page.language),
    }
}

/// Whether periods go down although there are members: where few of these stand beside each other.
fn is_upright(table: &Table) -> bool {
    (table.dimensions().first()).is_some_and(|first| first.members.len() <= MOST_LINES + 1)
}

pub(super) fn headings(view: &TableView, number: &str) -> Vec<String> {
    match view.headings.first() {
        Some(cells) => cells.iter().map(|cell| cell.text.clone()).collect(),
        None => vec![number.to_owned()],
    }
}

fn rows(asked: &Asked, table: &Table, view: &TableView) -> (Vec<Row>, bool) {
    let (_, time) = table
        .dimension(TIME)
        .expect("every table of figures has periods");
    let number = &asked.numbers.all[asked.number];
    let counts = number.persons(&asked.numbers.measures).is_some();
    let broken = table.dimensions().len() == 2;
    let is_beside = table.dimension(SCOPE).is_some();
    let mut has_links = false;
    let rows = view.rows.iter().enumerate().map(|(down, row)| {
        let cells = row.cells.iter().enumerate().map(|(across, cell)| {
            let code = |at: usize| table.dimensions()[0].members[at].code.as_str();
            let (member, period) = match (broken && !is_beside, is_upright(table)) {
                (false, _) => (TOTAL, down),
                (true, true) => (code(across), down),
                (true, false) => (code(down), across),
            };
            let own = match asked.whose {
                Whose::Reach => true,
                Whose::Both => is_beside && across == 0,
                Whose::All => false,
            };
            let opens = counts && own && cell.state == CellState::Value;
            has_links |= opens;
            Cell {
                text: cell.text.clone(),
                spoken: cell.spoken.clone(),
                address: opens.then(|| {
                    let narrowed = Asked {
                        whose: Whose::Reach,
                        by: asked.by.clone().filter(|_| broken && !is_beside),
                        ..asked.clone()
                    };
                    let address = narrowed.address_of("/rows");
                    let code = time.members[period].code.as_str();
                    address
                        .with("period", code)
                        .with("member", member)
                        .to_string()
                }),
            }
        });
        Row {
            label: row.labels.last().cloned().unwrap_or_default(),
            is_total: broken && !is_upright(table) && row.depth == 0,
            cells: cells.collect(),
        }
    });
    let rows = rows.collect();
    (rows, has_links)
}

/// Lines over time; bars of the last period where there are more members than lines can be told apart.
fn chart(page: &Frame, asked: &Asked, table: &Table) -> Option<String> {
    let mut style = Style::new("chart", table_language(page.language));
    style.width = 640;
    let time = |compare, fixed| Selection {
        measure: None,
        along: TIME.to_owned(),
        members: Vec::new(),
        compare,
        fixed,
    };
    let first = table.dimensions().first()?;
    let parts: Vec<String> = first
        .members
        .iter()
        .filter(|member| member.code != TOTAL)
        .map(|member| member.code.clone())
        .collect();
    let drawn = if first.id == TIME {
        charts::line(table, &time(None, Vec::new()), &style)
    } else if !parts.is_empty() && parts.len() <= MOST_LINES {
        charts::line(
            table,
            &time(Some((first.id.clone(), parts)), Vec::new()),
            &style,
        )
    } else if parts.len() <= MOST_BARS && !parts.is_empty() {
        let last = asked.period_codes().last()?.to_string();
        let selection = Selection {
            measure: None,
            along: first.id.clone(),
            members: parts,
            compare: None,
            fixed: vec![(TIME.to_owned(), last)],
        };
        charts::bars(table, &selection, &style)
    } else {
        let total = (first.id.clone(), TOTAL.to_owned());
        charts::line(table, &time(None, vec![total]), &style)
    };
    drawn
        .inspect_err(|cause| tracing::warn!(%cause, "a chart could not be drawn"))
        .ok()
}

fn whose(page: &Frame, asked: &Asked) -> Vec<Choice> {
    let choices = WHOSE.iter().map(|(whose, id)| {
        let key = match whose {
            Whose::Reach => "figures-reach",
            Whose::All => "figures-municipality",
            Whose::Both => "figures-both",
        };
        Choice::option(page.t(key), id, asked.whose == *whose)
    });
    choices.collect()
}

pub(super) fn numbers(page: &Frame, asked: &Asked) -> Vec<Choice> {
    let numbers = asked.numbers.all.iter().enumerate();
    let choices = numbers.map(|(at, number)| {
        let title = page.text(&number.title);
        let unit = page.text(&number.unit);
        let words = if unit.is_empty() {
            title.to_owned()
        } else {
            format!("{title} ({unit})")
        };
        Choice::option(words, &number.id, at == asked.number)
    });
    choices.collect()
}

fn breakdowns(page: &Page, asked: &Asked) -> Vec<Choice> {
    let registers = page.app.book.catalogue().registers();
    let choices = asked.version.by.iter().map(|id| {
        let words = registers
            .breakdown(id)
            .map_or(id.as_str(), |breakdown| page.text(&breakdown.title));
        Choice::option(words.to_owned(), id, asked.by.as_ref() == Some(id))
    });
    choices.collect()
}

pub(super) fn lengths(page: &Frame, asked: &Asked) -> Vec<Choice> {
    let choices = LENGTHS
        .iter()
        .filter(|(length, _)| asked.version.periods.contains(length) || asked.length == *length)
        .map(|(length, id)| {
            Choice::option(
                page.t(&format!("figures-length-{id}")),
                id,
                asked.length == *length,
            )
        });
    choices.collect()
}

fn answers(page: &Frame, asked: &Asked) -> Vec<Answer> {
    let parameters = asked.version.parameters.iter();
    let answers = parameters.map(|parameter| Answer {
        question: page.text(&parameter.question).to_owned(),
        value: parameter.value.clone(),
        recommended: (parameter.value != parameter.default).then(|| parameter.default.clone()),
        reason: page.text(&parameter.reason).to_owned(),
    });
    answers.collect()
}

/// The first and the last month, as the fields of the form have them.
pub(super) fn month_fields(asked: &Asked) -> (String, String) {
    (month_text(asked.from), month_text(asked.to))
}

/// Indicators that answer the same question in another way.
fn rivals(page: &Page, asked: &Asked) -> Vec<(String, String)> {
    let catalogue = page.app.book.catalogue();
    let rivals = asked.version.rivals.iter().filter_map(|id| {
        let rival = catalogue.indicators().iter().rfind(|one| one.id == *id)?;
        Some((format!("/figures/{id}"), page.text(&rival.title).to_owned()))
    });
    rivals.collect()
}
