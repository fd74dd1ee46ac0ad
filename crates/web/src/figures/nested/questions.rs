//! The questions whose answers are held against each other: every cut of every indicator, with its counts of persons only.

use std::collections::BTreeMap;

use figures::{Answer, Cube, Histories, Indicator, Plan, Query};
use rulebook::indicators::IndicatorVersion;

use crate::error::WebError;
use crate::figures::asked::Asked;
use crate::figures::known::Known;

/// One cut of an indicator, with its counts of persons only.
pub(super) struct Question {
    pub(super) asked: Asked,
    pub(super) by: Option<String>,
    pub(super) indicator: Indicator,
    pub(super) weight: Weight,
    pub(super) measures: Vec<Shown>,
    /// The place of the first count of a period and member.
    pub(super) places: BTreeMap<(u32, i32), u32>,
}

impl Question {
    pub(super) fn is_of(&self, version: &IndicatorVersion) -> bool {
        (self.asked.version.id.as_str(), self.asked.version.from) == (&version.id, version.from)
    }
}

/// How much it matters that an indicator is shown: one that holds in the window more than one that does not, and one that is
/// not made up more than one that is.
pub(super) type Weight = (bool, bool);

/// What a reader sees of a measure that counts persons.
#[derive(Clone)]
pub(super) struct Shown {
    /// The number that says how many they are.
    pub(super) count: Option<String>,
    /// Their days are added up.
    pub(super) days: bool,
}

/// Some of the questions, ready to be asked of some persons.
pub(super) struct Counting {
    plan: Plan,
    questions: Vec<usize>,
}

impl Counting {
    pub(super) fn new(
        known: &Known,
        all: &[Question],
        asked: impl IntoIterator<Item = usize>,
    ) -> Result<Counting, WebError> {
        let questions: Vec<usize> = asked.into_iter().collect();
        let queries = questions
            .iter()
            .map(|at| Query::Cube(all[*at].indicator.clone()));
        let queries: Vec<Query> = queries.collect();
        let plan = Plan::compile(known.registers().schema(), &queries, known.setting());
        Ok(Counting {
            plan: plan.map_err(WebError::fault)?,
            questions,
        })
    }

    /// The answers, each with its question's place.
    pub(super) fn cubes(&self, histories: &Histories) -> Result<Vec<(usize, Cube)>, WebError> {
        let mut run = self.plan.start().map_err(WebError::fault)?;
        run.add(histories).map_err(WebError::fault)?;
        let answers = run.finish().map_err(WebError::fault)?;
        let cubes = self
            .questions
            .iter()
            .zip(answers)
            .filter_map(|(at, answer)| match answer {
                Answer::Cube(cube) => Some((*at, cube)),
                Answer::List(_) => None,
            });
        Ok(cubes.collect())
    }
}

/// The cuts of an indicator with its counts of persons; none where it has none.
pub(super) fn of(known: &Known, asked: &Asked) -> Vec<Question> {
    let measures = asked.numbers.measures.iter().enumerate();
    let counts: Vec<usize> = measures
        .filter(|(_, measure)| measure.counts_persons())
        .map(|(at, _)| at)
        .collect();
    if counts.is_empty() {
        return Vec::new();
    }
    let shown = counts.iter().map(|at| Shown {
        count: asked.numbers.counting(*at),
        days: asked.numbers.weighs(*at),
    });
    let shown: Vec<Shown> = shown.collect();
    let version = &asked.version;
    let holds = version.from <= asked.to && version.until.is_none_or(|until| until > asked.from);
    let cuts = version.by.iter().map(|by| Some(by.as_str()));
    [None]
        .into_iter()
        .chain(cuts)
        .filter_map(|by| {
            let by_these: Vec<&str> = by.into_iter().collect();
            let indicator = asked
                .version
                .asked(known.registers(), &by_these, asked.periods());
            let indicator = Indicator {
                measures: counts
                    .iter()
                    .map(|at| asked.numbers.measures[*at].clone())
                    .collect(),
                ..indicator.ok()?
            };
            Some(Question {
                asked: asked.clone(),
                by: by.map(str::to_owned),
                indicator,
                weight: (holds, !asked.version.invented),
                measures: shown.clone(),
                places: BTreeMap::new(),
            })
        })
        .collect()
}
