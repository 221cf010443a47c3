use super::*;
use crate::council::conflict::tests::conflict;
use crate::council::tests::council_of;
use crate::criteria::scoring::tests::{best_but, best_of, given, set};

/// A ballot of a member with these answers, in the first vote of the council of the tests.
pub(crate) fn ballot(set: &CriteriaSet, member: &str, answers: Answers) -> Ballot {
    Ballot {
        id: Uuid::from_u128(0xB0),
        dossier_id: Uuid::from_u128(0xD0),
        council_id: Uuid::from_u128(0xC0),
        attempt: 1,
        member: member.to_owned(),
        total: total(set, &answers),
        answers,
        comment: String::new(),
        cast_at: DateTime::UNIX_EPOCH,
        withdrawn: None,
    }
}

fn submission<'a>(member: &'a str, answers: &'a [Given]) -> Submission<'a> {
    Submission {
        id: Uuid::from_u128(1),
        member,
        answers,
        comment: "Mùi rất thơm",
        at: DateTime::UNIX_EPOCH,
        on: "2026-06-05".parse().unwrap(),
    }
}

/// The vote of a number on the dossier of the tests.
fn numbered(attempt: u32) -> OpenVote {
    OpenVote {
        dossier_id: Uuid::from_u128(0xD0),
        attempt,
    }
}

fn cast(
    vote: OpenVote,
    before: &[Ballot],
    member: &str,
    answers: &[Given],
) -> Result<Ballot, Refusal> {
    let voting = Voting {
        vote,
        council: &council_of(5),
        set: &set(9),
        case: None,
        cast: before,
        conflicts: &[conflict("m4")],
    };
    Ballot::cast(voting, submission(member, answers))
}

#[test]
fn a_member_scores_a_dossier_in_its_round() {
    let set = set(9);
    let answers = best_but(&set, &[("11", 1)]);
    let ballot = cast(numbered(1), &[], "m2", &given(&answers)).unwrap();
    assert_eq!((ballot.total, ballot.answers), (98, answers));
    assert_eq!(
        (ballot.attempt, ballot.council_id),
        (1, Uuid::from_u128(0xC0))
    );
}

#[test]
fn a_second_ballot_of_the_same_member_in_one_vote_is_refused() {
    let set = set(9);
    let first = ballot(&set, "m2", best_of(&set));
    let second = cast(numbered(1), &[first], "m2", &given(&best_of(&set)));
    assert_eq!(
        second,
        Err(Refusal::VotedAlready {
            subject: "m2".into()
        })
    );
}

#[test]
fn a_member_votes_anew_in_the_next_vote_and_in_another_council() {
    let set = set(9);
    let first = ballot(&set, "m2", best_of(&set));
    let before = std::slice::from_ref(&first);
    let second = cast(numbered(2), before, "m2", &given(&best_of(&set)));
    assert_eq!(second.unwrap().attempt, 2);
    let elsewhere = Ballot {
        council_id: Uuid::from_u128(0xC1),
        ..first
    };
    let here = cast(numbered(1), &[elsewhere], "m2", &given(&best_of(&set)));
    assert!(here.is_ok());
}

#[test]
fn a_stranger_does_not_vote() {
    let vote = cast(numbered(1), &[], "m6", &given(&best_of(&set(9))));
    assert_eq!(
        vote,
        Err(Refusal::NotAMember {
            subject: "m6".into()
        })
    );
}

#[test]
fn a_member_who_has_left_does_not_vote_any_more() {
    let (set, mut council) = (set(9), council_of(5));
    council.members[1].left_on = Some("2026-06-05".parse().unwrap());
    let voting = Voting {
        vote: numbered(1),
        council: &council,
        set: &set,
        case: None,
        cast: &[],
        conflicts: &[],
    };
    let answers = given(&best_of(&set));
    let today = Ballot::cast(voting, submission("m2", &answers));
    assert!(matches!(today, Err(Refusal::NotAMember { .. })));
    let the_day_before = Submission {
        on: "2026-06-04".parse().unwrap(),
        ..submission("m2", &answers)
    };
    assert!(Ballot::cast(voting, the_day_before).is_ok());
}

#[test]
fn a_member_with_a_conflict_of_interest_does_not_vote() {
    let vote = cast(numbered(1), &[], "m4", &given(&best_of(&set(9))));
    assert_eq!(
        vote,
        Err(Refusal::ConflictDeclared {
            subject: "m4".into()
        })
    );
}

#[test]
fn a_ballot_that_is_not_whole_is_refused_with_all_its_faults() {
    let Err(Refusal::Criteria(criteria::Refusal::Answers(problems))) =
        cast(numbered(1), &[], "m2", &[])
    else {
        panic!("an empty ballot was taken")
    };
    assert_eq!(problems.len(), 31);
}

#[test]
fn a_ballot_is_taken_back_by_its_member_alone_and_another_may_be_cast() {
    let set = set(9);
    let council = council_of(5);
    let vote = OpenVote {
        dossier_id: Uuid::from_u128(0xD0),
        attempt: 1,
    };
    let by = |member: &str| Withdrawal {
        reason: "Nhầm hồ sơ".to_owned(),
        by: member.to_owned(),
        at: DateTime::UNIX_EPOCH,
    };
    let cast = [ballot(&set, "m2", best_of(&set))];
    let subject = "m3".to_owned();
    assert_eq!(
        Ballot::withdraw(vote, council.id, &cast, by("m3")),
        Err(Refusal::NoBallot { subject })
    );
    let withdrawn = Ballot::withdraw(vote, council.id, &cast, by("m2")).unwrap();
    assert_eq!(withdrawn.withdrawn, Some(by("m2")));
    let cast = [withdrawn];
    assert_eq!(of_vote(&cast, council.id, 1).count(), 0);
    let answers = given(&best_of(&set));
    let voting = Voting {
        vote,
        council: &council,
        set: &set,
        case: None,
        cast: &cast,
        conflicts: &[],
    };
    assert!(Ballot::cast(voting, submission("m2", &answers)).is_ok());
    // What was taken back is not taken back twice.
    let again = Ballot::withdraw(vote, council.id, &cast, by("m2"));
    assert!(matches!(again, Err(Refusal::NoBallot { .. })));
}

#[test]
fn a_ballot_answers_the_case_that_the_dossier_is_of() {
    let set = set(26);
    let choose = |code: &str, of_case: &str| match code {
        "8" | "9" | "15" => of_case.to_owned(),
        _ => "a".to_owned(),
    };
    let ballot = |of_case: &str| {
        let answers = set.criteria().map(|criterion| Given {
            criterion: criterion.code.clone(),
            option: choose(&criterion.code, of_case),
        });
        let voting = Voting {
            vote: numbered(1),
            council: &council_of(5),
            set: &set,
            case: Some(Case::A),
            cast: &[],
            conflicts: &[],
        };
        Ballot::cast(voting, submission("m2", &answers.collect::<Vec<_>>()))
    };
    assert!(ballot("a").is_ok());
    let other = |code: &str| criteria::answers::AnswerProblem::OtherCase {
        criterion: code.to_owned(),
    };
    let refused = criteria::Refusal::Answers(["8", "9", "15"].map(other).to_vec());
    assert_eq!(ballot("c"), Err(refused.into()));
}
