//! What stands above and below a table: whom it is about, when, from where, and what is known to be wrong with it.

use figures::language::Language;
use rulebook::indicators::IndicatorVersion;
use tables::{Cell, Disclosure, Head, Rule, Table, Text};

use super::asked::Asked;
use super::counted::Counted;
use super::reach::Reach;
use super::table::{Ground, TIME, TOTAL};
use super::words::both;

/// Whose numbers a table holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Those within reach.
    Reach,
    /// Everybody.
    All,
    /// Those out of reach.
    Others,
}

impl Part {
    pub(super) fn has(self, reach: &Reach, person: i64) -> bool {
        match self {
            Part::Reach => reach.has(person),
            Part::All => true,
            Part::Others => !reach.has(person),
        }
    }
}

/// The first and the last day of what was asked.
pub(super) fn span(asked: &Asked) -> Text {
    let spans = asked.spans();
    let first = spans.first().map_or(asked.from, |(from, _)| *from);
    let last = spans.last().map_or(asked.to, |(_, until)| until.plus(-1));
    let label = |day| tables::Period::Day(day).label();
    let (first, last) = (label(first), label(last));
    Text::new(
        format!("{} til {}", first.da, last.da),
        format!("{} to {}", first.en, last.en),
    )
}

pub(super) fn head(ground: Ground<'_>, asked: &Asked, counted: &Counted, part: Part) -> Head {
    let (known, version) = (ground.known, &asked.version);
    let number = &asked.numbers.all[asked.number];
    let spans = asked.spans();
    let first = spans.first().map_or(asked.from, |(from, _)| *from);
    let mut faults: Vec<Text> = version.faults.iter().map(both).collect();
    faults.extend(known.faults());
    let unknown = counted.whole.persons_with_unknown_days;
    if unknown > 0 {
        let (da, en) = persons(unknown, part);
        faults.push(Text::new(
            format!("{da} kan ikke afgøres på nogle af dagene, fordi en oplysning mangler; de dage er ikke talt med"),
            format!("{en} cannot be determined on some of the days, because a value is missing; those days are not counted"),
        ));
    }
    if !counted.whole.unknown_periods.is_empty() {
        faults.push(unobserved(counted.whole.unknown_periods.len()));
    }
    if version.from > first {
        faults.push(begins_later(version));
    }
    let left_out = known.left_out_told(|person| part.has(ground.reach, person));
    Head {
        title: both(&version.title),
        population: Text::new(
            known.line(version, Language::Danish),
            known.line(version, Language::English),
        ),
        unit: both(&number.unit),
        period: span(asked),
        source: source(version),
        known_on: known.known_on(),
        left_out,
        faults,
        disclosure: Disclosure::Inside,
    }
}

/// The head of some periods of a table: what is said of periods is said of these.
pub(super) fn head_of_periods(whole: &Table, asked: &Asked, shown: &Table) -> Head {
    let first = asked.spans().first().map_or(asked.from, |(from, _)| *from);
    let mut faults = whole.head().faults.clone();
    let all = unobserved(unknown_periods(whole));
    let later = begins_later(&asked.version);
    faults.retain(|fault| *fault != all && (*fault != later || asked.version.from > first));
    let unknown = unknown_periods(shown);
    if unknown > 0 {
        faults.push(unobserved(unknown));
    }
    let number = &asked.numbers.all[asked.number];
    Head {
        unit: both(&number.unit),
        period: span(asked),
        faults,
        ..whole.head().clone()
    }
}

/// Of how many periods nothing is known of everybody.
fn unknown_periods(table: &Table) -> usize {
    let Some((at, time)) = table.dimension(TIME) else {
        return 0;
    };
    let total = table.dimensions().iter().map(|dimension| {
        let total = dimension.position(TOTAL);
        total.unwrap_or_default()
    });
    let mut members: Vec<usize> = total.collect();
    let periods = 0..time.members.len();
    let is_unknown = |period: &usize| {
        members[at] = *period;
        let mut measures = 0..table.measures().len();
        measures.all(|measure| *table.cell(&members, measure) == Cell::Unknown { needs: None })
    };
    periods.filter(is_unknown).count()
}

/// That numbers before the first day of the definition are made in the same way.
fn begins_later(version: &IndicatorVersion) -> Text {
    let from = tables::Period::Day(version.from).label();
    Text::new(
        format!(
            "Definitionen gælder fra {}; tallene før den dag er regnet på samme måde.",
            from.da
        ),
        format!(
            "The definition holds from {}; numbers before that day are made in the same way.",
            from.en
        ),
    )
}

/// So many persons; where others than the reader's own are among them, a small number is not said.
fn persons(number: u64, part: Part) -> (String, String) {
    let threshold = u64::from(Rule::default().threshold);
    match number {
        _ if part != Part::Reach && number < threshold => (
            format!("Færre end {threshold} personer"),
            format!("Fewer than {threshold} persons"),
        ),
        1 => ("1 person".to_owned(), "1 person".to_owned()),
        _ => (format!("{number} personer"), format!("{number} persons")),
    }
}

/// Why some of the periods have no number: what is not registered is unknown, not zero.
fn unobserved(periods: usize) -> Text {
    let (da, en) = match periods {
        1 => ("1 periode".to_owned(), "1 period".to_owned()),
        _ => (format!("{periods} perioder"), format!("{periods} periods")),
    };
    Text::new(
        format!(
            "{da} kan ikke opgøres: definitionen ser på dage, der ligger før registreringen begynder eller endnu ikke er gået"
        ),
        format!(
            "{en} cannot be determined: the definition looks at days before registration begins or that have not passed yet"
        ),
    )
}

fn source(version: &IndicatorVersion) -> Text {
    let (text, id, from) = (&version.source.text, &version.id, version.from);
    // A definition without a first day has held always.
    let (since, since_en) = if from.year() > 1 {
        let from = tables::Period::Day(from).label();
        (format!(" fra {}", from.da), format!(" of {}", from.en))
    } else {
        (String::new(), String::new())
    };
    Text::new(
        format!("{text}. Definition »{id}«{since}. Kommunens egne registreringer i Tovholder"),
        format!(
            "{text}. Definition »{id}«{since_en}. The municipality's own registrations in Tovholder"
        ),
    )
}
