//! What faults say, in both languages.

use super::fault::{Expected, Fault, FaultKind, Implausible, Sought};
use super::terms::Label;
use super::words::Language;

impl Fault {
    /// What is wrong.
    pub fn message(&self, language: Language) -> String {
        let label = match &self.kind {
            FaultKind::Expected { what, found } => expected(*what, found),
            FaultKind::Implausible(found) => implausible(*found),
            FaultKind::UnknownName { word, sought } => unknown(word, *sought),
            kind => plain(kind),
        };
        label.in_language(language).to_owned()
    }
}

pub(super) fn listed(labels: &[Label], language: Language) -> String {
    let or = match language {
        Language::Danish => " eller ",
        Language::English => " or ",
    };
    let labels: Vec<_> = labels
        .iter()
        .take(6)
        .map(|label| label.in_language(language))
        .collect();
    labels.join(or)
}

fn plain(kind: &FaultKind) -> Label {
    let say = |da: String, en: String| Label { da, en };
    match kind {
        FaultKind::TooLong { most } => say(
            format!("linjen er for lang; der læses højst {most} tegn"),
            format!("the line is too long; at most {most} bytes are read"),
        ),
        FaultKind::TooDeep { most } => say(
            format!("der er for mange parenteser i hinanden; højst {most} læses"),
            format!("the parentheses are nested too deep; at most {most} are read"),
        ),
        FaultKind::Character { character } => say(
            format!("tegnet {} hører ikke til her", shown(*character)),
            format!("the character {} does not belong here", shown(*character)),
        ),
        FaultKind::Foreign { character, word } => say(
            format!("i »{word}« står {} fra et andet alfabet", shown(*character)),
            format!("“{word}” holds {} of another alphabet", shown(*character)),
        ),
        FaultKind::ValueOfOther { word, column } => say(
            format!("»{word}« er ingen værdi af {}", column.da),
            format!("“{word}” is no value of {}", column.en),
        ),
        FaultKind::UnknownFunction { word } => say(
            format!("der er intet, der hedder »{word}(…)«"),
            format!("there is nothing called “{word}(…)”"),
        ),
        FaultKind::UnknownParameter { name } => say(
            format!("der er ingen parameter, der hedder »{name}«"),
            format!("there is no parameter called “{name}”"),
        ),
        FaultKind::ParameterNoValue { name, value } => say(
            format!("parameteren »{name}« er »{value}«, og det er ikke én værdi"),
            format!("the parameter “{name}” is “{value}”, which is not one value"),
        ),
        FaultKind::Ambiguous { word, .. } => say(
            format!("»{word}« kan betyde flere ting"),
            format!("“{word}” can mean several things"),
        ),
        FaultKind::NoTrack { words } => {
            let words = words.iter().take(6).cloned().collect::<Vec<_>>().join(", ");
            say(
                format!("{words} hører ikke til samme slags forløb"),
                format!("{words} do not belong to one sort of spell"),
            )
        }
        FaultKind::NotOnTrack { word, track } => say(
            format!("»{word}« hører ikke til {}", track.da),
            format!("“{word}” does not belong to {}", track.en),
        ),
        FaultKind::ColumnAlone { word } => say(
            format!("»{word}« er noget, et forløb har, og står inde i på(…)"),
            format!("“{word}” is something a spell has, and stands inside on(…)"),
        ),
        FaultKind::AttributeInSpells { word } => say(
            format!("»{word}« er ikke noget, et forløb har, og står uden for parentesen"),
            format!("“{word}” is nothing a spell has, and stands outside the parenthesis"),
        ),
        FaultKind::AttributeAlone { word } => say(
            format!("der står ikke, hvad »{word}« skal være"),
            format!("it is not said what “{word}” should be"),
        ),
        kind => of_value(kind),
    }
}

fn of_value(kind: &FaultKind) -> Label {
    let say = |da: String, en: String| Label { da, en };
    match kind {
        FaultKind::NeedsCode { column } => say(
            format!("{} er en kode, ikke et tal eller en dag", column.da),
            format!("{} is a code, not a number or a day", column.en),
        ),
        FaultKind::NeedsNumber { column } => say(
            format!("{} er et tal", column.da),
            format!("{} is a number", column.en),
        ),
        FaultKind::NeedsDay { column } => say(
            format!("{} er en dag", column.da),
            format!("{} is a day", column.en),
        ),
        FaultKind::NoOrder { column } => say(
            format!("{} har ingen rækkefølge", column.da),
            format!("{} has no order", column.en),
        ),
        FaultKind::NumberTooLong => Label::new(
            "tallet har for mange cifre",
            "the number has too many digits",
        ),
        FaultKind::NumberAmbiguous { number } => say(
            format!("{number} kan læses som et helt tal og som et decimaltal"),
            format!("{number} can be read as a whole number and as a decimal"),
        ),
        FaultKind::NumberOutOfRange => Label::new(
            "tallet er for stort eller for lille",
            "the number is too large or too small",
        ),
        FaultKind::NotWhole => {
            Label::new("tallet går ikke op", "the number does not come out whole")
        }
        FaultKind::UnitNeeded { .. } => {
            Label::new("tallet mangler sin enhed", "the number lacks its unit")
        }
        FaultKind::UnknownUnit { word, .. } => say(
            format!("»{word}« er ikke en enhed her"),
            format!("“{word}” is no unit here"),
        ),
        FaultKind::NoSuchDay { text } => say(
            format!("der er ingen dag {text}"),
            format!("there is no day {text}"),
        ),
        FaultKind::MixedLength => Label::new(
            "en længde er enten dage og uger eller måneder og år, og ikke arbejdsdage",
            "a length is either days and weeks or months and years, and no working days",
        ),
        FaultKind::GapInDays => Label::new(
            "her står et antal dage eller uger",
            "this is a number of days or weeks",
        ),
        FaultKind::NoBirth => Label::new(
            "der er ingen fødselsdag at regne alder fra",
            "there is no day of birth to count age from",
        ),
        _ => Label::new("linjen kan ikke læses", "the line cannot be read"),
    }
}

fn expected(what: Expected, found: &str) -> Label {
    let (da, en) = match what {
        Expected::Population => (
            "her mangler, hvem det handler om",
            "who it is about is missing here",
        ),
        Expected::Comparison => (
            "her ventes >=, >, <=, < eller =",
            "expected >=, >, <=, < or =",
        ),
        Expected::AtMost => ("her ventes <=", "expected <="),
        Expected::Number => ("her ventes et tal", "expected a number"),
        Expected::Share => ("her ventes en andel", "expected a share"),
        Expected::Length => ("her ventes en længde", "expected a length of time"),
        Expected::Window => (
            "her ventes, hvor langt der ses tilbage",
            "expected how far to look back",
        ),
        Expected::Open => ("her ventes (", "expected ("),
        Expected::Close => ("her ventes )", "expected )"),
        Expected::CommaOrClose => ("her ventes komma eller )", "expected a comma or )"),
        Expected::Name => ("her ventes et navn", "expected a name"),
        Expected::Column => ("her ventes, hvad der måles", "expected what is measured"),
        Expected::Value => ("her ventes en værdi", "expected a value"),
        Expected::Day => ("her ventes en dag", "expected a day"),
        Expected::Age => (
            "her ventes en alder i hele år",
            "expected an age in whole years",
        ),
        Expected::Quote => (
            "citationstegnet lukkes ikke",
            "the quotation mark is not closed",
        ),
        Expected::GapOption => ("her ventes fra eller hvis", "expected from or if"),
        Expected::AndOrEnd => (
            "her ventes og, eller, eller at linjen slutter",
            "expected and, or, or the end of the line",
        ),
    };
    let found: String = found
        .chars()
        .take(30)
        .map(|one| if one.is_control() { ' ' } else { one })
        .collect();
    if found.trim().is_empty() {
        Label::new(da, en)
    } else {
        Label::new(
            &format!("{da}, ikke »{found}«"),
            &format!("{en}, not “{found}”"),
        )
    }
}

fn unknown(word: &str, sought: Sought) -> Label {
    let (da, en) = match sought {
        Sought::Population | Sought::Value => {
            return Label::new(
                &format!("»{word}« kendes ikke"),
                &format!("“{word}” is not known"),
            );
        }
        Sought::Track => (
            "der er ingen slags forløb, der hedder",
            "there is no sort of spell called",
        ),
        Sought::Column => (
            "et forløb har intet, der hedder",
            "a spell has nothing called",
        ),
        Sought::Attribute => (
            "en person har intet, der hedder",
            "a person has nothing called",
        ),
    };
    Label::new(&format!("{da} »{word}«"), &format!("{en} “{word}”"))
}

fn implausible(what: Implausible) -> Label {
    let (da, en) = match what {
        Implausible::NoLength => ("en længde er mindst én dag", "a length is at least one day"),
        Implausible::LengthTooLong => (
            "længden er længere end et liv",
            "the length is longer than a life",
        ),
        Implausible::ShareOverWhole => ("andelen er over 100 %", "the share is above 100 %"),
        Implausible::ShareAlways => (
            "det er alle andele; betingelsen siger intet",
            "that is every share; the condition says nothing",
        ),
        Implausible::ShareNever => ("ingen andel er sådan", "no share is like that"),
        Implausible::NoDenominator => (
            "andelen har intet under brøkstregen",
            "the share has nothing below its line",
        ),
        Implausible::AgeEmpty => ("ingen har en sådan alder", "nobody is of that age"),
        Implausible::AgeTooHigh => ("så gammel er ingen", "nobody is that old"),
        Implausible::NoValues => (
            "der er ingen værdier at vælge",
            "there are no values to choose",
        ),
        Implausible::ValuesUnsorted => {
            ("værdierne står ikke i orden", "the values are out of order")
        }
        Implausible::CountAlways => (
            "det er altid mindst nul; betingelsen siger intet",
            "there are always at least none; the condition says nothing",
        ),
        Implausible::CountNever => (
            "færre end nul er der aldrig",
            "there are never fewer than none",
        ),
        Implausible::OneOfNothing => (
            "og og eller samler mindst to",
            "and and or join at least two",
        ),
        Implausible::OrderOfCodes => ("koder har ingen rækkefølge", "codes have no order"),
        Implausible::UnknownPlace => (
            "sporet, kolonnen eller egenskaben findes ikke eller er af en anden art",
            "the track, column or attribute does not exist or is of another kind",
        ),
        Implausible::TooDeep => (
            "betingelserne er for mange i hinanden",
            "the conditions are nested too deep",
        ),
    };
    Label::new(da, en)
}

fn shown(character: char) -> String {
    let code = u32::from(character);
    if character.is_control() || character.is_whitespace() {
        format!("U+{code:04X}")
    } else {
        format!("»{character}« (U+{code:04X})")
    }
}
