//! A register of producers, products and certificates, from a CSV file into the services.

mod calling;
pub(crate) mod columns;
pub(crate) mod load;
pub(crate) mod register;
