//! Lays out the fields a kernel keeps: which, in how many classes, and which combinations nobody can tell apart.

use super::assemble::{Plan, TooLarge};
use super::domain::Domain;
use super::influence;
use super::kernel::{Group, Kernel, Place};
use crate::truth::{self, Truth, View};
use crate::{Guard, RelationKind, Value};

impl Plan<'_> {
    /// The guards between kept events: who reads them, and what they ask.
    fn guards(&self) -> impl Iterator<Item = (usize, bool, &Guard)> {
        let definition = &self.compiled.definition;
        let relations = definition.relations.iter().filter_map(|relation| {
            let is_kept = self.kept[relation.source] && self.kept[relation.target];
            let is_effect = !matches!(
                relation.kind,
                RelationKind::Condition { .. } | RelationKind::Milestone
            );
            let guard = relation.guard.as_ref().filter(|_| is_kept)?;
            Some((relation.source, is_effect, guard))
        });
        let completions = definition.events.iter().enumerate();
        let completions = completions.filter_map(|(event, words)| {
            let guard = words.completes.as_ref().filter(|_| self.kept[event])?;
            Some((event, true, guard))
        });
        relations.chain(completions)
    }

    pub(super) fn add_fields(&self, kernel: &mut Kernel) -> Result<(), TooLarge> {
        let definition = &self.compiled.definition;
        for position in 0..definition.fields.len() {
            let guards = self.guards().map(|(_, _, guard)| guard);
            kernel.fields.push(Place {
                domain: Domain::new(definition, position, guards),
                ..Place::default()
            });
        }
        let mut next = 0;
        for fields in self.groups(kernel) {
            let copies: Vec<Option<usize>> = match definition.fields[fields[0]].instance {
                None => vec![None],
                Some(kind) => kernel.kinds[kind].0.iter().copied().map(Some).collect(),
            };
            let mut group = Group::default();
            for copy in copies {
                group.shifts.push((copy, next));
                let first = next;
                for field in &fields {
                    let place = &mut kernel.fields[*field];
                    let width = usize::BITS - place.domain.values.len().leading_zeros();
                    place.mask = (1 << width) - 1;
                    place.shifts.push((copy, next));
                    place.group = kernel.groups.len();
                    next += width;
                    if next > u128::BITS {
                        return Err(TooLarge::Data);
                    }
                }
                group.width = next - first;
            }
            group.canon = self.canon(kernel, &fields, &group);
            for (copy, shift) in &group.shifts {
                let initial = self.initial(kernel, &fields, &group, *copy) << shift;
                match copy {
                    None => kernel.start.data |= initial,
                    Some(copy) => {
                        kernel.copies[*copy].data |= group.mask() << shift;
                        kernel.copies[*copy].initial |= initial;
                    }
                }
            }
            kernel.groups.push(group);
        }
        Ok(())
    }

    /// The fields that are kept, in groups that are always brought together.
    fn groups(&self, kernel: &Kernel) -> Vec<Vec<usize>> {
        let definition = &self.compiled.definition;
        let mut groups: Vec<(Vec<usize>, Vec<usize>)> = Vec::new();
        for (position, field) in definition.fields.iter().enumerate() {
            if !kernel.fields[position].domain.is_asked() || self.is_fleeting(position) {
                continue;
            }
            let events = self.brings.unwrap_or_default().iter().enumerate();
            let bringers: Vec<usize> = events
                .filter(|(_, brought)| brought.contains(&position))
                .map(|(event, _)| event)
                .collect();
            let is_like = |(of, fields): &&mut (Vec<usize>, Vec<usize>)| {
                !bringers.is_empty()
                    && *of == bringers
                    && definition.fields[fields[0]].instance == field.instance
            };
            match groups.iter_mut().find(is_like) {
                Some((_, fields)) => fields.push(position),
                None => groups.push((bringers, vec![position])),
            }
        }
        groups.into_iter().map(|(_, fields)| fields).collect()
    }

    /// The bits of a group at the beginning.
    fn initial(
        &self,
        kernel: &Kernel,
        fields: &[usize],
        group: &Group,
        copy: Option<usize>,
    ) -> u128 {
        let mut bits = 0;
        for field in fields {
            let place = &kernel.fields[*field];
            let initial = self.compiled.definition.fields[*field].initial;
            bits |= u128::from(place.domain.class(*field, initial)) << place.offset(copy, group);
        }
        group.canonical(bits)
    }

    /// For each combination of classes, the first that answers everything alike that others ask of the group.
    fn canon(&self, kernel: &Kernel, fields: &[usize], group: &Group) -> Vec<u16> {
        if self.brings.is_none() || group.width > 12 {
            return Vec::new();
        }
        let mut questions = Vec::new();
        for (reader, is_effect, guard) in self.guards() {
            let brings = self.brings.map_or(&[][..], |brings| &brings[reader][..]);
            if !(is_effect && brings.contains(&fields[0])) {
                parts_about(guard, fields, &mut questions);
            }
        }
        let mut known: Vec<Vec<Truth>> = Vec::new();
        let mut first = Vec::new();
        let mut canon = Vec::new();
        for bits in 0..1_u16 << group.width {
            let seen = Combination {
                kernel,
                fields,
                group,
                bits: u128::from(bits),
            };
            let answers: Vec<Truth> = questions
                .iter()
                .map(|question| truth::read(question, &seen))
                .collect();
            let place = known.iter().position(|other| *other == answers);
            let place = place.unwrap_or_else(|| {
                known.push(answers);
                first.push(bits);
                first.len() - 1
            });
            canon.push(first[place]);
        }
        canon
    }

    /// Whether a field is only ever read by the event that has just brought it, so that nobody need keep it.
    fn is_fleeting(&self, field: usize) -> bool {
        let Some(brings) = self.brings else {
            return false;
        };
        self.guards().all(|(event, is_effect, guard)| {
            let mut asked = Vec::new();
            influence::fields(guard, &mut asked);
            !asked.contains(&field) || (is_effect && brings[event].contains(&field))
        })
    }
}

/// One combination of classes of a group.
struct Combination<'a> {
    kernel: &'a Kernel,
    fields: &'a [usize],
    group: &'a Group,
    bits: u128,
}

impl View for Combination<'_> {
    fn seen(&self, field: usize) -> Option<Value> {
        if !self.fields.contains(&field) {
            return None;
        }
        let place = &self.kernel.fields[field];
        let offset = place.offset(self.group.shifts[0].0, self.group);
        let class = usize::try_from(self.bits >> offset & place.mask).ok()?;
        place.domain.values.get(class.checked_sub(1)?).copied()
    }

    fn open(&self, _: usize) -> u32 {
        0
    }
}

/// The greatest parts of a guard that ask for these fields alone.
pub(super) fn parts_about<'a>(guard: &'a Guard, fields: &[usize], found: &mut Vec<&'a Guard>) {
    let mut asked = Vec::new();
    influence::fields(guard, &mut asked);
    if !asked.iter().any(|field| fields.contains(field)) {
        return;
    }
    if asked.iter().all(|field| fields.contains(field)) && !influence::counts(guard) {
        found.push(guard);
        return;
    }
    match guard {
        Guard::Not(inner) => parts_about(inner, fields, found),
        Guard::All(parts) | Guard::Any(parts) => {
            for part in parts {
                parts_about(part, fields, found);
            }
        }
        _ => found.push(guard),
    }
}
