//! Judgements: what is concluded from several numbers at once, and what is missing to conclude it.

use calendar::Day;
use figures::Comparison;

use super::Quotient;
use super::parameters::ParameterDraft;
use super::shown::known;
use crate::page::{At, Node, Reader, Report, Sink, one_of, words};
use crate::{Parameter, SourceRef, Text};

/// A judgement as it is for some time: all its clauses must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JudgementVersion {
    /// Its id.
    pub id: String,
    /// The heading.
    pub title: Text,
    /// First day on which it holds.
    pub from: Day,
    /// First day on which it does not hold any more.
    pub until: Option<Day>,
    /// Where it is said.
    pub source: SourceRef,
    /// All of these must hold.
    pub clauses: Vec<Clause>,
    /// The page's own words where all of them hold: »Omfattet«.
    pub met: Option<Text>,
    /// And where they do not.
    pub unmet: Option<Text>,
    /// Questions the source leaves open, with the answers that hold.
    pub parameters: Vec<Parameter>,
    /// What is known to be wrong with it.
    pub faults: Vec<Text>,
    /// The page.
    pub path: String,
    /// Where on the page.
    pub anchor: String,
}

/// One clause: one of its conditions must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clause {
    /// What it says in words.
    pub about: Text,
    /// One of these must hold.
    pub any: Vec<Condition>,
}

/// A number compared with another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// The number.
    pub number: Asked,
    /// How it compares.
    pub compare: Comparison,
    /// With what.
    pub with: Against,
}

/// A number that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Asked {
    /// A shown number of an indicator.
    Shown {
        /// The indicator's id.
        indicator: String,
        /// The shown number's id.
        shown: String,
    },
    /// A number that is imported.
    Series(String),
}

/// What a number is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Against {
    /// A value on the page.
    Value(Quotient),
    /// Another number.
    Number(Asked),
}

/// What was concluded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// All clauses hold.
    Holds,
    /// A clause does not hold, and every number was there.
    HoldsNot,
    /// These numbers are missing, so nothing is concluded: a missing number never counts as met.
    Undetermined(Vec<Asked>),
}

impl JudgementVersion {
    /// Concludes from the numbers; `number` gives one, or nothing where it is not known.
    pub fn conclude(&self, number: &dyn Fn(&Asked) -> Option<Quotient>) -> Verdict {
        let mut needs = Vec::new();
        let mut all = true;
        for clause in &self.clauses {
            let mut one = false;
            for condition in &clause.any {
                let left = look(number, &condition.number, &mut needs);
                let right = match &condition.with {
                    Against::Value(value) => Some(*value),
                    Against::Number(asked) => look(number, asked, &mut needs),
                };
                if let (Some(left), Some(right)) = (left, right) {
                    one |= left.compares(condition.compare, right);
                }
            }
            all &= one;
        }
        if !needs.is_empty() {
            needs.sort_unstable();
            needs.dedup();
            return Verdict::Undetermined(needs);
        }
        if all {
            Verdict::Holds
        } else {
            Verdict::HoldsNot
        }
    }
}

fn look(
    number: &dyn Fn(&Asked) -> Option<Quotient>,
    asked: &Asked,
    needs: &mut Vec<Asked>,
) -> Option<Quotient> {
    let found = number(asked).filter(|found| found.below > 0);
    if found.is_none() {
        needs.push(asked.clone());
    }
    found
}

/// What conditions may name.
pub(super) struct Names<'a> {
    /// Indicators with the ids of what they show.
    pub(super) shown: &'a [(String, Vec<String>)],
    pub(super) series: &'a [String],
    /// Parameters of the judgement and its page, and the day they are asked on.
    pub(super) parameters: &'a [ParameterDraft],
    pub(super) day: Day,
}

impl Names<'_> {
    /// The text, or the value of the parameter it names as `$id`; an unknown parameter stays as it is, which no value is.
    fn meant(&self, text: At<String>) -> At<String> {
        let id = text.value.strip_prefix('$');
        let known = id.and_then(|id| self.parameters.iter().find(|known| known.has_id(id)));
        match known {
            Some(known) => At::new(known.value(self.day).to_owned(), text.place),
            None => text,
        }
    }
}

/// Reads a clause: one condition, or `any = [ … ]`.
pub(super) fn clause(sink: &Sink, node: &Node, names: &Names<'_>) -> Option<Clause> {
    let mut reader = Reader::of(sink, node)?;
    let about = reader.node("about");
    if about.is_none() {
        reader.missing("about");
    }
    let about = about.and_then(|node| words(sink, node));
    let several = reader.items("any");
    let any = if several.is_empty() {
        let one = condition(&mut reader, names);
        reader.finish();
        one.map(|one| vec![one])
    } else {
        reader.finish();
        let read = several.into_iter().map(|node| {
            let mut reader = Reader::of(sink, node)?;
            let found = condition(&mut reader, names);
            reader.finish();
            found
        });
        read.collect::<Vec<_>>().into_iter().collect()
    };
    Some(Clause {
        about: about?,
        any: any?,
    })
}

fn condition(reader: &mut Reader<'_>, names: &Names<'_>) -> Option<Condition> {
    let sink = reader.sink();
    let number = asked(reader, "indicator", "shown", names);
    let signs = [
        (">=", Comparison::AtLeast),
        (">", Comparison::MoreThan),
        ("<=", Comparison::AtMost),
        ("<", Comparison::LessThan),
    ];
    if reader.node("compare").is_none() {
        reader.missing("compare");
    }
    let compare = reader.text("compare").map(|text| names.meant(text));
    let compare = compare.and_then(|text| one_of(sink, &text, &signs));
    let value = reader.text("value").map(|text| names.meant(text));
    let series = reader.id("series");
    let with = match (value, series) {
        (Some(value), None) => {
            let read = Quotient::parsed(&value.value);
            if read.is_none() {
                let message = format!("»{}« er ikke en andel eller et tal", value.value);
                sink.tell(
                    Report::error("bad-number", &value.place, message)
                        .remedy("skriv for eksempel \"75 %\" eller \"10\""),
                );
            }
            read.map(Against::Value)
        }
        (None, Some(found)) => known(sink, found, names.series, "ingen række", "[[series]]")
            .map(|series| Against::Number(Asked::Series(series))),
        _ => {
            let message = "det siges ikke, hvad tallet sammenlignes med";
            sink.tell(
                Report::error("missing-key", reader.place(), message)
                    .remedy("skriv enten value = \"75 %\" eller series = \"…\""),
            );
            None
        }
    };
    Some(Condition {
        number: number?,
        compare: compare?.value,
        with: with?,
    })
}

fn asked(
    reader: &mut Reader<'_>,
    indicator: &'static str,
    shown: &'static str,
    names: &Names<'_>,
) -> Option<Asked> {
    let sink = reader.sink();
    let indicator = reader.required_id(indicator);
    let shown = reader.required_id(shown);
    let ids: Vec<String> = names.shown.iter().map(|(id, _)| id.clone()).collect();
    let indicator = known(
        sink,
        indicator?,
        &ids,
        "ingen indikator",
        "{indicator = \"…\"}",
    )?;
    let found = names.shown.iter().find(|(id, _)| *id == indicator);
    let known_shown = found.map_or(&[][..], |(_, shown)| shown);
    let shown = known(sink, shown?, known_shown, "intet vist tal", "[[shown]]")?;
    Some(Asked::Shown { indicator, shown })
}
