//! The table as a file: CSV, a workbook, JSON-stat.

use axum::extract::{Path, Query as Asking};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tables::formats::{Csv, csv, json_stat};
use tables::{Table, TableView};

use super::asked::Query;
use super::show::{Told, layout, tell};
use super::table::only;
use super::words::table_language;
use crate::error::{WebError, WebResult};
use crate::page::{Frame, Page};

/// The kinds of file a table leaves as.
pub(super) const KINDS: [&str; 3] = ["csv", "xlsx", "json"];

/// `GET /figures/{indicator}/file/{kind}`
pub(super) async fn send(
    page: Page,
    Path((indicator, kind)): Path<(String, String)>,
    Asking(query): Asking<Query>,
) -> WebResult<Response> {
    known_kind(&kind)?;
    let Told { asked, table, .. } = tell(&page, &indicator, &query).await?;
    let table = only(&table, asked.number)?;
    file(&page, &table, &asked.version.id, &kind)
}

/// Refuses a kind of file that is none of ours.
pub(super) fn known_kind(kind: &str) -> WebResult<()> {
    if KINDS.contains(&kind) {
        Ok(())
    } else {
        Err(WebError::NotFound)
    }
}

/// A table as a file with this name.
pub(super) fn file(page: &Frame, table: &Table, name: &str, kind: &str) -> WebResult<Response> {
    let language = table_language(page.language);
    let (content, body) = match kind {
        "csv" => {
            let how = Csv {
                language,
                byte_order_mark: true,
                notes: true,
            };
            let body = csv(table, how).map_err(WebError::fault)?;
            ("text/csv; charset=utf-8", body)
        }
        "xlsx" => {
            let view = TableView::of(table, &layout(page, table));
            let view = view.map_err(WebError::fault)?;
            let body = papers::workbook(&[view], table.head().known_on);
            (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                body.map_err(WebError::fault)?,
            )
        }
        _ => {
            let body = json_stat(table, language).map_err(WebError::fault)?;
            ("application/json", body.into_bytes())
        }
    };
    // Names are indicators' ids: ASCII kebab-case, and so a file name as they are.
    let name = format!("attachment; filename=\"{name}.{kind}\"");
    let name = HeaderValue::from_str(&name).map_err(WebError::fault)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content)),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, body).into_response())
}
