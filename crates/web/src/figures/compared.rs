//! The page of a comparison: chart, table, what is published beside our own, and what has to be imported where something is missing.

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use tables::charts::{self, Selection, Style};
use tables::{MeasureKind, Table, TableView};

use super::beside::{Beside, by_period, origin};
use super::chart::MOST_LINES;
use super::compare::{self, Compared, MOST_NEIGHBOURS, Wish, compare};
use super::download::{KINDS, file, known_kind};
use super::fields::{self, month_fields};
use super::otherwise::otherwise;
use super::own::neighbours;
use super::published::{Area, tied};
use super::show::{self, in_words, layout};
use super::table::{SCOPE, TIME};
use super::words::table_language;
use crate::error::{WebError, WebResult};
use crate::listing::Choice;
use crate::page::{Frame, Page};

/// A table that has to be imported, and the command that does it.
struct Missing {
    table: String,
    /// Where it is fetched.
    fetch: String,
    /// What the numbers are called in it.
    number: String,
    /// What the table is about, if it is about a part.
    about: Option<String>,
    command: String,
}

/// A region's municipalities to choose from.
struct Group {
    region: String,
    choices: Vec<Choice>,
    is_open: bool,
}

struct Row {
    label: String,
    cells: Vec<tables::ViewCell>,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a part of the page that is there or not"
)]
#[derive(Template)]
#[template(path = "figures/compare.html")]
struct Comparison<'a> {
    page: &'a Frame,
    title: String,
    /// The title, and the part the published table is about.
    heading: String,
    /// Why something else is shown than was chosen.
    otherwise: Vec<String>,
    back: String,
    action: String,
    numbers: Vec<Choice>,
    lengths: Vec<Choice>,
    tables: Vec<Choice>,
    from: String,
    to: String,
    region: Option<(String, bool)>,
    nation: bool,
    groups: Vec<Group>,
    most: usize,
    chart: Option<String>,
    is_index: bool,
    stub: String,
    headings: Vec<String>,
    rows: Vec<Row>,
    notes: Vec<tables::Note>,
    nobody_left_out: bool,
    /// No page ties a published table to the number.
    is_untied: bool,
    /// Numbers of the indicator that can be compared.
    tied: Vec<(String, String)>,
    missing: Vec<Missing>,
    /// The published table has nothing of our own.
    lacks_own: Option<String>,
    beside: Option<Beside>,
    address: String,
    files: Vec<(&'static str, String)>,
}

/// That more municipalities were chosen than are shown.
fn dropped(page: &Frame, wish: &Wish) -> Option<String> {
    let (most, dropped) = (MOST_NEIGHBOURS, wish.dropped);
    (dropped > 0).then(|| page.t2("compare-dropped", ("most", most), ("dropped", dropped)))
}

/// `GET /figures/{indicator}/compare`
pub(super) async fn show(
    page: Page,
    Path(indicator): Path<String>,
    Asking(pairs): Asking<Vec<(String, String)>>,
) -> WebResult<Response> {
    let wish = Wish::read(&page, &indicator, &pairs)?;
    let wished = wish.asked.clone();
    let compared = compare(&page, wish).await?;
    let wish = &compared.wish;
    let asked = &wish.asked;
    let table = &compared.table;
    let view = TableView::of(table, &layout(&page, table)).map_err(WebError::fault)?;
    let (from, to) = month_fields(asked);
    page.render(&Comparison {
        page: &page,
        title: page.text(&asked.version.title).to_owned(),
        heading: in_words(&page, &table.head().title),
        otherwise: otherwise(&page, &wished, asked)
            .into_iter()
            .chain(dropped(&page, wish))
            .collect(),
        back: asked.address().to_string(),
        action: format!("/figures/{}/compare", asked.version.id),
        numbers: fields::numbers(&page, asked),
        lengths: fields::lengths(&page, asked),
        tables: tables(&page, &compared),
        from,
        to,
        region: compared
            .own
            .region
            .as_ref()
            .map(|(_, name)| (in_words(&page, name), wish.region)),
        nation: wish.nation,
        groups: groups(&page, &compared),
        most: MOST_NEIGHBOURS,
        chart: chart(&page, compared.index.as_ref().unwrap_or(table)),
        is_index: compared.index.is_some(),
        stub: view.stubs.first().cloned().unwrap_or_default(),
        headings: show::headings(&view, &in_words(&page, &table.measures()[0].label)),
        rows: rows(&page, &compared, &view),
        notes: view.notes,
        nobody_left_out: table.head().left_out.persons == 0,
        is_untied: wish.tables().is_empty(),
        tied: tied_numbers(&page, wish),
        missing: missing(&page, &compared),
        lacks_own: lacks_own(&page, &compared),
        beside: beside(&page, &compared),
        address: wish.address("").to_string(),
        files: KINDS
            .map(|kind| (kind, wish.address(&format!("/{kind}")).to_string()))
            .to_vec(),
    })
}

/// `GET /figures/{indicator}/compare/{kind}`
pub(super) async fn send(
    page: Page,
    Path((indicator, kind)): Path<(String, String)>,
    Asking(pairs): Asking<Vec<(String, String)>>,
) -> WebResult<Response> {
    known_kind(&kind)?;
    let wish = Wish::read(&page, &indicator, &pairs)?;
    let compared = compare(&page, wish).await?;
    file(
        &page,
        &compared.table,
        &format!("{indicator}-sammenlignet"),
        &kind,
    )
}

/// A row a period and a column an area. What was published with fewer decimals than ours is shown with those.
fn rows(page: &Frame, compared: &Compared, view: &TableView) -> Vec<Row> {
    let asked = &compared.wish.asked;
    let number = &asked.numbers.all[asked.number];
    let language = table_language(page.language);
    let periods = asked.period_codes();
    let coarser = |period: usize, area: usize| {
        let found = compared.published.as_ref()?;
        let found = found.number((*compared.areas.get(area)?)?, *periods.get(period)?)?;
        (found.places < number.places).then(|| match number.kind {
            MeasureKind::Ratio => found.written_percent(language),
            MeasureKind::Count | MeasureKind::Amount => found.written(language),
        })
    };
    let rows = view.rows.iter().enumerate().map(|(down, row)| {
        let cells = row.cells.iter().enumerate().map(|(across, cell)| {
            let text = coarser(down, across).unwrap_or_else(|| cell.text.clone());
            tables::ViewCell {
                text,
                ..cell.clone()
            }
        });
        Row {
            label: row.labels.last().cloned().unwrap_or_default(),
            cells: cells.collect(),
        }
    });
    rows.collect()
}

/// One line an area; our own published numbers only where there is room.
fn chart(page: &Frame, table: &Table) -> Option<String> {
    let mut style = Style::new("compared", table_language(page.language));
    style.width = 640;
    let (_, areas) = table.dimension(SCOPE)?;
    let mut codes: Vec<String> = areas.members.iter().map(|area| area.code.clone()).collect();
    if codes.len() > MOST_LINES {
        codes.retain(|code| code != "own-published");
    }
    codes.truncate(MOST_LINES);
    let selection = Selection {
        measure: None,
        along: TIME.to_owned(),
        members: Vec::new(),
        compare: Some((SCOPE.to_owned(), codes)),
        fixed: Vec::new(),
    };
    charts::line(table, &selection, &style)
        .inspect_err(|cause| tracing::warn!(%cause, "a chart could not be drawn"))
        .ok()
}

/// What a table is about, in words.
fn about(
    page: &Page,
    series: &rulebook::indicators::PublishedSeries,
    day: calendar::Day,
) -> Option<String> {
    let registers = page.app.book.catalogue().registers();
    compare::about(registers, series, day).map(|words| in_words(page, &words))
}

/// The tables to choose from; those about the same part are told apart by their periods.
fn tables(page: &Page, compared: &Compared) -> Vec<Choice> {
    let wish = &compared.wish;
    let all = wish.tables();
    let choices = all.iter().enumerate().map(|(at, series)| {
        let about = about(page, series, wish.asked.to);
        let rivals = all.iter().filter(|other| other.about == series.about);
        let apart = (rivals.count() > 1).then(|| match compared.spans.get(at) {
            Some(Some((first, last))) => {
                let (first, last) = (first.label(), last.label());
                let (first, last) = (in_words(page, &first), in_words(page, &last));
                format!(", {first} – {last}")
            }
            _ => format!(", {}", page.t("compare-not-imported")),
        });
        let apart = apart.unwrap_or_default();
        let words = about.map_or_else(
            || format!("{}{apart}", series.table),
            |about| format!("{about} ({}{apart})", series.table),
        );
        Choice::option(words, &series.table, wish.table == Some(at))
    });
    choices.collect()
}

/// The numbers of the indicator that a published table is tied to.
fn tied_numbers(page: &Page, wish: &Wish) -> Vec<(String, String)> {
    let asked = &wish.asked;
    let numbers = asked.numbers.all.iter();
    let tied_to = numbers.filter(|number| tied(&asked.version, &number.id).next().is_some());
    tied_to
        .map(|number| {
            let address = wish
                .address("")
                .with("number", &number.id)
                .with("table", "");
            (address.to_string(), page.text(&number.title).to_owned())
        })
        .collect()
}

fn groups(page: &Page, compared: &Compared) -> Vec<Group> {
    let registers = page.app.book.catalogue().registers();
    let (day, chosen) = (compared.wish.asked.day(), &compared.wish.neighbours);
    let groups = neighbours(registers, day, page.language.id()).into_iter();
    let own = i32::from(compared.own.code);
    groups
        .map(|group| Group {
            region: in_words(page, &group.region),
            is_open: group.all.iter().any(|one| chosen.contains(&one.code)),
            choices: group
                .all
                .into_iter()
                .filter(|one| one.code != own)
                .map(|one| {
                    let id = one.code.to_string();
                    Choice::option(one.name, &id, chosen.contains(&one.code))
                })
                .collect(),
        })
        .collect()
}

/// The table that is chosen and has not been imported.
fn missing(page: &Page, compared: &Compared) -> Vec<Missing> {
    let wish = &compared.wish;
    let is_there = compared
        .published
        .as_ref()
        .is_some_and(|numbers| numbers.revision.is_some());
    let all = wish.tables();
    let Some(series) = wish.table.and_then(|at| all.get(at)).filter(|_| !is_there) else {
        return Vec::new();
    };
    let shown = &wish.asked.numbers.all[wish.asked.number].id;
    let number = series.numbers.iter().find(|(id, _)| id == shown);
    vec![Missing {
        table: series.table.clone(),
        fetch: page.t2(
            "compare-fetch",
            ("table", series.table.as_str()),
            ("publisher", series.source.text.as_str()),
        ),
        number: number.map(|(_, label)| label.clone()).unwrap_or_default(),
        about: about(page, series, wish.asked.to),
        command: format!(
            "tovholder import published FIL --table {} --retrieved {}",
            series.table, page.today
        ),
    }]
}

/// The name the published table should have our own municipality under, where it does not have it.
fn lacks_own(page: &Frame, compared: &Compared) -> Option<String> {
    let published = compared.published.as_ref()?;
    published.revision.as_ref()?;
    let own = Area::Municipality(i32::from(compared.own.code));
    let periods = compared.wish.asked.period_codes();
    (!published.tells(own, &periods)).then(|| in_words(page, &compared.own.name))
}

fn beside(page: &Page, compared: &Compared) -> Option<Beside> {
    let published = compared.published.as_ref()?;
    let revision = published.revision.as_ref()?;
    let wish = &compared.wish;
    let all = wish.tables();
    let series = all.get(wish.table?)?;
    let number = &wish.asked.numbers.all[wish.asked.number];
    let own = Area::Municipality(i32::from(compared.own.code));
    let lines = by_period(page, &compared.table, own, number, published, |at| {
        compared.ours[at].clone()
    });
    (!lines.is_empty()).then(|| Beside {
        publisher: series.source.text.clone(),
        verified: series.source.verified,
        stub: page.t("figures-length"),
        origin: origin(page, &series.table, revision),
        differs: series
            .differs
            .iter()
            .map(|text| page.text(text).to_owned())
            .collect(),
        lines,
    })
}
