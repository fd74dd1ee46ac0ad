//! Words for cohorts: grounds, reasons, shares.

use calendar::Day;
use casework::cohorts::{Ground, GroundNumbers, Outcome};
use rulebook::indicators::{CohortVersion, Quotient};
use store::{By, ERASED_LEAVING};

use crate::colleagues::Colleagues;
use crate::language::Language;
use crate::page::Frame;

/// The line of a ground with its numbers in words.
pub(super) fn ground(page: &Frame, ground: &Ground) -> (String, Option<String>) {
    let window = |from: Day, to: Day| {
        let (from, to) = (page.numeric(from), page.numeric(to));
        page.t2("person-window", ("from", from), ("to", to))
    };
    let numbers = match ground.numbers {
        GroundNumbers::Nothing => None,
        GroundNumbers::Age { years } => Some(page.t1("person-age", "years", years)),
        GroundNumbers::Share {
            from,
            to,
            of,
            among,
        } => Some(page.t_with(
            "person-share",
            &[
                ("of", page.number(of).into()),
                ("among", page.number(among).into()),
                ("share", share(page, of, among).unwrap_or_default().into()),
                ("window", window(from, to).into()),
            ],
        )),
        GroundNumbers::Counted { from, to, number } => Some(page.t_with(
            "person-counted",
            &[
                ("number", page.number(number).into()),
                ("window", window(from, to).into()),
            ],
        )),
        GroundNumbers::Since { day } => Some(page.t1("cohort-since", "day", page.long(day))),
    };
    (ground.line.clone(), numbers)
}

/// Per cent with one decimal, rounded down, so that what is below a goal never looks like it; nothing of nobody.
pub(super) fn share(page: &Frame, of: i64, among: i64) -> Option<String> {
    let tenths = (1_000 * i128::from(of)).checked_div(i128::from(among))?;
    Some(written(page, tenths))
}

fn written(page: &Frame, tenths: i128) -> String {
    let language = match page.language {
        Language::Danish => tables::Language::Danish,
        Language::English => tables::Language::English,
    };
    let share = tables::Decimal {
        units: tenths,
        places: 1,
    };
    share.written(language)
}

/// The share of an outcome.
pub(super) fn share_of(page: &Frame, outcome: &Outcome) -> Option<String> {
    outcome.tenths().map(|tenths| written(page, tenths))
}

/// `80 %`
pub(super) fn goal(page: &Frame, goal: Quotient) -> String {
    let written = share(page, goal.above, goal.below).unwrap_or_default();
    let whole = written.strip_suffix(",0").or(written.strip_suffix(".0"));
    whole.unwrap_or(&written).to_owned()
}

/// A reason in words; its id where the page does not name it any more.
pub(super) fn reason(page: &Frame, version: &CohortVersion, id: &str) -> String {
    match version.leaving(id) {
        Some(reason) => page.text(&reason.title).to_owned(),
        None if id == ERASED_LEAVING => page.t("cohort-reason-erased"),
        None => id.to_owned(),
    }
}

/// Who did it.
pub(super) fn who(colleagues: &Colleagues, by: &By) -> String {
    match by {
        By::Employee(employee) => colleagues.name(*employee),
        By::Terminal(account) => account.clone(),
    }
}

/// A month as an address has it.
pub(super) fn month_code(month: Day) -> String {
    format!("{:04}-{:02}", month.year(), month.month())
}
