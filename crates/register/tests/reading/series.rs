//! Shares of given numbers and averages of months, over a register.

use register::release::Protection;
use register::request::Request;
use rulebook::Book;
use serde_json::Value;
use tables::Language;

use crate::registers::Register;
use crate::released::people;
use crate::runs::{DENOMINATORS, Run};

const SERIES: &str = "[[series]]\nname = \"arbejdsstyrken\"\nfile = \"denominators.csv\"\n";

fn table(by: &[&str], every: &str) -> String {
    format!(
        "[[table]]\nindicator = \"fuldtidspersoner\"\nby = {by:?}\nevery = \"{every}\"\nfrom = 2024-01-01\nlast = 2024-03-31\nfile = \"a.csv\"\n"
    )
}

fn run(request: &str, protection: Option<Protection>) -> Run {
    let (spells, persons) = people();
    let run = Run::with(&spells, &persons, request, None, protection).expect("a request");
    assert!(run.failed.is_empty(), "{:?}", run.failed);
    run
}

/// A number of the row that begins so, by the name of its column.
fn number(run: &Run, row: &str, column: &str) -> String {
    let text = run.text("a.csv");
    let mut lines = text.lines();
    let at = lines
        .next()
        .and_then(|head| head.split(',').position(|one| one == column));
    let at = at.unwrap_or_else(|| panic!("{column}: {text}"));
    let line = lines.find(|line| line.starts_with(row));
    let line = line.unwrap_or_else(|| panic!("{row}: {text}"));
    line.split(',').nth(at).expect("a field").to_owned()
}

fn close(text: &str, wanted: f64) {
    let found: f64 = text.parse().expect("a number");
    assert!((found - wanted).abs() < 1e-9 * wanted, "{found} {wanted}");
}

#[test]
fn a_share_is_taken_of_the_number_of_those_it_is_about() {
    let request = |by: &[&str]| SERIES.to_owned() + &table(by, "quarter");
    // 177 persons the whole of January, one of them all of February too.
    let days = 177.0 * 31.0 + 29.0;
    let share = "pct-arbejdsstyrken";
    close(
        &number(&run(&request(&[]), None), "2024-01-01,", share),
        days / 91.0 / 200_000.0,
    );
    // A benefit is got by some of everybody; the later of two numbers of a municipality counts.
    let by_benefit = run(&request(&["benefit"]), None);
    let of_one = (40.0 + 30.0 + 8.0) * 31.0 / 91.0;
    close(
        &number(&by_benefit, "2024-01-01,1,", share),
        of_one / 200_000.0,
    );
    let by_place = run(&request(&["municipality"]), None);
    let of_one = (63.0 * 31.0 + 29.0) / 91.0;
    close(
        &number(&by_place, "2024-01-01,101,", share),
        of_one / 1000.0,
    );
    assert_eq!(number(&by_place, "2024-01-01,461,", share), "NaN");
    let about: Value = serde_json::from_str(&by_place.text("a.about.json")).expect("JSON");
    assert_eq!(about["series"][0]["name"], "arbejdsstyrken");
    let sources = about["series"][0]["sources"].to_string();
    assert!(sources.contains("RAS300, dateret 2024-05-01"), "{sources}");
    assert!(!sources.contains("foreløbig"), "{sources}");
    let lacking = about["lacking"].to_string();
    assert!(
        lacking.contains("for 2 af 3 felter er der ikke noget"),
        "{lacking}"
    );
    // The population was not named.
    assert!(lacking.contains("[[series]]"), "{lacking}");
    let by_sex = run(&request(&["sex"]), None);
    let shares = ["1", "2"].map(|sex| number(&by_sex, &format!("2024-01-01,{sex},"), share));
    assert_eq!(
        shares.iter().filter(|share| *share == "NaN").count(),
        1,
        "{shares:?}"
    );
    let women = shares
        .iter()
        .find(|share| *share != "NaN")
        .expect("a share");
    assert!(women.parse::<f64>().expect("a number") < 177.0 * 31.0 / 91.0 / 80_000.5);
}

#[test]
fn an_average_of_months_is_that_of_the_months_numbers() {
    for (every, from) in [("quarter", "2024-01-01,"), ("year", "2024,")] {
        let run = run(&table(&["municipality"], every), None);
        let row = |code: &str| number(&run, &format!("{from}{code},"), "gennemsnit");
        let months = if every == "year" { 12.0 } else { 3.0 };
        // Those who came back in May and June are in the year.
        let later = |back: f64| if every == "year" { 2.0 * back } else { 0.0 };
        close(&row("101"), (63.0 + 1.0 + later(4.0)) / months);
        close(&row("461"), (67.0 + later(14.0)) / months);
    }
    // A month's average is the month's number, which stands there under its own name.
    let run = run(&table(&[], "month"), None);
    assert!(!run.text("a.csv").contains("gennemsnit"));
    let about: Value = serde_json::from_str(&run.text("a.about.json")).expect("JSON");
    assert!(!about["lacking"].to_string().contains("måned"), "{about}");
}

#[test]
fn shares_and_averages_of_few_are_hidden_with_the_rest() {
    let request = SERIES.to_owned() + &table(&["municipality", "benefit"], "quarter");
    let (spells, persons) = people();
    let january = spells.replace("1,2,1,101,100,2024-02-01,2024-02-10\n", "");
    let january = january.replace("1,3,1,101,100,2024-02-11,2024-02-29\n", "");
    let run = |spells: &str| {
        let protection = Some(Protection::default());
        Run::with(spells, &persons, &request, None, protection).expect("a request")
    };
    let row = |run: &Run, row: &str| {
        let number = |column| number(run, row, column);
        (number("gennemsnit"), number("pct-arbejdsstyrken"))
    };
    let hidden = ("..".to_owned(), "..".to_owned());
    let quiet = run(&january);
    assert_eq!(row(&quiet, "2024-01-01,101,2,"), hidden);
    let (average, share) = row(&quiet, "2024-01-01,total,total,");
    close(&average, 177.0 / 3.0);
    close(&share, 177.0 * 31.0 / 91.0 / 200_000.0);
    // Nobody has given the labour force of this municipality.
    let (average, share) = row(&quiet, "2024-01-01,461,1,");
    close(&average, 10.0);
    assert_eq!(share, "?");
    // One person alone is in February, and its number follows from the quarter's days and the average: 31, 29 and 31 days.
    let restless = run(&spells);
    assert_eq!(row(&restless, "2024-01-01,total,total,"), hidden);
}

#[test]
fn a_file_of_numbers_that_cannot_be_followed_is_told_with_its_line() {
    let book = Book::embedded();
    let register = Register::new();
    let request = SERIES.to_owned() + &table(&[], "quarter");
    let row = "arbejdsstyrken;;;2024;200000;Danmarks Statistik, RAS300;01-05-2024";
    for (file, problem) in [
        (
            DENOMINATORS.replace("tal;", "antal;"),
            "the column tal is lacking",
        ),
        (
            DENOMINATORS.replace(row, "arbejdsstyrken;;;2024;1.000;k;01-05-2024"),
            "line 4: 1.000 is no number above zero",
        ),
        (
            DENOMINATORS.replace(row, "arbejdsstyrken;;9;2024;1;k;01-05-2024"),
            "line 4: 9 is no code of a municipality",
        ),
        (
            DENOMINATORS.replace(row, "arbejdsstyrken;;;2024X;1;k;01-05-2024"),
            "line 4: 2024X is no period",
        ),
        (
            DENOMINATORS.replace(row, "arbejdsstyrken;;;2024;1;k;i går"),
            "line 4: i går is no date",
        ),
        (
            format!("{DENOMINATORS}{}\n", row.replace("200000", "1")),
            "another number for 2024 has the same date",
        ),
        (
            DENOMINATORS.replace("arbejdsstyrken", "andre"),
            "no row has arbejdsstyrken",
        ),
        (format!("{DENOMINATORS}en;to\n"), "cannot be read as CSV"),
    ] {
        register.file("denominators.csv", file);
        let file = register.file("request.toml", &request);
        let refused = Request::read(&file, book.catalogue(), None).expect_err(problem);
        let told = refused.told(Language::English);
        assert!(
            told.contains("denominators.csv") && told.contains(problem),
            "{told}"
        );
        assert!(told.contains("; "), "a remedy: {told}");
        assert!(refused.to_string() != told, "both languages: {told}");
    }
    for (from, to, problem) in [
        (
            "arbejdsstyrken",
            "arbejdstyrken",
            "there is no series arbejdstyrken",
        ),
        ("denominators.csv", "nowhere.csv", "there is no such file"),
    ] {
        let file = register.file("request.toml", request.replace(from, to));
        let refused = Request::read(&file, book.catalogue(), None).expect_err(problem);
        let told = refused.told(Language::English);
        assert!(told.contains(problem), "{told}");
    }
}
