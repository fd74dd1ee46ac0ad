//! The page of a comparison: chart, table, what is published beside our own, and what has to be imported where something is missing.

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use tables::charts::{self, Selection, Style};
use tables::{Table, TableView};

use super::beside::{Beside, by_period, origin};
use super::compare::{Compared, MOST_NEIGHBOURS, Wish, compare};
use super::download::{KINDS, file, known_kind};
use super::own::neighbours;
use super::published::{Area, tied};
use super::show::{self, MOST_LINES, in_words, layout, month_fields};
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

/// `GET /figures/{indicator}/compare`
pub(super) async fn show(
    page: Page,
    Path(indicator): Path<String>,
    Asking(pairs): Asking<Vec<(String, String)>>,
) -> WebResult<Response> {
    let wish = Wish::read(&page, &indicator, &pairs)?;
    let compared = compare(&page, wish).await?;
    let wish = &compared.wish;
    let asked = &wish.asked;
    let number = &asked.numbers.all[asked.number];
    let table = &compared.table;
    let view = TableView::of(table, &layout(&page, table)).map_err(WebError::fault)?;
    let (from, to) = month_fields(asked);
    page.render(&Comparison {
        page: &page,
        title: page.text(&asked.version.title).to_owned(),
        back: asked.address().to_string(),
        action: format!("/figures/{}/compare", asked.version.id),
        numbers: show::numbers(&page, asked),
        lengths: show::lengths(&page, asked),
        tables: tables(&page, wish),
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
        headings: show::headings(&view, page.text(&number.title)),
        rows: rows(&view),
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

fn rows(view: &TableView) -> Vec<Row> {
    let rows = view.rows.iter().map(|row| Row {
        label: row.labels.last().cloned().unwrap_or_default(),
        cells: row.cells.clone(),
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
    let parts = series.about.iter().filter_map(|part| {
        let breakdown = registers.breakdown(&part.breakdown)?;
        let (_, words) = super::words::member(registers, breakdown, day, part.code);
        Some(in_words(page, &words))
    });
    let parts: Vec<String> = parts.collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn tables(page: &Page, wish: &Wish) -> Vec<Choice> {
    let tables = wish.tables().into_iter().enumerate();
    let choices = tables.map(|(at, series)| {
        let about = about(page, series, wish.asked.to);
        let words = about.map_or_else(
            || series.table.clone(),
            |about| format!("{about} ({})", series.table),
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
