//! `demo`: an invented municipality to try the program on.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail};
use calendar::{Clock, Day};
use demo::{Employee, Municipality, Posting, TEAMS};
use facts::{EmployeeId, Entry, Kind};
use rulebook::Book;
use store::{
    Append, By, GivenNumber, NEW_CASE, NEW_CITIZEN, NewUser, OBSERVED_FROM, Purpose, Role, Store,
};
use tables::{Decimal, Period};
use web::{App, DemoControls, hash_password};

use super::stores::unopened;
use super::{books, outside, serve};
use crate::clock::DemoClock;
use crate::command::Demo;
use crate::{logging, terminal};

/// The day a new demonstration stands on unless it is told otherwise.
fn default_day() -> Day {
    Day::new(2021, 9, 15).expect("the day is in the calendar")
}

/// The first year a municipality can be invented for: twelve years of benefits lie before it.
const FIRST_YEAR: i16 = 2015;

/// What stands in place of a hash for those who cannot sign in; no password has it.
const NO_PASSWORD: &str = "!";

pub(super) fn demonstrate(wish: &Demo) -> anyhow::Result<ExitCode> {
    logging::start("warn");
    if let Some(day) = wish.today
        && !(FIRST_YEAR..=web::LAST_DEMO_YEAR).contains(&day.year())
    {
        bail!(
            "demoens dag skal ligge fra {FIRST_YEAR} til {}; {day} gør ikke",
            web::LAST_DEMO_YEAR
        );
    }
    let book = with_municipality(books::book(wish.pages.rulebook.as_deref())?);
    // Held until the end: the folder and all in it are removed when it is dropped.
    let (folder, path) = place(wish.db.as_deref())?;
    let (store, day) = if path.exists() {
        continue_with(&path, &book, wish.today)?
    } else {
        let day = wish.today.unwrap_or_else(default_day);
        (found(&path, &book, wish.seed, day)?, day)
    };
    let store = Arc::new(store);
    let clock = Arc::new(DemoClock::new(day));
    let controls = Controls {
        clock: Arc::clone(&clock),
        store: Arc::clone(&store),
    };
    let app = App::new(store, book, clock).with_demo(Arc::new(controls));
    let is_kept = folder.is_none();
    serve::listen_until_stopped(
        Arc::new(app),
        wish.listen.unwrap_or(serve::LISTEN),
        |address| {
            welcome(&address.to_string(), day, is_kept.then_some(path.as_path()));
        },
    )?;
    drop(folder);
    Ok(ExitCode::SUCCESS)
}

/// The rulebook in which the invented municipality stands among the others. A folder that has its code already is left as it is;
/// then the settings say what it is called and where it lies.
fn with_municipality(book: Arc<Book>) -> Arc<Book> {
    let with = Book::clone(&book).with(&[demo::page()]);
    with.map_or(book, Arc::new)
}

fn place(wish: Option<&Path>) -> anyhow::Result<(Option<tempfile::TempDir>, PathBuf)> {
    if let Some(path) = wish {
        return Ok((None, path.to_owned()));
    }
    let folder = tempfile::Builder::new()
        .prefix("tovholder-demo-")
        .tempdir()
        .context("kunne ikke oprette en midlertidig mappe; vælg en fil med --db")?;
    let path = folder.path().join("demo.sqlite");
    Ok((Some(folder), path))
}

/// The setting with the day the demonstration was moved to.
pub(super) const DAY: &str = "demo-day";

fn continue_with(path: &Path, book: &Arc<Book>, wish: Option<Day>) -> anyhow::Result<(Store, Day)> {
    let store =
        Store::open(path, store::Kind::Demo, Arc::clone(book)).map_err(|error| unopened(&error))?;
    let kept = store
        .setting(DAY)
        .context("kunne ikke læse demoens dag")?
        .with_context(|| {
            format!(
                "{} har ingen dag; den er lavet af en ældre udgave eller aldrig blevet færdig. Slet den for at begynde forfra",
                path.display()
            )
        })?;
    let kept: Day = kept
        .parse()
        .with_context(|| format!("demoens dag i {} kan ikke læses", path.display()))?;
    let day = wish.unwrap_or(kept);
    if day < kept {
        bail!(
            "demoen står allerede på {kept} og kan ikke gå tilbage; slet {} for at begynde forfra",
            path.display()
        );
    }
    if day > kept {
        keep_day(&store, day, &By::Terminal(terminal::account()))?;
    }
    Ok((store, day))
}

/// Sets the day, at the beginning of that day in the demonstration's own time.
fn keep_day(store: &Store, day: Day, by: &By) -> anyhow::Result<()> {
    let now = DemoClock::new(day).now();
    store
        .set(DAY, &day.to_string(), by, now)
        .context("kunne ikke gemme demoens dag")
}

/// Makes a new demonstration store.
fn found(path: &Path, book: &Arc<Book>, seed: u64, day: Day) -> anyhow::Result<Store> {
    let (municipality, employees) = std::thread::scope(|scope| {
        // Hashing passwords takes long on purpose, so it is done beside the inventing.
        let inventing = scope.spawn(|| Municipality::invent(seed, day, book));
        let store = Store::create(path, store::Kind::Demo, Arc::clone(book))
            .map_err(|error| unopened(&error))?;
        let passwords: Vec<_> = demo::employees(seed)
            .into_iter()
            .map(|employee| {
                let password = employee
                    .password
                    .map_or(Ok(NO_PASSWORD.to_owned()), hash_password);
                password.map(|password| (employee, password))
            })
            .collect::<Result<_, _>>()?;
        let municipality = inventing.join().expect("inventing does not panic");
        anyhow::Ok((municipality, (store, passwords)))
    })?;
    let (store, employees) = employees;
    add_employees(&store, &municipality, employees)?;
    let appends: Vec<Append> = municipality
        .postings
        .iter()
        .enumerate()
        .map(|(at, posting)| append(at, posting, day))
        .collect();
    let appended = store
        .append_many(&appends)
        .context("kunne ikke gemme den opdigtede kommune")?;
    let agree = appended
        .iter()
        .zip(&municipality.postings)
        .all(|(appended, posting)| {
            appended.ids.first() == Some(&posting.first) && appended.citizen == posting.citizen
        });
    if !agree {
        bail!("den opdigtede kommune fik andre numre end ventet; det er en fejl i programmet");
    }
    let by = By::Terminal(terminal::account());
    keep_day(&store, day, &by)?;
    tell_figures(&store, &municipality, day)?;
    Ok(store)
}

/// From when the invented data are whole, and the numbers that shares are taken of.
fn tell_figures(store: &Store, municipality: &Municipality, day: Day) -> anyhow::Result<()> {
    let failed = "kunne ikke gemme, hvad tallene bygger på";
    let by = By::Terminal(terminal::account());
    let now = DemoClock::new(day).now();
    for track in casework::histories::TRACKS {
        let from = municipality.told_from(track);
        let name = format!("{OBSERVED_FROM}{track}");
        store
            .set(&name, &from.to_string(), &by, now)
            .context(failed)?;
    }
    let given = |name: &str, year| GivenNumber {
        purpose: Purpose::Denominator,
        name: name.to_owned(),
        part: None,
        municipality: Some(municipality.code),
        period: Period::Year(year),
        number: Decimal {
            units: invented_size(name),
            places: 0,
        },
        source: "Opdigtet til demoen".to_owned(),
        dated: municipality.work_from,
    };
    let years = municipality.work_from.year()..=day.year();
    let series = store.book().catalogue().series();
    let numbers = series
        .iter()
        .flat_map(|series| years.clone().map(|year| given(&series.id, year)));
    let numbers: Vec<_> = numbers.filter(|given| given.number.units > 0).collect();
    store.give_numbers(&numbers, &by, now).context(failed)?;
    outside::tell(store, municipality, day, &by)
}

/// How large the invented municipality is.
pub(super) fn invented_size(series: &str) -> i128 {
    match series {
        "arbejdsstyrken" => 14_500,
        "befolkningen-16-66" => 19_200,
        "befolkningen-18-29" => 4_100,
        _ => 0,
    }
}

fn add_employees(
    store: &Store,
    municipality: &Municipality,
    employees: Vec<(Employee, String)>,
) -> anyhow::Result<()> {
    let failed = "kunne ikke oprette medarbejderne";
    let mut teams = Vec::new();
    for name in TEAMS {
        teams.push(store.add_team(name).context(failed)?);
    }
    let now = municipality
        .postings
        .first()
        .map_or(calendar::Timestamp(0), |posting| posting.recorded_at);
    for (employee, password) in employees {
        let user = NewUser {
            login: employee.login.clone(),
            name: employee.name.clone(),
            role: Role::from_id(employee.role).context(failed)?,
            team: Some(teams[employee.team]),
            password,
        };
        let id = store.add_user(&user, now).context(failed)?;
        if id != employee.id {
            bail!("medarbejderne fik andre numre end ventet; det er en fejl i programmet");
        }
    }
    Ok(())
}

/// A posting as an append. What makes a citizen or a case known leaves their number to the store.
fn append(at: usize, posting: &Posting, today: Day) -> Append {
    let is_first = |entry: &Entry| matches!(entry.kind, Kind::CitizenRegistered { .. });
    let opens = posting
        .entries
        .iter()
        .any(|entry| matches!(entry.kind, Kind::CaseOpened { .. }));
    let citizen = if posting.entries.iter().any(is_first) {
        NEW_CITIZEN
    } else {
        posting.citizen
    };
    let entries = posting
        .entries
        .iter()
        .cloned()
        .map(|entry| Entry {
            citizen,
            case: entry.case.map(|case| if opens { NEW_CASE } else { case }),
            ..entry
        })
        .collect();
    let mut key = *b"demo\0\0\0\0\0\0\0\0\0\0\0\0";
    key[8..].copy_from_slice(&(at as u64).to_be_bytes());
    Append {
        citizen,
        expected: None,
        key,
        entries,
        now: posting.recorded_at,
        today,
    }
}

/// Moves the demonstration's day, and keeps it in the store.
struct Controls {
    clock: Arc<DemoClock>,
    store: Arc<Store>,
}

impl DemoControls for Controls {
    fn move_to(&self, day: Day, by: EmployeeId) -> Result<(), String> {
        let now = self.clock.today();
        if day < now {
            return Err(format!("Dagen er {now} og kan kun flyttes frem."));
        }
        keep_day(&self.store, day, &By::Employee(by)).map_err(|error| format!("{error:#}"))?;
        self.clock.set(day);
        self.store
            .wake(day)
            .map_err(|error| format!("Sagerne kunne ikke beregnes: {error}"))?;
        Ok(())
    }
}

fn welcome(address: &str, day: Day, kept: Option<&Path>) {
    terminal::say("Tovholder: en opdigtet kommune. Ingen af personerne findes.");
    terminal::say("");
    terminal::say(&format!("  Adresse     http://{address}/"));
    terminal::say(&format!("  Dagen er    {day}"));
    match kept {
        Some(path) => terminal::say(&format!("  Gemmes i    {}", path.display())),
        None => terminal::say(
            "  Gemmes      ikke: alt slettes, når programmet stopper (brug --db FIL for at gemme)",
        ),
    }
    terminal::say("");
    terminal::say("  Bruger      Adgangskode          Rolle           Navn");
    for employee in demo::employees(0) {
        if let Some(password) = employee.password {
            terminal::say(&format!(
                "  {:<11} {password:<20} {:<15} {}",
                employee.login, employee.role, employee.name
            ));
        }
    }
    terminal::say("");
    terminal::say("Stop med Ctrl-C.");
}
