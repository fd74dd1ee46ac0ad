//! `figures list` and `figures show` for judgements: what is concluded from several numbers at once.

use rulebook::Catalogue;
use rulebook::indicators::{Against, Asked, Condition, JudgementVersion};

use crate::terminal;

/// All judgements, a line each.
pub(super) fn list(catalogue: &Catalogue) {
    for version in catalogue.judgements() {
        let held = super::figures::days(version.from, version.until);
        terminal::say(&format!(
            "{:<32} {}{held} [afgørelse]",
            version.id, version.title.da
        ));
    }
}

/// All versions of a judgement with this id, and whether there are any.
pub(super) fn show(catalogue: &Catalogue, name: &str) -> bool {
    let versions = catalogue.judgements().iter();
    let versions: Vec<_> = versions.filter(|version| version.id == name).collect();
    for version in &versions {
        tell(catalogue, version);
    }
    !versions.is_empty()
}

fn tell(catalogue: &Catalogue, version: &JudgementVersion) {
    let held = super::figures::days(version.from, version.until);
    terminal::say(&format!("{}{held}", version.title.da));
    for clause in &version.clauses {
        terminal::say(&format!("  Del:     {}", clause.about.da));
        for condition in &clause.any {
            terminal::say(&format!("           {}", told(catalogue, condition)));
        }
    }
    super::figures::tell_origin(&version.source, &version.parameters, &version.faults);
    terminal::say(&format!("  Side:    {}#{}", version.path, version.anchor));
}

/// A condition in words: what is compared, how, and with what.
fn told(catalogue: &Catalogue, condition: &Condition) -> String {
    let compare = match condition.compare {
        figures::Comparison::AtLeast => "mindst",
        figures::Comparison::MoreThan => "over",
        figures::Comparison::AtMost => "højst",
        figures::Comparison::LessThan => "under",
        figures::Comparison::Equal => "præcis",
    };
    let with = match &condition.with {
        Against::Value(value) if value.below == 100 => format!("{} %", value.above),
        Against::Value(value) if value.below == 1 => value.above.to_string(),
        Against::Value(value) => format!("{}/{}", value.above, value.below),
        Against::Number(asked) => number(catalogue, asked),
    };
    format!("{} {compare} {with}", number(catalogue, &condition.number))
}

/// What a number is called, with where it comes from.
fn number(catalogue: &Catalogue, asked: &Asked) -> String {
    match asked {
        Asked::Shown { indicator, shown } => format!("{indicator}/{shown}"),
        Asked::Series(id) => {
            let found = catalogue.series().iter().find(|series| series.id == *id);
            let title = found.map_or(id.as_str(), |series| series.title.da.as_str());
            format!("»{title}« (hentes ind som {id})")
        }
    }
}
