//! A register of producers, products and certificates, from a file into the services.

mod batch;
mod calling;
pub(crate) mod columns;
#[cfg(test)]
mod fuzz;
pub(crate) mod load;
pub(crate) mod mapping;
pub(crate) mod register;
pub(crate) mod report;
mod sheet;
mod verdict;
