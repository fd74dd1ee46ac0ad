//! From syntax to a population: names are looked up by type, and every fault is told.

use super::fault::{Fault, FaultKind, Sought};
use super::plausible::implausible;
use super::syntax::{GapSyntax, Lasting, Name, Node, Number, Placed, Syntax};
use super::token::Sign;
use super::vocabulary::{Meaning, Vocabulary, nearest};
use crate::population::{Bridge, GapTest, Length, Population, SpellTest};
use crate::schema::{ColumnId, ColumnKind, TrackId};

mod spells;
mod tracks;
mod values;

pub(crate) use values::{Codes, codes};

/// The most faults that are told of one line.
const MOST_FAULTS: usize = 20;

/// Looks up every name of the syntax.
pub(crate) fn population(node: &Node, vocabulary: &Vocabulary) -> Result<Population, Vec<Fault>> {
    let mut resolver = Resolver {
        vocabulary,
        faults: Vec::new(),
    };
    let population = resolver.node(node);
    match population {
        Some(population) if resolver.faults.is_empty() => Ok(population),
        _ => {
            resolver.faults.sort_by_key(|fault| fault.at.start);
            Err(resolver.faults)
        }
    }
}

pub(super) struct Resolver<'a> {
    vocabulary: &'a Vocabulary,
    faults: Vec<Fault>,
}

impl Resolver<'_> {
    /// Notes a fault; the answer is that there is nothing.
    fn fault<T>(&mut self, fault: Fault) -> Option<T> {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        }
        None
    }

    /// A node's population, examined for what nobody means.
    fn node(&mut self, node: &Node) -> Option<Population> {
        let population = self.plain(node)?;
        // The parts have been examined when they were made; only this level is looked at.
        if let Some(found) = implausible(&population, self.vocabulary) {
            return self.fault(Fault::new(node.at.clone(), FaultKind::Implausible(found)));
        }
        Some(population)
    }

    fn boxed(&mut self, node: &Node) -> Option<Box<Population>> {
        self.node(node).map(Box::new)
    }

    fn all(&mut self, nodes: &[Node]) -> Option<Vec<Population>> {
        // Every part is looked at before the first failure ends it, so that all faults are told.
        let parts: Vec<_> = nodes.iter().map(|node| self.node(node)).collect();
        parts.into_iter().collect()
    }

    fn plain(&mut self, node: &Node) -> Option<Population> {
        match &node.is {
            Syntax::Everyone => Some(Population::Everyone),
            Syntax::Name(name) => self.bare(name),
            Syntax::On(spells) => self.spells(spells, None).map(Population::On),
            Syntax::Has { attribute, says } => self.has(attribute, says),
            Syntax::Age { birth, range } => {
                let birth = self.birth(node, birth.as_ref())?;
                let age = Population::Age {
                    birth,
                    from: range.from,
                    below: range.below,
                };
                Some(turned(age, range.negated))
            }
            Syntax::Share { .. } => self.share(&node.is),
            Syntax::Count {
                of,
                window,
                sign,
                number,
            } => {
                let of = self.spells(of, None);
                let number = self.whole(number);
                let (compare, negated) = sign.comparison();
                let count = Population::Count {
                    of: of?,
                    window: window.is,
                    compare,
                    number: number?,
                };
                Some(turned(count, negated))
            }
            Syntax::Sum {
                column,
                of,
                window,
                sign,
                number,
            } => {
                let (of, column, number) = self.summed(column, of, number)?;
                Some(sum(of, column, window, *sign, number))
            }
            Syntax::Lasting { how, of, length } => {
                let of = self.boxed(of)?;
                let length = length.is;
                Some(match how {
                    Lasting::Continuous => Population::Continuous { of, length },
                    Lasting::Since => Population::Since { of, length },
                    Lasting::First => Population::Beginning { of, length },
                })
            }
            Syntax::Bridged {
                of,
                gap,
                from,
                provided,
            } => {
                let of = self.boxed(of);
                let provided = match provided {
                    None => None,
                    Some(test) => Some(self.gap_test(test)?),
                };
                Some(Population::Bridged {
                    of: of?,
                    bridge: Bridge {
                        gap: *gap,
                        provided,
                        from: *from,
                    },
                })
            }
            Syntax::Ever(of) => self.boxed(of).map(Population::Ever),
            Syntax::And(parts) => self.all(parts).map(Population::And),
            Syntax::Or(parts) => self.all(parts).map(Population::Or),
            Syntax::Not(part) => self.boxed(part).map(Population::Not),
        }
    }

    fn share(&mut self, syntax: &Syntax) -> Option<Population> {
        let Syntax::Share {
            of,
            among,
            window,
            sign,
            share,
        } = syntax
        else {
            return None;
        };
        let of = self.boxed(of);
        let among = match among {
            None => Some(None),
            Some(among) => self.boxed(among).map(Some),
        };
        let (compare, negated) = sign.comparison();
        let population = Population::Share {
            of: of?,
            among: among?,
            window: window.is,
            compare,
            share: share.is.share,
        };
        // What is wrong with the share itself is told at the share, not at the whole.
        let inner = implausible(&population, self.vocabulary);
        if let Some(found) = inner.filter(|found| found.is_about_share()) {
            return self.fault(Fault::new(share.at.clone(), FaultKind::Implausible(found)));
        }
        Some(turned(population, negated))
    }

    fn gap_test(&mut self, test: &GapSyntax) -> Option<GapTest> {
        match test {
            GapSyntax::Throughout(node) => self.boxed(node).map(GapTest::Throughout),
            GapSyntax::Sum { column, of, number } => {
                let (of, column, number) = self.summed(column, of, number)?;
                Some(GapTest::SumAtMost { of, column, number })
            }
        }
    }

    fn birth(&mut self, node: &Node, name: Option<&Name>) -> Option<crate::AttributeId> {
        let Some(name) = name else {
            return match self.vocabulary.terms().birth {
                Some(birth) => Some(birth),
                None => self.fault(Fault::new(node.at.clone(), FaultKind::NoBirth)),
            };
        };
        let attribute = self.attribute(name)?;
        if self.vocabulary.attribute_kind(attribute) == Some(&ColumnKind::Day) {
            return Some(attribute);
        }
        let column = self.attribute_label(attribute);
        let kind = FaultKind::NeedsDay { column };
        self.fault(Fault::new(name.at.clone(), kind))
    }

    /// A word by itself as a population.
    fn bare(&mut self, name: &Name) -> Option<Population> {
        let meanings = self.vocabulary.meanings(&name.word);
        let named = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Population(place) => self.vocabulary.terms().populations.get(*place),
            _ => None,
        });
        if let Some(named) = named {
            return Some(named.population.clone());
        }
        let only =
            |wanted: fn(&Meaning) -> bool| !meanings.is_empty() && meanings.iter().all(wanted);
        let word = || name.word.clone();
        if only(|meaning| matches!(meaning, Meaning::Column(..))) {
            let kind = FaultKind::ColumnAlone { word: word() };
            return self.fault(Fault::new(name.at.clone(), kind));
        }
        if only(|meaning| matches!(meaning, Meaning::Attribute(_))) {
            let kind = FaultKind::AttributeAlone { word: word() };
            return self.fault(Fault::new(name.at.clone(), kind));
        }
        self.bare_value(name)
    }

    /// The name of nothing: with the nearest word of the sort that was sought.
    fn unknown<T>(&mut self, name: &Name, sought: Sought) -> Option<T> {
        let fits = |meaning: &Meaning| match sought {
            Sought::Population => !matches!(meaning, Meaning::Column(..) | Meaning::Attribute(_)),
            Sought::Track => matches!(meaning, Meaning::Track(_)),
            Sought::Column => matches!(meaning, Meaning::Column(..)),
            Sought::Attribute => matches!(meaning, Meaning::Attribute(_)),
            Sought::Value => matches!(meaning, Meaning::Code(..) | Meaning::Group(..)),
        };
        // A line with many unknown words is not worth the time of comparing each with every word.
        let near = if self.faults.len() < 5 {
            let fitting: Vec<_> = self
                .vocabulary
                .spellings()
                .filter_map(|(word, meanings)| {
                    let meaning = meanings.iter().find(|meaning| fits(meaning))?;
                    Some((word, *meaning))
                })
                .collect();
            let word = nearest(&name.word, fitting.iter().map(|(word, _)| *word));
            let found = word.and_then(|near| fitting.iter().find(|(word, _)| *word == near));
            found.map(|(word, meaning)| self.vocabulary.spelled(word, *meaning))
        } else {
            None
        };
        let word = name.word.chars().take(60).collect();
        let kind = FaultKind::UnknownName { word, sought };
        self.fault(Fault::new(name.at.clone(), kind).with_near(near))
    }

    fn whole<T: TryFrom<i64>>(&mut self, number: &Number) -> Option<T> {
        if let Some(unit) = &number.unit {
            let word = unit.word.clone();
            let units = Vec::new();
            return self.fault(Fault::new(
                unit.at.clone(),
                FaultKind::UnknownUnit { word, units },
            ));
        }
        let at = number.at.clone();
        if number.decimal.ambiguous {
            return self.ambiguous_number(number);
        }
        let Some(whole) = number.decimal.whole() else {
            return self.fault(Fault::new(at, FaultKind::NotWhole));
        };
        let fits = T::try_from(whole).ok();
        if fits.is_none() {
            return self.fault(Fault::new(at, FaultKind::NumberOutOfRange));
        }
        fits
    }
}

fn turned(population: Population, negated: bool) -> Population {
    if negated {
        Population::Not(Box::new(population))
    } else {
        population
    }
}

fn sum(
    of: SpellTest,
    column: ColumnId,
    window: &Placed<Length>,
    sign: Sign,
    number: i64,
) -> Population {
    let (compare, negated) = sign.comparison();
    let sum = Population::Sum {
        of,
        column,
        window: window.is,
        compare,
        number,
    };
    turned(sum, negated)
}

/// A track and a column of it.
pub(super) type Columns = Vec<(TrackId, ColumnId)>;
