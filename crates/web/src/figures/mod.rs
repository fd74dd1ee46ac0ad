//! Figures on the screen: indicators from the rulebook over the histories of the store, and the rows behind them.

mod adding;
mod ask;
mod asked;
mod beside;
mod chart;
mod compare;
mod compared;
mod counted;
mod download;
mod fields;
mod given;
mod heads;
mod judgement;
mod kept;
mod known;
mod left_out;
mod list;
mod lives;
mod nested;
mod numbers;
mod otherwise;
mod own;
mod people;
mod person;
mod protected;
mod published;
pub(crate) mod reach;
mod remedy;
mod rows;
mod shared;
mod show;
mod table;
mod vintage;
mod wholes;
mod why;
mod words;

pub(crate) use kept::{Everybody, read_ahead};
pub(crate) use remedy::Remedy;

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
        .get("/figures/left-out", Action::SeeFigures, left_out::show)
        .get(
            "/figures/judged/{judgement}",
            Action::SeeFigures,
            judgement::show,
        )
        .get("/figures/{indicator}", Action::SeeFigures, show::show)
        .get(
            "/figures/{indicator}/compare",
            Action::SeeFigures,
            compared::show,
        )
        .get(
            "/figures/{indicator}/compare/{kind}",
            Action::SeeFigures,
            compared::send,
        )
        .get("/figures/{indicator}/rows", Action::SeeFigures, rows::show)
        .get(
            "/figures/{indicator}/file/{kind}",
            Action::SeeFigures,
            download::send,
        )
}
