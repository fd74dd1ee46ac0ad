//! The case: what it is, what is due, what can be registered.

use facts::CaseId;

use crate::error::WebResult;
use crate::page::Page;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
}

/// The case in short, beside the list of *My day*: a fragment of HTML without layout.
pub(crate) async fn panel(page: &Page, case: CaseId) -> WebResult<String> {
    let near = page.near_case(case).await?;
    Ok(format!("<p>{}</p>", near.line.row.case))
}
