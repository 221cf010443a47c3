//! Lots.

use chrono::NaiveDate;
use uuid::Uuid;

use super::{LotId, Making};
use crate::product::HeldCertificate;

/// Whose a lot is, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The producer who made it.
    pub producer_id: Uuid,
    /// Code of the place where the producer was.
    pub place_code: String,
    /// Code of the province.
    pub province_code: String,
    /// The day for which both were said.
    pub place_on: NaiveDate,
}

/// What happened to a lot as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It came to be.
    Recorded,
    /// An event by which it came to be was declared in error.
    Corrected,
}

/// What happened to a lot as a whole, and what it is since then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What happened.
    pub change: Change,
    /// The lot since then.
    pub fact: Box<Fact>,
}

/// A lot as its events describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its id in the catalog.
    pub id: Uuid,
    /// Its id.
    pub lot: LotId,
    /// Whose it is.
    pub origin: Origin,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// What is known of its making.
    pub making: Making,
    /// The stars that its product had on that day, as far as was known when it was recorded.
    pub star: u32,
    /// Whether every event by which it came to be was declared in error.
    pub declared_in_error: bool,
}

/// A lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Its id in the catalog.
    pub id: Uuid,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// Its id.
    pub lot: LotId,
    /// Whose it is.
    pub origin: Origin,
    /// The day on which it was made.
    pub made_on: NaiveDate,
    /// What is known of its making.
    pub making: Making,
    /// The certificate that its product had on that day, as far as was known when it was recorded, and its stars.
    pub certified: Option<(Uuid, u32)>,
    /// Whether every event by which it came to be was declared in error.
    pub declared_in_error: bool,
}

/// The stars of the certificate that a product holds, for a lot of this day.
fn certified(held: Option<&HeldCertificate>, made_on: NaiveDate) -> Option<(Uuid, u32)> {
    held.filter(|held| held.star_on(made_on) > 0)
        .map(|held| (held.id, held.star))
}

impl Lot {
    /// Records a lot that came to be. `held` is the certificate of its product that is known now.
    pub fn record(
        id: Uuid,
        lot: LotId,
        origin: Origin,
        made_on: NaiveDate,
        making: Making,
        held: Option<&HeldCertificate>,
    ) -> Self {
        let certified = certified(held, made_on);
        let mut lot = Self {
            id,
            events: Vec::new(),
            lot,
            origin,
            made_on,
            making,
            certified,
            declared_in_error: false,
        };
        lot.note(Change::Recorded);
        lot
    }

    fn note(&mut self, change: Change) {
        let fact = Fact {
            id: self.id,
            lot: self.lot.clone(),
            origin: self.origin.clone(),
            made_on: self.made_on,
            making: self.making.clone(),
            star: self.certified.map_or(0, |(_, star)| star),
            declared_in_error: self.declared_in_error,
        };
        let fact = Box::new(fact);
        self.events.push(Event { change, fact });
    }

    /// Says how it came to be by the events that still count: the day, what is known of it, and the certificate of its product that
    /// is known now. With none left it was recorded in error, and keeps what was said of it.
    pub fn restate(&mut self, made: Option<(NaiveDate, Making, Option<&HeldCertificate>)>) {
        let before = (self.declared_in_error, self.made_on, self.making.clone());
        self.declared_in_error = made.is_none();
        if let Some((made_on, making, held)) = made {
            if made_on != self.made_on || making.product != self.making.product {
                self.certified = certified(held, made_on);
            }
            self.made_on = made_on;
            self.making = making;
        }
        if before != (self.declared_in_error, self.made_on, self.making.clone()) {
            self.note(Change::Corrected);
        }
    }

    /// The stars of its product on the day on which it was made; 0 if it was not certified then. The newest certificate decides for
    /// the days that it is about; of earlier ones the catalog keeps what it knew when the lot was recorded.
    pub fn star(&self, newest: Option<&HeldCertificate>) -> u32 {
        let now = newest.map_or(0, |held| held.star_on(self.made_on));
        match (self.certified, newest) {
            (Some((id, _)), Some(held)) if held.id == id => now,
            (Some((_, star)), _) if now == 0 => star,
            _ => now,
        }
    }
}
