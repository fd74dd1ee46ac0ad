//! From characters to words, numbers and signs.

use std::ops::Range;

use calendar::Day;

use super::fault::{Expected, Fault, FaultKind};
use super::fold::{is_invisible, is_mark};
use super::number::Decimal;
use super::vocabulary::Vocabulary;

/// The longest line that is read, in bytes: a page's longest definition has a few hundred.
pub const LONGEST_LINE: usize = 16_384;

/// A token and where it stands, in bytes.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    pub(crate) at: Range<usize>,
    pub(crate) is: TokenKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Open,
    Close,
    Comma,
    Colon,
    Dot,
    Dash,
    Slash,
    Percent,
    Sign(Sign),
    Number(Decimal),
    Day(i32),
    Word(String),
    /// A word in quotes: a name, never a keyword.
    Quoted(String),
    End,
}

/// A sign of comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sign {
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
    Equal,
    NotEqual,
}

/// Reads a line into tokens, with parameters replaced by their values; ends in [`TokenKind::End`].
pub(crate) fn tokens(line: &str, vocabulary: &Vocabulary) -> Result<Vec<Token>, Fault> {
    if line.len() > LONGEST_LINE {
        let kind = FaultKind::TooLong { most: LONGEST_LINE };
        return Err(Fault::new(0..0, kind));
    }
    let mut lexer = Lexer {
        line,
        at: 0,
        tokens: Vec::new(),
    };
    while let Some(character) = lexer.peek() {
        if character == '$' {
            lexer.parameter(vocabulary)?;
        } else {
            lexer.token(character)?;
        }
    }
    lexer.push(line.len(), TokenKind::End);
    Ok(lexer.tokens)
}

/// Reads the value of a parameter: a sign, a number with its unit, a day or a name, and nothing that joins parts.
pub(crate) fn value_tokens(value: &str) -> Option<Vec<TokenKind>> {
    if value.len() > LONGEST_LINE {
        return None;
    }
    let mut lexer = Lexer {
        line: value,
        at: 0,
        tokens: Vec::new(),
    };
    while let Some(character) = lexer.peek() {
        lexer.token(character).ok()?;
    }
    let kinds: Vec<_> = lexer.tokens.into_iter().map(|token| token.is).collect();
    let fits = matches!(
        kinds.as_slice(),
        [TokenKind::Sign(_)
            | TokenKind::Number(_)
            | TokenKind::Day(_)
            | TokenKind::Word(_)
            | TokenKind::Quoted(_)]
            | [
                TokenKind::Number(_),
                TokenKind::Percent | TokenKind::Word(_)
            ]
            | [TokenKind::Number(_), TokenKind::Slash, TokenKind::Number(_)]
    );
    fits.then_some(kinds)
}

struct Lexer<'a> {
    line: &'a str,
    at: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.line[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn after(&self, character: char) -> Option<char> {
        self.rest()[character.len_utf8()..].chars().next()
    }

    /// Ends the current token so many bytes on.
    fn push(&mut self, end: usize, is: TokenKind) {
        let at = self.at..end;
        self.at = end;
        self.tokens.push(Token { at, is });
    }

    fn token(&mut self, character: char) -> Result<(), Fault> {
        let width = character.len_utf8();
        if character.is_whitespace() || is_invisible(character) {
            self.at += width;
            return Ok(());
        }
        let one = self.at + width;
        let simple = match character {
            '(' => Some(TokenKind::Open),
            ')' => Some(TokenKind::Close),
            ',' | ';' => Some(TokenKind::Comma),
            ':' => Some(TokenKind::Colon),
            '.' => Some(TokenKind::Dot),
            '/' => Some(TokenKind::Slash),
            '%' => Some(TokenKind::Percent),
            '–' => Some(TokenKind::Dash),
            '≥' => Some(TokenKind::Sign(Sign::AtLeast)),
            '≤' => Some(TokenKind::Sign(Sign::AtMost)),
            '≠' => Some(TokenKind::Sign(Sign::NotEqual)),
            _ => None,
        };
        if let Some(kind) = simple {
            self.push(one, kind);
            return Ok(());
        }
        match character {
            '<' | '>' | '=' | '!' => self.sign(character),
            '"' => self.quoted('"'),
            '»' => self.quoted('«'),
            '“' | '„' => self.quoted('”'),
            '-' if !self.is_negative(character) => {
                self.push(one, TokenKind::Dash);
                Ok(())
            }
            '-' | '0'..='9' => self.number(),
            _ if character.is_alphanumeric() => {
                let end = self.word_end();
                let word = self.line[self.at..end].to_owned();
                self.push(end, TokenKind::Word(word));
                Ok(())
            }
            _ => {
                let kind = FaultKind::Character { character };
                Err(Fault::new(self.at..one, kind))
            }
        }
    }

    /// A hyphen before a digit is a minus, unless a number ends right before it (18-29).
    fn is_negative(&self, hyphen: char) -> bool {
        let digit = self.after(hyphen).is_some_and(|next| next.is_ascii_digit());
        let glued = self
            .tokens
            .last()
            .is_some_and(|last| last.at.end == self.at && matches!(last.is, TokenKind::Number(_)));
        digit && !glued
    }

    fn sign(&mut self, character: char) -> Result<(), Fault> {
        let two = self.after(character);
        let (sign, length) = match (character, two) {
            ('>', Some('=')) | ('=', Some('>')) => (Sign::AtLeast, 2),
            ('<', Some('=')) | ('=', Some('<')) => (Sign::AtMost, 2),
            ('!', Some('=')) | ('<', Some('>')) => (Sign::NotEqual, 2),
            ('=', Some('=')) => (Sign::Equal, 2),
            ('>', _) => (Sign::MoreThan, 1),
            ('<', _) => (Sign::LessThan, 1),
            ('=', _) => (Sign::Equal, 1),
            _ => {
                let found = character.to_string();
                let kind = FaultKind::Expected {
                    what: Expected::Comparison,
                    found,
                };
                return Err(Fault::new(self.at..self.at + 1, kind));
            }
        };
        self.push(self.at + length, TokenKind::Sign(sign));
        Ok(())
    }

    fn quoted(&mut self, close: char) -> Result<(), Fault> {
        let open = self.peek().map_or(0, char::len_utf8);
        let inner = &self.rest()[open..];
        // Both quotes that close are known, whichever opened: people mix them.
        let end = inner.find([close, '"', '”']);
        let Some(length) = end.filter(|length| *length > 0) else {
            let kind = FaultKind::Expected {
                what: Expected::Quote,
                found: String::new(),
            };
            return Err(Fault::new(self.at..self.at + open, kind));
        };
        let word = inner[..length].to_owned();
        let closing = inner[length..].chars().next().map_or(0, char::len_utf8);
        self.push(self.at + open + length + closing, TokenKind::Quoted(word));
        Ok(())
    }

    /// A day, or a number with a decimal comma or point.
    fn number(&mut self) -> Result<(), Fault> {
        let rest = self.rest();
        if let Some(text) = rest.get(..10)
            && !rest[10..].starts_with(|next: char| next.is_ascii_digit())
            && text.as_bytes()[4] == b'-'
            && text.as_bytes()[7] == b'-'
        {
            let end = self.at + 10;
            let Ok(day) = text.parse::<Day>() else {
                let text = text.to_owned();
                let kind = FaultKind::NoSuchDay { text };
                return Err(Fault::new(self.at..end, kind));
            };
            self.push(end, TokenKind::Day(day.epoch()));
            return Ok(());
        }
        let minus = usize::from(rest.starts_with('-'));
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let whole = digits(&rest[minus..]);
        let mut end = minus + whole;
        let fraction = match rest.as_bytes().get(end) {
            Some(b',' | b'.') => digits(&rest[end + 1..]),
            _ => 0,
        };
        if fraction > 0 {
            end += 1 + fraction;
        }
        let text = &rest[..end];
        let place = self.at..self.at + end;
        let Some(number) = Decimal::read(text) else {
            return Err(Fault::new(place, FaultKind::NumberTooLong));
        };
        self.push(place.end, TokenKind::Number(number));
        Ok(())
    }

    fn word_end(&self) -> usize {
        let mut end = self.at;
        let mut characters = self.rest().char_indices().peekable();
        while let Some((offset, character)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            let inside = character.is_alphanumeric()
                || character == '_'
                || is_mark(character)
                || is_invisible(character)
                || (matches!(character, '-' | '\u{2010}' | '\u{2011}')
                    && next.is_some_and(char::is_alphanumeric));
            if !inside {
                break;
            }
            end = self.at + offset + character.len_utf8();
        }
        end
    }

    fn parameter(&mut self, vocabulary: &Vocabulary) -> Result<(), Fault> {
        let start = self.at;
        self.at += 1;
        let end = self.word_end();
        let name = self.line[self.at..end].to_owned();
        let Some(value) = vocabulary.parameter(&name) else {
            let near = vocabulary.near_parameter(&name);
            let kind = FaultKind::UnknownParameter { name };
            return Err(Fault::new(start..end.max(start + 1), kind).with_near(near));
        };
        let Some(kinds) = value_tokens(value) else {
            let value = value.to_owned();
            let kind = FaultKind::ParameterNoValue { name, value };
            return Err(Fault::new(start..end, kind));
        };
        self.at = end;
        let place = start..end;
        let placed = kinds.into_iter().map(|is| Token {
            at: place.clone(),
            is,
        });
        self.tokens.extend(placed);
        Ok(())
    }
}
