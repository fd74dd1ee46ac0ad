//! Facts as intervals: which benefit and which placements a citizen had, day by day.

use calendar::Day;
use facts::{CaseId, FactId, Kind, PlacementForm, PlacementId};

use crate::{LiveFact, live};

/// A half-open interval of days: `from` is in it, `until` is not; `None` means it still runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spell<T> {
    /// The first day.
    pub from: Day,
    /// The first day after.
    pub until: Option<Day>,
    /// What held on those days.
    pub what: T,
    /// The root of the fact that began it.
    pub began_by: FactId,
}

impl<T> Spell<T> {
    /// Whether the day lies in it.
    pub fn contains(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// A benefit with its visitation category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenefitSpell {
    /// Code of the rulebook.
    pub benefit: String,
    /// Code of the rulebook.
    pub category: Option<String>,
}

/// A case under a programme, or a placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProgrammeSpell {
    /// A case is open under this model.
    Case {
        /// Which case.
        case: CaseId,
        /// The model's name.
        model: String,
    },
    /// At a company.
    Placement {
        /// Which placement.
        placement: PlacementId,
        /// What it is.
        form: PlacementForm,
        /// Where.
        company: String,
    },
    /// In an ordinary job.
    Job {
        /// Where.
        employer: String,
    },
    /// In a flex job.
    FlexJob {
        /// Where.
        employer: String,
    },
    /// In ordinary education.
    Education {
        /// Which.
        education: String,
    },
}

/// A citizen's life as intervals; spells of one track may overlap, as in life.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tracks {
    /// Benefits, by first day.
    pub benefits: Vec<Spell<BenefitSpell>>,
    /// Cases, placements, jobs and education, by first day.
    pub programmes: Vec<Spell<ProgrammeSpell>>,
    /// Person-group marks, by first day.
    pub marks: Vec<Spell<String>>,
}

/// Makes tracks of the facts known at a cut of the sequence.
///
/// A second beginning of the same benefit (or mark, or placement) before the first ended ends the first on that day;
/// different ones overlap. An end without a beginning is left out. A spell that would end on the day it began, or
/// before, is left out. A placement that is carried on runs from its agreed first day, any other from its start (or, until one is recorded, not at all) to the recorded end, or
/// to the day after the agreed end if that has been agreed; a case runs to its recorded closing by a person.
pub fn tracks(facts: &[facts::Fact], known_at: Option<FactId>) -> Tracks {
    let live = live(facts, known_at);
    let mut tracks = Tracks::default();
    let mut placements = Vec::new();
    for fact in &live {
        benefit_step(&mut tracks.benefits, fact);
        mark_step(&mut tracks.marks, fact);
        programme_step(&mut tracks.programmes, &mut placements, fact);
    }
    tidy(&mut tracks.benefits);
    tidy(&mut tracks.marks);
    tidy(&mut tracks.programmes);
    tracks
}

pub(crate) fn tidy<T>(spells: &mut Vec<Spell<T>>) {
    spells.retain(|spell| spell.until.is_none_or(|until| spell.from < until));
    spells.sort_by_key(|spell| (spell.from, spell.began_by));
}

pub(crate) fn begin<T>(
    spells: &mut Vec<Spell<T>>,
    fact: &LiveFact<'_>,
    what: T,
    same: impl Fn(&T) -> bool,
) {
    end(spells, fact.day(), same);
    spells.push(Spell {
        from: fact.day(),
        until: None,
        what,
        began_by: fact.root,
    });
}

pub(crate) fn end<T>(spells: &mut [Spell<T>], day: Day, same: impl Fn(&T) -> bool) {
    for spell in spells
        .iter_mut()
        .filter(|spell| spell.until.is_none_or(|until| until > day) && same(&spell.what))
    {
        spell.until = Some(day);
    }
}

fn benefit_step(spells: &mut Vec<Spell<BenefitSpell>>, fact: &LiveFact<'_>) {
    match &fact.entry().kind {
        Kind::BenefitBegan { benefit, category } | Kind::BenefitChanged { benefit, category } => {
            let what = BenefitSpell {
                benefit: benefit.clone(),
                category: category.clone(),
            };
            begin(spells, fact, what, |held| held.benefit == *benefit);
        }
        Kind::BenefitEnded { benefit, .. } => {
            end(spells, fact.day(), |held| held.benefit == *benefit);
        }
        Kind::Died => end(spells, fact.day(), |_| true),
        _ => {}
    }
}

fn mark_step(spells: &mut Vec<Spell<String>>, fact: &LiveFact<'_>) {
    match &fact.entry().kind {
        Kind::MarkSet { mark } => begin(spells, fact, mark.clone(), |held| held == mark),
        Kind::MarkCleared { mark } => end(spells, fact.day(), |held| held == mark),
        _ => {}
    }
}

/// What was agreed about a placement that may not have started yet.
struct Agreed {
    placement: PlacementId,
    form: PlacementForm,
    company: String,
    until: Option<Day>,
}

fn programme_step(
    spells: &mut Vec<Spell<ProgrammeSpell>>,
    placements: &mut Vec<Agreed>,
    fact: &LiveFact<'_>,
) {
    match &fact.entry().kind {
        Kind::CaseOpened { .. } | Kind::CaseClosed | Kind::CaseReopened => case_step(spells, fact),
        Kind::JobStarted { employer, .. } => {
            let what = ProgrammeSpell::Job {
                employer: employer.clone(),
            };
            begin(spells, fact, what.clone(), |held| *held == what);
        }
        Kind::JobEnded { employer } => end(
            spells,
            fact.day(),
            |held| matches!(held, ProgrammeSpell::Job { employer: other } if other == employer),
        ),
        Kind::FlexJobStarted { employer, .. } => {
            let what = ProgrammeSpell::FlexJob {
                employer: employer.clone(),
            };
            begin(spells, fact, what.clone(), |held| *held == what);
        }
        Kind::FlexJobEnded { employer } => end(
            spells,
            fact.day(),
            |held| matches!(held, ProgrammeSpell::FlexJob { employer: other } if other == employer),
        ),
        Kind::EducationStarted { education } => {
            let what = ProgrammeSpell::Education {
                education: education.clone(),
            };
            begin(spells, fact, what.clone(), |held| *held == what);
        }
        Kind::EducationEnded { education } => end(
            spells,
            fact.day(),
            |held| matches!(held, ProgrammeSpell::Education { education: other } if other == education),
        ),
        Kind::Died => end(spells, fact.day(), |_| true),
        _ => placement_step(spells, placements, fact),
    }
}

fn case_step(spells: &mut Vec<Spell<ProgrammeSpell>>, fact: &LiveFact<'_>) {
    let own = fact.entry().case;
    let is_case = |held: &ProgrammeSpell| matches!(held, ProgrammeSpell::Case { case, .. } if Some(*case) == own);
    match (&fact.entry().kind, own) {
        (Kind::CaseOpened { model, .. }, Some(case)) => {
            let model = model.clone();
            begin(spells, fact, ProgrammeSpell::Case { case, model }, is_case);
        }
        (Kind::CaseClosed, _) => end(spells, fact.day(), is_case),
        (Kind::CaseReopened, _) => {
            let earlier = spells.iter().rev().find(|spell| is_case(&spell.what));
            if let Some(what) = earlier.map(|spell| spell.what.clone()) {
                begin(spells, fact, what, is_case);
            }
        }
        _ => {}
    }
}

fn placement_step(
    spells: &mut Vec<Spell<ProgrammeSpell>>,
    placements: &mut Vec<Agreed>,
    fact: &LiveFact<'_>,
) {
    let kind = &fact.entry().kind;
    let Some(id) = kind.placement() else {
        return;
    };
    let is_it = |held: &ProgrammeSpell| matches!(held, ProgrammeSpell::Placement { placement, .. } if *placement == id);
    match kind {
        Kind::PlacementAgreed {
            form,
            company,
            from,
            until,
            continued,
            ..
        } => {
            let agreed = Agreed {
                placement: id,
                form: *form,
                company: company.clone(),
                until: *until,
            };
            if *continued {
                begin(spells, fact, agreed.spell(), is_it);
                // It was there before anybody wrote it down.
                if let Some(spell) = spells.last_mut() {
                    spell.from = spell.from.min(*from);
                }
                end_as_agreed(spells, id, *until);
            }
            placements.push(agreed);
        }
        Kind::PlacementStarted { .. } => {
            if let Some(agreed) = placements.iter().rfind(|held| held.placement == id) {
                begin(spells, fact, agreed.spell(), is_it);
                end_as_agreed(spells, id, agreed.until);
            }
        }
        Kind::PlacementExtended { until, .. } => {
            if let Some(agreed) = placements.iter_mut().rfind(|held| held.placement == id) {
                agreed.until = Some(*until);
            }
            end_as_agreed(spells, id, Some(*until));
        }
        Kind::PlacementEnded { .. } => end(spells, fact.day(), is_it),
        _ => {}
    }
}

impl Agreed {
    fn spell(&self) -> ProgrammeSpell {
        ProgrammeSpell::Placement {
            placement: self.placement,
            form: self.form,
            company: self.company.clone(),
        }
    }
}

/// The agreed last day is a day at the company, so the spell ends the day after.
fn end_as_agreed(spells: &mut [Spell<ProgrammeSpell>], id: PlacementId, until: Option<Day>) {
    let last = spells.iter_mut().rfind(
        |spell| matches!(spell.what, ProgrammeSpell::Placement { placement, .. } if placement == id),
    );
    if let Some(spell) = last {
        spell.until = until.map(|last_day| last_day.plus(1));
    }
}
