mod bounds;

use std::collections::{BTreeMap, HashSet};
use std::sync::{Arc, LazyLock};

use proptest::prelude::*;
use proptest::sample::subsequence;

use super::*;
use crate::listing::{Branch, CertificateFact, Product, Star};
use crate::samples::*;

/// A window from a day to a day.
fn days(from: &str, to: &str) -> Window {
    Window {
        from: day(from),
        to: day(to),
    }
}

fn terms() -> Terms {
    Terms {
        name: "Top 2 sản phẩm OCOP".into(),
        year: 2026,
        size: 2,
        share: Share { least: 1, most: 5 },
        nominating: days("2026-11-20", "2026-11-30"),
        voting: days("2026-12-01", "2026-12-10"),
        community_weight: 40,
        choices: 2,
        excluded: [Branch::Tourism].into(),
        council: ["an", "binh", "chi"].map(str::to_owned).into(),
    }
}

fn planned(terms: Terms) -> TopList {
    TopList::plan(Uuid::from_u128(700), ("51".into(), today()), terms)
}

fn binh_son() -> Commune {
    let place = fish_sauce().place;
    Commune {
        code: place.code,
        said_on: place.said_on,
    }
}

fn product(n: u128) -> Product {
    Product {
        id: Uuid::from_u128(n),
        name: format!("Sản phẩm {n}"),
        ..fish_sauce()
    }
}

fn given(n: u128, decided: &str) -> CertificateFact {
    let mut certificate = certificate(n, Star::Three, decided);
    certificate.certified = certified(product(n));
    CertificateFact {
        product: product(n),
        ..granted(&certificate)
    }
}

/// The n-th product with a certificate that was decided on a day, for 36 months.
fn listed(n: u128, decided: &str) -> Listing {
    let mut listing = Listing::of(product(n));
    listing.apply(given(n, decided), 1, today());
    listing
}

/// The same, revoked on a day.
fn revoked_on(n: u128, day: &str) -> Listing {
    let mut listing = listed(n, "2026-06-01");
    let fact = given(n, "2026-06-01");
    let standing = revoked(&fact.certificate, day).standing;
    let revoked = CertificateFact { standing, ..fact };
    listing.apply(revoked, 2, today());
    listing
}

fn by_id(listings: &[Listing]) -> HashMap<Uuid, &Listing> {
    let listings = listings.iter();
    listings
        .map(|listing| (listing.product.id, listing))
        .collect()
}

fn proposals(products: impl IntoIterator<Item = u128>) -> Vec<Proposal> {
    let proposal = |n| Proposal {
        product_id: Uuid::from_u128(n),
        renewal: None,
    };
    products.into_iter().map(proposal).collect()
}

/// The units of the program, and a day.
fn known_on(day: NaiveDate) -> (&'static Places, NaiveDate) {
    static PLACES: LazyLock<Arc<Places>> = LazyLock::new(ocop_places::built_in);
    (&PLACES, day)
}

/// A list with these products nominated by one commune.
fn nominated(products: &[Listing]) -> TopList {
    let mut list = planned(terms());
    let proposals: Vec<Proposal> = products
        .iter()
        .map(|listing| Proposal {
            product_id: listing.product.id,
            renewal: None,
        })
        .collect();
    list.nominate(&binh_son(), &proposals, &by_id(products), known_on(today()))
        .unwrap();
    list
}

fn sound(products: impl IntoIterator<Item = u128>) -> Vec<Listing> {
    let listed = |n| listed(n, "2026-06-01");
    products.into_iter().map(listed).collect()
}

fn points(given: &[(u128, u32)]) -> BTreeMap<Uuid, u32> {
    let given = given.iter();
    given
        .map(|(n, points)| (Uuid::from_u128(*n), *points))
        .collect()
}

fn ballots(chosen: &[(u128, u64)]) -> Ballots {
    Ballots {
        voters: chosen.iter().map(|(_, votes)| votes).sum(),
        record: "ab".into(),
        chosen: chosen
            .iter()
            .map(|(n, votes)| (Uuid::from_u128(*n), *votes))
            .collect(),
    }
}

fn won(list: &TopList) -> Vec<u128> {
    list.winners()
        .map(|ranked| ranked.product_id.as_u128())
        .collect()
}

#[test]
fn everything_that_is_wrong_with_what_a_commune_proposes_is_told_at_once() {
    let mut terms = terms();
    terms.share = Share { least: 5, most: 5 };
    let mut tour = listed(3, "2026-06-01");
    tour.product.criteria_set = set(26);
    let mut elsewhere = listed(4, "2026-06-01");
    elsewhere.product.place.code = "20965".into();
    elsewhere.product.place.province_code = "48".into();
    // The second certificate ends while votes are cast.
    let known = [
        listed(1, "2026-06-01"),
        listed(2, "2023-12-05"),
        tour,
        elsewhere,
    ];
    let mut list = planned(terms);
    let proposed = proposals([1, 2, 3, 4]);
    let refused = list.nominate(&binh_son(), &proposed, &by_id(&known), known_on(today()));
    let Err(Refusal::Ineligible(problems)) = refused else {
        panic!("{refused:?}");
    };
    let of = |n, defect| Problem::Product(Uuid::from_u128(n), defect);
    assert_eq!(
        problems,
        [
            Problem::Count {
                given: 4,
                least: 5,
                most: 5
            },
            of(2, Defect::NotRecognised(day("2026-12-05"))),
            of(3, Defect::Excluded(Branch::Tourism)),
            of(4, Defect::Elsewhere),
        ]
    );
    assert!(list.nominations.is_empty());
}

#[test]
fn a_product_in_renewal_in_the_year_may_be_nominated_though_its_term_ends_before_the_vote() {
    let ended = listed(2, "2023-02-01");
    let mut list = planned(terms());
    let renewed = |n| Proposal {
        renewal: Some("12/HS-2026".into()),
        ..proposals([n]).remove(0)
    };
    let known = [ended];
    let bare = list.nominate(
        &binh_son(),
        &proposals([2]),
        &by_id(&known),
        known_on(today()),
    );
    assert!(matches!(bare, Err(Refusal::Ineligible(_))));
    list.nominate(
        &binh_son(),
        &[renewed(2)],
        &by_id(&known),
        known_on(today()),
    )
    .unwrap();
    // One that ended the year before, and one that was revoked, are not.
    for gone in [listed(3, "2022-06-01"), revoked_on(3, "2026-10-01")] {
        let known = [gone];
        let refused = list.nominate(
            &binh_son(),
            &[renewed(3)],
            &by_id(&known),
            known_on(today()),
        );
        let Err(Refusal::Ineligible(problems)) = refused else {
            panic!("{refused:?}");
        };
        let defect = Defect::NotRecognisedInYear(2026);
        assert_eq!(problems, [Problem::Product(Uuid::from_u128(3), defect)]);
    }
}

#[test]
fn a_commune_nominates_anew_in_its_time_and_what_was_withdrawn_stays_so() {
    let known = sound([1, 2, 3]);
    let mut list = nominated(&known[..2]);
    list.withdraw(Uuid::from_u128(1), "chủ thể xin rút".into())
        .unwrap();
    let again = list.nominate(
        &binh_son(),
        &proposals([1, 3]),
        &by_id(&known),
        known_on(today()),
    );
    assert_eq!(again, Err(Refusal::NotNominated(Uuid::from_u128(1))));
    list.nominate(
        &binh_son(),
        &proposals([3]),
        &by_id(&known),
        known_on(today()),
    )
    .unwrap();
    let standing: Vec<u128> = list
        .standing()
        .map(|found| found.product_id.as_u128())
        .collect();
    assert_eq!(standing, [3]);
    let late = list.nominate(
        &binh_son(),
        &proposals([2]),
        &by_id(&known),
        known_on(day("2026-12-01")),
    );
    assert_eq!(late, Err(Refusal::NotNominating(terms().nominating)));
}

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

#[test]
fn a_result_needs_the_end_of_voting_and_more_than_half_of_the_council() {
    let known = sound([1, 2]);
    let mut list = nominated(&known);
    let publish =
        |list: &mut TopList, on: &str| list.publish(&ballots(&[(1, 1)]), &by_id(&known), day(on));
    let voting = publish(&mut list, "2026-12-10");
    assert_eq!(voting, Err(Refusal::StillVoting(day("2026-12-10"))));
    let all = points(&[(1, 80), (2, 70)]);
    list.score("an", all.clone(), day("2026-12-02")).unwrap();
    let (given, members) = (1, 3);
    let few = publish(&mut list, "2026-12-11");
    assert_eq!(few, Err(Refusal::CouncilMissing { given, members }));
    list.score("chi", all, day("2026-12-02")).unwrap();
    assert_eq!(publish(&mut list, "2026-12-11"), Ok(()));
    assert_eq!(publish(&mut list, "2026-12-11"), Err(Refusal::Published));
    assert_eq!(list.call_off("hoãn".into()), Err(Refusal::Published));
}

#[test]
fn points_are_exact_and_weigh_votes_against_the_council() {
    let mut list = nominated(&sound([1, 2, 3]));
    list.score(
        "an",
        points(&[(1, 100), (2, 50), (3, 0)]),
        day("2026-12-02"),
    )
    .unwrap();
    list.score(
        "binh",
        points(&[(1, 0), (2, 51), (3, 100)]),
        day("2026-12-02"),
    )
    .unwrap();
    let votes = ballots(&[(1, 1), (2, 3), (3, 2)]);
    let (ranking, denominator) = rank(&list.terms, &list.nominations, &votes, &list.sheets);
    assert_eq!(denominator, 100 * 3 * 2);
    let points: Vec<(u128, u64)> = ranking
        .iter()
        .map(|ranked| (ranked.product_id.as_u128(), ranked.points))
        .collect();
    // 40 · 100 · votes · 2 members + 60 · sum · 3 votes, over 600.
    assert_eq!(points, [(2, 42_180), (3, 34_000), (1, 26_000)]);
}

#[test]
fn a_tie_is_broken_by_the_council_then_by_votes_then_by_stars() {
    let mut four = given(4, "2026-06-01");
    four.certificate.star = Star::Four;
    let mut better = Listing::of(product(4));
    better.apply(four, 1, today());
    let known = [sound([1, 2]), vec![better]].concat();
    let mut list = nominated(&known);
    list.terms.community_weight = 50;
    let equal = ballots(&[(1, 0), (2, 10), (4, 10)]);
    let sheet = Sheet {
        member: "an".into(),
        points: points(&[(1, 100), (2, 0), (4, 0)]),
    };
    let (ranking, _) = rank(&list.terms, &list.nominations, &equal, &[sheet]);
    let order: Vec<u128> = ranking
        .iter()
        .map(|ranked| ranked.product_id.as_u128())
        .collect();
    assert!(
        ranking
            .iter()
            .all(|ranked| ranked.points == ranking[0].points)
    );
    assert_eq!(order, [1, 4, 2]);
}

#[test]
fn what_lapses_before_honouring_is_left_out_and_the_next_takes_its_place() {
    let mut list = nominated(&sound([1, 2, 3, 4]));
    let all = points(&[(1, 90), (2, 80), (3, 70), (4, 60)]);
    for member in ["an", "binh"] {
        list.score(member, all.clone(), day("2026-12-02")).unwrap();
    }
    let gone = revoked_on(1, "2026-12-05");
    let known = [vec![gone.clone()], sound([2, 3, 4])].concat();
    list.publish(&ballots(&[(1, 50)]), &by_id(&known), day("2026-12-11"))
        .unwrap();
    assert_eq!(won(&list), [2, 3]);
    let known = [vec![gone, revoked_on(3, "2026-12-15")], sound([2, 4])].concat();
    list.honour("99/QĐ-UBND".into(), &by_id(&known), day("2026-12-20"))
        .unwrap();
    assert_eq!(won(&list), [2, 4]);
    let left_out: Vec<(u128, NaiveDate)> = list
        .outcome()
        .unwrap()
        .omissions
        .iter()
        .map(|omission| (omission.product_id.as_u128(), omission.found_on))
        .collect();
    assert_eq!(left_out, [(1, day("2026-12-11")), (3, day("2026-12-20"))]);
    let again = list.honour("99/QĐ-UBND".into(), &by_id(&known), day("2026-12-20"));
    assert_eq!(again, Err(Refusal::Honoured));
}

#[test]
fn what_communes_went_by_is_not_changed_once_they_have_nominated() {
    let mut list = planned(terms());
    let longer = Terms {
        voting: days("2026-12-01", "2026-12-20"),
        ..terms()
    };
    assert_eq!(list.update(longer.clone()), Ok(()));
    let mut list = nominated(&sound([1]));
    assert_eq!(list.update(longer), Err(Refusal::Begun));
    let renamed = Terms {
        name: "Top 2".into(),
        council: ["an".to_owned()].into(),
        ..terms()
    };
    assert_eq!(list.update(renamed.clone()), Ok(()));
    list.score("an", points(&[(1, 50)]), day("2026-12-02"))
        .unwrap();
    let other = Terms {
        council: ["binh".to_owned()].into(),
        ..renamed
    };
    assert_eq!(list.update(other), Err(Refusal::Begun));
}

/// Sheets and votes for five products.
fn scored() -> impl Strategy<Value = (Vec<Vec<u32>>, Vec<u64>)> {
    let sheet = prop::collection::vec(0_u32..=100, 5);
    (
        prop::collection::vec(sheet, 2..=3),
        prop::collection::vec(0_u64..1_000, 5),
    )
}

fn sheets_of(given: &[Vec<u32>]) -> Vec<Sheet> {
    let sheets = given.iter().zip(["an", "binh", "chi"]);
    sheets
        .map(|(given, member)| Sheet {
            member: member.to_owned(),
            points: (1..)
                .map(Uuid::from_u128)
                .zip(given.iter().copied())
                .collect(),
        })
        .collect()
}

fn chosen(votes: &[u64]) -> Ballots {
    let votes: Vec<(u128, u64)> = (1..).zip(votes.iter().copied()).collect();
    ballots(&votes)
}

proptest! {
    #[test]
    fn nominations_and_sheets_in_any_order_give_the_same_result(
        (given, votes) in scored(),
        order in Just((0..5_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let list = nominated(&sound(1..=5));
        let sheets = sheets_of(&given);
        let votes = chosen(&votes);
        let one = rank(&list.terms, &list.nominations, &votes, &sheets);
        let shuffled: Vec<Nomination> =
            order.iter().map(|at| list.nominations[*at].clone()).collect();
        let reversed: Vec<Sheet> = sheets.into_iter().rev().collect();
        prop_assert_eq!(one, rank(&list.terms, &shuffled, &votes, &reversed));
    }

    #[test]
    fn no_product_that_is_not_recognised_or_was_withdrawn_is_in_the_result_and_the_others_keep_their_order(
        (given, votes) in scored(),
        revoked in subsequence(vec![1_u128, 2, 3, 4, 5], 0..=3),
        later in subsequence(vec![1_u128, 2, 3, 4, 5], 0..=3),
        withdrawn in prop::option::of(1_u128..=5),
    ) {
        let mut list = nominated(&sound(1..=5));
        if let Some(n) = withdrawn {
            list.withdraw(Uuid::from_u128(n), "rút".into()).unwrap();
        }
        list.sheets = sheets_of(&given);
        let known = |gone: &[&[u128]]| -> Vec<Listing> {
            (1..=5)
                .map(|n| if gone.iter().any(|gone| gone.contains(&n)) {
                    revoked_on(n, "2026-12-05")
                } else {
                    listed(n, "2026-06-01")
                })
                .collect()
        };
        let (ranking, _) = rank(&list.terms, &list.nominations, &chosen(&votes), &list.sheets);
        list.publish(&chosen(&votes), &by_id(&known(&[&revoked])), day("2026-12-11")).unwrap();
        let all_gone = known(&[&revoked, &later]);
        list.honour("99/QĐ".into(), &by_id(&all_gone), day("2026-12-20")).unwrap();
        let sound = |n: &u128| {
            !revoked.contains(n) && !later.contains(n) && withdrawn != Some(*n)
        };
        let expected: Vec<u128> = ranking
            .iter()
            .map(|ranked| ranked.product_id.as_u128())
            .filter(sound)
            .take(2)
            .collect();
        prop_assert_eq!(won(&list), expected);
    }

    #[test]
    fn points_lie_between_nothing_and_a_hundred((given, votes) in scored()) {
        let list = nominated(&sound(1..=5));
        let (ranking, denominator) =
            rank(&list.terms, &list.nominations, &chosen(&votes), &sheets_of(&given));
        for ranked in &ranking {
            prop_assert!(ranked.points <= 100 * denominator);
        }
        prop_assert!(ranking.is_sorted_by_key(|ranked| std::cmp::Reverse(ranked.points)));
    }
}
