//! Local copies of the producers and products that the catalog registers: on the wire.

pub(crate) mod places;
pub(crate) mod producers;
pub(crate) mod products;

#[cfg(test)]
mod tests {
    use ocop_proto::topology;

    use crate::storage::register;

    #[test]
    fn the_store_knows_the_consumers_by_their_names() {
        assert_eq!(register::PRODUCTS, topology::EVALUATION_PRODUCTS.name);
        assert_eq!(register::PRODUCERS, topology::EVALUATION_PRODUCERS.name);
    }
}
