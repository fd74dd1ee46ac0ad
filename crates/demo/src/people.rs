//! Invented people and companies: none of them can exist.
//!
//! A CPR number here is a substitute number (day of birth plus 60) that also fails modulus 11; substitute numbers of real
//! people pass it. A CVR number begins with 99, where none are given out.

use std::collections::BTreeSet;

use calendar::Day;
use facts::{Cpr, Cvr, Sex};

use crate::dice::Dice;
use crate::names;

/// An invented citizen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) cpr: Cpr,
    pub(crate) name: String,
}

/// An invented company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Company {
    /// Its name.
    pub name: String,
    /// Its number.
    pub cvr: Cvr,
}

/// Invents so many people, between 19 and 64 years old on the day. The first `grown`, who are to have a case after many years
/// on benefits, are at least 30.
pub(crate) fn people(dice: &mut Dice, count: usize, grown: usize, today: Day) -> Vec<Person> {
    let mut taken = BTreeSet::new();
    let mut people = Vec::with_capacity(count);
    while people.len() < count {
        let youngest = if people.len() < grown { 30 } else { 19 };
        let age = dice.between(youngest, 64);
        let birth = today.plus_months(-12 * age).plus(-dice.between(0, 364));
        let sex = if dice.chance(50) {
            Sex::Female
        } else {
            Sex::Male
        };
        let Some(cpr) = invented_cpr(dice, birth, sex) else {
            continue;
        };
        if taken.insert(cpr.clone()) {
            let name = name(dice, sex);
            people.push(Person { cpr, name });
        }
    }
    people
}

/// A first and a last name, sometimes two last names.
pub(crate) fn name(dice: &mut Dice, sex: Sex) -> String {
    let first = match sex {
        Sex::Female => dice.pick(names::WOMEN),
        Sex::Male => dice.pick(names::MEN),
    };
    let last = dice.pick(names::SURNAMES);
    if dice.chance(20) {
        let middle = dice.pick(names::SURNAMES);
        if middle != last {
            return format!("{first} {middle} {last}");
        }
    }
    format!("{first} {last}")
}

fn invented_cpr(dice: &mut Dice, birth: Day, sex: Sex) -> Option<Cpr> {
    // The seventh digit says the century together with the year of birth.
    let seventh = match birth.year() {
        ..2000 => dice.between(0, 3),
        _ => dice.between(5, 8),
    };
    let rest = dice.between(0, 99);
    let last = dice.between(0, 4) * 2 + i32::from(sex == Sex::Male);
    let text = format!(
        "{:02}{:02}{:02}{seventh}{rest:02}{last}",
        birth.day() + 60,
        birth.month(),
        birth.year() % 100,
    );
    let cpr: Cpr = text.parse().ok()?;
    (!cpr.satisfies_modulus_11() && cpr.birth() == birth).then_some(cpr)
}

/// Invents so many companies, each with a name of its own.
pub(crate) fn companies(dice: &mut Dice, count: usize) -> Vec<Company> {
    let mut taken = BTreeSet::new();
    let mut companies = Vec::with_capacity(count);
    while companies.len() < count {
        let name = format!("{} {}", dice.pick(names::PLACES), dice.pick(names::TRADES));
        let number = format!("99{:06}", dice.below(1_000_000));
        let Ok(cvr) = number.parse::<Cvr>() else {
            continue;
        };
        if taken.insert(name.clone()) && taken.insert(number) {
            companies.push(Company { name, cvr });
        }
    }
    companies
}

#[cfg(test)]
mod tests {
    use facts::Origin;

    use super::*;

    #[test]
    fn nobody_can_exist() {
        let today: Day = "2021-09-15".parse().unwrap();
        let people = people(&mut Dice::new(1, 1), 2000, 300, today);
        for person in &people {
            assert_eq!(person.cpr.origin(), Origin::Substitute);
            assert!(!person.cpr.satisfies_modulus_11());
            let age = today.years_since(person.cpr.birth());
            assert!((19..=65).contains(&age), "{age}");
        }
        let mut grown = people.iter().take(300);
        assert!(grown.all(|person| today.years_since(person.cpr.birth()) >= 30));
        let numbers: BTreeSet<_> = people.iter().map(|person| &person.cpr).collect();
        assert_eq!(numbers.len(), people.len());
    }

    #[test]
    fn companies_differ() {
        let companies = companies(&mut Dice::new(1, 1), 80);
        let names: BTreeSet<_> = companies.iter().map(|company| &company.name).collect();
        assert_eq!(names.len(), 80);
        assert!(
            companies
                .iter()
                .all(|company| company.cvr.digits().starts_with("99"))
        );
    }
}
