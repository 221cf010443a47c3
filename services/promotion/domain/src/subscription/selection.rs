//! Which events a subscription takes.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use ocop_places::Places;
use serde::{Deserialize, Serialize};

use super::EventKind;
use crate::gift::OrderChange;
use crate::listing::{CriteriaSet, Product};
use crate::partner::MatchChange;
use crate::trade::{DealChange, InvitationChange, OfferChange, TradeMatchChange};

/// Which events of a partner a subscription takes. Those of every kind if it names none; an empty set of anything else means
/// any.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// What happened to matches.
    pub changes: BTreeSet<MatchChange>,
    /// What happened to orders for gift sets.
    #[serde(default)]
    pub order_changes: BTreeSet<OrderChange>,
    /// What happened to offers for demands.
    #[serde(default)]
    pub offer_changes: BTreeSet<OfferChange>,
    /// What happened to deals.
    #[serde(default)]
    pub deal_changes: BTreeSet<DealChange>,
    /// What happened to invitations to sessions.
    #[serde(default)]
    pub invitation_changes: BTreeSet<InvitationChange>,
    /// What came to suit demands.
    #[serde(default)]
    pub trade_match_changes: BTreeSet<TradeMatchChange>,
    /// Of matches: of products of these criteria sets.
    pub criteria_sets: BTreeSet<CriteriaSet>,
    /// Of matches: of products that are made in these provinces, by their codes on the day of the event, whatever day the place of the
    /// product was said for.
    pub province_codes: BTreeSet<String>,
}

impl Selection {
    /// The kinds of events that it takes; none if it takes every kind.
    pub fn kinds(&self) -> impl Iterator<Item = EventKind> {
        let matches = self.changes.iter().copied().map(EventKind::Match);
        let orders = self.order_changes.iter().copied();
        let offers = self.offer_changes.iter().copied();
        let deals = self.deal_changes.iter().copied();
        let invitations = self.invitation_changes.iter().copied();
        let found = self.trade_match_changes.iter().copied();
        matches
            .chain(orders.map(EventKind::GiftOrder))
            .chain(offers.map(EventKind::TradeOffer))
            .chain(deals.map(EventKind::TradeDeal))
            .chain(invitations.map(EventKind::TradeInvitation))
            .chain(found.map(EventKind::TradeMatch))
    }

    /// Whether it takes an event of a day, about a product if it is one of a match.
    pub fn takes(
        &self,
        kind: EventKind,
        product: Option<&Product>,
        on: (&Places, NaiveDate),
    ) -> bool {
        let of_kind = self.kinds().next().is_none() || self.kinds().any(|taken| taken == kind);
        of_kind && product.is_none_or(|product| self.takes_product(product, on))
    }

    fn takes_product(&self, product: &Product, (places, day): (&Places, NaiveDate)) -> bool {
        let of_sets =
            self.criteria_sets.is_empty() || self.criteria_sets.contains(&product.criteria_set);
        let mut provinces = self.province_codes.iter();
        let from_provinces = self.province_codes.is_empty()
            || provinces.any(|code| product.place.is_in(places, code, day));
        of_sets && from_provinces
    }
}

#[cfg(test)]
mod tests {
    use ocop_places::built_in;

    use super::*;
    use crate::listing::Place;
    use crate::samples::*;

    fn opened() -> EventKind {
        EventKind::Match(MatchChange::Opened)
    }

    fn ended() -> EventKind {
        EventKind::Match(MatchChange::Ended)
    }

    const PLACED: EventKind = EventKind::GiftOrder(OrderChange::Placed);

    fn takes(selection: &Selection, kind: EventKind, product: Option<&Product>) -> bool {
        selection.takes(kind, product, (&*built_in(), today()))
    }

    #[test]
    fn a_selection_takes_what_it_names_and_an_empty_one_everything() {
        let sauce = fish_sauce();
        let any = Selection::default();
        assert!(takes(&any, opened(), Some(&sauce)));
        assert!(takes(&any, PLACED, None));
        let endings = Selection {
            changes: [MatchChange::Suspended, MatchChange::Ended].into(),
            ..Selection::default()
        };
        assert!(!takes(&endings, opened(), Some(&sauce)));
        assert!(takes(&endings, ended(), Some(&sauce)));
        assert!(!takes(&endings, PLACED, None));
        let drinks = Selection {
            criteria_sets: [set(14)].into(),
            ..Selection::default()
        };
        assert!(!takes(&drinks, ended(), Some(&sauce)));
        assert!(takes(&drinks, PLACED, None));
        let elsewhere = Selection {
            province_codes: ["48".to_owned()].into(),
            ..Selection::default()
        };
        assert!(!takes(&elsewhere, ended(), Some(&sauce)));
        let orders = Selection {
            order_changes: [OrderChange::Placed].into(),
            ..Selection::default()
        };
        assert!(takes(&orders, PLACED, None));
        assert!(!takes(
            &orders,
            EventKind::GiftOrder(OrderChange::Delivered),
            None
        ));
        assert!(!takes(&orders, ended(), Some(&sauce)));
        let agreed = EventKind::TradeDeal(DealChange::Agreed);
        assert!(takes(&any, agreed, None) && !takes(&orders, agreed, None));
        let trade = Selection {
            offer_changes: [OfferChange::Made].into(),
            deal_changes: [DealChange::Agreed].into(),
            ..Selection::default()
        };
        assert!(takes(&trade, agreed, None));
        assert!(!takes(
            &trade,
            EventKind::TradeDeal(DealChange::Completed),
            None
        ));
        assert!(!takes(&trade, PLACED, None));
    }

    #[test]
    fn a_province_is_what_lies_in_it_on_the_day_of_the_event() {
        let quang_ngai = Selection {
            province_codes: ["51".to_owned()].into(),
            ..Selection::default()
        };
        // Entered with the code of Kon Tum, which is a part of Quảng Ngãi since 1 July 2025.
        let mut tea = fish_sauce();
        tea.place = Place {
            code: "62".into(),
            province_code: "62".into(),
            said_on: day("2025-06-30"),
            ..tea.place
        };
        assert!(takes(&quang_ngai, opened(), Some(&tea)));
        let places = built_in();
        let before = (&*places, day("2025-06-30"));
        assert!(!quang_ngai.takes(opened(), Some(&tea), before));
    }

    #[test]
    fn a_selection_that_was_kept_before_there_were_kinds_of_orders_and_trade_is_read() {
        let kept = "changes = ['ended']\ncriteria_sets = [9]\nprovince_codes = []";
        let read: Selection = toml::from_str(kept).unwrap();
        assert_eq!(read.changes, [MatchChange::Ended].into());
        assert!(read.order_changes.is_empty() && read.deal_changes.is_empty());
    }
}
