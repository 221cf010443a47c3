//! Where two records contradict each other, and which of them counts there.

use std::collections::BTreeMap;

use strum::{Display, EnumString};

use super::Obstacle;

/// What two records of the same thing may say differently so that somebody has to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Field {
    /// The number of the business registration, with its day; of producers.
    RegistrationNumber,
    /// The kind of participant.
    Kind,
    /// The place, with the day for which it is said.
    Place,
    /// The GLN.
    Gln,
    /// The GTIN; of products.
    Gtin,
    /// The criteria set.
    CriteriaSet,
    /// The producer.
    Producer,
}

/// One of the two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum Side {
    /// The record that is kept.
    Kept,
    /// The record that it absorbs.
    Absorbed,
}

/// What the caller decided.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices(pub BTreeMap<Field, Side>);

impl Choices {
    /// Which side counts. Without a contradiction there is nothing to decide and the kept one stands; one on which nobody
    /// decided is named among the obstacles.
    pub(super) fn side<T: PartialEq>(
        &self,
        field: Field,
        (kept, absorbed): (&T, &T),
        in_words: impl Fn(&T) -> String,
        found: &mut Vec<Obstacle>,
    ) -> Side {
        if kept == absorbed {
            return Side::Kept;
        }
        self.0.get(&field).copied().unwrap_or_else(|| {
            found.push(Obstacle::Undecided {
                field,
                kept: in_words(kept),
                absorbed: in_words(absorbed),
            });
            Side::Kept
        })
    }

    /// The value that counts of two that need not be given: a given one before none.
    pub(super) fn given<T: PartialEq + Clone>(
        &self,
        field: Field,
        (kept, absorbed): (&Option<T>, &Option<T>),
        in_words: impl Fn(&T) -> String,
        found: &mut Vec<Obstacle>,
    ) -> Option<T> {
        match (kept, absorbed) {
            (Some(own), Some(other)) => {
                let side = self.side(field, (own, other), in_words, found);
                Some(if side == Side::Kept { own } else { other }.clone())
            }
            (own, other) => own.clone().or_else(|| other.clone()),
        }
    }
}
