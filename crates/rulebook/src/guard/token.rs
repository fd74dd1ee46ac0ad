//! Cuts a guard into words, numbers, days and signs, each with its place in the text.

use std::ops::Range;

use calendar::Day;
use duties::Comparison;

use super::GuardFault;

/// A piece of a guard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Word(String),
    Number(i64),
    Day(Day),
    Quoted(String),
    Parameter(String),
    Sign(Comparison),
    Opening,
    Closing,
    Comma,
}

/// Reads the whole text; a character that fits nowhere is a fault, and reading goes on after it.
pub(super) fn tokens(text: &str) -> (Vec<(Token, Range<usize>)>, Vec<GuardFault>) {
    let mut found = Vec::new();
    let mut faults = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = match first {
            '(' => (Some(Token::Opening), 1),
            ')' => (Some(Token::Closing), 1),
            ',' => (Some(Token::Comma), 1),
            '"' => quoted(rest),
            '$' => {
                let length = word_length(&rest[1..]);
                let name = rest[1..=length].to_owned();
                ((length > 0).then_some(Token::Parameter(name)), length + 1)
            }
            '=' | '!' | '<' | '>' => sign(rest),
            _ if first.is_alphanumeric() || first == '-' => {
                let length = word_length(rest).max(first.len_utf8());
                (Some(word(&rest[..length])), length)
            }
            _ => (None, first.len_utf8()),
        };
        let place = at..at + length;
        match token {
            Some(token) => found.push((token, place)),
            None => faults.push(GuardFault::new(
                place,
                format!("»{}« hører ikke hjemme i en betingelse", &rest[..length]),
            )),
        }
        at += length;
    }
    (found, faults)
}

fn word_length(text: &str) -> usize {
    text.char_indices()
        .find(|(_, letter)| !letter.is_alphanumeric() && !matches!(letter, '-' | '_'))
        .map_or(text.len(), |(at, _)| at)
}

fn word(text: &str) -> Token {
    if let Ok(number) = text.parse::<i64>() {
        Token::Number(number)
    } else if let Ok(day) = text.parse::<Day>() {
        Token::Day(day)
    } else {
        Token::Word(text.to_owned())
    }
}

fn quoted(rest: &str) -> (Option<Token>, usize) {
    match rest[1..].find('"') {
        Some(end) => (Some(Token::Quoted(rest[1..=end].to_owned())), end + 2),
        None => (None, rest.len()),
    }
}

fn sign(rest: &str) -> (Option<Token>, usize) {
    let signs = [
        ("!=", Comparison::NotEqual),
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("=", Comparison::Equal),
        ("<", Comparison::Less),
        (">", Comparison::More),
    ];
    signs
        .into_iter()
        .find(|(text, _)| rest.starts_with(text))
        .map_or((None, 1), |(text, comparison)| {
            (Some(Token::Sign(comparison)), text.len())
        })
}
