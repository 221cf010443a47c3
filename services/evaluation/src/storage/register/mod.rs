//! Local copies of the producers and products that the catalog registers: their tables.

pub(crate) mod producers;
pub(crate) mod products;
