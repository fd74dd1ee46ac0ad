//! The operators: a word, a parenthesis, and what stands in it.

use super::super::fault::{Expected, Fault, FaultKind, Implausible};
use super::super::syntax::{AgeRange, GapSyntax, How, Lasting, Name, Node, Placed, Spells, Syntax};
use super::super::token::{Sign, TokenKind};
use super::super::words::Keyword;
use super::{Parser, unknown_function, whole_within};
use crate::population::{Gap, Length};

/// What closes the list of a sum.
pub(super) enum SumEnd {
    Window(Placed<Length>),
    Gap,
}

impl Parser<'_> {
    /// One operator, or a name by itself.
    pub(super) fn operator(&mut self) -> Result<Syntax, Fault> {
        let opens = self.ahead(1).is == TokenKind::Open;
        match self.keyword() {
            Some(Keyword::Everyone) if !opens => {
                self.step();
                Ok(Syntax::Everyone)
            }
            Some(Keyword::Age) => self.age(),
            Some(keyword) if opens => {
                self.step();
                self.function(keyword)
            }
            _ => self.named(),
        }
    }

    fn function(&mut self, keyword: Keyword) -> Result<Syntax, Fault> {
        match keyword {
            Keyword::On => {
                self.open()?;
                let (spells, _) = self.spells(false)?;
                Ok(Syntax::On(spells))
            }
            Keyword::Share => self.share(),
            Keyword::Count => self.count(),
            Keyword::Sum => self.sum(),
            Keyword::Continuous => self.lasting(Lasting::Continuous),
            Keyword::Since => self.lasting(Lasting::Since),
            Keyword::First => self.lasting(Lasting::First),
            Keyword::Bridged => self.bridged(),
            Keyword::Ever => self.ever(),
            Keyword::Never => {
                let start = self.token().at.start;
                let ever = self.ever()?;
                let node = Node {
                    at: start..self.tokens[self.place - 1].at.end,
                    is: ever,
                };
                Ok(Syntax::Not(Box::new(node)))
            }
            _ => {
                self.place -= 1;
                Err(self.expected(Expected::Population))
            }
        }
    }

    fn open(&mut self) -> Result<(), Fault> {
        self.demand(&TokenKind::Open, Expected::Open).map(drop)
    }

    fn close(&mut self) -> Result<(), Fault> {
        self.demand(&TokenKind::Close, Expected::Close).map(drop)
    }

    fn comma(&mut self) -> Result<(), Fault> {
        self.demand(&TokenKind::Comma, Expected::CommaOrClose)
            .map(drop)
    }

    fn share(&mut self) -> Result<Syntax, Fault> {
        self.open()?;
        let of = Box::new(self.any_of()?);
        let among = if self.take_keyword(Keyword::Among) {
            Some(Box::new(self.any_of()?))
        } else {
            None
        };
        self.comma()?;
        let window = self.length(Expected::Window)?;
        self.close()?;
        let sign = self.sign()?;
        let share = self.share_amount()?;
        Ok(Syntax::Share {
            of,
            among,
            window,
            sign,
            share,
        })
    }

    fn count(&mut self) -> Result<Syntax, Fault> {
        self.open()?;
        let (of, window) = self.spells(true)?;
        let window = window.ok_or_else(|| self.expected_before_close(Expected::Window))?;
        let SumEnd::Window(window) = window else {
            return Err(self.expected_before_close(Expected::Window));
        };
        let sign = self.sign()?;
        let number = self.number()?;
        Ok(Syntax::Count {
            of,
            window,
            sign,
            number,
        })
    }

    fn expected_before_close(&self, what: Expected) -> Fault {
        let close = &self.tokens[self.place.saturating_sub(1)];
        let found = self.line.get(close.at.clone()).unwrap_or_default();
        Fault::expected(close.at.clone(), what, found)
    }

    fn sum(&mut self) -> Result<Syntax, Fault> {
        self.open()?;
        let column = self.column_name()?;
        self.comma()?;
        let (of, end) = self.spells(true)?;
        let Some(SumEnd::Window(window)) = end else {
            return Err(self.expected_before_close(Expected::Window));
        };
        let sign = self.sign()?;
        let number = self.number()?;
        Ok(Syntax::Sum {
            column,
            of,
            window,
            sign,
            number,
        })
    }

    fn lasting(&mut self, how: Lasting) -> Result<Syntax, Fault> {
        self.open()?;
        let of = Box::new(self.any_of()?);
        self.comma()?;
        let length = self.length(Expected::Length)?;
        self.close()?;
        Ok(Syntax::Lasting { how, of, length })
    }

    fn ever(&mut self) -> Result<Syntax, Fault> {
        self.open()?;
        let of = self.any_of()?;
        self.close()?;
        Ok(Syntax::Ever(Box::new(of)))
    }

    fn bridged(&mut self) -> Result<Syntax, Fault> {
        self.open()?;
        let of = Box::new(self.any_of()?);
        self.comma()?;
        let gap = self.gap()?;
        let mut from = None;
        let mut provided = None;
        while self.take(&TokenKind::Comma) {
            match self.keyword() {
                Some(Keyword::From) if from.is_none() => {
                    self.step();
                    let TokenKind::Day(day) = *self.kind() else {
                        return Err(self.expected(Expected::Day));
                    };
                    self.step();
                    from = Some(day);
                }
                Some(Keyword::If) if provided.is_none() => {
                    self.step();
                    provided = Some(Box::new(self.gap_test()?));
                }
                _ => return Err(self.expected(Expected::GapOption)),
            }
        }
        self.close()?;
        Ok(Syntax::Bridged {
            of,
            gap,
            from,
            provided,
        })
    }

    fn gap(&mut self) -> Result<Gap, Fault> {
        if self.take_keyword(Keyword::PartOfMonth) {
            return Ok(Gap::LessThanACalendarMonth);
        }
        let length = self.length(Expected::Length)?;
        match length.is {
            Length::Days(days) => Ok(Gap::Days(days)),
            Length::Months(_) => Err(Fault::new(length.at, FaultKind::GapInDays)),
        }
    }

    fn gap_test(&mut self) -> Result<GapSyntax, Fault> {
        if !self.sums_over_gap() {
            return self.any_of().map(GapSyntax::Throughout);
        }
        self.step();
        self.open()?;
        let column = self.column_name()?;
        self.comma()?;
        let (of, _) = self.spells(true)?;
        if !self.take(&TokenKind::Sign(Sign::AtMost)) {
            return Err(self.expected(Expected::AtMost));
        }
        let number = self.number()?;
        Ok(GapSyntax::Sum { column, of, number })
    }

    /// Whether a sum stands here whose list ends in the word for the gap.
    fn sums_over_gap(&self) -> bool {
        if self.keyword() != Some(Keyword::Sum) || self.ahead(1).is != TokenKind::Open {
            return false;
        }
        let mut depth = 0_usize;
        for steps in 1.. {
            match self.ahead(steps).is {
                TokenKind::Open => depth += 1,
                TokenKind::Close => depth -= 1,
                TokenKind::End => return false,
                _ => {}
            }
            if depth == 0 {
                return self.keyword_ahead(steps - 1) == Some(Keyword::Gap);
            }
        }
        false
    }

    /// `alder >= 30`, `alder 18-29`, `alder(fødselsdag) < 18`.
    fn age(&mut self) -> Result<Syntax, Fault> {
        self.step();
        let mut birth: Option<Name> = None;
        if self.take(&TokenKind::Open) {
            birth = Some(self.name(Expected::Name)?);
            self.close()?;
        }
        let start = self.token().at.start;
        let kind = self.kind().clone();
        let range = match kind {
            TokenKind::Sign(sign) => {
                self.step();
                self.age_by(sign)?
            }
            TokenKind::Number(_) => self.age_between(start)?,
            _ if self.take_keyword(Keyword::In) => self.age_between(start)?,
            _ => return Err(self.expected(Expected::Comparison)),
        };
        Ok(Syntax::Age { birth, range })
    }

    fn years(&mut self) -> Result<u16, Fault> {
        let number = self.number()?;
        if let Some(unit) = number.unit {
            let year = super::super::words::TimeUnit::of(&unit.word);
            if year.is_none_or(|unit| unit.months != 12) {
                return Err(Fault::expected(unit.at, Expected::Age, &unit.word));
            }
        }
        let years = whole_within(number.decimal, &number.at)?;
        if years > 150 {
            let kind = FaultKind::Implausible(Implausible::AgeTooHigh);
            return Err(Fault::new(number.at, kind));
        }
        Ok(years)
    }

    fn age_by(&mut self, sign: Sign) -> Result<AgeRange, Fault> {
        if !matches!(self.kind(), TokenKind::Number(_)) {
            return Err(self.expected(Expected::Age));
        }
        let years = self.years()?;
        let (from, below) = match sign {
            Sign::AtLeast => (years, None),
            Sign::MoreThan => (years + 1, None),
            Sign::AtMost => (0, Some(years + 1)),
            Sign::LessThan => (0, Some(years)),
            Sign::Equal | Sign::NotEqual => (years, Some(years + 1)),
        };
        Ok(AgeRange {
            from,
            below,
            negated: sign == Sign::NotEqual,
        })
    }

    fn age_between(&mut self, start: usize) -> Result<AgeRange, Fault> {
        let from = self.years()?;
        self.demand(&TokenKind::Dash, Expected::Age)?;
        let last = self.years()?;
        let end = self.tokens[self.place - 1].at.end;
        if last < from {
            let kind = FaultKind::Implausible(Implausible::AgeEmpty);
            return Err(Fault::new(start..end, kind));
        }
        Ok(AgeRange {
            from,
            below: Some(last + 1),
            negated: false,
        })
    }

    /// A name by itself, or an attribute with its value.
    fn named(&mut self) -> Result<Syntax, Fault> {
        if !matches!(self.kind(), TokenKind::Word(_) | TokenKind::Quoted(_)) {
            return Err(self.expected(Expected::Population));
        }
        let name = self.name(Expected::Population)?;
        match self.kind() {
            TokenKind::Open => Err(unknown_function(&name)),
            // `ydelse.kategori = …` outside `på` is a column; resolving says so.
            TokenKind::Dot => {
                let word = name.word;
                Err(Fault::new(name.at, FaultKind::ColumnAlone { word }))
            }
            _ => match self.says()? {
                Some(says) => Ok(Syntax::Has {
                    attribute: name,
                    says,
                }),
                None => Ok(Syntax::Name(name)),
            },
        }
    }

    /// Spells of every sort, where only a track is named.
    pub(super) fn no_spells(&self) -> Spells {
        let at = self.token().at.clone();
        Spells {
            at,
            track: None,
            items: Vec::new(),
        }
    }
}

impl How {
    /// Whether it says that something is not so.
    pub(crate) fn is_negative(self) -> bool {
        matches!(self, How::NotIn | How::Sign(Sign::NotEqual))
    }
}
