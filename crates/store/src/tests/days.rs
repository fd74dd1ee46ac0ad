//! Lists against the obvious way: every row of every case, folded, filtered and sorted one by one.

use std::collections::BTreeMap;

use calendar::Day;
use casework::{Coordinates, DutyRow, Group};
use duties::Strength;
use facts::{AppointmentId, CaseId, CitizenId, EmployeeId, Kind as What};

use super::town::{Dice, append, book, day, employee, entry, happening, newcomer, store};
use crate::{
    DayFilter, DayQuery, DayRow, DaySort, DutyClass, FactStore, Page, Scope, Store, TeamId,
    danish_key,
};

const NAMES: [&str; 8] = [
    "Ane Holm",
    "Ågot Ærø",
    "Bo Aagaard",
    "Øjvind Lund",
    "Ella Holm",
    "Zita Bæk",
    "Aase Lund",
    "Bo Holm",
];

/// A town in which much has happened; the last day of it.
pub(super) fn town() -> (Store, Day) {
    let store = store();
    let teams: Vec<TeamId> = ["Nord", "Syd"]
        .iter()
        .map(|name| store.add_team(name).unwrap())
        .collect();
    for (at, login) in ["Åse", "bo", "Ella", "zoe", "Ørjan"]
        .into_iter()
        .enumerate()
    {
        employee(&store, login, teams.get(at % 3).copied());
    }
    let mut dice = Dice(7);
    let (start, today) = (day("2021-07-05"), day("2021-09-15"));
    let mut number = 0;
    let mut many = Vec::new();
    for citizen in 1..=40_u64 {
        let begun = start.plus(i32::try_from(dice.below(60)).unwrap());
        let holder = (dice.below(5) > 0).then(|| 1 + dice.below(5));
        number += 1;
        many.push(newcomer(
            number,
            NAMES[usize::try_from(citizen % 8).unwrap()],
            begun,
            holder,
        ));
        let mut on = begun;
        for _ in 0..dice.below(9) {
            on = on.plus(i32::try_from(dice.below(8)).unwrap()).min(today);
            number += 1;
            let kind = happening(&mut dice, on);
            let what = entry(on, Some(CaseId(citizen)), kind);
            many.push(append(number, CitizenId(citizen), on, vec![what]));
        }
    }
    // Some cases stand still for a while, and in some a day is booked.
    for citizen in 1..=40_u64 {
        let ahead = today.plus(i32::try_from(dice.below(35)).unwrap());
        let kind = match citizen % 4 {
            0 => What::ClockPaused { until: Some(ahead) },
            1 => What::AppointmentMade {
                appointment: AppointmentId(9),
                for_event: "forberedende-samtale".to_owned(),
                day: ahead,
                time: None,
                place: None,
            },
            _ => continue,
        };
        number += 1;
        let what = entry(today, Some(CaseId(citizen)), kind);
        many.push(append(number, CitizenId(citizen), today, vec![what]));
    }
    store.append_many(&many).unwrap();
    (store, today)
}

/// Every duty of the town on a day, straight from the facts.
fn everything(store: &Store, today: Day) -> Vec<DayRow> {
    let mut rows = Vec::new();
    for citizen in (1..=40).map(CitizenId) {
        let facts = store.facts_of(citizen, None).unwrap();
        let name = store.citizen(citizen).unwrap().unwrap().name;
        for head in casework::cases(&facts) {
            let book = book();
            let case = casework::read_case(&book, &facts, head.id, Coordinates::on(today)).unwrap();
            rows.extend(case.duty_rows().into_iter().map(|duty| DayRow {
                group: duty.group(today),
                name: name.clone(),
                model: head.model_name.clone(),
                version: head.version_hash.clone(),
                duty,
            }));
        }
    }
    rows
}

fn step_of(row: &DayRow) -> Option<String> {
    let book = book();
    let model = book.by_hash(&row.version).unwrap();
    model.events[model.event(&row.duty.event).unwrap()]
        .step
        .clone()
}

fn belongs(store: &Store, query: &DayQuery, row: &DayRow) -> bool {
    let holder = row.duty.holder;
    let team = |holder: EmployeeId| store.user(holder).unwrap().and_then(|user| user.team);
    let in_scope = match query.scope {
        Scope::Holder(employee) => holder == Some(employee),
        Scope::Team(wanted) => holder.is_some_and(|holder| team(holder) == Some(wanted)),
        Scope::All => true,
        Scope::Unassigned => holder.is_none(),
    };
    let filter = &query.filter;
    let words: Vec<String> = row.name.split(' ').map(str::to_lowercase).collect();
    in_scope
        && filter
            .event
            .as_ref()
            .is_none_or(|event| *event == row.duty.event)
        && filter.act.is_none_or(|act| act == row.duty.act)
        && filter
            .model
            .as_ref()
            .is_none_or(|model| *model == row.model)
        && filter
            .step
            .as_ref()
            .is_none_or(|step| step_of(row).as_ref() == Some(step))
        && filter
            .role
            .as_ref()
            .is_none_or(|role| *role == row.duty.role)
        && filter.holder.is_none_or(|wanted| holder == Some(wanted))
        && filter.case.is_none_or(|case| case == row.duty.case)
        && query.search.as_ref().is_none_or(|text| {
            text.parse() == Ok(row.duty.case.0)
                || words
                    .iter()
                    .any(|word| word.starts_with(&text.to_lowercase()))
        })
}

/// How many rows of each class the list has when it is not narrowed by class.
fn class_counts(store: &Store, query: &DayQuery, rows: &[DayRow]) -> BTreeMap<DutyClass, u64> {
    let wide = DayQuery {
        filter: DayFilter {
            holder: query.filter.holder,
            case: query.filter.case,
            ..DayFilter::default()
        },
        ..query.clone()
    };
    let mut counts = BTreeMap::new();
    for row in rows {
        let in_group = query.group.is_none_or(|group| group == row.group);
        if in_group && belongs(store, &wide, row) {
            let class = DutyClass {
                model: row.model.clone(),
                event: row.duty.event.clone(),
                step: step_of(row).unwrap_or_default(),
                role: row.duty.role.clone(),
                act: row.duty.act,
            };
            *counts.entry(class).or_default() += 1;
        }
    }
    counts
}

fn sort(store: &Store, query: &DayQuery, rows: &mut [DayRow]) {
    let due = |duty: &DutyRow| {
        (
            duty.due.is_none(),
            duty.due,
            duty.case,
            duty.duty.cast_signed(),
        )
    };
    let class = |row: &DayRow| {
        let act = match row.duty.act {
            Strength::Must => "must",
            Strength::Default => "default",
            Strength::Aim => "aim",
        };
        let step = step_of(row).unwrap_or_default();
        (
            row.model.clone(),
            row.duty.event.clone(),
            step,
            row.duty.role.clone(),
            act,
        )
    };
    let holder = |row: &DayRow| {
        row.duty
            .holder
            .map(|holder| danish_key(&store.user(holder).unwrap().unwrap().name))
    };
    rows.sort_by_key(|row| due(&row.duty));
    match query.sort {
        DaySort::Due => {}
        DaySort::Group => rows.sort_by_key(|row| row.group),
        DaySort::Name => rows.sort_by_key(|row| (danish_key(&row.name), row.duty.citizen)),
        DaySort::Event => rows.sort_by_key(class),
        DaySort::Holder => rows.sort_by_key(holder),
    }
    if query.descending {
        rows.reverse();
    }
}

fn maybe<T: Clone>(dice: &mut Dice, of: &[T]) -> Option<T> {
    (dice.below(4) == 0).then(|| dice.pick(of).clone())
}

fn question(dice: &mut Dice, today: Day) -> DayQuery {
    let groups = [
        Group::Overdue,
        Group::Today,
        Group::Soon,
        Group::Later,
        Group::Waiting,
        Group::OnHold,
    ];
    let events: Vec<String> = book().models()[0]
        .events
        .iter()
        .map(|event| event.id.clone())
        .collect();
    let steps: Vec<String> = book().models()[0]
        .steps
        .iter()
        .map(|step| step.id.clone())
        .collect();
    let scopes = [
        Scope::All,
        Scope::All,
        Scope::Unassigned,
        Scope::Team(TeamId(1 + dice.below(2))),
        Scope::Holder(EmployeeId(1 + dice.below(5))),
    ];
    DayQuery {
        today: today.plus(i32::try_from(dice.below(30)).unwrap()),
        scope: *dice.pick(&scopes),
        group: (dice.below(2) == 0).then(|| *dice.pick(&groups)),
        filter: DayFilter {
            event: maybe(dice, &events),
            act: maybe(dice, &[Strength::Must, Strength::Default, Strength::Aim]),
            model: maybe(dice, &["afklaringspuljen".to_owned()]),
            step: maybe(dice, &steps),
            role: maybe(
                dice,
                &["sagsbehandler".to_owned(), "jobformidler".to_owned()],
            ),
            holder: (dice.below(8) == 0).then(|| EmployeeId(1 + dice.below(5))),
            case: (dice.below(12) == 0).then(|| CaseId(1 + dice.below(40))),
        },
        search: (dice.below(5) == 0)
            .then(|| (*dice.pick(&["Holm", "zit", "17", "bo", "nobody"])).to_owned()),
        sort: *dice.pick(&[
            DaySort::Due,
            DaySort::Group,
            DaySort::Name,
            DaySort::Event,
            DaySort::Holder,
        ]),
        descending: dice.below(2) == 0,
        page: Page {
            number: 0,
            size: *dice.pick(&[1, 7, 500]),
        },
    }
}

#[test]
fn every_list_of_a_day_is_what_the_obvious_way_gives() {
    let (store, today) = town();
    let mut dice = Dice(11);
    let (mut asked, mut listed) = (0, 0);
    let mut seen = BTreeMap::<Group, u64>::new();
    let mut days: Vec<(Day, DayQuery)> = (0..900)
        .map(|_| question(&mut dice, today))
        .map(|query| (query.today, query))
        .collect();
    // The day of a real store never goes back.
    days.sort_by_key(|(day, _)| *day);
    let mut all = (Day::MIN, Vec::new());
    for (today, query) in days {
        if all.0 != today {
            all = (today, everything(&store, today));
            for row in &all.1 {
                *seen.entry(row.group).or_default() += 1;
            }
        }
        let mut wanted: Vec<DayRow> = all
            .1
            .iter()
            .filter(|row| belongs(&store, &query, row))
            .cloned()
            .collect();
        let counts = |group| wanted.iter().filter(|row| row.group == group).count() as u64;
        let counted: Vec<u64> = [
            Group::Overdue,
            Group::Today,
            Group::Soon,
            Group::Later,
            Group::Waiting,
            Group::OnHold,
        ]
        .map(counts)
        .to_vec();
        let classes = class_counts(&store, &query, &all.1);
        sort(&store, &query, &mut wanted);
        if let Some(group) = query.group {
            wanted.retain(|row| row.group == group);
        }
        let mut query = query;
        let mut found = Vec::new();
        let pages = (wanted.len() / query.page.size as usize).min(9) + 1;
        for number in 0..pages {
            query.page.number = u32::try_from(number).unwrap();
            let page = store.my_day(&query).unwrap();
            assert_eq!(page.total, wanted.len() as u64, "{query:?}");
            let told: Vec<u64> = [
                Group::Overdue,
                Group::Today,
                Group::Soon,
                Group::Later,
                Group::Waiting,
                Group::OnHold,
            ]
            .map(|group| page.counts.of(group))
            .to_vec();
            assert_eq!(told, counted, "{query:?}");
            let told: BTreeMap<DutyClass, u64> = page
                .classes
                .iter()
                .map(|count| (count.class.clone(), count.duties))
                .collect();
            assert_eq!(told, classes, "{query:?}");
            let of_filter = told.iter().filter(|(class, _)| query.filter.takes(class));
            let taken: u64 = of_filter.map(|(_, duties)| duties).sum();
            assert_eq!(taken, page.total, "opens what it counts: {query:?}");
            found.extend(page.rows);
        }
        wanted.truncate(pages * query.page.size as usize);
        assert_eq!(found, wanted, "{query:?}");
        asked += 1;
        listed += found.len();
    }
    assert!(asked == 900 && listed > 3_000, "{asked} {listed}");
    assert_eq!(seen.len(), 6, "every group occurs: {seen:?}");
}
