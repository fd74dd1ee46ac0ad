//! From tokens to syntax: a recursive descent with a limit on its depth. The first fault ends it.

use std::ops::Range;

use super::fault::{Expected, Fault, FaultKind};
use super::fold::fold;
use super::number::Decimal;
use super::syntax::{Name, Node, Number, Syntax};
use super::terms::Label;
use super::token::{Sign, Token, TokenKind};
use super::vocabulary::nearest;
use super::words::{Keyword, Language};

mod amounts;
mod operators;
mod spells;

/// The deepest nesting that is read; no page's definition has ten levels.
pub const DEEPEST: usize = 48;

/// Reads the tokens of a line.
pub(crate) fn syntax(tokens: &[Token], line: &str) -> Result<Node, Fault> {
    let mut parser = Parser {
        tokens,
        line,
        place: 0,
        depth: 0,
    };
    let node = parser.any_of()?;
    match parser.kind() {
        TokenKind::End => Ok(node),
        _ => Err(parser
            .expected(Expected::AndOrEnd)
            .with_near(parser.meant())),
    }
}

pub(super) struct Parser<'a> {
    tokens: &'a [Token],
    line: &'a str,
    place: usize,
    depth: usize,
}

impl Parser<'_> {
    fn token(&self) -> &Token {
        self.ahead(0)
    }

    fn ahead(&self, steps: usize) -> &Token {
        let last = self.tokens.len() - 1;
        &self.tokens[(self.place + steps).min(last)]
    }

    fn kind(&self) -> &TokenKind {
        &self.token().is
    }

    fn keyword_ahead(&self, steps: usize) -> Option<Keyword> {
        match &self.ahead(steps).is {
            TokenKind::Word(word) => Keyword::of(word),
            _ => None,
        }
    }

    fn keyword(&self) -> Option<Keyword> {
        self.keyword_ahead(0)
    }

    fn step(&mut self) -> Range<usize> {
        let at = self.token().at.clone();
        self.place += 1;
        at
    }

    fn take(&mut self, kind: &TokenKind) -> bool {
        let found = self.kind() == kind;
        if found {
            self.step();
        }
        found
    }

    fn take_keyword(&mut self, keyword: Keyword) -> bool {
        let found = self.keyword() == Some(keyword);
        if found {
            self.step();
        }
        found
    }

    fn demand(&mut self, kind: &TokenKind, what: Expected) -> Result<Range<usize>, Fault> {
        if self.kind() == kind {
            Ok(self.step())
        } else {
            Err(self.expected(what))
        }
    }

    /// That something else was expected here.
    fn expected(&self, what: Expected) -> Fault {
        let token = self.token();
        let found = self.line.get(token.at.clone()).unwrap_or_default();
        Fault::expected(token.at.clone(), what, found)
    }

    /// What was probably meant by a sentence as it is spoken: `på kontanthjælp`, `og over 30`.
    fn meant(&self) -> Option<Label> {
        let text = |token: &Token| self.line.get(token.at.clone()).unwrap_or_default();
        let before = &self.tokens[self.place.checked_sub(1)?];
        let (here, next) = (self.token(), self.ahead(1));
        if let (TokenKind::Word(word), TokenKind::Word(_)) = (&before.is, &here.is)
            && Keyword::of(word) == Some(Keyword::On)
        {
            let name = text(here);
            return Some(Label::new(&format!("på({name})"), &format!("on({name})")));
        }
        let spoken = [(before, here), (here, next)];
        let (sign, number) = spoken.into_iter().find_map(|(word, number)| {
            let is_number = text(number).starts_with(|first: char| first.is_ascii_digit());
            Some((spoken_sign(text(word))?, text(number))).filter(|_| is_number)
        })?;
        Some(Label::new(
            &format!("alder {sign} {number}"),
            &format!("age {sign} {number}"),
        ))
    }

    fn deeper<T>(&mut self, inner: impl FnOnce(&mut Self) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.depth == DEEPEST {
            let kind = FaultKind::TooDeep { most: DEEPEST };
            return Err(Fault::new(self.token().at.clone(), kind));
        }
        self.depth += 1;
        let result = inner(self);
        self.depth -= 1;
        result
    }

    /// Parts joined by `eller`.
    fn any_of(&mut self) -> Result<Node, Fault> {
        self.deeper(|parser| parser.joined(Keyword::Or, Self::all_of, Syntax::Or))
    }

    /// Parts joined by `og`.
    fn all_of(&mut self) -> Result<Node, Fault> {
        self.joined(Keyword::And, Self::part, Syntax::And)
    }

    fn joined(
        &mut self,
        word: Keyword,
        part: fn(&mut Self) -> Result<Node, Fault>,
        join: fn(Vec<Node>) -> Syntax,
    ) -> Result<Node, Fault> {
        let first = part(self)?;
        if self.keyword() != Some(word) {
            return Ok(first);
        }
        let start = first.at.start;
        let mut parts = vec![first];
        while self.take_keyword(word) {
            parts.push(part(self)?);
        }
        let end = parts.last().map_or(start, |last| last.at.end);
        Ok(Node {
            at: start..end,
            is: join(parts),
        })
    }

    /// One part, perhaps with `ikke` before it.
    fn part(&mut self) -> Result<Node, Fault> {
        if self.keyword() == Some(Keyword::Not) {
            let start = self.step().start;
            let inner = self.deeper(Self::part)?;
            return Ok(Node {
                at: start..inner.at.end,
                is: Syntax::Not(Box::new(inner)),
            });
        }
        if self.take(&TokenKind::Open) {
            let inner = self.any_of()?;
            self.demand(&TokenKind::Close, Expected::Close)?;
            return Ok(inner);
        }
        let start = self.token().at.start;
        let is = self.operator()?;
        let end = self.tokens[self.place.saturating_sub(1)].at.end;
        Ok(Node { at: start..end, is })
    }

    /// A word or quoted text as a name; digits may be a code's id.
    fn name(&mut self, what: Expected) -> Result<Name, Fault> {
        let at = self.token().at.clone();
        let word = match self.kind() {
            TokenKind::Quoted(word) => word.clone(),
            TokenKind::Word(word) => {
                if Keyword::of(word).is_some_and(Keyword::is_structural) {
                    return Err(self.expected(what));
                }
                latin(&at, word)?;
                word.clone()
            }
            TokenKind::Number(_) => return Ok(self.numbered_name()),
            _ => return Err(self.expected(what)),
        };
        self.step();
        Ok(Name { at, word })
    }

    /// An id that begins with digits, such as 101 or 2a.
    fn numbered_name(&mut self) -> Name {
        let mut at = self.step();
        let glued = matches!(self.kind(), TokenKind::Word(_)) && self.token().at.start == at.end;
        if glued {
            at.end = self.step().end;
        }
        let word = self.line.get(at.clone()).unwrap_or_default().to_owned();
        Name { at, word }
    }

    fn number(&mut self) -> Result<Number, Fault> {
        let TokenKind::Number(decimal) = *self.kind() else {
            return Err(self.expected(Expected::Number));
        };
        let at = self.step();
        let unit = self.unit();
        let end = unit.as_ref().map_or(at.end, |unit| unit.at.end.max(at.end));
        Ok(Number {
            at: at.start..end,
            decimal,
            unit,
        })
    }

    /// What stands right after a number, if it can be a unit.
    fn unit(&mut self) -> Option<Name> {
        let word = match self.kind() {
            TokenKind::Percent => "%".to_owned(),
            TokenKind::Word(word) if !Keyword::of(word).is_some_and(Keyword::is_structural) => {
                word.clone()
            }
            TokenKind::Quoted(word) => word.clone(),
            _ => return None,
        };
        let at = self.step();
        Some(Name { at, word })
    }

    fn sign(&mut self) -> Result<Sign, Fault> {
        let TokenKind::Sign(sign) = *self.kind() else {
            return Err(self.expected(Expected::Comparison));
        };
        self.step();
        Ok(sign)
    }
}

/// Refuses letters of other alphabets, which look like ours and are not.
fn latin(at: &Range<usize>, word: &str) -> Result<(), Fault> {
    let foreign = fold(word)
        .chars()
        .find(|character| character.is_alphabetic() && !is_latin(*character));
    match foreign {
        None => Ok(()),
        Some(character) => {
            let word = word.chars().take(40).collect();
            Err(Fault::new(
                at.clone(),
                FaultKind::Foreign { character, word },
            ))
        }
    }
}

fn is_latin(character: char) -> bool {
    matches!(u32::from(character), 0..=0x24f | 0x1e00..=0x1eff)
}

/// A whole number without a unit, in a range.
fn whole_within<T: TryFrom<i64>>(number: Decimal, at: &Range<usize>) -> Result<T, Fault> {
    if number.ambiguous {
        let number = number.text();
        return Err(Fault::new(
            at.clone(),
            FaultKind::NumberAmbiguous { number },
        ));
    }
    let Some(whole) = number.whole() else {
        return Err(Fault::new(at.clone(), FaultKind::NotWhole));
    };
    T::try_from(whole).map_err(|_| Fault::new(at.clone(), FaultKind::NumberOutOfRange))
}

/// A name before a parenthesis that is no word of the language.
fn unknown_function(name: &Name) -> Fault {
    let known = Keyword::functions(Language::Danish).chain(Keyword::functions(Language::English));
    let near = nearest(&name.word, known).map(|near| Label::new(near, near));
    let word = name.word.clone();
    Fault::new(name.at.clone(), FaultKind::UnknownFunction { word }).with_near(near)
}

/// The sign of a comparison that is spoken.
fn spoken_sign(word: &str) -> Option<&'static str> {
    Some(match fold(word).as_str() {
        "over" | "above" => ">",
        "under" | "below" => "<",
        "mindst" | "least" => ">=",
        "hoejst" | "most" => "<=",
        _ => return None,
    })
}
