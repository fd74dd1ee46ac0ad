//! The scale of values: round steps, and where a value lies between bottom and top.

use super::svg::Tenths;
use crate::number::Decimal;

/// A scale from `low` to `high` in the units of the numbers shown, with a line at every `step`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    pub(super) low: i128,
    pub(super) high: i128,
    pub(super) step: i128,
    places: u8,
}

impl Scale {
    /// A scale that holds all values in at most `lines` steps.
    ///
    /// It begins at zero, unless `may_float` and all values lie in the upper third: then small changes can be seen, and the
    /// chart says where the axis begins.
    pub(super) fn over(values: &[i128], places: u8, lines: i128, may_float: bool) -> Scale {
        let least = values.iter().copied().min().unwrap_or(0);
        let most = values.iter().copied().max().unwrap_or(0);
        let floats = may_float && least > 0 && (most - least) < most / 3;
        let bottom = if floats { least } else { least.min(0) };
        let top = if floats { most } else { most.max(0) };
        let span = (top - bottom).max(1);
        let one = 10_i128.pow(places.into());
        let mut step = 1;
        let mut factors = [2, 5, 10].into_iter().cycle();
        let mut decade = 1;
        while (span + step - 1) / step > lines || (places == 0 && step < one) {
            let factor = factors.next().expect("a cycle has no end");
            step = decade * factor;
            if factor == 10 {
                decade *= 10;
            }
        }
        let low = bottom.div_euclid(step) * step;
        let mut high = (top + step - 1).div_euclid(step) * step;
        if high == low {
            high += step;
        }
        Scale {
            low,
            high,
            step,
            places,
        }
    }

    /// Where a value lies between the pixels of `low` and `high`.
    pub(super) fn place(&self, value: i128, at_low: Tenths, at_high: Tenths) -> Tenths {
        let span = self.high - self.low;
        let distance = i128::from(at_high - at_low) * (value - self.low);
        let rounded = (2 * distance + span * distance.signum()) / (2 * span);
        at_low + Tenths::try_from(rounded).expect("a value within the scale lies within the chart")
    }

    /// The values that get a line, with their text; fewer decimals than the numbers where the step allows.
    pub(super) fn ticks(&self) -> Vec<(i128, Decimal)> {
        let mut places = self.places;
        let mut step = self.step;
        while places > 0 && step % 10 == 0 {
            step /= 10;
            places -= 1;
        }
        let shrink = 10_i128.pow((self.places - places).into());
        let count = (self.high - self.low) / self.step;
        (0..=count)
            .map(|line| self.low + line * self.step)
            .map(|value| {
                let units = value / shrink;
                (value, Decimal { units, places })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn steps_are_round_and_hold_all_values() {
        for (values, low, high, step) in [
            (&[0_i128, 7][..], 0, 8, 2),
            (&[3, 1_234], 0, 1_500, 500),
            (&[950, 1_000], 950, 1_000, 10),
            (&[-40, 90], -50, 100, 50),
            (&[0], 0, 1, 1),
            (&[], 0, 1, 1),
        ] {
            let scale = Scale::over(values, 0, 5, true);
            assert_eq!(
                (scale.low, scale.high, scale.step),
                (low, high, step),
                "{values:?}"
            );
        }
    }

    #[test]
    fn ticks_have_no_decimals_they_do_not_need() {
        let scale = Scale::over(&[0, 423], 1, 5, true);
        let texts: Vec<String> = scale
            .ticks()
            .iter()
            .map(|(_, text)| text.written(Language::Danish))
            .collect();
        assert_eq!(texts, ["0", "10", "20", "30", "40", "50"]);
        let scale = Scale::over(&[0, 9], 1, 5, true);
        assert_eq!(scale.ticks()[1].1.written(Language::Danish), "0,2");
    }

    #[test]
    fn places_are_rounded_to_a_tenth() {
        let scale = Scale::over(&[0, 3], 0, 5, false);
        assert_eq!(scale.place(0, 1_000, 0), 1_000);
        assert_eq!(scale.place(3, 1_000, 0), 0);
        assert_eq!(scale.place(1, 1_000, 0), 667);
    }
}
