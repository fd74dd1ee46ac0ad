//! An invented person: birth, sex, origin, and where she lives.

use super::FIRST;
use super::dice::Dice;

/// The 98 municipalities' codes; the large ones stand several times, as they hold more persons.
const TOWNS: [i32; 98] = [
    101, 147, 151, 153, 155, 157, 159, 161, 163, 165, 167, 169, 173, 175, 183, 185, 187, 190, 201,
    210, 217, 219, 223, 230, 240, 250, 253, 259, 260, 265, 269, 270, 306, 316, 320, 326, 329, 330,
    336, 340, 350, 360, 370, 376, 390, 400, 410, 420, 430, 440, 450, 461, 479, 480, 482, 492, 510,
    530, 540, 550, 561, 563, 573, 575, 580, 607, 615, 621, 630, 657, 661, 665, 671, 706, 707, 710,
    727, 730, 740, 741, 746, 751, 756, 760, 766, 773, 779, 787, 791, 810, 813, 820, 825, 840, 846,
    849, 851, 860,
];

/// Days in four years.
const FOUR_YEARS: i32 = 1_461;

/// The municipalities with most inhabitants, drawn oftener.
const LARGE: [i32; 12] = [101, 101, 101, 101, 751, 751, 851, 461, 147, 561, 730, 630];

/// What is constant in an invented person, and her one move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Person {
    pub(super) id: i32,
    pub(super) birth: i32,
    /// 1 man, 2 woman.
    pub(super) sex: i32,
    /// 0 Danish, 1 western, 2 immigrated and 3 descended from elsewhere.
    pub(super) origin: i32,
    pub(super) country: i32,
    pub(super) town: i32,
    /// Where to, and the first day there.
    pub(super) moved: Option<(i32, i32)>,
    pub(super) way: Way,
    /// What ends what can be seen of her (1 death, 2 emigration), and on which day.
    pub(super) gone: Option<(i32, i32)>,
    /// The day on which she came to the country, where that is told: she was displaced from Ukraine.
    pub(super) came: Option<i32>,
    /// The last day of the register.
    last: i32,
}

/// How a person's working life goes, roughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Insured and mostly in work.
    Insured,
    /// Often on social assistance.
    Assisted,
    /// Came to the country as a refugee.
    Refugee,
    /// Ill for long.
    Ill,
}

impl Person {
    pub(super) fn invent(id: i32, last: i32, dice: &mut Dice) -> Person {
        let birth = -11_688 + dice.below(25_567);
        let origin = dice.pick(&[0, 0, 0, 0, 0, 0, 0, 1, 2, 3]);
        let country = match origin {
            0 => 1,
            1 => dice.pick(&[3, 7, 7, 8, 14, 17, 99]),
            _ => dice.pick(&[9, 11, 15, 15, 16, 99]),
        };
        let way = match (dice.below(100), origin) {
            (0..=49, 2) => Way::Refugee,
            (0..=24, _) => Way::Assisted,
            (25..=39, _) => Way::Ill,
            _ => Way::Insured,
        };
        let town = any_town(dice);
        let moved = dice.chance(300).then(|| {
            let mut to = any_town(dice);
            while to == town {
                to = any_town(dice);
            }
            (to, FIRST + 1 + dice.below(last - FIRST - 1))
        });
        Person {
            id,
            birth,
            sex: 1 + dice.below(2),
            origin,
            country,
            town,
            moved,
            way,
            gone: dice
                .chance(40)
                .then(|| (1 + dice.below(2), FIRST + 2 + dice.below(last - FIRST - 2)))
                .filter(|(_, day)| *day > birth + 1),
            came: None,
            last,
        }
    }

    /// The first day on which anything can be told of her.
    pub(super) fn start(&self) -> i32 {
        FIRST.max(self.birth).max(self.came.unwrap_or(FIRST))
    }

    /// The last day on which anything can be told of her.
    pub(super) fn end(&self) -> i32 {
        self.gone.map_or(self.last, |(_, day)| day - 1)
    }

    /// The day on which she turns so many years, roughly.
    pub(super) fn turns(&self, years: i32) -> i32 {
        self.birth + years * FOUR_YEARS / 4
    }

    /// Where she lives on a day.
    pub(super) fn town_on(&self, day: i32) -> i32 {
        match self.moved {
            Some((to, from)) if day >= from => to,
            _ => self.town,
        }
    }
}

fn any_town(dice: &mut Dice) -> i32 {
    if dice.chance(400) {
        dice.pick(&LARGE)
    } else {
        dice.pick(&TOWNS)
    }
}
