//! Local copies of the producers and products that the catalog registers: on the wire.

pub(crate) mod producers;
pub(crate) mod products;
