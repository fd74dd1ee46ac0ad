//! What stands beside the numbers of an answer: what they are, of whom, from where, known when, and who was left out.

use calendar::Day;
use figures::{Answer, Periods};
use rulebook::indicators::IndicatorVersion;
use serde::Serialize;
use tables::{CellState, Disclosure, Head, Language, LeftOut, Note, Text, Zeros};

use super::Outcome;
use super::both;
use super::numbers::{Lacking, Number};
use super::pieces::{
    ColumnTold, LackingTold, ParameterTold, SeriesTold, column, parameter, series,
};
use super::register::{Refused, RegisterTold};
use super::told::{Told, disclosure, rows_of_nobody, unknown_days};
use crate::release::{GivenUp, Protection};
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
    /// Who may see the answer, and what is hidden in it.
    disclosure: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    released: Option<ReleasedTold>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    columns: Vec<ColumnTold>,
    /// What shares are taken of that is in no register.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    series: Vec<SeriesTold>,
    parameters: Vec<ParameterTold>,
    known_faults: Vec<Text>,
    /// Numbers of the page that need what is not in a register.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    lacking: Vec<LackingTold>,
    /// Periods in which the population cannot be known; they have no rows.
    unknown_periods: Vec<String>,
    persons_with_unknown_days: Told,
    persons: u64,
    left_out: Told,
    /// Refused rows of which nobody can tell whose they are; they leave out no person that is counted here.
    refused_rows_of_nobody: Told,
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

/// How small numbers are hidden.
#[derive(Debug, Clone, Serialize)]
struct ReleasedTold {
    threshold: u32,
    zeros: &'static str,
    /// What stands in place of a number that is not shown.
    symbol: &'static str,
    /// Breakdowns that are not shown in some periods, in sentences.
    given_up: Vec<Text>,
}

/// What is told of the periods of an answer.
pub(super) struct Unknown {
    /// The codes of those that cannot be known.
    pub(super) periods: Vec<String>,
    /// Of how many persons something is unknown.
    pub(super) persons: u64,
}

/// The program that made the numbers.
pub(super) const PROGRAM: &str = concat!("tovholder ", env!("CARGO_PKG_VERSION"));

impl Beside {
    pub(super) fn of(
        outcome: &Outcome<'_>,
        wanted: &Wanted,
        unknown: Unknown,
        numbers: &[Number],
        lacking: &[Lacking],
    ) -> Beside {
        let told = |number| Told::of(number, outcome.protection);
        let mut beside = Beside {
            file: wanted.file.display().to_string(),
            title: Text::default(),
            indicator: None,
            population: String::new(),
            periods: None,
            disclosure: disclosure(outcome.protection),
            released: None,
            on: None,
            columns: numbers.iter().map(|one| column(wanted, one)).collect(),
            series: series(outcome, wanted, numbers),
            parameters: Vec::new(),
            known_faults: Vec::new(),
            lacking: lacking.iter().map(LackingTold::of).collect(),
            unknown_periods: unknown.periods,
            persons_with_unknown_days: told(unknown.persons),
            persons: outcome.account.persons,
            left_out: told(outcome.account.left_out),
            refused_rows_of_nobody: told(outcome.account.nameless()),
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

    /// Whether it says exactly how many persons are left out.
    pub(super) fn says_left_out(&self) -> bool {
        self.left_out.number().is_some()
    }

    pub(super) fn title(&self) -> &Text {
        &self.title
    }

    /// What stands beside a table.
    pub(super) fn head(&self, outcome: &Outcome<'_>) -> Head {
        let mut faults = self.known_faults.clone();
        if self.persons_with_unknown_days.is_some() {
            faults.push(unknown_days(self.persons_with_unknown_days));
        }
        if self.refused_rows_of_nobody.is_some() {
            faults.push(rows_of_nobody(self.refused_rows_of_nobody));
        }
        if self.left_out.number().is_none() {
            faults.push(self.left_out_persons());
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
                persons: self.left_out.number().unwrap_or_default(),
                reason: self.reason(),
            },
            faults,
            disclosure: match outcome.protection {
                None => Disclosure::Inside,
                Some(Protection { threshold, zeros }) => Disclosure::Released {
                    threshold,
                    zeros,
                    coarsened: (self.released.iter())
                        .flat_map(|one| one.given_up.clone())
                        .collect(),
                },
            },
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
        let mut persons = self.left_out.words();
        if !self.refused_rows.is_empty() {
            let reason = self.reason();
            persons = Text::new(
                format!("{}: {}", persons.da, reason.da),
                format!("{}: {}", persons.en, reason.en),
            );
        }
        let rows = self.refused_rows_of_nobody;
        let rows = rows.is_some().then(|| rows_of_nobody(rows));
        [persons].into_iter().chain(rows).collect()
    }

    /// How many persons are left out, where that is not said exactly.
    fn left_out_persons(&self) -> Text {
        let (persons, reason) = (self.left_out.words(), self.reason());
        Text::new(
            format!("Udeladt er {} personer: {}", persons.da, reason.da),
            format!("{} persons are left out: {}", persons.en, reason.en),
        )
    }

    /// Says how small numbers were hidden.
    pub(super) fn release(&mut self, protection: Protection, given_up: &[GivenUp]) {
        self.released = Some(ReleasedTold {
            threshold: protection.threshold,
            zeros: match protection.zeros {
                Zeros::Shown => "shown",
                Zeros::Hidden => "hidden",
            },
            symbol: CellState::Hidden.symbol().unwrap_or_default(),
            given_up: given_up.iter().map(GivenUp::told).collect(),
        });
    }

    /// Columns, what shares are taken of, and what was chosen on the page.
    fn explained(&self) -> Vec<((&'static str, &'static str), Text)> {
        let columns = self.columns.iter().map(|one| {
            let text = Text::new(
                format!("{}: {} ({})", one.name, one.title.da, one.unit.da),
                format!("{}: {} ({})", one.name, one.title.en, one.unit.en),
            );
            (("Kolonne", "Column"), text)
        });
        let series = self.series.iter().flat_map(|one| {
            one.sources.iter().map(|source| {
                let text = Text::new(
                    format!("{}: {}", one.title.da, source.da),
                    format!("{}: {}", one.title.en, source.en),
                );
                (("Nævner", "Denominator"), text)
            })
        });
        let parameters = self.parameters.iter().map(|one| {
            let text = Text::new(
                format!("{} = {}: {}", one.name, one.value, one.question.da),
                format!("{} = {}: {}", one.name, one.value, one.question.en),
            );
            (("Valg", "Choice"), text)
        });
        columns.chain(series).chain(parameters).collect()
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
        for one in self.released.iter().flat_map(|one| &one.given_up) {
            say(("Diskretion", "Disclosure"), one.clone());
        }
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
        if self.persons_with_unknown_days.is_some() {
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
        for (label, text) in self.explained() {
            say(label, text);
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

pub(super) fn unknown(wanted: &Wanted, answer: &Answer) -> Unknown {
    let (periods, persons) = match (answer, &wanted.about) {
        (Answer::Cube(cube), About::Table { periods, every, .. }) => {
            let start = |at: &u32| Day::from_epoch(periods.bounds[*at as usize]);
            let unknown = cube.unknown_periods.iter();
            let codes = unknown.map(|at| super::words::period(start(at), *every).0);
            (codes.collect(), cube.persons_with_unknown_days)
        }
        (Answer::List(list), _) => (Vec::new(), list.persons_with_unknown_days),
        (Answer::Cube(cube), About::List { .. }) => (Vec::new(), cube.persons_with_unknown_days),
    };
    Unknown { periods, persons }
}

/// The first day of all periods, and the day after the last.
pub(super) fn span(periods: &Periods) -> (Day, Day) {
    let first = periods.bounds.first().copied().unwrap_or_default();
    let last = periods.bounds.last().copied().unwrap_or_default();
    (Day::from_epoch(first), Day::from_epoch(last))
}
