//! What the tests are about: a small invented town with citizens, cases and things that happen.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use calendar::{Day, Timestamp};
use facts::{
    Actor, CaseId, CitizenId, ContactForm, EmployeeId, Entry, FactId, Kind as What, PlacementEnd,
    PlacementForm, PlacementId, PlacementPurpose,
};
use rulebook::Book;

use crate::{Append, Kind, NEW_CASE, NEW_CITIZEN, NewUser, PostKey, Role, Store};

/// The pages compiled into the program, loaded once.
pub(super) fn book() -> Arc<Book> {
    static BOOK: OnceLock<Arc<Book>> = OnceLock::new();
    Arc::clone(BOOK.get_or_init(|| Arc::new(Book::embedded())))
}

pub(super) fn store() -> Store {
    Store::in_memory(Kind::Real, book()).unwrap()
}

pub(super) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A key that depends on nothing but a number.
pub(super) fn key(number: u64) -> PostKey {
    u128::from(number).to_be_bytes()
}

/// A CPR number of nobody: day of birth plus 60.
pub(super) fn cpr(number: u64) -> facts::Cpr {
    let (day, month, year) = (
        61 + number % 28,
        1 + number / 28 % 12,
        50 + number / 336 % 50,
    );
    format!("{day:02}{month:02}{year:02}{:04}", number % 4000)
        .parse()
        .unwrap()
}

pub(super) fn entry(on: Day, case: Option<CaseId>, kind: What) -> Entry {
    Entry {
        citizen: NEW_CITIZEN,
        case,
        happened_on: on,
        time: None,
        kind,
        answers: BTreeMap::new(),
        participants: BTreeSet::new(),
        note: None,
        actor: Actor::Employee(EmployeeId(1)),
        role: "sagsbehandler".to_owned(),
        corrects: None,
        reason: None,
    }
}

pub(super) fn registered(on: Day, number: u64, name: &str) -> Entry {
    let kind = What::CitizenRegistered {
        cpr: cpr(number),
        name: name.to_owned(),
    };
    entry(on, None, kind)
}

pub(super) fn opened(on: Day) -> Entry {
    let book = book();
    let model = book
        .model_on("afklaringspuljen", on)
        .expect("the page holds then");
    let kind = What::CaseOpened {
        model: model.name.clone(),
        version: model.hash.clone(),
        calendar: book.calendar().hash.clone(),
    };
    entry(on, Some(NEW_CASE), kind)
}

pub(super) fn assigned(on: Day, case: CaseId, role: &str, employee: u64) -> Entry {
    let kind = What::CaseAssigned {
        role: role.to_owned(),
        employee: EmployeeId(employee),
    };
    entry(on, Some(case), kind)
}

/// An append of these entries about one citizen, recorded on a day.
pub(super) fn append(number: u64, citizen: CitizenId, today: Day, entries: Vec<Entry>) -> Append {
    Append {
        citizen,
        expected: None,
        key: key(number),
        entries: entries
            .into_iter()
            .map(|entry| Entry { citizen, ..entry })
            .collect(),
        now: Timestamp(i64::from(today.epoch()) * 86_400_000_000),
        today,
    }
}

/// An append that makes a citizen known and opens a case, held by an employee if one is given.
pub(super) fn newcomer(number: u64, name: &str, today: Day, holder: Option<u64>) -> Append {
    let mut entries = vec![registered(today, number, name), opened(today)];
    if let Some(holder) = holder {
        entries.push(assigned(today, NEW_CASE, "sagsbehandler", holder));
    }
    append(number, NEW_CITIZEN, today, entries)
}

pub(super) fn employee(store: &Store, login: &str, team: Option<crate::TeamId>) -> EmployeeId {
    let user = NewUser {
        login: login.to_owned(),
        name: login.to_owned(),
        role: Role::Caseworker,
        team,
        password: "$argon2id$".to_owned(),
    };
    store.add_user(&user, Timestamp(0)).unwrap()
}

/// Numbers that follow from a seed (`SplitMix64`), so that a failure can be repeated.
pub(super) struct Dice(pub(super) u64);

impl Dice {
    pub(super) fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound.max(1)
    }

    pub(super) fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.below(of.len() as u64)).unwrap()]
    }
}

const DOCUMENTS: [&str; 5] = [
    "forberedende-skema",
    "aftaledokument",
    "rehabiliteringsplan-forberedende",
    "justeret-aftaledokument",
    "min-plan",
];

const MEETINGS: [&str; 4] = [
    "forberedende-samtale",
    "step-up-moede",
    "rehabiliteringsteam",
    "nyt-step-up-moede",
];

/// Something that may happen in a case: every kind the page speaks of, in and out of turn.
pub(super) fn happening(dice: &mut Dice, today: Day) -> What {
    let placement = PlacementId(1 + dice.below(3));
    let appointment = facts::AppointmentId(1 + dice.below(3));
    let events: Vec<String> = book()
        .models()
        .iter()
        .flat_map(|model| model.events.iter().map(|event| event.id.clone()))
        .collect();
    let ahead = today.plus(i32::try_from(dice.below(40)).unwrap());
    match dice.below(22) {
        0 | 1 => What::AppointmentMade {
            appointment,
            for_event: (*dice.pick(&MEETINGS)).to_owned(),
            day: ahead,
            time: None,
            place: None,
        },
        2 => What::AppointmentMoved {
            appointment,
            day: ahead,
            time: None,
        },
        3 => What::AppointmentCancelled { appointment },
        4 => What::DidNotAppear { appointment },
        5..=7 => What::MeetingHeld {
            meeting: (*dice.pick(&MEETINGS)).to_owned(),
            appointment: None,
        },
        8 | 9 => What::ConversationHeld {
            with: (*dice.pick(&["jobformidler", "sagsbehandler"])).to_owned(),
            form: *dice.pick(ContactForm::ALL),
            appointment: None,
        },
        10 => What::ConsentGiven {
            scope: "netvaerk".to_owned(),
        },
        11 => What::ConsentWithdrawn {
            scope: "netvaerk".to_owned(),
        },
        12 | 13 => What::DocumentFiled {
            document: (*dice.pick(&DOCUMENTS)).to_owned(),
            dated: today,
            title: "Papir".to_owned(),
            place: "arkiv".to_owned(),
        },
        14 => What::PlacementAgreed {
            placement,
            form: PlacementForm::Praktik,
            purpose: Some(PlacementPurpose::Training),
            company: "Opfundet A/S".to_owned(),
            cvr: None,
            minutes: 600,
            from: today,
            until: Some(ahead),
            continued: false,
        },
        15 => What::PlacementStarted { placement },
        16 => What::PlacementEnded {
            placement,
            how: *dice.pick(PlacementEnd::ALL),
        },
        17 => What::ClockPaused { until: Some(ahead) },
        18 => What::ClockResumed,
        19 => What::BenefitEnded {
            benefit: "kontanthjaelp".to_owned(),
            why: *dice.pick(facts::BenefitEnd::ALL),
        },
        _ => What::ActivityDone {
            event: dice.pick(&events).clone(),
            placement: (dice.below(2) == 0).then_some(placement),
        },
    }
}

/// A correction or retraction of one of the facts there are.
pub(super) fn second_thought(dice: &mut Dice, facts: &[facts::Fact], today: Day) -> Option<Entry> {
    let fact = facts.get(usize::try_from(dice.below(facts.len() as u64)).unwrap())?;
    let plain = fact.entry.corrects.is_none()
        && !matches!(
            fact.entry.kind,
            What::FactRetracted { .. } | What::CitizenRegistered { .. } | What::CaseOpened { .. }
        );
    if !plain {
        return None;
    }
    if dice.below(2) == 0 {
        return Some(Entry {
            kind: What::FactRetracted { fact: fact.id },
            happened_on: today,
            ..fact.entry.clone()
        });
    }
    let earlier = i32::try_from(dice.below(20)).unwrap();
    Some(Entry {
        happened_on: fact.entry.happened_on.plus(-earlier),
        corrects: Some(FactId(fact.id.0)),
        ..fact.entry.clone()
    })
}
