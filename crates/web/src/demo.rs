//! The day of a demonstration, moved by its users.

use std::sync::Arc;

use axum::response::Response;

use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::language::day_from_text;
use crate::page::{Page, local_address};
use crate::rights::Action;
use crate::routes::Routes;

/// The last year a demonstration can be moved to: far beyond every rule, and well within what clocks can tell.
pub const LAST_YEAR: i16 = 2099;

pub(crate) fn routes() -> Routes {
    Routes::new().post("/demo/day", Action::MoveDay, move_day)
}

/// `POST /demo/day`
async fn move_day(page: Page, form: Form) -> WebResult<Response> {
    let controls = page.app.demo.clone().ok_or(WebError::NotFound)?;
    let day = day_from_text(form.text("day"));
    let day = day.ok_or_else(|| WebError::Unreadable("day".to_owned()))?;
    if day < page.today {
        return Err(WebError::DayBackwards);
    }
    let by = page.user.id;
    page.app
        .blocking(move |_| {
            let controls = Arc::clone(&controls);
            controls
                .move_to(day, by)
                .map_err(|why| WebError::fault(std::io::Error::other(why)))
        })
        .await?;
    Ok(page.redirect(local_address(form.text("next"))))
}
