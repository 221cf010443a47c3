//! Merging records of the same producer or product: one is kept, and the other is absorbed by it.
//!
//! Of what both say, the kept one's stands; what it does not say is taken from the absorbed one. Where they contradict each
//! other in what counts, the caller decides. Nothing is lost: the absorbed record keeps its history, and its id, its numbers
//! and its names lead to the kept one. A merge cannot be undone.

mod choices;
mod producers;
mod products;
mod refusal;

pub use choices::{Choices, Field, Side};
pub use producers::{NumbersLeft, absorb_producer};
pub use products::{MOST_FILES, absorb_product};
pub use refusal::{Obstacle, Refusal};

/// The kept text, or the other if the kept record says nothing.
fn or(kept: &mut String, absorbed: &str) {
    if kept.is_empty() {
        absorbed.clone_into(kept);
    }
}

#[cfg(test)]
mod tests;
