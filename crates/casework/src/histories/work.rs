//! Offers, jobs and reported hours. A placement at a company is an offer; its paid hours are a job.

use calendar::Day;
use facts::{Kind, PlacementForm, PlacementId};

use super::life::{Job, Life, Offer, ReportedHours, plan};
use crate::tracks::{begin, end};
use crate::{LiveFact, Spell};

/// A placement as it was last agreed.
pub(super) struct Agreed {
    placement: PlacementId,
    form: PlacementForm,
    company: String,
    minutes: u32,
    /// The planned last day.
    last: Option<Day>,
}

pub(super) fn step(life: &mut Life, placements: &mut Vec<Agreed>, fact: &LiveFact<'_>) {
    match &fact.entry().kind {
        Kind::JobStarted { .. } | Kind::JobHoursChanged { .. } | Kind::JobEnded { .. } => {
            job(life, fact);
        }
        Kind::OfferBegan { .. } | Kind::OfferExtended { .. } | Kind::OfferEnded { .. } => {
            offer(life, fact);
        }
        Kind::HoursReported {
            employer,
            from,
            minutes,
        } => life.hours.push(Spell {
            from: *from,
            until: Some(fact.day().plus(1)),
            what: ReportedHours {
                employer: employer.clone(),
                minutes: *minutes,
            },
            began_by: fact.root,
        }),
        _ => placement(life, placements, fact),
    }
}

fn job(life: &mut Life, fact: &LiveFact<'_>) {
    let is_at = |employer: &str| {
        let employer = employer.to_owned();
        move |held: &Job| held.placement.is_none() && held.employer == employer
    };
    match &fact.entry().kind {
        Kind::JobStarted {
            employer,
            minutes,
            job,
            industry,
        } => {
            let what = Job {
                employer: employer.clone(),
                minutes: *minutes,
                job: job.clone(),
                industry: industry.clone(),
                placement: None,
            };
            begin(&mut life.jobs, fact, what, is_at(employer));
        }
        Kind::JobHoursChanged { employer, minutes } => {
            let same = is_at(employer);
            let running = life
                .jobs
                .iter()
                .rfind(|spell| spell.until.is_none() && same(&spell.what));
            if let Some(before) = running.map(|spell| spell.what.clone()) {
                let what = Job {
                    minutes: *minutes,
                    ..before
                };
                begin(&mut life.jobs, fact, what, same);
            }
        }
        Kind::JobEnded { employer } => end(&mut life.jobs, fact.day(), is_at(employer)),
        _ => {}
    }
}

fn offer(life: &mut Life, fact: &LiveFact<'_>) {
    let is_it = |offer: &str, place: &Option<String>| {
        let (offer, place) = (offer.to_owned(), place.clone());
        move |held: &Offer| held.offer.as_deref() == Some(&offer) && held.place == place
    };
    match &fact.entry().kind {
        Kind::OfferBegan {
            offer,
            place,
            minutes,
            until,
        } => {
            let what = Offer {
                offer: Some(offer.clone()),
                place: place.clone(),
                minutes: *minutes,
                placement: None,
            };
            begin(&mut life.offers, fact, what, is_it(offer, place));
            plan(&mut life.offers, *until);
        }
        Kind::OfferExtended {
            offer,
            place,
            until,
        } => {
            let is_it = is_it(offer, place);
            if let Some(spell) = life.offers.iter_mut().rfind(|spell| is_it(&spell.what)) {
                spell.until = Some(until.plus(1));
            }
        }
        Kind::OfferEnded { offer, place } => {
            end(&mut life.offers, fact.day(), is_it(offer, place));
        }
        _ => {}
    }
}

fn placement(life: &mut Life, placements: &mut Vec<Agreed>, fact: &LiveFact<'_>) {
    let kind = &fact.entry().kind;
    let Some(id) = kind.placement() else {
        return;
    };
    if let Kind::PlacementAgreed {
        form,
        company,
        minutes,
        from,
        until,
        continued,
        ..
    } = kind
    {
        let agreed = Agreed {
            placement: id,
            form: *form,
            company: company.clone(),
            minutes: *minutes,
            last: *until,
        };
        if *continued {
            agreed.begins(life, fact);
            // It was there before anybody wrote it down.
            backdate(&mut life.offers, |held| held.placement == Some(id), *from);
            backdate(&mut life.jobs, |held| held.placement == Some(id), *from);
        }
        placements.push(agreed);
        return;
    }
    let agreed = placements.iter_mut().rfind(|held| held.placement == id);
    match (kind, agreed) {
        (Kind::PlacementStarted { .. }, Some(agreed)) => agreed.begins(life, fact),
        (Kind::PlacementExtended { until, .. }, Some(agreed)) => {
            agreed.last = Some(*until);
            set_last(&mut life.offers, |held| held.placement == Some(id), *until);
            set_last(&mut life.jobs, |held| held.placement == Some(id), *until);
        }
        (Kind::PlacementHoursChanged { minutes, .. }, Some(agreed)) => {
            agreed.minutes = *minutes;
            let runs = |until: Option<Day>| until.is_none_or(|until| until > fact.day());
            let offered = life.offers.iter();
            let offered = offered.filter(|spell| spell.what.placement == Some(id));
            let worked = life.jobs.iter();
            let worked = worked.filter(|spell| spell.what.placement == Some(id));
            let has_begun = offered.map(|spell| spell.until).any(runs)
                || worked.map(|spell| spell.until).any(runs);
            if has_begun {
                agreed.begins(life, fact);
            }
        }
        (Kind::PaidHoursBegan { minutes, .. }, Some(agreed)) => {
            let what = agreed.job(*minutes);
            begin(&mut life.jobs, fact, what, |held| {
                held.placement == Some(id)
            });
            plan(&mut life.jobs, agreed.last);
        }
        (Kind::PlacementEnded { .. }, _) => {
            end(&mut life.offers, fact.day(), |held| {
                held.placement == Some(id)
            });
            end(&mut life.jobs, fact.day(), |held| {
                held.placement == Some(id)
            });
        }
        _ => {}
    }
}

fn backdate<T>(spells: &mut [Spell<T>], is_it: impl Fn(&T) -> bool, first: Day) {
    if let Some(spell) = spells.iter_mut().rfind(|spell| is_it(&spell.what)) {
        spell.from = spell.from.min(first);
    }
}

fn set_last<T>(spells: &mut [Spell<T>], is_it: impl Fn(&T) -> bool, last: Day) {
    if let Some(spell) = spells.iter_mut().rfind(|spell| is_it(&spell.what)) {
        spell.until = Some(last.plus(1));
    }
}

impl Agreed {
    /// It begins, or goes on with other hours.
    fn begins(&self, life: &mut Life, fact: &LiveFact<'_>) {
        let id = self.placement;
        match self.form {
            PlacementForm::Praktik => {
                let what = Offer {
                    offer: None,
                    place: Some(self.company.clone()),
                    minutes: Some(self.minutes),
                    placement: Some(id),
                };
                begin(&mut life.offers, fact, what, |held| {
                    held.placement == Some(id)
                });
                plan(&mut life.offers, self.last);
            }
            PlacementForm::PaidHours => {
                let what = self.job(self.minutes);
                begin(&mut life.jobs, fact, what, |held| {
                    held.placement == Some(id)
                });
                plan(&mut life.jobs, self.last);
            }
        }
    }

    fn job(&self, minutes: u32) -> Job {
        Job {
            employer: self.company.clone(),
            minutes,
            job: None,
            industry: None,
            placement: Some(self.placement),
        }
    }
}
