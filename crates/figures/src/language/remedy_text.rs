//! What a writer can do about a fault, in both languages.

use super::fault::{Expected, Fault, FaultKind, Implausible};
use super::fault_text::listed;
use super::terms::Label;
use super::words::Language;

impl Fault {
    /// What to do about it, where there is more to say than the message says.
    pub fn remedy(&self, language: Language) -> Option<String> {
        if let Some(near) = &self.near {
            let near = near.in_language(language);
            return Some(match language {
                Language::Danish => format!("mente du »{near}«?"),
                Language::English => format!("did you mean “{near}”?"),
            });
        }
        let label = match &self.kind {
            FaultKind::Expected { what, found } => remedy_of_expected(*what, found)?,
            FaultKind::Ambiguous { instead, .. } => {
                let list = |language| listed(instead, language);
                Label::new(
                    &format!("skriv {}", list(Language::Danish)),
                    &format!("write {}", list(Language::English)),
                )
            }
            FaultKind::UnitNeeded { units } | FaultKind::UnknownUnit { units, .. } => {
                if units.is_empty() {
                    return None;
                }
                Label::new(
                    &format!("enheden er {}", listed(units, Language::Danish)),
                    &format!("the unit is {}", listed(units, Language::English)),
                )
            }
            kind => remedy_of(kind)?,
        };
        Some(label.in_language(language).to_owned())
    }
}

fn remedy_of(kind: &FaultKind) -> Option<Label> {
    Some(match kind {
        FaultKind::NoTrack { .. } => Label::new(
            "skriv hver for sig: på(…) og på(…)",
            "write them apart: on(…) and on(…)",
        ),
        FaultKind::ColumnAlone { word } => Label::new(
            &format!("skriv på({word} = …)"),
            &format!("write on({word} = …)"),
        ),
        FaultKind::AttributeInSpells { word } => Label::new(
            &format!("skriv på(…) og {word}"),
            &format!("write on(…) and {word}"),
        ),
        FaultKind::AttributeAlone { word } => {
            Label::new(&format!("skriv {word} = …"), &format!("write {word} = …"))
        }
        FaultKind::NoOrder { .. } => Label::new("brug =, != eller i (…)", "use =, != or in (…)"),
        FaultKind::NumberAmbiguous { .. } => Label::new(
            "skriv 1000 uden punktum, og sæt mellemrum efter komma mellem to tal",
            "write 1000 without a point, and a blank after a comma between two numbers",
        ),
        FaultKind::NeedsDay { .. } => Label::new(
            "skriv for eksempel 2026-07-01",
            "write 2026-07-01, for example",
        ),
        FaultKind::NotWhole => Label::new(
            "skriv et helt tal, for eksempel 30",
            "write a whole number, 30 for example",
        ),
        FaultKind::NeedsCode { .. } => Label::new("skriv et ord", "write a word"),
        FaultKind::GapInDays => {
            Label::new("skriv for eksempel 28 dage", "write 28 days, for example")
        }
        FaultKind::MixedLength => Label::new(
            "skriv for eksempel 18 måneder",
            "write 18 months, for example",
        ),
        FaultKind::UnknownFunction { .. } => Label::new(
            "ordene er på, andel, antal, sum, uafbrudt, med-huller, siden, nogensinde, aldrig, første og alder",
            "the words are on, share, count, sum, continuous, with-gaps, since, ever, never, first and age",
        ),
        FaultKind::Implausible(Implausible::ShareOverWhole) => {
            Label::new("skriv højst 100 %", "write at most 100 %")
        }
        FaultKind::Implausible(Implausible::AgeEmpty) => {
            Label::new("skriv den laveste alder først", "write the lower age first")
        }
        _ => return None,
    })
}

fn remedy_of_expected(what: Expected, found: &str) -> Option<Label> {
    let spoken = ["mindst", "højst", "over", "under", "least", "most", "at"];
    Some(match what {
        // »Over 30« is read by some as 30 and over; the signs are not.
        Expected::Comparison if spoken.contains(&found.to_lowercase().as_str()) => Label::new(
            "skriv >= for mindst, > for over, <= for højst, < for under",
            "write >= for at least, > for over, <= for at most, < for under",
        ),
        Expected::Share => Label::new(
            "skriv for eksempel 80 % eller 4/5",
            "write 80 % or 4/5, for example",
        ),
        Expected::Length | Expected::Window => Label::new(
            "skriv for eksempel 10 år, 52 uger, 28 dage eller P10Y",
            "write 10 years, 52 weeks, 28 days or P10Y, for example",
        ),
        Expected::Population => Label::new(
            "skriv for eksempel på(…), alder >= 30 eller andel(…, 10 år) >= 80 %",
            "write on(…), age >= 30 or share(…, 10 years) >= 80 %, for example",
        ),
        Expected::Age => Label::new(
            "skriv for eksempel alder >= 30 eller alder 18-29",
            "write age >= 30 or age 18-29, for example",
        ),
        Expected::Day => Label::new(
            "skriv for eksempel 2026-07-01",
            "write 2026-07-01, for example",
        ),
        _ => return None,
    })
}
