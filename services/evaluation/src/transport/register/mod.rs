//! Local copies of the producers and products that the catalog registers, and of who was at which fair: on the wire.

pub(crate) mod campaigns;
pub(crate) mod growing_areas;
pub(crate) mod places;
pub(crate) mod producers;
pub(crate) mod products;
pub(crate) mod sales;
pub(crate) mod trainings;

use ocop_chassis::messaging::consumer::HandlerError;
use uuid::Uuid;

/// Into which record an event says that its own was merged.
fn merged_into(text: &str) -> Result<Option<Uuid>, HandlerError> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(HandlerError::undecodable)
}

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
