//! Why a citizen is in a population or not: what decides it first, the rest folded away.

use calendar::Day;
use figures::language::{Vocabulary, print};
use figures::{ColumnKind, Days, Explanation, MISSING, Numbers, Population, TrackId};
use fluent::FluentValue;

use super::known::Known;
use super::words::{both, line_language, table_language};
use crate::page::Frame;

/// What a population says of a citizen, and why.
pub(super) struct Why {
    pub(super) value: Option<bool>,
    /// When the answer changes if nothing else happens.
    pub(super) change: Option<String>,
    /// How the parts are joined, where there are several.
    pub(super) joined: Option<String>,
    /// What decides.
    pub(super) parts: Vec<Part>,
    /// What does not decide, of the whole.
    pub(super) folded: Vec<Part>,
    /// The whole as a line.
    pub(super) line: String,
}

/// A part of the population and what it says of the citizen.
pub(super) struct Part {
    pub(super) depth: usize,
    /// The part as it is written, or how its own parts are joined.
    pub(super) line: String,
    /// Whether the line is words, and not a line one can type.
    pub(super) is_words: bool,
    pub(super) value: Option<bool>,
    /// What the answer was computed from.
    pub(super) number: Option<String>,
    /// When the answer changes if nothing else happens.
    pub(super) change: Option<String>,
    pub(super) spells: Vec<String>,
    /// Spells that are counted only.
    pub(super) more: usize,
    /// What the part is made of and does not decide.
    pub(super) folded: Vec<Part>,
}

/// Spells told under a part; the others are counted.
const MOST_SPELLS: usize = 12;
/// So deep parts are set in; deeper ones stand below each other.
const DEEPEST: usize = 6;

impl Why {
    pub(super) fn new(
        frame: &Frame,
        known: &Known,
        vocabulary: &Vocabulary,
        told: &Explanation,
    ) -> Why {
        let words = Words {
            frame,
            known,
            vocabulary,
        };
        let mut parts = Vec::new();
        let mut folded = Vec::new();
        let joined = words.joined(told);
        if joined.is_some() {
            let (decisive, rest) = decisive(told, 0);
            for part in decisive {
                words.tell(part, 0, &mut parts);
            }
            for part in rest {
                words.tell_all(part, 0, &mut folded);
            }
        } else {
            words.tell(told, 0, &mut parts);
        }
        Why {
            value: told.value,
            change: words.change(told),
            joined,
            parts,
            folded,
            line: words.line(told),
        }
    }
}

/// The parts that decide the answer, and the others. One reason against is enough below the first level.
fn decisive(told: &Explanation, depth: usize) -> (Vec<&Explanation>, Vec<&Explanation>) {
    let decides = |part: &Explanation| match (&told.population, told.value) {
        (Population::And(_), Some(true))
        | (Population::Or(_), Some(false))
        | (Population::Not(_), _) => true,
        (Population::And(_) | Population::Or(_), value) => part.value == value,
        // What an operator looks at is told by its number and its spells.
        _ => false,
    };
    let (mut decisive, mut rest): (Vec<_>, Vec<_>) =
        told.parts.iter().partition(|&part| decides(part));
    let is_against = matches!(told.population, Population::And(_)) && told.value == Some(false);
    if is_against && depth > 0 && decisive.len() > 1 {
        rest.extend(decisive.drain(1..));
    }
    (decisive, rest)
}

/// Whether all parts hold.
fn is_met(told: &Explanation) -> bool {
    matches!(told.population, Population::And(_)) && told.value == Some(true)
}

struct Words<'a> {
    frame: &'a Frame,
    known: &'a Known,
    vocabulary: &'a Vocabulary,
}

impl Words<'_> {
    /// Tells a part with what decides it; what does not is folded below it.
    fn tell(&self, told: &Explanation, depth: usize, parts: &mut Vec<Part>) {
        let (decisive, rest) = decisive(told, depth + 1);
        let at = parts.len();
        match (self.joined(told), &*decisive) {
            // What decides alone stands for the whole.
            (Some(_), [only]) => self.tell(only, depth, parts),
            // All of all of these: one list.
            (Some(_), [_, ..]) if is_met(told) => {
                for part in decisive {
                    self.tell(part, depth, parts);
                }
            }
            (joined, _) => {
                parts.push(self.part(told, depth, joined));
                for part in decisive {
                    self.tell(part, depth + 1, parts);
                }
            }
        }
        for part in rest {
            self.tell_all(part, depth + 1, &mut parts[at].folded);
        }
    }

    /// Tells a part with all its parts.
    fn tell_all(&self, told: &Explanation, depth: usize, parts: &mut Vec<Part>) {
        parts.push(self.part(told, depth, self.joined(told)));
        for part in &told.parts {
            self.tell_all(part, depth + 1, parts);
        }
    }

    fn part(&self, told: &Explanation, depth: usize, joined: Option<String>) -> Part {
        let of_its_own = told.parts.is_empty() || !matches!(told.numbers, Numbers::None);
        let spells = if of_its_own {
            told.spells.as_slice()
        } else {
            &[]
        };
        let shown = spells.iter().rev().take(MOST_SPELLS);
        Part {
            depth: depth.min(DEEPEST),
            is_words: joined.is_some(),
            line: joined.unwrap_or_else(|| self.line(told)),
            value: told.value,
            number: self.number(&told.numbers),
            change: self.change(told),
            spells: shown.map(|(track, row)| self.spell(*track, *row)).collect(),
            more: spells.len().saturating_sub(MOST_SPELLS),
            folded: Vec::new(),
        }
    }

    /// How parts are joined that are shown below each other.
    fn joined(&self, told: &Explanation) -> Option<String> {
        let key = match told.population {
            Population::And(_) => "person-all-of",
            Population::Or(_) => "person-one-of",
            _ => return None,
        };
        Some(self.frame.t(key))
    }

    fn line(&self, told: &Explanation) -> String {
        let language = line_language(self.frame.language);
        print(&told.population, self.vocabulary, language)
    }

    fn change(&self, told: &Explanation) -> Option<String> {
        let change = told.changes?;
        let key = match change.to {
            Some(true) => "person-changes-in",
            Some(false) => "person-changes-out",
            None => "person-changes-unknown",
        };
        Some(self.frame.t1(key, "day", self.day(change.on)))
    }

    fn day(&self, epoch: i32) -> String {
        self.frame.long(Day::from_epoch(epoch))
    }

    fn window(&self, window: Days) -> String {
        let last = window.until - 1;
        self.frame.t2(
            "person-window",
            ("from", self.frame.numeric(Day::from_epoch(window.from))),
            ("to", self.frame.numeric(Day::from_epoch(last))),
        )
    }

    fn number(&self, numbers: &Numbers) -> Option<String> {
        let frame = self.frame;
        let values = |key: &str, values: &[(&str, FluentValue<'_>)]| frame.t_with(key, values);
        Some(match numbers {
            Numbers::None | Numbers::Gap(None) => return None,
            Numbers::Age(age) => frame.t1("person-age", "years", (*age)?),
            Numbers::Share {
                window, of, among, ..
            } => {
                let per_mille = (1_000 * of).checked_div(*among)?;
                let written = tables::Decimal {
                    units: per_mille.into(),
                    places: 1,
                };
                values(
                    "person-share",
                    &[
                        ("of", frame.number(*of).into()),
                        ("among", frame.number(*among).into()),
                        (
                            "share",
                            written.written(table_language(frame.language)).into(),
                        ),
                        ("window", self.window(*window).into()),
                    ],
                )
            }
            Numbers::Counted { window, number } => values(
                "person-counted",
                &[
                    ("number", frame.number((*number)?).into()),
                    ("window", self.window(*window).into()),
                ],
            ),
            Numbers::Run(Some(run)) => frame.t1("person-run", "day", self.day(run.from)),
            Numbers::Run(None) => frame.t("person-no-run"),
            Numbers::Last(Some(last)) => frame.t1("person-last", "day", self.day(*last)),
            Numbers::First(Some(first)) => frame.t1("person-first", "day", self.day(*first)),
            Numbers::Last(None) | Numbers::First(None) => frame.t("person-never"),
            Numbers::Gap(Some(gap)) => frame.t1("person-gap", "window", self.window(*gap)),
        })
    }

    /// `01.02.2019 – 31.03.2020: kontanthjælp, aktivitetsparat`
    fn spell(&self, track: TrackId, row: usize) -> String {
        let registers = self.known.registers();
        let rows = self.known.histories().track(track);
        let at = usize::from(track.0);
        let columns = &registers.schema().tracks[at].columns;
        let words: Vec<String> = columns
            .iter()
            .zip(&rows.columns)
            .filter_map(|(column, values)| {
                let value = Some(values[row]).filter(|value| *value != MISSING)?;
                let ColumnKind::Code { list } = &column.kind else {
                    return None;
                };
                let code = registers.list(list)?.number(value)?;
                let language = table_language(self.frame.language);
                Some(both(&code.title).within(language).to_owned())
            })
            .collect();
        let observed = self.known.setting().observation[at].until;
        let from = self.frame.numeric(Day::from_epoch(rows.start[row]));
        let until = if rows.end[row] >= observed {
            self.frame.t("person-still")
        } else {
            self.frame.numeric(Day::from_epoch(rows.end[row] - 1))
        };
        let what = if words.is_empty() {
            self.frame.text(&registers.tracks()[at].title).to_owned()
        } else {
            words.join(", ")
        };
        if from == until {
            return format!("{from}: {what}");
        }
        format!("{from} – {until}: {what}")
    }
}
