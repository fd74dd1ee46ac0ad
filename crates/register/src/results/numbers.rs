//! The numbers of an indicator as columns: the engine's integers, and the quotients that the page makes of them.

use figures::{CubeRow, DayCount, Measure, Periods, WorkingDays};
use rulebook::indicators::{How, IndicatorVersion};
use tables::{Cell, MeasureKind, Quantity, Text};

use super::both;

/// One column of numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Number {
    /// Its name in files; no other column has it.
    pub(crate) id: String,
    pub(crate) title: Text,
    pub(crate) unit: Text,
    pub(crate) made: Made,
    /// Whom it is about, where that is counted too.
    pub(crate) support: Option<Support>,
}

/// The places of the measures that count whom a number is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Support {
    /// Whom it counts, whose days it adds up, or who are in the part.
    inside: usize,
    /// Those a share or a mean is taken of; the same where there are none.
    all: usize,
    /// Whether the number adds up days.
    days: bool,
}

/// How a number is made of an answer's measures, by their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Made {
    /// As it was counted.
    Counted(usize),
    /// One over the other; a share where both are counts or both are days.
    Over { of: usize, over: usize, share: bool },
    /// Over what full time weighs on the period's days.
    FullTime {
        of: usize,
        denominator: u32,
        days: DayCount,
    },
}

/// A number of the page that a register cannot give, and what is lacking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lacking {
    pub(crate) title: Text,
    pub(crate) needs: Text,
}

/// Counted numbers first, then those made of them; and those that need what is not in a register.
pub(crate) fn numbers(indicator: &IndicatorVersion) -> (Vec<Number>, Vec<Lacking>) {
    let mut numbers: Vec<Number> = Vec::new();
    let mut lacking = Vec::new();
    for (at, measure) in indicator.measures.iter().enumerate() {
        let shown = indicator.shown.iter();
        let mut plain =
            shown.filter(|one| matches!(&one.how, How::Number(of) if *of == measure.id));
        let unit = plain.next().map(|shown| both(&shown.unit));
        numbers.push(Number {
            id: measure.id.clone(),
            title: both(&measure.title),
            unit: unit.unwrap_or_else(|| counted_in(&measure.measure)),
            made: Made::Counted(at),
            support: None,
        });
    }
    for shown in &indicator.shown {
        let measure = |at: usize| &indicator.measures[at].measure;
        let made = match &shown.how {
            // It stands above already.
            How::Number(_) => None,
            How::Over { of, over } => {
                let places = indicator.measure(of).zip(indicator.measure(over));
                places.map(|(of, over)| Made::Over {
                    of,
                    over,
                    share: measure(of).counts_days() == measure(over).counts_days(),
                })
            }
            How::FullTime { of, denominator } => indicator.measure(of).map(|of| Made::FullTime {
                of,
                denominator: *denominator,
                days: measure(of).day_count(),
            }),
            How::OverSeries { series, .. } => {
                lacking.push(Lacking {
                    title: both(&shown.title),
                    needs: Text::new(
                        format!("serien »{series}«, som registre ikke har; del selv tallet med den"),
                        format!(
                            "the series »{series}«, which registers do not have; divide by it yourself"
                        ),
                    ),
                });
                None
            }
            How::AverageOfMonths { .. } => {
                lacking.push(Lacking {
                    title: both(&shown.title),
                    needs: Text::new(
                        "tallene måned for måned; spørg med every = \"month\"",
                        "the numbers month by month; ask with every = \"month\"",
                    ),
                });
                None
            }
        };
        if let Some(made) = made {
            let taken = numbers.iter().any(|one| one.id == shown.id);
            let tail = match made {
                _ if !taken => "",
                Made::Over { share: true, .. } => "-share",
                _ => "-mean",
            };
            numbers.push(Number {
                id: format!("{}{tail}", shown.id),
                title: both(&shown.title),
                unit: both(&shown.unit),
                made,
                support: None,
            });
        }
    }
    (numbers, lacking)
}

/// The same numbers, each with whom it is about, and the measures the engine must then be asked for: the indicator's own
/// first.
pub(crate) fn supported(indicator: &IndicatorVersion) -> (Vec<Number>, Vec<Measure>) {
    let own = indicator.measures.iter();
    let mut measures: Vec<Measure> = own.map(|one| one.measure.clone()).collect();
    let mut persons = |at: usize| {
        let persons = indicator.measures[at].measure.persons();
        let known = measures.iter().position(|one| *one == persons);
        known.unwrap_or_else(|| {
            measures.push(persons);
            measures.len() - 1
        })
    };
    let (mut numbers, _) = numbers(indicator);
    for number in &mut numbers {
        let (of, over) = match number.made {
            Made::Counted(of) | Made::FullTime { of, .. } => (of, of),
            Made::Over { of, over, .. } => (of, over),
        };
        number.support = Some(Support {
            inside: persons(of),
            all: persons(over),
            days: indicator.measures[of].measure.counts_days(),
        });
    }
    (numbers, measures)
}

impl Number {
    pub(crate) fn kind(&self) -> MeasureKind {
        match self.made {
            Made::Counted(_) if self.support.is_some_and(|support| support.days) => {
                MeasureKind::Amount
            }
            Made::Counted(_) => MeasureKind::Count,
            Made::Over { share: true, .. } => MeasureKind::Ratio,
            Made::Over { .. } | Made::FullTime { .. } => MeasureKind::Amount,
        }
    }

    /// The decimals it is shown with, as on the screen.
    pub(crate) fn places(&self) -> u8 {
        u8::from(!matches!(self.made, Made::Counted(_)))
    }

    /// What is above and below the line; nothing is below a counted number.
    pub(crate) fn fraction(
        &self,
        row: &CubeRow,
        periods: &Periods,
        working_days: Option<&WorkingDays>,
    ) -> (i64, Option<i64>) {
        match self.made {
            Made::Counted(at) => (row.numbers[at], None),
            Made::Over { of, over, .. } => (row.numbers[of], Some(row.numbers[over])),
            Made::FullTime {
                of,
                denominator,
                days,
            } => {
                let days = length(days, periods, row.period, working_days);
                (row.numbers[of], Some(i64::from(denominator) * days))
            }
        }
    }

    /// The counted numbers of which it is a share of persons, by their places among the measures.
    pub(crate) fn share_of(&self) -> Option<(usize, usize)> {
        match (self.made, self.support) {
            (
                Made::Over {
                    of,
                    over,
                    share: true,
                },
                Some(Support { inside, all, .. }),
            ) if (of, over) == (inside, all) => Some((of, over)),
            _ => None,
        }
    }

    /// The number as a table has it.
    pub(crate) fn cell(
        &self,
        row: &CubeRow,
        periods: &Periods,
        working_days: Option<&WorkingDays>,
    ) -> Cell {
        let (above, below) = self.fraction(row, periods, working_days);
        let (inside, all) = self.support.map_or((above, below.unwrap_or(above)), |of| {
            (row.numbers[of.inside], row.numbers[of.all])
        });
        match below {
            None if self.kind() == MeasureKind::Count => Cell::count(above),
            Some(below) if below <= 0 => Cell::NotApplicable,
            Some(below) if self.kind() == MeasureKind::Ratio => Cell::Known(Quantity::Ratio {
                numerator: above.into(),
                denominator: below.into(),
                inside,
                // A part that is no part of the whole is not smaller than it.
                all: all.max(inside),
            }),
            below => Cell::Known(Quantity::Amount {
                units: above.into(),
                per: below.unwrap_or(1).into(),
                persons: all,
            }),
        }
    }
}

/// What one of a counted number is.
fn counted_in(measure: &Measure) -> Text {
    if measure.counts_days() {
        Text::new(
            "dage, vejet som siden siger",
            "days, weighted as the page says",
        )
    } else {
        Text::new("antal", "count")
    }
}

/// The days of a period that count; 0 where nobody can tell.
fn length(
    counted: DayCount,
    periods: &Periods,
    period: u32,
    working_days: Option<&WorkingDays>,
) -> i64 {
    let at = period as usize;
    let (from, until) = (periods.bounds[at], periods.bounds[at + 1]);
    match counted {
        DayCount::Calendar => i64::from(until - from),
        DayCount::Working => working_days
            .and_then(|days| days.between(from, until))
            .map_or(0, i64::from),
    }
}
