//! What stands beside the numbers of an answer: what they are, of whom, from where, known when, and who was left out.

use calendar::Day;
use figures::{Answer, Periods};
use rulebook::Parameter;
use rulebook::indicators::IndicatorVersion;
use serde::Serialize;
use tables::{Disclosure, Head, Language, LeftOut, Note, Text};

use super::Outcome;
use super::both;
use super::numbers::{Lacking, Number};
use super::register::{Refused, RegisterTold};
use crate::request::{About, Every, Wanted};

/// All of it, as files have it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Beside {
    file: String,
    title: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    indicator: Option<IndicatorTold>,
    /// The line that says who is counted.
    population: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    periods: Option<PeriodsTold>,
    /// Who may see the answer: nothing is hidden in it.
    disclosure: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    columns: Vec<ColumnTold>,
    parameters: Vec<ParameterTold>,
    known_faults: Vec<Text>,
    /// Numbers of the page that need what is not in a register.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lacking: Vec<LackingTold>,
    /// Periods in which the population cannot be known; they have no rows.
    unknown_periods: Vec<String>,
    persons_with_unknown_days: u64,
    persons: u64,
    left_out: u64,
    /// Refused rows of which nobody can tell whose they are; they leave out no person that is counted here.
    refused_rows_of_nobody: u64,
    refused_rows: Vec<Refused>,
    known_on: String,
    register: RegisterTold,
    program: &'static str,
}

#[derive(Debug, Clone, Serialize)]
struct IndicatorTold {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<String>,
    source: String,
    source_verified: bool,
    page: String,
}

#[derive(Debug, Clone, Serialize)]
struct PeriodsTold {
    every: &'static str,
    from: String,
    last: String,
    by: Vec<String>,
}

/// A column of numbers.
#[derive(Debug, Clone, Serialize)]
struct ColumnTold {
    name: String,
    title: Text,
    unit: Text,
}

#[derive(Debug, Clone, Serialize)]
struct ParameterTold {
    name: String,
    value: String,
    question: Text,
}

#[derive(Debug, Clone, Serialize)]
struct LackingTold {
    title: Text,
    needs: Text,
}

/// The program that made the numbers.
pub(super) const PROGRAM: &str = concat!("tovholder ", env!("CARGO_PKG_VERSION"));

impl Beside {
    pub(super) fn of(
        outcome: &Outcome<'_>,
        wanted: &Wanted,
        answer: &Answer,
        numbers: &[Number],
        lacking: &[Lacking],
    ) -> Beside {
        let (unknown_periods, persons_with_unknown_days) = unknown(wanted, answer);
        let mut beside = Beside {
            file: wanted.file.display().to_string(),
            title: Text::default(),
            indicator: None,
            population: String::new(),
            periods: None,
            disclosure: undisclosed(),
            on: None,
            columns: numbers.iter().map(|one| column(wanted, one)).collect(),
            parameters: Vec::new(),
            known_faults: Vec::new(),
            lacking: lacking.iter().map(LackingTold::of).collect(),
            unknown_periods,
            persons_with_unknown_days,
            persons: outcome.account.persons,
            left_out: outcome.account.left_out,
            refused_rows_of_nobody: outcome.account.nameless(),
            refused_rows: Refused::all(outcome),
            known_on: outcome.layout.known_on.to_string(),
            register: RegisterTold::of(outcome),
            program: PROGRAM,
        };
        match &wanted.about {
            About::Table {
                indicator,
                by,
                every,
                periods,
            } => beside.tell(indicator, by, *every, periods),
            About::List { line, day } => {
                beside.title =
                    Text::new(format!("Personer den {day}"), format!("Persons on {day}"));
                beside.population.clone_from(line);
                beside.on = Some(day.to_string());
            }
        }
        beside
    }

    fn tell(
        &mut self,
        indicator: &IndicatorVersion,
        by: &[String],
        every: Every,
        periods: &Periods,
    ) {
        let (from, until) = span(periods);
        self.title = both(&indicator.title);
        self.population.clone_from(&indicator.line);
        self.indicator = Some(IndicatorTold {
            id: indicator.id.clone(),
            from: (indicator.from.year() > 1).then(|| indicator.from.to_string()),
            last: indicator.until.map(|until| until.plus(-1).to_string()),
            source: indicator.source.text.clone(),
            source_verified: indicator.source.verified,
            page: format!("{}#{}", indicator.path, indicator.anchor),
        });
        self.periods = Some(PeriodsTold {
            every: every.id(),
            from: from.to_string(),
            last: until.plus(-1).to_string(),
            by: by.to_vec(),
        });
        self.parameters = indicator.parameters.iter().map(parameter).collect();
        self.known_faults = indicator.faults.iter().map(both).collect();
        if indicator.invented {
            self.known_faults.insert(
                0,
                Text::new(
                    "Siden er opdigtet til at prøve programmet med; det er intet officielt tal",
                    "The page is made up to try the program with; this is no official number",
                ),
            );
        }
        if indicator.from > from {
            self.known_faults.push(Text::new(
                format!(
                    "Definitionen gælder fra {}; tallene før den dag er regnet på samme måde",
                    indicator.from
                ),
                format!(
                    "The definition holds from {}; numbers before that day are made in the same way",
                    indicator.from
                ),
            ));
        }
    }

    pub(super) fn json(&self) -> String {
        let mut text =
            serde_json::to_string_pretty(self).expect("texts and numbers can be written as JSON");
        text.push('\n');
        text
    }

    /// The same as a value within another file.
    pub(super) fn value(&self) -> serde_json::Value {
        serde_json::to_value(self).expect("texts and numbers can be written as JSON")
    }

    pub(super) fn title(&self) -> &Text {
        &self.title
    }

    /// What stands beside a table.
    pub(super) fn head(&self, outcome: &Outcome<'_>) -> Head {
        let mut faults = self.known_faults.clone();
        if self.persons_with_unknown_days > 0 {
            faults.push(unknown_days(self.persons_with_unknown_days));
        }
        if self.refused_rows_of_nobody > 0 {
            faults.push(of_nobody(self.refused_rows_of_nobody));
        }
        Head {
            title: self.title.clone(),
            population: Text::same(&self.population),
            unit: self
                .columns
                .first()
                .map_or_else(Text::default, |one| one.unit.clone()),
            period: self.period(),
            source: self.source(),
            known_on: outcome.layout.known_on,
            left_out: LeftOut {
                persons: self.left_out,
                reason: self.reason(),
            },
            faults,
            disclosure: Disclosure::Inside,
        }
    }

    fn period(&self) -> Text {
        match (&self.periods, &self.on) {
            (Some(one), _) => Text::new(
                format!("{} til {}", one.from, one.last),
                format!("{} to {}", one.from, one.last),
            ),
            (None, on) => Text::same(on.clone().unwrap_or_default()),
        }
    }

    fn source(&self) -> Text {
        let register = self.register.named();
        match &self.indicator {
            None => Text::same(register),
            Some(indicator) => {
                let (doubt_da, doubt_en) = if indicator.source_verified {
                    ("", "")
                } else {
                    (" (kilde ikke efterprøvet)", " (source not verified)")
                };
                Text::new(
                    format!("{register}; definition: {}{doubt_da}", indicator.source),
                    format!("{register}; definition: {}{doubt_en}", indicator.source),
                )
            }
        }
    }

    /// Why persons are left out, by reason.
    fn reason(&self) -> Text {
        let listed = |language: Language| {
            let each: Vec<_> = self
                .refused_rows
                .iter()
                .map(|one| one.worded(language))
                .collect();
            each.join("; ")
        };
        Text::new(
            format!(
                "en af deres rækker er afvist ({})",
                listed(Language::Danish)
            ),
            format!(
                "one of their rows was refused ({})",
                listed(Language::English)
            ),
        )
    }

    /// Who is not in the numbers: persons, and rows of nobody knows whom.
    fn left_out(&self) -> Vec<Text> {
        let mut persons = Text::same(self.left_out.to_string());
        if !self.refused_rows.is_empty() {
            let reason = self.reason();
            persons = Text::new(
                format!("{}: {}", self.left_out, reason.da),
                format!("{}: {}", self.left_out, reason.en),
            );
        }
        let rows = self.refused_rows_of_nobody;
        let rows = (rows > 0).then(|| of_nobody(rows));
        [persons].into_iter().chain(rows).collect()
    }

    /// Everything for a reader, line by line.
    pub(super) fn notes(&self, language: Language) -> Vec<Note> {
        let mut notes = Vec::new();
        let mut say = |label: (&str, &str), text: Text| {
            notes.push(Note {
                label: Text::new(label.0, label.1).within(language).to_owned(),
                text: text.within(language).to_owned(),
            });
        };
        say(("Diskretion", "Disclosure"), self.disclosure.clone());
        say(("Hvem", "Who"), Text::same(&self.population));
        say(("Periode", "Period"), self.period());
        say(("Kilde", "Source"), self.source());
        say(("Opgjort", "As known on"), Text::same(&self.known_on));
        let persons = self.persons.to_string();
        say(
            ("Personer talt med", "Persons counted"),
            Text::same(persons),
        );
        for left_out in self.left_out() {
            say(("Udeladt", "Left out"), left_out);
        }
        if self.persons_with_unknown_days > 0 {
            let unknown = unknown_days(self.persons_with_unknown_days);
            say(("Uoplyst", "Not stated"), unknown);
        }
        if !self.unknown_periods.is_empty() {
            let periods = self.unknown_periods.join(", ");
            say(
                ("Kan ikke opgøres", "Cannot be determined"),
                Text::same(periods),
            );
        }
        for one in &self.lacking {
            say(
                ("Mangler", "Missing"),
                Text::new(
                    format!("{} kan ikke opgøres uden {}", one.title.da, one.needs.da),
                    format!(
                        "{} cannot be determined without {}",
                        one.title.en, one.needs.en
                    ),
                ),
            );
        }
        for one in &self.columns {
            say(
                ("Kolonne", "Column"),
                Text::new(
                    format!("{}: {} ({})", one.name, one.title.da, one.unit.da),
                    format!("{}: {} ({})", one.name, one.title.en, one.unit.en),
                ),
            );
        }
        for one in &self.parameters {
            say(
                ("Valg", "Choice"),
                Text::new(
                    format!("{} = {}: {}", one.name, one.value, one.question.da),
                    format!("{} = {}: {}", one.name, one.value, one.question.en),
                ),
            );
        }
        for fault in &self.known_faults {
            say(("Kendt fejl", "Known fault"), fault.clone());
        }
        if let Some(indicator) = &self.indicator {
            say(("Side", "Page"), Text::same(&indicator.page));
        }
        for file in self.register.files() {
            say(("Fil", "File"), file);
        }
        say(("Program", "Program"), Text::same(self.program));
        notes
    }
}

impl LackingTold {
    fn of(one: &Lacking) -> LackingTold {
        LackingTold {
            title: one.title.clone(),
            needs: one.needs.clone(),
        }
    }
}

/// Who may see an answer in which small numbers stand as they are.
pub fn undisclosed() -> Text {
    Text::new(
        "Tallene er ikke diskretioneret: kun for dem, der må se rækkerne",
        "Small numbers are not hidden: only for those who may see the rows",
    )
}

/// Refused rows that cannot be counted as persons, because nobody can tell whose they are.
pub fn of_nobody(rows: u64) -> Text {
    match rows {
        1 => Text::new(
            "1 række er afvist, uden at personen kendes",
            "1 row was refused and nobody knows whose it is",
        ),
        _ => Text::new(
            format!("{rows} rækker er afvist, uden at personen kendes"),
            format!("{rows} rows were refused and nobody knows whose they are"),
        ),
    }
}

fn unknown_days(persons: u64) -> Text {
    Text::new(
        format!(
            "Der mangler en oplysning om {persons} personer; de dage, det gælder, er ikke talt med"
        ),
        format!("A value is missing for {persons} persons; those days are not counted"),
    )
}

fn unknown(wanted: &Wanted, answer: &Answer) -> (Vec<String>, u64) {
    match (answer, &wanted.about) {
        (Answer::Cube(cube), About::Table { periods, every, .. }) => {
            let start = |at: &u32| Day::from_epoch(periods.bounds[*at as usize]);
            let unknown = cube.unknown_periods.iter();
            let codes = unknown.map(|at| super::words::period(start(at), *every).0);
            (codes.collect(), cube.persons_with_unknown_days)
        }
        (Answer::List(list), _) => (Vec::new(), list.persons_with_unknown_days),
        (Answer::Cube(cube), About::List { .. }) => (Vec::new(), cube.persons_with_unknown_days),
    }
}

fn column(wanted: &Wanted, number: &Number) -> ColumnTold {
    let mut unit = number.unit.clone();
    // Files for programs hold the quotient itself, and a page's unit speaks of per cent.
    let is_share = number.kind() == tables::MeasureKind::Ratio;
    if is_share && wanted.form.holds_quotients() {
        unit = Text::new(
            format!("som brøk, 1 er 100 pct. ({})", unit.da),
            format!("as a fraction, 1 is 100 per cent ({})", unit.en),
        );
    }
    ColumnTold {
        name: number.id.clone(),
        title: number.title.clone(),
        unit,
    }
}

fn parameter(parameter: &Parameter) -> ParameterTold {
    ParameterTold {
        name: parameter.name.clone(),
        value: parameter.value.clone(),
        question: both(&parameter.question),
    }
}

/// The first day of all periods, and the day after the last.
pub(super) fn span(periods: &Periods) -> (Day, Day) {
    let first = periods.bounds.first().copied().unwrap_or_default();
    let last = periods.bounds.last().copied().unwrap_or_default();
    (Day::from_epoch(first), Day::from_epoch(last))
}
