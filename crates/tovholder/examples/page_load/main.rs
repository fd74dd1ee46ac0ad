//! How fast the pages are with a large municipality: `cargo run --release -p tovholder --example page_load [CASES] [SECONDS]`.
//!
//! Fills a store of so many cases (100,000) with twenty facts and more each, starts the release binary on it, and lets twenty
//! signed-in caseworkers with sixty cases each go from page to page without pause, with a team leader counting and sorting and
//! one person registering throughout. Every page of the run is timed from the request's first byte to the answer's last. The
//! answers are not cached anywhere, and every read is logged by the program as always.

#![expect(clippy::print_stdout, reason = "a measurement tells what it found")]

mod browser;
mod measure;
mod town;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context;

use crate::browser::Browser;
use crate::measure::Measure;
use crate::town::Town;

const USERS: usize = 20;
/// The first seconds fill caches and are not counted.
const WARMING: Duration = Duration::from_secs(5);

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let cases: u64 = arguments.next().map_or(Ok(100_000), |text| text.parse())?;
    let seconds: u64 = arguments.next().map_or(Ok(60), |text| text.parse())?;
    let target = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target");
    let town = Town::found(&target, cases)?;
    let (stop, counting) = (AtomicBool::new(false), AtomicBool::new(false));
    let measures = std::thread::scope(|scope| {
        let (town, stop, counting) = (&town, &stop, &counting);
        let mut people: Vec<_> = (0..USERS)
            .map(|at| {
                let login = format!("sb{:04}", at * 10 + 1);
                scope.spawn(move || work(town, &login, &caseworker, stop, counting))
            })
            .collect();
        people.push(scope.spawn(move || work(town, "leder", &leader, stop, counting)));
        people.push(scope.spawn(move || work(town, "sb0301", &writer, stop, counting)));
        people.push(scope.spawn(move || work(town, "leder", &figures, stop, counting)));
        std::thread::sleep(WARMING);
        counting.store(true, Ordering::Relaxed);
        std::thread::sleep(Duration::from_secs(seconds));
        stop.store(true, Ordering::Relaxed);
        people
            .into_iter()
            .map(|person| person.join().expect("nobody panics"))
            .collect::<anyhow::Result<Vec<Measure>>>()
    })?;
    let mut all = Measure::default();
    for measure in measures {
        all.add(measure);
    }
    all.print(cases, seconds);
    town.stop();
    Ok(())
}

/// What somebody does, once through; the number says how often they did it before.
type Habit<'a> = &'a (dyn Fn(&mut Measure, &mut Browser, usize) -> anyhow::Result<()> + Sync);

/// Signs in and follows a habit until told to stop; what is done before counting begins is forgotten.
fn work(
    town: &Town,
    login: &str,
    habit: Habit<'_>,
    stop: &AtomicBool,
    counting: &AtomicBool,
) -> anyhow::Result<Measure> {
    let mut browser = Browser::sign_in(town.address, login, town::PASSWORD)
        .with_context(|| format!("{login} could not sign in"))?;
    let mut measure = Measure::default();
    let mut counted = false;
    for round in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        if !counted && counting.load(Ordering::Relaxed) {
            measure = Measure::default();
            counted = true;
        }
        habit(&mut measure, &mut browser, round)?;
    }
    Ok(measure)
}

/// The day, sorted and filtered, a case beside it, the case itself and what is in it, and the next one.
fn caseworker(measure: &mut Measure, browser: &mut Browser, round: usize) -> anyhow::Result<()> {
    let day = measure.get("my day", browser, "/")?;
    measure.get("my day, sorted", browser, "/?sort=name&down=1")?;
    measure.get("my day, one group", browser, "/?group=overdue&sort=event")?;
    let cases = day.numbers("case=");
    let Some(case) = cases.get(round % cases.len().max(1)) else {
        measure.fail("my day");
        return Ok(());
    };
    measure.get("my day with a case", browser, &format!("/?case={case}"))?;
    measure.get("case", browser, &format!("/cases/{case}"))?;
    measure.get("case: journal", browser, &format!("/cases/{case}/journal"))?;
    measure.get("case: plan", browser, &format!("/cases/{case}/plan"))?;
    measure.get("case: over time", browser, &format!("/cases/{case}/time"))?;
    measure.get("what if", browser, &format!("/cases/{case}/what-if"))?;
    let form = format!("/cases/{case}/register/samtykke-givet");
    measure.get("register: form", browser, &form)?;
    measure.get("cases", browser, "/cases?sort=due")?;
    Ok(())
}

/// Counts and sorts over everything there is to see.
fn leader(measure: &mut Measure, browser: &mut Browser, round: usize) -> anyhow::Result<()> {
    let page = round % 7;
    for sort in ["due", "name", "holder", "event"] {
        let address = format!("/?who=team&sort={sort}&down=1&page={page}");
        measure.get("leader: all duties, counted and sorted", browser, &address)?;
    }
    measure.get(
        "leader: overdue",
        browser,
        "/?who=team&group=overdue&act=must",
    )?;
    measure.get("leader: unassigned", browser, "/?who=unassigned")?;
    for sort in ["name", "due", "opened"] {
        let address = format!("/cases?who=team&state=all&sort={sort}&page={page}");
        measure.get("leader: all cases, counted and sorted", browser, &address)?;
    }
    measure.get("leader: new rules", browser, "/reform?who=team")?;
    Ok(())
}

/// Looks at figures: the own cases, everybody, in parts, beside others, and who is behind a number.
fn figures(measure: &mut Measure, browser: &mut Browser, round: usize) -> anyhow::Result<()> {
    let month = 1 + round % 8;
    let own = format!("/figures/fuldtidspersoner?number=personer&from=2021-01&to=2021-0{month}");
    measure.get("figures: the list", browser, "/figures")?;
    measure.get("figures: one indicator, own reach", browser, &own)?;
    let address = format!("{own}&by=benefit");
    measure.get("figures: own reach, in parts", browser, &address)?;
    let address = format!("{own}&whose=all");
    measure.get("figures: one indicator, everybody", browser, &address)?;
    let address = format!("{own}&whose=all&by=benefit");
    measure.get("figures: everybody, in parts", browser, &address)?;
    let address = format!("/figures/fuldtidspersoner/compare?from=2021-01&to=2021-0{month}");
    measure.get("figures: comparison", browser, &address)?;
    let address = format!(
        "/figures/fuldtidspersoner/rows?number=personer&from=2021-01&to=2021-0{month}&period=2021M0{month}&member=total"
    );
    measure.get("figures: who is behind a number", browser, &address)?;
    Ok(())
}

/// Registers a consent in one case after the other.
fn writer(measure: &mut Measure, browser: &mut Browser, round: usize) -> anyhow::Result<()> {
    if browser.places.is_empty() {
        browser.places = browser.get("/cases")?.numbers("/cases/");
        anyhow::ensure!(!browser.places.is_empty(), "the writer has cases");
    }
    let case = browser.places[round % browser.places.len()];
    let key = blake3::hash(format!("{case}-{round}").as_bytes()).to_hex();
    let fields = [
        ("key", &key[..32]),
        ("happened-on", town::DAY),
        ("note", "Aftalt i dag."),
        ("reason", "Måling."),
        ("step", "store"),
    ];
    let address = format!("/cases/{case}/register/samtykke-givet");
    measure.post("register: store", browser, &address, &fields)
}
