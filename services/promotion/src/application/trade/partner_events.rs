//! Which events of trade are delivered to partners.

use uuid::Uuid;

use crate::application::delivery::PartnerAggregate;
use crate::domain::subscription::EventKind;
use crate::domain::trade::{Deal, Invitation, Offer, TradeMatch};

impl PartnerAggregate for Offer {
    fn partner_id(&self) -> Uuid {
        self.partner_id
    }

    fn kinds(&self) -> Vec<EventKind> {
        let changes = self.events.iter().map(|event| event.change);
        changes.map(EventKind::TradeOffer).collect()
    }
}

impl PartnerAggregate for Deal {
    fn partner_id(&self) -> Uuid {
        self.partner_id
    }

    fn kinds(&self) -> Vec<EventKind> {
        let changes = self.events.iter().map(|event| event.change);
        changes.map(EventKind::TradeDeal).collect()
    }
}

impl PartnerAggregate for Invitation {
    fn partner_id(&self) -> Uuid {
        self.partner_id
    }

    fn kinds(&self) -> Vec<EventKind> {
        let changes = self.events.iter().map(|event| event.change);
        changes.map(EventKind::TradeInvitation).collect()
    }
}

impl PartnerAggregate for TradeMatch {
    fn partner_id(&self) -> Uuid {
        self.partner_id
    }

    fn kinds(&self) -> Vec<EventKind> {
        let changes = self.events.iter().map(|event| event.change);
        changes.map(EventKind::TradeMatch).collect()
    }
}
