//! `audit` and `access-log`: lists for those who look over the work, as CSV on standard output.
//!
//! Citizens are named by their number in the program. Reasons are what people wrote, so the lists are as confidential as the
//! cases themselves.

use std::io;
use std::process::ExitCode;

use anyhow::Context;
use calendar::Day;
use casework::{AuditFinding, AuditRow, Case, Coordinates, Reason, read_case};
use facts::CitizenId;
use store::{Access, CitizenQuery, CitizenSort, FactStore, Page, Store};

use super::stores;
use crate::command::{AccessLog, Audit};
use crate::terminal;

const PAGE: u32 = 500;

pub(super) fn audit(wish: &Audit) -> anyhow::Result<ExitCode> {
    let store = stores::open_any(&wish.store)?;
    let mut out = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(io::stdout().lock());
    out.write_record([
        "sag",
        "borger",
        "model",
        "dag",
        "handling",
        "placering",
        "fund",
        "dage",
        "uddybning",
        "begrundelse",
    ])
    .context("kunne ikke skrive")?;
    for number in 0.. {
        let page = store
            .citizens(&CitizenQuery {
                sort: CitizenSort::Number,
                page: Page { number, size: PAGE },
                ..CitizenQuery::default()
            })
            .context("kunne ikke hente borgerne")?;
        for citizen in page.rows.iter().filter(|citizen| !citizen.cases.is_empty()) {
            for row in citizen_rows(&store, citizen.id, wish.as_of)? {
                out.write_record(row).context("kunne ikke skrive")?;
            }
        }
        if page.rows.len() < PAGE as usize {
            break;
        }
    }
    out.flush().context("kunne ikke skrive")?;
    Ok(ExitCode::SUCCESS)
}

fn citizen_rows(
    store: &Store,
    citizen: CitizenId,
    as_of: Day,
) -> anyhow::Result<Vec<[String; 10]>> {
    let facts = store
        .facts_of(citizen, None)
        .context("kunne ikke hente en historie")?;
    let mut rows = Vec::new();
    for head in casework::cases(&facts) {
        if head.opened > as_of {
            continue;
        }
        let case = read_case(store.book(), &facts, head.id, Coordinates::on(as_of))
            .context("kunne ikke læse en sag")?;
        rows.extend(case.audit().iter().map(|row| audit_row(&case, row)));
    }
    Ok(rows)
}

fn audit_row(case: &Case<'_>, row: &AuditRow) -> [String; 10] {
    let words = words(&row.finding);
    let event = row
        .event
        .map(|event| case.model.events[event].title.da.clone());
    [
        case.id.to_string(),
        case.citizen.to_string(),
        case.head.model_name.clone(),
        row.day.to_string(),
        event.unwrap_or_default(),
        row.instance.map(|id| id.to_string()).unwrap_or_default(),
        words.finding.to_owned(),
        words.days.map(|days| days.to_string()).unwrap_or_default(),
        words.detail,
        words.reason.unwrap_or_default(),
    ]
}

struct Words {
    finding: &'static str,
    days: Option<i32>,
    detail: String,
    reason: Option<String>,
}

impl Words {
    fn of(finding: &'static str, detail: String, reason: Option<&String>) -> Words {
        Words {
            finding,
            days: None,
            detail,
            reason: reason.cloned(),
        }
    }

    fn late(finding: &'static str, days: Option<i32>) -> Words {
        Words {
            days,
            ..Words::of(finding, String::new(), None)
        }
    }
}

fn words(finding: &AuditFinding) -> Words {
    match finding {
        AuditFinding::Late { days } => Words::late("gjort for sent", Some(*days)),
        AuditFinding::Overdue { days } => Words::late("overskredet", Some(*days)),
        AuditFinding::NeverMet => Words::late("faldt bort efter fristen uden at være gjort", None),
        AuditFinding::DoneWhileBlocked { by, reason } => {
            let detail = by.iter().map(blocked_by).collect::<Vec<_>>().join(", ");
            Words::of("gjort, selv om noget stod i vejen", detail, reason.as_ref())
        }
        AuditFinding::MissingParticipants { roles, reason } => {
            Words::of("deltagere manglede", roles.join(", "), reason.as_ref())
        }
        AuditFinding::MissingDocuments { documents, reason } => {
            Words::of("dokumenter manglede", documents.join(", "), reason.as_ref())
        }
        AuditFinding::MissingFields { fields, reason } => {
            Words::of("oplysninger manglede", fields.join(", "), reason.as_ref())
        }
        AuditFinding::SetAside { until, reason } => {
            let detail = until
                .map(|until| format!("til {until}"))
                .unwrap_or_default();
            Words::of("fraveget", detail, reason.as_ref())
        }
        AuditFinding::MootSetAside { .. } => {
            Words::of("en fravigelse gælder ikke længere", String::new(), None)
        }
        AuditFinding::PendingInformation { fields } => {
            Words::of("afventer oplysninger", fields.join(", "), None)
        }
    }
}

/// A reason in the ids of the page: for a list that is sorted and counted.
fn blocked_by(reason: &Reason) -> String {
    let kind = serde_json::to_value(reason.what)
        .ok()
        .and_then(|kind| kind.as_str().map(str::to_owned))
        .unwrap_or_default();
    match reason.event.as_ref().or(reason.field.as_ref()) {
        Some(what) => format!("{kind} {what}"),
        None => kind,
    }
}

pub(super) fn access_log(wish: &AccessLog) -> anyhow::Result<ExitCode> {
    let store = stores::open_any(&wish.store)?;
    let rows = store
        .access_of(wish.citizen)
        .context("kunne ikke hente loggen")?;
    let users = store.users().context("kunne ikke hente brugerne")?;
    let mut out = csv::WriterBuilder::new()
        .delimiter(b';')
        .from_writer(io::stdout().lock());
    out.write_record(["dag", "klokken", "bruger", "navn", "gjorde", "sag", "side"])
        .context("kunne ikke skrive")?;
    for row in &rows {
        let user = row
            .employee
            .and_then(|id| users.iter().find(|user| user.id == id));
        out.write_record([
            row.at.day().to_string(),
            row.at.local_time().to_string(),
            user.map_or_else(
                || match (&row.employee, &row.terminal) {
                    (Some(id), _) => id.to_string(),
                    (None, Some(account)) => format!("terminal: {account}"),
                    (None, None) => "import".to_owned(),
                },
                |user| user.login.clone(),
            ),
            user.map(|user| user.name.clone()).unwrap_or_default(),
            match row.what {
                Access::Read => "så",
                Access::Write => "skrev",
            }
            .to_owned(),
            row.case.map(|case| case.to_string()).unwrap_or_default(),
            row.page.clone(),
        ])
        .context("kunne ikke skrive")?;
    }
    out.flush().context("kunne ikke skrive")?;
    if rows.is_empty() {
        terminal::warn("Ingen har set eller skrevet hos den borger.");
    }
    Ok(ExitCode::SUCCESS)
}
