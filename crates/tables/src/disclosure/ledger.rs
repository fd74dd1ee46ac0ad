//! Questions asked one after the other: may this answer be given, after those?
//!
//! Two questions that differ by one person give that person away, however large both answers are. So answers are judged
//! together with all earlier ones, as one linear system: persons who belong to exactly the same questions form a group,
//! each answer is the sum of its groups, and no overlap or difference of the new question with an earlier one that holds
//! fewer persons than the threshold may be worked out or bounded within it. The asker is taken to know which groups are
//! empty, when the questions are about the same occasion; between occasions people come and go unseen.
//!
//! The rule for callers: put the whole population the asker may know of (everybody in the municipality, say) into the
//! ledger as the first question, so that complements are judged too; keep one ledger for all who may talk with each other;
//! a refused question does not enter the ledger. A refusal tells that some difference is small, not how small nor whose.

use std::collections::{BTreeMap, BTreeSet};

use super::audit::{Effort, judge};
use super::system::{Row, Sense, System, Variable};

/// A question that was answered with a number of persons, or is about to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The day and definition of time the question is about; questions with the same text speak of the same persons.
    pub occasion: String,
    /// The persons counted, under whatever numbers the caller knows them by.
    pub persons: BTreeSet<u64>,
}

/// Whether a number may be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MayRelease {
    /// It may, and enters the ledger.
    Yes,
    /// The number itself is below the threshold.
    TooSmall,
    /// Together with earlier answers it would tell of fewer persons than the threshold.
    TellsApart,
    /// There are too many earlier answers to judge; begin a new ledger with new readers, or publish a table.
    TooManyQuestions,
}

/// More earlier answers than this are not judged: the groups multiply with every question.
const MOST_QUESTIONS: usize = 64;

/// Judges a question against all earlier ones.
pub fn may_release(previous: &[Query], new: &Query, threshold: u32) -> MayRelease {
    let small = |persons: usize| persons > 0 && persons < threshold as usize;
    if small(new.persons.len()) {
        return MayRelease::TooSmall;
    }
    if previous.contains(new) {
        return MayRelease::Yes;
    }
    if previous.len() >= MOST_QUESTIONS {
        return MayRelease::TooManyQuestions;
    }
    let questions: Vec<&Query> = previous.iter().chain([new]).collect();
    let groups = groups(&questions);
    let (system, hidden) = ask(&questions, &groups, threshold);
    if judge(&system, &hidden, &[], Effort::RELEASE).passes() {
        MayRelease::Yes
    } else {
        MayRelease::TellsApart
    }
}

/// The groups by the questions they belong to, one bit each, with how many persons they hold.
fn groups(questions: &[&Query]) -> Vec<(u128, usize)> {
    let mut signature: BTreeMap<u64, u128> = BTreeMap::new();
    for (bit, question) in questions.iter().enumerate() {
        for person in &question.persons {
            *signature.entry(*person).or_default() |= 1 << bit;
        }
    }
    let mut size: BTreeMap<u128, usize> = BTreeMap::new();
    let occasions: BTreeSet<&str> = questions.iter().map(|it| it.occasion.as_str()).collect();
    if occasions.len() > 1 {
        for occasion in occasions {
            let within = questions
                .iter()
                .enumerate()
                .filter(|(_, question)| question.occasion == occasion)
                .fold(0_u128, |bits, (bit, _)| bits | 1 << bit);
            for bits in signature
                .values()
                .map(|bits| bits & within)
                .filter(|bits| *bits != 0)
            {
                size.entry(bits).or_default();
            }
        }
    }
    for bits in signature.values() {
        *size.entry(*bits).or_default() += 1;
    }
    size.into_iter().collect()
}

/// Groups, answers, and what may not be learned of the last question: overlap and differences with each earlier one.
fn ask(questions: &[&Query], groups: &[(u128, usize)], threshold: u32) -> (System, Vec<bool>) {
    let last = questions.len() - 1;
    let in_question = |bits: u128, question: usize| bits >> question & 1 == 1;
    let need = |value: usize| {
        if value > 0 && value < threshold as usize {
            threshold.into()
        } else {
            0
        }
    };
    let mut variables: Vec<Variable> = Vec::new();
    let mut hidden = Vec::new();
    let mut rows = Vec::new();
    let mut enter = |value: usize, need: i128, hide: bool| {
        variables.push(Variable {
            value: i128::try_from(value).expect("a number of persons fits"),
            low: 0,
            need,
        });
        hidden.push(hide);
        variables.len() - 1
    };
    for (_, size) in groups {
        enter(*size, need(*size), true);
    }
    let mut sum = |holds: &dyn Fn(u128) -> bool, hide: bool| {
        let members: Vec<usize> = (0..groups.len())
            .filter(|&group| holds(groups[group].0))
            .collect();
        let value = members.iter().map(|&group| groups[group].1).sum();
        let total = enter(value, if hide { need(value) } else { 0 }, hide);
        let mut terms = vec![(total, 1)];
        terms.extend(members.into_iter().map(|group| (group, -1)));
        rows.push(Row {
            terms,
            sense: Sense::Equal,
        });
    };
    for question in 0..questions.len() {
        sum(&|bits| in_question(bits, question), false);
    }
    for earlier in 0..last {
        sum(
            &|bits| in_question(bits, last) && in_question(bits, earlier),
            true,
        );
        sum(
            &|bits| in_question(bits, last) && !in_question(bits, earlier),
            true,
        );
        sum(
            &|bits| !in_question(bits, last) && in_question(bits, earlier),
            true,
        );
    }
    let system = System::new(variables, rows).expect("sums were formed from their own groups");
    (system, hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(occasion: &str, persons: impl IntoIterator<Item = u64>) -> Query {
        Query {
            occasion: occasion.to_owned(),
            persons: persons.into_iter().collect(),
        }
    }

    fn today(persons: impl IntoIterator<Item = u64>) -> Query {
        about("2026-06-30", persons)
    }

    #[test]
    fn two_questions_that_differ_by_one_person_are_not_both_answered() {
        let first = today(0..100);
        for second in [
            today(0..101),
            today(0..99),
            today((0..100).filter(|it| *it != 42)),
        ] {
            assert_eq!(may_release(&[], &second, 5), MayRelease::Yes);
            assert_eq!(
                may_release(std::slice::from_ref(&first), &second, 5),
                MayRelease::TellsApart
            );
        }
        assert_eq!(
            may_release(std::slice::from_ref(&first), &today(0..104), 5),
            MayRelease::TellsApart
        );
        assert_eq!(
            may_release(std::slice::from_ref(&first), &today(0..105), 5),
            MayRelease::Yes
        );
    }

    #[test]
    fn the_same_question_may_be_asked_again() {
        assert_eq!(
            may_release(&[today(0..7)], &today(0..7), 5),
            MayRelease::Yes
        );
    }

    #[test]
    fn small_numbers_are_refused_and_none_is_none() {
        assert_eq!(may_release(&[], &today(0..4), 5), MayRelease::TooSmall);
        assert_eq!(may_release(&[], &today(0..5), 5), MayRelease::Yes);
        assert_eq!(may_release(&[], &today([]), 5), MayRelease::Yes);
    }

    #[test]
    fn a_complement_is_judged_against_the_whole() {
        let everybody = today(0..50);
        assert_eq!(
            may_release(std::slice::from_ref(&everybody), &today(0..47), 5),
            MayRelease::TellsApart
        );
        assert_eq!(may_release(&[everybody], &today(0..40), 5), MayRelease::Yes);
    }

    #[test]
    fn a_difference_put_together_from_three_answers_is_seen() {
        // Men, women and everybody but one: the one is the rest.
        let asked = [today(0..30), today(30..60)];
        assert_eq!(
            may_release(&asked, &today(0..59), 5),
            MayRelease::TellsApart
        );
        assert_eq!(may_release(&asked, &today(0..60), 5), MayRelease::Yes);
    }

    #[test]
    fn wide_overlaps_in_both_directions_are_open() {
        // Forty are only in the first, thirty only in the second, ten in both: nothing small is told.
        assert_eq!(
            may_release(&[today(0..50)], &today(40..80), 5),
            MayRelease::Yes
        );
        // Three are in both, but the two answers alone do not say how many.
        assert_eq!(
            may_release(&[today(0..50)], &today(47..80), 5),
            MayRelease::Yes
        );
        // Once the union has been told, they do.
        let asked = [today(0..50), today(0..80)];
        assert_eq!(
            may_release(&asked, &today(47..80), 5),
            MayRelease::TellsApart
        );
    }

    #[test]
    fn between_occasions_people_come_and_go_unseen() {
        let january = about("2026-01-31", 0..100);
        let february = about("2026-02-28", 0..101);
        assert_eq!(
            may_release(std::slice::from_ref(&january), &february, 5),
            MayRelease::Yes
        );
        // Within one of them the rule still holds.
        let almost = about("2026-02-28", 0..99);
        assert_eq!(
            may_release(&[january, february], &almost, 5),
            MayRelease::TellsApart
        );
    }

    #[test]
    fn too_many_questions_are_not_judged() {
        let asked: Vec<Query> = (0..64_u64).map(|at| today(at * 10..at * 10 + 10)).collect();
        assert_eq!(
            may_release(&asked, &today(5_000..5_100), 5),
            MayRelease::TooManyQuestions
        );
    }
}
