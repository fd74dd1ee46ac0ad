//! Reads a guard: recursive descent, `not` before `and` before `or`.

use std::ops::Range;

use calendar::Day;
use duties::Comparison;

use super::GuardFault;
use super::token::{Token, tokens};

/// A word with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) place: Range<usize>,
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Operand {
    Word(String),
    Number(i64),
    Day(Day),
    Quoted(String),
    Parameter(String),
}

/// An operand with its place.
pub(super) type Placed = (Operand, Range<usize>);

/// A guard as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ast {
    Not(Box<Ast>),
    All(Vec<Ast>),
    Any(Vec<Ast>),
    Flag(Word),
    Compare(Word, Comparison, Placed),
    Contains(Word, Placed),
    In(Word, Vec<Placed>),
    Known(Word),
    Open(Word, Comparison, Placed),
}

/// Nesting beyond this is refused, so that hostile text cannot exhaust the stack.
const DEEPEST: usize = 64;

/// Reads a guard; the first fault of structure ends it, faults of characters are all told.
pub(super) fn parse(text: &str) -> Result<Ast, Vec<GuardFault>> {
    let (tokens, mut faults) = tokens(text);
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut parser = Parser {
        tokens: &tokens,
        at: 0,
        end: text.len(),
        depth: 0,
    };
    match parser.any().and_then(|ast| parser.end().map(|()| ast)) {
        Ok(ast) => Ok(ast),
        Err(fault) => {
            faults.push(fault);
            Err(faults)
        }
    }
}

struct Parser<'a> {
    tokens: &'a [(Token, Range<usize>)],
    at: usize,
    end: usize,
    depth: usize,
}

impl Parser<'_> {
    fn any(&mut self) -> Result<Ast, GuardFault> {
        let mut parts = vec![self.all()?];
        while self.skip_word(&["or", "eller"]) {
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Ast::Any))
    }

    fn all(&mut self) -> Result<Ast, GuardFault> {
        let mut parts = vec![self.not()?];
        while self.skip_word(&["and", "og"]) {
            parts.push(self.not()?);
        }
        Ok(one_or(parts, Ast::All))
    }

    fn not(&mut self) -> Result<Ast, GuardFault> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.fault("betingelsen er for dybt indlejret"));
        }
        let ast = if self.skip_word(&["not", "ikke"]) {
            Ast::Not(Box::new(self.not()?))
        } else {
            self.atom()?
        };
        self.depth -= 1;
        Ok(ast)
    }

    fn atom(&mut self) -> Result<Ast, GuardFault> {
        if self.skip(&Token::Opening) {
            let inner = self.any()?;
            self.close()?;
            return Ok(inner);
        }
        let followed = matches!(self.tokens.get(self.at + 1), Some((Token::Opening, _)));
        if followed && self.skip_word(&["known", "kendt"]) {
            return Ok(Ast::Known(self.argument()?));
        }
        if followed && self.skip_word(&["open", "aaben", "åben"]) {
            let kind = self.argument()?;
            let comparison = self.sign()?;
            return Ok(Ast::Open(kind, comparison, self.operand()?));
        }
        let field = self.word("navnet på et felt")?;
        if self.skip_word(&["contains", "indeholder"]) {
            return Ok(Ast::Contains(field, self.operand()?));
        }
        if self.skip_word(&["in", "i"]) {
            return Ok(Ast::In(field, self.list()?));
        }
        match self.tokens.get(self.at) {
            Some((Token::Sign(_), _)) => {
                let comparison = self.sign()?;
                Ok(Ast::Compare(field, comparison, self.operand()?))
            }
            _ => Ok(Ast::Flag(field)),
        }
    }

    fn argument(&mut self) -> Result<Word, GuardFault> {
        self.skip(&Token::Opening);
        let word = self.word("et navn")?;
        self.close()?;
        Ok(word)
    }

    fn list(&mut self) -> Result<Vec<Placed>, GuardFault> {
        if !self.skip(&Token::Opening) {
            return Err(self.expected("»(« og en liste"));
        }
        let mut list = vec![self.operand()?];
        while self.skip(&Token::Comma) {
            list.push(self.operand()?);
        }
        self.close()?;
        Ok(list)
    }

    fn sign(&mut self) -> Result<Comparison, GuardFault> {
        match self.tokens.get(self.at) {
            Some((Token::Sign(comparison), _)) => {
                self.at += 1;
                Ok(*comparison)
            }
            _ => Err(self.expected("et af tegnene = != < <= > >=")),
        }
    }

    fn operand(&mut self) -> Result<Placed, GuardFault> {
        let Some((token, place)) = self.tokens.get(self.at) else {
            return Err(self.expected("en værdi"));
        };
        let operand = match token {
            Token::Word(text) => Operand::Word(text.clone()),
            Token::Number(number) => Operand::Number(*number),
            Token::Day(day) => Operand::Day(*day),
            Token::Quoted(text) => Operand::Quoted(text.clone()),
            Token::Parameter(name) => Operand::Parameter(name.clone()),
            _ => return Err(self.expected("en værdi")),
        };
        self.at += 1;
        Ok((operand, place.clone()))
    }

    fn word(&mut self, what: &str) -> Result<Word, GuardFault> {
        match self.tokens.get(self.at) {
            Some((Token::Word(text), place)) => {
                self.at += 1;
                Ok(Word {
                    text: text.clone(),
                    place: place.clone(),
                })
            }
            _ => Err(self.expected(what)),
        }
    }

    fn skip(&mut self, wanted: &Token) -> bool {
        let found = matches!(self.tokens.get(self.at), Some((token, _)) if token == wanted);
        self.at += usize::from(found);
        found
    }

    fn skip_word(&mut self, wanted: &[&str]) -> bool {
        let found = matches!(self.tokens.get(self.at), Some((Token::Word(text), _)) if wanted.contains(&text.as_str()));
        self.at += usize::from(found);
        found
    }

    fn close(&mut self) -> Result<(), GuardFault> {
        if self.skip(&Token::Closing) {
            Ok(())
        } else {
            Err(self.expected("»)«"))
        }
    }

    fn end(&self) -> Result<(), GuardFault> {
        match self.tokens.get(self.at) {
            None => Ok(()),
            Some(_) => Err(self.expected("»og«, »eller« eller slutningen")),
        }
    }

    fn expected(&self, what: &str) -> GuardFault {
        self.fault(&format!("her ventes {what}"))
    }

    fn fault(&self, message: &str) -> GuardFault {
        let place = self
            .tokens
            .get(self.at)
            .map_or(self.end..self.end, |(_, place)| place.clone());
        GuardFault::new(place, message.to_owned())
    }
}

fn one_or(mut parts: Vec<Ast>, many: fn(Vec<Ast>) -> Ast) -> Ast {
    match parts.len() {
        1 => parts.remove(0),
        _ => many(parts),
    }
}
