//! `figures draw`: the municipality's numbers anew, within the month.

use std::process::ExitCode;

use anyhow::Context;
use calendar::Clock;
use store::By;

use crate::clock::SystemClock;
use crate::command::FiguresDraw;
use crate::terminal;

pub(super) fn draw(wish: &FiguresDraw) -> anyhow::Result<ExitCode> {
    let store = super::stores::open_for_users(&wish.store)?;
    let now = SystemClock.now();
    let by = By::Terminal(terminal::account());
    store
        .draw_vintage(now.day(), &by, now)
        .context("kunne ikke opgøre tallene")?;
    terminal::say(
        "Hele kommunens tal regnes nu af alt, hvad der er registreret, og gælder måneden ud.",
    );
    Ok(ExitCode::SUCCESS)
}
