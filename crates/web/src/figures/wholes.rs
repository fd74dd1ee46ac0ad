//! What a share over given numbers is a share of, and where that number comes from.

use calendar::Day;
use rulebook::registers::Bounds;
use store::Purpose;
use tables::{Table, Text};

use super::asked::Asked;
use super::given::{self, Given};
use super::numbers::Below;
use super::own::{BY_MUNICIPALITY, BY_REGION, Own};
use super::table::{Ground, last_day};
use super::words::{self, both};
use crate::app::App;
use crate::error::WebError;

/// What a share is a share of: a series, narrowed to a member of a breakdown.
pub(super) struct Whole<'a> {
    pub(super) series: &'a str,
    pub(super) by: Option<&'a str>,
    pub(super) member: Option<i32>,
}

impl Ground<'_> {
    /// The given number below a share. A part of the persons by where they live is a share of those who live there; by what
    /// they get or do, of everybody; by who they are, of a part that is given under the breakdown's and the member's names.
    pub(super) fn below(&self, of: &Whole<'_>, span: (Day, Day), period: tables::Period) -> Below {
        let Some(own) = self.own else {
            return Below::Senseless;
        };
        let registers = self.known.registers();
        let breakdown = of.by.and_then(|by| registers.breakdown(by));
        let mut municipality = own.code;
        let mut whom = own.name.clone();
        let mut group = None;
        if let (Some(by), Some(breakdown), Some(member)) = (of.by, breakdown, of.member) {
            let (_, label) = words::member(registers, breakdown, last_day(span), member);
            if member == figures::MISSING || by == BY_REGION {
                return Below::Senseless;
            }
            if by == BY_MUNICIPALITY {
                let Ok(code) = u16::try_from(member) else {
                    return Below::Senseless;
                };
                municipality = code;
                whom = label;
            } else if !is_of_spells(&breakdown.of) {
                let id = breakdown.group(registers, member);
                whom = Text::new(
                    format!("{}, gruppe »{id}« ({})", whom.da, label.da),
                    format!("{}, gruppe »{id}« ({})", whom.en, label.en),
                );
                group = Some(id);
            }
        }
        let found = self
            .given
            .find(of.series, group.as_deref(), Some(municipality), span);
        match found {
            Some(row) => Below::Number(row.given.number),
            None => Below::Missing(given::needs(
                &self.known.series(of.series),
                of.series,
                &whom,
                period,
                Purpose::Denominator,
            )),
        }
    }
}

/// The table with the given numbers its shares are taken of, each with its source, under it.
pub(super) fn with_wholes(app: &App, asked: &Asked, table: Table) -> Result<Table, WebError> {
    let Some(series) = asked.numbers.all[asked.number].series() else {
        return Ok(table);
    };
    let given = Given::of(&app.store, Purpose::Denominator, asked.at)?;
    let own = Own::of(&app.store, &app.book, asked.day())?.map(|own| own.code);
    let mut all = app.book.catalogue().series().iter();
    let found = all.find(|one| one.id == series);
    let title = found.map_or_else(|| Text::same(series), |found| both(&found.title));
    let mut told: Vec<Text> = Vec::new();
    for span in asked.spans() {
        if let Some(row) = given.find(series, None, own, span) {
            let words = given::told(&title, row);
            if !told.contains(&words) {
                told.push(words);
            }
        }
    }
    let mut head = table.head().clone();
    for whole in told {
        head.source = Text::new(
            format!("{}. Nævner: {}", head.source.da, whole.da),
            format!("{}. Denominator: {}", head.source.en, whole.en),
        );
    }
    Table::new(
        head,
        table.dimensions().to_vec(),
        table.measures().to_vec(),
        table.cells().to_vec(),
    )
    .map_err(WebError::fault)
}

/// Whether a breakdown is by what persons get or do, and not by who they are or where they live.
fn is_of_spells(of: &Bounds) -> bool {
    matches!(of, Bounds::Column { .. } | Bounds::Seniority(_))
}
