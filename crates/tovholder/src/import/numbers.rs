//! Denominators and expected numbers: dated, with their source, a new revision beside the old.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::Context;
use store::{By, GivenNumber, Purpose, Taken};

use super::column::{Cells, Column, Needed, Reads};
use super::intake::Known;
use super::table::{Fault, Place, Table};
use super::value::unknown;
use super::{Outcome, Wish, progress, read_as, refused, sentence};

const NAME: &str = "størrelse";
const NUMBER: &str = "tal";
const DATED: &str = "dateret";

/// The columns of both files.
const COLUMNS: &[Column] = &[
    column(NAME, Needed::Always, Reads::Id),
    column("gruppe", Needed::Optional, Reads::Id),
    column("kommune", Needed::Optional, Reads::Municipality),
    column("periode", Needed::Always, Reads::Period),
    column(NUMBER, Needed::Always, Reads::Decimal),
    column("kilde", Needed::Always, Reads::Words),
    column(DATED, Needed::Always, Reads::Day),
];

const fn column(name: &'static str, needed: Needed, reads: Reads) -> Column {
    Column {
        name,
        needed,
        reads,
        fills: "",
    }
}

/// Imports a file of numbers. A row that the same source of the same day tells otherwise is refused; a row of another source
/// or day is a revision and stands beside the earlier one.
pub(super) fn import(
    known: &Known<'_>,
    path: &Path,
    wish: Wish,
    purpose: Purpose,
) -> anyhow::Result<Outcome> {
    super::complete_from(wish, known.today)?;
    let mut table = Table::open(path, COLUMNS)?;
    let bar = progress(table.length);
    let read_as = read_as(&table);
    let mut faults = Vec::new();
    let mut read: Vec<(Place, GivenNumber)> = Vec::new();
    let mut rows = 0;
    while let Some((row, mut wrong)) = table.next()? {
        rows += 1;
        if wrong.is_empty() {
            let cells = Cells::read(known, COLUMNS, &row, &mut wrong);
            let number = number(known, purpose, row.place, &cells, &mut wrong);
            read.extend(
                number
                    .filter(|_| wrong.is_empty())
                    .map(|number| (row.place, number)),
            );
        }
        faults.append(&mut wrong);
        bar.set_position(table.position());
    }
    bar.finish_and_clear();
    let (numbers, taken) = weigh(known, read, &mut faults)?;
    faults.sort_by_key(|fault: &Fault| fault.row);
    let refused: BTreeSet<usize> = faults.iter().map(|fault| fault.row).collect();
    let refused_file = if refused.is_empty() {
        None
    } else {
        Some(refused::write(path, COLUMNS, &faults)?)
    };
    let count = |wanted: Taken| taken.iter().filter(|taken| **taken == wanted).count();
    let (new, revised, unchanged) = (
        count(Taken::New),
        count(Taken::Revision),
        count(Taken::Known),
    );
    let may_store = !wish.dry_run && (refused.is_empty() || wish.accept_valid);
    let stored = may_store && new + revised > 0;
    if stored {
        let by = By::Terminal(crate::terminal::account());
        known
            .store
            .give_numbers(&numbers, &by, known.now)
            .context("kunne ikke gemme; intet er hentet ind")?;
    }
    let warning = format!(
        "{revised} af tallene har en anden kilde eller dato end et, der er kendt; begge bliver stående, og det senest daterede gælder"
    );
    Ok(Outcome {
        rows,
        accepted: new + revised,
        unchanged,
        refused: refused.len(),
        faults: faults.iter().map(sentence).collect(),
        warnings: (revised > 0).then_some(warning).into_iter().collect(),
        refused_file,
        stored,
        read_as,
    })
}

/// Leaves out the rows that contradict what is kept or an earlier row.
fn weigh(
    known: &Known<'_>,
    read: Vec<(Place, GivenNumber)>,
    faults: &mut Vec<Fault>,
) -> anyhow::Result<(Vec<GivenNumber>, Vec<Taken>)> {
    let (places, numbers): (Vec<_>, Vec<_>) = read.into_iter().unzip();
    let taken = known
        .store
        .weigh_numbers(&numbers)
        .context("kunne ikke slå tallene op")?;
    let mut kept = (Vec::new(), Vec::new());
    for ((place, number), taken) in places.into_iter().zip(numbers).zip(taken) {
        if matches!(taken, Taken::Contradicts(_)) {
            let reason = "er et andet end det, samme kilde har sagt på samme dag; er det en rettelse, så skriv den nye »dateret«";
            faults.push(place.fault(NUMBER, reason));
        } else {
            kept.0.push(number);
            kept.1.push(taken);
        }
    }
    Ok(kept)
}

fn number(
    known: &Known<'_>,
    purpose: Purpose,
    place: Place,
    cells: &Cells,
    faults: &mut Vec<Fault>,
) -> Option<GivenNumber> {
    let dated = cells.day(DATED)?;
    if dated > known.today {
        faults.push(place.fault(DATED, "ligger efter i dag; skriv den dag, kilden er fra"));
    }
    let number = cells.decimal(NUMBER)?;
    if number.units < 0 {
        faults.push(place.fault(
            NUMBER,
            "er under nul; det kan hverken en nævner eller et ventet tal være",
        ));
    }
    if purpose == Purpose::Denominator && number.units == 0 {
        faults.push(place.fault(NUMBER, "er nul; der kan ikke deles med nul"));
    }
    let name = cells.text(NAME)?;
    let series = known.book.catalogue().series();
    if !series.is_empty() && !series.iter().any(|series| series.id == name) {
        let names = series.iter().map(|series| series.id.as_str());
        faults.push(place.fault(NAME, unknown(name, names)));
    }
    let municipality = cells.number("kommune");
    Some(GivenNumber {
        purpose,
        name: name.to_owned(),
        part: cells.text("gruppe").map(str::to_owned),
        municipality: municipality.and_then(|code| u16::try_from(code).ok()),
        period: cells.period("periode")?,
        number,
        source: cells.text("kilde")?.to_owned(),
        dated,
    })
}
