//! Times the questions of the screens on a filled store, one after the other: `ask FILE [DAY]`.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use calendar::Day;
use casework::Group;
use facts::EmployeeId;
use rulebook::Book;
use store::{
    CaseFilter, CaseQuery, CaseSort, CitizenQuery, CitizenSort, DayFilter, DayQuery, DaySort, Page,
    Scope, Store, TeamId,
};

const ROUNDS: u32 = 15;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("ask FILE [DAY]")?;
    let today: Day = arguments
        .next()
        .as_deref()
        .unwrap_or("2021-09-15")
        .parse()?;
    let begun = Instant::now();
    let store = Store::open(
        Path::new(&file),
        store::Kind::Demo,
        Arc::new(Book::embedded()),
    )?;
    tell("open", &[begun.elapsed()], 0);
    let begun = Instant::now();
    let woken = store.wake(today)?;
    tell("wake", &[begun.elapsed()], woken as u64);
    days(&store, today)?;
    lists(&store, today)
}

fn days(store: &Store, today: Day) -> Result<(), Box<dyn std::error::Error>> {
    let scopes = [
        ("holder", Scope::Holder(EmployeeId(40))),
        ("team", Scope::Team(TeamId(4))),
        ("unassigned", Scope::Unassigned),
        ("all", Scope::All),
    ];
    let sorts = [
        DaySort::Due,
        DaySort::Group,
        DaySort::Name,
        DaySort::Event,
        DaySort::Holder,
    ];
    let groups = [
        None,
        Some(Group::Overdue),
        Some(Group::Today),
        Some(Group::Waiting),
        Some(Group::OnHold),
    ];
    for (name, scope) in scopes {
        for sort in sorts {
            for group in groups {
                for (event, search, page) in [
                    (None, None, 0),
                    (None, None, 20),
                    (Some("opdater-min-plan"), None, 0),
                    (None, Some("jør"), 0),
                ] {
                    let query = DayQuery {
                        today,
                        scope,
                        group,
                        filter: DayFilter {
                            event: event.map(str::to_owned),
                            ..DayFilter::default()
                        },
                        search: search.map(str::to_owned),
                        sort,
                        descending: false,
                        page: Page {
                            number: page,
                            size: 50,
                        },
                    };
                    let mut total = 0;
                    let times = timed(|| {
                        total = store.my_day(&query)?.total;
                        Ok(())
                    })?;
                    let label =
                        format!("{name:10} {sort:?} {group:?} {event:?} {search:?} page {page}");
                    tell(&label, &times, total);
                }
            }
        }
    }
    Ok(())
}

fn lists(store: &Store, today: Day) -> Result<(), Box<dyn std::error::Error>> {
    for sort in [
        CaseSort::Name,
        CaseSort::Due,
        CaseSort::Opened,
        CaseSort::Number,
    ] {
        for (scope, law_changed) in [
            (Scope::All, false),
            (Scope::All, true),
            (Scope::Unassigned, false),
            (Scope::Holder(EmployeeId(40)), false),
            (Scope::Team(TeamId(4)), false),
        ] {
            let query = CaseQuery {
                today,
                scope,
                filter: CaseFilter {
                    law_changed,
                    open: Some(true),
                    ..CaseFilter::default()
                },
                search: None,
                sort,
                descending: true,
                page: Page {
                    number: 3,
                    size: 50,
                },
            };
            let mut total = 0;
            let times = timed(|| {
                total = store.cases(&query)?.total;
                Ok(())
            })?;
            tell(
                &format!("cases {sort:?} {scope:?} {law_changed}"),
                &times,
                total,
            );
        }
    }
    for (search, page) in [
        (None, 0),
        (None, 1500),
        (Some("anne jen"), 0),
        (Some("a"), 0),
    ] {
        let query = CitizenQuery {
            search: search.map(str::to_owned),
            sort: CitizenSort::Name,
            descending: false,
            page: Page {
                number: page,
                size: 50,
            },
        };
        let mut total = 0;
        let times = timed(|| {
            total = store.citizens(&query)?.total;
            Ok(())
        })?;
        tell(&format!("citizens {search:?} page {page}"), &times, total);
    }
    Ok(())
}

fn timed(
    mut ask: impl FnMut() -> Result<(), store::StoreError>,
) -> Result<Vec<Duration>, store::StoreError> {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        ask()?;
        times.push(begun.elapsed());
        if begun.elapsed() > Duration::from_secs(1) {
            break;
        }
    }
    times.sort_unstable();
    Ok(times)
}

fn tell(what: &str, times: &[Duration], total: u64) {
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    let line = format!(
        "{:9.2} ms  {:9.2} ms worst  {total:8}  {what}",
        milliseconds(median),
        milliseconds(worst)
    );
    // Nobody listening is no reason to fail.
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
