//! The pages of lists of the catalog.

use ocop_proto::catalog::v1 as proto;
use ocop_proto::view::v1::View;

use super::{Answer, PAGE, Source, page};

impl Source<'_> {
    pub(super) async fn places(&self, page_token: String) -> Answer {
        let request = proto::ListPlacesRequest {
            page_size: PAGE,
            page_token,
            parent_code: self.wanted.place.clone(),
            on_date: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.catalog(self.bearer);
        page!(service.list_places(request), places)
    }

    pub(super) async fn producers(&self, page_token: String) -> Answer {
        let request = proto::ListProducersRequest {
            page_size: PAGE,
            page_token,
            place_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            search: self.wanted.search.clone(),
            ..Default::default()
        };
        let mut service = self.services.catalog(self.bearer);
        page!(service.list_producers(request), producers)
    }

    pub(super) async fn products(&self, page_token: String) -> Answer {
        let request = proto::ListProductsRequest {
            page_size: PAGE,
            page_token,
            place_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            search: self.wanted.search.clone(),
            view: View::Full.into(),
            ..Default::default()
        };
        let mut service = self.services.catalog(self.bearer);
        page!(service.list_products(request), products)
    }

    pub(super) async fn transfers(&self, page_token: String) -> Answer {
        let request = proto::ListTransfersRequest {
            page_size: PAGE,
            page_token,
            ..Default::default()
        };
        let mut service = self.services.catalog(self.bearer);
        page!(service.list_transfers(request), transfers)
    }

    pub(super) async fn areas(&self, page_token: String) -> Answer {
        let request = proto::ListAreasRequest {
            page_size: PAGE,
            page_token,
            place_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.areas(self.bearer);
        page!(service.list_areas(request), areas)
    }

    pub(super) async fn lots(&self, page_token: String) -> Answer {
        let request = proto::ListLotsRequest {
            page_size: PAGE,
            page_token,
            ..Default::default()
        };
        let mut service = self.services.traces(self.bearer);
        page!(service.list_lots(request), lots)
    }

    pub(super) async fn support_programmes(&self, page_token: String) -> Answer {
        let request = proto::ListSupportProgrammesRequest {
            page_size: PAGE,
            page_token,
            place_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.support(self.bearer);
        page!(service.list_support_programmes(request), programmes)
    }

    pub(super) async fn support_sessions(&self, page_token: String) -> Answer {
        let request = proto::ListSupportSessionsRequest {
            page_size: PAGE,
            page_token,
            place_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.support(self.bearer);
        page!(service.list_support_sessions(request), sessions)
    }

    pub(super) async fn support_grants(&self, page_token: String) -> Answer {
        let request = proto::ListSupportGrantsRequest {
            page_size: PAGE,
            page_token,
            place_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.support(self.bearer);
        page!(service.list_support_grants(request), grants)
    }
}
