//! Who chooses and who scores, and what.

use std::collections::HashSet;

use super::*;

#[test]
fn a_voter_chooses_nominated_products_while_votes_are_cast() {
    let poll = Poll {
        state: State::Open,
        voting: terms().voting,
        choices: 2,
    };
    let nominated: HashSet<Uuid> = [1, 2, 3].map(Uuid::from_u128).into();
    let admit = |chosen: &[u128], on| {
        let chosen = chosen.iter().copied().map(Uuid::from_u128).collect();
        poll.admit(&chosen, &nominated, on)
    };
    let first = day("2026-12-01");
    assert_eq!(admit(&[1, 2], first), Ok(()));
    assert_eq!(admit(&[1], day("2026-12-10")), Ok(()));
    assert_eq!(
        admit(&[1], day("2026-12-11")),
        Err(Refusal::NotVoting(poll.voting))
    );
    assert_eq!(admit(&[1, 2, 3], first), Err(Refusal::TooManyChoices(2)));
    assert_eq!(admit(&[], first), Err(Refusal::TooManyChoices(2)));
    assert_eq!(
        admit(&[4], first),
        Err(Refusal::NotNominated(Uuid::from_u128(4)))
    );
}

#[test]
fn a_member_of_the_council_scores_exactly_what_is_nominated() {
    let mut list = nominated(&sound([1, 2]));
    let vote = day("2026-12-01");
    let all = points(&[(1, 80), (2, 70)]);
    let early = list.score("an", all.clone(), today());
    assert_eq!(early, Err(Refusal::NotScoring(vote)));
    let stranger = list.score("dung", all.clone(), vote);
    assert_eq!(stranger, Err(Refusal::NotAMember));
    let partly = list.score("an", points(&[(1, 80), (9, 10)]), vote);
    let (missing, unknown) = (1, 1);
    assert_eq!(partly, Err(Refusal::SheetIncomplete { missing, unknown }));
    for points in [all.clone(), points(&[(1, 90), (2, 70)])] {
        list.score("an", points, vote).unwrap();
    }
    assert_eq!(list.sheets.len(), 1);
}
