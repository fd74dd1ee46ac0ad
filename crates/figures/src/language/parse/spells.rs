//! What stands between the parentheses of `på`, `antal` and `sum`: tests of spells, and a window at the end.

use super::super::fault::{Expected, Fault};
use super::super::syntax::{ColumnName, How, Item, Name, Number, Placed, Says, Spells, Value};
use super::super::token::{Sign, TokenKind};
use super::super::words::{Keyword, TimeUnit};
use super::operators::SumEnd;
use super::{Parser, unknown_function, whole_within};

impl Parser<'_> {
    /// The tests up to and with the closing parenthesis; with a window as the last part, if one may stand there.
    pub(super) fn spells(&mut self, windowed: bool) -> Result<(Spells, Option<SumEnd>), Fault> {
        let mut spells = self.no_spells();
        let mut end = None;
        let names = matches!(self.kind(), TokenKind::Word(_) | TokenKind::Quoted(_));
        if names && self.ahead(1).is == TokenKind::Colon {
            spells.track = Some(self.name(Expected::Name)?);
            self.step();
        }
        let bare =
            spells.track.is_some() && matches!(self.kind(), TokenKind::Close | TokenKind::Comma);
        if bare {
            self.take(&TokenKind::Comma);
        }
        while !(bare && *self.kind() == TokenKind::Close) {
            if windowed && end.is_none() {
                end = self.window()?;
            }
            if end.is_some() {
                if *self.kind() != TokenKind::Close {
                    return Err(self.expected(Expected::Close));
                }
                break;
            }
            let item = self.item()?;
            spells.items.push(item);
            if !self.take(&TokenKind::Comma) {
                break;
            }
        }
        let close = self.demand(&TokenKind::Close, Expected::CommaOrClose)?;
        spells.at.end = close.end;
        Ok((spells, end))
    }

    fn window(&mut self) -> Result<Option<SumEnd>, Fault> {
        if self.keyword() == Some(Keyword::Gap) && self.ahead(1).is == TokenKind::Close {
            self.step();
            return Ok(Some(SumEnd::Gap));
        }
        let is_length = match (self.kind(), &self.ahead(1).is) {
            (TokenKind::Number(_), TokenKind::Word(unit)) => TimeUnit::of(unit).is_some(),
            (TokenKind::Word(word), TokenKind::Close) => word.parse::<calendar::Span>().is_ok(),
            _ => false,
        };
        if !is_length {
            return Ok(None);
        }
        let length = self.length(Expected::Window)?;
        Ok(Some(SumEnd::Window(length)))
    }

    fn item(&mut self) -> Result<Item, Fault> {
        if self.keyword() == Some(Keyword::Lasts) && matches!(self.ahead(1).is, TokenKind::Sign(_))
        {
            self.step();
            let sign = self.sign()?;
            let days = self.days()?;
            return Ok(Item::Lasts { sign, days });
        }
        if self.take_keyword(Keyword::Not) {
            let name = self.name(Expected::Value)?;
            return Ok(Item::Bare {
                name,
                negated: true,
            });
        }
        let first = self.name(Expected::Value)?;
        if self.take(&TokenKind::Dot) {
            let name = self.name(Expected::Column)?;
            let column = ColumnName {
                track: Some(first),
                name,
            };
            let says = self.says()?;
            let says = says.ok_or_else(|| self.expected(Expected::Comparison))?;
            return Ok(Item::Column { column, says });
        }
        if *self.kind() == TokenKind::Open {
            return Err(unknown_function(&first));
        }
        Ok(match self.says()? {
            Some(says) => Item::Column {
                column: ColumnName {
                    track: None,
                    name: first,
                },
                says,
            },
            None => Item::Bare {
                name: first,
                negated: false,
            },
        })
    }

    /// `= kvinde`, `>= 50 %`, `i (a, b)`, `ikke i (a, b)`; nothing where none of these stands.
    pub(super) fn says(&mut self) -> Result<Option<Says>, Fault> {
        let start = self.token().at.start;
        let kind = self.kind().clone();
        let how = match kind {
            TokenKind::Sign(sign) => {
                self.step();
                How::Sign(sign)
            }
            _ if self.take_keyword(Keyword::In) => How::In,
            _ if self.keyword() == Some(Keyword::Not)
                && self.keyword_ahead(1) == Some(Keyword::In) =>
            {
                self.step();
                self.step();
                How::NotIn
            }
            _ => return Ok(None),
        };
        let mut values = Vec::new();
        if let How::Sign(_) = how {
            values.push(self.value()?);
        } else {
            self.demand(&TokenKind::Open, Expected::Open)?;
            loop {
                values.push(self.value()?);
                if !self.take(&TokenKind::Comma) {
                    break;
                }
            }
            self.demand(&TokenKind::Close, Expected::CommaOrClose)?;
        }
        let at = start..self.tokens[self.place - 1].at.end;
        Ok(Some(Says { at, how, values }))
    }

    fn value(&mut self) -> Result<Value, Fault> {
        match *self.kind() {
            TokenKind::Day(day) => {
                let at = self.step();
                Ok(Value::Day(Placed { at, is: day }))
            }
            TokenKind::Number(_) => self.number().map(Value::Number),
            _ => self.name(Expected::Value).map(Value::Name),
        }
    }

    /// `kategori` or `ydelse.kategori`.
    pub(super) fn column_name(&mut self) -> Result<ColumnName, Fault> {
        let first: Name = self.name(Expected::Column)?;
        if self.take(&TokenKind::Dot) {
            let name = self.name(Expected::Column)?;
            return Ok(ColumnName {
                track: Some(first),
                name,
            });
        }
        Ok(ColumnName {
            track: None,
            name: first,
        })
    }

    fn days(&mut self) -> Result<Placed<u32>, Fault> {
        let number: Number = self.number()?;
        let days_per = match &number.unit {
            None => None,
            Some(unit) => TimeUnit::of(&unit.word).map(|unit| unit.days),
        };
        let Some(factor) = days_per.filter(|days| *days > 0) else {
            return Err(Fault::new(
                number.at,
                super::super::fault::FaultKind::GapInDays,
            ));
        };
        let count: u32 = whole_within(number.decimal, &number.at)?;
        let days = count.checked_mul(factor).ok_or_else(|| {
            Fault::new(
                number.at.clone(),
                super::super::fault::FaultKind::NumberOutOfRange,
            )
        })?;
        Ok(Placed {
            at: number.at,
            is: days,
        })
    }
}

impl Sign {
    /// The engine's comparison, with whether it is to be turned round.
    pub(crate) fn comparison(self) -> (crate::Comparison, bool) {
        use crate::Comparison as C;
        match self {
            Sign::AtLeast => (C::AtLeast, false),
            Sign::MoreThan => (C::MoreThan, false),
            Sign::AtMost => (C::AtMost, false),
            Sign::LessThan => (C::LessThan, false),
            Sign::Equal => (C::Equal, false),
            Sign::NotEqual => (C::Equal, true),
        }
    }
}
