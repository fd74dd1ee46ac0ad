//! Cases under a model, with who holds them and a placement that is carried on into them.

use calendar::Day;
use facts::{CaseId, Fact, Kind, PlacementForm, PlacementId, PlacementPurpose};
use store::NEW_CASE;

use super::column::{Column, Needed, Reads};
use super::intake::{Citizen, FileKind, Known, Read, Settled, Tells, Told};

const OPENED: &str = "åbnet";
const PLACED_FROM: &str = "placering fra";

/// The columns of a placement: all that it needs, or none of them.
const PLACEMENT: &[&str] = &[
    "placering",
    "formål",
    "virksomhed",
    "cvr",
    "timer",
    PLACED_FROM,
    "placering til",
];

/// The file of cases.
pub(super) const CASES: FileKind = FileKind {
    name: "cases",
    columns: &[
        super::CPR,
        column("model", Needed::Always, Reads::Id, "version"),
        column(OPENED, Needed::Always, Reads::Day, ""),
        column(
            "sagsbehandler",
            Needed::Optional,
            Reads::Employee,
            "employee",
        ),
        column("jobformidler", Needed::Optional, Reads::Employee, ""),
        column(
            "placering",
            Needed::With(PLACEMENT),
            Reads::OneOf(|| PlacementForm::ALL.iter().map(|form| form.id()).collect()),
            "form",
        ),
        column(
            "formål",
            Needed::Optional,
            Reads::OneOf(|| {
                PlacementPurpose::ALL
                    .iter()
                    .map(|purpose| purpose.id())
                    .collect()
            }),
            "purpose",
        ),
        column(
            "virksomhed",
            Needed::With(PLACEMENT),
            Reads::Words,
            "company",
        ),
        column("cvr", Needed::Optional, Reads::Cvr, "cvr"),
        column("timer", Needed::With(PLACEMENT), Reads::Hours, "minutes"),
        column(PLACED_FROM, Needed::With(PLACEMENT), Reads::Day, "from"),
        column("placering til", Needed::Optional, Reads::Day, "until"),
    ],
    tells: Tells::Facts {
        makes_known: false,
        settle,
    },
};

const fn column(name: &'static str, needed: Needed, reads: Reads, fills: &'static str) -> Column {
    Column {
        name,
        needed,
        reads,
        fills,
    }
}

fn settle(known: &Known<'_>, citizen: Citizen<'_>, rows: &[&Read]) -> Settled {
    let mut settled = Settled::default();
    let heads = casework::cases(citizen.facts);
    let mut open: Vec<(String, Day)> = heads
        .iter()
        .filter(|head| !is_closed(citizen.facts, head.id))
        .map(|head| (head.model_name.clone(), head.opened))
        .collect();
    for row in rows {
        let model = row.cells.words("model");
        let Some(opened) = row.cells.day(OPENED) else {
            continue;
        };
        let opened_before = heads
            .iter()
            .any(|head| head.model_name == model && head.opened == opened);
        match open.iter().find(|(held, _)| *held == model) {
            _ if opened_before => settled.unchanged += 1,
            Some((_, day)) if *day == opened => settled.unchanged += 1,
            Some((_, day)) => settled.faults.push(row.place.fault(
                OPENED,
                format!(
                    "er en anden dag end {day}, hvor borgeren har en åben sag efter samme model"
                ),
            )),
            None => {
                settled.told.extend(case(known, row, &model, opened));
                settled.told.extend(placement(row, citizen.facts));
                open.push((model, opened));
            }
        }
    }
    settled
}

/// The case is opened and given to those the row names.
fn case(known: &Known<'_>, row: &Read, model: &str, opened: Day) -> Vec<Told> {
    let told = |kind| Told {
        place: row.place,
        day_from: OPENED,
        case: Some(NEW_CASE),
        day: opened,
        kind,
        participants: std::collections::BTreeSet::new(),
    };
    // A model that is not known, or not on that day, has no version; the check tells.
    let version = known.book.model_on(model, opened);
    let mut all = vec![told(Kind::CaseOpened {
        model: model.to_owned(),
        version: version
            .map(|version| version.hash.clone())
            .unwrap_or_default(),
        calendar: known.book.calendar().hash.clone(),
    })];
    for role in ["sagsbehandler", "jobformidler"] {
        if let Some(employee) = row.cells.employee(role) {
            let role = role.to_owned();
            all.push(told(Kind::CaseAssigned { role, employee }));
        }
    }
    all
}

/// A placement is told where it happened, before the case as a rule; the page lets it carry on into the case.
fn placement(row: &Read, facts: &[Fact]) -> Vec<Told> {
    let cells = &row.cells;
    let form = cells.text("placering").and_then(PlacementForm::from_id);
    let Some((form, from)) = form.zip(cells.day(PLACED_FROM)) else {
        return Vec::new();
    };
    let known_placements = facts.iter().filter_map(|fact| fact.entry.kind.placement());
    let placement = PlacementId(known_placements.max().map_or(1, |id| id.0 + 1));
    let agreed = Kind::PlacementAgreed {
        placement,
        form,
        purpose: cells.text("formål").and_then(PlacementPurpose::from_id),
        company: cells.words("virksomhed"),
        cvr: cells.cvr("cvr").cloned(),
        minutes: cells.number("timer").unwrap_or_default(),
        from,
        until: cells.day("placering til"),
        continued: true,
    };
    [agreed, Kind::PlacementStarted { placement }]
        .into_iter()
        .map(|kind| Told {
            place: row.place,
            day_from: PLACED_FROM,
            case: None,
            day: from,
            kind,
            participants: std::collections::BTreeSet::new(),
        })
        .collect()
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
