//! What others would tell the invented municipality: published tables of what it counts itself, and numbers that are expected
//! of it. All of it is made of its own numbers and a seed, and says that it is invented.

use std::collections::BTreeMap;

use anyhow::Context;
use calendar::{Clock, Day};
use casework::histories::{Builder, Shape};
use demo::Municipality;
use facts::{CitizenId, Fact};
use figures::{Answer, Cube, Plan, Query, Setting, WorkingDays};
use rulebook::indicators::{
    Against, Asked, How, IndicatorVersion, Period as Length, PublishedSeries, Quotient, Shown,
};
use store::{
    By, GivenNumber, Published, PublishedHead, PublishedNumber, PublishedRow, Purpose, Store,
};
use tables::{Decimal, Period, divide};

use crate::clock::DemoClock;

/// The settings that say what the invented municipality is called and where it lies, as the pages read them.
const SETTINGS: [(&str, &str); 2] = [
    ("own-municipality.name", NAME),
    ("own-municipality.region", REGION),
];
/// What the invented municipality is called.
const NAME: &str = "Havnekommunen";
/// The region it is counted in.
const REGION: &str = "region-sjaelland";

/// Months that are published, up to the last whole one.
const MONTHS: i32 = 24;
/// Of the period so many before the end nobody has said what is expected, so that this can be seen too.
const GAP: i32 = 4;
/// Published beside ours are the municipalities of the own region, and of the others one in so many.
const OTHERS: usize = 7;
const SOURCE: &str = "Opdigtet til demoen i jobindsats.dk's form";

/// Everything the numbers are made of.
struct Town<'a> {
    store: &'a Store,
    municipality: &'a Municipality,
    shape: Shape,
    by_citizen: BTreeMap<CitizenId, Vec<Fact>>,
    first: Day,
    last: Day,
    by: By,
}

/// Keeps what others tell the invented municipality on this day.
pub(super) fn tell(
    store: &Store,
    municipality: &Municipality,
    day: Day,
    by: &By,
) -> anyhow::Result<()> {
    let failed = "kunne ikke gemme, hvad andre siger om den opdigtede kommune";
    let now = DemoClock::new(day).now();
    for (name, value) in SETTINGS {
        store.set(name, value, by, now).context(failed)?;
    }
    let mut by_citizen: BTreeMap<CitizenId, Vec<Fact>> = BTreeMap::new();
    for fact in municipality.facts() {
        by_citizen.entry(fact.entry.citizen).or_default().push(fact);
    }
    let last = day.month_start();
    let town = Town {
        store,
        municipality,
        shape: Shape::of(store.book()),
        by_citizen,
        first: last.plus_months(-MONTHS),
        last,
        by: by.clone(),
    };
    town.publish(day).context(failed)?;
    town.expect(day).context(failed)
}

impl Town<'_> {
    /// The months that are published.
    fn months(&self) -> figures::Periods {
        figures::Periods::months(self.first.epoch(), self.last.plus(-1).epoch(), 1)
    }

    /// A cube of an indicator, in a breakdown or whole.
    fn cube(
        &self,
        version: &IndicatorVersion,
        by: Option<&str>,
        (periods, day): (figures::Periods, Day),
    ) -> anyhow::Result<Cube> {
        let book = self.store.book();
        let registers = book.catalogue().registers();
        let by: Vec<&str> = by.into_iter().collect();
        let observed = self.store.observed()?;
        let calendar = &book.calendar().calendar;
        let setting = Setting {
            observation: self
                .shape
                .observation(&observed.since, self.municipality.work_from, day),
            working_days: Some(WorkingDays::new(
                calendar,
                periods.bounds[0],
                periods.bounds[periods.bounds.len() - 1],
            )),
        };
        let query = Query::Cube(version.asked(registers, &by, periods)?);
        let plan = Plan::compile(registers.schema(), &[query], &setting)?;
        let mut run = plan.start()?;
        let mut builder = Builder::new(&self.shape, day);
        for (citizen, facts) in &self.by_citizen {
            builder.add(*citizen, facts, None);
        }
        run.add(&builder.finish().histories)?;
        let cube = run.finish()?.into_iter().find_map(|answer| match answer {
            Answer::Cube(cube) => Some(cube),
            Answer::List(_) => None,
        });
        Ok(cube.unwrap_or_default())
    }

    /// Two revisions of every table that a page ties to an indicator.
    fn publish(&self, day: Day) -> anyhow::Result<()> {
        let catalogue = self.store.book().catalogue();
        for version in catalogue.indicators() {
            let holds = version.from <= day && version.until.is_none_or(|until| day < until);
            for series in version.published.iter().filter(|_| holds) {
                let (by, part) = match series.about.as_slice() {
                    [] => (None, None),
                    [about] => (Some(about.breakdown.as_str()), Some(about.code)),
                    _ => continue,
                };
                if part.is_some_and(|code| !self.is_current(by, code, day)) {
                    continue;
                }
                let cube = self.cube(version, by, (self.months(), day))?;
                for (age, retrieved) in [(1, day.plus(-43)), (0, day.plus(-12))] {
                    let table = self.table((version, series), &cube, part, (age, retrieved));
                    let now = DemoClock::new(day).now();
                    self.store.keep_published(&table, &self.by, now)?;
                }
            }
        }
        Ok(())
    }

    /// Whether a code of a breakdown is in use on a day: tables of what is repealed are not fetched any more.
    fn is_current(&self, by: Option<&str>, code: i32, day: Day) -> bool {
        let registers = self.store.book().catalogue().registers();
        let list = by.and_then(|by| registers.list(&format!("{by}s")));
        let known = list.and_then(|list| list.number(code));
        known.is_none_or(|known| known.from <= day && known.until.is_none_or(|until| day < until))
    }

    /// A table as it was published; an older revision lacks the last months and says a little less of those before.
    fn table(
        &self,
        (version, series): (&IndicatorVersion, &PublishedSeries),
        cube: &Cube,
        part: Option<i32>,
        (age, retrieved): (i64, Day),
    ) -> Published {
        let areas = self.areas(series);
        let shown: Vec<_> = series
            .numbers
            .iter()
            .filter_map(|(id, _)| version.shown.iter().find(|shown| shown.id == *id))
            .collect();
        let months = u32::try_from(MONTHS).unwrap_or_default() - u32::try_from(age).unwrap_or(0);
        let mut rows = Vec::new();
        for month in 0..months {
            let from = self
                .first
                .plus_months(i32::try_from(month).unwrap_or_default());
            for (place, (label, size)) in areas.iter().enumerate() {
                let numbers = shown.iter().map(|shown| {
                    let span = (from, from.plus_months(1));
                    let ours = shown_number((version, shown), cube, (month, part), span);
                    let is_late = age > 0 && month + 3 > months;
                    elsewhere(ours, shown, (place, month), *size, is_late)
                });
                let members = series.dimensions.iter().map(|dimension| {
                    if is_area(dimension) {
                        label.clone()
                    } else {
                        dimension.whole.clone().unwrap_or_default()
                    }
                });
                rows.push(PublishedRow {
                    period: Period::month_of(from).to_string(),
                    members: members.collect(),
                    numbers: numbers.collect(),
                });
            }
        }
        let names = series.dimensions.iter();
        Published {
            name: series.table.clone(),
            source: SOURCE.to_owned(),
            retrieved,
            head: PublishedHead {
                form: "csv".to_owned(),
                title: Some(format!("{} ({})", version.title.da, series.table)),
                updated: Some(retrieved.plus(-3).to_string()),
                dimensions: names
                    .map(|dimension| dimension.names.first().cloned().unwrap_or_default())
                    .collect(),
                measures: shown
                    .iter()
                    .filter_map(|shown| {
                        let label = series.numbers.iter().find(|(id, _)| *id == shown.id);
                        label.map(|(_, label)| label.clone())
                    })
                    .collect(),
            },
            rows,
        }
    }

    /// The areas of a table, each with how many times as large as our own it is, in tenths.
    fn areas(&self, series: &PublishedSeries) -> Vec<(String, i64)> {
        let mut areas = vec![(NAME.to_owned(), 10)];
        for dimension in series.dimensions.iter().filter(|one| is_area(one)) {
            areas.extend(dimension.whole.clone().map(|whole| (whole, 1_960)));
            let of = |breakdown: &str| {
                let members = dimension.members.iter();
                let mut members: Vec<_> = members
                    .filter(|(_, part)| part.breakdown == breakdown)
                    .map(|(label, part)| (part.code, label.clone()))
                    .collect();
                members.sort_unstable();
                members
            };
            areas.extend(
                of("region")
                    .into_iter()
                    .map(|(code, label)| (label, 300 + i64::from(code % 7) * 40)),
            );
            let registers = self.store.book().catalogue().registers();
            let gathered = registers
                .list("municipalities")
                .and_then(|list| list.gathering("region", self.last));
            let near = gathered.zip(registers.list("regions").and_then(|list| list.code(REGION)));
            let near = near.map_or_else(Vec::new, |(gathering, region)| {
                gathering.codes_of(region.number)
            });
            let others = of("municipality").into_iter().enumerate();
            let others = others
                .filter(|(_, (code, _))| *code != i32::from(self.municipality.code))
                .filter(|(at, (code, _))| at % OTHERS == 0 || near.contains(code))
                .map(|(_, municipality)| municipality);
            areas.extend(others.map(|(code, label)| (label, 6 + i64::from(code % 23))));
        }
        areas
    }

    /// Expected numbers of what a judgement compares with a series, for all months but one.
    fn expect(&self, day: Day) -> anyhow::Result<()> {
        let catalogue = self.store.book().catalogue();
        let mut given = Vec::new();
        for judgement in catalogue.judgements() {
            for condition in judgement.clauses.iter().flat_map(|clause| &clause.any) {
                let Against::Number(Asked::Series(series)) = &condition.with else {
                    continue;
                };
                let Asked::Shown { indicator, shown } = &condition.number else {
                    continue;
                };
                let version = catalogue.indicator(indicator, self.last.plus(-1));
                let Some(version) = version else { continue };
                let Some(shown) = version.shown.iter().find(|one| one.id == *shown) else {
                    continue;
                };
                let step: i32 = match version.periods.first() {
                    Some(Length::Year) => 12,
                    Some(Length::Quarter) => 3,
                    _ => 1,
                };
                let first =
                    Day::new(self.last.year() - 2, 1, 1).context("the year is in the calendar")?;
                let last = self.last.plus(-1).epoch();
                let periods = figures::Periods::months(first.epoch(), last, u16::try_from(step)?);
                let cube = self.cube(version, None, (periods, day))?;
                let whole =
                    (self.last.year() - first.year()) * 12 + i16::from(self.last.month()) - 1;
                let periods = i32::from(whole) / step;
                for period in (0..periods).filter(|period| periods - period != GAP) {
                    let from = first.plus_months(period * step);
                    let span = (from, from.plus_months(step));
                    let place = u32::try_from(period)?;
                    let ours = shown_number((version, shown), &cube, (place, None), span);
                    let Some(ours) = ours else {
                        continue;
                    };
                    // A little above every other time, a little below the others.
                    let times = if period % 2 == 0 { 103 } else { 98 };
                    let number = divide(
                        i128::from(ours.above) * times,
                        i128::from(ours.below) * 100,
                        1,
                        0,
                    )?;
                    given.push(GivenNumber {
                        purpose: Purpose::Expected,
                        name: series.clone(),
                        part: None,
                        municipality: Some(self.municipality.code),
                        period: match step {
                            12 => Period::Year(from.year()),
                            3 => Period::Quarter(from.year(), (from.month() - 1) / 3 + 1),
                            _ => Period::month_of(from),
                        },
                        number,
                        source: "Opdigtet til demoen".to_owned(),
                        dated: self.first,
                    });
                }
            }
        }
        self.store
            .give_numbers(&given, &self.by, DemoClock::new(day).now())?;
        Ok(())
    }
}

/// Whether a dimension of a table is the one with the areas.
fn is_area(dimension: &rulebook::indicators::PublishedDimension) -> bool {
    dimension
        .members
        .iter()
        .any(|(_, part)| part.breakdown == "municipality")
}

/// What another area's number would be: ours times its size and a drift of its own; a share has no size.
fn elsewhere(
    ours: Option<Quotient>,
    shown: &Shown,
    (place, month): (usize, u32),
    size: i64,
    is_late: bool,
) -> PublishedNumber {
    let Some(ours) = ours else {
        return PublishedNumber::Missing("..".to_owned());
    };
    let is_share = matches!(shown.how, How::Over { .. } | How::OverSeries { .. });
    let seed = i64::try_from(place).unwrap_or_default();
    let month = i64::from(month);
    // In per mille: up to a fifth above or below, moving a little from month to month; our own is only rounded otherwise.
    let drift = match place {
        0 => 1_000 + (month * 7) % 9 - 4,
        _ => 800 + (seed * 137) % 400 + (month * (seed % 5 - 2)) + (month * seed * 31) % 17,
    };
    let late = if is_late { 975 } else { 1_000 };
    let (scale, places) = if is_share { (100, 1) } else { (1, 0) };
    let size = if is_share { 10 } else { size };
    let number = divide(
        i128::from(ours.above) * i128::from(drift) * i128::from(late) * i128::from(size),
        i128::from(ours.below) * 1_000 * 1_000 * 10,
        scale,
        places,
    );
    let few = |number: &Decimal| !is_share && number.units < 5 && number.units > 0;
    match number {
        Ok(number) if !few(&number) => PublishedNumber::Number(number),
        _ => PublishedNumber::Missing("..".to_owned()),
    }
}

/// A shown number of a month, in a part or of all.
fn shown_number(
    (version, shown): (&IndicatorVersion, &Shown),
    cube: &Cube,
    (period, part): (u32, Option<i32>),
    span: (Day, Day),
) -> Option<Quotient> {
    let members: Vec<i32> = part.into_iter().collect();
    let row = cube
        .rows
        .iter()
        .find(|row| row.period == period && *row.members == *members)?;
    let days = u32::try_from(span.1.since(span.0)).ok()?;
    match &shown.how {
        How::OverSeries {
            of,
            series,
            denominator,
        } => {
            let number = row.numbers.get(version.measure(of)?)?;
            let weight = denominator.map_or(1, |weight| i64::from(weight) * i64::from(days));
            let whole = i64::try_from(super::demonstrate::invented_size(series)).ok()?;
            (whole > 0).then_some(Quotient {
                above: *number,
                below: weight * whole,
            })
        }
        _ => version.quotient(shown, &row.numbers, days),
    }
}
