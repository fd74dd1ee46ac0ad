//! Making a citizen known.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use facts::{Cpr, Kind, Origin};
use store::NEW_CITIZEN;

use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::page::{Frame, Page};

/// The longest name that fits the lists.
const LONGEST_NAME: usize = 200;

#[derive(Template)]
#[template(path = "citizen_new.html")]
struct NewCitizen<'a> {
    page: &'a Frame,
    cpr: &'a str,
    name: &'a str,
    key: String,
    cpr_fault: Option<&'static str>,
    name_fault: Option<&'static str>,
    /// The number is unusual and asks to be confirmed.
    unusual: bool,
    /// The number's digits, which the confirmation names.
    digits: String,
    /// The citizen who has the number already.
    known: Option<u64>,
}

/// `GET /citizens/new`
pub(crate) async fn show(page: Page) -> WebResult<Response> {
    page.render(&NewCitizen {
        page: &page,
        cpr: "",
        name: "",
        key: page.post_key()?,
        cpr_fault: None,
        name_fault: None,
        unusual: false,
        digits: String::new(),
        known: None,
    })
}

/// `POST /citizens/new`
pub(crate) async fn receive(page: Page, form: Form) -> WebResult<Response> {
    let (cpr_text, name) = (form.text("cpr"), form.text("name"));
    let parsed = cpr_text.parse::<Cpr>();
    let mut answer = NewCitizen {
        page: &page,
        cpr: cpr_text,
        name,
        key: form.text("key").to_owned(),
        cpr_fault: None,
        name_fault: None,
        unusual: false,
        digits: String::new(),
        known: None,
    };
    if name.is_empty() {
        answer.name_fault = Some("citizen-name-missing");
    } else if name.chars().count() > LONGEST_NAME {
        answer.name_fault = Some("citizen-name-long");
    }
    match &parsed {
        Err(facts::CprError::Shape) => answer.cpr_fault = Some("citizen-cpr-shape"),
        Err(facts::CprError::Date) => answer.cpr_fault = Some("citizen-cpr-date"),
        Ok(cpr) if page.demo && cpr.origin() == Origin::Ordinary => {
            answer.cpr_fault = Some("citizen-cpr-demo");
        }
        Ok(cpr) => {
            let asked = cpr.clone();
            let known = page
                .app
                .blocking(move |app| app.store.citizen_by_cpr(&asked).map_err(WebError::from))
                .await?;
            cpr.digits().clone_into(&mut answer.digits);
            answer.known = known.map(|id| id.0);
            let confirmed = form.text("confirmed") == cpr.digits();
            answer.unusual =
                !page.demo && known.is_none() && !cpr.satisfies_modulus_11() && !confirmed;
        }
    }
    let faulty = answer.cpr_fault.is_some() || answer.name_fault.is_some();
    let Some(cpr) = parsed.ok().filter(|_| !faulty && !answer.unusual) else {
        return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, &answer);
    };
    if answer.known.is_some() {
        return page.render_with(StatusCode::CONFLICT, &answer);
    }
    let kind = Kind::CitizenRegistered {
        cpr,
        name: name.to_owned(),
    };
    let entry = page.entry(NEW_CITIZEN, None, kind);
    let appended = page
        .append(NEW_CITIZEN, None, form.post_key()?, vec![entry])
        .await?;
    Ok(page.redirect(&format!("/citizens/{}", appended.citizen)))
}
