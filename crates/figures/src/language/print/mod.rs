//! From a population back to a line.
//!
//! Each part is tried in its shortest form first and taken if it reads back as the same population; the longest form
//! names track, column and code by their ids and always does. So nothing here has to know when a word is ambiguous.

use super::parse_part;
use super::vocabulary::Vocabulary;
use super::words::{Keyword, Language};
use crate::population::{Bridge, Comparison, Gap, GapTest, Length, Population, SpellTest, Test};
use crate::schema::{AttributeId, ColumnId, ColumnKind, TrackId};

mod names;

use names::written;

/// The line that says a population, in one language; what [`super::check`] finds no fault with reads back the same.
///
/// A part that is a named population is called by its name; the whole is always spelled out.
pub fn print(population: &Population, vocabulary: &Vocabulary, language: Language) -> String {
    let printer = Printer {
        vocabulary,
        language,
    };
    printer.spelled_out(population, Place::Whole)
}

/// Where a part stands: what needs parentheses there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Whole,
    /// Alone between commas or parentheses.
    Argument,
    AfterOr,
    AfterAnd,
    AfterNot,
}

struct Printer<'a> {
    vocabulary: &'a Vocabulary,
    language: Language,
}

/// How wordy the tests of spells are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Short,
    WithTrack,
    Explicit,
}

const FORMS: [Form; 3] = [Form::Short, Form::WithTrack, Form::Explicit];

impl Printer<'_> {
    fn word(&self, keyword: Keyword) -> &'static str {
        keyword.word(self.language)
    }

    fn part(&self, population: &Population, place: Place) -> String {
        let named = &self.vocabulary.terms().populations;
        for known in named.iter().filter(|known| known.population == *population) {
            for name in [known.label.in_language(self.language), &known.id] {
                let line = written(name, false);
                if self.reads_as(&line, population) {
                    return line;
                }
            }
        }
        self.spelled_out(population, place)
    }

    fn argument(&self, population: &Population) -> String {
        if let Population::On(test) = population
            && test.tests.is_empty()
        {
            let name = self.track(test.track, Form::Short);
            if self.reads_as(&name, population) {
                return name;
            }
        }
        if let Population::On(test) = population
            && let [Test::In { column, values }] = test.tests.as_slice()
            && let [name] = self.values(test.track, *column, values, false).as_slice()
            && self.reads_as(name, population)
        {
            return name.clone();
        }
        self.part(population, Place::Argument)
    }

    fn spelled_out(&self, population: &Population, place: Place) -> String {
        match population {
            Population::Everyone => self.word(Keyword::Everyone).to_owned(),
            Population::On(test) => self.settled(population, |form| {
                format!("{}({})", self.word(Keyword::On), self.spells(test, form))
            }),
            Population::Has { attribute, values } => self.has(*attribute, values, false),
            Population::Age { birth, from, below } => self.age(*birth, *from, *below),
            Population::Share {
                of,
                among,
                window,
                compare,
                share,
            } => {
                let among = among.as_ref().map_or(String::new(), |among| {
                    format!(" {} {}", self.word(Keyword::Among), self.argument(among))
                });
                format!(
                    "{}({}{among}, {}) {} {}",
                    self.word(Keyword::Share),
                    self.argument(of),
                    self.length(*window),
                    sign(*compare),
                    self.share(*share)
                )
            }
            Population::Count {
                of,
                window,
                compare,
                number,
            } => self.settled(population, |form| {
                let word = self.word(Keyword::Count);
                let spells = self.spells(of, form);
                let window = self.length(*window);
                format!("{word}({spells}, {window}) {} {number}", sign(*compare))
            }),
            Population::Sum {
                of,
                column,
                window,
                compare,
                number,
            } => self.settled(population, |form| {
                let end = self.length(*window);
                let sum = self.sum(of, *column, &end, form);
                let number = self.number(of.track, *column, *number);
                format!("{sum} {} {number}", sign(*compare))
            }),
            Population::Continuous { of, length } => self.lasting(Keyword::Continuous, of, *length),
            Population::Since { of, length } => self.lasting(Keyword::Since, of, *length),
            Population::Beginning { of, length } => self.lasting(Keyword::First, of, *length),
            Population::Bridged { of, bridge } => self.bridged(of, bridge),
            Population::Ever(of) => format!("{}({})", self.word(Keyword::Ever), self.argument(of)),
            Population::And(parts) => self.joined(parts, Keyword::And, place),
            Population::Or(parts) => self.joined(parts, Keyword::Or, place),
            Population::Not(of) => self.not(of),
        }
    }

    /// The first form that reads back as the population, or the last.
    fn settled(&self, population: &Population, form: impl Fn(Form) -> String) -> String {
        let forms = FORMS.into_iter().map(&form);
        let mut found = forms.filter(|line| self.reads_as(line, population));
        found.next().unwrap_or_else(|| form(Form::Explicit))
    }

    fn reads_as(&self, line: &str, population: &Population) -> bool {
        parse_part(line, self.vocabulary).is_some_and(|read| read == *population)
    }

    fn joined(&self, parts: &[Population], keyword: Keyword, place: Place) -> String {
        let inner = match keyword {
            Keyword::And => Place::AfterAnd,
            _ => Place::AfterOr,
        };
        let printed: Vec<_> = parts.iter().map(|part| self.part(part, inner)).collect();
        match printed.as_slice() {
            // All of nothing is everybody; one of nothing is nobody.
            [] if keyword == Keyword::And => self.word(Keyword::Everyone).to_owned(),
            [] => self.not(&Population::Everyone),
            [one] => one.clone(),
            several => {
                let line = several.join(&format!(" {} ", self.word(keyword)));
                let bare = matches!(
                    (place, keyword),
                    (Place::Whole | Place::Argument, _) | (Place::AfterOr, Keyword::And)
                );
                if bare { line } else { format!("({line})") }
            }
        }
    }

    fn not(&self, of: &Population) -> String {
        match of {
            Population::Ever(of) => format!("{}({})", self.word(Keyword::Never), self.argument(of)),
            Population::Has { attribute, values } => self.has(*attribute, values, true),
            _ => {
                let word = self.word(Keyword::Not);
                format!("{word} {}", self.part(of, Place::AfterNot))
            }
        }
    }

    fn lasting(&self, keyword: Keyword, of: &Population, length: Length) -> String {
        let word = self.word(keyword);
        format!("{word}({}, {})", self.argument(of), self.length(length))
    }

    fn bridged(&self, of: &Population, bridge: &Bridge) -> String {
        let gap = match bridge.gap {
            Gap::Days(days) => self.days(days),
            Gap::LessThanACalendarMonth => self.word(Keyword::PartOfMonth).to_owned(),
        };
        let word = self.word(Keyword::Bridged);
        let mut line = format!("{word}({}, {gap}", self.argument(of));
        if let Some(from) = bridge.from {
            let from = calendar::Day::from_epoch(from);
            line = format!("{line}, {} {from}", self.word(Keyword::From));
        }
        if let Some(test) = &bridge.provided {
            line = format!("{line}, {} {}", self.word(Keyword::If), self.gap_test(test));
        }
        line + ")"
    }

    fn gap_test(&self, test: &GapTest) -> String {
        match test {
            GapTest::Throughout(of) => self.argument(of),
            GapTest::SumAtMost { of, column, number } => {
                let end = self.word(Keyword::Gap);
                let line = |form| {
                    let number = self.number(of.track, *column, *number);
                    format!("{} <= {number}", self.sum(of, *column, end, form))
                };
                // A gap's test is no population; it is read as part of the smallest one that has it.
                let whole = Population::Bridged {
                    of: Box::new(Population::Everyone),
                    bridge: Bridge {
                        gap: Gap::Days(1),
                        provided: Some(test.clone()),
                        from: None,
                    },
                };
                let mut forms = FORMS.into_iter().map(line);
                let reads = |line: &String| {
                    let line = format!("med-huller(alle, 1 dag, hvis {line})");
                    self.reads_as(&line, &whole)
                };
                forms.find(reads).unwrap_or_else(|| line(Form::Explicit))
            }
        }
    }

    fn sum(&self, of: &SpellTest, column: ColumnId, end: &str, form: Form) -> String {
        let column = self.column(of.track, column, form);
        let word = self.word(Keyword::Sum);
        match (of.tests.is_empty(), form) {
            (true, Form::Short) => format!("{word}({column}, {end})"),
            _ => format!("{word}({column}, {}, {end})", self.spells(of, form)),
        }
    }

    fn spells(&self, of: &SpellTest, form: Form) -> String {
        let mut bare: Vec<(ColumnId, bool)> = Vec::new();
        let items: Vec<_> = of
            .tests
            .iter()
            .map(|test| self.test(of.track, test, form, &mut bare))
            .collect();
        let items = items.join(", ");
        let track = self.track(of.track, form);
        match form {
            Form::Short if of.tests.is_empty() => track,
            Form::Short => items,
            _ if of.tests.is_empty() => format!("{track}:"),
            _ => format!("{track}: {items}"),
        }
    }

    fn test(
        &self,
        track: TrackId,
        test: &Test,
        form: Form,
        bare: &mut Vec<(ColumnId, bool)>,
    ) -> String {
        match test {
            Test::In { column, values } | Test::NotIn { column, values } => {
                let negated = matches!(test, Test::NotIn { .. });
                let is_code = matches!(
                    self.vocabulary.column_kind(track, *column),
                    Some(ColumnKind::Code { .. })
                );
                let names = self.values(track, *column, values, form == Form::Explicit);
                let key = (*column, negated);
                if is_code && form != Form::Explicit && !bare.contains(&key) {
                    bare.push(key);
                    let not = self.word(Keyword::Not);
                    let said = names.iter().map(|name| {
                        if negated {
                            format!("{not} {name}")
                        } else {
                            name.clone()
                        }
                    });
                    return said.collect::<Vec<_>>().join(", ");
                }
                let column = self.column(track, *column, form);
                self.says(&column, &names, negated, is_code)
            }
            Test::Compare {
                column,
                compare,
                number,
            } => {
                let number = self.number(track, *column, i64::from(*number));
                let column = self.column(track, *column, form);
                format!("{column} {} {number}", sign(*compare))
            }
            Test::Lasts { compare, days } => {
                let word = self.word(Keyword::Lasts);
                format!("{word} {} {}", sign(*compare), self.days(*days))
            }
        }
    }

    /// `kategori = a`, `kategori ikke i (a, b)`; one number is a list too, because `=` compares.
    fn says(&self, what: &str, names: &[String], negated: bool, single: bool) -> String {
        match (names, negated) {
            ([name], true) => format!("{what} != {name}"),
            ([name], false) if single => format!("{what} = {name}"),
            (names, _) => {
                let not = if negated {
                    format!("{} ", self.word(Keyword::Not))
                } else {
                    String::new()
                };
                let word = self.word(Keyword::In);
                format!("{what} {not}{word} ({})", names.join("; "))
            }
        }
    }

    fn has(&self, attribute: AttributeId, values: &[i32], negated: bool) -> String {
        let place = usize::from(attribute.0);
        let schema = self.vocabulary.schema();
        let Some(known) = schema.attributes.get(place) else {
            return format!("#{place}");
        };
        let label = self.vocabulary.terms().attributes[place].in_language(self.language);
        let names = self.values_of(&known.kind, values, false);
        let line = self.says(&written(label, false), &names, negated, true);
        let has = Population::Has {
            attribute,
            values: values.to_vec(),
        };
        let meant = if negated {
            Population::Not(Box::new(has))
        } else {
            has
        };
        if self.reads_as(&line, &meant) {
            return line;
        }
        let names = self.values_of(&known.kind, values, true);
        self.says(&written(&known.name, true), &names, negated, true)
    }

    fn age(&self, birth: AttributeId, from: u16, below: Option<u16>) -> String {
        let mut word = self.word(Keyword::Age).to_owned();
        if self.vocabulary.terms().birth != Some(birth) {
            let attributes = &self.vocabulary.schema().attributes;
            let known = attributes.get(usize::from(birth.0));
            let name = known.map_or(String::new(), |known| written(&known.name, true));
            word = format!("{word}({name})");
        }
        match (from, below) {
            (from, None) => format!("{word} >= {from}"),
            (0, Some(below)) => format!("{word} < {below}"),
            (from, Some(below)) if below == from.saturating_add(1) => format!("{word} = {from}"),
            (from, Some(below)) => format!("{word} {from}-{}", below.saturating_sub(1)),
        }
    }
}

fn sign(compare: Comparison) -> &'static str {
    match compare {
        Comparison::AtLeast => ">=",
        Comparison::MoreThan => ">",
        Comparison::AtMost => "<=",
        Comparison::LessThan => "<",
        Comparison::Equal => "=",
    }
}
