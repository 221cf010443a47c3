//! How much a campaign takes.

use super::*;

fn products(first: u128, many: usize) -> Vec<Uuid> {
    (first..).take(many).map(Uuid::from_u128).collect()
}

/// Admits the n-th producer with so many products, all of them certified.
fn show(campaign: &mut Campaign, n: u128, many: usize) -> Result<(), Refusal> {
    let producer = Uuid::from_u128(n);
    let mut of_producer = open();
    of_producer.product.producer_id = producer;
    let shown = products(n << 32, many);
    let listings = shown.iter().map(|id| (*id, &of_producer)).collect();
    campaign.admit(producer, &shown, &listings, today())
}

#[test]
fn exactly_as_many_products_as_it_may_show_are_taken() {
    let mut fair = fair();
    show(&mut fair, 1, MAX_SHOWN - 3).unwrap();
    show(&mut fair, 2, 2).unwrap();
    assert_eq!(show(&mut fair, 3, 2), Err(Refusal::TooMuchShown));
    // What a producer showed before counts no more once it shows something else.
    assert_eq!(show(&mut fair, 2, 3), Ok(()));
    assert_eq!(show(&mut fair, 2, 4), Err(Refusal::TooMuchShown));
    assert_eq!(
        show(&mut fair, 1, MAX_SHOWN - 2),
        Err(Refusal::TooMuchShown)
    );
    assert_eq!(fair.participants.len(), 2);
}

#[test]
fn of_a_merged_producer_the_kept_one_shows_and_sold_what_both_did() {
    let mut fair = fair();
    for n in [1, 2, 3] {
        show(&mut fair, n, 1).unwrap();
    }
    let there = |campaign: &mut Campaign, n: u128, document: &str| {
        let came = Outcome {
            document: document.into(),
            ..outcome(5)
        };
        campaign.attended(Uuid::from_u128(n), came).unwrap();
    };
    there(&mut fair, 1, "15/BB-SCT");
    there(&mut fair, 2, "16/BB-SCT");
    fair.events.clear();
    let (first, second, third) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
    fair.follow_merge(first, second);
    fair.follow_merge(first, second);
    assert_eq!(changes(&fair), ["updated"]);
    let ids: Vec<Uuid> = fair
        .participants
        .iter()
        .map(|one| one.producer_id)
        .collect();
    assert_eq!(ids, [second, third]);
    let kept = &fair.participants[0];
    assert_eq!(
        kept.products,
        [products(2 << 32, 1), products(1 << 32, 1)].concat()
    );
    let expected = Outcome {
        sales_vnd: 10_000_000,
        contracts: 4,
        contracts_vnd: 600_000_000,
        document: "16/BB-SCT; 15/BB-SCT".into(),
        ..outcome(0)
    };
    assert_eq!(kept.outcome, Some(expected));
    assert_eq!(fair.events[0].fact.attended.len(), 1);
    // One that alone takes part, or alone was there, is the kept one with what it did.
    fair.follow_merge(third, Uuid::from_u128(4));
    fair.follow_merge(second, Uuid::from_u128(4));
    let [only] = fair.participants.as_slice() else {
        panic!("{:?}", fair.participants)
    };
    assert_eq!(
        (only.producer_id, only.products.len()),
        (Uuid::from_u128(4), 3)
    );
    assert_eq!(only.outcome.as_ref().unwrap().contracts, 4);
}
