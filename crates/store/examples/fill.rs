//! Fills a new store with an invented town, for the page benchmark: `fill FILE CASES FACTS-PER-CASE [PASSWORD-HASH]`.
//!
//! Everything follows from the numbers given. Caseworkers `sb0001`, `sb0002` … hold sixty cases each in teams of ten, `leder`
//! leads; all have the password hash given. Facts go the way of imports (`append_many`).

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use calendar::{Day, Timestamp};
use facts::{
    Actor, AppointmentId, CitizenId, ContactForm, EmployeeId, Entry, Kind, PlacementForm,
    PlacementId, PlacementPurpose, Value,
};
use rulebook::Book;
use store::{Append, NEW_CASE, NEW_CITIZEN, NewUser, Role, Store};

const CASES_EACH: u64 = 60;
const TEAM: u64 = 10;
const BATCH: u64 = 500;

type Outcome = Result<(), Box<dyn std::error::Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, cases, facts, rest @ ..] = arguments.as_slice() else {
        return Err("fill FILE CASES FACTS-PER-CASE [PASSWORD-HASH]".into());
    };
    let (cases, facts): (u64, u64) = (cases.parse()?, facts.parse()?);
    let book = Arc::new(Book::embedded());
    let store = Store::create(Path::new(file), store::Kind::Demo, Arc::clone(&book))?;
    let password = rest.first().map_or("", String::as_str);
    let workers = employ(&store, cases.div_ceil(CASES_EACH), password)?;
    let today: Day = "2021-09-15".parse()?;
    let town = Town {
        book,
        today,
        workers,
        facts,
    };
    let mut done = 0;
    while done < cases {
        let until = (done + BATCH).min(cases);
        let appends: Vec<Append> = (done..until).map(|number| town.citizen(number)).collect();
        store.append_many(&appends)?;
        done = until;
        if done % 10_000 == 0 {
            writeln!(std::io::stderr(), "{done} cases")?;
        }
    }
    store.wake(today)?;
    // The day of a demonstration, which `tovholder demo` asks for.
    let by = store::By::Terminal("fill".to_owned());
    store.set("demo-day", &today.to_string(), &by, Timestamp(0))?;
    // Without a first day every period of a figure would be unknown, and nothing would be counted.
    for track in casework::histories::TRACKS {
        let name = format!("{}{track}", store::OBSERVED_FROM);
        store.set(&name, "2010-01-01", &by, Timestamp(0))?;
    }
    Ok(())
}

fn employ(
    store: &Store,
    count: u64,
    password: &str,
) -> Result<Vec<EmployeeId>, Box<dyn std::error::Error>> {
    let mut workers = Vec::new();
    let mut team = None;
    for number in 0..count {
        if number % TEAM == 0 {
            team = Some(store.add_team(&format!("Team {:03}", number / TEAM + 1))?);
        }
        let user = NewUser {
            login: format!("sb{:04}", number + 1),
            name: format!(
                "{} {}",
                FIRST[place(number, FIRST.len())],
                LAST[place(number / 7, LAST.len())]
            ),
            role: Role::Caseworker,
            team,
            password: password.to_owned(),
        };
        workers.push(store.add_user(&user, Timestamp(0))?);
    }
    let leader = NewUser {
        login: "leder".to_owned(),
        name: "Lone Leder".to_owned(),
        role: Role::TeamLeader,
        team,
        password: password.to_owned(),
    };
    store.add_user(&leader, Timestamp(0))?;
    Ok(workers)
}

const FIRST: [&str; 16] = [
    "Anne", "Bo", "Camilla", "Dorte", "Erik", "Fatima", "Gunnar", "Hanne", "Ivan", "Jens", "Karen",
    "Lars", "Mette", "Øjvind", "Åse", "Ærling",
];

const LAST: [&str; 16] = [
    "Jensen",
    "Nielsen",
    "Hansen",
    "Pedersen",
    "Andersen",
    "Christensen",
    "Larsen",
    "Sørensen",
    "Rasmussen",
    "Jørgensen",
    "Petersen",
    "Madsen",
    "Kristensen",
    "Olsen",
    "Aagaard",
    "Ørsted",
];

fn place(number: u64, of: usize) -> usize {
    usize::try_from(number).unwrap_or(0) % of
}

struct Town {
    book: Arc<Book>,
    today: Day,
    workers: Vec<EmployeeId>,
    facts: u64,
}

impl Town {
    /// One citizen with years of benefits behind them and a case somewhere on the straight way.
    fn citizen(&self, number: u64) -> Append {
        let spread = |bound: u64, salt: u64| {
            i32::try_from(mixed(number * 8 + salt) % bound).unwrap_or_default()
        };
        let opened = self.today.plus(-1 - spread(280, 1));
        let mut entries = vec![entry(
            self.today.plus(-4000),
            Kind::CitizenRegistered {
                cpr: cpr(number),
                name: format!(
                    "{} {}",
                    FIRST[place(mixed(number) >> 8, FIRST.len())],
                    LAST[place(mixed(number) >> 16, LAST.len())]
                ),
            },
        )];
        let way = self.way(number, opened, spread(20, 2));
        let history = self.facts.saturating_sub(way.len() as u64 + 1);
        for turn in 0..history {
            let on = self
                .today
                .plus(-3900 + i32::try_from(turn % 360).unwrap_or(0) * 10);
            entries.push(entry(on, benefit(turn)));
        }
        entries.extend(way);
        Append {
            citizen: NEW_CITIZEN,
            expected: None,
            key: u128::from(number).to_be_bytes(),
            entries,
            now: Timestamp::at(
                self.today,
                calendar::LocalTime::new(7, 0).unwrap_or_else(midnight),
            ),
            today: self.today,
        }
    }

    /// What happened in the case by today, from its opening on.
    fn way(&self, number: u64, opened: Day, drift: i32) -> Vec<Entry> {
        let worker = self.workers[place(number / CASES_EACH, self.workers.len())];
        let version = self
            .book
            .model_on("afklaringspuljen", opened)
            .map_or_else(String::new, |model| model.hash.clone());
        let case_opened = Kind::CaseOpened {
            model: "afklaringspuljen".to_owned(),
            version,
            calendar: self.book.calendar().hash.clone(),
        };
        let held = |role: &str| Kind::CaseAssigned {
            role: role.to_owned(),
            employee: worker,
        };
        let mut way = vec![(0, case_opened), (0, held("sagsbehandler"))];
        let steps: [(i32, Kind); 13] = [
            (
                2,
                summons(1, "forberedende-samtale", opened.plus(14 + drift)),
            ),
            (14, met("forberedende-samtale", 1)),
            (16, filed("forberedende-skema", opened)),
            (17, summons(2, "step-up-moede", opened.plus(35 + drift))),
            (21, done("send-dokumenter")),
            (35, met("step-up-moede", 2)),
            (36, filed("aftaledokument", opened)),
            (37, filed("min-plan", opened)),
            (43, done("start-afklaringsforloeb")),
            (44, held("jobformidler")),
            (56, done("cv-paabegyndt")),
            (57, done("jobmaal")),
            (90, agreed(opened.plus(92 + drift))),
        ];
        way.extend(steps);
        way.push((
            92,
            Kind::PlacementStarted {
                placement: PlacementId(1),
            },
        ));
        for week in 0..20 {
            way.push((
                60 + week * 7,
                Kind::ConversationHeld {
                    with: "jobformidler".to_owned(),
                    form: ContactForm::Phone,
                    appointment: None,
                },
            ));
        }
        way.into_iter()
            .map(|(after, kind)| (opened.plus(if after == 0 { 0 } else { after + drift }), kind))
            .filter(|(on, _)| *on <= self.today)
            .map(|(on, kind)| {
                let mut what = entry(on, kind);
                what.case = Some(NEW_CASE);
                what.actor = Actor::Employee(worker);
                if matches!(&what.kind, Kind::MeetingHeld { meeting, .. } if meeting == "step-up-moede") {
                    what.answers.insert("i-maalgruppe".to_owned(), Value::Choice("nej".to_owned()));
                }
                what
            })
            .collect()
    }
}

/// A number that looks like chance and follows from another (`SplitMix64`).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

fn midnight() -> calendar::LocalTime {
    calendar::LocalTime::new(0, 0).expect("midnight is a time")
}

fn cpr(number: u64) -> facts::Cpr {
    let (day, month, year) = (
        61 + number % 28,
        1 + number / 28 % 12,
        40 + number / 336 % 50,
    );
    let last = number % 4000;
    format!("{day:02}{month:02}{year:02}{last:04}")
        .parse()
        .expect("day + 60, month and year make a substitute number")
}

fn entry(on: Day, kind: Kind) -> Entry {
    Entry {
        citizen: CitizenId(0),
        case: None,
        happened_on: on,
        time: None,
        kind,
        answers: BTreeMap::new(),
        participants: BTreeSet::new(),
        note: None,
        actor: Actor::Import("benefits".to_owned()),
        role: "sagsbehandler".to_owned(),
        corrects: None,
        reason: None,
    }
}

fn benefit(turn: u64) -> Kind {
    let benefit = "kontanthjaelp".to_owned();
    let category = Some(
        if turn.is_multiple_of(2) {
            "aktivitetsparat"
        } else {
            "jobparat"
        }
        .to_owned(),
    );
    if turn == 0 {
        Kind::BenefitBegan { benefit, category }
    } else {
        Kind::BenefitChanged { benefit, category }
    }
}

fn summons(number: u64, event: &str, on: Day) -> Kind {
    Kind::AppointmentMade {
        appointment: AppointmentId(number),
        for_event: event.to_owned(),
        day: on,
        time: None,
        place: Some("Jobcentret, lokale 4".to_owned()),
    }
}

fn met(meeting: &str, appointment: u64) -> Kind {
    Kind::MeetingHeld {
        meeting: meeting.to_owned(),
        appointment: Some(AppointmentId(appointment)),
    }
}

fn filed(document: &str, dated: Day) -> Kind {
    Kind::DocumentFiled {
        document: document.to_owned(),
        dated,
        title: "Papir i sagen".to_owned(),
        place: "Sagsarkivet".to_owned(),
    }
}

fn done(event: &str) -> Kind {
    Kind::ActivityDone {
        event: event.to_owned(),
        placement: None,
    }
}

fn agreed(from: Day) -> Kind {
    Kind::PlacementAgreed {
        placement: PlacementId(1),
        form: PlacementForm::Praktik,
        purpose: Some(PlacementPurpose::Training),
        company: "Opfundet Bageri ApS".to_owned(),
        cvr: None,
        minutes: 900,
        from,
        until: Some(from.plus(91)),
        continued: false,
    }
}
