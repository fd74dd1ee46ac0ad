//! Marking members and opening their cases: chosen, looked at, and stored only when a person confirms.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use calendar::Day;
use casework::check_all;
use casework::cohorts::{Preparation, Step, Wish, prepare};
use facts::{Actor, CaseId, CitizenId, EmployeeId, FactId};
use store::{Append, AppendError, CohortId, NEW_CASE, PostKey};

use super::choose::{self, titles};
use super::seen::Seen;
use super::words;
use crate::error::{WebError, WebResult};
use crate::form::{Form, post_key_for};
use crate::listing::Choice;
use crate::page::{Frame, Page};
use crate::rights::Action;

/// What becomes of one member.
struct Told {
    citizen: CitizenId,
    name: String,
    last: u64,
    /// What the facts are a sign of.
    sign: Option<String>,
    stored: Vec<String>,
    skipped: Vec<(String, Option<CaseId>)>,
}

#[derive(Template)]
#[template(path = "cohorts/begin_look.html")]
struct Look<'a> {
    page: &'a Frame,
    id: CohortId,
    title: String,
    members: Vec<Told>,
    sum: String,
    marks: usize,
    cases: usize,
    wants_mark: bool,
    wants_case: bool,
    /// Who can hold the cases.
    people: Vec<Choice>,
    key: String,
    /// Something happened since it was looked at; nothing was stored.
    is_anew: bool,
}

#[derive(Template)]
#[template(path = "cohorts/begin_done.html")]
struct Done<'a> {
    page: &'a Frame,
    id: CohortId,
    title: String,
    sum: String,
    cases: usize,
    /// Who holds the cases now, if somebody does.
    holder: Option<String>,
    skipped: usize,
}

/// `GET /figures/cohorts/{cohort}/begin`
pub(super) async fn show(page: Page, Path(id): Path<u64>) -> WebResult<Response> {
    choose::choose(&page, CohortId(id), None).await
}

/// What was chosen, with the last fact of each member that was seen.
struct Asked {
    members: BTreeMap<CitizenId, Option<FactId>>,
    wants_mark: bool,
    wants_case: bool,
    /// Who is to hold the cases; nobody yet before it was looked at.
    holder: Option<EmployeeId>,
}

/// `member=7` from the first form, `member=7:1234` once it was looked at.
fn asked(form: &Form) -> WebResult<Asked> {
    let mut members = BTreeMap::new();
    for text in form.every("member") {
        let unreadable = || WebError::Unreadable("member".to_owned());
        let (citizen, seen) = match text.split_once(':') {
            Some((citizen, seen)) => (citizen, Some(seen)),
            None => (text, None),
        };
        let citizen = citizen.parse().map_err(|_| unreadable())?;
        let seen = seen.map(|seen| seen.parse().map(FactId)).transpose();
        members.insert(CitizenId(citizen), seen.map_err(|_| unreadable())?);
    }
    let holder = form.given("employee").map(str::parse).transpose();
    let holder = holder.map_err(|_| WebError::Unreadable("employee".to_owned()))?;
    Ok(Asked {
        members,
        wants_mark: form.given("mark").is_some(),
        wants_case: form.given("case").is_some(),
        holder: holder.map(EmployeeId),
    })
}

/// `POST /figures/cohorts/{cohort}/begin`: `step=look` shows what would be stored and asks who is to hold the cases, `step=store`
/// stores it, all or nothing.
pub(super) async fn receive(page: Page, Path(id): Path<u64>, form: Form) -> WebResult<Response> {
    let id = CohortId(id);
    let asked = asked(&form)?;
    if asked.members.is_empty() {
        return choose::choose(&page, id, Some("cohort-begin-nobody")).await;
    }
    if !asked.wants_mark && !asked.wants_case {
        return choose::choose(&page, id, Some("cohort-begin-nothing")).await;
    }
    if form.text("step") == "store" {
        return store(&page, id, &asked, form.post_key()?).await;
    }
    look(&page, id, &asked, false).await
}

/// A member's preparation, with name and last fact.
struct Prepared {
    name: String,
    last: FactId,
    sign: Option<String>,
    preparation: Preparation,
}

/// Prepares those of the chosen who are within reach and have not left.
async fn prepared(page: &Page, id: CohortId, asked: &Asked) -> WebResult<(Seen, Vec<Prepared>)> {
    let (user, today) = (Arc::clone(&page.user), page.today);
    let wish = Wish {
        mark: asked.wants_mark,
        case: asked.wants_case.then_some(NEW_CASE),
        holders: (asked.holder.iter())
            .map(|holder| ("sagsbehandler".to_owned(), *holder))
            .collect(),
        actor: Actor::Employee(user.id),
        role: user.page_role().to_owned(),
        today,
    };
    let frame = Arc::clone(&page.frame);
    let wanted: Vec<CitizenId> = asked.members.keys().copied().collect();
    page.app
        .blocking(move |app| {
            let seen = Seen::read(app, &user, id, today)?;
            let remaining = seen.cohort.standing(Day::MAX).remaining;
            let proposals = seen.proposals()?;
            let mut found = Vec::new();
            for (citizen, facts) in &seen.people {
                if !wanted.contains(citizen) || !remaining.contains(citizen) {
                    continue;
                }
                let row = app.store.citizen(*citizen)?.ok_or(WebError::NotFound)?;
                let preparation = prepare(&app.book, &seen.version, *citizen, facts, &wish);
                check_all(&app.book, facts, &preparation.entries, today)
                    .map_err(|faults| WebError::Unreadable(format!("{faults:?}")))?;
                let sign = proposals.get(citizen);
                found.push(Prepared {
                    name: row.name,
                    sign: sign.map(|sign| words::reason(&frame, &seen.version, &sign.reason)),
                    last: row.last,
                    preparation,
                });
            }
            Ok::<_, WebError>((seen, found))
        })
        .await
}

fn stored(prepared: &[Prepared], part: impl Fn(&Preparation) -> Step) -> usize {
    let all = prepared.iter();
    all.filter(|one| part(&one.preparation) == Step::Stored)
        .count()
}

/// Those who can hold the cases, as where a single case is opened.
async fn people(page: &Page, chosen: Option<EmployeeId>) -> WebResult<Vec<Choice>> {
    let colleagues = page.colleagues().await?;
    let people = colleagues.can_hold_new(&page.user).map(|colleague| {
        let is_chosen = chosen == Some(colleague.id);
        Choice::option(colleague.name.clone(), &colleague.id.to_string(), is_chosen)
    });
    Ok(people.collect())
}

/// How many marks and cases are stored.
fn sum(page: &Page, marks: usize, cases: usize) -> String {
    let parts = [("cohort-begin-marks", marks), ("cohort-begin-cases", cases)];
    let parts = parts.iter().filter(|(_, number)| *number > 0);
    let said: Vec<String> = parts
        .map(|(text, number)| page.t1(text, "number", *number))
        .collect();
    if said.is_empty() {
        page.t("cohort-begin-sum-nothing")
    } else {
        said.join(" ")
    }
}

async fn look(page: &Page, id: CohortId, asked: &Asked, is_anew: bool) -> WebResult<Response> {
    let (seen, prepared) = prepared(page, id, asked).await?;
    let people = people(page, asked.holder).await?;
    page.log_list(prepared.iter().map(|one| one.preparation.citizen))
        .await?;
    let (mark, model) = titles(page, &seen);
    let (mark, model) = (mark.unwrap_or_default(), model.unwrap_or_default());
    let marks = stored(&prepared, |one| one.mark);
    let cases = stored(&prepared, |one| one.case);
    let members = prepared.into_iter().map(|one| {
        let (mut stored, mut skipped) = (Vec::new(), Vec::new());
        match one.preparation.mark {
            Step::Stored => stored.push(page.t1("cohort-begin-mark", "mark", mark.as_str())),
            Step::Already(since, _) => {
                let since = page.numeric(since);
                skipped.push((page.t1("cohort-begin-marked", "day", since), None));
            }
            Step::Not => {}
        }
        match one.preparation.case {
            Step::Stored => stored.push(page.t1("cohort-begin-case", "model", model.as_str())),
            Step::Already(since, case) => {
                let since = page.numeric(since);
                skipped.push((page.t1("cohort-begin-cased", "day", since), case));
            }
            Step::Not => {}
        }
        Told {
            citizen: one.preparation.citizen,
            name: one.name,
            last: one.last.0,
            sign: one.sign,
            stored,
            skipped,
        }
    });
    let mut members: Vec<Told> = members.collect();
    members.sort_by_key(|member| member.stored.is_empty());
    let status = if is_anew {
        StatusCode::CONFLICT
    } else {
        StatusCode::OK
    };
    page.render_with(
        status,
        &Look {
            page,
            id,
            title: page.text(&seen.version.title).to_owned(),
            members,
            sum: sum(page, marks, cases),
            marks,
            cases,
            wants_mark: asked.wants_mark,
            wants_case: asked.wants_case,
            people,
            key: page.post_key()?,
            is_anew,
        },
    )
}

/// Stores for all or for nobody. Whoever has it all already, because it was pressed twice, is passed over.
async fn store(page: &Page, id: CohortId, asked: &Asked, key: PostKey) -> WebResult<Response> {
    let people = people(page, asked.holder).await?;
    let holder = people.into_iter().find(|choice| choice.current);
    if asked.holder.is_some() && holder.is_none() {
        return Err(WebError::Forbidden(Action::Assign));
    }
    let (seen, prepared) = prepared(page, id, asked).await?;
    let (now, today) = (page.now(), page.today);
    let appends: Vec<Append> = prepared
        .iter()
        .filter(|one| !one.preparation.entries.is_empty())
        .map(|one| {
            let citizen = one.preparation.citizen;
            Append {
                citizen,
                expected: asked.members.get(&citizen).copied().flatten(),
                key: post_key_for(key, citizen.0),
                entries: one.preparation.entries.clone(),
                now,
                today,
            }
        })
        .collect();
    if appends.iter().any(|append| append.expected.is_none()) {
        // Nobody has looked at this.
        return look(page, id, asked, false).await;
    }
    let stored_now = page
        .app
        .blocking(move |app| match app.store.append_many(&appends) {
            Ok(_) => Ok(true),
            Err(AppendError::Conflict { .. }) => Ok(false),
            Err(error) => Err(WebError::from(error)),
        })
        .await?;
    if !stored_now {
        return look(page, id, asked, true).await;
    }
    let skipped = asked.members.len()
        - (prepared.iter())
            .filter(|one| !one.preparation.entries.is_empty())
            .count();
    let cases = stored(&prepared, |one| one.case);
    page.render(&Done {
        page,
        id,
        title: page.text(&seen.version.title).to_owned(),
        sum: sum(page, stored(&prepared, |one| one.mark), cases),
        cases,
        holder: holder.filter(|_| cases > 0).map(|choice| choice.words),
        skipped,
    })
}
