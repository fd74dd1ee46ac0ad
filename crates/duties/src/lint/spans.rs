//! Whether one length of time can be longer than another: on any day, not on a sample.

use calendar::{Calendar, Day, Span};

/// The first day from which `delay` ends after `within`, if there is one. Working days are counted without holidays.
pub(super) fn outlasts(delay: Span, within: Span) -> Option<Day> {
    if delay.months == within.months && delay.working_days == within.working_days {
        return (delay.days > within.days).then_some(Day::from_epoch(0));
    }
    // Forty years from 1896 hold a year without its leap day (1900) and, from 1904 on, every date on every weekday.
    let plain = Calendar::default();
    let first = Day::new(1896, 1, 1)?;
    let days = 0..366 * 40;
    days.map(|ahead| first.plus(ahead))
        .find(|start| plain.add(*start, delay) > plain.add(*start, within))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str) -> Span {
        text.parse().unwrap()
    }

    #[test]
    fn three_months_outlast_ninety_days_on_some_days_only() {
        assert!(outlasts(span("P3M"), span("P90D")).is_some());
        assert!(outlasts(span("P3M"), span("P92D")).is_none());
        // From 1 February 1900, without a leap day, a month is 28 days.
        assert!(outlasts(span("P28D"), span("P1M")).is_none());
        assert!(outlasts(span("P29D"), span("P1M")).is_some());
        assert!(outlasts(span("P2W"), span("P1W")).is_some());
        assert!(outlasts(span("P1W"), span("P1W")).is_none());
        assert!(outlasts(span("P5WD"), span("P1W")).is_none());
        assert!(outlasts(span("P6WD"), span("P1W")).is_some());
    }
}
