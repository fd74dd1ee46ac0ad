//! The embedded pages about figures: they load, compile, say themselves again, and give the numbers worked by hand.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use calendar::Day;
use figures::language::{Language, check, parse, print};
use figures::{Answer, Histories, Measure, Periods, Plan, Query};
use proptest::prelude::*;
use rulebook::indicators::{Asked, DaysOff, How, IndicatorVersion, Quotient, Verdict};
use rulebook::registers::Registers;
use rulebook::{Book, Source};

use crate::invented::{answer, book, day, epoch, histories, setting};

fn example(registers: &Registers) -> Histories {
    let births = ["1980-05-01", "1970-01-01", "1990-07-15", "1995-12-31"];
    histories(
        registers,
        &births,
        "benefits",
        &[
            (0, "2024-01-10", "2024-01-19", &[1, 1, 101, 100]),
            (0, "2024-01-25", "2024-02-03", &[1, 1, 101, 50]),
            (1, "2023-02-01", "2023-11-30", &[2, 1, 461, 100]),
            (1, "2023-12-01", "2023-12-10", &[6, 0, 461, 100]),
            (1, "2023-12-11", "2024-01-31", &[2, 1, 461, 100]),
            (2, "2017-01-01", "2026-06-28", &[2, 2, 751, 100]),
            (3, "2016-01-02", "2017-12-31", &[3, 2, 101, 100]),
            (3, "2019-01-01", "2024-12-31", &[2, 2, 101, 100]),
            (3, "2025-12-31", "2025-12-31", &[2, 2, 101, 80]),
        ],
    )
}

/// The rows by month and members.
fn rows(
    registers: &Registers,
    version: &IndicatorVersion,
    by: &[&str],
    histories: &Histories,
) -> BTreeMap<Vec<i32>, Vec<i64>> {
    let periods = Periods::months(epoch("2004-01-05"), epoch("2026-06-28"), 1);
    let query = version.asked(registers, by, periods.clone()).unwrap();
    let Answer::Cube(cube) = answer(registers, Query::Cube(query), histories) else {
        panic!("a cube");
    };
    let rows = cube.rows.into_iter().map(|row| {
        let first = Day::from_epoch(periods.bounds[row.period as usize]);
        let month = i32::from(first.year()) * 100 + i32::from(first.month());
        (
            [vec![month], row.members.to_vec()].concat(),
            row.numbers.to_vec(),
        )
    });
    rows.collect()
}

#[test]
fn the_worked_example_comes_out_through_the_pages() {
    let book = book();
    let catalogue = book.catalogue();
    let registers = catalogue.registers();
    let histories = example(registers);
    let version = |id| catalogue.indicator(id, day("2024-01-01")).unwrap();

    let first = rows(
        registers,
        version("maalestok-w1"),
        &["municipality", "benefit"],
        &histories,
    );
    for (key, numbers) in [
        ([202_401, 101, 1], [1_350, 1]),
        ([202_402, 101, 1], [150, 1]),
        ([202_312, 461, 2], [2_100, 1]),
        ([202_312, 461, 6], [1_000, 1]),
        ([202_311, 461, 2], [3_000, 1]),
        ([202_512, 101, 2], [80, 1]),
        ([202_606, 751, 2], [2_800, 1]),
    ] {
        assert_eq!(first[key.as_slice()], numbers, "{key:?}");
    }

    let second = rows(
        registers,
        version("maalestok-w2"),
        &["municipality"],
        &histories,
    );
    let wanted = [
        (vec![202_311, 461], vec![1, 3_000]),
        (vec![202_312, 461], vec![1, 2_100]),
        (vec![202_401, 461], vec![1, 3_100]),
    ];
    assert_eq!(second, BTreeMap::from(wanted));

    let group = catalogue
        .population("maalestok-w3", day("2025-12-31"))
        .unwrap();
    let query = Query::List {
        population: group.population.clone(),
        day: epoch("2025-12-31"),
    };
    let Answer::List(list) = answer(registers, query, &histories) else {
        panic!("a list");
    };
    assert_eq!(list.persons, [3, 4]);

    let fourth = rows(
        registers,
        version("maalestok-w4"),
        &["municipality"],
        &histories,
    );
    let wanted = [
        (vec![201_712, 101], vec![1, 1]),
        (vec![202_401, 101], vec![1, 0]),
        (vec![202_401, 461], vec![1, 1]),
        (vec![202_402, 101], vec![1, 1]),
        (vec![202_412, 101], vec![1, 1]),
    ];
    assert_eq!(fourth, BTreeMap::from(wanted));
}

#[test]
fn statistics_denmarks_example_comes_out_exactly() {
    let book = book();
    let catalogue = book.catalogue();
    let registers = catalogue.registers();
    let version = catalogue
        .indicator("fuldtidspersoner-hverdage", day("2008-01-01"))
        .unwrap();
    assert_eq!(version.days_off, Some(DaysOff::Weekends));
    let job = [1, 20 * 60, 1];
    let spells: [(usize, &str, &str, &[i32]); 1] = [(0, "2008-01-01", "2008-02-29", &job)];
    let histories = histories(registers, &["1970-01-01"], "jobs", &spells);
    let quarter = Periods::months(epoch("2008-01-01"), epoch("2008-03-31"), 3);
    let query = version.asked(registers, &[], quarter.clone()).unwrap();
    let Answer::Cube(cube) = answer(registers, Query::Cube(query), &histories) else {
        panic!("a cube");
    };
    let How::FullTime { denominator, .. } = version.shown[0].how else {
        panic!("a full-time figure");
    };
    let setting = setting(registers);
    let working = setting.working_days.unwrap();
    let days = working
        .between(quarter.bounds[0], quarter.bounds[1])
        .unwrap();
    assert_eq!(days, 65);
    let above = cube.rows[0].numbers[0];
    let below = i64::from(denominator) * i64::from(days);
    // (20/37) · (44/65), as a fraction and as it is printed.
    assert_eq!(above * 37 * 65, below * 20 * 44);
    assert_eq!((above * 1_000 + below / 2) / below, 366);
}

#[test]
fn every_indicator_compiles_with_every_breakdown_it_allows() {
    let book = book();
    let catalogue = book.catalogue();
    let registers = catalogue.registers();
    let setting = setting(registers);
    assert!(
        catalogue.indicators().len() >= 24,
        "{}",
        catalogue.indicators().len()
    );
    for version in catalogue.indicators() {
        let last = version
            .until
            .map_or(epoch("2026-06-30"), |until| until.epoch() - 1);
        let last = last.min(epoch("2026-06-30"));
        let months = Periods::months(last - 400, last, 1);
        let by: Vec<Vec<&str>> = version.by.iter().map(|id| vec![id.as_str()]).collect();
        for by in std::iter::once(Vec::new()).chain(by) {
            let asked = version.asked(registers, &by, months.clone()).unwrap();
            let query = Query::Cube(asked);
            if let Err(error) = Plan::compile(registers.schema(), &[query], &setting) {
                panic!("{} by {by:?}: {error}", version.id);
            }
        }
        let refused = version.asked(registers, &["findes-ikke"], months.clone());
        assert!(refused.is_err(), "{}", version.id);
    }
}

#[test]
fn every_line_says_itself_again_in_both_languages() {
    let book = book();
    let catalogue = book.catalogue();
    let mut lines = 0;
    let on = |from: Day, until: Option<Day>| {
        until.map_or(from.max(day("2024-06-01")), |until| until.plus(-1))
    };
    let indicators = catalogue.indicators().iter();
    let said = indicators
        .map(|one| (&one.id, &one.population, on(one.from, one.until)))
        .chain(
            catalogue
                .populations()
                .iter()
                .map(|one| (&one.id, &one.population, on(one.from, one.until))),
        );
    for (id, population, day) in said {
        let vocabulary = catalogue.vocabulary(day);
        assert_eq!(check(population, &vocabulary), [], "{id}");
        for language in [Language::Danish, Language::English] {
            let line = print(population, &vocabulary, language);
            let again = parse(&line, &vocabulary)
                .unwrap_or_else(|faults| panic!("{id}: {}", faults[0].show(&line, language)));
            assert_eq!(again, *population, "{id}: {line}");
            lines += 1;
        }
    }
    assert!(lines > 60);
    let vocabulary = catalogue.vocabulary(day("2024-06-01"));
    let target = "på(kontanthjælp, aktivitetsparat) og alder >= 30 og andel(kontanthjælpslignende, 10 år) >= 80 %";
    let population = parse(target, &vocabulary).unwrap();
    assert_eq!(print(&population, &vocabulary, Language::Danish), target);
}

/// What the pages say, in both languages, for those who review a change of them.
#[test]
fn the_lines_read_well() {
    let book = book();
    let catalogue = book.catalogue();
    let mut said = String::new();
    let indicators = catalogue.indicators().iter();
    let indicators = indicators.map(|one| (&one.id, one.from, one.until, &one.population));
    let populations = catalogue.populations().iter();
    let populations = populations.map(|one| (&one.id, one.from, one.until, &one.population));
    for (id, from, until, population) in indicators.chain(populations) {
        let day = until.map_or(from.max(day("2024-06-01")), |until| until.plus(-1));
        let vocabulary = catalogue.vocabulary(day);
        let until = until.map_or(String::new(), |until| until.to_string());
        let from = if from == Day::MIN {
            String::new()
        } else {
            from.to_string()
        };
        let _ = writeln!(said, "{id} [{from}..{until})");
        for language in [Language::Danish, Language::English] {
            let _ = writeln!(said, "  {}", print(population, &vocabulary, language));
        }
    }
    insta::with_settings!({ snapshot_path => "../snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("catalogue_lines", said);
    });
}

#[test]
fn dated_parameters_and_headings_make_versions() {
    let book = book();
    let catalogue = book.catalogue();
    let offers = |text| catalogue.indicator("fokusmaal-tilbud", day(text)).unwrap();
    let part = |version: &IndicatorVersion| match &version.measures[1].measure {
        Measure::Part { part, .. } => format!("{part:?}"),
        other => panic!("{other:?}"),
    };
    assert!(part(offers("2020-06-01")).contains("number: 13500"));
    assert!(part(offers("2021-01-01")).contains("number: 6000"));
    assert_eq!(offers("2020-06-01").until, Some(day("2021-01-01")));
    assert!(
        catalogue
            .indicator("fokusmaal-tilbud", day("2026-02-01"))
            .is_none()
    );
    let young = |text| {
        &catalogue
            .indicator("unge-uddannelseshjaelp", day(text))
            .unwrap()
            .line
    };
    assert_ne!(young("2025-06-30"), young("2025-07-01"));
    // Rivals know each other, and are two.
    let share = catalogue
        .indicator("langtidsledige-80", day("2024-01-01"))
        .unwrap();
    let weeks = catalogue
        .indicator("langtidsledige-52", day("2024-01-01"))
        .unwrap();
    assert_eq!(share.rivals.join(" "), weeks.id);
    assert_eq!(weeks.rivals.join(" "), share.id);
    assert_ne!(share.population, weeks.population);
}

#[test]
fn geography_is_that_of_the_day() {
    let book = book();
    let registers = book.catalogue().registers();
    let municipalities = registers.list("municipalities").unwrap();
    assert_eq!(municipalities.codes.len(), 98);
    let count = |id: &str, on: &str, member: &str, list: &str| {
        let member = registers.list(list).unwrap().code(member).unwrap().number;
        let gathering = municipalities.gathering(id, day(on)).unwrap();
        assert_eq!(gathering.pairs.len(), 98);
        gathering.codes_of(member).len()
    };
    assert_eq!(
        count("region", "2024-01-01", "region-hovedstaden", "regions"),
        29
    );
    assert_eq!(
        count("region", "2027-01-01", "region-oestdanmark", "regions"),
        46
    );
    assert_eq!(
        count("council", "2024-12-31", "rar-oestjylland", "councils"),
        12
    );
    assert_eq!(
        count("council", "2025-01-01", "rbr-midtjylland", "councils"),
        19
    );
    assert!(
        municipalities
            .gathering("council", day("2014-12-31"))
            .is_none()
    );
}

#[test]
fn a_missing_number_never_counts_as_met() {
    let book = book();
    let catalogue = book.catalogue();
    let judgement = catalogue
        .judgement("skaerpet-tilsyn", day("2025-01-01"))
        .unwrap();
    assert!(
        catalogue
            .judgement("skaerpet-tilsyn", day("2026-02-01"))
            .is_none()
    );
    let conclude = |actual: i64, expected: Option<i64>, talks: i64, offers: i64| {
        judgement.conclude(&|asked| {
            let (above, below) = match asked {
                Asked::Series(_) => (expected?, 1),
                Asked::Shown { indicator, .. } if indicator == "fokusmaal-samtaler" => (talks, 100),
                Asked::Shown { indicator, .. } if indicator == "fokusmaal-tilbud" => (offers, 100),
                Asked::Shown { .. } => (actual, 1),
            };
            Some(Quotient { above, below })
        })
    };
    assert_eq!(conclude(110, Some(100), 20, 10), Verdict::Holds);
    assert_eq!(conclude(110, Some(100), 10, 30), Verdict::Holds);
    assert_eq!(conclude(110, Some(100), 19, 29), Verdict::HoldsNot);
    assert_eq!(conclude(100, Some(100), 50, 50), Verdict::HoldsNot);
    // Even where the other clause already fails, nothing is concluded without the expected number.
    let needs = vec![Asked::Series("forventet-antal".to_owned())];
    assert_eq!(conclude(110, None, 0, 0), Verdict::Undetermined(needs));
    let words = [&judgement.met, &judgement.unmet].map(|words| words.clone().unwrap().da);
    assert_eq!(
        words,
        [
            "Omfattet af skærpet tilsyn",
            "Ikke omfattet af skærpet tilsyn"
        ]
    );
    assert_eq!(judgement.parameters[0].name, "ikke-naaet");
    assert_eq!(judgement.parameters[0].value, ">=");
}

/// The pages about figures, and what they name of others: the codes, and the models whose cases a cohort opens.
fn figure_pages() -> Vec<Source> {
    let mut pages = Book::embedded_sources();
    let named = ["/tal/", "/koder.md", "/afklaringspuljen/"];
    pages.retain(|page| named.iter().any(|name| page.path.contains(name)));
    assert!(pages.len() >= 6);
    pages
}

#[test]
fn the_pages_about_figures_stand_alone_in_any_order() {
    let mut pages = figure_pages();
    let first = Book::load(&pages).unwrap();
    pages.reverse();
    let second = Book::load(&pages).unwrap();
    assert_eq!(
        first.catalogue().indicators(),
        second.catalogue().indicators()
    );
    assert_eq!(
        first.catalogue().populations(),
        second.catalogue().populations()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_mangled_page_never_panics(which in 0_usize..6, from in 0_usize..400, lines in 1_usize..40, word in "[a-zæøå\"={}()$>%0-9-]{0,12}") {
        let mut pages = figure_pages();
        let page = &mut pages[which];
        let all: Vec<&str> = page.text.lines().collect();
        let from = from % all.len();
        let until = (from + lines).min(all.len());
        page.text = [&all[..from], &[word.as_str()], &all[until..]].concat().join("\n");
        if let Err(problems) = Book::load(&pages) {
            prop_assert!(!problems.0.is_empty());
            prop_assert!(problems.0.iter().all(|problem| problem.remedy.is_some()));
        }
    }
}

#[test]
fn a_page_of_ones_own_adds_a_code_to_a_list_and_says_where_it_is_counted() {
    let own = Source {
        path: "a.md".to_owned(),
        text: "# Vores {lists = \"vores\", source = \"opdigtet\"}

## Kommunen {list = \"municipalities\"}

```toml
more = true
code = [{ id = \"vores-kommune\", number = 990, da = \"Vores Kommune\", like = \"bornholm\" }]
```
"
        .to_owned(),
    };
    let book = Book::embedded().with(&[own]).unwrap();
    let registers = book.catalogue().registers();
    let municipalities = registers.list("municipalities").unwrap();
    assert_eq!(municipalities.title.da, "Kommuner");
    assert_eq!(municipalities.codes.len(), 99);
    assert_eq!(
        municipalities.number(990).unwrap().title.da,
        "Vores Kommune"
    );
    for gathering in &municipalities.gatherings {
        let of = |code: i32| gathering.pairs.iter().find(|(known, _)| *known == code);
        assert_eq!(of(990).unwrap().1, of(400).unwrap().1, "{}", gathering.id);
    }
    assert_eq!(municipalities.gatherings.len(), 4);
}
