//! The most important definitions once more, over raw rows and without the pages: an error of a page shows.
//!
//! The words are those of the sources that the pages name. The codes' numbers are those of the invented register.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use calendar::Day;
use figures::Query;
use rulebook::indicators::Period;

use super::asked::periods;
use super::invented::{Invented, catalogue, day};
use super::raw::{Life, lives};

const INSURANCE: i32 = 1;
const CASH_ASSISTANCE: i32 = 2;
const EDUCATION_ASSISTANCE: i32 = 3;
const TRANSITION_BENEFIT: i32 = 5;
const SICKNESS_BENEFIT: i32 = 6;
const FLEX_SUBSIDY: i32 = 10;
const ASSISTANCES: [i32; 4] = [2, 3, 4, TRANSITION_BENEFIT];
const JOB_READY: i32 = 1;
const EDUCATION_READY: i32 = 3;
const OBVIOUSLY_EDUCATION_READY: i32 = 4;
const WAGE_SUBSIDY: i32 = 3;

/// A register and what its rows say, for all tests here.
static REGISTER: LazyLock<(Invented, Vec<Life>)> = LazyLock::new(|| {
    let invented = Invented::new(2_000, 4);
    let lives = lives(&invented);
    (invented, lives)
});

/// First and last day of every month from the one to the other.
fn months(first: &str, last: &str) -> Vec<(i32, i32)> {
    let (first, last) = (Day::from_epoch(day(first)), Day::from_epoch(day(last)));
    let bounds = periods(Period::Month, first, last).bounds;
    bounds
        .windows(2)
        .map(|ends| (ends[0], ends[1] - 1))
        .collect()
}

/// The engine's numbers of an indicator in one member of a breakdown, by measure; one a month.
struct Numbers {
    measures: BTreeMap<String, Vec<i64>>,
}

impl Numbers {
    /// The version that holds on the last day, month by month from the first day to the last.
    fn of(id: &str, (first, last): (&str, &str)) -> Numbers {
        Numbers::within(id, (first, last), &[], &[])
    }

    fn within(id: &str, (first, last): (&str, &str), by: &[&str], cell: &[i32]) -> Numbers {
        let (first, last) = (Day::from_epoch(day(first)), Day::from_epoch(day(last)));
        let version = catalogue().indicator(id, last).expect("an indicator");
        let periods = periods(Period::Month, first, last);
        let count = periods.len();
        let asked = version
            .asked(catalogue().registers(), by, periods)
            .expect("the page's breakdown");
        let (cubes, _) = REGISTER.0.count(&[Query::Cube(asked)]);
        assert_eq!(cubes[0].unknown_periods, Vec::<u32>::new(), "{id}");
        let measures = version.measures.iter().enumerate().map(|(place, measure)| {
            let mut numbers = vec![0; count];
            for row in cubes[0].rows.iter().filter(|row| row.members == cell) {
                numbers[row.period as usize] = row.numbers[place];
            }
            (measure.id.clone(), numbers)
        });
        Numbers {
            measures: measures.collect(),
        }
    }

    /// Holds a measure against the sum of what each life adds in each month; there has to be something to count.
    fn hold(&self, measure: &str, span: (&str, &str), adds: impl Fn(&Life, (i32, i32)) -> i64) {
        let wanted: Vec<i64> = months(span.0, span.1)
            .into_iter()
            .map(|month| REGISTER.1.iter().map(|life| adds(life, month)).sum())
            .collect();
        assert_eq!(self.measures[measure], wanted, "{measure}");
        assert!(wanted.iter().sum::<i64>() > 0, "{measure}: nobody");
    }

    /// The same for persons on the last day of the month.
    fn hold_stock(&self, measure: &str, span: (&str, &str), is_in: impl Fn(&Life, i32) -> bool) {
        self.hold(measure, span, |life, (_, last)| {
            i64::from(is_in(life, last))
        });
    }
}

impl Life {
    fn is_on(&self, benefits: &[i32], day: i32) -> bool {
        let mut spells = self.benefits.iter();
        spells.any(|spell| spell.covers(day) && benefits.contains(&spell.is[0]))
    }

    fn is_on_in(&self, benefits: &[i32], categories: &[i32], day: i32) -> bool {
        let mut spells = self.benefits.iter();
        spells.any(|spell| {
            let [benefit, category, ..] = spell.is;
            spell.covers(day) && benefits.contains(&benefit) && categories.contains(&category)
        })
    }

    fn has_benefit(&self, day: i32) -> bool {
        self.benefits.iter().any(|spell| spell.covers(day))
    }

    fn is_in_offer(&self, day: i32) -> bool {
        self.offers.iter().any(|offer| offer.covers(day))
    }

    fn is_subsidised(&self, day: i32) -> bool {
        let mut offers = self.offers.iter();
        offers.any(|offer| offer.covers(day) && offer.is[0] == WAGE_SUBSIDY)
    }

    /// Insured, or job-ready (obviously ready for education counts as that) on an assistance.
    fn is_job_ready(&self, day: i32) -> bool {
        let ready = [JOB_READY, OBVIOUSLY_EDUCATION_READY];
        self.is_on(&[INSURANCE], day) || self.is_on_in(&ASSISTANCES, &ready, day)
    }

    fn is_gross_unemployed(&self, day: i32) -> bool {
        self.is_job_ready(day) || self.is_subsidised(day)
    }

    /// Those whom offers are for: not flex jobs, pensions and early retirement.
    fn is_in_target_group(&self, day: i32) -> bool {
        self.is_on(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 12], day)
    }

    /// Whether something has held up to the day for so many months: it began no later than that many months before tomorrow.
    fn has_lasted(&self, months: i32, day: i32, holds: impl Fn(&Life, i32) -> bool) -> bool {
        let first = Day::from_epoch(day + 1).plus_months(-months).epoch();
        // A month that begins on the 31st may end a day or two early; the run's own first day decides.
        let mut start = day + 1;
        while start > first - 4 && holds(self, start - 1) {
            start -= 1;
        }
        start <= day && Day::from_epoch(start).plus_months(months).epoch() <= day + 1
    }

    fn age(&self, day: i32) -> i32 {
        Day::from_epoch(day).years_since(Day::from_epoch(self.birth))
    }
}

/// The day after so many months before a day.
fn window(months: i32, day: i32) -> i32 {
    Day::from_epoch(day).plus_months(-months).epoch() + 1
}

const RECENT: (&str, &str) = ("2025-05-01", "2026-10-31");

#[test]
fn full_time_persons_are_days_by_degree() {
    for benefit in [INSURANCE, CASH_ASSISTANCE, SICKNESS_BENEFIT, FLEX_SUBSIDY] {
        let found = Numbers::within("fuldtidspersoner", RECENT, &["benefit"], &[benefit]);
        found.hold("dage", RECENT, |life, (first, last)| {
            let spells = life.benefits.iter().filter(|spell| spell.is[0] == benefit);
            spells
                .map(|spell| spell.days_in(first, last) * i64::from(spell.is[3]))
                .sum()
        });
        found.hold("personer", RECENT, |life, (first, last)| {
            let mut spells = life.benefits.iter().filter(|spell| spell.is[0] == benefit);
            i64::from(spells.any(|spell| spell.days_in(first, last) > 0))
        });
    }
}

#[test]
fn full_time_persons_by_hours_are_weekdays_by_minutes() {
    // 1970-01-01 was a Thursday; public holidays count.
    let weekdays = |first: i32, last: i32| {
        let days = (first..=last).filter(|day| (day + 3).rem_euclid(7) < 5);
        i64::try_from(days.count()).expect("few")
    };
    let found = Numbers::of("fuldtidspersoner-hverdage", RECENT);
    found.hold("hverdage", RECENT, |life, (first, last)| {
        let jobs = life.jobs.iter();
        jobs.map(|job| weekdays(job.start.max(first), job.last.min(last)) * i64::from(job.is[1]))
            .sum()
    });
}

#[test]
fn the_gross_unemployed_are_the_net_and_the_activated() {
    let found = Numbers::of("ledige", RECENT);
    found.hold_stock("brutto", RECENT, Life::is_gross_unemployed);
    let is_net = |life: &Life, day| life.is_job_ready(day) && !life.is_in_offer(day);
    found.hold_stock("netto", RECENT, is_net);
    let degrees = |life: &Life, days: &dyn Fn(i32) -> bool, (first, last): (i32, i32)| {
        let days = (first..=last).filter(|&day| days(day));
        days.flat_map(|day| life.benefits.iter().filter(move |spell| spell.covers(day)))
            .map(|spell| i64::from(spell.is[3]))
            .sum()
    };
    found.hold("dage", RECENT, |life, month| {
        degrees(life, &|day| life.is_gross_unemployed(day), month)
    });
    found.hold("netto-dage", RECENT, |life, month| {
        degrees(life, &|day| is_net(life, day), month)
    });
}

#[test]
fn long_term_unemployment_is_four_fifths_of_52_weeks_or_52_weeks_in_a_row() {
    let is_eligible = |life: &Life, day: i32| {
        let ready = [JOB_READY, EDUCATION_READY, OBVIOUSLY_EDUCATION_READY];
        life.is_on(&[INSURANCE], day)
            || life.is_on_in(&ASSISTANCES, &ready, day)
            || life.is_subsidised(day)
    };
    let found = Numbers::of("langtidsledige-80", RECENT);
    found.hold_stock("personer", RECENT, |life, day| {
        let days = (day - 363..=day).filter(|&one| is_eligible(life, one));
        // 80 per cent of 364 days are 291.2.
        is_eligible(life, day) && days.count() >= 292
    });

    // What happens in the last month of the register may close a gap later.
    let span = (RECENT.0, "2026-08-31");
    let found = Numbers::of("langtidsledige-52", span);
    found.hold_stock("personer", span, |life, day| {
        let is_short = |first: i32, last: i32| {
            let hours = life.hours.iter();
            let within = hours.filter(|month| first <= month.start && month.start <= last);
            last - first < 28 && within.map(|month| month.is[0]).sum::<i32>() <= 10 * 60
        };
        // Backwards from the first unemployed day that is not before this one, over short gaps, for 52 weeks.
        let Some(mut unemployed) = (day..day + 29).find(|&one| life.is_gross_unemployed(one))
        else {
            return false;
        };
        while unemployed > day - 364 {
            let before = (unemployed - 29..unemployed)
                .rev()
                .find(|&one| life.is_gross_unemployed(one));
            match before {
                Some(before) if before + 1 == unemployed => unemployed = before,
                Some(before) if is_short(before + 1, unemployed - 1) => unemployed = before,
                _ => break,
            }
        }
        unemployed <= day - 363
    });
}

/// How an exit from the benefits at unemployment on this day went on, if there was one: what was asked held, did not, or the
/// person died or emigrated first.
fn exit(
    life: &Life,
    last: i32,
    horizon: std::ops::Range<i32>,
    holds: impl Fn(&Life, i32) -> bool,
) -> Option<&'static str> {
    let at_unemployment = [1, 2, 3, 4, 5];
    if !life.is_on(&at_unemployment, last) || life.has_benefit(last + 1) {
        return None;
    }
    for day in last + 1..horizon.end {
        if life.gone.iter().any(|event| event.covers(day)) {
            return Some("gone");
        }
        if horizon.contains(&day) && !holds(life, day) {
            return Some("failed");
        }
    }
    Some("held")
}

#[test]
fn self_support_is_half_a_year_without_benefit_or_six_months_of_work_or_education() {
    let span = ("2024-01-01", "2026-03-31");
    let count = |life: &Life, month: (i32, i32), told: &dyn Fn(&Life, i32) -> bool| {
        let days = (month.0..=month.1).filter(|&last| told(life, last));
        i64::try_from(days.count()).expect("few")
    };
    let found = Numbers::of("selvforsoergelse-182", span);
    let went = |life: &Life, last: i32| {
        exit(life, last, last + 1..last + 183, |life, day| {
            !life.has_benefit(day)
        })
    };
    found.hold("varige", span, |life, month| {
        count(life, month, &|life, last| went(life, last) == Some("held"))
    });
    found.hold("kendte", span, |life, month| {
        count(life, month, &|life, last| {
            matches!(went(life, last), Some("held" | "failed"))
        })
    });
    found.hold("afsluttede", span, |life, month| {
        count(life, month, &|life, last| went(life, last) == Some("gone"))
    });

    let found = Numbers::of("selvforsoergelse-seks-maaneder", span);
    let went = |life: &Life, last: i32| {
        let first = Day::from_epoch(last).month_start().plus_months(1);
        let horizon = first.epoch()..first.plus_months(6).epoch();
        exit(life, last, horizon, |life, day| {
            let ordinary_or_igu = |kind: i32| kind == 1 || kind == 2;
            let mut jobs = life.jobs.iter();
            jobs.any(|job| job.covers(day) && ordinary_or_igu(job.is[0]))
                || life.education.iter().any(|course| course.covers(day))
        })
    };
    for (measure, outcomes) in [
        ("varige", &["held"][..]),
        ("kendte", &["held", "failed"]),
        ("afsluttede", &["gone"]),
    ] {
        found.hold(measure, span, |life, month| {
            count(life, month, &|life, last| {
                went(life, last).is_some_and(|went| outcomes.contains(&went))
            })
        });
    }
}

#[test]
fn the_activation_degree_is_days_in_an_offer_of_days_on_the_benefit() {
    let found = Numbers::of("aktiveringsgrad", RECENT);
    let days = |life: &Life, (first, last): (i32, i32), holds: &dyn Fn(&Life, i32) -> bool| {
        let days = (first..=last).filter(|&day| holds(life, day));
        i64::try_from(days.count()).expect("few")
    };
    found.hold("dage", RECENT, |life, month| {
        days(life, month, &Life::is_in_target_group)
    });
    found.hold("aktive-dage", RECENT, |life, month| {
        days(life, month, &|life, day| {
            life.is_in_target_group(day) && life.is_in_offer(day)
        })
    });
}

/// A year on the benefit of the day. Gaps that hold no whole calendar month are passed, but not in sickness benefit; time on
/// transition benefit counts for who went on to cash or education assistance.
fn is_senior(life: &Life, day: i32) -> bool {
    let Some(spell) = life.benefits.iter().find(|spell| spell.covers(day)) else {
        return false;
    };
    let benefit = spell.is[0];
    let same = match benefit {
        CASH_ASSISTANCE | EDUCATION_ASSISTANCE => vec![benefit, TRANSITION_BENEFIT],
        other => vec![other],
    };
    let is_passed = |first: i32, last: i32| {
        let begins = (first..=last)
            .map(Day::from_epoch)
            .find(|day| day.day() == 1);
        let holds_month = begins.is_some_and(|begins| begins.month_end().epoch() <= last);
        first > last || (benefit != SICKNESS_BENEFIT && !holds_month)
    };
    let mut start = day;
    while start > day - 400 {
        let mut before = (start - 62..start).rev();
        match before.find(|&one| life.is_on(&same, one)) {
            Some(before) if is_passed(before + 1, start - 1) => start = before,
            _ => break,
        }
    }
    life.is_in_target_group(day) && Day::from_epoch(start).plus_months(12).epoch() <= day + 1
}

#[test]
fn the_focus_targets_are_about_those_with_twelve_months_seniority() {
    let span = ("2025-01-01", "2026-01-31");
    let found = Numbers::of("fokusmaal-samtaler", span);
    found.hold_stock("alle", span, is_senior);
    found.hold_stock("uden", span, |life, day| {
        let talks = life.contacts.iter();
        let recent = talks.filter(|talk| window(12, day) <= talk.start && talk.start <= day);
        is_senior(life, day) && recent.count() < 4
    });

    // 225 hours until 2021, 100 from then on.
    for (span, hours) in [(("2020-01-01", "2020-12-31"), 225), (span, 100)] {
        let found = Numbers::of("fokusmaal-tilbud", span);
        found.hold_stock("alle", span, is_senior);
        found.hold_stock("uden", span, |life, day| {
            let since = window(12, day);
            let worked = life.hours.iter();
            let worked = worked.filter(|month| since <= month.start && month.start <= day);
            let has_offer = life.offers.iter().any(|one| one.days_in(since, day) > 0);
            let has_hours = worked.map(|month| month.is[0]).sum::<i32>() >= hours * 60;
            is_senior(life, day) && !has_offer && !has_hours
        });
    }
}

#[test]
fn progression_is_measured_in_the_new_scheme_with_hours_for_half_a_year() {
    let has_hours = |life: &Life, day: i32| {
        let mut jobs = life.flex_jobs.iter();
        jobs.any(|job| job.covers(day) && job.is[0] == 1 && job.is[1] > 0)
    };
    let found = Numbers::of("fleksjob-progression", RECENT);
    let is_measured = |life: &Life, day: i32| {
        life.is_on(&[FLEX_SUBSIDY], day) && life.has_lasted(6, day, has_hours)
    };
    found.hold_stock("alle", RECENT, is_measured);
    for (measure, change) in [("op", 1), ("uaendret", 2), ("ned", 3)] {
        found.hold_stock(measure, RECENT, |life, day| {
            let mut jobs = life.flex_jobs.iter();
            is_measured(life, day) && jobs.any(|job| job.covers(day) && job.is[2] == change)
        });
    }
}

#[test]
fn the_east_european_share_is_about_thirteen_countries() {
    let thirteen = [
        "belarus",
        "bulgarien",
        "tjekkiet",
        "ungarn",
        "moldova",
        "polen",
        "rumaenien",
        "rusland",
        "slovakiet",
        "ukraine",
        "estland",
        "letland",
        "litauen",
    ];
    let countries = catalogue().registers().list("countries").expect("a list");
    let numbers = thirteen.map(|id| {
        let mut codes = countries.codes.iter();
        codes.find(|code| code.id == id).expect("a country").number
    });
    let found = Numbers::of("oesteuropaeisk-baggrund", RECENT);
    found.hold_stock("alle", RECENT, |life, day| life.is_on(&[INSURANCE], day));
    found.hold_stock("oesteuropa", RECENT, |life, day| {
        life.is_on(&[INSURANCE], day) && numbers.contains(&life.country)
    });
}

#[test]
fn the_young_are_18_to_29_on_each_day() {
    let degrees = |life: &Life, (first, last): (i32, i32), on: &dyn Fn(i32, i32) -> bool| {
        let days = (first..=last).filter(|&day| (18..30).contains(&life.age(day)));
        days.flat_map(|day| life.benefits.iter().filter(move |spell| spell.covers(day)))
            .filter(|spell| on(spell.is[0], spell.is[1]))
            .map(|spell| i64::from(spell.is[3]))
            .sum()
    };
    let before = ("2024-07-01", "2025-06-30");
    let found = Numbers::of("unge-uddannelseshjaelp", before);
    found.hold("dage", before, |life, month| {
        degrees(life, month, &|benefit, _| benefit == EDUCATION_ASSISTANCE)
    });
    let after = ("2025-07-01", "2026-10-31");
    let found = Numbers::of("unge-uddannelseshjaelp", after);
    found.hold("dage", after, |life, month| {
        degrees(life, month, &|benefit, category| {
            let ready = [EDUCATION_READY, OBVIOUSLY_EDUCATION_READY];
            benefit == CASH_ASSISTANCE && ready.contains(&category)
        })
    });
}

#[test]
fn the_clarification_pool_is_for_eight_years_of_ten_on_assistance() {
    let on = Day::from_epoch(day("2020-10-01"));
    let pool = catalogue()
        .population("afklaringspuljens-maalgruppe", on)
        .expect("a population");
    let found = REGISTER.0.list(&pool.population, on.epoch());
    let wanted = REGISTER.1.iter().filter(|life| {
        let since = on.plus_months(-120).plus(1);
        let days = (since.epoch()..=on.epoch()).filter(|&one| life.is_on(&ASSISTANCES, one));
        let (had, whole) = (
            days.count() as i64,
            i64::from(on.epoch() - since.epoch()) + 1,
        );
        life.is_on_in(&[CASH_ASSISTANCE], &[2], on.epoch())
            && life.age(on.epoch()) >= 30
            && 5 * had >= 4 * whole
    });
    let wanted: Vec<i64> = wanted.map(|life| life.id).collect();
    assert_eq!(found, wanted);
    assert!(!wanted.is_empty());
}
