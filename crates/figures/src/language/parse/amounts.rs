//! Lengths of time and shares.

use super::super::fault::{Expected, Fault, FaultKind};
use super::super::number::ratio;
use super::super::syntax::{Placed, Share};
use super::super::token::TokenKind;
use super::super::words::TimeUnit;
use super::{Parser, whole_within};
use crate::population::Length;

impl Parser<'_> {
    /// `10 år`, `52 uger`, `28 dage`, `3 måneder`, `P10Y`.
    pub(super) fn length(&mut self, what: Expected) -> Result<Placed<Length>, Fault> {
        if let TokenKind::Word(word) = self.kind()
            && let Ok(span) = word.to_ascii_uppercase().parse::<calendar::Span>()
        {
            let at = self.step();
            let is = match (span.months, span.days, span.working_days) {
                (months, 0, 0) => Length::Months(u32::from(months)),
                (0, days, 0) => Length::Days(u32::from(days)),
                _ => return Err(Fault::new(at, FaultKind::MixedLength)),
            };
            return Ok(Placed { at, is });
        }
        let TokenKind::Number(_) = self.kind() else {
            return Err(self.expected(what));
        };
        let number = self.number()?;
        let Some(unit) = &number.unit else {
            return Err(Fault::expected(number.at, what, ""));
        };
        let Some(unit) = TimeUnit::of(&unit.word) else {
            return Err(Fault::expected(unit.at.clone(), what, &unit.word));
        };
        let count: u32 = whole_within(number.decimal, &number.at)?;
        let length = if unit.days > 0 {
            count.checked_mul(unit.days).map(Length::Days)
        } else {
            count.checked_mul(unit.months).map(Length::Months)
        };
        let out_of_range = || Fault::new(number.at.clone(), FaultKind::NumberOutOfRange);
        Ok(Placed {
            is: length.ok_or_else(out_of_range)?,
            at: number.at,
        })
    }

    /// `80 %`, `4/5` or `0,8`.
    pub(super) fn share_amount(&mut self) -> Result<Placed<Share>, Fault> {
        let TokenKind::Number(number) = *self.kind() else {
            return Err(self.expected(Expected::Share));
        };
        let mut at = self.step();
        let share = match *self.kind() {
            TokenKind::Percent => {
                at.end = self.step().end;
                number.over(100)
            }
            TokenKind::Slash => {
                self.step();
                let TokenKind::Number(below) = *self.kind() else {
                    return Err(self.expected(Expected::Number));
                };
                at.end = self.step().end;
                match (number.whole(), below.whole()) {
                    (Some(above), Some(below)) => ratio(above, below),
                    _ => return Err(Fault::new(at, FaultKind::NotWhole)),
                }
            }
            // 80 without a sign may be 80 % or eighty times.
            _ if number.has_places() => number.over(1),
            _ => {
                let found = self.line.get(at.clone()).unwrap_or_default();
                return Err(Fault::expected(at, Expected::Share, found));
            }
        };
        let share = share.ok_or_else(|| Fault::new(at.clone(), FaultKind::NumberOutOfRange))?;
        Ok(Placed {
            at,
            is: Share { share },
        })
    }
}
