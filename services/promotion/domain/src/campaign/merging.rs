//! What becomes of the participants of a campaign when producers are merged.

use uuid::Uuid;

use super::{Campaign, Change, Outcome, Participant};

impl Campaign {
    /// Has a producer that was merged be the kept one. If both take part, it shows what both showed, and what both sold and
    /// signed is added up.
    pub fn follow_merge(&mut self, from: Uuid, into: Uuid) {
        let mut participants = self.participants.iter();
        let Some(place) = participants.position(|found| found.producer_id == from) else {
            return;
        };
        let mut absorbed = self.participants.remove(place);
        let mut others = self.participants.iter_mut();
        match others.find(|found| found.producer_id == into) {
            Some(kept) => kept.absorb(absorbed),
            None => {
                absorbed.producer_id = into;
                self.participants.insert(place, absorbed);
            }
        }
        self.emit(Change::Updated, Some(into));
    }
}

impl Participant {
    /// Takes what another record of the same producer showed and did.
    fn absorb(&mut self, other: Self) {
        for id in other.products {
            if !self.products.contains(&id) {
                self.products.push(id);
            }
        }
        let days = self.admitted_on.zip(other.admitted_on);
        self.admitted_on = days.map(|(own, others)| own.max(others));
        match (&mut self.outcome, other.outcome) {
            (Some(own), Some(others)) => own.add(others),
            (own, others) => *own = own.take().or(others),
        }
    }
}

impl Outcome {
    /// Adds up what was sold and signed, and names what proves either.
    fn add(&mut self, other: Self) {
        self.sales_vnd = self.sales_vnd.saturating_add(other.sales_vnd);
        self.contracts = self.contracts.saturating_add(other.contracts);
        self.contracts_vnd = self.contracts_vnd.saturating_add(other.contracts_vnd);
        self.recorded_on = self.recorded_on.max(other.recorded_on);
        if self.document.is_empty() {
            self.document = other.document;
        } else if !other.document.is_empty() && self.document != other.document {
            self.document = format!("{}; {}", self.document, other.document);
        }
    }
}
