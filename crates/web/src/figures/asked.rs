//! What is asked of an indicator, read from the address and written back to it: the address alone makes the view again.

use std::sync::Arc;

use calendar::{Day, Timestamp};
use facts::FactId;
use figures::Periods;
use rulebook::Catalogue;
use rulebook::indicators::{IndicatorVersion, Period};
use serde::Deserialize;

use super::numbers::Numbers;
use super::remedy::Fault;
use super::words;
use crate::error::{WebError, WebResult};
use crate::listing::{Address, named, number};

/// The query of the address, as it came.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(super) struct Query {
    whose: String,
    number: String,
    by: String,
    length: String,
    from: String,
    to: String,
    /// The last fact that is known.
    known: String,
    /// The instant of knowledge in microseconds: what was given from outside later does not count, and the day is the one seen from.
    at: String,
    /// On the page of rows: the period's code and the member's code.
    pub(super) period: String,
    pub(super) member: String,
    pub(super) page: String,
}

impl Query {
    /// The query of an address that has more in it, read from its pairs.
    pub(super) fn of_pairs(pairs: &[(String, String)]) -> Query {
        let one = |name: &str| {
            let found = pairs.iter().rfind(|(known, _)| known == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        };
        Query {
            number: one("number"),
            length: one("length"),
            from: one("from"),
            to: one("to"),
            known: one("known"),
            at: one("at"),
            ..Query::default()
        }
    }
}

/// Whose figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Those whose cases the reader may open.
    Reach,
    /// Everybody in the store.
    All,
    /// The two beside each other.
    Both,
}

pub(super) const WHOSE: [(Whose, &str); 3] = [
    (Whose::Reach, "reach"),
    (Whose::All, "all"),
    (Whose::Both, "both"),
];

pub(super) const LENGTHS: [(Period, &str); 4] = [
    (Period::Week, "week"),
    (Period::Month, "month"),
    (Period::Quarter, "quarter"),
    (Period::Year, "year"),
];

/// Longer series than this are not shown on a page.
const MOST_PERIODS: usize = 120;

/// What was asked, understood.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) version: Arc<IndicatorVersion>,
    pub(super) whose: Whose,
    pub(super) numbers: Numbers,
    /// The place of the number that is shown.
    pub(super) number: usize,
    pub(super) by: Option<String>,
    pub(super) length: Period,
    /// The first days of the first and of the last month.
    pub(super) from: Day,
    pub(super) to: Day,
    /// What is known up to this fact; `None` for everything.
    pub(super) known_at: Option<FactId>,
    /// The instant all of it is seen from; its day is the day histories end on.
    pub(super) at: Timestamp,
}

impl Asked {
    pub(super) fn read(
        catalogue: &Catalogue,
        indicator: &str,
        query: &Query,
        now: Timestamp,
    ) -> WebResult<Asked> {
        // Nobody sees from a day that has not come.
        let at = number(&query.at)?.map_or(now, Timestamp);
        let at = at.min(now).max(Timestamp(0));
        let last = at.day().month_start().plus_months(-1);
        let fault = |fault: Fault| fault.of(indicator);
        let month = |text: &str| month(text).map_err(|_| fault(Fault::Month));
        let to = month(&query.to)?.unwrap_or(last);
        let from = month(&query.from)?.unwrap_or_else(|| to.plus_months(-11));
        let on = to.plus_months(1).plus(-1);
        let version = (catalogue.indicator(indicator, on))
            .or_else(|| newest(catalogue, indicator))
            .ok_or(WebError::NotFound)?;
        let numbers = Numbers::of(version);
        let place = if query.number.is_empty() {
            0
        } else {
            let found = numbers.get(&query.number);
            let titles = || numbers.all.iter().map(|number| number.title.clone());
            found
                .map(|(at, _)| at)
                .ok_or_else(|| fault(Fault::Number(titles().collect())))?
        };
        let by = Some(query.by.clone()).filter(|by| !by.is_empty());
        if by.as_ref().is_some_and(|by| !version.by.contains(by)) {
            return Err(fault(Fault::Breakdown(breakdowns(catalogue, version))));
        }
        let lengths = lengths(version);
        let named_length = named(&LENGTHS, &query.length).ok();
        let is_allowed = |length: &Option<Period>| {
            let mut allowed = lengths.iter();
            length.is_none_or(|length| allowed.any(|(one, _)| *one == length))
        };
        let length = named_length.filter(is_allowed).ok_or_else(|| {
            let ids = lengths.iter().map(|(_, id)| *id);
            fault(Fault::Length(ids.collect()))
        })?;
        let asked = Asked {
            version: Arc::clone(version),
            whose: named(&WHOSE, &query.whose)
                .map_err(|_| fault(Fault::Whose))?
                .unwrap_or(Whose::Reach),
            numbers,
            number: place,
            by,
            length: length.unwrap_or_else(|| usual(version)),
            from: from.min(to),
            to: to.max(from),
            known_at: number(&query.known)?.map(FactId),
            at,
        };
        let periods = asked.periods().len();
        if periods > MOST_PERIODS {
            return Err(fault(Fault::TooMany {
                asked: periods,
                most: MOST_PERIODS,
            }));
        }
        Ok(asked)
    }

    /// The same months and moment for another definition, not broken down.
    pub(super) fn of_version(&self, version: &Arc<IndicatorVersion>) -> Asked {
        Asked {
            version: Arc::clone(version),
            numbers: Numbers::of(version),
            number: 0,
            by: None,
            ..self.clone()
        }
    }

    /// The periods of the engine.
    pub(super) fn periods(&self) -> Periods {
        let (first, last) = (self.from.epoch(), self.to.plus_months(1).plus(-1).epoch());
        match self.length {
            Period::Week => Periods::weeks(first, last),
            Period::Month => Periods::months(first, last, 1),
            Period::Quarter => Periods::months(quarter(self.from).epoch(), last, 3),
            Period::Year => Periods::months(year(self.from).epoch(), last, 12),
        }
    }

    /// The first day and the day after the last of each period.
    pub(super) fn spans(&self) -> Vec<(Day, Day)> {
        let periods = self.periods();
        let day = |epoch: i32| Day::from_epoch(epoch);
        let bounds = periods.bounds.windows(2);
        bounds.map(|pair| (day(pair[0]), day(pair[1]))).collect()
    }

    /// The codes of the periods, as tables and addresses have them.
    pub(super) fn period_codes(&self) -> Vec<tables::Period> {
        let spans = self.spans().into_iter();
        spans
            .map(|(from, _)| words::period(from, self.length))
            .collect()
    }

    /// The address of exactly this, all of it spelled out so that it means the same next month.
    pub(super) fn address(&self) -> Address {
        self.address_of("")
    }

    /// The same under the indicator's page: rows, files.
    pub(super) fn address_of(&self, below: &str) -> Address {
        let whose = WHOSE.iter().find(|(whose, _)| *whose == self.whose);
        let length = LENGTHS.iter().find(|(length, _)| *length == self.length);
        let number = self.numbers.all.get(self.number);
        Address::new(format!("/figures/{}{below}", self.version.id))
            .with("whose", whose.map_or("", |(_, id)| id))
            .with("number", number.map_or("", |number| number.id.as_str()))
            .with("by", self.by.as_deref().unwrap_or_default())
            .with("length", length.map_or("", |(_, id)| id))
            .with("from", month_text(self.from))
            .with("to", month_text(self.to))
            .with(
                "known",
                self.known_at
                    .map_or(String::new(), |fact| fact.0.to_string()),
            )
            .with("at", self.at.0)
    }

    /// The day all of it is seen from.
    pub(super) fn day(&self) -> Day {
        self.at.day()
    }
}

/// The length of period an indicator is told by where nothing else is said.
fn usual(version: &IndicatorVersion) -> Period {
    version.periods.first().copied().unwrap_or(Period::Month)
}

/// The lengths of period an indicator may be asked by.
fn lengths(version: &IndicatorVersion) -> Vec<(Period, &'static str)> {
    let usual = usual(version);
    let all = LENGTHS.iter().copied();
    all.filter(|(length, _)| *length == usual || version.periods.contains(length))
        .collect()
}

/// What an indicator's breakdowns are called.
fn breakdowns(catalogue: &Catalogue, version: &IndicatorVersion) -> Vec<rulebook::Text> {
    let by = version.by.iter();
    by.filter_map(|id| catalogue.registers().breakdown(id))
        .map(|breakdown| breakdown.title.clone())
        .collect()
}

/// `2021-08`
pub(super) fn month_text(day: Day) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

pub(super) fn month(text: &str) -> WebResult<Option<Day>> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day = format!("{text}-01").parse::<Day>();
    day.map(Some)
        .map_err(|_| WebError::Unreadable("month".to_owned()))
}

fn quarter(day: Day) -> Day {
    let back = i32::from((day.month() - 1) % 3);
    day.month_start().plus_months(-back)
}

fn year(day: Day) -> Day {
    day.month_start().plus_months(1 - i32::from(day.month()))
}

/// The last version there is, for periods before the first and after the last.
fn newest<'c>(catalogue: &'c Catalogue, indicator: &str) -> Option<&'c Arc<IndicatorVersion>> {
    let mut all = catalogue.indicators().iter();
    all.rfind(|version| version.id == indicator)
}
