//! What is counted of a population.

use figures::language::Vocabulary;
use figures::{
    After, ColumnKind, DayCount, Horizon, Measure, Outcome, Population, SpellTest, Weight,
};

use super::lines;
use crate::Text;
use crate::page::{At, Node, Reader, Report, Sink};
use crate::registers::title;

/// A measure with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedMeasure {
    /// Its id, unique in the indicator.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What the engine counts.
    pub measure: Measure,
}

/// A measure on its way: its lines are read for each version anew.
#[derive(Debug, Clone)]
pub(super) struct MeasureDraft {
    pub(super) id: String,
    title: Text,
    kind: At<Kind>,
    /// The spells whose column weighs, as a line.
    of: Option<At<String>>,
    weight: Option<At<String>>,
    days: DayCount,
    /// Which days off the run's calendar has to know, where working days count.
    pub(super) days_off: Option<DaysOff>,
    still: Option<At<String>>,
    holds: Option<At<String>>,
    censor: Option<At<String>>,
    outcome: Outcome,
    horizon: Option<Horizon>,
    part: Option<At<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Stock,
    Touched,
    Weighted,
    WeightedOfStock,
    Entries,
    Exits,
    Followed,
    CompletedRuns,
    CompletedDays,
}

const KINDS: [(&str, Kind); 9] = [
    ("stock", Kind::Stock),
    ("touched", Kind::Touched),
    ("weighted", Kind::Weighted),
    ("weighted-of-stock", Kind::WeightedOfStock),
    ("entries", Kind::Entries),
    ("exits", Kind::Exits),
    ("followed", Kind::Followed),
    ("completed-runs", Kind::CompletedRuns),
    ("completed-days", Kind::CompletedDays),
];

const OUTCOMES: [(&str, Outcome); 4] = [
    ("told", Outcome::Told),
    ("held", Outcome::Held),
    ("censored", Outcome::Censored),
    ("untold", Outcome::Untold),
];

const DAYS: [(&str, (DayCount, Option<DaysOff>)); 3] = [
    ("calendar", (DayCount::Calendar, None)),
    ("working", (DayCount::Working, Some(DaysOff::Holidays))),
    ("weekdays", (DayCount::Working, Some(DaysOff::Weekends))),
];

/// Which days off the calendar of a run has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DaysOff {
    /// Weekends and the holidays of the calendar page.
    Holidays,
    /// Weekends alone: Danmarks Statistik counts the weekdays.
    Weekends,
}

/// Reads a measure.
pub(super) fn read(sink: &Sink, node: &Node) -> Option<MeasureDraft> {
    let mut reader = Reader::of(sink, node)?;
    let id = reader.required_id("id");
    let title = title(&mut reader);
    if reader.node("is").is_none() {
        reader.missing("is");
    }
    let kind = reader.word("is", &KINDS);
    let of = reader.text("of");
    let weight = reader.id("weight");
    let days = reader.word("days", &DAYS);
    let still = reader.text("still");
    let holds = reader.text("holds");
    let censor = reader.text("censor");
    let outcome = reader.word("outcome", &OUTCOMES);
    let has_after = reader.node("after").is_some();
    let horizon = horizon(&mut reader);
    let part = reader.text("part");
    let place = reader.place().clone();
    reader.finish();
    let kind = kind?;
    let needs = |missing: bool, key: &str| {
        if missing {
            let message = format!("»{key}« mangler til dette mål");
            sink.tell(
                Report::error("missing-key", &place, message).remedy(format!("tilføj {key} = …")),
            );
        }
        missing
    };
    let is_followed = kind.value == Kind::Followed;
    let mut lacks = needs(is_followed && holds.is_none(), "holds");
    lacks |= needs(is_followed && outcome.is_none(), "outcome");
    lacks |= needs(is_followed && !has_after, "after");
    lacks |= needs(weight.is_some() != of.is_some(), "of og weight");
    if lacks || (is_followed && horizon.is_none()) {
        return None;
    }
    Some(MeasureDraft {
        id: id?.value,
        title: title?,
        kind,
        of,
        weight,
        days: days
            .as_ref()
            .map_or(DayCount::Calendar, |days| days.value.0),
        days_off: days.and_then(|days| days.value.1),
        still,
        holds,
        censor,
        outcome: outcome.map_or(Outcome::Told, |outcome| outcome.value),
        horizon,
        part,
    })
}

/// `after = "P182D"` for days, `after = "P6M"` for whole calendar months.
fn horizon(reader: &mut Reader<'_>) -> Option<Horizon> {
    let span = reader.span("after")?;
    match (span.value.months, span.value.days, span.value.working_days) {
        (0, days, 0) if days > 0 => Some(Horizon::Days(u32::from(days))),
        (months, 0, 0) if months > 0 => Some(Horizon::WholeMonths(u32::from(months))),
        _ => {
            let message = "der ses frem i dage eller i hele kalendermåneder";
            reader.sink().tell(
                Report::error("bad-span", &span.place, message)
                    .remedy("skriv for eksempel P182D eller P6M"),
            );
            None
        }
    }
}

impl MeasureDraft {
    /// The measure, its lines read with a vocabulary.
    pub(super) fn build(&self, sink: &Sink, vocabulary: &Vocabulary) -> Option<NamedMeasure> {
        let line = |line: &Option<At<String>>| match line {
            None => Some(None),
            Some(line) => lines::population(sink, line, vocabulary).map(Some),
        };
        let (still, holds, censor, part) = (
            line(&self.still),
            line(&self.holds),
            line(&self.censor),
            line(&self.part),
        );
        let weight = self.weighing(sink, vocabulary);
        let still = still?.unwrap_or(Population::Or(Vec::new()));
        let days = self.days;
        let measure = match self.kind.value {
            Kind::Stock => Measure::Stock,
            Kind::Touched => Measure::Touched,
            Kind::Weighted => Measure::Weighted {
                weight: weight?,
                days,
            },
            Kind::WeightedOfStock => Measure::WeightedOfStock {
                weight: weight?,
                days,
            },
            Kind::Entries => Measure::Entries,
            Kind::Exits => Measure::Exits { still },
            Kind::Followed => Measure::Followed {
                still,
                after: After {
                    horizon: self.horizon?,
                    holds: holds??,
                    censor: censor?,
                },
                outcome: self.outcome,
            },
            Kind::CompletedRuns => Measure::CompletedRuns,
            Kind::CompletedDays => Measure::CompletedDays,
        };
        let measure = match part? {
            None => measure,
            Some(part) => Measure::Part {
                part,
                measure: Box::new(measure),
            },
        };
        Some(NamedMeasure {
            id: self.id.clone(),
            title: self.title.clone(),
            measure,
        })
    }

    /// Its lines.
    pub(super) fn lines(&self) -> impl Iterator<Item = &At<String>> {
        let lines = [&self.of, &self.still, &self.holds, &self.censor, &self.part];
        lines.into_iter().flatten()
    }

    fn weighing(&self, sink: &Sink, vocabulary: &Vocabulary) -> Option<Weight> {
        let (Some(of), Some(weight)) = (&self.of, &self.weight) else {
            return Some(Weight::One);
        };
        let of_spells = spells(sink, of, vocabulary)?;
        let schema = vocabulary.schema();
        let column = schema.column(of_spells.track, &weight.value);
        let track = &schema.tracks[usize::from(of_spells.track.0)];
        let is_number = |column: figures::ColumnId| {
            let kind = &track.columns[usize::from(column.0)].kind;
            matches!(kind, ColumnKind::Number { .. })
        };
        let Some(column) = column.filter(|column| is_number(*column)) else {
            let message = format!(
                "»{}« har intet tal, der hedder »{}«",
                track.name, weight.value
            );
            sink.tell(
                Report::error("unknown-column", &weight.place, message)
                    .remedy("skriv id'et på en kolonne med en enhed"),
            );
            return None;
        };
        Some(Weight::Column {
            of: of_spells,
            column,
        })
    }
}

/// The spells a line is about, where it is about spells alone.
fn spells(sink: &Sink, line: &At<String>, vocabulary: &Vocabulary) -> Option<SpellTest> {
    let population = lines::population(sink, line, vocabulary)?;
    if let Population::On(test) = population {
        return Some(test);
    }
    let message = "her ventes forløb af én slags";
    sink.tell(Report::error("not-spells", &line.place, message).remedy("skriv på(…) alene"));
    None
}
