//! One indicator: the chart with its table, and under it everything a reader must know.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use rulebook::indicators::PublishedSeries;
use store::Purpose;
use tables::{CellState, Layout, Rounding, Table, TableView};

use super::asked::{Asked, Query, Whose, month_text};
use super::beside::{Beside, Line, by_period, line, origin};
use super::chart::{MOST_LINES, chart};
use super::download::KINDS;
use super::fields::{breakdowns, lengths, numbers, whose};
use super::given::Given;
use super::known::Known;
use super::otherwise::{all_hidden, otherwise, repealed};
use super::own::Own;
use super::published::{Area, Numbers, tied};
use super::reach::Reach;
use super::table::{self, Ground, SCOPE, TIME, TOTAL};
use super::vintage::{self, Drawn};
use super::wholes::with_wholes;
use super::words::table_language;
use crate::app::App;
use crate::error::{WebError, WebResult};
use crate::listing::{Address, Choice};
use crate::page::{Frame, Page};

/// Stands where the names of tables go, until all are known.
const PLACE: &str = "\u{1}";

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
pub(super) struct Choices {
    pub(super) question: String,
    pub(super) value: String,
    pub(super) recommended: Option<String>,
    pub(super) reason: String,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a part of the page that is there or not"
)]
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
    /// Why something else is shown than was chosen.
    otherwise: Vec<String>,
    chart: Option<String>,
    stub: String,
    headings: Vec<String>,
    rows: Vec<Row>,
    notes: Vec<tables::Note>,
    answers: Vec<Choices>,
    rivals: Vec<(String, String)>,
    address: String,
    files: Vec<(&'static str, String)>,
    has_links: bool,
    invented: bool,
    /// The comparison with other areas.
    compare: String,
    /// What is published about the same, beside ours.
    beside: Option<Beside>,
    /// That nobody is left out; where somebody is, the notes say how many and why.
    nobody_left_out: bool,
    /// Who is left out, for those who may see them.
    left_out: Option<String>,
}

/// Our own municipality, and the published tables that have been imported.
type Imported = (Own, Vec<(PublishedSeries, Numbers)>);

/// What a page of figures is made of.
pub(super) struct Told {
    /// What was chosen; the municipality's numbers answer only some of it.
    wished: Asked,
    pub(super) asked: Asked,
    pub(super) table: Table,
    /// Our own municipality, and what has been imported of the tables that are tied to the number.
    published: Option<Imported>,
}

/// Counts what was asked.
pub(super) async fn tell(page: &Page, indicator: &str, query: &Query) -> WebResult<Told> {
    let catalogue = Arc::clone(page.app.book.catalogue());
    let asked = Asked::read(&catalogue, indicator, query, page.now())?;
    let (user, today, wished) = (Arc::clone(&page.user), page.today, asked.clone());
    let told = page
        .app
        .blocking(move |app| {
            let reach = Reach::of(&app.store, &user, today)?;
            if asked.whose == Whose::All {
                let Drawn { asked, table, .. } = vintage::municipal(app, &user, &asked)?;
                let published = published(app, &asked)?;
                let table = with_wholes(app, &asked, table)?;
                return Ok(Told {
                    wished,
                    table: repealed(&asked, table)?,
                    asked,
                    published,
                });
            }
            // Beside the municipality's numbers stand one's own of the same vintage.
            let all = (asked.whose == Whose::Both)
                .then(|| {
                    vintage::municipal(
                        app,
                        &user,
                        &Asked {
                            by: None,
                            ..asked.clone()
                        },
                    )
                })
                .transpose()?;
            let (asked, day) = match &all {
                None => (asked.clone(), asked.day()),
                Some(drawn) => (drawn.asked.clone(), drawn.day),
            };
            let known = Known::of(app, reach.citizens(), asked.known_at, day)?;
            let given = Given::of(&app.store, Purpose::Denominator, asked.at)?;
            let own = Own::of(&app.store, &app.book, asked.day())?;
            let ground = Ground {
                known: &known,
                reach: &reach,
                given: &given,
                own: own.as_ref(),
            };
            let own = table::inside(ground, &asked, asked.by.as_deref())?;
            let table = match all {
                Some(all) => {
                    let table = table::beside(&own, &all.table)?;
                    with_wholes(app, &asked, table)?
                }
                None => own,
            };
            let published = published(app, &asked)?;
            let table = repealed(&asked, table)?;
            Ok::<_, WebError>(Told {
                wished,
                asked: Asked {
                    known_at: known.known_at(),
                    ..asked
                },
                table,
                published,
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
    let told = tell(&page, &indicator, &query).await?;
    let asked = &told.asked;
    let table = table::only(&told.table, asked.number)?;
    let left_out = table.head().left_out.persons;
    let view = TableView::of(&table, &layout(&page, &table)).map_err(WebError::fault)?;
    let (rows, has_links) = rows(asked, &table, &view);
    let version = &asked.version;
    let number = &asked.numbers.all[asked.number];
    let address = asked.address();
    page.render(&Show {
        page: &page,
        title: page.text(&version.title).to_owned(),
        source: version.source.text.clone(),
        verified: version.source.verified,
        whose: whose(&page, asked),
        numbers: numbers(&page, asked),
        breakdowns: breakdowns(&page, asked),
        lengths: lengths(&page, asked),
        action: format!("/figures/{}", version.id),
        from: month_text(asked.from),
        to: month_text(asked.to),
        otherwise: otherwise(&page, &told.wished, asked)
            .into_iter()
            .chain(all_hidden(&page, asked, &table))
            .collect(),
        chart: chart(&page, asked, &table),
        stub: view.stubs.first().cloned().unwrap_or_default(),
        headings: headings(&view, page.text(&number.title)),
        rows,
        notes: view.notes,
        answers: choices(&page, &version.parameters),
        rivals: rivals(&page, asked),
        address: address.to_string(),
        files: KINDS
            .map(|kind| (kind, asked.address_of(&format!("/file/{kind}")).to_string()))
            .to_vec(),
        has_links,
        invented: version.invented,
        compare: compare_address(asked),
        beside: beside(&page, &told),
        nobody_left_out: left_out == 0,
        left_out: (left_out > 0 && asked.whose == Whose::Reach).then(|| left_out_address(asked)),
    })
}

/// What has been imported of the tables that are tied to the number; only where our own numbers are those of everybody.
fn published(app: &App, asked: &Asked) -> Result<Option<Imported>, WebError> {
    if asked.whose == Whose::Reach {
        return Ok(None);
    }
    let Some(own) = Own::of(&app.store, &app.book, asked.day())? else {
        return Ok(None);
    };
    let shown = &asked.numbers.all[asked.number].id;
    let mut all = Vec::new();
    for series in tied(&asked.version, shown) {
        // A table about a part stands beside that part; a table about all beside all.
        let fits = match (series.about.as_slice(), &asked.by) {
            ([], None) => true,
            ([part], Some(by)) => part.breakdown == *by && asked.whose == Whose::All,
            _ => false,
        };
        if fits {
            let numbers = Numbers::read(&app.store, series, shown, Some(&own), asked.at)?;
            if numbers.revision.is_some() {
                all.push((series.clone(), numbers));
            }
        }
    }
    Ok((!all.is_empty()).then_some((own, all)))
}

/// The comparison of the same number over the same time.
fn compare_address(asked: &Asked) -> String {
    asked
        .address_of("/compare")
        .with("whose", "")
        .with("by", "")
        .to_string()
}

fn left_out_address(asked: &Asked) -> String {
    let known = asked.known_at.map(|fact| fact.0.to_string());
    Address::new("/figures/left-out")
        .with("known", known.unwrap_or_default())
        .with("at", asked.at.0)
        .to_string()
}

/// Ours and the published number: over the periods, or over the parts in the last period.
fn beside(page: &Page, told: &Told) -> Option<Beside> {
    let (own, published) = told.published.as_ref()?;
    let (asked, table) = (&told.asked, &told.table);
    let number = &asked.numbers.all[asked.number];
    let area = Area::Municipality(i32::from(own.code));
    let (first, numbers) = published.first()?;
    let (stub, lines) = if first.about.is_empty() {
        let lines = by_period(page, table, area, number, numbers, |period| {
            let at = if asked.whose == Whose::Both {
                vec![1, period]
            } else {
                vec![period]
            };
            table.cell(&at, asked.number).clone()
        });
        (page.t("figures-length"), lines)
    } else {
        let (_, by) = table.dimension(asked.by.as_deref()?)?;
        let codes = asked.period_codes();
        let (last, period) = (codes.len().checked_sub(1)?, *codes.last()?);
        // Several tables about the same part: the first that tells the period stands.
        let mut parts = std::collections::BTreeSet::new();
        let lines = published.iter().filter_map(|(series, numbers)| {
            let code = series.about.first()?.code.to_string();
            let at = by.members.iter().position(|member| member.code == code)?;
            let found = line(
                page,
                in_words(page, &by.members[at].label),
                (table.cell(&[at, last], asked.number), number),
                numbers.number(area, period),
                numbers.before(area, period),
            )?;
            parts.insert(at).then(|| Line {
                table: Some(series.table.clone()),
                ..found
            })
        });
        (in_words(page, &period.label()), lines.collect())
    };
    // Tables that came together are told together.
    let mut origins: Vec<(String, Vec<&str>)> = Vec::new();
    for (series, numbers) in published {
        let Some(revision) = &numbers.revision else {
            continue;
        };
        let told = origin(page, PLACE, revision);
        match origins.iter_mut().find(|(known, _)| *known == told) {
            Some((_, tables)) => tables.push(&series.table),
            None => origins.push((told, vec![&series.table])),
        }
    }
    let origins = origins
        .into_iter()
        .map(|(told, tables)| told.replace(PLACE, &tables.join(", ")));
    let differs = published.iter().flat_map(|(series, _)| &series.differs);
    (!lines.is_empty()).then(|| Beside {
        publisher: first.source.text.clone(),
        verified: published.iter().all(|(series, _)| series.source.verified),
        stub,
        origin: origins.collect::<Vec<_>>().join(" "),
        differs: differs.map(|text| page.text(text).to_owned()).collect(),
        lines,
    })
}

/// A text of a table in the reader's language.
pub(super) fn in_words(page: &Frame, text: &tables::Text) -> String {
    text.within(table_language(page.language)).to_owned()
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
    let counts = number.behind(&asked.numbers.measures).is_some();
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

/// What the page answers, and why.
pub(super) fn choices(page: &Frame, parameters: &[rulebook::Parameter]) -> Vec<Choices> {
    let parameters = parameters.iter();
    let answers = parameters.map(|parameter| Choices {
        question: page.text(&parameter.question).to_owned(),
        value: parameter.value.clone(),
        recommended: (parameter.value != parameter.default).then(|| parameter.default.clone()),
        reason: page.text(&parameter.reason).to_owned(),
    });
    answers.collect()
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
