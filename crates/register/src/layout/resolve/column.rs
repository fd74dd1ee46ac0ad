//! Columns: of which kind each is, and what its values may be.

use figures::{ColumnKind, Observation};
use tables::Text;

use super::kinds::Kinds;
use super::range;
use crate::form::Problem;
use crate::layout::Field;
use crate::layout::file::ColumnFile;

pub(super) fn fields(
    columns: Vec<ColumnFile>,
    kinds: &Kinds<'_>,
    observed: Option<Observation>,
) -> Result<Vec<Field>, Problem> {
    let mut fields: Vec<Field> = Vec::new();
    for form in columns {
        let field = field(form, kinds, observed)?;
        if fields.iter().any(|one| one.name == field.name) {
            return Err((
                Text::new(
                    format!("kolonnen »{}« står to gange", field.name),
                    format!("the column {} stands twice", field.name),
                ),
                Text::new("fjern den ene", "remove one of them"),
            ));
        }
        fields.push(field);
    }
    Ok(fields)
}

/// The most a number may be where nobody says it.
const LARGEST: i32 = 1_000_000;

fn field(
    form: ColumnFile,
    kinds: &Kinds<'_>,
    observed: Option<Observation>,
) -> Result<Field, Problem> {
    let known = kinds.of(&form.name)?;
    let (kind, allowed) = match (form.code, form.number, &form.day, known) {
        (Some(code), None, None, _) => {
            let allowed = kinds.allowed(&code.list, &code.codes)?;
            (ColumnKind::Code { list: code.list }, allowed)
        }
        (None, Some(number), None, _) if number.from <= number.to && number.to < i32::MAX => (
            ColumnKind::Number { unit: number.unit },
            vec![(number.from.max(i32::MIN + 1), number.to)],
        ),
        (None, None, Some(days), _) => {
            let (from, until) = range(days)?;
            (ColumnKind::Day, vec![(from, until - 1)])
        }
        (None, None, None, Some(ColumnKind::Code { list })) => (
            ColumnKind::Code { list: list.clone() },
            kinds.allowed(list, &[])?,
        ),
        (None, None, None, Some(ColumnKind::Number { unit })) => (
            ColumnKind::Number { unit: unit.clone() },
            vec![(0, LARGEST)],
        ),
        (None, None, None, Some(ColumnKind::Day)) if observed.is_some() => {
            let days = observed.map_or((0, 0), |days| (days.from, days.until - 1));
            (ColumnKind::Day, vec![days])
        }
        _ => {
            return Err((
                Text::new(
                    format!("kolonnen »{}« har ingen klar slags", form.name),
                    format!("the column {} has no clear kind", form.name),
                ),
                Text::new(
                    "giv den én af »code«, »number« (from ≤ to) og »day«",
                    "give it one of `code`, `number` (from ≤ to) or `day`",
                ),
            ));
        }
    };
    if let Some(known) = known
        && *known != kind
    {
        return Err((
            Text::new(
                format!(
                    "regelbogen siger noget andet om, hvad kolonnen »{}« rummer",
                    form.name
                ),
                format!(
                    "the rulebook says otherwise what the column {} holds",
                    form.name
                ),
            ),
            Text::new(
                "giv den slags, liste eller enhed, som regelbogens side om spor har",
                "give it the kind, list or unit of the rulebook's schema page",
            ),
        ));
    }
    Ok(Field {
        name: form.name,
        column: form.column,
        kind,
        allowed,
        optional: form.optional,
    })
}

/// »7« and »101-860« as pairs, sorted, those that touch joined.
pub(super) fn ranges(codes: &[String]) -> Result<Vec<(i32, i32)>, Problem> {
    let pairs = codes
        .iter()
        .map(|text| {
            let (first, last) = text.split_once('-').unwrap_or((text, text));
            let pair = (first.trim().parse::<u16>(), last.trim().parse::<u16>());
            match pair {
                (Ok(first), Ok(last)) if first <= last && last <= 32_767 => {
                    Ok((i32::from(first), i32::from(last)))
                }
                _ => Err((
                    Text::new(
                        format!("»{text}« er hverken en kode eller en række af koder"),
                        format!("{text} is neither a code nor a range of codes"),
                    ),
                    Text::new(
                        "skriv koder fra 0 til 32767 som \"7\" eller \"101-860\"",
                        "write codes from 0 to 32767 as \"7\" or \"101-860\"",
                    ),
                )),
            }
        })
        .collect::<Result<Vec<_>, _>>()?;
    joined(pairs)
}

pub(super) fn joined(mut pairs: Vec<(i32, i32)>) -> Result<Vec<(i32, i32)>, Problem> {
    pairs.sort_unstable();
    let mut joined: Vec<(i32, i32)> = Vec::new();
    for (first, last) in pairs {
        match joined.last_mut() {
            Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    if joined.is_empty() {
        return Err((
            Text::new(
                "en kolonne med koder tillader ingen koder",
                "a column of codes allows no code",
            ),
            Text::new("skriv dens koder", "list its codes"),
        ));
    }
    Ok(joined)
}
