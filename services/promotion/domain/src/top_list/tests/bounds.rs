//! What is an event and what is none, and exact bounds.

use super::*;

fn changes(list: &TopList) -> Vec<String> {
    let changes = list.events.iter().map(|event| event.change.to_string());
    changes.collect()
}

#[test]
fn only_what_changes_something_is_an_event_and_an_event_holds_the_list_as_it_then_was() {
    let mut list = planned(terms());
    list.update(terms(), today()).unwrap();
    let renamed = Terms {
        name: "Top 3".into(),
        ..terms()
    };
    list.update(renamed.clone(), today()).unwrap();
    assert_eq!(changes(&list), ["planned", "updated"]);
    let [planned, updated] = list.events.as_slice() else {
        panic!("{list:?}");
    };
    assert_eq!(
        (&planned.fact.list.terms, &updated.fact.list.terms),
        (&terms(), &renamed)
    );
    assert_eq!(updated.fact.list.events, []);
}

#[test]
fn points_given_anew_replace_those_before_and_the_same_again_are_nothing_new() {
    let mut list = nominated(&sound([1, 2]));
    let score = |list: &mut TopList, first| {
        let given = points(&[(1, first), (2, 70)]);
        list.score("an", given, day("2026-12-02"))
    };
    for first in [80, 80, 60] {
        score(&mut list, first).unwrap();
    }
    assert_eq!(changes(&list), ["planned", "nominated", "scored", "scored"]);
    assert_eq!(list.sheets[0].points, points(&[(1, 60), (2, 70)]));
    let only_one = list.score("binh", points(&[(1, 60)]), day("2026-12-02"));
    let (missing, unknown) = (1, 0);
    assert_eq!(only_one, Err(Refusal::SheetIncomplete { missing, unknown }));
}

#[test]
fn a_nomination_is_found_by_its_product() {
    let list = nominated(&sound([1, 2]));
    let of = |n| {
        list.nomination(Uuid::from_u128(n))
            .map(|found| found.product_name.as_str())
    };
    assert_eq!(
        (of(1), of(2), of(3)),
        (Some("Sản phẩm 1"), Some("Sản phẩm 2"), None)
    );
}

#[test]
fn a_list_with_a_result_is_published_until_it_is_honoured() {
    let known = sound([1]);
    let mut list = nominated(&known);
    assert_eq!(list.state(), State::Open);
    for member in ["an", "chi"] {
        list.score(member, points(&[(1, 50)]), day("2026-12-02"))
            .unwrap();
    }
    let on = day("2026-12-11");
    list.publish(&ballots(&[(1, 1)]), &by_id(&known), on)
        .unwrap();
    assert_eq!(list.state(), State::Published);
    list.honour("12/QĐ-UBND".into(), &by_id(&known), on)
        .unwrap();
    assert_eq!(list.state(), State::Honoured);
}

#[test]
fn three_of_five_members_are_more_than_half_and_a_council_without_weight_need_not_score() {
    let five = |community_weight| Terms {
        council: ["an", "binh", "chi", "dung", "em"]
            .map(str::to_owned)
            .into(),
        community_weight,
        ..terms()
    };
    let known = sound([1]);
    let nominated = |terms| {
        let mut list = planned(terms);
        let (listings, on) = (by_id(&known), known_on(today()));
        list.nominate(&binh_son(), &proposals([1]), &listings, on)
            .unwrap();
        list
    };
    let countable = |list: &TopList| list.require_countable(day("2026-12-11"));
    let mut list = nominated(five(40));
    for (given, member) in ["an", "binh", "chi"].into_iter().enumerate() {
        let few = Refusal::CouncilMissing { given, members: 5 };
        assert_eq!(countable(&list), Err(few));
        list.score(member, points(&[(1, 50)]), day("2026-12-02"))
            .unwrap();
    }
    assert_eq!(countable(&list), Ok(()));
    assert_eq!(countable(&nominated(five(100))), Ok(()));
}

#[test]
fn exactly_as_many_nominations_as_a_list_holds_are_taken_and_may_be_replaced() {
    let most = MAX_NOMINATIONS as u128;
    let mut list = planned(Terms {
        share: Share {
            least: 1,
            most: MAX_NOMINATIONS + 1,
        },
        ..terms()
    });
    let known = sound(1..=most + 1);
    let mut nominate = |products: std::ops::RangeInclusive<u128>| {
        let (listings, on) = (by_id(&known), known_on(today()));
        list.nominate(&binh_son(), &proposals(products), &listings, on)
    };
    assert_eq!(nominate(1..=most), Ok(()));
    assert_eq!(nominate(2..=most + 1), Ok(()));
    assert_eq!(nominate(1..=most + 1), Err(Refusal::Full));
}

#[test]
fn a_hash_of_a_voter_is_kept_as_it_is_given() {
    assert_eq!(VoterHash::new("0a1b".into()).as_str(), "0a1b");
}

#[test]
fn each_refusal_has_a_word_of_its_own() {
    let on = today();
    let window = days("2026-12-01", "2026-12-10");
    let words = [
        (Refusal::Unknown(Uuid::nil()), "TOP_LIST_UNKNOWN"),
        (Refusal::VoteUnknown, "VOTE_UNKNOWN"),
        (Refusal::CalledOff, "TOP_LIST_CALLED_OFF"),
        (Refusal::Published, "TOP_LIST_PUBLISHED"),
        (Refusal::NotPublished, "TOP_LIST_NOT_PUBLISHED"),
        (Refusal::Honoured, "TOP_LIST_HONOURED"),
        (Refusal::Begun, "TOP_LIST_BEGUN"),
        (Refusal::NotNominating(window), "NOT_NOMINATING"),
        (Refusal::OtherProvince, "COMMUNE_OF_OTHER_PROVINCE"),
        (Refusal::Full, "TOP_LIST_FULL"),
        (Refusal::NotNominated(Uuid::nil()), "NOT_NOMINATED"),
        (
            Refusal::NominationWithdrawn(Uuid::nil()),
            "NOMINATION_WITHDRAWN",
        ),
        (Refusal::NotVoting(window), "NOT_VOTING"),
        (Refusal::TooManyChoices(2), "TOO_MANY_CHOICES"),
        (Refusal::VotedAlready, "VOTED_ALREADY"),
        (Refusal::NotAMember, "NOT_A_COUNCIL_MEMBER"),
        (Refusal::NotScoring(on), "COUNCIL_NOT_SCORING"),
        (Refusal::StillVoting(on), "STILL_VOTING"),
        (Refusal::VotesChanged(1), "VOTES_CHANGED"),
    ];
    for (refusal, word) in words {
        assert_eq!(refusal.reason(), word);
    }
}
