//! The table as a file: CSV, a workbook, JSON-stat.

use axum::extract::{Path, Query as Asking};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use tables::TableView;
use tables::formats::{Csv, csv, json_stat};

use super::asked::Query;
use super::show::{Told, layout, tell};
use super::words::table_language;
use crate::error::{WebError, WebResult};
use crate::page::Page;

/// `GET /figures/{indicator}/file/{kind}`
pub(super) async fn send(
    page: Page,
    Path((indicator, kind)): Path<(String, String)>,
    Asking(query): Asking<Query>,
) -> WebResult<Response> {
    if !["csv", "xlsx", "json"].contains(&kind.as_str()) {
        return Err(WebError::NotFound);
    }
    let Told { asked, made } = tell(&page, &indicator, &query).await?;
    let language = table_language(page.language);
    let (content, body) = match kind.as_str() {
        "csv" => {
            let how = Csv {
                language,
                byte_order_mark: true,
                notes: true,
            };
            let body = csv(&made.table, how).map_err(WebError::fault)?;
            ("text/csv; charset=utf-8", body)
        }
        "xlsx" => {
            let view = TableView::of(&made.table, &layout(&page, &made.table));
            let view = view.map_err(WebError::fault)?;
            let body = papers::workbook(&[view], made.table.head().known_on);
            (
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                body.map_err(WebError::fault)?,
            )
        }
        _ => {
            let body = json_stat(&made.table, language).map_err(WebError::fault)?;
            ("application/json", body.into_bytes())
        }
    };
    // Indicators' ids are ASCII kebab-case, and so a file name as they are.
    let name = format!("attachment; filename=\"{}.{kind}\"", asked.version.id);
    let name = HeaderValue::from_str(&name).map_err(WebError::fault)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(content)),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, body).into_response())
}
