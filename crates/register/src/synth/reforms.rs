//! What reforms made of the benefits, and who came to the country because of a war.

use super::benefits::Spell;
use super::dice::Dice;
use super::person::Person;

/// 2025-07-01: three benefits become cash assistance.
const ONE_ASSISTANCE: i32 = 20_270;
/// 2026-02-01: nobody begins a resource course or a rehabilitation any more.
const CLOSED: i32 = 20_485;
/// 2013-01-01: the first resource courses.
const RESOURCE_COURSES: i32 = 15_706;
/// 2014-01-01: education assistance.
const EDUCATION_ASSISTANCE: i32 = 16_071;
/// 2014-07-01: the first clarification courses, for those who are ill for long.
const CLARIFICATION_COURSES: i32 = 16_252;
/// 2022-03-01: the first who were displaced from Ukraine are here.
const WAR: i32 = 19_052;

const CASH_ASSISTANCE: i32 = 2;
const SICKNESS_BENEFIT: i32 = 6;
const UKRAINE: i32 = 11;

/// Lets a life of benefits follow the reforms, and begin where the person comes to the country.
pub(super) fn follow(person: &mut Person, spells: &mut Vec<Spell>, dice: &mut Dice) {
    if person.country == UKRAINE && dice.chance(700) {
        let came = WAR + dice.days(300);
        if came < person.end() && (person.turns(18)..person.turns(58)).contains(&came) {
            person.came = Some(came);
            // Most of them find work.
            spells.retain(|spell| spell.start >= came && dice.chance(350));
        }
    }
    let mut reformed = Vec::with_capacity(spells.len());
    for spell in spells.drain(..) {
        match spell.benefit {
            3 if spell.start < EDUCATION_ASSISTANCE => reformed.push(Spell {
                benefit: CASH_ASSISTANCE,
                ..spell
            }),
            3..=5 if spell.last >= ONE_ASSISTANCE => {
                if spell.start < ONE_ASSISTANCE {
                    let last = ONE_ASSISTANCE - 1;
                    reformed.push(Spell { last, ..spell });
                }
                reformed.push(Spell {
                    benefit: CASH_ASSISTANCE,
                    start: spell.start.max(ONE_ASSISTANCE),
                    ..spell
                });
            }
            7 if spell.start < CLARIFICATION_COURSES => reformed.push(Spell {
                benefit: SICKNESS_BENEFIT,
                ..spell
            }),
            8 if spell.start < RESOURCE_COURSES => reformed.push(Spell {
                benefit: CASH_ASSISTANCE,
                category: 2,
                ..spell
            }),
            8 | 12 if spell.start >= CLOSED => reformed.push(Spell {
                benefit: CASH_ASSISTANCE,
                category: 2,
                ..spell
            }),
            _ => reformed.push(spell),
        }
    }
    *spells = reformed;
}
