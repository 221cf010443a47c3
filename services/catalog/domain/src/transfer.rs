//! Transfers: the offer to move a product or a producer to another place, which the other side accepts.
//!
//! ```text
//! proposed ─┬→ accepted   (and the move is done)
//!           ├→ declined   (by the other side)
//!           └→ withdrawn  (by whoever proposed it)
//! ```

use chrono::NaiveDate;
use strum::{Display, EnumString};
use uuid::Uuid;

use crate::place::Location;

/// Why a rule of transfers says no.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no offer with this id.
    #[error("there is no transfer with the id {0}")]
    Unknown(Uuid),
    /// It goes where it is.
    #[error("it is in this place already")]
    SamePlace,
    /// The offer was answered or taken back.
    #[error("the transfer is {0} and does not change any more")]
    Closed(State),
    /// What was to move is not where it was.
    #[error("what was to move is not where it was when the transfer was proposed")]
    Outdated,
}

impl Refusal {
    /// The reason as a stable word.
    pub fn reason(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "TRANSFER_UNKNOWN",
            Self::SamePlace => "TRANSFER_TO_SAME_PLACE",
            Self::Closed(_) => "TRANSFER_CLOSED",
            Self::Outdated => "TRANSFER_OUTDATED",
        }
    }
}

/// Where an offer stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "snake_case")]
pub enum State {
    /// It waits for the other side.
    Proposed,
    /// It was accepted, and the move is done.
    Accepted,
    /// The other side does not want it.
    Declined,
    /// Whoever proposed it took it back.
    Withdrawn,
}

/// What moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A product.
    Product(Uuid),
    /// A producer.
    Producer(Uuid),
}

impl Subject {
    /// Its id.
    pub fn id(self) -> Uuid {
        match self {
            Self::Product(id) | Self::Producer(id) => id,
        }
    }
}

/// A place by its code, with its province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Code of the place.
    pub place_code: String,
    /// Code of its province.
    pub province_code: String,
    /// The day for which both were said.
    pub said_on: NaiveDate,
}

impl From<&Location> for Spot {
    fn from(location: &Location) -> Self {
        Self {
            place_code: location.place.code.to_string(),
            province_code: location.province.code.clone(),
            said_on: location.said_on,
        }
    }
}

/// An event of an offer: where it stands then, and the whole offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event(pub Box<Fact>);

/// An offer as its events describe it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// Its id.
    pub id: Uuid,
    /// What is offered.
    pub offer: Offer,
    /// Where it stands.
    pub state: State,
    /// Why it was closed without a move.
    pub closing_reason: String,
}

/// What is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What moves.
    pub subject: Subject,
    /// The producer that moves, or whose product does.
    pub producer_id: Uuid,
    /// Where it is.
    pub from: Spot,
    /// Where it goes.
    pub to: Spot,
    /// Whether the office proposes it, which a certified product asks for.
    pub by_office: bool,
    /// Why.
    pub reason: String,
}

/// An offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Its id.
    pub id: Uuid,
    /// What happened since it was loaded.
    pub events: Vec<Event>,
    /// What is offered.
    pub offer: Offer,
    /// Where it stands.
    pub state: State,
    /// Why it was closed without a move; empty otherwise.
    pub closing_reason: String,
}

impl Transfer {
    /// Proposes a move.
    ///
    /// # Errors
    /// [`Refusal::SamePlace`].
    pub fn propose(id: Uuid, offer: Offer) -> Result<Self, Refusal> {
        if offer.from == offer.to {
            return Err(Refusal::SamePlace);
        }
        let mut transfer = Self {
            id,
            events: Vec::new(),
            offer,
            state: State::Proposed,
            closing_reason: String::new(),
        };
        transfer.emit();
        Ok(transfer)
    }

    /// Accepts it, if what moves is still where it was.
    ///
    /// # Errors
    /// [`Refusal::Closed`], [`Refusal::Outdated`].
    pub fn accept(&mut self, is_in: &Location) -> Result<(), Refusal> {
        let outdated = Spot::from(is_in) != self.offer.from;
        if self.state == State::Proposed && outdated {
            return Err(Refusal::Outdated);
        }
        self.become_closed(State::Accepted, "")
    }

    /// Declines it.
    ///
    /// # Errors
    /// [`Refusal::Closed`].
    pub fn decline(&mut self, reason: &str) -> Result<(), Refusal> {
        self.become_closed(State::Declined, reason)
    }

    /// Takes it back.
    ///
    /// # Errors
    /// [`Refusal::Closed`].
    pub fn withdraw(&mut self, reason: &str) -> Result<(), Refusal> {
        self.become_closed(State::Withdrawn, reason)
    }

    fn become_closed(&mut self, state: State, reason: &str) -> Result<(), Refusal> {
        if self.state != State::Proposed {
            return Err(Refusal::Closed(self.state));
        }
        self.state = state;
        reason.clone_into(&mut self.closing_reason);
        self.emit();
        Ok(())
    }

    fn emit(&mut self) {
        let fact = Fact {
            id: self.id,
            offer: self.offer.clone(),
            state: self.state,
            closing_reason: self.closing_reason.clone(),
        };
        self.events.push(Event(Box::new(fact)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day() -> NaiveDate {
        "2026-11-20".parse().unwrap()
    }

    fn spot(place: &str) -> Spot {
        Spot {
            place_code: place.to_owned(),
            province_code: "51".to_owned(),
            said_on: day(),
        }
    }

    fn offer(to: &str) -> Offer {
        Offer {
            subject: Subject::Product(Uuid::nil()),
            producer_id: Uuid::nil(),
            from: spot("21040"),
            to: spot(to),
            by_office: false,
            reason: "xưởng chuyển".to_owned(),
        }
    }

    #[test]
    fn what_goes_where_it_is_does_not_move() {
        let refused = Transfer::propose(Uuid::nil(), offer("21040"));
        assert_eq!(refused, Err(Refusal::SamePlace));
    }

    #[test]
    fn an_offer_is_closed_once() {
        let mut transfer = Transfer::propose(Uuid::nil(), offer("21364")).unwrap();
        transfer.decline("không có chỗ").unwrap();
        assert_eq!(transfer.events.len(), 2);
        let closed = Err(Refusal::Closed(State::Declined));
        assert_eq!(transfer.withdraw("nhầm"), closed);
    }

    fn at(code: &str) -> Location {
        Location::find(&ocop_places::built_in(), code, day()).unwrap()
    }

    #[test]
    fn what_was_moved_meanwhile_is_not_moved_by_an_old_offer() {
        let mut transfer = Transfer::propose(Uuid::nil(), offer("21364")).unwrap();
        assert_eq!(transfer.accept(&at("21400")), Err(Refusal::Outdated));
        assert_eq!(transfer.state, State::Proposed);
        transfer.accept(&at("21040")).unwrap();
        assert_eq!(transfer.state, State::Accepted);
        assert_eq!(transfer.events.len(), 2);
        // It is where the offer took it; that the offer is closed is what is said.
        let closed = Err(Refusal::Closed(State::Accepted));
        assert_eq!(transfer.accept(&at("21364")), closed);
    }

    #[test]
    fn an_offer_is_of_a_product_or_of_a_producer() {
        let id = Uuid::from_u128(7);
        assert_eq!(Subject::Product(id).id(), id);
        assert_eq!(Subject::Producer(id).id(), id);
    }

    #[test]
    fn reasons_are_stable_words() {
        let refusals = [
            Refusal::Unknown(Uuid::nil()),
            Refusal::SamePlace,
            Refusal::Closed(State::Declined),
            Refusal::Outdated,
        ];
        assert_eq!(
            refusals.map(|refusal| refusal.reason()),
            [
                "TRANSFER_UNKNOWN",
                "TRANSFER_TO_SAME_PLACE",
                "TRANSFER_CLOSED",
                "TRANSFER_OUTDATED"
            ]
        );
    }
}
