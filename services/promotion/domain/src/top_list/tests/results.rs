//! How a result comes about, and what lapses after it.

use super::*;

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
fn a_list_that_nobody_can_nominate_for_is_not_planned() {
    let plan = |today: &str| {
        let province = ("51".into(), day(today));
        TopList::plan(Uuid::from_u128(700), province, terms())
    };
    assert!(plan("2026-11-30").is_ok());
    let over = Refusal::NominatingOver(day("2026-11-30"));
    assert_eq!(plan("2026-12-01").unwrap_err(), over);
    let mut list = planned(terms());
    let renamed = Terms {
        name: "Top 3".into(),
        ..terms()
    };
    list.update(renamed, day("2026-12-01")).unwrap();
    let earlier = Terms {
        nominating: days("2026-11-20", "2026-11-29"),
        ..terms()
    };
    let over = Refusal::NominatingOver(day("2026-11-29"));
    assert_eq!(list.update(earlier, day("2026-12-01")), Err(over));
}

#[test]
fn a_list_without_a_nomination_is_not_published_and_one_without_a_recognised_product_not_honoured()
{
    let alone = Terms {
        community_weight: 100,
        ..terms()
    };
    let on = day("2026-12-11");
    let mut empty = planned(alone.clone());
    let published = empty.publish(&ballots(&[]), &HashMap::new(), on);
    assert_eq!(published, Err(Refusal::NothingNominated));
    let known = sound([1]);
    let mut list = planned(alone);
    list.nominate(
        &binh_son(),
        &proposals([1]),
        &by_id(&known),
        known_on(today()),
    )
    .unwrap();
    list.publish(&ballots(&[(1, 1)]), &by_id(&known), on)
        .unwrap();
    let gone = [revoked_on(1, "2026-12-11")];
    let honoured = list.honour("QĐ-1".into(), &by_id(&gone), on);
    assert_eq!(honoured, Err(Refusal::NothingToHonour));
    assert_eq!(list.outcome().unwrap().omissions, []);
    list.honour("QĐ-1".into(), &by_id(&known), on).unwrap();
}
