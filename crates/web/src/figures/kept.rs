//! Everybody's histories, kept between requests: read once, then only of those about whom something was recorded since.

use std::sync::{Arc, Mutex, PoisonError};

use calendar::{Day, Timestamp};
use casework::histories::Shape;
use facts::{CitizenId, FactId};
use store::{FactStore, Scope};

use super::known::Known;
use super::lives::{Lives, View};
use super::nested::Nested;
use crate::app::App;
use crate::error::WebError;

/// Whoever asks for what is known now is content with what was known so long ago, in microseconds: nobody needs the
/// municipality's numbers by the minute, and two of them a minute apart would tell who came in between.
const FRESH: i64 = 10 * 60 * 1_000_000;

/// Citizens read from the store and written to histories together; of them all are read again when one has changed.
const PART: usize = 64;

/// So many days and moments of knowledge are kept, the last ones asked for.
const VIEWS: usize = 3;

/// Everybody's histories as they were last read.
#[derive(Default)]
pub(crate) struct Everybody {
    kept: Mutex<Kept>,
    /// Which counts lie within which, of the last vintage that was drawn from.
    nested: Mutex<Option<(u64, Arc<Nested>)>>,
}

/// A moment of knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    /// When this fact had been recorded.
    At(FactId),
    /// Now.
    Now,
    /// A few minutes ago at the most.
    Lately,
}

#[derive(Default)]
struct Kept {
    /// All that is known, up to the fact that was the last when it was read.
    whole: Option<(Option<FactId>, Vec<Arc<Lives>>)>,
    /// Whole histories as of a day, the last one asked for at the end.
    views: Vec<Seen>,
}

struct Seen {
    /// When it was made of all that was known.
    current: Option<Timestamp>,
    known: Arc<Known>,
}

/// Reads everybody in the background, so that the first who asks for figures does not wait for it.
///
/// A thread of its own and not one of the server's: a program that is told to stop does not wait for it either.
pub(crate) fn read_ahead(app: &Arc<App>) {
    let app = Arc::clone(app);
    let reading = move || {
        let today = app.clock.today();
        if let Err(cause) = app.everybody.seen(&app, Moment::Lately, today) {
            tracing::warn!(%cause, "histories could not be read ahead");
        }
    };
    let thread = std::thread::Builder::new().name("histories".to_owned());
    if let Err(cause) = thread.spawn(reading) {
        tracing::warn!(%cause, "histories are read when somebody asks");
    }
}

impl Everybody {
    /// What was known of everybody at a fact, seen from a day.
    ///
    /// Whoever comes while the store is read waits for that reading instead of doing it again.
    pub(super) fn seen(&self, app: &App, moment: Moment, day: Day) -> Result<Arc<Known>, WebError> {
        let now = app.clock.now();
        let last = app.store.last()?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |seen: &Seen| {
            let known = &seen.known;
            let is_fresh = seen.current.is_some_and(|at| now.0 - at.0 < FRESH);
            known.known_on() == day
                && match moment {
                    Moment::At(fact) => known.known_at() == Some(fact),
                    Moment::Now => known.known_at() == last,
                    Moment::Lately => known.known_at() == last || is_fresh,
                }
        };
        let fitting = kept.views.iter().enumerate().filter(|(_, seen)| fits(seen));
        let newest = fitting.max_by_key(|(_, seen)| seen.known.known_at());
        if let Some(place) = newest.map(|(place, _)| place) {
            let seen = kept.views.remove(place);
            let known = Arc::clone(&seen.known);
            kept.views.push(seen);
            return Ok(known);
        }
        let shape = Shape::of(&app.book);
        kept.catch_up(app, &shape, last)?;
        let (_, parts) = kept.whole.as_ref().expect("it has just been read");
        let cut = match moment {
            Moment::At(fact) => last.map(|last| last.min(fact)),
            Moment::Now | Moment::Lately => last,
        };
        let view = if cut == last {
            View::of(parts, &shape, day)
        } else {
            View::of(&earlier(app, &shape, parts, cut, last)?, &shape, day)
        };
        let known = Arc::new(Known::told(app, &shape, view, cut, day)?);
        if kept.views.len() >= VIEWS {
            kept.views.remove(0);
        }
        kept.views.push(Seen {
            current: (cut == last).then_some(now),
            known: Arc::clone(&known),
        });
        Ok(known)
    }

    /// Which counts of a vintage lie within which. Whoever comes while they are held against each other waits for that.
    pub(super) fn nested(
        &self,
        vintage: u64,
        find: impl FnOnce() -> Result<Nested, WebError>,
    ) -> Result<Arc<Nested>, WebError> {
        let mut kept = self.nested.lock().unwrap_or_else(PoisonError::into_inner);
        match &*kept {
            Some((of, nested)) if *of == vintage => Ok(Arc::clone(nested)),
            _ => {
                let nested = Arc::new(find()?);
                *kept = Some((vintage, Arc::clone(&nested)));
                Ok(nested)
            }
        }
    }
}

impl Kept {
    /// Reads what was recorded since.
    fn catch_up(&mut self, app: &App, shape: &Shape, last: Option<FactId>) -> Result<(), WebError> {
        match &mut self.whole {
            Some((known, _)) if *known == last => {}
            Some((Some(known), parts)) => {
                let until = last.unwrap_or(*known);
                let touched = app.store.told_between(*known, until)?;
                renew(app, shape, parts, &touched, last)?;
                *known = until;
            }
            whole => {
                let mut parts = Vec::new();
                let last = app
                    .store
                    .facts_of_many(Scope::All, last, PART, &mut |batch| {
                        parts.push(Arc::new(Lives::of(shape, &batch, last)));
                        Ok::<_, WebError>(())
                    })?;
                *whole = Some((last, parts));
            }
        }
        Ok(())
    }
}

/// What was known earlier: only those about whom something was recorded since are read again.
fn earlier(
    app: &App,
    shape: &Shape,
    parts: &[Arc<Lives>],
    cut: Option<FactId>,
    last: Option<FactId>,
) -> Result<Vec<Arc<Lives>>, WebError> {
    let mut parts = parts.to_vec();
    if let Some((cut, last)) = cut.zip(last) {
        let touched = app.store.told_between(cut, last)?;
        renew(app, shape, &mut parts, &touched, Some(cut))?;
    }
    Ok(parts)
}

/// Reads the parts with these citizens again, as known at a fact; those who are new get parts of their own.
fn renew(
    app: &App,
    shape: &Shape,
    parts: &mut Vec<Arc<Lives>>,
    touched: &[CitizenId],
    cut: Option<FactId>,
) -> Result<(), WebError> {
    let read = |citizens: &[CitizenId]| {
        let facts = citizens.iter().map(|citizen| {
            let facts = app.store.facts_of(*citizen, cut)?;
            Ok::<_, WebError>((*citizen, facts))
        });
        let mut told = facts.collect::<Result<Vec<_>, _>>()?;
        // Nobody knew of them then.
        told.retain(|(_, facts)| !facts.is_empty());
        Ok::<_, WebError>(Arc::new(Lives::of(shape, &told, cut)))
    };
    let mut left: std::collections::BTreeSet<CitizenId> = touched.iter().copied().collect();
    for part in parts.iter_mut() {
        let has_changed = part.citizens().iter().any(|citizen| left.contains(citizen));
        if has_changed {
            let renewed = read(part.citizens())?;
            for citizen in part.citizens() {
                left.remove(citizen);
            }
            *part = renewed;
        }
    }
    let new: Vec<CitizenId> = left.into_iter().collect();
    for citizens in new.chunks(PART) {
        parts.push(read(citizens)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use facts::Kind;
    use figures::Histories;

    use super::*;
    use crate::testing::{House, house};

    fn benefit(house: &House, citizen: CitizenId, on: &str, begins: bool) {
        let benefit = "kontanthjaelp".to_owned();
        let kind = if begins {
            Kind::BenefitBegan {
                benefit,
                category: None,
            }
        } else {
            Kind::BenefitEnded {
                benefit,
                why: facts::BenefitEnd::Job,
            }
        };
        let entry = house.entry(citizen, None, on, kind);
        house.register(citizen, vec![entry]);
    }

    /// Everybody as the builder writes them when it is told the day and the fact at once.
    fn afresh(house: &House, cut: Option<FactId>, day: Day) -> Histories {
        let shape = Shape::of(&house.app.book);
        let mut builder = casework::histories::Builder::new(&shape, day);
        for citizen in 1..=130 {
            let citizen = CitizenId(citizen);
            let facts = house.app.store.facts_of(citizen, cut).unwrap();
            if !facts.is_empty() {
                builder.add(citizen, &facts, cut);
            }
        }
        builder.finish().histories
    }

    #[test]
    fn what_is_kept_is_what_would_be_read_afresh() {
        let house = house();
        let day: Day = "2021-09-15".parse().unwrap();
        for number in 0..100 {
            let citizen = house.citizen("Nogen", &format!("7506804{number:03}"));
            benefit(&house, citizen, "2021-03-01", true);
            if number % 3 == 0 {
                benefit(&house, citizen, "2021-06-01", false);
            }
        }
        let app = &house.app;
        let seen = |moment, day| app.everybody.seen(app, moment, day).unwrap();
        let first = app.store.last().unwrap();
        assert_eq!(
            *seen(Moment::Now, day).histories(),
            afresh(&house, first, day)
        );
        benefit(&house, CitizenId(70), "2021-09-01", false);
        let new = house.citizen("Ny", "7506814006");
        benefit(&house, new, "2021-09-02", true);
        let last = app.store.last().unwrap();
        assert_eq!(
            *seen(Moment::Now, day).histories(),
            afresh(&house, last, day)
        );
        // A few minutes old is recent enough for who asks so, an earlier fact is another view, and so is another day.
        let then = seen(Moment::At(first.unwrap()), day);
        assert_eq!(*then.histories(), afresh(&house, first, day));
        assert_eq!(then.known_at(), first);
        let earlier = day.plus(-40);
        assert_eq!(
            *seen(Moment::Now, earlier).histories(),
            afresh(&house, last, earlier)
        );
        benefit(&house, CitizenId(71), "2021-09-03", false);
        assert_eq!(seen(Moment::Lately, day).known_at(), last);
        assert_ne!(seen(Moment::Now, day).known_at(), last);
    }
}
