//! The pages of lists of evaluation.

use ocop_proto::evaluation::v1 as proto;
use ocop_proto::view::v1::View;

use super::{Answer, PAGE, Source, page};

impl Source<'_> {
    pub(super) async fn certificates(&self, page_token: String) -> Answer {
        let request = proto::ListCertificatesRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            search: self.wanted.search.clone(),
            view: View::Full.into(),
            ..Default::default()
        };
        let mut service = self.services.certificates(self.bearer);
        page!(service.list_certificates(request), certificates)
    }

    pub(super) async fn dossiers(&self, page_token: String) -> Answer {
        let request = proto::ListDossiersRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            view: View::Full.into(),
            ..Default::default()
        };
        let mut service = self.services.dossiers(self.bearer);
        page!(service.list_dossiers(request), dossiers)
    }

    pub(super) async fn rounds(&self, page_token: String) -> Answer {
        let request = proto::ListRoundsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.councils(self.bearer);
        page!(service.list_rounds(request), rounds)
    }

    pub(super) async fn councils(&self, page_token: String) -> Answer {
        let request = proto::ListCouncilsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.councils(self.bearer);
        page!(service.list_councils(request), councils)
    }

    pub(super) async fn inspections(&self, page_token: String) -> Answer {
        let request = proto::ListInspectionsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            view: View::Full.into(),
            ..Default::default()
        };
        let mut service = self.services.monitoring(self.bearer);
        page!(service.list_inspections(request), inspections)
    }

    pub(super) async fn complaints(&self, page_token: String) -> Answer {
        let request = proto::ListComplaintsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            view: View::Full.into(),
            ..Default::default()
        };
        let mut service = self.services.monitoring(self.bearer);
        page!(service.list_complaints(request), complaints)
    }

    pub(super) async fn targets(&self, page_token: String) -> Answer {
        let request = proto::ListTargetsRequest {
            page_size: PAGE,
            page_token,
            province_code: self.wanted.place.clone(),
            in_units_of: self.wanted.in_units_of.clone(),
            ..Default::default()
        };
        let mut service = self.services.progress(self.bearer);
        page!(service.list_targets(request), targets)
    }
}
