//! A citizen's life as typed intervals: everything that figures ask about, as it was known at a cut of the sequence.

use calendar::Day;
use facts::{Fact, FactId, Kind, ResidenceEnd, Sex};

use super::awarded::{FlexAward, FlexJob, PensionAward};
use super::{awarded, work};
use crate::tracks::{begin, end, tidy};
use crate::{LiveFact, Spell, live};

/// A benefit with what holds of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenefitPart {
    /// Code of the rulebook.
    pub benefit: String,
    /// Code of the rulebook.
    pub category: Option<String>,
    /// Per cent of full time.
    pub percent: u8,
}

/// An offer: a placement at a company, or another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Code of the rulebook; `None` for a placement.
    pub offer: Option<String>,
    /// Who gives it.
    pub place: Option<String>,
    /// Minutes a week.
    pub minutes: Option<u32>,
    /// Which placement it is, if it is one.
    pub placement: Option<facts::PlacementId>,
}

/// A job, or paid hours that belong to a placement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Where.
    pub employer: String,
    /// Minutes a week.
    pub minutes: u32,
    /// Code of the rulebook; `None` for an ordinary job.
    pub job: Option<String>,
    /// Code of the rulebook.
    pub industry: Option<String>,
    /// The placement it belongs to, if it does.
    pub placement: Option<facts::PlacementId>,
}

/// Hours that were reported for some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportedHours {
    /// By whom.
    pub employer: Option<String>,
    /// Minutes in all.
    pub minutes: u32,
}

/// A talk that was held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The role that held it.
    pub with: String,
    /// How.
    pub form: facts::ContactForm,
    /// The roles that took part.
    pub participants: std::collections::BTreeSet<String>,
}

/// What ends that anything can be seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LifeEvent {
    /// The citizen died.
    Died,
    /// The citizen moved abroad.
    Emigrated,
}

/// Everything that figures ask about a citizen. Spells are by first day; different ones of a list may overlap, as in life.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Life {
    /// The day of birth, from the CPR number unless it was recorded.
    pub birth: Option<Day>,
    /// The legal sex, likewise.
    pub sex: Option<Sex>,
    /// Code of the rulebook.
    pub origin: Option<String>,
    /// Code of the rulebook.
    pub country: Option<String>,
    /// Benefits; a new category or degree is a new spell.
    pub benefits: Vec<Spell<BenefitPart>>,
    /// Municipalities.
    pub residences: Vec<Spell<u16>>,
    /// Offers, placements among them.
    pub offers: Vec<Spell<Offer>>,
    /// Jobs; a new weekly time is a new spell.
    pub jobs: Vec<Spell<Job>>,
    /// Reported hours.
    pub hours: Vec<Spell<ReportedHours>>,
    /// Talks, each on its day.
    pub contacts: Vec<Spell<Contact>>,
    /// Person-group marks.
    pub marks: Vec<Spell<String>>,
    /// Ordinary education.
    pub educations: Vec<Spell<String>>,
    /// Days on which employers could find the CV.
    pub cv: Vec<Spell<()>>,
    /// Days on which the citizen was excused, and why.
    pub absences: Vec<Spell<String>>,
    /// Awards of a flex job, each until the next.
    pub flex_awards: Vec<Spell<FlexAward>>,
    /// Flex jobs; newly measured hours are a new spell.
    pub flex_jobs: Vec<Spell<FlexJob>>,
    /// Awards of disability pension, each on its day.
    pub pension_awards: Vec<Spell<PensionAward>>,
    /// Days under the work duty.
    pub work_duty: Vec<Spell<()>>,
    /// Death, and time abroad.
    pub events: Vec<Spell<LifeEvent>>,
}

/// Makes a life of the facts known at a cut of the sequence (`None`: all that is known).
///
/// As in [`crate::tracks()`]: a second beginning of the same thing ends the first on that day, an end without a beginning is
/// left out, and so is a spell that would end on the day it began, or before. Nothing is ended by death here; what comes
/// after it is cut where histories are made.
pub fn life(facts: &[Fact], known_at: Option<FactId>) -> Life {
    let counting = live(facts, known_at);
    let mut life = Life::default();
    let mut placements = Vec::new();
    for fact in &counting {
        life.number(fact);
    }
    for fact in &counting {
        life.describe(fact);
        life.benefit(fact);
        life.residence(fact);
        life.stay(fact);
        awarded::step(&mut life, fact);
        work::step(&mut life, &mut placements, fact);
    }
    tidy(&mut life.benefits);
    tidy(&mut life.residences);
    tidy(&mut life.offers);
    tidy(&mut life.jobs);
    tidy(&mut life.hours);
    tidy(&mut life.contacts);
    tidy(&mut life.marks);
    tidy(&mut life.educations);
    tidy(&mut life.cv);
    tidy(&mut life.absences);
    tidy(&mut life.flex_awards);
    tidy(&mut life.flex_jobs);
    tidy(&mut life.pension_awards);
    tidy(&mut life.work_duty);
    tidy(&mut life.events);
    life
}

impl Life {
    /// The day the citizen died.
    pub fn died(&self) -> Option<Day> {
        let died = self
            .events
            .iter()
            .find(|spell| spell.what == LifeEvent::Died);
        died.map(|spell| spell.from)
    }

    /// What the CPR number tells; the latest number counts.
    fn number(&mut self, fact: &LiveFact<'_>) {
        if let Kind::CitizenRegistered { cpr, .. } | Kind::CprChanged { cpr } = &fact.entry().kind {
            self.birth = Some(cpr.birth());
            self.sex = Some(cpr.sex());
        }
    }

    /// What was recorded goes before what any number tells.
    fn describe(&mut self, fact: &LiveFact<'_>) {
        if let Kind::CitizenDescribed {
            birth,
            sex,
            origin,
            country,
        } = &fact.entry().kind
        {
            self.birth = birth.or(self.birth);
            self.sex = sex.or(self.sex);
            self.origin = origin.clone().or(self.origin.take());
            self.country = country.clone().or(self.country.take());
        }
    }

    fn benefit(&mut self, fact: &LiveFact<'_>) {
        let running = |spells: &[Spell<BenefitPart>], benefit: &str| {
            let found = spells
                .iter()
                .rfind(|spell| spell.until.is_none() && spell.what.benefit == benefit);
            found.map(|spell| spell.what.clone())
        };
        match &fact.entry().kind {
            Kind::BenefitBegan { benefit, category }
            | Kind::BenefitChanged { benefit, category } => {
                let goes_on = matches!(fact.entry().kind, Kind::BenefitChanged { .. });
                let before = running(&self.benefits, benefit).filter(|_| goes_on);
                let what = BenefitPart {
                    benefit: benefit.clone(),
                    category: category.clone(),
                    percent: before.map_or(100, |before| before.percent),
                };
                begin(&mut self.benefits, fact, what, |held| {
                    held.benefit == *benefit
                });
            }
            Kind::BenefitDegreeChanged { benefit, percent } => {
                if let Some(before) = running(&self.benefits, benefit) {
                    let what = BenefitPart {
                        percent: *percent,
                        ..before
                    };
                    begin(&mut self.benefits, fact, what, |held| {
                        held.benefit == *benefit
                    });
                }
            }
            Kind::BenefitEnded { benefit, .. } => {
                end(&mut self.benefits, fact.day(), |held| {
                    held.benefit == *benefit
                });
            }
            _ => {}
        }
    }

    fn residence(&mut self, fact: &LiveFact<'_>) {
        match &fact.entry().kind {
            Kind::ResidenceBegan { municipality } => {
                begin(&mut self.residences, fact, *municipality, |_| true);
                end(&mut self.events, fact.day(), |held| {
                    *held == LifeEvent::Emigrated
                });
            }
            Kind::ResidenceEnded { why } => {
                end(&mut self.residences, fact.day(), |_| true);
                if *why == ResidenceEnd::Abroad {
                    begin(&mut self.events, fact, LifeEvent::Emigrated, |held| {
                        *held == LifeEvent::Emigrated
                    });
                }
            }
            Kind::Died => begin(&mut self.events, fact, LifeEvent::Died, |_| true),
            _ => {}
        }
    }

    /// What is and stops being, without more to it.
    fn stay(&mut self, fact: &LiveFact<'_>) {
        match &fact.entry().kind {
            Kind::MarkSet { mark } => {
                begin(&mut self.marks, fact, mark.clone(), |held| held == mark);
            }
            Kind::MarkCleared { mark } => end(&mut self.marks, fact.day(), |held| held == mark),
            Kind::EducationStarted { education } => {
                begin(&mut self.educations, fact, education.clone(), |held| {
                    held == education
                });
            }
            Kind::EducationEnded { education } => {
                end(&mut self.educations, fact.day(), |held| held == education);
            }
            Kind::CvPublished => begin(&mut self.cv, fact, (), |()| true),
            Kind::CvWithdrawn => end(&mut self.cv, fact.day(), |()| true),
            Kind::AbsenceBegan { absence, until } => {
                begin(&mut self.absences, fact, absence.clone(), |held| {
                    held == absence
                });
                plan(&mut self.absences, *until);
            }
            Kind::AbsenceEnded { absence } => {
                end(&mut self.absences, fact.day(), |held| held == absence);
            }
            Kind::ConversationHeld { with, form, .. } => self.contacts.push(Spell {
                from: fact.day(),
                until: Some(fact.day().plus(1)),
                what: Contact {
                    with: with.clone(),
                    form: *form,
                    participants: fact.entry().participants.clone(),
                },
                began_by: fact.root,
            }),
            _ => {}
        }
    }
}

/// The spell that was begun last ends on the day after the planned last one.
pub(super) fn plan<T>(spells: &mut [Spell<T>], last: Option<Day>) {
    if let Some(spell) = spells.last_mut() {
        spell.until = last.map(|last| last.plus(1));
    }
}
