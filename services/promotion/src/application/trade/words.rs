//! The words that a demand asks for, in names of products.

use ocop_chassis::text::folded;

use crate::domain::listing::Listing;
use crate::domain::trade::Wanted;

/// Words as they are compared: without accents, in lower case.
pub(super) struct Words(Vec<String>);

impl Words {
    pub(super) fn of(wanted: &Wanted) -> Self {
        let words = folded(&wanted.words);
        Self(words.split_whitespace().map(str::to_owned).collect())
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.len()
    }

    /// How many of them the name of a product has.
    pub(super) fn found(&self, listing: &Listing) -> usize {
        let name = folded(&listing.product.name);
        let found = self
            .0
            .iter()
            .filter(|word| name.split_whitespace().any(|one| one == **word));
        found.count()
    }
}
