//! Checks a guard by type against the fields, choices, codes and instances it may speak of.

use std::collections::BTreeMap;
use std::ops::Range;

use calendar::Day;
use duties::Comparison;
use facts::{FieldType, Value};

use super::parse::{Ast, Operand, Placed, Word};
use super::{GuardFault, parse::parse};
use crate::suggest::nearest;

/// A field a guard may read.
#[derive(Debug, Clone)]
pub(crate) struct GuardField {
    pub(crate) id: String,
    /// The field in words.
    pub(crate) label: String,
    pub(crate) of: FieldType,
    /// The choices in words, in the order of the type.
    pub(crate) words: Vec<String>,
    /// For text: the only values it can have, if they are known.
    pub(crate) codes: Option<Vec<String>>,
}

/// What a guard may speak of.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary {
    pub(crate) fields: Vec<GuardField>,
    /// Kinds of instance: id and words. Empty where `open` makes no sense.
    pub(crate) instances: Vec<(String, String)>,
    /// Values of parameters, as text.
    pub(crate) parameters: BTreeMap<String, String>,
}

/// A guard that has been checked; fields and instances by their position in the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Checked {
    Not(Box<Checked>),
    All(Vec<Checked>),
    Any(Vec<Checked>),
    Compare(usize, Comparison, Value),
    Contains(usize, String),
    Known(usize),
    Open(usize, Comparison, u32),
}

impl Checked {
    /// Whether the guard asks about this field.
    pub(crate) fn asks(&self, field: usize) -> bool {
        match self {
            Checked::Not(part) => part.asks(field),
            Checked::All(parts) | Checked::Any(parts) => parts.iter().any(|part| part.asks(field)),
            Checked::Compare(asked, ..) | Checked::Contains(asked, _) | Checked::Known(asked) => {
                *asked == field
            }
            Checked::Open(..) => false,
        }
    }
}

/// Reads and checks a guard; all faults of type are told.
pub(crate) fn check(text: &str, vocabulary: &Vocabulary) -> Result<Checked, Vec<GuardFault>> {
    let ast = parse(text)?;
    let mut checker = Checker {
        vocabulary,
        faults: Vec::new(),
    };
    let typed = checker.check(&ast);
    match typed {
        Some(typed) if checker.faults.is_empty() => Ok(typed),
        _ => Err(checker.faults),
    }
}

struct Checker<'a> {
    vocabulary: &'a Vocabulary,
    faults: Vec<GuardFault>,
}

impl Checker<'_> {
    fn check(&mut self, ast: &Ast) -> Option<Checked> {
        match ast {
            Ast::Not(inner) => Some(Checked::Not(Box::new(self.check(inner)?))),
            Ast::All(parts) => self.parts(parts).map(Checked::All),
            Ast::Any(parts) => self.parts(parts).map(Checked::Any),
            Ast::Known(word) => self.known(word),
            Ast::Flag(word) => self.flag(word),
            Ast::Compare(word, comparison, operand) => {
                let field = self.field(word)?;
                self.comparable(field, *comparison, &word.place)?;
                let value = self.value(field, operand)?;
                Some(Checked::Compare(field, *comparison, value))
            }
            Ast::In(word, list) => {
                let field = self.field(word)?;
                self.comparable(field, Comparison::Equal, &word.place)?;
                let values: Vec<_> = list
                    .iter()
                    .map(|operand| self.value(field, operand))
                    .collect();
                let values: Option<Vec<_>> = values.into_iter().collect();
                let equal = |value| Checked::Compare(field, Comparison::Equal, value);
                values.map(|values| Checked::Any(values.into_iter().map(equal).collect()))
            }
            Ast::Contains(word, operand) => self.contains(word, operand),
            Ast::Open(word, comparison, operand) => self.open(word, *comparison, operand),
        }
    }

    fn parts(&mut self, parts: &[Ast]) -> Option<Vec<Checked>> {
        // Every part is checked before the first failure ends it, so that all faults are told.
        let checked: Vec<_> = parts.iter().map(|part| self.check(part)).collect();
        checked.into_iter().collect()
    }

    fn flag(&mut self, word: &Word) -> Option<Checked> {
        let field = self.field(word)?;
        let found = &self.vocabulary.fields[field];
        if found.of == FieldType::Flag {
            return Some(Checked::Compare(
                field,
                Comparison::Equal,
                Value::Flag(true),
            ));
        }
        let message = format!("»{}« er ikke ja/nej og kan ikke stå alene", word.text);
        let remedy = format!("skriv hvad den skal være, for eksempel {}", example(found));
        self.faults
            .push(GuardFault::with_remedy(word.place.clone(), message, remedy));
        None
    }

    fn known(&mut self, word: &Word) -> Option<Checked> {
        let field = self.field(word)?;
        let found = &self.vocabulary.fields[field];
        if found.of == FieldType::Text && found.codes.is_none() {
            self.comparable(field, Comparison::Equal, &word.place)?;
        }
        Some(Checked::Known(field))
    }

    fn contains(&mut self, word: &Word, operand: &Placed) -> Option<Checked> {
        let field = self.field(word)?;
        if !matches!(self.vocabulary.fields[field].of, FieldType::Set(_)) {
            self.faults.push(GuardFault::with_remedy(
                word.place.clone(),
                format!("»{}« rummer kun ét valg", word.text),
                "brug = i stedet for contains".to_owned(),
            ));
            return None;
        }
        match self.value(field, operand)? {
            Value::Choice(id) => Some(Checked::Contains(field, id)),
            _ => None,
        }
    }

    fn open(&mut self, word: &Word, comparison: Comparison, operand: &Placed) -> Option<Checked> {
        let kinds = &self.vocabulary.instances;
        let kind = kinds.iter().position(|(id, _)| *id == word.text);
        if kind.is_none() {
            let message = format!("der er ingen instanser, der hedder »{}«", word.text);
            let remedy = match nearest(&word.text, kinds.iter().map(|(id, _)| id.as_str())) {
                Some(near) => format!("mente du {near}?"),
                None => "de erklæres med [[instance]]".to_owned(),
            };
            self.faults
                .push(GuardFault::with_remedy(word.place.clone(), message, remedy));
        }
        let (operand, place) = self.resolved(operand)?;
        let number = match operand {
            Operand::Number(number) => u32::try_from(number).ok(),
            _ => None,
        };
        if number.is_none() {
            self.faults.push(GuardFault::new(
                place,
                "antallet af åbne er et helt tal fra 0".to_owned(),
            ));
        }
        Some(Checked::Open(kind?, comparison, number?))
    }

    fn field(&mut self, word: &Word) -> Option<usize> {
        let fields = &self.vocabulary.fields;
        let found = fields.iter().position(|field| field.id == word.text);
        if found.is_none() {
            let known: Vec<_> = fields.iter().map(|field| field.id.as_str()).collect();
            let near = nearest(&word.text, known.iter().copied());
            let remedy = match (near, known.len()) {
                (Some(near), _) => format!("mente du {near}?"),
                (None, 0) => "her er ingen felter at spørge om".to_owned(),
                (None, 1..=8) => format!("felterne er {}", known.join(", ")),
                (None, _) => "felter defineres med decides eller [[field]]".to_owned(),
            };
            let message = format!("der er intet felt, der hedder »{}«", word.text);
            self.faults
                .push(GuardFault::with_remedy(word.place.clone(), message, remedy));
        }
        found
    }

    fn comparable(
        &mut self,
        field: usize,
        comparison: Comparison,
        place: &Range<usize>,
    ) -> Option<()> {
        let ordered = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let found = &self.vocabulary.fields[field];
        let message = match &found.of {
            FieldType::Number | FieldType::Day => return Some(()),
            FieldType::Set(_) => format!("»{}« er flere valg på én gang; brug contains", found.id),
            FieldType::Text if found.codes.is_none() => {
                format!(
                    "»{}« er fri tekst og kan ikke læses af en betingelse",
                    found.id
                )
            }
            _ if ordered => format!("»{}« har ingen rækkefølge; brug = eller !=", found.id),
            _ => return Some(()),
        };
        self.faults.push(GuardFault::new(place.clone(), message));
        None
    }

    fn resolved(&mut self, (operand, place): &Placed) -> Option<Placed> {
        let Operand::Parameter(name) = operand else {
            return Some((operand.clone(), place.clone()));
        };
        let parameters = &self.vocabulary.parameters;
        let Some(text) = parameters.get(name) else {
            let message = format!("der er ingen parameter, der hedder »{name}«");
            let remedy = nearest(name, parameters.keys().map(String::as_str))
                .map_or("parametre erklæres med [[parameter]]".to_owned(), |near| {
                    format!("mente du ${near}?")
                });
            self.faults
                .push(GuardFault::with_remedy(place.clone(), message, remedy));
            return None;
        };
        let operand = if let Ok(number) = text.parse::<i64>() {
            Operand::Number(number)
        } else if let Ok(day) = text.parse::<Day>() {
            Operand::Day(day)
        } else {
            Operand::Word(text.clone())
        };
        Some((operand, place.clone()))
    }

    fn value(&mut self, field: usize, operand: &Placed) -> Option<Value> {
        let (operand, place) = self.resolved(operand)?;
        let found = &self.vocabulary.fields[field];
        let message = match (&found.of, operand) {
            (FieldType::Number, Operand::Number(number)) => return Some(Value::Number(number)),
            (FieldType::Day, Operand::Day(day)) => return Some(Value::Day(day)),
            (FieldType::Flag, Operand::Word(word)) if yes_or_no(&word).is_some() => {
                return yes_or_no(&word).map(Value::Flag);
            }
            (FieldType::Choice(ids) | FieldType::Set(ids), Operand::Word(word)) => {
                if ids.contains(&word) {
                    return Some(Value::Choice(word));
                }
                self.unknown_choice(&word, ids, place);
                return None;
            }
            // A choice may look like a number or a day.
            (FieldType::Choice(ids) | FieldType::Set(ids), Operand::Number(number))
                if ids.contains(&number.to_string()) =>
            {
                return Some(Value::Choice(number.to_string()));
            }
            (FieldType::Text, Operand::Word(word) | Operand::Quoted(word)) => {
                if let Some(codes) = &found.codes
                    && !codes.contains(&word)
                {
                    self.unknown_choice(&word, codes, place);
                    return None;
                }
                return Some(Value::Text(word));
            }
            (FieldType::Number, _) => format!("»{}« er et tal", found.id),
            (FieldType::Day, _) => {
                format!("»{}« er en dag; skriv for eksempel 2021-09-15", found.id)
            }
            (FieldType::Flag, _) => format!("»{}« er ja eller nej", found.id),
            (FieldType::Choice(_) | FieldType::Set(_), _) => {
                format!("»{}« er et valg; skriv {}", found.id, example(found))
            }
            (FieldType::Text, _) => format!("»{}« er tekst", found.id),
        };
        self.faults.push(GuardFault::new(place, message));
        None
    }

    fn unknown_choice(&mut self, word: &str, ids: &[String], place: Range<usize>) {
        let remedy = match nearest(word, ids.iter().map(String::as_str)) {
            Some(near) => format!("mente du {near}?"),
            None => format!("mulighederne er {}", ids.join(", ")),
        };
        let message = format!("»{word}« er ikke en af mulighederne");
        self.faults
            .push(GuardFault::with_remedy(place, message, remedy));
    }
}

fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "ja" | "yes" | "true" => Some(true),
        "nej" | "no" | "false" => Some(false),
        _ => None,
    }
}

fn example(field: &GuardField) -> String {
    let id = &field.id;
    match &field.of {
        FieldType::Flag => format!("{id} = ja"),
        FieldType::Number => format!("{id} > 0"),
        FieldType::Day => format!("{id} < 2022-01-01"),
        FieldType::Choice(ids) => format!("{id} = {}", ids.first().map_or("…", String::as_str)),
        FieldType::Set(ids) => {
            format!("{id} contains {}", ids.first().map_or("…", String::as_str))
        }
        FieldType::Text => format!("known({id})"),
    }
}
