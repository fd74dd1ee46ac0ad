//! The numbers of an indicator as columns: the engine's integers, and the quotients that the page makes of them.

use figures::{DayCount, Measure};
use rulebook::indicators::{How, IndicatorVersion, Series, Shown};
use tables::{MeasureKind, Text};

use super::both;
use crate::request::Every;
use crate::series::Given;

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
    pub(super) inside: usize,
    /// Those a share or a mean is taken of; the same where there are none.
    pub(super) all: usize,
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
    /// Over a number that was given from outside.
    Series {
        of: usize,
        /// The place of the series in the catalogue.
        series: usize,
        /// Where the measure is weighted: what a day of full time weighs, and which days count.
        weight: Option<(u32, DayCount)>,
    },
    /// The average of another number, by its place, over the months of the period.
    Average {
        of: usize,
        kind: MeasureKind,
        places: u8,
    },
}

/// What there is beside the register.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beyond<'a> {
    pub(crate) given: &'a Given,
    /// All series of the rulebook.
    pub(crate) series: &'a [Series],
    pub(crate) every: Every,
}

/// A number of the page that a register cannot give, and what is lacking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lacking {
    pub(crate) title: Text,
    pub(crate) needs: Text,
}

/// Counted numbers first, then those made of them; and those that need what is not in a register.
pub(crate) fn numbers(
    indicator: &IndicatorVersion,
    beyond: Beyond<'_>,
) -> (Vec<Number>, Vec<Lacking>) {
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
    // Where each shown number stands, for those that are made of it.
    let mut places: Vec<(&str, usize)> = Vec::new();
    for shown in &indicator.shown {
        let made = match made(indicator, shown, beyond, &numbers, &places) {
            Ok(Some(made)) => made,
            Ok(None) => {
                // It stands above already.
                if let How::Number(of) = &shown.how
                    && let Some(of) = indicator.measure(of)
                {
                    places.push((&shown.id, of));
                }
                continue;
            }
            Err(needs) => {
                lacking.push(Lacking {
                    title: both(&shown.title),
                    needs,
                });
                continue;
            }
        };
        let taken = numbers.iter().any(|one| one.id == shown.id);
        let tail = match made {
            _ if !taken => "",
            Made::Over { share: true, .. } => "-share",
            _ => "-mean",
        };
        places.push((&shown.id, numbers.len()));
        numbers.push(Number {
            id: format!("{}{tail}", shown.id),
            title: both(&shown.title),
            unit: both(&shown.unit),
            made,
            support: None,
        });
    }
    (numbers, lacking)
}

/// How a shown number is made; nothing where it stands there already, and what it needs where it cannot be made.
fn made(
    indicator: &IndicatorVersion,
    shown: &Shown,
    beyond: Beyond<'_>,
    numbers: &[Number],
    places: &[(&str, usize)],
) -> Result<Option<Made>, Text> {
    let measure = |at: usize| &indicator.measures[at].measure;
    Ok(match &shown.how {
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
        How::OverSeries {
            of,
            series,
            denominator,
        } => {
            let mut known = beyond.series.iter();
            let place = known.position(|one| one.id == *series);
            let Some(place) = place.filter(|_| beyond.given.has(series)) else {
                return Err(no_series(series));
            };
            indicator.measure(of).map(|of| Made::Series {
                of,
                series: place,
                weight: denominator.map(|denominator| (denominator, measure(of).day_count())),
            })
        }
        How::AverageOfMonths { of } => {
            let found = places.iter().find(|(id, _)| id == of);
            match beyond.every {
                // The average of one month is the month's number, which stands there.
                Every::Month => None,
                Every::Week => return Err(no_months()),
                Every::Quarter | Every::Year => Some(found.map_or_else(
                    || Err(Text::new(format!("»{of}«"), of.clone())),
                    |&(_, of)| {
                        Ok(Made::Average {
                            of,
                            kind: numbers[of].kind(),
                            places: numbers[of].places().max(1),
                        })
                    },
                )?),
            }
        }
    })
}

fn no_series(series: &str) -> Text {
    Text::new(
        format!(
            "serien »{series}«, som registre ikke har; nævn en fil med den under [[series]] i anmodningen"
        ),
        format!(
            "the series »{series}«, which registers do not have; name a file of it under [[series]] in the request"
        ),
    )
}

fn no_months() -> Text {
    Text::new(
        "hele måneder; spørg med every = \"month\", \"quarter\" eller \"year\"",
        "whole months; ask with every = \"month\", \"quarter\" or \"year\"",
    )
}

/// The same numbers, each with whom it is about, and the measures the engine must then be asked for: the indicator's own
/// first.
pub(crate) fn supported(
    indicator: &IndicatorVersion,
    beyond: Beyond<'_>,
) -> (Vec<Number>, Vec<Measure>) {
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
    let (mut numbers, _) = numbers(indicator, beyond);
    for number in &mut numbers {
        let (of, over) = match number.made {
            Made::Counted(of) | Made::FullTime { of, .. } | Made::Series { of, .. } => (of, of),
            Made::Over { of, over, .. } => (of, over),
            // It is about those of its months.
            Made::Average { .. } => continue,
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
            Made::Over { share: true, .. }
            | Made::Series { .. }
            | Made::Average {
                kind: MeasureKind::Ratio,
                ..
            } => MeasureKind::Ratio,
            Made::Over { .. } | Made::FullTime { .. } | Made::Average { .. } => MeasureKind::Amount,
        }
    }

    /// The decimals it is shown with, as on the screen.
    pub(crate) fn places(&self) -> u8 {
        match self.made {
            Made::Counted(_) => 0,
            Made::Average { places, .. } => places,
            _ => 1,
        }
    }

    /// The place of the series of given numbers it is a share of.
    pub(crate) fn series(&self) -> Option<usize> {
        match self.made {
            Made::Series { series, .. } => Some(series),
            _ => None,
        }
    }

    /// Whether it is a share of given numbers.
    pub(crate) fn is_of_series(&self) -> bool {
        self.series().is_some()
    }

    /// What it lacks where the number below the line is not given for some of all cells.
    pub(crate) fn ungiven(&self, some: usize, all: usize) -> Lacking {
        Lacking {
            title: self.title.clone(),
            needs: Text::new(
                format!("flere tal i seriens fil: for {some} af {all} felter er der ikke noget"),
                format!(
                    "more numbers in the file of its series: for {some} of {all} cells there is none"
                ),
            ),
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
