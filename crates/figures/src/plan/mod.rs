//! Plans: populations as one graph of operations, in which equal parts are one.
//!
//! A plan is made in three steps. [`PopulationPlan::add`] compiles a population and gives its node. [`PopulationPlan::demand`]
//! says of which days a node's set will be read; it is called for every node that is read, after everything is added.
//! [`PopulationPlan::evaluate`] then fills the [`Buffers`] with the sets of a tile.
//!
//! A node's set says the truth within the days demanded of it; outside them it may say anything.

mod apply;
mod compile;
mod days;
mod demand;
mod evaluate;
mod holes;
mod known;

use std::collections::HashMap;

pub(crate) use days::person_days;
pub use days::{PersonDays, Prepared, Total, population_days, population_within};

use crate::histories::Observation;
use crate::operate::civil::Span;
use crate::operate::leaf;
use crate::operate::share::Threshold;
use crate::operate::spells::Spells;
use crate::operate::window::Counted;
use crate::operate::windows::Windows;
use crate::population::{Gap, Population};
use crate::schema::AttributeId;
use crate::sets::{Days, Set};

/// A population's place in its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct NodeId(u32);

impl NodeId {
    fn at(self) -> usize {
        self.0 as usize
    }
}

/// Populations compiled to a graph in which parts come before wholes.
#[derive(Debug, Clone)]
pub(crate) struct PopulationPlan {
    nodes: Vec<Node>,
    observation: Vec<Observation>,
    known_populations: HashMap<Population, NodeId>,
    /// Shortcuts that were taken, by their parts: the set, the window's days and the fewest of them.
    known_suffixes: HashMap<(NodeId, i32, i64), NodeId>,
    roots: Vec<NodeId>,
}

/// One operation.
#[derive(Debug, Clone)]
struct Node {
    operation: Operation,
    /// The days that will be read; outside them the set need not be right.
    demanded: Days,
    known: Days,
    /// How many read it: other nodes, and the plan's user.
    readers: u32,
    /// What it costs with its parts, roughly; conjunctions begin with the cheap ones.
    cost: u32,
}

#[derive(Debug, Clone)]
enum Operation {
    Everyone,
    On(Spells),
    Has {
        attribute: AttributeId,
        values: Vec<i32>,
    },
    Age {
        birth: AttributeId,
        range: (u16, Option<u16>),
    },
    Share {
        of: NodeId,
        among: Option<NodeId>,
        window: Span,
        threshold: Threshold,
    },
    /// Those days of a set on which at least `fewest` of the `length` days up to them are in the set.
    Suffix {
        of: NodeId,
        length: i32,
        fewest: i64,
        threshold: Threshold,
    },
    Counted(Counted),
    Continuous {
        of: NodeId,
        length: Span,
    },
    Beginning {
        of: NodeId,
        length: Span,
    },
    Since {
        of: NodeId,
        length: Span,
    },
    Ever(NodeId),
    Bridged {
        of: NodeId,
        gap: Gap,
        provided: Provided,
        from: i32,
    },
    And(Vec<NodeId>),
    Or(Vec<NodeId>),
    Not(NodeId),
}

#[derive(Debug, Clone)]
enum Provided {
    Nothing,
    Throughout(NodeId),
    SumAtMost(Counted),
}

/// The sets of a plan's nodes for one tile, and memory to work in. Made once and used for every tile.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    sets: Vec<Set>,
    done: Vec<bool>,
    passing: leaf::Passing,
    spare_sets: Vec<Set>,
    spare_persons: Vec<Vec<u32>>,
    /// By the number of months; made once there are many persons to look at.
    windows: Vec<Windows>,
}

impl Buffers {
    /// Makes the windows of calendar months ready to be looked up.
    fn prepare(&mut self, window: Span) {
        if let Span::Months(months) = window
            && self.windows_of(window).is_none()
        {
            self.windows.push(Windows::looked_up(months));
        }
    }

    fn windows_of(&self, window: Span) -> Option<&Windows> {
        let mut windows = self.windows.iter();
        windows.find(|windows| Span::Months(windows.months()) == window)
    }

    /// The set of a node that was demanded, for the tile evaluated last.
    pub(crate) fn set(&self, node: NodeId) -> &Set {
        &self.sets[node.at()]
    }
}

impl PopulationPlan {
    /// A plan without populations, for tracks that are observed so; by [`crate::TrackId`].
    pub(crate) fn new(observation: &[Observation]) -> PopulationPlan {
        PopulationPlan {
            nodes: Vec::new(),
            observation: observation.to_vec(),
            known_populations: HashMap::new(),
            known_suffixes: HashMap::new(),
            roots: Vec::new(),
        }
    }

    /// The days of which the node's value can be known for a person without missing values.
    pub(crate) fn known(&self, node: NodeId) -> Days {
        self.nodes[node.at()].known
    }
}
