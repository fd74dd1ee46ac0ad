//! The check that everything passes before it is registered, told in the words of a file: line, column and reason.

use facts::{Entry, Value};

use super::intake::{Citizen, FileKind, Known, Told};
use super::table::Fault;
use super::value::unknown;
use casework::{EntryFault, FaultKind};

/// The entries that rows tell, if the same check lets them pass that registration in the browser goes through; else what
/// is wrong with which row.
pub(super) fn checked(
    known: &Known<'_>,
    kind: &FileKind,
    citizen: Citizen<'_>,
    told: &[Told],
) -> Result<Vec<Entry>, Vec<Fault>> {
    let entries: Vec<Entry> = told
        .iter()
        .map(|told| kind.entry(citizen.id, told.clone()))
        .collect();
    let Err(found) = casework::check_all(known.book, citizen.facts, &entries, known.today) else {
        return Ok(entries);
    };
    let mut faults: Vec<Fault> = Vec::new();
    for (at, fault) in found {
        let (told, entry) = (&told[at], &entries[at]);
        let column = if fault.field == "happened-on" {
            Some(told.day_from)
        } else {
            kind.column_of(&fault.field)
        };
        let reason = worded(known, entry, &fault);
        let fault = match column {
            Some(column) => told.place.fault(column, reason),
            None => told.place.whole(reason),
        };
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    Err(faults)
}

/// Why a field makes no sense, to stand after the column's name.
fn worded(known: &Known<'_>, entry: &Entry, fault: &EntryFault) -> String {
    let fixed = match (fault.field.as_str(), &fault.why) {
        ("version", FaultKind::Unknown) => return unknown_version(known, entry),
        (field, FaultKind::UnknownCode) => return unknown_code(known, entry, field),
        ("purpose", FaultKind::Missing) => "mangler; en praktik har altid ét formål",
        ("purpose", FaultKind::NotHere) => "hører kun til praktik; lad feltet stå tomt",
        ("minutes", FaultKind::Missing) => "mangler; skriv timer om ugen, fx 7,5",
        ("case", FaultKind::Exists) => {
            "rækken åbner endnu en sag for samme borger; hent den ind i en fil for sig bagefter"
        }
        (_, FaultKind::InFuture) if entry.happened_on == known.today.plus(1) => {
            "er ikke omme endnu; kun det, der er sket, kan hentes ind"
        }
        (_, FaultKind::InFuture) => "ligger efter i dag; kun det, der er sket, kan hentes ind",
        (_, FaultKind::Missing) => "mangler",
        (_, FaultKind::NotHere) => "hører ikke til her; lad feltet stå tomt",
        (_, FaultKind::Unknown) => "kendes ikke",
        (_, FaultKind::WrongType) => "er ikke en værdi, som feltet kan have",
        (_, FaultKind::Exists) => "findes i forvejen",
        (_, FaultKind::BeforeBeginning) => "ligger før begyndelsen",
        (_, FaultKind::Retracted) => "gælder noget, der er trukket tilbage",
        (_, FaultKind::OtherCitizen) => "hører til en anden borger",
        (_, FaultKind::NotRoot) => "gælder noget, der er rettet siden; ret det i programmet",
        (_, FaultKind::CaseClosed) => "gælder en sag, der er afsluttet",
        (_, FaultKind::CaseOpen) => "gælder en sag, der ikke er afsluttet",
        (_, FaultKind::MayNotBeSetAside) => "gælder en pligt, der ikke kan sættes til side",
        (_, FaultKind::RegisteredAs(_)) => "registreres på en anden måde; gør det i programmet",
    };
    fixed.to_owned()
}

fn unknown_version(known: &Known<'_>, entry: &Entry) -> String {
    let Some(Value::Text(written)) = entry.kind.field("model") else {
        return "kendes ikke".to_owned();
    };
    let mut names: Vec<&str> = known
        .book
        .models()
        .iter()
        .map(|model| model.name.as_str())
        .collect();
    names.dedup();
    if names.contains(&written.as_str()) {
        "gælder ikke den dag, sagen er åbnet; »åbnet« ligger uden for modellens tid".to_owned()
    } else {
        unknown(&written, names.into_iter())
    }
}

fn unknown_code(known: &Known<'_>, entry: &Entry, field: &str) -> String {
    let written = match entry.kind.field(field) {
        Some(Value::Text(written)) => written,
        _ => String::new(),
    };
    let codes = casework::codes_of(known.book, field);
    unknown(&written, codes.iter().map(|code| code.id))
}
