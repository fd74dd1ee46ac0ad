//! Figures on the screen: indicators from the rulebook over the histories of the store, and the rows behind them.

mod ask;
mod asked;
mod download;
mod known;
mod list;
mod numbers;
mod people;
mod person;
mod reach;
mod rows;
mod show;
mod table;
mod words;

pub(crate) use known::Everybody;

use crate::rights::Action;
use crate::routes::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .get("/figures", Action::SeeFigures, list::show)
        .get("/figures/ask", Action::AskFigures, ask::show)
        .get("/figures/ask/rows", Action::AskFigures, ask::rows)
        .get(
            "/citizens/{citizen}/populations",
            Action::ReadCase,
            person::show,
        )
        .get(
            "/figures/people/{population}",
            Action::SeeFigures,
            people::show,
        )
        .get("/figures/{indicator}", Action::SeeFigures, show::show)
        .get("/figures/{indicator}/rows", Action::SeeFigures, rows::show)
        .get(
            "/figures/{indicator}/file/{kind}",
            Action::SeeFigures,
            download::send,
        )
}
