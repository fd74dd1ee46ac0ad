//! Values as Danish files write them: days and hours.

use calendar::Day;

/// A day written 15-09-2021, 15.09.2021, 15/9 2021, 15/9/2021 or 2021-09-15; a midnight that a spreadsheet added is dropped.
///
/// The error says what is wrong and what to write, in Danish.
pub(super) fn day(text: &str) -> Result<Day, String> {
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
///
/// A point is no decimal sign in Danish, so `7.5` is refused rather than guessed.
pub(super) fn minutes(text: &str) -> Result<u32, String> {
    let text = text.trim();
    let (whole, decimals) = text.split_once(',').unwrap_or((text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if text.contains('.') {
        return Err("har punktum; skriv timer med komma, fx 7,5".to_owned());
    }
    if whole.is_empty()
        || whole.len() > 3
        || decimals.len() > 2
        || !digits(whole)
        || !digits(decimals)
        || text.ends_with(',')
    {
        return Err("er ikke et antal timer; skriv fx 37 eller 7,5".to_owned());
    }
    let hundredths: u32 = format!("{whole}{decimals:0<2}")
        .parse()
        .expect("at most five digits are a number");
    if hundredths > 168 * 100 {
        return Err("er flere timer, end der er på en uge (168)".to_owned());
    }
    Ok((hundredths * 60 + 50) / 100)
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
    fn a_slip_is_recognised() {
        let known = ["kontanthjaelp", "uddannelseshjaelp"];
        assert_eq!(
            nearest("kontanthjælp", known.into_iter()),
            Some("kontanthjaelp")
        );
        assert_eq!(nearest("løn", known.into_iter()), None);
    }
}
