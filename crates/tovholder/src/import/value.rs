//! Values as Danish files write them: days and hours.

use calendar::Day;
use tables::{Decimal, Period};

/// A day written 15-09-2021, 15.09.2021, 15/9 2021, 15/9/2021 or 2021-09-15; a midnight that a spreadsheet added is dropped.
///
/// The error says what is wrong and what to write, in Danish.
pub(crate) fn day(text: &str) -> Result<Day, String> {
    let text = text.trim();
    let text = ["00:00:00", "00.00.00", "00:00"]
        .iter()
        .find_map(|midnight| text.strip_suffix(midnight))
        .map_or(text, str::trim_end);
    if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(
            "er et regnearks nummer for en dag; vis kolonnen som dato, og gem igen".to_owned(),
        );
    }
    if let Ok(day) = text.parse() {
        return Ok(day);
    }
    let parts: Vec<&str> = text
        .split(['-', '.', '/', ' '])
        .filter(|part| !part.is_empty())
        .collect();
    let [day, month, year] = parts[..] else {
        return Err("er ikke en dato; skriv fx 15-09-2021".to_owned());
    };
    // The year stands first where it has four digits.
    let (day, year) = if day.len() == 4 {
        (year, day)
    } else {
        (day, year)
    };
    if year.len() == 2 && day.len() <= 2 {
        return Err("har årstal med to cifre; skriv alle fire, fx 15-09-2021".to_owned());
    }
    let number = |part: &str, longest: usize| {
        (part.len() <= longest && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<i16>().ok())
            .flatten()
    };
    match (number(day, 2), number(month, 2), number(year, 4)) {
        (Some(day), Some(month), Some(year)) if year >= 1000 => {
            let small = |number: i16| i8::try_from(number).ok();
            small(month)
                .zip(small(day))
                .and_then(|(month, day)| Day::new(year, month, day))
                .ok_or_else(|| "er en dag, der ikke findes i kalenderen".to_owned())
        }
        _ => Err("er ikke en dato; skriv fx 15-09-2021".to_owned()),
    }
}

/// Hours a week as minutes: `37`, `7,5`, `12,33` (rounded to the nearest minute). At most 168 hours.
pub(super) fn minutes(text: &str) -> Result<u32, String> {
    let hundredths = hundredths_of_hours(text, 3)?;
    if hundredths > 168 * 100 {
        return Err("er flere timer, end der er på en uge (168)".to_owned());
    }
    Ok((hundredths * 60 + 50) / 100)
}

/// Hours in all as minutes, likewise. At most 9,999 hours.
pub(super) fn minutes_in_all(text: &str) -> Result<u32, String> {
    Ok((hundredths_of_hours(text, 4)? * 60 + 50) / 100)
}

/// A point is no decimal sign in Danish, so `7.5` is refused rather than guessed.
fn hundredths_of_hours(text: &str, digits_before: usize) -> Result<u32, String> {
    let text = text.trim();
    let (whole, decimals) = text.split_once(',').unwrap_or((text, ""));
    if text.contains('.') {
        return Err("har punktum; skriv timer med komma, fx 7,5".to_owned());
    }
    if whole.is_empty()
        || whole.len() > digits_before
        || decimals.len() > 2
        || !digits(whole)
        || !digits(decimals)
        || text.ends_with(',')
    {
        return Err("er ikke et antal timer; skriv fx 37 eller 7,5".to_owned());
    }
    let hundredths = format!("{whole}{decimals:0<2}");
    Ok(hundredths.parse().expect("at most six digits are a number"))
}

fn digits(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whole per cent, 1 to 100, with or without the sign.
pub(super) fn percent(text: &str) -> Result<u32, String> {
    let bare = text.trim().trim_end_matches('%').trim_end();
    Some(bare)
        .filter(|bare| !bare.is_empty() && bare.len() <= 3 && digits(bare))
        .and_then(|bare| bare.parse().ok())
        .filter(|percent| (1..=100).contains(percent))
        .ok_or_else(|| "er ikke hele procent fra 1 til 100; skriv fx 50".to_owned())
}

/// A number with a decimal comma; points between thousands are refused, for some read them as decimals.
pub(super) fn decimal(text: &str) -> Result<Decimal, String> {
    let wrong = || "er ikke et tal; skriv fx 12500 eller 4,2".to_owned();
    if text.contains('.') {
        return Err(
            "har punktum; skriv tal uden punktum og med komma, fx 12500 eller 4,2".to_owned(),
        );
    }
    let bare = text.trim().replace(['\u{a0}', ' '], "");
    let (minus, bare) = match bare.strip_prefix(['-', '\u{2212}']) {
        Some(bare) => (-1, bare.to_owned()),
        None => (1, bare),
    };
    let (whole, decimals) = bare.split_once(',').unwrap_or((&bare, ""));
    if whole.is_empty() || !digits(whole) || !digits(decimals) || bare.ends_with(',') {
        return Err(wrong());
    }
    // What the store keeps: eighteen digits always fit.
    if whole.len() + decimals.len() > 18 {
        return Err("har flere cifre, end der kan gemmes (18)".to_owned());
    }
    let units: i128 = format!("{whole}{decimals}").parse().map_err(|_| wrong())?;
    let places = u8::try_from(decimals.len()).map_err(|_| wrong())?;
    Ok(Decimal {
        units: units * minus,
        places,
    })
}

/// A year, quarter, month or day: `2024`, `2024K1`, `2024M01`, or a day as elsewhere.
pub(super) fn period(text: &str) -> Result<Period, String> {
    let written = text.trim().to_uppercase().replacen('Q', "K", 1);
    if let Ok(period) = written.parse::<Period>() {
        return Ok(period);
    }
    day(text).map(Period::Day).map_err(|_| {
        "er ikke en periode; skriv fx 2024, 2024K1, 2024M01 eller 15-09-2024".to_owned()
    })
}

/// The known word nearest to what was written, if one is near enough to be meant.
pub(super) fn nearest<'a>(written: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|word| (strsim::damerau_levenshtein(written, word), word))
        .filter(|(distance, word)| *distance <= 1 + word.chars().count() / 4)
        .min()
        .map(|(_, word)| word)
}

/// `»x« kendes ikke; mente du »y«?`, or what there is to choose from.
pub(super) fn unknown<'a>(written: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    if let Some(meant) = nearest(written, known.clone()) {
        return format!("kendes ikke; mente du »{meant}«?");
    }
    let shown: Vec<&str> = known.take(12).collect();
    format!("kendes ikke; der kan stå: {}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_danes_write_them() {
        let expected: Day = "2021-09-05".parse().unwrap();
        for text in [
            "05-09-2021",
            "5-9-2021",
            "05.09.2021",
            "5/9 2021",
            "5/9/2021",
            "5. 9. 2021",
            "2021-09-05",
            "2021-9-5",
            " 05-09-2021 00:00:00",
        ] {
            assert_eq!(day(text), Ok(expected), "{text}");
        }
        for text in [
            "31-02-2021",
            "5-9-21",
            "44444",
            "2021",
            "i går",
            "05-13-2021",
            "0-0-0000",
            "5-9-2021-1",
            "٥-٩-٢٠٢١",
            "99-99-99999",
            "",
        ] {
            assert!(day(text).is_err(), "{text}");
        }
        let absent = Err("er en dag, der ikke findes i kalenderen".to_owned());
        assert_eq!(
            [day("2021-02-30"), day("30.02.2021")],
            [absent.clone(), absent]
        );
    }

    #[test]
    fn hours_are_read_with_a_comma() {
        for (text, expected) in [
            ("37", 2220),
            ("7,5", 450),
            ("12,33", 740),
            ("0", 0),
            ("168", 10_080),
            ("7,05", 423),
        ] {
            assert_eq!(minutes(text), Ok(expected), "{text}");
        }
        for text in ["7.5", "1.000", "169", "-1", "7,", ",5", "7,555", "syv", ""] {
            assert!(minutes(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_percent_and_periods_are_read_as_danes_write_them() {
        let number = |units, places| Ok(Decimal { units, places });
        assert_eq!(decimal("12 500"), number(12_500, 0));
        assert_eq!(decimal("-4,20"), number(-420, 2));
        for text in [
            "1.000",
            "4,",
            ",5",
            "",
            "--1",
            "1e5",
            "٣",
            "1234567890123456789",
        ] {
            assert!(decimal(text).is_err(), "{text}");
        }
        assert_eq!(percent("50 %"), Ok(50));
        for text in ["0", "101", "50,5", "%", "0050"] {
            assert!(percent(text).is_err(), "{text}");
        }
        assert_eq!(minutes_in_all("1603,25"), Ok(96_195));
        assert!(minutes_in_all("10000").is_err());
        assert_eq!(period("2024Q1"), Ok(Period::Quarter(2024, 1)));
        assert_eq!(period("2024m02"), Ok(Period::Month(2024, 2)));
        assert_eq!(period("2024"), Ok(Period::Year(2024)));
        assert_eq!(
            period("5/9 2021"),
            Ok(Period::Day("2021-09-05".parse().unwrap()))
        );
        for text in ["2024M13", "2024K5", "24", "i år", ""] {
            assert!(period(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_slip_is_recognised() {
        let known = ["kontanthjaelp", "uddannelseshjaelp"];
        assert_eq!(
            nearest("kontanthjælp", known.into_iter()),
            Some("kontanthjaelp")
        );
        assert_eq!(nearest("løn", known.into_iter()), None);
    }
}
