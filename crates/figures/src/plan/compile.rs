//! From populations to nodes: equal parts become one node, and shapes that have a shortcut are recognised.

use super::{Node, NodeId, Operation, PopulationPlan, Provided};
use crate::operate::civil::Span;
use crate::operate::share::Threshold;
use crate::operate::spells::Spells;
use crate::operate::window::Counted;
use crate::population::{Bridge, Comparison, GapTest, Length, Population, SpellTest, Test};
use crate::sets::{BEGIN, Days};

impl PopulationPlan {
    /// Adds a population and its parts, those that are there already excepted.
    pub(crate) fn add(&mut self, population: &Population) -> NodeId {
        if let Some(&node) = self.known_populations.get(population) {
            return node;
        }
        let node = self.compile(population);
        self.known_populations.insert(population.clone(), node);
        node
    }

    /// A population that is there already.
    pub(crate) fn find(&self, population: &Population) -> Option<NodeId> {
        self.known_populations.get(population).copied()
    }

    fn compile(&mut self, population: &Population) -> NodeId {
        let operation = match population {
            Population::Everyone => Operation::Everyone,
            Population::On(test) => Operation::On(Spells::new(test)),
            Population::Has { attribute, values } => Operation::Has {
                attribute: *attribute,
                values: values.clone(),
            },
            Population::Age { birth, from, below } => Operation::Age {
                birth: *birth,
                range: (*from, *below),
            },
            Population::Share {
                of,
                among,
                window,
                compare,
                share,
            } => {
                let threshold = Threshold {
                    compare: *compare,
                    share: *share,
                };
                let among = among.as_ref().map(|among| self.add(among));
                Operation::Share {
                    of: self.add(of),
                    among,
                    window: (*window).into(),
                    threshold,
                }
            }
            Population::Count {
                of,
                window,
                compare,
                number,
            } => Operation::Counted(Counted {
                of: Spells::new(of),
                column: None,
                window: (*window).into(),
                compare: *compare,
                number: i64::from(*number),
            }),
            Population::Sum {
                of,
                column,
                window,
                compare,
                number,
            } => Operation::Counted(Counted {
                of: Spells::new(of),
                column: Some(*column),
                window: (*window).into(),
                compare: *compare,
                number: *number,
            }),
            Population::Continuous { of, length } => Operation::Continuous {
                of: self.add(of),
                length: (*length).into(),
            },
            Population::Beginning { of, length } => Operation::Beginning {
                of: self.add(of),
                length: (*length).into(),
            },
            Population::Since { of, length } => Operation::Since {
                of: self.add(of),
                length: (*length).into(),
            },
            Population::Ever(of) => Operation::Ever(self.add(of)),
            Population::Bridged { of, bridge } => self.bridged(of, bridge),
            Population::And(parts) => return self.conjunction(parts),
            Population::Or(parts) => {
                let parts = parts.iter().map(|part| self.add(part)).collect();
                return self.several(parts, Operation::Or);
            }
            Population::Not(of) => Operation::Not(self.add(of)),
        };
        self.push(operation)
    }

    fn bridged(&mut self, of: &Population, bridge: &Bridge) -> Operation {
        let provided = match &bridge.provided {
            None => Provided::Nothing,
            Some(GapTest::Throughout(population)) => Provided::Throughout(self.add(population)),
            Some(GapTest::SumAtMost { of, column, number }) => Provided::SumAtMost(Counted {
                of: Spells::new(of),
                column: Some(*column),
                window: Span::Days(0),
                compare: Comparison::AtMost,
                number: *number,
            }),
        };
        Operation::Bridged {
            of: self.add(of),
            gap: bridge.gap,
            provided,
            from: bridge.from.unwrap_or(BEGIN),
        }
    }

    /// A conjunction, in which every share that is met by its own spells takes the shortcut.
    ///
    /// A conjunction within a conjunction is no part of its own: its spells may be those of a share outside it.
    fn conjunction(&mut self, parts: &[Population]) -> NodeId {
        let mut flat = Vec::with_capacity(parts.len());
        flatten(parts, &mut flat);
        let tests: Vec<&SpellTest> = flat.iter().copied().filter_map(spell_test).collect();
        let mut nodes = Vec::with_capacity(flat.len());
        let mut met: Vec<&SpellTest> = Vec::new();
        for &part in &flat {
            let shortcut =
                fixed_share(part).filter(|share| tests.iter().any(|test| implies(test, share.of)));
            if let Some(share) = shortcut {
                met.push(share.of);
                let of = self.add(&Population::On(share.of.clone()));
                nodes.push(self.suffix(of, share));
            }
        }
        for &part in &flat {
            let shortcut = fixed_share(part).is_some_and(|share| met.contains(&share.of));
            // A set that is met by a shortcut of its own holds all that the shortcut gives.
            let superfluous = spell_test(part).is_some_and(|test| met.contains(&test));
            if !shortcut && !superfluous {
                nodes.push(self.add(part));
            }
        }
        nodes.sort_by_key(|node| self.nodes[node.at()].cost);
        self.several(nodes, Operation::And)
    }

    fn suffix(&mut self, of: NodeId, share: FixedShare<'_>) -> NodeId {
        let key = (of, share.length, share.fewest);
        if let Some(&node) = self.known_suffixes.get(&key) {
            return node;
        }
        let node = self.push(Operation::Suffix {
            of,
            length: share.length,
            fewest: share.fewest,
            threshold: share.threshold,
        });
        self.known_suffixes.insert(key, node);
        node
    }

    /// A node for several parts; one part stands for itself.
    fn several(
        &mut self,
        mut parts: Vec<NodeId>,
        operation: fn(Vec<NodeId>) -> Operation,
    ) -> NodeId {
        let mut met = Vec::new();
        parts.retain(|part| {
            let new = !met.contains(part);
            met.push(*part);
            new
        });
        match *parts.as_slice() {
            [one] => one,
            _ => self.push(operation(parts)),
        }
    }

    fn push(&mut self, operation: Operation) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).expect("fewer nodes than 2³²"));
        let known = self.known_range(&operation);
        let parts = operation.parts();
        let cost = parts.iter().fold(operation.cost(), |cost, part| {
            cost.saturating_add(self.nodes[part.at()].cost)
        });
        for part in parts {
            self.nodes[part.at()].readers += 1;
        }
        let nothing = Days { from: 0, until: 0 };
        self.nodes.push(Node {
            operation,
            demanded: nothing,
            known,
            readers: 0,
            cost,
        });
        id
    }
}

impl Operation {
    /// What it costs by itself; only the order of the numbers matters.
    fn cost(&self) -> u32 {
        match self {
            Operation::Everyone => 1,
            Operation::Has { .. } | Operation::Age { .. } => 4,
            Operation::On(spells) => spells.cost().saturating_add(10),
            Operation::Counted(counted) => counted.of.cost().saturating_add(50),
            Operation::Share { .. } => 60,
            Operation::Bridged { .. } => 40,
            _ => 20,
        }
    }

    /// The nodes it reads.
    pub(super) fn parts(&self) -> Vec<NodeId> {
        match self {
            Operation::Everyone
            | Operation::On(_)
            | Operation::Has { .. }
            | Operation::Age { .. }
            | Operation::Counted(_) => Vec::new(),
            Operation::Share {
                of,
                among: Some(among),
                ..
            } => vec![*of, *among],
            Operation::Bridged {
                of,
                provided: Provided::Throughout(other),
                ..
            } => {
                vec![*of, *other]
            }
            Operation::Share { of, .. }
            | Operation::Suffix { of, .. }
            | Operation::Continuous { of, .. }
            | Operation::Beginning { of, .. }
            | Operation::Since { of, .. }
            | Operation::Ever(of)
            | Operation::Bridged { of, .. }
            | Operation::Not(of) => vec![*of],
            Operation::And(parts) | Operation::Or(parts) => parts.clone(),
        }
    }
}

fn flatten<'a>(parts: &'a [Population], flat: &mut Vec<&'a Population>) {
    for part in parts {
        match part {
            Population::And(inner) => flatten(inner, flat),
            other => flat.push(other),
        }
    }
}

/// A lower threshold for the share of one test's spells in a window of so many days.
#[derive(Clone, Copy)]
struct FixedShare<'a> {
    of: &'a SpellTest,
    length: i32,
    fewest: i64,
    threshold: Threshold,
}

fn fixed_share(population: &Population) -> Option<FixedShare<'_>> {
    let Population::Share {
        of,
        among: None,
        window: window @ Length::Days(_),
        compare,
        share,
    } = population
    else {
        return None;
    };
    let Span::Days(length) = Span::from(*window) else {
        return None;
    };
    let threshold = Threshold {
        compare: *compare,
        share: *share,
    };
    Some(FixedShare {
        of: spell_test(of)?,
        length,
        fewest: threshold.fewest(length)?,
        threshold,
    })
}

fn spell_test(population: &Population) -> Option<&SpellTest> {
    match population {
        Population::On(test) => Some(test),
        _ => None,
    }
}

/// Whether every spell that passes `narrow` passes `wide` too, as far as the tests show it by themselves.
fn implies(narrow: &SpellTest, wide: &SpellTest) -> bool {
    let one = |wide: &Test| narrow.tests.iter().any(|narrow| narrower(narrow, wide));
    narrow.track == wide.track && wide.tests.iter().all(one)
}

fn narrower(narrow: &Test, wide: &Test) -> bool {
    match (narrow, wide) {
        (
            Test::In { column, values },
            Test::In {
                column: other,
                values: more,
            },
        ) => column == other && values.iter().all(|value| more.contains(value)),
        _ => narrow == wide,
    }
}
