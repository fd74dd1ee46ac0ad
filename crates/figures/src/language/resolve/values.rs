//! Values by type: codes by their id, label, group or number; numbers in a unit; days.

use super::super::fault::{Fault, FaultKind, Sought};
use super::super::fold::fold;
use super::super::syntax::{How, Name, Number, Says, Value};
use super::super::terms::{CodeTerm, GroupTerm, Label};
use super::super::token::Sign;
use super::super::vocabulary::{Meaning, Vocabulary};
use super::spells::both;
use super::{Resolver, turned};
use crate::population::{Population, Test};
use crate::schema::{AttributeId, ColumnId, ColumnKind};

impl Resolver<'_> {
    /// An attribute by its name.
    pub(super) fn attribute(&mut self, name: &Name) -> Option<AttributeId> {
        let meanings = self.vocabulary.meanings(&name.word);
        let found = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Attribute(attribute) => Some(*attribute),
            _ => None,
        });
        if found.is_some() {
            return found;
        }
        if meanings
            .iter()
            .any(|meaning| matches!(meaning, Meaning::Column(..)))
        {
            let word = name.word.clone();
            let kind = FaultKind::ColumnAlone { word };
            return self.fault(Fault::new(name.at.clone(), kind));
        }
        self.unknown(name, Sought::Attribute)
    }

    pub(super) fn attribute_label(&self, attribute: AttributeId) -> Label {
        self.vocabulary.terms().attributes[usize::from(attribute.0)].clone()
    }

    /// `køn = kvinde`.
    pub(super) fn has(&mut self, name: &Name, says: &Says) -> Option<Population> {
        let attribute = self.attribute(name)?;
        let kind = self.vocabulary.attribute_kind(attribute)?.clone();
        let label = self.attribute_label(attribute);
        let ordered = !matches!(
            says.how,
            How::In | How::NotIn | How::Sign(Sign::Equal | Sign::NotEqual)
        );
        if ordered {
            let kind = FaultKind::NoOrder { column: label };
            return self.fault(Fault::new(says.at.clone(), kind));
        }
        let values = self.values(&kind, &label, &says.values)?;
        let has = Population::Has { attribute, values };
        Some(turned(has, says.how.is_negative()))
    }

    /// The test of a column.
    pub(super) fn test(
        &mut self,
        column: ColumnId,
        kind: &ColumnKind,
        label: &Label,
        says: &Says,
    ) -> Option<Test> {
        let values = self.values(kind, label, &says.values)?;
        let is_code = matches!(kind, ColumnKind::Code { .. });
        Some(match says.how {
            How::In => Test::In { column, values },
            How::NotIn | How::Sign(Sign::NotEqual) => Test::NotIn { column, values },
            How::Sign(Sign::Equal) if is_code => Test::In { column, values },
            How::Sign(_) if is_code => {
                let column = label.clone();
                let kind = FaultKind::NoOrder { column };
                return self.fault(Fault::new(says.at.clone(), kind));
            }
            How::Sign(sign) => Test::Compare {
                column,
                compare: sign.comparison().0,
                number: *values.first()?,
            },
        })
    }

    /// The values as integers, ascending, each once.
    fn values(&mut self, kind: &ColumnKind, label: &Label, values: &[Value]) -> Option<Vec<i32>> {
        let found: Vec<_> = values
            .iter()
            .map(|value| self.value(kind, label, value))
            .collect();
        let found: Option<Vec<Vec<i32>>> = found.into_iter().collect();
        let mut all = found?.concat();
        all.sort_unstable();
        all.dedup();
        Some(all)
    }

    fn value(&mut self, kind: &ColumnKind, label: &Label, value: &Value) -> Option<Vec<i32>> {
        let column = label.clone();
        let at = value.at();
        match (kind, value) {
            (ColumnKind::Code { .. }, Value::Name(name)) => self.code_value(kind, label, name),
            (ColumnKind::Code { .. }, Value::Number(number)) if number.unit.is_none() => {
                if number.decimal.has_places() {
                    return self.ambiguous_number(number);
                }
                let word = number.decimal.whole()?.to_string();
                let at = number.at.clone();
                self.code_value(kind, label, &Name { at, word })
            }
            (ColumnKind::Number { .. }, Value::Number(number)) => {
                let number = self.in_unit(kind, number)?;
                match i32::try_from(number)
                    .ok()
                    .filter(|one| *one != crate::MISSING)
                {
                    Some(number) => Some(vec![number]),
                    None => self.fault(Fault::new(at, FaultKind::NumberOutOfRange)),
                }
            }
            (ColumnKind::Day, Value::Day(day)) => Some(vec![day.is]),
            (ColumnKind::Code { .. }, _) => {
                self.fault(Fault::new(at, FaultKind::NeedsCode { column }))
            }
            (ColumnKind::Number { .. }, _) => {
                self.fault(Fault::new(at, FaultKind::NeedsNumber { column }))
            }
            (ColumnKind::Day, _) => self.fault(Fault::new(at, FaultKind::NeedsDay { column })),
        }
    }

    fn code_value(&mut self, kind: &ColumnKind, label: &Label, name: &Name) -> Option<Vec<i32>> {
        let list = self.vocabulary.list(kind)?;
        match codes(self.vocabulary, list, &name.word) {
            Codes::These(codes) => Some(codes),
            Codes::None => match self.value_elsewhere(&name.word) {
                Some(near) => {
                    let (word, column) = (name.word.clone(), label.clone());
                    let kind = FaultKind::ValueOfOther { word, column };
                    self.fault(Fault::new(name.at.clone(), kind).with_near(Some(near)))
                }
                None => self.unknown(name, Sought::Value),
            },
            Codes::Several(ids) => {
                let instead = ids.iter().map(|id| Label::new(id, id)).collect();
                let word = name.word.clone();
                let kind = FaultKind::Ambiguous { word, instead };
                self.fault(Fault::new(name.at.clone(), kind))
            }
        }
    }

    /// The condition that a word is a value of, when it is none of what was asked: an attribute's, or else a column's.
    fn value_elsewhere(&self, word: &str) -> Option<Label> {
        if self.vocabulary.meanings(word).is_empty() {
            return None;
        }
        let attributes = self.vocabulary.schema().attributes.iter();
        let labels = self.vocabulary.terms().attributes.iter();
        let attribute = attributes.zip(labels).find(|(attribute, _)| {
            let list = self.vocabulary.list(&attribute.kind);
            list.is_some_and(|list| matches!(codes(self.vocabulary, list, word), Codes::These(_)))
        });
        if let Some((_, label)) = attribute {
            return Some(both(label, |label| format!("{label} = {word}")));
        }
        let (track, column) = *self.columns_with(word).first()?;
        let label = self.column_label(track, column);
        Some(both(&label, |label| format!("på({label} = {word})")))
    }

    pub(super) fn ambiguous_number<T>(&mut self, number: &Number) -> Option<T> {
        let number_text = number.decimal.text();
        let kind = FaultKind::NumberAmbiguous {
            number: number_text,
        };
        self.fault(Fault::new(number.at.clone(), kind))
    }

    /// A number in the unit of its column.
    pub(super) fn in_unit(&mut self, kind: &ColumnKind, number: &Number) -> Option<i64> {
        let terms = self.vocabulary.unit(kind)?;
        let labels: Vec<_> = terms.words.iter().map(|word| word.label.clone()).collect();
        if number.decimal.ambiguous {
            return self.ambiguous_number(number);
        }
        let factor = match &number.unit {
            // Where a unit has several words, a bare number could be either: ten hours or ten minutes.
            None if terms.words.len() > 1 => {
                let kind = FaultKind::UnitNeeded { units: labels };
                return self.fault(Fault::new(number.at.clone(), kind));
            }
            None => 1,
            Some(unit) => {
                let folded = fold(&unit.word);
                let word = terms
                    .words
                    .iter()
                    .find(|word| fold(&word.label.da) == folded || fold(&word.label.en) == folded);
                let Some(word) = word else {
                    let word = unit.word.clone();
                    let units = labels;
                    let kind = FaultKind::UnknownUnit { word, units };
                    return self.fault(Fault::new(unit.at.clone(), kind));
                };
                word.factor
            }
        };
        let number_in_unit = number.decimal.times(factor);
        if number_in_unit.is_none() {
            return self.fault(Fault::new(number.at.clone(), FaultKind::NotWhole));
        }
        number_in_unit
    }
}

impl Value {
    fn at(&self) -> std::ops::Range<usize> {
        match self {
            Value::Name(name) => name.at.clone(),
            Value::Day(day) => day.at.clone(),
            Value::Number(number) => number.at.clone(),
        }
    }
}

/// What a word means in a list.
pub(crate) enum Codes {
    None,
    These(Vec<i32>),
    /// Several codes have the label; their ids.
    Several(Vec<String>),
}

/// The codes that a word means in a list: by a code's id, a group's id, a code's label, a group's label, a code's number.
pub(crate) fn codes(vocabulary: &Vocabulary, place: usize, word: &str) -> Codes {
    let list = &vocabulary.terms().lists[place];
    let meanings = vocabulary.meanings(word);
    let found: Vec<&CodeTerm> = meanings
        .iter()
        .filter_map(|meaning| match meaning {
            Meaning::Code(of, at) if *of == place => list.codes.get(*at),
            _ => None,
        })
        .collect();
    let groups: Vec<&GroupTerm> = meanings
        .iter()
        .filter_map(|meaning| match meaning {
            Meaning::Group(of, at) if *of == place => list.groups.get(*at),
            _ => None,
        })
        .collect();
    if found.is_empty() && groups.is_empty() {
        let number = word.trim().parse::<i32>().ok();
        let known = number.filter(|number| list.codes.iter().any(|code| code.code == *number));
        return known.map_or(Codes::None, |number| Codes::These(vec![number]));
    }
    let folded = fold(word);
    if let Some(code) = found.iter().find(|code| fold(&code.id) == folded) {
        return Codes::These(vec![code.code]);
    }
    if let Some(group) = groups.iter().find(|group| fold(&group.id) == folded) {
        return Codes::These(group.codes.clone());
    }
    match (found.as_slice(), groups.as_slice()) {
        ([code], _) => Codes::These(vec![code.code]),
        ([], [group]) => Codes::These(group.codes.clone()),
        ([], several) => Codes::Several(several.iter().map(|group| group.id.clone()).collect()),
        (several, _) => Codes::Several(several.iter().map(|code| code.id.clone()).collect()),
    }
}
