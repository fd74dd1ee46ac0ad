//! The numbers of an indicator: what the engine is asked for, and how a shown number is made of the answers.

use calendar::{Calendar, Day};
use figures::{DayCount, Indicator, Measure};
use rulebook::Text;
use rulebook::indicators::{How, IndicatorVersion};
use tables::{Cell, Decimal, MeasureKind, Quantity};

use super::given::scale;

/// A number that can be shown, and which measures of the engine make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Number {
    pub(super) id: String,
    pub(super) title: Text,
    pub(super) unit: Text,
    pub(super) kind: MeasureKind,
    pub(super) places: u8,
    /// Whether it is the average of the months of a period.
    pub(super) is_average: bool,
    recipe: Recipe,
}

/// How the number is made; places are those of [`Numbers::measures`].
#[derive(Debug, Clone, PartialEq, Eq)]
enum Recipe {
    Count(usize),
    /// Something over something else; the places of the persons behind each.
    Over {
        of: usize,
        over: usize,
        inside: usize,
        all: usize,
    },
    /// An amount over so many units for each day of the period.
    Days {
        of: usize,
        persons: usize,
        denominator: Option<u32>,
        days: DayCount,
    },
    /// A measure over a number that was given from outside.
    Series {
        of: usize,
        persons: usize,
        /// Where the measure is weighted: what a day of full time weighs, and which days count.
        full_time: Option<(u32, DayCount)>,
        series: String,
    },
}

/// What stands below a share whose whole was given from outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Below {
    /// The number.
    Number(Decimal),
    /// Nobody has given it; this is what is missing.
    Missing(tables::Text),
    /// The share has no meaning here.
    Senseless,
}

/// What a cell is made of beside the engine's integers.
pub(super) struct Around<'a> {
    pub(super) period: (Day, Day),
    pub(super) calendar: &'a Calendar,
    /// The given number of a series.
    pub(super) below: &'a dyn Fn(&str) -> Below,
}

/// All numbers of an indicator, with the measures they need.
#[derive(Debug, Clone)]
pub(super) struct Numbers {
    pub(super) all: Vec<Number>,
    pub(super) measures: Vec<Measure>,
}

impl Numbers {
    /// What the page shows, and after it the counts behind.
    pub(super) fn of(version: &IndicatorVersion) -> Numbers {
        let mut numbers = Numbers {
            all: Vec::new(),
            measures: Vec::new(),
        };
        for shown in &version.shown {
            let recipe = match &shown.how {
                How::Number(of) => numbers.plain(version, of),
                How::Over { of, over } => numbers.over(version, of, over),
                How::FullTime { of, denominator } => numbers.days(version, of, Some(*denominator)),
                How::OverSeries {
                    of,
                    series,
                    denominator,
                } => numbers.over_series(version, of, series, *denominator),
                // Needs the numbers of the months, not those of the period.
                // A month's average is the month's number; longer periods are told from their months where it is shown.
                How::AverageOfMonths { of } => {
                    let of = numbers.all.iter().find(|number| number.id == *of);
                    of.map(|number| number.recipe.clone())
                }
            };
            if let Some(recipe) = recipe {
                numbers.add(shown.id.clone(), &shown.title, &shown.unit, recipe);
                if let (Some(number), How::AverageOfMonths { .. }) =
                    (numbers.all.last_mut(), &shown.how)
                {
                    number.is_average = true;
                }
            }
        }
        for named in &version.measures {
            let recipe = numbers.plain(version, &named.id);
            let known = numbers
                .all
                .iter()
                .any(|number| Some(&number.recipe) == recipe.as_ref() || number.id == named.id);
            if let Some(recipe) = recipe.filter(|_| !known) {
                numbers.add(named.id.clone(), &named.title, &Text::danish(""), recipe);
            }
        }
        numbers
    }

    fn add(&mut self, id: String, title: &Text, unit: &Text, recipe: Recipe) {
        let (kind, places) = match &recipe {
            Recipe::Count(_) => (MeasureKind::Count, 0),
            Recipe::Over { of, over, .. } => {
                if self.measures[*of].counts_days() == self.measures[*over].counts_days() {
                    (MeasureKind::Ratio, 1)
                } else {
                    (MeasureKind::Amount, 1)
                }
            }
            Recipe::Days { denominator, .. } => {
                (MeasureKind::Amount, u8::from(denominator.is_some()))
            }
            Recipe::Series { .. } => (MeasureKind::Ratio, 1),
        };
        self.all.push(Number {
            id,
            title: title.clone(),
            unit: unit.clone(),
            kind,
            places,
            is_average: false,
            recipe,
        });
    }

    fn place(&mut self, measure: Measure) -> usize {
        let known = self.measures.iter().position(|known| *known == measure);
        known.unwrap_or_else(|| {
            self.measures.push(measure);
            self.measures.len() - 1
        })
    }

    fn plain(&mut self, version: &IndicatorVersion, id: &str) -> Option<Recipe> {
        let measure = measure(version, id)?;
        if measure.counts_days() {
            self.days(version, id, None)
        } else {
            Some(Recipe::Count(self.place(measure)))
        }
    }

    fn days(
        &mut self,
        version: &IndicatorVersion,
        id: &str,
        denominator: Option<u32>,
    ) -> Option<Recipe> {
        let measure = measure(version, id)?;
        let (persons, days) = (measure.persons(), measure.day_count());
        Some(Recipe::Days {
            of: self.place(measure),
            persons: self.place(persons),
            denominator,
            days,
        })
    }

    fn over(&mut self, version: &IndicatorVersion, of: &str, over: &str) -> Option<Recipe> {
        let (of, over) = (measure(version, of)?, measure(version, over)?);
        let (inside, all) = (of.persons(), over.persons());
        Some(Recipe::Over {
            of: self.place(of),
            over: self.place(over),
            inside: self.place(inside),
            all: self.place(all),
        })
    }

    fn over_series(
        &mut self,
        version: &IndicatorVersion,
        of: &str,
        series: &str,
        denominator: Option<u32>,
    ) -> Option<Recipe> {
        let measure = measure(version, of)?;
        let (persons, days) = (measure.persons(), measure.day_count());
        Some(Recipe::Series {
            of: self.place(measure),
            persons: self.place(persons),
            full_time: denominator.map(|denominator| (denominator, days)),
            series: series.to_owned(),
        })
    }

    /// The indicator with exactly the measures that are needed.
    pub(super) fn asking(&self, indicator: Indicator) -> Indicator {
        Indicator {
            measures: self.measures.clone(),
            ..indicator
        }
    }

    /// The id of the number that is this measure's count.
    pub(super) fn counting(&self, measure: usize) -> Option<String> {
        let mut all = self.all.iter();
        let found =
            all.find(|number| number.recipe == Recipe::Count(measure) && !number.is_average);
        found.map(|number| number.id.clone())
    }

    /// Whether some number adds up days of the persons that this measure counts.
    pub(super) fn weighs(&self, measure: usize) -> bool {
        self.all.iter().any(|number| match &number.recipe {
            Recipe::Count(_) => false,
            Recipe::Days { persons, .. } => *persons == measure,
            Recipe::Over {
                of,
                inside,
                over,
                all,
            } => {
                let weighs = |days: usize, persons: usize| {
                    self.measures[days].counts_days() && persons == measure
                };
                weighs(*of, *inside) || weighs(*over, *all)
            }
            Recipe::Series { of, persons, .. } => {
                self.measures[*of].counts_days() && *persons == measure
            }
        })
    }

    /// The measures whose numbers a reader learns from a number: two with the same ones tell each other.
    pub(super) fn tells(&self, number: usize) -> Vec<&Measure> {
        let places = match &self.all[number].recipe {
            Recipe::Count(of) | Recipe::Days { of, .. } | Recipe::Series { of, .. } => vec![*of],
            Recipe::Over { of, over, .. } => vec![*of, *over],
        };
        places.into_iter().map(|at| &self.measures[at]).collect()
    }

    /// The number with this id.
    pub(super) fn get(&self, id: &str) -> Option<(usize, &Number)> {
        let mut all = self.all.iter().enumerate();
        all.find(|(_, number)| number.id == id)
    }
}

/// The persons a number is made of, by the places of measures that count them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Behind {
    pub(super) persons: usize,
    /// Those a share is taken of.
    pub(super) among: Option<usize>,
    /// The number says how many they are.
    pub(super) is_exact: bool,
}

impl Number {
    /// Whom the number is made of: those it counts, those of a share's numerator, or those whose days it adds up.
    pub(super) fn behind(&self, measures: &[Measure]) -> Option<Behind> {
        let (persons, among) = match &self.recipe {
            _ if self.is_average => return None,
            Recipe::Count(at) => (*at, None),
            Recipe::Over { inside, all, .. } if self.kind == MeasureKind::Ratio => {
                (*inside, Some(*all))
            }
            Recipe::Over { all, .. } => (*all, None),
            Recipe::Days { persons, .. } | Recipe::Series { persons, .. } => (*persons, None),
        };
        let counts = |at: &usize| measures[*at].counts_persons();
        counts(&persons).then(|| Behind {
            persons,
            among: among.filter(counts),
            is_exact: matches!(self.recipe, Recipe::Count(_)),
        })
    }

    /// The series of given numbers the number is a share of.
    pub(super) fn series(&self) -> Option<&str> {
        match &self.recipe {
            Recipe::Series { series, .. } => Some(series),
            _ => None,
        }
    }

    /// The cell, from the engine's integers of a row; a row that is not there is all zeros.
    pub(super) fn cell(&self, row: Option<&[i64]>, around: &Around<'_>) -> Cell {
        let at = |place: usize| row.map_or(0, |row| row[place]);
        match &self.recipe {
            Recipe::Count(of) => Cell::count(at(*of)),
            Recipe::Over {
                of,
                over,
                inside,
                all,
            } => {
                if at(*over) <= 0 {
                    return Cell::NotApplicable;
                }
                let (numerator, denominator) = (i128::from(at(*of)), i128::from(at(*over)));
                Cell::Known(if self.kind == MeasureKind::Ratio {
                    Quantity::Ratio {
                        numerator,
                        denominator,
                        inside: at(*inside),
                        all: at(*all),
                    }
                } else {
                    Quantity::Amount {
                        units: numerator,
                        per: denominator,
                        persons: at(*all),
                    }
                })
            }
            Recipe::Days {
                of,
                persons,
                denominator,
                days,
            } => {
                let per =
                    denominator.map_or(1, |denominator| full_time(denominator, *days, around));
                if per <= 0 {
                    return Cell::NotApplicable;
                }
                Cell::Known(Quantity::Amount {
                    units: at(*of).into(),
                    per,
                    persons: at(*persons),
                })
            }
            Recipe::Series {
                of,
                persons,
                full_time: weighted,
                series,
            } => {
                let per = weighted.map_or(1, |(weight, days)| full_time(weight, days, around));
                match (around.below)(series) {
                    Below::Missing(needs) => Cell::Unknown { needs: Some(needs) },
                    Below::Number(below) if per > 0 && below.units > 0 => {
                        share(at(*of).into(), per, at(*persons), below)
                    }
                    Below::Number(_) | Below::Senseless => Cell::NotApplicable,
                }
            }
        }
    }
}

/// `units / per` as a share of a given number; too large to be one where the product does not fit.
fn share(units: i128, per: i128, persons: i64, below: Decimal) -> Cell {
    let numerator = units.checked_mul(scale(below));
    let denominator = per.checked_mul(below.units);
    let all = i64::try_from(below.units / scale(below)).unwrap_or(i64::MAX);
    let (Some(numerator), Some(denominator)) = (numerator, denominator) else {
        return Cell::NotApplicable;
    };
    Cell::Known(Quantity::Ratio {
        numerator,
        denominator,
        inside: persons,
        all: all.max(persons),
    })
}

/// What so many days of full time weigh.
fn full_time(weight: u32, days: DayCount, around: &Around<'_>) -> i128 {
    i128::from(weight) * i128::from(length(around.period, days, around.calendar))
}

/// How many days of a period count.
fn length((from, until): (Day, Day), days: DayCount, calendar: &Calendar) -> i64 {
    let all = i64::from(until.since(from));
    match days {
        DayCount::Calendar => all,
        DayCount::Working => (from.epoch()..until.epoch())
            .filter(|day| calendar.is_working_day(Day::from_epoch(*day)))
            .count()
            .try_into()
            .unwrap_or(all),
    }
}

fn measure(version: &IndicatorVersion, id: &str) -> Option<Measure> {
    version
        .measure(id)
        .map(|at| version.measures[at].measure.clone())
}
