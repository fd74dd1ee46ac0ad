//! Marking members and opening their cases: the entries a person confirms, and why a member is passed over.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use facts::{Actor, CaseId, CitizenId, EmployeeId, Entry, Fact, Kind};
use rulebook::Book;
use rulebook::indicators::CohortVersion;

use crate::histories::life;
use crate::{ProgrammeSpell, tracks};

/// What is to be done about the members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// Set the page's mark.
    pub mark: bool,
    /// Open a case under the page's model, with the number that stands for a new case.
    pub case: Option<CaseId>,
    /// Who is to hold a case that is opened, by role; nobody yet where it is empty.
    pub holders: BTreeMap<String, EmployeeId>,
    /// Who wants it.
    pub actor: Actor,
    /// In which role.
    pub role: String,
    /// The day it happens: today.
    pub today: Day,
}

/// What becomes of one part of the wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It will be stored.
    Stored,
    /// It is so already: since this day, and in this case if it is about one.
    Already(Day, Option<CaseId>),
    /// It was not wished, or the page names no mark or model that holds on the day.
    Not,
}

/// What becomes of the wish for one member, and the entries that do it. Without entries nothing is to be done.
#[derive(Debug, Clone, PartialEq)]
pub struct Preparation {
    /// Who.
    pub citizen: CitizenId,
    /// The mark.
    pub mark: Step,
    /// The case.
    pub case: Step,
    /// A case under the page's model that was opened before and is closed.
    pub closed: Option<CaseId>,
    /// What is to be stored.
    pub entries: Vec<Entry>,
}

/// Prepares one member by all the member's facts.
pub fn prepare(
    book: &Book,
    version: &CohortVersion,
    citizen: CitizenId,
    facts: &[Fact],
    wish: &Wish,
) -> Preparation {
    let mut entries = Vec::new();
    let mark = match version.mark.as_ref().filter(|_| wish.mark) {
        None => Step::Not,
        Some(mark) => {
            let life = life(facts, None);
            let marks = life.marks.iter();
            let held = marks
                .filter(|spell| spell.what == *mark && spell.until.is_none())
                .map(|spell| spell.from)
                .min();
            held.map_or(Step::Stored, |since| Step::Already(since, None))
        }
    };
    if let (Step::Stored, Some(mark)) = (mark, &version.mark) {
        let kind = Kind::MarkSet { mark: mark.clone() };
        entries.push(entry(wish, citizen, None, kind));
    }
    let model = (version.model.as_deref()).and_then(|name| book.model_on(name, wish.today));
    let case = match (wish.case, model) {
        (Some(new), Some(model)) => {
            if let Some((since, case)) = last_case(facts, &model.name, true) {
                Step::Already(since, Some(case))
            } else {
                let kind = Kind::CaseOpened {
                    model: model.name.clone(),
                    version: model.hash.clone(),
                    calendar: book.calendar().hash.clone(),
                };
                entries.push(entry(wish, citizen, Some(new), kind));
                for (role, employee) in &wish.holders {
                    let kind = Kind::CaseAssigned {
                        role: role.clone(),
                        employee: *employee,
                    };
                    entries.push(entry(wish, citizen, Some(new), kind));
                }
                Step::Stored
            }
        }
        _ => Step::Not,
    };
    Preparation {
        citizen,
        mark,
        case,
        closed: model.and_then(|model| Some(last_case(facts, &model.name, false)?.1)),
        entries,
    }
}

/// The last case under a model that is open, or one that is closed, with its first day.
fn last_case(facts: &[Fact], model: &str, is_open: bool) -> Option<(Day, CaseId)> {
    let programmes = tracks(facts, None).programmes;
    let mut programmes = programmes.into_iter().rev();
    programmes.find_map(|spell| match spell.what {
        ProgrammeSpell::Case { case, model: name }
            if name == model && spell.until.is_none() == is_open =>
        {
            Some((spell.from, case))
        }
        _ => None,
    })
}

fn entry(wish: &Wish, citizen: CitizenId, case: Option<CaseId>, kind: Kind) -> Entry {
    Entry {
        citizen,
        case,
        happened_on: wish.today,
        time: None,
        kind,
        answers: BTreeMap::new(),
        participants: BTreeSet::new(),
        note: None,
        actor: wish.actor.clone(),
        role: wish.role.clone(),
        corrects: None,
        reason: None,
    }
}
