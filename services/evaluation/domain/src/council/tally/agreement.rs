//! One answer for each marked criterion: the one the council gave, or the one on which all ballots
//! agree.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::TallyProblem;
use crate::council::ballot::Ballot;
use crate::criteria::CriteriaSet;
use crate::criteria::answers::{Answers, Given};

/// A member's ballot that says other than the council agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contradiction {
    /// The subject of the member.
    pub member: String,
    /// Code of the criterion.
    pub criterion: String,
}

/// Reads the agreed answers given.
pub(super) fn read(set: &CriteriaSet, given: &[Given]) -> Result<Answers, Vec<TallyProblem>> {
    Answers::parse_agreed(set, given)
        .map_err(|faults| faults.into_iter().map(TallyProblem::Agreed).collect())
}

/// The answers agreed on, and the codes of the marked criteria on which the ballots differ and
/// nothing was given.
pub(super) fn reached(
    set: &CriteriaSet,
    ballots: &[&Ballot],
    given: Answers,
) -> (Answers, Vec<String>) {
    let (mut agreed, mut differing) = (given, Vec::new());
    for criterion in set.criteria().filter(|criterion| criterion.is_marked()) {
        let code = &criterion.code;
        if agreed.choice(code).is_some() {
            continue;
        }
        let given: BTreeSet<_> = ballots
            .iter()
            .filter_map(|ballot| ballot.answers.choice(code))
            .collect();
        match given.first() {
            Some(&choice) if given.len() == 1 => agreed.set(code, choice),
            None => {}
            Some(_) => differing.push(code.clone()),
        }
    }
    (agreed, differing)
}

/// The codes of the criteria on which an answer was given that no ballot says.
pub(super) fn on_no_ballot(ballots: &[&Ballot], given: &Answers) -> Vec<String> {
    let said = |code: &str, choice| {
        let mut ballots = ballots.iter();
        ballots.any(|ballot| ballot.answers.choice(code) == Some(choice))
    };
    let unheard = given.iter().filter(|(code, choice)| !said(code, *choice));
    unheard.map(|(code, _)| code.to_owned()).collect()
}

/// What each ballot says other than was agreed.
pub(super) fn contradictions(ballots: &[&Ballot], agreed: &Answers) -> Vec<Contradiction> {
    let contradicts = |ballot: &&Ballot| {
        let member = ballot.member.clone();
        let differing = agreed
            .iter()
            .filter(|(code, choice)| ballot.answers.choice(code) != Some(*choice));
        let codes: Vec<String> = differing.map(|(code, _)| code.to_owned()).collect();
        codes.into_iter().map(move |criterion| Contradiction {
            member: member.clone(),
            criterion,
        })
    };
    ballots.iter().flat_map(contradicts).collect()
}
