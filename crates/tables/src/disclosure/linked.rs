//! Several tables over the same population as one linear system.
//!
//! Two cells are the same variable when their measure has the same name and all coordinates agree; a dimension that a
//! table does not have stands at its total. A ratio of persons is three variables: the part, the rest and the whole.

use std::collections::BTreeMap;

use super::axis::Axis;
use super::family::{Family, Sides, name_families, relate_families};
use super::rows::collect_rows;
use super::system::{System, Variable};
use super::{Refusal, Rule};
use crate::cell::{Cell, Quantity};
use crate::head::Zeros;
use crate::table::Table;

/// A combination of members in one table; shown or hidden as a whole, all measures together.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) table: usize,
    pub(super) position: usize,
    /// The variables a reader learns from it, each once.
    pub(super) reveals: Vec<usize>,
    /// Whether the rule hides it for its own sake.
    pub(super) sensitive: bool,
    /// Whether it was hidden in an earlier release and stays so.
    pub(super) kept: bool,
    /// Whether hiding it would hide anything: not a zero that readers see anyway, not unknown.
    pub(super) hideable: bool,
    /// What hiding it costs readers: more for large numbers and for totals.
    pub(super) cost: u64,
}

/// How a table lies in the common axes.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// The axis of each of the table's dimensions.
    pub(super) axes: Vec<usize>,
    /// For each dimension, the member of each node of its axis, if the table shows it.
    pub(super) member_of: Vec<Vec<Option<usize>>>,
    sizes: Vec<usize>,
    /// The variable of each position and family, position by position.
    variables: Vec<Option<usize>>,
    families: usize,
}

/// The tables as variables, rows and places.
#[derive(Debug, Clone)]
pub(super) struct Linked {
    pub(super) axes: Vec<Axis>,
    pub(super) families: Vec<Family>,
    pub(super) sides: Sides,
    pub(super) frames: Vec<Frame>,
    pub(super) places: Vec<Place>,
    /// The places that show each variable.
    pub(super) shown_at: Vec<Vec<usize>>,
    /// Whether readers have each variable from elsewhere, whatever is hidden here.
    pub(super) known: Vec<bool>,
    /// Family and node on each axis (`None`: the axis has no total to stand at) of each variable.
    pub(super) coordinates: Vec<(usize, Vec<Option<usize>>)>,
    pub(super) system: System,
}

type Key = (usize, Vec<Option<usize>>);

/// One variable while it is being collected.
#[derive(Debug, Clone, Copy)]
struct Draft {
    variable: Variable,
    /// Whether a measure of its own shows it, not only a ratio.
    displayed: bool,
}

impl Frame {
    pub(super) fn variable(&self, members: &[usize], family: usize) -> Option<usize> {
        let position = members
            .iter()
            .zip(&self.sizes)
            .fold(0, |position, (member, size)| position * size + member);
        self.variables[position * self.families + family]
    }
}

/// Builds the common system of tables; refuses tables that contradict each other or themselves.
///
/// Tables from `published` on are not shown to anybody: readers only know that they exist and hold nothing below zero.
pub(super) fn link(tables: &[Table], published: usize, rule: &Rule) -> Result<Linked, Refusal> {
    let axes = join_axes(tables)?;
    let mut names = Vec::new();
    let sides = name_families(tables, &mut names);
    let families = relate_families(tables, &sides, names.len(), &axes);
    let mut builder = Builder {
        tables,
        published,
        rule,
        sides,
        axes: &axes,
        family_count: names.len(),
        numbers: BTreeMap::new(),
        drafts: Vec::new(),
        coordinates: Vec::new(),
    };
    let mut frames = Vec::with_capacity(tables.len());
    let mut places = Vec::new();
    for table in 0..tables.len() {
        frames.push(builder.read(table, &mut places)?);
    }
    let Builder {
        drafts,
        coordinates,
        sides,
        ..
    } = builder;
    let variables: Vec<Variable> = drafts
        .iter()
        .map(|draft| Variable {
            need: if draft.displayed || draft.variable.value < i128::from(rule.threshold) {
                draft.variable.need
            } else {
                0
            },
            ..draft.variable
        })
        .collect();
    let rows = collect_rows(tables, &frames, &sides);
    let mut shown_at = vec![Vec::new(); variables.len()];
    for (number, place) in places.iter().enumerate() {
        for &variable in &place.reveals {
            shown_at[variable].push(number);
        }
    }
    let known = vec![false; variables.len()];
    let system = System::new(variables, rows.clone()).map_err(|row| {
        let (variable, _) = rows[row].terms[0];
        let place = &places[shown_at[variable][0]];
        let table = &tables[place.table];
        Refusal::DoesNotAdd {
            place: table.place(place.position * table.measures().len()),
        }
    })?;
    Ok(Linked {
        axes,
        families,
        sides,
        frames,
        places,
        shown_at,
        known,
        coordinates,
        system,
    })
}

fn join_axes(tables: &[Table]) -> Result<Vec<Axis>, Refusal> {
    let mut ids: Vec<&str> = Vec::new();
    for dimension in tables.iter().flat_map(Table::dimensions) {
        if !ids.contains(&dimension.id.as_str()) {
            ids.push(&dimension.id);
        }
    }
    ids.into_iter()
        .map(|id| {
            let shown = tables
                .iter()
                .flat_map(Table::dimensions)
                .filter(|it| it.id == id);
            Axis::join(id, shown).map_err(|torn| Refusal::TornHierarchy {
                dimension: torn.dimension,
                code: torn.code,
            })
        })
        .collect()
}

struct Builder<'a> {
    tables: &'a [Table],
    published: usize,
    rule: &'a Rule,
    sides: Sides,
    axes: &'a [Axis],
    family_count: usize,
    numbers: BTreeMap<Key, usize>,
    drafts: Vec<Draft>,
    coordinates: Vec<Key>,
}

impl Builder<'_> {
    fn read(&mut self, number: usize, places: &mut Vec<Place>) -> Result<Frame, Refusal> {
        let table = &self.tables[number];
        let mut frame = self.frame(table);
        let nodes: Vec<Vec<usize>> = table
            .dimensions()
            .iter()
            .zip(&frame.axes)
            .map(|(dimension, &axis)| {
                let members = dimension.members.iter();
                members
                    .map(|member| {
                        self.axes[axis]
                            .node(&member.code)
                            .expect("an axis has every member of its tables")
                    })
                    .collect()
            })
            .collect();
        let totals: Vec<Option<usize>> = self.axes.iter().map(Axis::total).collect();
        for position in 0..table.positions() {
            let members = table.members_at(position);
            let mut at = totals.clone();
            let mut inner = 0;
            for ((&axis, &member), nodes) in frame.axes.iter().zip(&members).zip(&nodes) {
                at[axis] = Some(nodes[member]);
                inner += u64::from(!self.axes[axis].is_leaf(nodes[member]));
            }
            let mut place = Place {
                table: number,
                position,
                reveals: Vec::new(),
                sensitive: false,
                kept: number >= self.published,
                hideable: false,
                cost: 0,
            };
            for measure in 0..table.measures().len() {
                let Cell::Known(quantity) = table.cell(&members, measure) else {
                    continue;
                };
                let persons = self.judge(quantity, &mut place);
                place.cost = place.cost.max(cost(persons, inner));
                for (family, mut draft) in self.drafts_of(number, measure, quantity) {
                    if number >= self.published {
                        draft.variable.low = 0;
                        draft.variable.need = 0;
                        draft.displayed = false;
                    }
                    let fault = || Refusal::Disagree {
                        place: table.place(position * table.measures().len() + measure),
                    };
                    let variable = self.enter((family, at.clone()), draft).ok_or_else(fault)?;
                    frame.variables[position * self.family_count + family] = Some(variable);
                    if !place.reveals.contains(&variable) {
                        place.reveals.push(variable);
                    }
                }
            }
            place.sensitive &= number < self.published;
            places.push(place);
        }
        Ok(frame)
    }

    fn frame(&self, table: &Table) -> Frame {
        let axes: Vec<usize> = table
            .dimensions()
            .iter()
            .map(|dimension| {
                self.axes
                    .iter()
                    .position(|axis| axis.id == dimension.id)
                    .expect("every dimension has its axis")
            })
            .collect();
        let member_of = table
            .dimensions()
            .iter()
            .zip(&axes)
            .map(|(dimension, &axis)| {
                let codes = self.axes[axis].codes.iter();
                codes.map(|code| dimension.position(code)).collect()
            })
            .collect();
        Frame {
            axes,
            member_of,
            sizes: table
                .dimensions()
                .iter()
                .map(|it| it.members.len())
                .collect(),
            variables: vec![None; table.positions() * self.family_count],
            families: self.family_count,
        }
    }

    /// Notes whether a quantity makes its place sensitive or worth hiding; answers how many persons it tells of.
    ///
    /// A share tells of its part: what it is taken of may be a number from outside, the same for all.
    fn judge(&self, quantity: &Quantity, place: &mut Place) -> i64 {
        let threshold = i64::from(self.rule.threshold);
        let small = |persons: i64| {
            (persons != 0 || self.rule.zeros == Zeros::Hidden) && persons < threshold
        };
        let (sensitive, persons) = match *quantity {
            Quantity::Count(persons) | Quantity::Amount { persons, .. } => {
                (small(persons), persons)
            }
            // That everybody is in the part tells something about each of them, so a rest of none is always small.
            Quantity::Ratio { inside, all, .. } => (
                small(inside) || all - inside < threshold || all < threshold,
                inside,
            ),
        };
        place.sensitive |= sensitive;
        place.hideable |= sensitive || !quantity.is_zero();
        persons
    }

    fn drafts_of(&self, table: usize, measure: usize, quantity: &Quantity) -> Vec<(usize, Draft)> {
        let sides = &self.sides[table][measure];
        let threshold = i128::from(self.rule.threshold);
        let zeros_seen = self.rule.zeros == Zeros::Shown;
        let draft = |value: i128, need: i128, zero_seen: bool, displayed: bool| Draft {
            variable: Variable {
                value,
                low: i128::from(zero_seen && value > 0),
                need,
            },
            displayed,
        };
        match *quantity {
            Quantity::Count(count) => {
                vec![(sides[0], draft(count.into(), threshold, zeros_seen, true))]
            }
            Quantity::Amount { units, per, .. } => {
                vec![(sides[0], draft(units, threshold * per, zeros_seen, true))]
            }
            Quantity::Ratio { inside, all, .. } => vec![
                (sides[0], draft(inside.into(), threshold, zeros_seen, true)),
                (
                    sides[1],
                    draft((all - inside).into(), threshold, false, true),
                ),
                (sides[2], draft(all.into(), threshold, zeros_seen, false)),
            ],
        }
    }

    /// The number of a variable; `None` if another table holds another value, or the value is negative.
    fn enter(&mut self, key: Key, draft: Draft) -> Option<usize> {
        if draft.variable.value < 0 {
            return None;
        }
        if let Some(&number) = self.numbers.get(&key) {
            let known = &mut self.drafts[number];
            known.displayed |= draft.displayed;
            known.variable.low = known.variable.low.max(draft.variable.low);
            known.variable.need = known.variable.need.max(draft.variable.need);
            return (known.variable.value == draft.variable.value).then_some(number);
        }
        let number = self.drafts.len();
        self.drafts.push(draft);
        self.coordinates.push(key.clone());
        self.numbers.insert(key, number);
        Some(number)
    }
}

/// Hiding costs 16 for a cell, more the larger its number, and five times as much for each dimension it is a total of.
fn cost(persons: i64, inner: u64) -> u64 {
    let bits = u64::from(i64::BITS - persons.max(0).leading_zeros());
    (16 + bits * bits) * 5_u64.pow(u32::try_from(inner.min(8)).expect("at most eight"))
}
