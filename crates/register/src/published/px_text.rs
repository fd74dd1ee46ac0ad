//! PC-Axis text as statements: a keyword, perhaps a language and subjects, and values up to a semicolon outside quotes.

use super::{PublishedProblem, PxProblem};

/// One statement, `KEYWORD[language]("subject")="value","value";`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Statement {
    pub(super) keyword: String,
    /// Empty for the file's own language.
    pub(super) language: String,
    pub(super) subjects: Vec<String>,
    /// Quoted texts and bare words in order, separators left out.
    pub(super) values: Vec<String>,
}

/// Splits a text into statements.
pub(super) fn statements(text: &str) -> Result<Vec<Statement>, PublishedProblem> {
    let mut reader = Reader {
        rest: text,
        line: 1,
    };
    let mut found = Vec::new();
    while reader.peek().is_some() {
        found.push(reader.statement()?);
    }
    Ok(found)
}

struct Reader<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Reader<'a> {
    /// The next character that is not space.
    fn peek(&mut self) -> Option<char> {
        let trimmed = self.rest.trim_start();
        let skipped = &self.rest[..self.rest.len() - trimmed.len()];
        self.line += skipped.matches('\n').count();
        self.rest = trimmed;
        trimmed.chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.rest = &self.rest[wanted.len_utf8()..];
        }
        found
    }

    fn fault(&self, what: PxProblem) -> PublishedProblem {
        PublishedProblem::Px {
            line: self.line,
            what,
        }
    }

    fn statement(&mut self) -> Result<Statement, PublishedProblem> {
        let keyword = self.bare(&['(', '[', '=', ';', '"']).to_uppercase();
        if keyword.is_empty() {
            return Err(self.fault(PxProblem::Keyword));
        }
        let mut statement = Statement {
            keyword,
            ..Statement::default()
        };
        if self.take('[') {
            self.bare(&[']', '\n']).clone_into(&mut statement.language);
            if !self.take(']') {
                return Err(self.fault(PxProblem::Language));
            }
        }
        if self.take('(') {
            while self.peek() == Some('"') {
                statement.subjects.push(self.quoted()?);
                self.take(',');
            }
            if !self.take(')') {
                return Err(self.fault(PxProblem::Subjects));
            }
        }
        if !self.take('=') {
            return Err(self.fault(PxProblem::Equals));
        }
        let joins = statement.keyword != "DATA";
        statement.values = self.values(joins)?;
        Ok(statement)
    }

    /// The values up to the semicolon. A text may be broken over lines: two quoted texts with nothing between them are one, except
    /// among data, where each is the symbol of a missing number.
    fn values(&mut self, texts_join: bool) -> Result<Vec<String>, PublishedProblem> {
        let mut values: Vec<String> = Vec::new();
        let mut joins = false;
        loop {
            match self.peek() {
                None => return Err(self.fault(PxProblem::BreaksOff)),
                Some(';') => {
                    self.take(';');
                    return Ok(values);
                }
                Some(',') => {
                    self.take(',');
                    joins = false;
                }
                Some('"') => {
                    let text = self.quoted()?;
                    match values.last_mut() {
                        Some(last) if joins => last.push_str(&text),
                        _ => values.push(text),
                    }
                    joins = texts_join;
                }
                Some(_) => {
                    let word = self.bare(&[',', ';', '"', ' ', '\t', '\n', '\r']);
                    values.push(word.to_owned());
                    joins = false;
                }
            }
        }
    }

    fn bare(&mut self, ends: &[char]) -> &'a str {
        self.peek();
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word.trim_end()
    }

    fn quoted(&mut self) -> Result<String, PublishedProblem> {
        let started = self.line;
        let body = &self.rest[1..];
        let Some(end) = body.find('"') else {
            return Err(PublishedProblem::Px {
                line: started,
                what: PxProblem::Quote,
            });
        };
        let text = &body[..end];
        self.line += text.matches('\n').count();
        self.rest = &body[end + 1..];
        Ok(text.to_owned())
    }
}
