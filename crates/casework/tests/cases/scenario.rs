//! The scenario runner says what is wrong, and finds nothing wrong where nothing is.

use casework::scenario::{run, run_under};
use rulebook::scenario::{Item, Scenario};

use crate::support::*;

fn scenario(text: &str) -> Scenario {
    let source = source("proeve.toml", text);
    Scenario::parse(&source).unwrap_or_else(|problems| panic!("{problems:#?}"))
}
