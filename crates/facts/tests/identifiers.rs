//! Properties of the numbers the state gives.

use calendar::Day;
use facts::{Cpr, Cvr, Origin, Sex};
use proptest::prelude::*;

proptest! {
    /// Whatever is read as a CPR number reads back from its digits, with and without hyphen, and never shows in `Debug`.
    #[test]
    fn a_cpr_number_reads_back(text in "[0-9]{10}") {
        if let Ok(cpr) = text.parse::<Cpr>() {
            prop_assert_eq!(cpr.digits(), &text);
            let hyphened = format!(" {}-{} ", &text[..6], &text[6..]);
            prop_assert_eq!(&hyphened.parse::<Cpr>().unwrap(), &cpr);
            let shown = format!("{cpr:?}");
            prop_assert!(!shown.contains(&text[6..]) && !shown.contains(&text[..6]));
            let json = serde_json::to_string(&cpr).unwrap();
            prop_assert_eq!(serde_json::from_str::<Cpr>(&json).unwrap(), cpr);
        }
    }

    /// A number made from a day of birth tells that day; with 60 added to the day it is a substitute for the same person.
    #[test]
    fn a_cpr_number_tells_its_birth(days in 0_i32..36_525, serial in 0_u16..1000) {
        // 1937–2036: the seventh digit 4 means these hundred years.
        let birth = Day::new(1937, 1, 1).unwrap().plus(days.min(36_523));
        let year = birth.year().rem_euclid(100);
        let digits = format!("{:02}{:02}{year:02}4{serial:03}", birth.day(), birth.month());
        let cpr: Cpr = digits.parse().unwrap();
        prop_assert_eq!(cpr.birth(), birth);
        prop_assert_eq!(cpr.origin(), Origin::Ordinary);
        prop_assert_eq!(cpr.sex() == Sex::Male, serial % 2 == 1);
        let substitute = format!("{:02}{}", birth.day() + 60, &digits[2..]);
        let substitute: Cpr = substitute.parse().unwrap();
        prop_assert_eq!(substitute.birth(), birth);
        prop_assert_eq!(substitute.origin(), Origin::Substitute);
    }

    /// Of eleven neighbouring sums exactly one is a multiple of eleven: changing one digit breaks modulus 11.
    #[test]
    fn one_wrong_digit_breaks_modulus_11(text in "[0-3][0-9][01][0-9]{7}", at in 6_usize..10, digit in 0_u8..10) {
        if let Ok(cpr) = text.parse::<Cpr>() {
            let mut other = text.clone().into_bytes();
            let was = other[at];
            other[at] = b'0' + digit;
            let other = String::from_utf8(other).unwrap();
            if was != b'0' + digit
                && cpr.satisfies_modulus_11()
                && let Ok(other) = other.parse::<Cpr>()
            {
                prop_assert!(!other.satisfies_modulus_11());
            }
        }
    }

    /// Nothing that is not ten digits and a date is a CPR number; nothing that is not eight digits is a CVR number.
    #[test]
    fn other_texts_are_refused(text in "\\PC{0,12}") {
        let digits = text.trim().replacen('-', "", 1);
        let all_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
        if digits.len() != 10 || !all_digits {
            prop_assert!(text.parse::<Cpr>().is_err());
        }
        if text.trim().len() != 8 || !all_digits {
            prop_assert!(text.parse::<Cvr>().is_err());
        }
    }

    /// A tenth of all eight-digit numbers are CVR numbers, never two that differ in one digit.
    #[test]
    fn one_wrong_digit_breaks_a_cvr_number(text in "[1-9][0-9]{7}", at in 1_usize..8, digit in 0_u8..10) {
        if text.parse::<Cvr>().is_ok() {
            let mut other = text.clone().into_bytes();
            let was = other[at];
            other[at] = b'0' + digit;
            if was != b'0' + digit {
                prop_assert!(String::from_utf8(other).unwrap().parse::<Cvr>().is_err());
            }
        }
    }
}
