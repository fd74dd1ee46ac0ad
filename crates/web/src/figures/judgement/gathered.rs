//! The numbers a judgement asks for, period by period: counted here or given. One that is missing or may not be shown says so.

use std::collections::BTreeMap;

use calendar::Day;
use rulebook::indicators::{
    Asked as Wanted, JudgementVersion, Period as Length, Quotient, Verdict,
};
use store::Purpose;
use tables::{Cell, Decimal, MeasureKind, Period, Text};

use super::average::average;
use super::questions::{self, months_of};
use crate::app::App;
use crate::error::WebError;
use crate::figures::asked::Asked;
use crate::figures::given::{self, Given};
use crate::figures::numbers::Number;
use crate::figures::table::Ground;
use crate::figures::vintage;
use crate::figures::words;
use crate::rights::User;

/// A number a judgement asks for, in one month.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// The number, and as it is written.
    Known(Quotient, Decimal, bool),
    /// About too few persons to be shown.
    Hidden,
    /// What is missing; nothing more is known than that it is not observed without a text.
    Missing(Option<Text>),
}

/// All numbers of some periods, by what is asked and the period's place.
pub(super) struct Numbers {
    pub(super) length: Length,
    pub(super) periods: Vec<(Period, (Day, Day))>,
    found: BTreeMap<(Wanted, usize), Found>,
}

/// Where the numbers come from, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Outside<'a> {
    pub(super) app: &'a App,
    pub(super) user: &'a User,
    pub(super) expected: &'a Given,
    pub(super) denominators: &'a Given,
}

impl Numbers {
    /// Counts what is counted here and looks up what is given.
    pub(super) fn of(
        ground: Ground<'_>,
        outside: Outside<'_>,
        (version, questions): (&JudgementVersion, &[(Wanted, Asked)]),
        (length, months): (Length, (Day, Day)),
    ) -> Result<Numbers, WebError> {
        let periods = spans(length, months);
        let mut found = BTreeMap::new();
        for (wanted, asked) in questions {
            let drawn = vintage::municipal(outside.app, outside.user, asked)?;
            let number = &asked.numbers.all[asked.number];
            let is_average = averages(ground, wanted);
            let shown: Vec<(Day, Day)> = drawn.asked.spans();
            for (place, (_, span)) in periods.iter().enumerate() {
                let inside = shown
                    .iter()
                    .enumerate()
                    .filter(|(_, part)| span.0 <= part.0 && part.1 <= span.1);
                let cells = inside.map(|(at, _)| drawn.table.cell(&[at], asked.number));
                let parts = cells.map(|cell| one(cell, number));
                let parts = parts.collect::<Result<Vec<_>, _>>()?;
                let is_whole = parts.len() == parts_of(drawn.asked.length, length);
                let told = match parts.last() {
                    Some(_) if is_whole && is_average => average(&parts, number)?,
                    // Shorter periods than the judgement's: what stood at the end of it.
                    Some(last) if is_whole => last.clone(),
                    _ => Found::Missing(None),
                };
                found.insert((wanted.clone(), place), told);
            }
        }
        for wanted in questions::wanted(version) {
            let Wanted::Series(series) = &wanted else {
                continue;
            };
            for (place, (period, span)) in periods.iter().enumerate() {
                let told = series_number(ground, outside, series, *span, *period);
                found.insert((wanted.clone(), place), told);
            }
        }
        Ok(Numbers {
            length,
            periods,
            found,
        })
    }

    /// What is known of a number in a month.
    pub(super) fn get(&self, wanted: &Wanted, month: usize) -> &Found {
        const NOTHING: &Found = &Found::Missing(None);
        self.found.get(&(wanted.clone(), month)).unwrap_or(NOTHING)
    }

    /// The conclusion for a month; nothing where the judgement does not hold then.
    pub(super) fn conclude(&self, version: &JudgementVersion, month: usize) -> Verdict {
        version.conclude(&|wanted| match self.get(wanted, month) {
            Found::Known(number, _, _) => Some(*number),
            Found::Hidden | Found::Missing(_) => None,
        })
    }
}

/// The periods of a length between two months, with their days.
fn spans(length: Length, (from, to): (Day, Day)) -> Vec<(Period, (Day, Day))> {
    let mut all = Vec::new();
    let mut start = from;
    while start <= to {
        let until = start.plus_months(months_of(length));
        all.push((words::period(start, length), (start, until)));
        start = until;
    }
    all
}

/// How many periods of one length make one of another.
fn parts_of(part: Length, whole: Length) -> usize {
    let parts = months_of(whole) / months_of(part);
    usize::try_from(parts).unwrap_or(1).max(1)
}

/// Whether a number is asked for as the average of months.
fn averages(ground: Ground<'_>, wanted: &Wanted) -> bool {
    let Wanted::Shown { indicator, shown } = wanted else {
        return false;
    };
    ground.known.is_average(indicator, shown)
}

/// A cell of the municipality's table as a judgement takes it.
fn one(cell: &Cell, number: &Number) -> Result<Found, WebError> {
    Ok(match cell {
        Cell::Known(quantity) => {
            let percent = number.kind == MeasureKind::Ratio;
            let shown = quantity.rounded(number.places).map_err(WebError::fault)?;
            exact(quantity.fraction()).map_or(Found::Missing(None), |exact| {
                Found::Known(exact, shown, percent)
            })
        }
        Cell::Hidden => Found::Hidden,
        Cell::Unknown { needs } => Found::Missing(needs.clone()),
        Cell::NotApplicable => Found::Missing(Some(Text::new(
            format!("»{}«: ingen at regne på", number.title.da),
            format!("»{}«: nobody to count", number.title.in_language("en")),
        ))),
    })
}

/// A number that was given: expected first, else what shares are taken of.
fn series_number(
    ground: Ground<'_>,
    outside: Outside<'_>,
    series: &str,
    span: (Day, Day),
    period: Period,
) -> Found {
    let own = ground.own.map(|own| own.code);
    let row = outside
        .expected
        .find(series, None, own, span)
        .or_else(|| outside.denominators.find(series, None, own, span));
    let known = row.and_then(|row| {
        let number = row.given.number;
        let number = exact((number.units, given::scale(number)))?;
        Some(Found::Known(number, row.given.number, false))
    });
    known.unwrap_or_else(|| {
        let whom = ground
            .own
            .map_or_else(Text::default, |own| own.name.clone());
        let title = ground.known.series(series);
        Found::Missing(Some(given::needs(
            &title,
            series,
            &whom,
            period,
            Purpose::Expected,
        )))
    })
}

/// A fraction in 64 bits, shortened; nothing where it does not fit.
fn exact((above, below): (i128, i128)) -> Option<Quotient> {
    let (mut one, mut other) = (above.unsigned_abs(), below.unsigned_abs());
    while other > 0 {
        (one, other) = (other, one % other);
    }
    let common = i128::try_from(one.max(1)).ok()?;
    Some(Quotient {
        above: i64::try_from(above / common).ok()?,
        below: i64::try_from(below / common).ok()?,
    })
}
