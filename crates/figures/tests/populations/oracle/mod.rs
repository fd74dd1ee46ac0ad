//! The definition, day by day: slow, naive and independent of the engine, of which it shares the data types only.

pub(crate) mod random;

use calendar::Day;
use figures::{
    AttributeId, Bridge, Gap, GapTest, Histories, Length, MISSING, Observation, Population,
    SpellTest, Test,
};

/// What holds on a day as far as the values go that are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    False,
    True,
    Unknown,
}

/// One population of one person on every day of the oracle's time.
///
/// Before the first day everything is as on the first day; histories begin long after it.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    from: i32,
    truth: Vec<Truth>,
    /// Whether the day is observed as far as the population looks.
    observed: Vec<bool>,
    /// Since when the days up to the day are observed; `None` for always.
    observed_since: Vec<Option<i32>>,
}

impl Said {
    /// What the population says; `None` for unknown.
    pub(crate) fn on(&self, day: i32) -> Option<bool> {
        match self.truth(day) {
            _ if !self.is_observed(day) => None,
            Truth::Unknown => None,
            Truth::True => Some(true),
            Truth::False => Some(false),
        }
    }

    fn at(&self, day: i32) -> usize {
        usize::try_from(day - self.from).unwrap_or(0)
    }

    fn truth(&self, day: i32) -> Truth {
        self.truth[self.at(day)]
    }

    fn is_observed(&self, day: i32) -> bool {
        self.observed[self.at(day)]
    }

    /// Since when the days up to this one are observed; `None` for always.
    fn observed_since(&self, day: i32) -> Option<i32> {
        self.observed_since[self.at(day)]
    }
}

/// One person's history and the days that the oracle knows of.
pub(crate) struct Teller<'a> {
    pub(crate) histories: &'a Histories,
    pub(crate) person: usize,
    pub(crate) observation: &'a [Observation],
    pub(crate) from: i32,
    pub(crate) until: i32,
}

impl Teller<'_> {
    /// What a population says on every day.
    pub(crate) fn say(&self, population: &Population) -> Said {
        match population {
            Population::Everyone => self.each(|_| (Truth::True, true)),
            Population::On(test) => {
                self.each(|day| (self.covered(test, day), self.seen(test, day)))
            }
            Population::Has { attribute, values } => {
                let value = self.histories.attribute(*attribute)[self.person];
                self.each(|_| (known_if(value != MISSING, values.contains(&value)), true))
            }
            Population::Age { birth, from, below } => self.age(*birth, *from, *below),
            Population::Share {
                of,
                among,
                window,
                compare,
                share,
            } => {
                let of = self.say(of);
                let among = match among {
                    Some(among) => self.say(among),
                    None => self.say(&Population::Everyone),
                };
                let reaches = |found: u64, whole: u64| {
                    let (left, right) = (
                        u64::from(share.denominator) * found,
                        u64::from(share.numerator) * whole,
                    );
                    compare.holds(&left, &right)
                };
                self.share(&of, &among, *window, reaches)
            }
            Population::Count {
                of,
                window,
                compare,
                number,
            } => {
                let right = |sum: i64| compare.holds(&sum, &i64::from(*number));
                self.counted(of, *window, |_| Some(1), right)
            }
            Population::Sum {
                of,
                column,
                window,
                compare,
                number,
            } => {
                let values = &self.histories.track(of.track).columns[usize::from(column.0)];
                self.counted(
                    of,
                    *window,
                    |row| told(values[row]),
                    |sum| compare.holds(&sum, number),
                )
            }
            Population::Continuous { of, length } => self.continuous(&self.say(of), *length),
            Population::Bridged { of, bridge } => self.bridged(of, bridge),
            Population::Since { of, length } => self.since(&self.say(of), *length),
            Population::Ever(of) => self.ever(&self.say(of)),
            Population::Beginning { of, length } => self.beginning(&self.say(of), *length),
            Population::And(parts) => self.joined(parts, Truth::False, Truth::True),
            Population::Or(parts) => self.joined(parts, Truth::True, Truth::False),
            Population::Not(of) => {
                let of = self.say(of);
                self.each(|day| {
                    let truth = match of.truth(day) {
                        Truth::False => Truth::True,
                        Truth::True => Truth::False,
                        Truth::Unknown => Truth::Unknown,
                    };
                    (truth, of.is_observed(day))
                })
            }
        }
    }

    fn each(&self, mut on: impl FnMut(i32) -> (Truth, bool)) -> Said {
        let (truth, observed): (Vec<Truth>, Vec<bool>) =
            (self.from..self.until).map(&mut on).unzip();
        let mut since = None;
        let observed_since = (self.from..).zip(&observed).map(|(day, observed)| {
            since = if *observed { since } else { Some(day + 1) };
            since
        });
        Said {
            from: self.from,
            observed_since: observed_since.collect(),
            truth,
            observed,
        }
    }

    fn age(&self, birth: AttributeId, from: u16, below: Option<u16>) -> Said {
        let birth = self.histories.attribute(birth)[self.person];
        self.each(|day| {
            let age = Day::from_epoch(day).years_since(Day::from_epoch(birth));
            let right = age >= i32::from(from) && below.is_none_or(|below| age < i32::from(below));
            (known_if(birth != MISSING, right), true)
        })
    }

    fn share(
        &self,
        of: &Said,
        among: &Said,
        window: Length,
        reaches: impl Fn(u64, u64) -> bool,
    ) -> Said {
        self.each(|day| {
            let days = || window_start(window, day)..=day;
            let untold = days().any(|day| match among.truth(day) {
                Truth::False => false,
                Truth::Unknown => true,
                Truth::True => of.truth(day) == Truth::Unknown,
            });
            let whole = days().filter(|&day| among.truth(day) == Truth::True);
            let found = whole.clone().filter(|&day| of.truth(day) == Truth::True);
            let (found, whole) = (found.count() as u64, whole.count() as u64);
            let observed = |day| of.is_observed(day) && among.is_observed(day);
            let truth = known_if(!untold, whole > 0 && reaches(found, whole));
            (truth, observed(day) && days().all(observed))
        })
    }

    fn counted(
        &self,
        of: &SpellTest,
        window: Length,
        adds: impl Fn(usize) -> Option<i64>,
        right: impl Fn(i64) -> bool,
    ) -> Said {
        self.each(|day| {
            let first = window_start(window, day);
            let added = self.add(of, first, day, &adds);
            let observed = self.seen(of, day) && (first..=day).all(|day| self.seen(of, day));
            (truth_of(added.map(&right)), observed)
        })
    }

    fn ever(&self, of: &Said) -> Said {
        self.each(|day| {
            let before = |truth| (self.from..=day).any(|day| of.truth(day) == truth);
            let always_observed = of.observed_since(self.from).is_none();
            let truth = if before(Truth::True) {
                Truth::True
            } else {
                known_if(always_observed && !before(Truth::Unknown), false)
            };
            (truth, of.is_observed(day))
        })
    }

    fn seen(&self, test: &SpellTest, day: i32) -> bool {
        let observed = self.observation[usize::from(test.track.0)];
        observed.from <= day && day < observed.until
    }

    /// Whether a row passes; `None` where it cannot be told.
    fn passes(&self, test: &SpellTest, row: usize) -> Option<bool> {
        let track = self.histories.track(test.track);
        let answers = test.tests.iter().map(|test| match test {
            Test::In { column, values } => told(track.columns[usize::from(column.0)][row])
                .map(|value| values.iter().any(|&one| i64::from(one) == value)),
            Test::NotIn { column, values } => told(track.columns[usize::from(column.0)][row])
                .map(|value| values.iter().all(|&one| i64::from(one) != value)),
            Test::Compare {
                column,
                compare,
                number,
            } => told(track.columns[usize::from(column.0)][row])
                .map(|value| compare.holds(&value, &i64::from(*number))),
            Test::Lasts { compare, days } => Some(compare.holds(
                &i64::from(track.end[row] - track.start[row]),
                &i64::from(*days),
            )),
        });
        let answers: Vec<Option<bool>> = answers.collect();
        if answers.contains(&Some(false)) {
            Some(false)
        } else if answers.contains(&None) {
            None
        } else {
            Some(true)
        }
    }

    fn covered(&self, test: &SpellTest, day: i32) -> Truth {
        let track = self.histories.track(test.track);
        let covering = track
            .rows(self.person)
            .filter(|&row| track.start[row] <= day && day < track.end[row]);
        let answers: Vec<Option<bool>> = covering.map(|row| self.passes(test, row)).collect();
        if answers.contains(&Some(true)) {
            Truth::True
        } else {
            known_if(!answers.contains(&None), false)
        }
    }

    /// What the spells that begin on these days add; `None` where it cannot be told.
    fn add(
        &self,
        test: &SpellTest,
        first: i32,
        last: i32,
        adds: impl Fn(usize) -> Option<i64>,
    ) -> Option<i64> {
        let track = self.histories.track(test.track);
        let rows = track
            .rows(self.person)
            .filter(|&row| first <= track.start[row] && track.start[row] <= last);
        rows.map(|row| match self.passes(test, row) {
            Some(true) => adds(row),
            Some(false) => Some(0),
            None => None,
        })
        .sum()
    }

    /// The first day of the run of days up to this one for which `holds`; `None` if it has always held.
    fn run_start(&self, day: i32, holds: impl Fn(i32) -> bool) -> Option<i32> {
        (self.from..=day)
            .rev()
            .find(|&day| !holds(day))
            .map(|day| day + 1)
    }

    fn continuous(&self, of: &Said, length: Length) -> Said {
        let lasted = |day: i32, holds: &dyn Fn(i32) -> bool| {
            holds(day)
                && self
                    .run_start(day, holds)
                    .is_none_or(|start| day + 1 >= later(start, length))
        };
        self.each(|day| {
            let truth = if lasted(day, &|day| of.truth(day) == Truth::True) {
                Truth::True
            } else {
                known_if(!lasted(day, &|day| of.truth(day) != Truth::False), false)
            };
            let known = of
                .observed_since(day)
                .is_none_or(|start| day + 1 >= later(start, length));
            (truth, of.is_observed(day) && known)
        })
    }

    fn beginning(&self, of: &Said, length: Length) -> Said {
        self.each(|day| {
            let truth = match of.truth(day) {
                Truth::True => match self.run_start(day, |day| of.truth(day) == Truth::True) {
                    None => Truth::False,
                    Some(start) => {
                        let young = day < later(start, length);
                        known_if(!young || of.truth(start - 1) == Truth::False, young)
                    }
                },
                other => other,
            };
            let known = of
                .observed_since(day)
                .is_none_or(|start| day >= later(start, length));
            (truth, of.is_observed(day) && known)
        })
    }

    fn since(&self, of: &Said, length: Length) -> Said {
        self.each(|day| {
            let last = (self.from..=day)
                .rev()
                .find(|&day| of.truth(day) != Truth::False);
            let truth = match last {
                None => known_if(of.observed_since(self.from).is_none(), false),
                Some(last) if of.truth(last) == Truth::Unknown => Truth::Unknown,
                Some(last) => known_if(true, last < day && day >= later(last, length)),
            };
            let known = of
                .observed_since(day)
                .is_none_or(|start| day >= later(start, length));
            (truth, of.is_observed(day) && known)
        })
    }

    fn bridged(&self, of: &Population, bridge: &Bridge) -> Said {
        let of = self.say(of);
        let test = match &bridge.provided {
            Some(GapTest::Throughout(population)) => Some(self.say(population)),
            _ => None,
        };
        let holds = |said: &Said, day, possibly: bool| match said.truth(day) {
            Truth::True => true,
            Truth::False => false,
            Truth::Unknown => possibly,
        };
        // The nearest day of `of`, backwards and onwards, without and with the unknown days.
        let nearest = [false, true].map(|possibly| {
            let near = |last: &mut Option<i32>, day: i32| {
                *last = holds(&of, day, possibly).then_some(day).or(*last);
                Some(*last)
            };
            let days = self.from..self.until;
            let before: Vec<_> = days.clone().scan(None, near).collect();
            let mut after: Vec<_> = days.rev().scan(None, near).collect();
            after.reverse();
            (before, after)
        });
        let bridged = |day: i32, possibly: bool| {
            if holds(&of, day, possibly) {
                return true;
            }
            let (before, after) = &nearest[usize::from(possibly)];
            let (Some(before), Some(after)) = (before[of.at(day)], after[of.at(day)]) else {
                return false;
            };
            let (first, last) = (before + 1, after - 1);
            let short = match bridge.gap {
                Gap::Days(most) => i64::from(last - first + 1) <= i64::from(most),
                Gap::LessThanACalendarMonth => !(first..=last).any(|day| {
                    let day = Day::from_epoch(day);
                    day.day() == 1 && day.month_end().epoch() <= last
                }),
            };
            let provided = match (&bridge.provided, &test) {
                (Some(GapTest::SumAtMost { of, column, number }), _) => {
                    let values = &self.histories.track(of.track).columns[usize::from(column.0)];
                    let added = self.add(of, first, last, |row| told(values[row]));
                    added.map_or(possibly, |added| added <= *number)
                }
                (_, Some(test)) => (first..=last).all(|day| holds(test, day, possibly)),
                _ => true,
            };
            short && provided && bridge.from.is_none_or(|from| first >= from)
        };
        self.each(|day| {
            let truth = if bridged(day, false) {
                Truth::True
            } else {
                known_if(!bridged(day, true), false)
            };
            let test_observed = match (&bridge.provided, &test) {
                (Some(GapTest::SumAtMost { of, .. }), _) => self.seen(of, day),
                (_, Some(test)) => test.is_observed(day),
                _ => true,
            };
            (truth, of.is_observed(day) && test_observed)
        })
    }

    /// And, or: what one part decides, what all parts have to say.
    fn joined(&self, parts: &[Population], decides: Truth, otherwise: Truth) -> Said {
        let parts: Vec<Said> = parts.iter().map(|part| self.say(part)).collect();
        self.each(|day| {
            let says = |truth| parts.iter().any(|part| part.truth(day) == truth);
            let truth = if says(decides) {
                decides
            } else if says(Truth::Unknown) {
                Truth::Unknown
            } else {
                otherwise
            };
            (truth, parts.iter().all(|part| part.is_observed(day)))
        })
    }
}

fn told(value: i32) -> Option<i64> {
    (value != MISSING).then_some(i64::from(value))
}

fn known_if(known: bool, value: bool) -> Truth {
    truth_of(known.then_some(value))
}

fn truth_of(value: Option<bool>) -> Truth {
    match value {
        None => Truth::Unknown,
        Some(true) => Truth::True,
        Some(false) => Truth::False,
    }
}

/// The day after a time of this length that begins with the day.
fn later(day: i32, length: Length) -> i32 {
    match length {
        Length::Days(days) => day + i32::try_from(days).expect("short lengths"),
        Length::Months(months) => Day::from_epoch(day)
            .plus_months(i32::try_from(months).expect("short lengths"))
            .epoch(),
    }
}

fn window_start(window: Length, last: i32) -> i32 {
    match window {
        Length::Days(days) => last - i32::try_from(days).expect("short windows") + 1,
        Length::Months(months) => {
            let months = i32::try_from(months).expect("short windows");
            Day::from_epoch(last).plus_months(-months).epoch() + 1
        }
    }
}
