//! Numbers that were given from outside, as they were known at an instant: what shares are taken of, and what was expected.

use std::collections::BTreeMap;

use calendar::{Day, Timestamp};
use store::{GivenRow, Purpose, Store};
use tables::{Decimal, Language, Period, Text, standing_for};

use crate::error::WebError;

/// A number is a number of this: series, part, municipality.
type Of = (String, Option<String>, Option<u16>);

/// All given numbers of a purpose; of several revisions the one that counts.
#[derive(Debug, Clone, Default)]
pub(super) struct Given(BTreeMap<Of, BTreeMap<Period, GivenRow>>);

impl Given {
    /// What had been given at an instant.
    pub(super) fn of(store: &Store, purpose: Purpose, at: Timestamp) -> Result<Given, WebError> {
        let mut given = Given::default();
        // The latest revision of a place comes last, so it stays.
        for row in store.given_numbers(purpose)? {
            if row.at > at {
                continue;
            }
            let of = (
                row.given.name.clone(),
                row.given.part.clone(),
                row.given.municipality,
            );
            let periods = given.0.entry(of).or_default();
            periods.insert(row.given.period, row);
        }
        Ok(given)
    }

    /// The number of a series that holds for a span: of the span itself, else of the quarter or the year around it, else of
    /// a day in it. Never one of another year: what a share is taken of is not carried on in silence.
    pub(super) fn find(
        &self,
        series: &str,
        part: Option<&str>,
        municipality: Option<u16>,
        span: (Day, Day),
    ) -> Option<&GivenRow> {
        let of = (series.to_owned(), part.map(str::to_owned), municipality);
        let periods = self.0.get(&of)?;
        standing_for(periods, span)
    }
}

/// What a share over a series lacks: which number, of whom and when, and how it gets here.
pub(super) fn needs(
    title: &Text,
    series: &str,
    whom: &Text,
    period: Period,
    purpose: Purpose,
) -> Text {
    let kind = match purpose {
        Purpose::Denominator => "denominators",
        Purpose::Expected => "expected",
    };
    let when = period.label();
    Text::new(
        format!(
            "{} for {} i {} (hent det ind med »tovholder import {kind} FIL«, størrelse »{series}«)",
            title.da, when.da, whom.da
        ),
        format!(
            "{} for {} in {} (import it with »tovholder import {kind} FILE«, størrelse »{series}«)",
            title.en, when.en, whom.en
        ),
    )
}

/// Where a given number comes from, in a sentence: number, period, source, date.
pub(super) fn told(title: &Text, row: &GivenRow) -> Text {
    let given = &row.given;
    let when = given.period.label();
    let (number, dated) = (given.number, given.dated);
    Text::new(
        format!(
            "{}: {} for {}. {}, dateret {dated}",
            title.da,
            number.written(Language::Danish),
            when.da,
            given.source
        ),
        format!(
            "{}: {} for {}. {}, dated {dated}",
            title.en,
            number.written(Language::English),
            when.en,
            given.source
        ),
    )
}

/// Ten to the power of the number's places: what its units are divided by.
pub(super) fn scale(number: Decimal) -> i128 {
    10_i128
        .checked_pow(u32::from(number.places))
        .unwrap_or(i128::MAX)
}

#[cfg(test)]
mod tests {
    use store::{By, GivenNumber};

    use super::*;

    fn row(period: &str, units: i128) -> (Period, GivenRow) {
        let period: Period = period.parse().unwrap();
        let given = GivenNumber {
            purpose: Purpose::Denominator,
            name: "styrke".to_owned(),
            part: None,
            municipality: Some(990),
            period,
            number: Decimal::whole(units),
            source: "kilde".to_owned(),
            dated: "2021-01-01".parse().unwrap(),
        };
        let by = By::Terminal("test".to_owned());
        let at = Timestamp(0);
        (period, GivenRow { given, at, by })
    }

    fn found(rows: &[(&str, i128)], from: &str, until: &str) -> Option<i128> {
        let rows = rows.iter().map(|(period, units)| row(period, *units));
        let of = ("styrke".to_owned(), None, Some(990));
        let given = Given(BTreeMap::from([(of, rows.collect())]));
        let span = (from.parse().unwrap(), until.parse().unwrap());
        given
            .find("styrke", None, Some(990), span)
            .map(|row| row.given.number.units)
    }

    #[test]
    fn the_tightest_period_around_a_span_counts_and_no_other_year() {
        let rows = [
            ("2021", 1),
            ("2021K3", 2),
            ("2021M08", 3),
            ("2021-07-01", 4),
        ];
        assert_eq!(found(&rows, "2021-08-01", "2021-09-01"), Some(3));
        assert_eq!(found(&rows, "2021-09-01", "2021-10-01"), Some(2));
        assert_eq!(found(&rows, "2021-10-01", "2021-11-01"), Some(1));
        assert_eq!(found(&rows, "2021-01-01", "2022-01-01"), Some(1));
        assert_eq!(found(&rows, "2022-01-01", "2022-02-01"), None);
        assert_eq!(
            found(&[("2021-07-01", 4)], "2021-07-01", "2021-10-01"),
            Some(4)
        );
        assert_eq!(found(&[("2021M08", 3)], "2021-07-01", "2021-10-01"), None);
    }
}
