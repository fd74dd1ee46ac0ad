//! What reforms made of the benefits, and who came to the country because of a war.

use super::benefits::Spell;
use super::dice::Dice;
use super::person::Person;

/// 2025-07-01: three benefits become cash assistance.
const ONE_ASSISTANCE: i32 = 20_270;
/// 2026-02-01: nobody begins a resource course or a rehabilitation any more.
const CLOSED: i32 = 20_485;
/// 2022-03-01: the first who were displaced from Ukraine are here.
const WAR: i32 = 19_052;

const CASH_ASSISTANCE: i32 = 2;
const UKRAINE: i32 = 11;

/// Lets a life of benefits follow the reforms, and begin where the person comes to the country.
pub(super) fn follow(person: &mut Person, spells: &mut Vec<Spell>, dice: &mut Dice) {
    if person.country == UKRAINE && dice.chance(700) {
        let came = WAR + dice.days(300);
        if came < person.end() && person.turns(18) < came {
            person.came = Some(came);
            spells.retain(|spell| spell.start >= came);
        }
    }
    let mut reformed = Vec::with_capacity(spells.len());
    for spell in spells.drain(..) {
        match spell.benefit {
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
