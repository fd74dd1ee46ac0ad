//! The page of the day.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::{Html, IntoResponse, Response};
use casework::Group;
use duties::Strength;
use facts::{CaseId, EmployeeId};
use rulebook::Transition;
use store::{CaseFilter, CaseQuery, CaseSort, DayPage, DayQuery, DayRow, DaySort, Scope};

use super::asked::{Asked, GROUPS, Query as Wanted, SORTS, Who};
use super::filters::{Filters, filters};
use super::lines::{Section, Versions, Words, group_key};
use crate::app::App;
use crate::case;
use crate::colleagues::Colleagues;
use crate::error::{WebError, WebResult};
use crate::listing::{Choice, Pager, ROWS, SearchField};
use crate::page::{Frame, Page};
use crate::rights::User;

#[derive(Template)]
#[template(path = "day.html")]
struct DayTemplate<'a> {
    page: &'a Frame,
    whose: Vec<Choice>,
    groups: Vec<Choice>,
    sections: Vec<Section>,
    sorts: Vec<Choice>,
    filters: Filters,
    holders: Vec<Choice>,
    down: bool,
    turned: String,
    kept: Vec<(&'static str, &'a str)>,
    search: SearchField,
    /// The way to the whole list, when something narrows it.
    cleared: Option<String>,
    shows_holder: bool,
    may_assign: bool,
    /// How many of these cases new rules hold for that nobody has confirmed, and the page that lists them.
    reform: Option<(u64, String)>,
    pager: Pager,
    beside: Beside,
}

/// What stands beside the list.
enum Beside {
    Nothing,
    Case(String),
    /// The case asked for is gone, or belongs to others.
    OutOfReach,
}

/// What the store told.
struct Told {
    day: DayPage,
    /// What has to be done without a day, on a plain day.
    undated: Vec<DayRow>,
    versions: Versions,
    colleagues: Colleagues,
    /// How many cases new rules hold for that nobody has confirmed.
    changed: u64,
}

/// `GET /`
pub(crate) async fn show(page: Page, Query(query): Query<Wanted>) -> WebResult<Response> {
    let asked = Asked::read(query, &page.user)?;
    let search = asked
        .search
        .and_then(|id| page.app.searches.text(id, page.user.id));
    let told = ask(&page, &asked, search.clone()).await?;
    let beside = match asked.case {
        Some(case) => panel_or_reason(&page, case).await?,
        None => Beside::Nothing,
    };
    page.log_read(None, asked.case).await?;
    let words = Words {
        page: &page,
        asked: &asked,
        versions: &told.versions,
        colleagues: &told.colleagues,
    };
    let bare = Asked {
        page: 0,
        ..asked.clone()
    };
    let address = bare.address();
    let template = DayTemplate {
        page: &page,
        whose: whose(&page, &page.user, &bare),
        groups: groups(&page, &bare, &told.day),
        sections: if asked.is_plain() {
            first_sections(&words, &told)
        } else {
            sections(&words, &told.day)
        },
        sorts: sorts(&page, &bare),
        filters: filters(&page.app, &page, &bare, &told.day.classes, &told.colleagues),
        holders: holders(&page, &bare, &told.colleagues),
        down: asked.down,
        turned: address
            .clone()
            .with("down", if asked.down { "" } else { "1" })
            .to_string(),
        kept: address.without(&[
            "model", "step", "event", "role", "act", "holder", "sort", "page", "down",
        ]),
        search: SearchField::new(&address, asked.search, search),
        cleared: asked.is_narrowed().then(|| {
            let whole = Asked {
                filter: store::DayFilter::default(),
                search: None,
                ..bare.clone()
            };
            whole.address().to_string()
        }),
        shows_holder: asked.who != Who::Mine,
        may_assign: asked.who == Who::Unassigned,
        reform: (told.changed > 0)
            .then(|| (told.changed, format!("/reform?who={}", asked.who.id()))),
        pager: pager(&address, &asked, &told.day),
        beside,
    };
    page.render(&template)
}

/// `GET /day/cases/{case}`: only the case, to be put beside the list.
pub(crate) async fn panel(page: Page, Path(case): Path<u64>) -> WebResult<Response> {
    let case = CaseId(case);
    let html = case::panel(&page, case).await?;
    Ok(Html(html).into_response())
}

/// The case beside the list; a case that is gone or foreign leaves the list alone rather than failing the whole page.
async fn panel_or_reason(page: &Page, case: CaseId) -> WebResult<Beside> {
    match case::panel(page, case).await {
        Ok(html) => Ok(Beside::Case(html)),
        Err(WebError::NotFound | WebError::Forbidden(_) | WebError::HeldByOthers(_)) => {
            Ok(Beside::OutOfReach)
        }
        Err(error) => Err(error),
    }
}

async fn ask(page: &Page, asked: &Asked, search: Option<String>) -> WebResult<Told> {
    let query = asked.query(&page.user, page.today, search);
    let undated = asked.is_plain().then(|| undated(&query));
    page.app
        .blocking(move |app| {
            let day = app.store.my_day(&query)?;
            let mut undated = match &undated {
                Some(query) => app.store.my_day(query)?.rows,
                None => Vec::new(),
            };
            undated.retain(|row| row.duty.due.is_none());
            let mut versions = Versions::new();
            for row in day.rows.iter().chain(&undated) {
                if let Some(version) = app.store.book().by_hash(&row.version) {
                    versions.insert(row.version.clone(), Arc::clone(version));
                }
            }
            let colleagues = Colleagues::read(&app.store)?;
            let changed = changed(app, &query)?;
            Ok::<_, WebError>(Told {
                day,
                undated,
                versions,
                colleagues,
                changed,
            })
        })
        .await
}

/// How many cases of the day's people new rules hold for. Nothing is counted while no version of the book meets running
/// cases.
fn changed(app: &App, day: &DayQuery) -> WebResult<u64> {
    let models = app.store.book().models();
    let has_reform = models.iter().any(|version| {
        matches!(&version.transition, Transition::AllFrom { day: from, .. } if *from <= day.today)
    });
    if !has_reform || day.scope == Scope::Unassigned {
        return Ok(0);
    }
    let cases = app.store.cases(&CaseQuery {
        today: day.today,
        scope: day.scope,
        filter: CaseFilter {
            open: Some(true),
            model: None,
            law_changed: true,
        },
        search: None,
        sort: CaseSort::Number,
        descending: false,
        page: store::Page { number: 0, size: 1 },
    })?;
    Ok(cases.total)
}

fn whose(page: &Frame, user: &User, asked: &Asked) -> Vec<Choice> {
    Who::ALL
        .into_iter()
        .filter(|who| user.may(who.need(), None))
        .map(|who| Choice {
            words: page.t(match who {
                Who::Mine => "day-mine",
                Who::Team => "day-team",
                Who::Unassigned => "day-unassigned",
            }),
            id: who.id().to_owned(),
            address: Asked {
                who,
                group: None,
                whole: false,
                filter: store::DayFilter::default(),
                ..asked.clone()
            }
            .address()
            .to_string(),
            count: None,
            current: who == asked.who,
        })
        .collect()
}

fn groups(page: &Frame, asked: &Asked, day: &DayPage) -> Vec<Choice> {
    let whole = |whole: bool, key: &str| Choice {
        words: page.t(key),
        id: String::new(),
        address: Asked {
            group: None,
            whole,
            ..asked.clone()
        }
        .address()
        .to_string(),
        count: whole.then(|| page.number(day.counts.total())),
        current: asked.group.is_none() && asked.is_plain() != whole,
    };
    let each = GROUPS.iter().map(|(group, id)| Choice {
        words: page.t(group_key(*group)),
        id: (*id).to_owned(),
        address: Asked {
            group: Some(*group),
            whole: false,
            ..asked.clone()
        }
        .address()
        .to_string(),
        count: Some(page.number(day.counts.of(*group))),
        current: asked.group == Some(*group),
    });
    let first = [whole(false, "day-now"), whole(true, "day-all")];
    first.into_iter().chain(each).collect()
}

/// So many acts without a day are shown before the rest is folded.
const UNDATED: u32 = 200;

/// The groups that a plain day shows line by line.
const NOW: [Group; 3] = [Group::Overdue, Group::Today, Group::Soon];

/// What has to be done and has no day, most recent last: asked for backwards, for those without a day are the last.
fn undated(day: &DayQuery) -> DayQuery {
    DayQuery {
        group: Some(Group::Later),
        filter: store::DayFilter {
            act: Some(Strength::Must),
            ..day.filter.clone()
        },
        sort: DaySort::Due,
        descending: true,
        page: store::Page {
            number: 0,
            size: UNDATED,
        },
        ..day.clone()
    }
}

/// How many lines a plain day has for now.
fn now(day: &DayPage) -> u64 {
    NOW.iter().map(|group| day.counts.of(*group)).sum()
}

fn pager(address: &crate::listing::Address, asked: &Asked, day: &DayPage) -> Pager {
    if !asked.is_plain() {
        return Pager::new(address, asked.page, day.rows.len(), day.total);
    }
    let shown = day.rows.iter().filter(|row| NOW.contains(&row.group));
    Pager::new(address, asked.page, shown.count(), now(day))
}

/// A plain day: what is over its day, due today and in the next seven days, then what has to be done without a day; the rest
/// folded behind its number.
fn first_sections(words: &Words<'_>, told: &Told) -> Vec<Section> {
    let day = &told.day;
    let of = |rows: Vec<&DayRow>| rows.into_iter().map(|row| words.line(row)).collect();
    let mut found: Vec<Section> = NOW
        .iter()
        .map(|group| Section {
            key: group_key(*group),
            count: day.counts.of(*group),
            lines: of(day.rows.iter().filter(|row| row.group == *group).collect()),
            folded: None,
        })
        .filter(|section| !section.lines.is_empty())
        .collect();
    let shown = u64::from(words.asked.page) * u64::from(ROWS) + day.rows.len() as u64;
    if shown < now(day) {
        return found;
    }
    let undated: Vec<&DayRow> = told.undated.iter().rev().collect();
    if !undated.is_empty() {
        found.push(Section {
            key: "day-undated",
            count: undated.len() as u64,
            lines: of(undated),
            folded: None,
        });
    }
    let later = [Group::Later, Group::Waiting, Group::OnHold];
    found.extend(
        later
            .into_iter()
            .filter(|group| day.counts.of(*group) > 0)
            .map(|group| {
                let without = match group {
                    Group::Later => told.undated.len() as u64,
                    _ => 0,
                };
                let only = Asked {
                    group: Some(group),
                    page: 0,
                    ..words.asked.clone()
                };
                Section {
                    key: group_key(group),
                    count: day.counts.of(group).saturating_sub(without),
                    lines: Vec::new(),
                    folded: Some(only.address().to_string()),
                }
            }),
    );
    found.retain(|section| section.count > 0);
    found
}

/// The lines under the headings of their groups, or under none when another order was asked for.
fn sections(words: &Words<'_>, day: &DayPage) -> Vec<Section> {
    let of = |rows: Vec<&DayRow>| rows.into_iter().map(|row| words.line(row)).collect();
    if words.asked.sort != DaySort::Group {
        return vec![Section {
            key: "",
            count: day.total,
            lines: of(day.rows.iter().collect()),
            folded: None,
        }];
    }
    let mut found: Vec<Section> = GROUPS
        .iter()
        .map(|(group, _)| Section {
            key: group_key(*group),
            count: day.counts.of(*group),
            lines: of(day.rows.iter().filter(|row| row.group == *group).collect()),
            folded: None,
        })
        .filter(|section| !section.lines.is_empty())
        .collect();
    if words.asked.down {
        found.reverse();
    }
    found
}

fn sorts(page: &Frame, asked: &Asked) -> Vec<Choice> {
    SORTS
        .iter()
        .map(|(sort, id)| {
            let words = page.t(match sort {
                DaySort::Group => "day-sort-group",
                DaySort::Due => "day-sort-due",
                DaySort::Name => "day-sort-name",
                DaySort::Event => "day-sort-event",
                DaySort::Holder => "day-sort-holder",
            });
            Choice::option(words, id, *sort == asked.sort)
        })
        .collect()
}

/// The colleagues a team's list can be narrowed to; none in one's own list.
fn holders(page: &Page, asked: &Asked, colleagues: &Colleagues) -> Vec<Choice> {
    if asked.who != Who::Team {
        return Vec::new();
    }
    let chosen: Option<EmployeeId> = asked.filter.holder;
    colleagues
        .active()
        .filter(|colleague| colleague.team.is_some() && colleague.team == page.user.team)
        .map(|colleague| {
            let current = chosen == Some(colleague.id);
            Choice::option(colleague.name.clone(), &colleague.id.to_string(), current)
        })
        .collect()
}
