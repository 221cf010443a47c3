//! What partners are told of trade.

use uuid::Uuid;

use crate::application::delivery::Tells;
use crate::domain::subscription::EventKind;
use crate::domain::trade::{Deal, Invitation, Offer};

impl Tells for Offer {
    fn partner_id(&self) -> Uuid {
        self.partner_id
    }

    fn kinds(&self) -> Vec<EventKind> {
        let changes = self.events.iter().map(|event| event.change);
        changes.map(EventKind::TradeOffer).collect()
    }
}

impl Tells for Deal {
    fn partner_id(&self) -> Uuid {
        self.partner_id
    }

    fn kinds(&self) -> Vec<EventKind> {
        let changes = self.events.iter().map(|event| event.change);
        changes.map(EventKind::TradeDeal).collect()
    }
}

impl Tells for Invitation {
    fn partner_id(&self) -> Uuid {
        self.partner_id
    }

    fn kinds(&self) -> Vec<EventKind> {
        let changes = self.events.iter().map(|event| event.change);
        changes.map(EventKind::TradeInvitation).collect()
    }
}
