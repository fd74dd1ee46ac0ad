//! Cases under a model, with who holds them and a placement that is carried on into them.

use calendar::Day;
use facts::{
    CaseId, CitizenId, Cvr, EmployeeId, Fact, Kind, PlacementForm, PlacementId, PlacementPurpose,
};
use store::{NEW_CASE, NEW_CITIZEN};

use super::intake::{Intake, Known, Read, Settled, nobody};
use super::table::{Column, Fault, Row};
use super::value::{self, unknown};

/// What a row of cases says besides the CPR number.
pub(super) struct Case {
    model: String,
    version: String,
    opened: Day,
    caseworker: Option<EmployeeId>,
    broker: Option<EmployeeId>,
    placement: Option<Placement>,
}

struct Placement {
    form: PlacementForm,
    purpose: Option<PlacementPurpose>,
    company: String,
    cvr: Option<Cvr>,
    minutes: u32,
    from: Day,
    until: Option<Day>,
}

/// The file of cases.
pub(super) struct Cases;

impl Intake for Cases {
    type Says = Case;

    const NAME: &'static str = "cases";

    const COLUMNS: &'static [Column] = &[
        Column {
            name: "cpr",
            required: true,
        },
        Column {
            name: "model",
            required: true,
        },
        Column {
            name: "åbnet",
            required: true,
        },
        Column {
            name: "sagsbehandler",
            required: false,
        },
        Column {
            name: "jobformidler",
            required: false,
        },
        Column {
            name: "placering",
            required: false,
        },
        Column {
            name: "formål",
            required: false,
        },
        Column {
            name: "virksomhed",
            required: false,
        },
        Column {
            name: "cvr",
            required: false,
        },
        Column {
            name: "timer",
            required: false,
        },
        Column {
            name: "placering fra",
            required: false,
        },
        Column {
            name: "placering til",
            required: false,
        },
    ];

    fn read(known: &Known<'_>, row: &Row<'_>, faults: &mut Vec<Fault>) -> Option<Case> {
        let before = faults.len();
        row.required("model", faults);
        row.required("åbnet", faults);
        let opened = row.parsed("åbnet", faults, |text| known.past(text));
        let model = row.parsed("model", faults, |text| model(known, text));
        let version = opened.zip(model.clone()).and_then(|(opened, model)| {
            let version = known.book.model_on(&model, opened);
            if version.is_none() {
                faults.push(row.place.fault("åbnet", "ligger uden for modellens tid"));
            }
            version.map(|version| version.hash.clone())
        });
        let caseworker = row.parsed("sagsbehandler", faults, |text| employee(known, text));
        let broker = row.parsed("jobformidler", faults, |text| employee(known, text));
        let placement = placement(known, row, faults);
        (faults.len() == before).then_some(Case {
            model: model?,
            version: version?,
            opened: opened?,
            caseworker,
            broker,
            placement,
        })
    }

    fn settle(
        known: &Known<'_>,
        citizen: Option<(CitizenId, &[Fact])>,
        rows: &[Read<Case>],
    ) -> Settled {
        let mut settled = Settled::default();
        let Some((citizen, facts)) = citizen else {
            settled
                .faults
                .extend(rows.iter().map(|row| nobody(row.place)));
            return settled;
        };
        let mut held: Vec<(String, Day)> = casework::cases(facts)
            .into_iter()
            .filter(|head| !is_closed(facts, head.id))
            .map(|head| (head.model_name, head.opened))
            .collect();
        for row in rows {
            let says = &row.says;
            let opened_before = casework::cases(facts)
                .iter()
                .any(|head| head.model_name == says.model && head.opened == says.opened);
            if opened_before {
                settled.unchanged += 1;
                continue;
            }
            match held.iter().find(|(model, _)| *model == says.model) {
                Some((_, opened)) if *opened == says.opened => settled.unchanged += 1,
                Some((_, opened)) => settled.faults.push(row.place.fault(
                    "åbnet",
                    format!("er en anden dag end {opened}, hvor borgeren har en åben sag efter samme model"),
                )),
                None => {
                    held.push((says.model.clone(), says.opened));
                    open(known, row, citizen, facts, &mut settled);
                }
            }
        }
        settled
    }
}

fn open(
    known: &Known<'_>,
    row: &Read<Case>,
    citizen: CitizenId,
    facts: &[Fact],
    settled: &mut Settled,
) {
    debug_assert_ne!(
        citizen, NEW_CITIZEN,
        "a case is opened for a citizen who is known"
    );
    let says = &row.says;
    let mut add = |day: Day, kind: Kind| {
        let mut entry = Cases::entry(citizen, day, kind);
        entry.case = Some(NEW_CASE);
        settled.entries.push((row.place, entry));
    };
    add(
        says.opened,
        Kind::CaseOpened {
            model: says.model.clone(),
            version: says.version.clone(),
            calendar: known.book.calendar().hash.clone(),
        },
    );
    for (role, employee) in [
        ("sagsbehandler", says.caseworker),
        ("jobformidler", says.broker),
    ] {
        if let Some(employee) = employee {
            let role = role.to_owned();
            add(says.opened, Kind::CaseAssigned { role, employee });
        }
    }
    if let Some(placement) = &says.placement {
        let known_placements = facts.iter().filter_map(|fact| fact.entry.kind.placement());
        let id = PlacementId(known_placements.max().map_or(1, |id| id.0 + 1));
        // It is told where it happened, before the case as a rule; the page lets it carry on into the case.
        let agreed = Kind::PlacementAgreed {
            placement: id,
            form: placement.form,
            purpose: placement.purpose,
            company: placement.company.clone(),
            cvr: placement.cvr.clone(),
            minutes: placement.minutes,
            from: placement.from,
            until: placement.until,
            continued: true,
        };
        for kind in [agreed, Kind::PlacementStarted { placement: id }] {
            let entry = Cases::entry(citizen, placement.from, kind);
            settled.entries.push((row.place, entry));
        }
    }
}

fn is_closed(facts: &[Fact], case: CaseId) -> bool {
    casework::live(facts, None)
        .iter()
        .filter(|fact| fact.entry().case == Some(case))
        .fold(false, |closed, fact| match fact.entry().kind {
            Kind::CaseClosed => true,
            Kind::CaseReopened => false,
            _ => closed,
        })
}

fn model(known: &Known<'_>, text: &str) -> Result<String, String> {
    let mut names: Vec<&str> = known
        .book
        .models()
        .iter()
        .map(|model| model.name.as_str())
        .collect();
    names.dedup();
    let written = text.to_lowercase();
    if names.contains(&written.as_str()) {
        Ok(written)
    } else {
        Err(unknown(&written, names.into_iter()))
    }
}

fn employee(known: &Known<'_>, text: &str) -> Result<EmployeeId, String> {
    match known.store.user_by_login(text) {
        Ok(Some(user)) => Ok(user.id),
        Ok(None) => {
            Err("er ikke et brugernavn her; opret brugeren, eller lad feltet stå tomt".to_owned())
        }
        Err(_) => Err("kunne ikke slås op; prøv igen".to_owned()),
    }
}

/// The columns of a placement: all that it needs, or none of them.
fn placement(known: &Known<'_>, row: &Row<'_>, faults: &mut Vec<Fault>) -> Option<Placement> {
    const NAMES: [&str; 7] = [
        "placering",
        "formål",
        "virksomhed",
        "cvr",
        "timer",
        "placering fra",
        "placering til",
    ];
    if NAMES.iter().all(|name| row.field(name).is_none()) {
        return None;
    }
    for name in ["placering", "virksomhed", "timer", "placering fra"] {
        row.required(name, faults);
    }
    let form = row.parsed("placering", faults, |text| {
        let text = text.to_lowercase();
        PlacementForm::from_id(&text)
            .ok_or_else(|| unknown(&text, PlacementForm::ALL.iter().map(|form| form.id())))
    });
    let purpose = row.parsed("formål", faults, |text| {
        let text = text.to_lowercase();
        PlacementPurpose::from_id(&text).ok_or_else(|| {
            unknown(
                &text,
                PlacementPurpose::ALL.iter().map(|purpose| purpose.id()),
            )
        })
    });
    match (form, purpose) {
        (Some(PlacementForm::Praktik), None) if row.field("formål").is_none() => {
            faults.push(
                row.place
                    .fault("formål", "mangler; en praktik har altid ét formål"),
            );
        }
        (Some(PlacementForm::PaidHours), Some(_)) => {
            faults.push(
                row.place
                    .fault("formål", "hører kun til praktik; lad feltet stå tomt"),
            );
        }
        _ => {}
    }
    let cvr = row.parsed("cvr", faults, |text| {
        text.replace(' ', "")
            .parse::<Cvr>()
            .map_err(|_| "er ikke et CVR-nummer: otte cifre, der opfylder modulus 11".to_owned())
    });
    let minutes = row.parsed("timer", faults, value::minutes);
    let from = row.parsed("placering fra", faults, |text| known.past(text));
    let until = row.parsed("placering til", faults, value::day);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        faults.push(
            row.place
                .fault("placering til", "ligger før »placering fra«"),
        );
    }
    Some(Placement {
        form: form?,
        purpose,
        company: row.field("virksomhed")?.to_owned(),
        cvr,
        minutes: minutes?,
        from: from?,
        until,
    })
}
