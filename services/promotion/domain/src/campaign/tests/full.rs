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
