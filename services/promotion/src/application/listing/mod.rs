//! What can happen to listings. All but their stock follows from events of other services and from dates.

mod apply_dates;
mod follow_certificates;
mod follow_merges;
mod follow_producer_merges;
mod follow_products;
mod report_stock;

pub use apply_dates::ApplyDates;
pub use follow_certificates::follow_certificates;
pub use follow_merges::follow_merges;
pub use follow_producer_merges::{MergedProducer, follow_producer_merges};
pub use follow_products::follow_products;
pub use report_stock::ReportStock;

use std::collections::HashMap;

use ocop_chassis::database::Origin;
use uuid::Uuid;

/// A fact of another service with what is known of its event.
#[derive(Clone, Debug)]
pub struct Followed<F> {
    /// What the event says.
    pub fact: F,
    /// The version of its aggregate after it.
    pub version: u64,
    /// What it leads to is caused by it.
    pub origin: Origin,
}

/// The causes of what a round leads to, by product.
pub(in crate::application) fn causes<F>(
    round: &[Followed<F>],
    product: impl Fn(&F) -> Uuid,
) -> HashMap<Uuid, Origin> {
    round
        .iter()
        .map(|followed| (product(&followed.fact), followed.origin.clone()))
        .collect()
}

/// Parts facts so that each part has at most one of every product, in the order in which they came. So a partner is
/// notified of every step of a product, also of those that arrived together.
pub(in crate::application) fn rounds<T>(
    facts: Vec<T>,
    product: impl Fn(&T) -> Uuid,
) -> Vec<Vec<T>> {
    let mut rounds: Vec<Vec<T>> = Vec::new();
    let mut seen: HashMap<Uuid, usize> = HashMap::new();
    for fact in facts {
        let before = seen.entry(product(&fact)).or_default();
        if rounds.len() == *before {
            rounds.push(Vec::new());
        }
        rounds[*before].push(fact);
        *before += 1;
    }
    rounds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_round_has_two_facts_of_a_product_and_none_is_lost_or_out_of_order() {
        let facts = vec![(1, 'a'), (1, 'b'), (2, 'c'), (1, 'd'), (2, 'e')];
        let rounds = rounds(facts, |(product, _)| Uuid::from_u128(*product));
        assert_eq!(
            rounds,
            [
                vec![(1, 'a'), (2, 'c')],
                vec![(1, 'b'), (2, 'e')],
                vec![(1, 'd')]
            ]
        );
    }
}
