//! A small page and a short way to write facts.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Day, Timestamp};
use casework::{Case, Coordinates, read_case};
use facts::{
    Actor, AppointmentId, CaseId, CitizenId, ContactForm, EmployeeId, Entry, Fact, FactId, Kind,
    PlacementEnd, PlacementForm, PlacementId, PlacementPurpose, Value,
};
use rulebook::{Book, Source};

pub(crate) const CASE: CaseId = CaseId(7);
pub(crate) const MODEL: &str = include_str!("proeve.md");

pub(crate) fn source(path: &str, text: &str) -> Source {
    Source {
        path: path.to_owned(),
        text: text.to_owned(),
    }
}

/// The codes and calendar, with these pages.
pub(crate) fn book_of(pages: &[&str]) -> Book {
    let mut sources = vec![
        source("koder.md", include_str!("koder.md")),
        source("kalender.md", include_str!("kalender.md")),
    ];
    for (at, page) in pages.iter().enumerate() {
        sources.push(source(&format!("{at}.md"), page));
    }
    Book::load(&sources).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

pub(crate) fn book() -> Book {
    book_of(&[MODEL])
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn text(text: &str) -> String {
    text.to_owned()
}

/// An entry in the case by the caseworker.
pub(crate) fn entry(on: &str, kind: Kind) -> Entry {
    Entry {
        citizen: CitizenId(3),
        case: Some(CASE),
        happened_on: day(on),
        time: None,
        kind,
        answers: BTreeMap::new(),
        participants: BTreeSet::new(),
        note: None,
        actor: Actor::Employee(EmployeeId(1)),
        role: text("sagsbehandler"),
        corrects: None,
        reason: None,
    }
}

pub(crate) fn answering(mut entry: Entry, answers: &[(&str, Value)]) -> Entry {
    for (id, value) in answers {
        entry.answers.insert((*id).to_owned(), value.clone());
    }
    entry
}

pub(crate) fn correcting(mut entry: Entry, root: u64) -> Entry {
    entry.corrects = Some(FactId(root));
    entry
}

pub(crate) fn noted(mut entry: Entry, note: &str) -> Entry {
    entry.note = Some(note.to_owned());
    entry
}

pub(crate) fn choice(id: &str) -> Value {
    Value::Choice(id.to_owned())
}

pub(crate) fn opened(book: &Book, on: &str) -> Entry {
    let version = book
        .model_on("proeve", day(on))
        .unwrap_or_else(|| panic!("no version on {on}"));
    let kind = Kind::CaseOpened {
        model: text("proeve"),
        version: version.hash.clone(),
        calendar: book.calendar().hash.clone(),
    };
    entry(on, kind)
}

pub(crate) fn activity(on: &str, event: &str) -> Entry {
    let kind = Kind::ActivityDone {
        event: text(event),
        placement: None,
    };
    entry(on, kind)
}

/// The meeting, with the citizen, deciding about the target group.
pub(crate) fn meeting(on: &str, target_group: &str) -> Entry {
    let kind = Kind::MeetingHeld {
        meeting: text("step-up"),
        appointment: None,
    };
    let mut entry = answering(entry(on, kind), &[("maalgruppe", choice(target_group))]);
    entry.participants.insert(text("borger"));
    entry
}

pub(crate) fn talk(on: &str) -> Entry {
    let kind = Kind::ConversationHeld {
        with: text("jobformidler"),
        form: ContactForm::Phone,
        appointment: None,
    };
    entry(on, kind)
}

pub(crate) fn agreed(on: &str, placement: u64) -> Entry {
    let kind = Kind::PlacementAgreed {
        placement: PlacementId(placement),
        form: PlacementForm::Praktik,
        purpose: Some(PlacementPurpose::Training),
        company: text("Bageriet"),
        cvr: None,
        minutes: 900,
        from: day(on),
        until: None,
        continued: false,
    };
    entry(on, kind)
}

pub(crate) fn started(on: &str, placement: u64) -> Entry {
    let placement = PlacementId(placement);
    entry(on, Kind::PlacementStarted { placement })
}

pub(crate) fn ended(on: &str, placement: u64) -> Entry {
    let kind = Kind::PlacementEnded {
        placement: PlacementId(placement),
        how: PlacementEnd::Interrupted,
    };
    entry(on, kind)
}

pub(crate) fn assigned(on: &str, role: &str, employee: u64) -> Entry {
    let kind = Kind::CaseAssigned {
        role: text(role),
        employee: EmployeeId(employee),
    };
    entry(on, kind)
}

pub(crate) fn summons(on: &str, appointment: u64, meeting_on: &str) -> Entry {
    let kind = Kind::AppointmentMade {
        appointment: AppointmentId(appointment),
        for_event: text("moede"),
        day: day(meeting_on),
        time: calendar::LocalTime::new(10, 0),
        place: None,
    };
    entry(on, kind)
}

pub(crate) fn retracting(on: &str, root: u64) -> Entry {
    let kind = Kind::FactRetracted { fact: FactId(root) };
    noted(entry(on, kind), "Forkert borger.")
}

/// Facts with ids 1, 2, 3 … in this order.
pub(crate) fn recorded(entries: Vec<Entry>) -> Vec<Fact> {
    (1..)
        .zip(entries)
        .map(|(id, entry)| Fact {
            id: FactId(id),
            recorded_at: Timestamp(0),
            entry,
        })
        .collect()
}

pub(crate) fn read<'a>(book: &'a Book, facts: &'a [Fact], on: &str) -> Case<'a> {
    read_case(book, facts, CASE, Coordinates::on(day(on))).unwrap_or_else(|error| panic!("{error}"))
}

/// The duties people have to do, as `event due state`, in the order of their creation.
pub(crate) fn owed(case: &Case<'_>) -> Vec<String> {
    case.duty_rows()
        .iter()
        .map(|row| {
            let due = row.due.map_or_else(|| text("-"), |due| due.to_string());
            format!("{} {due}", row.event)
        })
        .collect()
}
