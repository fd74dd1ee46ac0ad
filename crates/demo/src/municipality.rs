//! The invented municipality as a whole.

use calendar::{Day, LocalTime, Timestamp};
use duties::Effect;
use facts::{Actor, CitizenId, Fact, Kind};
use rulebook::{Book, ModelVersion};

use crate::benefits::{BenefitCodes, history, ordinary, reformed};
use crate::courses::{self, Course, Told};
use crate::dice::Dice;
use crate::life::{Life, Pace, Posting, plain};
use crate::people::{Company, Person, companies, people};
use crate::staff::{Employee, employees};
use crate::turns;
use crate::walk::Walk;
use crate::work::{self, WorkCodes, activities};

/// How many citizens there are.
pub const CITIZENS: usize = 1_200;
/// How many of them have a case.
pub const CASES: usize = 300;
/// How many companies there are.
pub const COMPANIES: usize = 80;
/// How many cases nobody has taken yet.
const UNTOUCHED: usize = 14;
/// How many caseworkers a team has.
const TEAM_CASEWORKERS: usize = 5;
/// One of so many of a caseworker's cases stands still on the demonstration's day.
const STOPPED_OF: usize = 7;
/// How many months back the first case was opened, if the model is that old.
const MONTHS: i32 = 12;

/// The invented municipality's own code where the pages name none; no municipality has it.
const MUNICIPALITY: u16 = 990;

/// An invented municipality on a day. The same seed, day and rulebook give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Municipality {
    /// The day it stands on.
    pub today: Day,
    /// Its code.
    pub code: u16,
    /// Everybody who works there.
    pub employees: Vec<Employee>,
    /// The companies around it.
    pub companies: Vec<Company>,
    /// Everything that was registered, in the order of recording. Ids of citizens, cases, employees and facts are those
    /// that an empty store gives when the postings are stored in this order, from 1.
    pub postings: Vec<Posting>,
    /// Registrations that the check turned down on the way, so that they are not among the postings.
    pub refused: usize,
    /// The day from which benefits and residence are told of everybody.
    pub benefits_from: Day,
    /// The day from which everything else that figures ask about is told of everybody.
    pub work_from: Day,
}

impl Municipality {
    /// Invents it.
    ///
    /// The cases are opened under the first model of the rulebook that is not itself invented, on days on which it holds; if it
    /// holds on none of the months before the day there are citizens, but no cases.
    pub fn invent(seed: u64, today: Day, book: &Book) -> Municipality {
        let mut dice = Dice::new(seed, 0);
        let staff = employees(seed);
        let companies = companies(&mut dice, COMPANIES);
        let people = people(&mut dice, CITIZENS, CASES, today);
        let mut walk = Walk::new(book, today, &staff, &companies);
        let days = opening_days(book, &mut dice, today);
        let known = days.first().map_or(today, |(day, _)| *day).plus(-3);
        let mut lives = Vec::new();
        let imports = import_people(&mut walk, seed, &people, known, &days, &mut lives);
        open_cases(&mut walk, &mut lives, &days);
        import_the_rest(&mut walk, imports);
        let (postings, refused) = (walk.postings, walk.refused);
        Municipality {
            today,
            code: own_municipality(book),
            employees: staff,
            companies,
            postings,
            refused,
            benefits_from: known.plus_months(-12 * crate::benefits::YEARS).plus(400),
            work_from: known.plus_months(-work::MONTHS),
        }
    }

    /// The day from which a track of the histories is told of everybody.
    pub fn told_from(&self, track: &str) -> Day {
        match track {
            "benefits" | "residence" | "life" | "marks" => self.benefits_from,
            _ => self.work_from,
        }
    }

    /// All facts, as a store would have them.
    pub fn facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for posting in &self.postings {
            for (at, entry) in posting.entries.iter().enumerate() {
                facts.push(Fact {
                    id: facts::FactId(posting.first.0 + at as u64),
                    recorded_at: posting.recorded_at,
                    entry: entry.clone(),
                });
            }
        }
        facts
    }
}

/// The days on which cases are opened, in order, each with the model.
fn opening_days<'b>(book: &'b Book, dice: &mut Dice, today: Day) -> Vec<(Day, &'b ModelVersion)> {
    let Some(first) = book.models().iter().find(|model| !model.invented) else {
        return Vec::new();
    };
    let begin = today.plus_months(-MONTHS);
    let span = today.since(begin) - 2;
    let mut days: Vec<Day> = (0..CASES)
        .map(|_| {
            // More cases are opened at the beginning of an effort than later.
            let mut ahead = dice.between(0, span);
            if dice.chance(40) {
                ahead = ahead.min(dice.between(0, span));
            }
            crate::making::working_day(begin.plus(ahead))
        })
        .collect();
    let holds = |day: Day| {
        book.model_on(&first.name, day)
            .map(std::convert::AsRef::as_ref)
    };
    let earliest = book
        .models()
        .iter()
        .filter(|model| model.name == first.name)
        .map(|model| model.from)
        .min()
        .unwrap_or(begin);
    for day in &mut days {
        if *day < earliest {
            // The effort had not begun: the case is opened in its first weeks.
            *day = crate::making::working_day(earliest.plus(dice.between(0, 40)));
        }
    }
    days.retain(|day| *day < today);
    days.sort_unstable();
    days.into_iter()
        .filter_map(|day| holds(day).map(|model| (day, model)))
        .collect()
}

/// What comes in about a citizen with the latest import: kind of import, day, what happened.
type Later = (CitizenId, Vec<(&'static str, Day, Kind)>);

/// Everybody becomes known on one morning, with twelve years of benefits and two of what else figures ask about; the first so
/// many will have a case. What happened after that morning is given back.
fn import_people(
    walk: &mut Walk<'_>,
    seed: u64,
    people: &[Person],
    known: Day,
    opened: &[(Day, &ModelVersion)],
    lives: &mut Vec<Life>,
) -> Vec<Later> {
    let cases = opened.len();
    let codes = BenefitCodes::of(walk.book);
    let work_codes = WorkCodes::of(walk.book);
    let mut all_later = Vec::new();
    let municipality = own_municipality(walk.book);
    let at = Timestamp::at(known, LocalTime::new(6, 30).expect("half past six"));
    for (index, person) in people.iter().enumerate() {
        let citizen = CitizenId(index as u64 + 1);
        let mut dice = Dice::new(seed, 1_000 + index as u64);
        let has_case = index < cases;
        let import = |kind: &str| Actor::Import(kind.to_owned());
        // Dice of their own: what is told for figures changes nothing in the cases.
        let mut other = Dice::new(seed, 100_000 + index as u64);
        let told = Told {
            known,
            from: known.plus_months(-work::MONTHS),
            today: walk.today,
        };
        let mut course = Course::Ordinary;
        let (benefits, running) = if has_case {
            history(&mut dice, &codes, known)
        } else {
            let birth = person.cpr.birth();
            course = Course::of(index - cases, birth, told);
            let years = without_case(walk, &codes, &mut other, (course, birth), told);
            (years, None)
        };
        let case_from = opened.get(index).map(|(day, _)| *day);
        let view = (told.from, walk.today, case_from);
        let done = activities(&mut other, &work_codes, walk.companies, &benefits, view);
        let described = work::origin(&mut other, &work_codes, course == Course::Displaced);
        let since = benefits.first().map_or(known, |(day, _)| known.min(*day));
        let register = Kind::CitizenRegistered {
            cpr: person.cpr.clone(),
            name: person.name.clone(),
        };
        let residence = Kind::ResidenceBegan { municipality };
        let mut entries = vec![
            plain(citizen, since, register, import("citizens"), "import"),
            plain(citizen, since, residence, import("citizens"), "import"),
        ];
        entries.extend(
            described.map(|kind| plain(citizen, known, kind, import("citizens"), "import")),
        );
        let told = benefits.into_iter().chain(done);
        let told = told.map(|(day, kind)| (file_of(&kind), day, kind));
        let (early, later): (Vec<_>, Vec<_>) = told.partition(|(_, day, _)| *day <= known);
        entries.extend(
            early
                .into_iter()
                .map(|(file, day, kind)| plain(citizen, day, kind, import(file), "import")),
        );
        all_later.push((citizen, later));
        if has_case && let Some(mark) = mark(walk.book) {
            entries.push(plain(citizen, known, mark, import("marks"), "import"));
        }
        let mut facts = Vec::new();
        walk.record(&mut facts, at, entries);
        if has_case {
            lives.push(Life::before_the_case(
                citizen,
                facts,
                (known, running),
                dice,
            ));
        }
    }
    all_later
}

/// The years of somebody without a case: what their benefits were, and what goes with their course.
fn without_case(
    walk: &Walk<'_>,
    codes: &BenefitCodes,
    dice: &mut Dice,
    (course, birth): (Course, Day),
    told: Told,
) -> Vec<(Day, Kind)> {
    let years = match course {
        Course::Ordinary => {
            let mut years = ordinary(dice, codes, (told.known, told.today), birth);
            turns::cut_short(dice, &mut years, told);
            years
        }
        Course::FlexJob => courses::flex_job(dice, walk.companies, told, birth),
        Course::Pension(number) => courses::pension(dice, told, number),
        Course::Displaced => turns::displaced(dice, walk.companies, told),
    };
    let mut years = reformed(walk.book, codes, years, told.today);
    let on_benefits = work::stretches(&years);
    years.extend(turns::work_duty(dice, codes, &on_benefits, told.today));
    years.sort_by_key(|(day, _)| *day);
    years
}

/// The name of the import that brings it in.
fn file_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::ConversationHeld { .. } => "contacts",
        Kind::OfferBegan { .. } | Kind::OfferEnded { .. } => "offers",
        Kind::HoursReported { .. } => "hours",
        Kind::JobStarted { .. } | Kind::JobEnded { .. } => "jobs",
        Kind::EducationStarted { .. } | Kind::EducationEnded { .. } => "education",
        Kind::CvPublished | Kind::CvWithdrawn => "cv",
        Kind::FlexJobAwarded { .. } => "flex-awards",
        Kind::FlexJobStarted { .. }
        | Kind::FlexJobHoursChanged { .. }
        | Kind::FlexJobEnded { .. } => "flex-jobs",
        Kind::PensionAwarded { .. } => "pensions",
        Kind::WorkDutyBegan | Kind::WorkDutyEnded => "work-duty",
        Kind::MarkSet { .. } => "marks",
        Kind::AbsenceBegan { .. } => "absences",
        Kind::ResidenceEnded { .. } => "residence",
        Kind::Died => "citizens",
        _ => "benefits",
    }
}

/// What happened since the first import comes in on the demonstration's day, when everything else of it is registered.
fn import_the_rest(walk: &mut Walk<'_>, imports: Vec<Later>) {
    let morning = Timestamp::at(
        walk.today,
        LocalTime::new(9, 15).expect("a quarter past nine"),
    );
    let last = walk.postings.last().map(|posting| posting.recorded_at);
    let at = last.map_or(morning, |last| last.max(morning));
    for (citizen, later) in imports {
        let entries = later.into_iter().map(|(file, day, kind)| {
            let actor = Actor::Import(file.to_owned());
            plain(citizen, day, kind, actor, "import")
        });
        let entries: Vec<_> = entries.collect();
        if !entries.is_empty() {
            walk.record(&mut Vec::new(), at, entries);
        }
    }
}

/// The code of the municipality that the pages take for their own.
fn own_municipality(book: &Book) -> u16 {
    book.models()
        .iter()
        .flat_map(|model| &model.parameters)
        .find(|parameter| parameter.name == "egen-kommune")
        .and_then(|parameter| parameter.value.parse().ok())
        .unwrap_or(MUNICIPALITY)
}

/// The first person-group mark of the rulebook.
fn mark(book: &Book) -> Option<Kind> {
    let code = book.codes().list(rulebook::CodeList::Marks).first()?;
    Some(Kind::MarkSet {
        mark: code.id.clone(),
    })
}

/// Opens the cases on their days and walks them.
fn open_cases(walk: &mut Walk<'_>, lives: &mut [Life], days: &[(Day, &ModelVersion)]) {
    let count = lives.len();
    let mut openings = Vec::with_capacity(count);
    let mut shown = 0;
    for (at, (life, (day, model))) in lives.iter_mut().zip(days).enumerate() {
        life.opened = *day;
        // The first team, where the six are, has a third of the cases.
        life.team = if at % 3 == 0 {
            0
        } else {
            1 + at % 3 + usize::from(at % 6 > 3)
        };
        life.team %= crate::staff::TEAMS.len();
        life.place = at / 3;
        life.ends = life.dice.chance(40);
        life.finds_nothing = life.dice.chance(25);
        life.pace = match life.dice.below(100) {
            _ if at + UNTOUCHED >= count => Pace::Untouched,
            ..45 => Pace::Prompt,
            45..85 => Pace::Ordinary,
            _ => Pace::Slow,
        };
        if life.place / TEAM_CASEWORKERS % STOPPED_OF == 1 {
            life.stops_on = Some(walk.today.plus(-life.dice.between(4, 24)));
        }
        life.books_on =
            (life.pace != Pace::Slow).then(|| walk.today.plus(-life.dice.between(0, 4)));
        // Those who show an event wait for it, some of them for long; the first team, where the six are, has none of them.
        let waits = at % 2 == 1 && life.team != 0 && life.pace != Pace::Untouched;
        if waits && let Some(target) = target(model, shown) {
            shown += 1;
            life.stops_on = None;
            let event = &model.model.definition().events[target];
            life.target = Some(event.id.clone());
            life.pace = Pace::Prompt;
            life.ends = event.effect == Effect::Reopens;
            life.finds_nothing = event.instance.is_none() && life.dice.chance(75);
        }
        openings.push(Some(opening(walk, life, model)));
        walk.schedule(life, at, *day);
    }
    walk.run(lives, openings);
}

/// Which event the so-manieth life is to show. Every event has one, the last of the page first, for its way is the longest and
/// the first cases are the oldest; then those that something else has to let in, over and over.
fn target(model: &ModelVersion, number: usize) -> Option<usize> {
    let events = &model.model.definition().events;
    if number < events.len() {
        return Some(events.len() - 1 - number);
    }
    let let_in: Vec<usize> = (0..events.len())
        .filter(|event| !events[*event].included)
        .collect();
    let_in.get(number % let_in.len().max(1)).copied()
}

fn opening(walk: &Walk<'_>, life: &Life, model: &ModelVersion) -> Vec<facts::Entry> {
    let kind = Kind::CaseOpened {
        model: model.name.clone(),
        version: model.hash.clone(),
        calendar: walk.book.calendar().hash.clone(),
    };
    if life.pace == Pace::Untouched {
        let actor = Actor::Import("cases".to_owned());
        return vec![life.entry(life.opened, kind, actor, "import")];
    }
    let actor = walk.caseworker(life);
    let mut entries = vec![life.entry(life.opened, kind, actor.clone(), "sagsbehandler")];
    if let Actor::Employee(employee) = actor {
        let role = "sagsbehandler".to_owned();
        entries.push(life.entry(
            life.opened,
            Kind::CaseAssigned { role, employee },
            Actor::Employee(employee),
            "sagsbehandler",
        ));
    }
    entries
}
