//! The invented municipality keeps its promises.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is not as it should be, and tells what it found"
)]

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use casework::{AppointmentState, Coordinates, DutyRow, Group, JournalStanding, read_case};
use demo::{CASES, CITIZENS, COMPANIES, Municipality};
use facts::{CitizenId, Fact, Kind, KindName, Origin, PlacementEnd};
use rulebook::Book;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn by_citizen(municipality: &Municipality) -> BTreeMap<CitizenId, Vec<Fact>> {
    let mut all: BTreeMap<CitizenId, Vec<Fact>> = BTreeMap::new();
    for fact in municipality.facts() {
        all.entry(fact.entry.citizen).or_default().push(fact);
    }
    all
}

#[test]
fn its_page_puts_it_among_the_municipalities_of_a_region() {
    let book = Book::embedded();
    let code = i32::from(Municipality::invent(1, day("2021-09-15"), &book).code);
    let book = book.with(&[demo::page()]).unwrap();
    let registers = book.catalogue().registers();
    let list = registers.list("municipalities").unwrap();
    assert_eq!(list.number(code).unwrap().title.da, "Havnekommunen");
    let zealand = registers.list("regions").unwrap();
    let zealand = zealand.code("region-sjaelland").unwrap().number;
    let gathering = list.gathering("region", day("2021-09-15")).unwrap();
    assert!(gathering.codes_of(zealand).contains(&code));
}

#[test]
fn it_has_what_was_promised_and_every_event_is_open_somewhere() {
    let book = Book::embedded();
    let today = day("2021-09-15");
    let begun = std::time::Instant::now();
    let municipality = Municipality::invent(1, today, &book);
    println!("invented in {:?}", begun.elapsed());
    let all = by_citizen(&municipality);
    assert_eq!(all.len(), CITIZENS);
    assert_eq!(municipality.companies.len(), COMPANIES);
    assert_eq!(municipality.employees.len(), 40);
    let who_sign_in = municipality
        .employees
        .iter()
        .filter(|who| who.password.is_some());
    let roles: BTreeSet<&str> = who_sign_in.clone().map(|who| who.role).collect();
    assert_eq!((who_sign_in.count(), roles.len()), (6, 4));

    let mut cases = 0;
    let mut open: BTreeSet<String> = BTreeSet::new();
    let mut events: BTreeSet<String> = BTreeSet::new();
    let mut seen = Seen::default();
    for facts in all.values() {
        for head in casework::cases(facts) {
            cases += 1;
            let case = read_case(&book, facts, head.id, Coordinates::on(today)).unwrap();
            seen.look(&case, facts);
            assert!(case.problems.is_empty(), "{:?}", case.problems);
            for (at, event) in case.model.events.iter().enumerate() {
                events.insert(event.id.clone());
                let state = &case.fold.state;
                if event.on_day.is_some()
                    && state.closed().is_none()
                    && state.done(at, None).is_none()
                {
                    open.insert(event.id.clone());
                }
            }
            for duty in case.fold.state.unended() {
                open.insert(case.model.events[duty.event].id.clone());
            }
            for action in case.actions() {
                if action.blocked_by.is_empty() {
                    open.insert(action.id);
                }
            }
        }
    }
    assert_eq!(cases, CASES);
    // What opens a case is done in every case, and once.
    open.insert("sag-aabnet".to_owned());
    let closed: Vec<&String> = events.difference(&open).collect();
    assert!(closed.is_empty(), "open in no case: {closed:?}");
    seen.has_everything();
    let registered = municipality.postings.len();
    assert!(
        municipality.refused * 20 < registered,
        "{} of {registered} refused",
        municipality.refused
    );
}

/// What makes a demonstration worth looking at.
#[derive(Default)]
struct Seen {
    counts: BTreeMap<&'static str, usize>,
}

impl Seen {
    fn look(&mut self, case: &casework::Case<'_>, facts: &[Fact]) {
        let mut add = |what, count| *self.counts.entry(what).or_default() += count;
        add("deviations", case.deviations().len());
        add(
            "deviations with a reason",
            case.deviations()
                .iter()
                .filter(|row| row.reason.is_some())
                .count(),
        );
        add(
            "corrections",
            facts
                .iter()
                .filter(|fact| fact.entry.corrects.is_some())
                .count(),
        );
        let journal = case.journal(facts);
        let counts = |row: &&casework::JournalRow<'_>| row.standing == JournalStanding::Counts;
        add(
            "facts that do not count any more",
            journal.iter().filter(|row| !counts(row)).count(),
        );
        let late = facts.iter().filter(|fact| {
            fact.entry.case.is_some() && fact.recorded_at.day() > fact.entry.happened_on
        });
        add("late facts", late.count());
        let appointments = case.appointments();
        let of = |state| appointments.iter().filter(|row| row.state == state).count();
        add("no-shows", of(AppointmentState::DidNotAppear));
        add("cancelled appointments", of(AppointmentState::Cancelled));
        add(
            "moved appointments",
            appointments.iter().map(|row| row.moved).sum(),
        );
        let kinds = |name| {
            facts
                .iter()
                .filter(|fact| fact.entry.kind.name() == name)
                .count()
        };
        add("set aside", kinds(KindName::DutySetAside));
        add("holds", kinds(KindName::ClockPaused));
        add("retractions", kinds(KindName::FactRetracted));
        add("reopened", kinds(KindName::CaseReopened));
        add(
            "closed cases",
            usize::from(case.fold.state.closed().is_some()),
        );
        add("unassigned", usize::from(case.holders.is_empty()));
        let interrupted = facts.iter().filter(|fact| {
            matches!(
                fact.entry.kind,
                Kind::PlacementEnded {
                    how: PlacementEnd::Interrupted,
                    ..
                }
            )
        });
        add("interruptions", interrupted.count());
        let overdue = case
            .duty_rows()
            .iter()
            .filter(|row| row.is_overdue(case.coordinates.as_of))
            .count();
        add("overdue duties", overdue);
    }

    fn has_everything(&self) {
        println!("{:#?}", self.counts);
        let missing: Vec<_> = self
            .counts
            .iter()
            .filter(|(_, count)| **count == 0)
            .collect();
        assert!(missing.is_empty(), "{missing:?} in {:?}", self.counts);
    }
}

/// How the duties of an employee, or of all, stand on the day, and how late the late ones are.
#[derive(Debug, Default)]
struct Desk {
    groups: BTreeMap<Group, usize>,
    late_by_weeks: usize,
    late_by_months: usize,
}

impl Desk {
    fn of(&self, group: Group) -> usize {
        self.groups.get(&group).copied().unwrap_or_default()
    }

    fn all(&self) -> usize {
        self.groups.values().sum()
    }

    fn look(&mut self, row: &DutyRow, today: Day) {
        let group = row.group(today);
        *self.groups.entry(group).or_default() += 1;
        if group == Group::Overdue {
            let late = row.due.map_or(0, |due| today.since(due));
            self.late_by_weeks += usize::from((7..60).contains(&late));
            self.late_by_months += usize::from(late >= 60);
        }
    }
}

#[test]
fn the_first_screens_are_believable() {
    let book = Book::embedded();
    let today = day("2021-09-15");
    let municipality = Municipality::invent(1, today, &book);
    let mut desks: BTreeMap<u64, Desk> = BTreeMap::new();
    let mut everybody = Desk::default();
    let mut steps: BTreeMap<usize, usize> = BTreeMap::new();
    for facts in by_citizen(&municipality).values() {
        for head in casework::cases(facts) {
            let case = read_case(&book, facts, head.id, Coordinates::on(today)).unwrap();
            for row in case.duty_rows() {
                everybody.look(&row, today);
                let holder = row.holder.map_or(0, |holder| holder.0);
                desks.entry(holder).or_default().look(&row, today);
            }
            if case.fold.state.closed().is_none() {
                let current = case.progress().into_iter().find(|step| step.current);
                *steps
                    .entry(current.map_or(0, |step| step.step + 1))
                    .or_default() += 1;
            }
        }
    }
    println!("{everybody:?}\n{steps:?}");
    // Some are late, most are not, and few by months.
    let share = |part: usize, whole: usize| part * 100 / whole;
    let late = share(everybody.of(Group::Overdue), everybody.all());
    assert!((4..=20).contains(&late), "{late} % late");
    assert!(everybody.late_by_weeks > everybody.late_by_months);
    let found: Vec<usize> = steps
        .into_iter()
        .filter(|(_, cases)| *cases > 9)
        .map(|(step, _)| step)
        .collect();
    assert_eq!(found, [1, 2, 3], "every step has cases");
    for who in ["mette", "yusuf", "lone", "minh"] {
        let employee = municipality.employees.iter().find(|one| one.login == who);
        let desk = &desks[&employee.unwrap().id.0];
        for group in [Group::Waiting, Group::OnHold] {
            assert!(
                desk.of(group) > 0,
                "{who} has nothing under {group:?}: {desk:?}"
            );
        }
        let late = share(desk.of(Group::Overdue), desk.all());
        assert!(late <= 30, "{who}: {late} % late");
        let very_late = share(desk.late_by_months, desk.all());
        assert!(very_late <= 8, "{who}: {very_late} % late by months");
    }
}

#[test]
fn nobody_in_it_can_exist() {
    let municipality = Municipality::invent(7, day("2021-09-15"), &Book::embedded());
    for fact in municipality.facts() {
        if let Kind::CitizenRegistered { cpr, .. } = &fact.entry.kind {
            assert_eq!(cpr.origin(), Origin::Substitute);
            assert!(!cpr.satisfies_modulus_11());
        }
        assert!(fact.entry.happened_on <= municipality.today);
        assert!(fact.recorded_at.day() <= municipality.today);
    }
    let recorded: Vec<_> = municipality
        .postings
        .iter()
        .map(|posting| posting.recorded_at)
        .collect();
    assert!(recorded.is_sorted());
}

#[test]
fn the_same_seed_and_day_give_the_same_bytes() {
    let book = Book::embedded();
    let today = day("2021-06-01");
    let one = Municipality::invent(3, today, &book);
    assert_eq!(one, Municipality::invent(3, today, &book));
    assert_ne!(one.postings, Municipality::invent(4, today, &book).postings);
}

#[test]
fn another_day_gives_a_sensible_world() {
    let book = Book::embedded();
    for (today, at_least) in [
        ("2019-01-01", 0),
        ("2020-10-20", 100),
        ("2022-06-01", 300),
        ("2024-02-29", 0),
    ] {
        let municipality = Municipality::invent(1, day(today), &book);
        let all = by_citizen(&municipality);
        assert_eq!(all.len(), CITIZENS, "{today}");
        let cases: usize = all.values().map(|facts| casework::cases(facts).len()).sum();
        assert!(cases >= at_least, "{today}: {cases}");
        for facts in all.values() {
            for head in casework::cases(facts) {
                read_case(&book, facts, head.id, Coordinates::on(municipality.today)).unwrap();
            }
        }
    }
}

/// What a municipality of this size could be asked about: people come and go, most are talked with, some are in offers.
#[test]
fn figures_have_something_to_count() {
    let book = Book::embedded();
    let today = day("2021-09-15");
    let municipality = Municipality::invent(1, today, &book);
    let mut talked = (0, 0);
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let shape = casework::histories::Shape::of(&book);
    let mut builder = casework::histories::Builder::new(&shape, today);
    for (citizen, facts) in by_citizen(&municipality) {
        builder.add(citizen, &facts, None);
        let life = casework::histories::life(&facts, None);
        assert!(life.origin.is_some() && life.birth.is_some());
        let year_ago = today.plus_months(-12);
        let on_benefit = life
            .benefits
            .iter()
            .filter(|spell| ["kontanthjaelp", "dagpenge"].contains(&spell.what.benefit.as_str()));
        let lasting = on_benefit
            .clone()
            .any(|spell| spell.from <= year_ago && spell.contains(today));
        if lasting {
            let lately = life.contacts.iter().filter(|talk| talk.from > year_ago);
            talked.0 += usize::from(lately.count() >= 4);
            talked.1 += 1;
        }
        let mut add = |what, is: bool| *counts.entry(what).or_default() += usize::from(is);
        let lately = |from: Day| from > year_ago && from <= today;
        add(
            "offer",
            life.offers.iter().any(|spell| spell.contains(today)),
        );
        add("job", life.jobs.iter().any(|spell| spell.contains(today)));
        add("hours", life.hours.iter().any(|spell| lately(spell.from)));
        add("cv", life.cv.iter().any(|spell| spell.contains(today)));
        let educated = life.educations.iter().any(|spell| spell.contains(today));
        add("education", educated);
        let mut benefits = life.benefits.iter();
        add("entry", benefits.clone().any(|spell| lately(spell.from)));
        add(
            "exit",
            benefits.any(|spell| spell.until.is_some_and(lately)),
        );
    }
    println!("{talked:?} {counts:?}");
    assert!(counts.values().all(|count| *count >= 20), "{counts:?}");
    let often = talked.0 * 100 / talked.1;
    assert!(talked.1 > 100 && (40..=95).contains(&often), "{talked:?}");
    let written = builder.finish();
    written.histories.check().unwrap();
    assert!(
        written.unknown_codes.is_empty(),
        "{:?}",
        written.unknown_codes
    );
}
