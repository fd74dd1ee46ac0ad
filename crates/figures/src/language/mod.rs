//! The line a person types: a population in words, Danish or English, and back.
//!
//! `på(kontanthjælp, aktivitetsparat) og alder >= 30 og andel(kontanthjælpslignende, 10 år) >= 80 %`. The language is
//! defined in `docs/figures-language.md`; why it is read by hand in `docs/decisions/0006-population-language.md`.

mod fault;
mod fault_text;
mod fold;
mod number;
mod parse;
mod plausible;
mod print;
mod remedy_text;
mod resolve;
mod syntax;
mod terms;
mod token;
mod vocabulary;
mod words;

pub use fault::{Expected, Fault, FaultKind, Implausible, Sought};
pub use fold::fold;
pub use parse::DEEPEST;
pub use plausible::check;
pub use print::print;
pub use terms::{
    CodeTerm, GroupTerm, Label, ListTerms, NamedPopulation, Terms, TermsFault, TrackTerms,
    UnitTerms, UnitWord,
};
pub use token::LONGEST_LINE;
pub use vocabulary::Vocabulary;
pub use words::Language;

use crate::population::Population;

/// Reads a line as a population.
///
/// # Errors
/// The first fault of syntax, or all faults of names and types, in the order of the line; never none.
pub fn parse(line: &str, vocabulary: &Vocabulary) -> Result<Population, Vec<Fault>> {
    let population = read(line, vocabulary)?;
    if plausible::is_too_deep(&population) {
        let kind = FaultKind::Implausible(Implausible::TooDeep);
        return Err(vec![Fault::new(0..line.len(), kind)]);
    }
    Ok(population)
}

fn read(line: &str, vocabulary: &Vocabulary) -> Result<Population, Vec<Fault>> {
    let one = |fault| vec![fault];
    let tokens = token::tokens(line, vocabulary).map_err(one)?;
    let syntax = parse::syntax(&tokens, line).map_err(one)?;
    resolve::population(&syntax, vocabulary)
}

/// Reads a part of a line that was just printed.
fn parse_part(line: &str, vocabulary: &Vocabulary) -> Option<Population> {
    read(line, vocabulary).ok()
}

/// Whether a text can be the value of a parameter: a sign, a number with its unit, a day or a name.
pub fn is_parameter_value(text: &str) -> bool {
    token::value_tokens(text).is_some()
}
