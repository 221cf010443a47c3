//! Questions of one place to all services, and their answers.

use ocop_harness::reason_of;
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::evaluation::v1::progress_service_client::ProgressServiceClient;
use ocop_proto::promotion::v1 as promotion;
use ocop_proto::promotion::v1::listing_service_client::ListingServiceClient;
use ocop_proto::promotion::v1::partner_service_client::PartnerServiceClient;
use tonic::Status;

use super::{CATALOG, EVALUATION, NEW_PROVINCE, NEW_WARD, PROMOTION};
use crate::callers::client;
use crate::system::System;

/// How many there are, or why the question is refused: in which field, and whether the new province is named.
type Answer = Result<usize, (Vec<String>, bool)>;

fn answer(result: Result<usize, Status>) -> Answer {
    result.map_err(|status| {
        let named = status.message().contains(NEW_PROVINCE) || status.message().contains(NEW_WARD);
        (reason_of(&status).1, named)
    })
}

pub(super) fn refused(field: &str) -> Answer {
    Err((vec![field.to_owned()], true))
}

/// Questions of one place in the units of a day, to all services.
pub(super) struct Ask<'a> {
    pub(super) system: &'a System,
    pub(super) in_units_of: String,
}

impl Ask<'_> {
    pub(super) async fn products(&self, code: &str) -> Answer {
        let mut office = client(
            self.system,
            CATALOG,
            Role::OcopOffice,
            CatalogServiceClient::new,
        );
        let request = catalog::ListProductsRequest {
            place_code: code.to_owned(),
            in_units_of: self.in_units_of.clone(),
            ..Default::default()
        };
        let listed = office.list_products(request).await;
        answer(listed.map(|listed| listed.into_inner().products.len()))
    }

    pub(super) async fn certificates(&self, code: &str) -> Answer {
        let office = client(
            self.system,
            EVALUATION,
            Role::OcopOffice,
            CertificateServiceClient::new,
        );
        let request = evaluation::ListCertificatesRequest {
            place_code: code.to_owned(),
            in_units_of: self.in_units_of.clone(),
            ..Default::default()
        };
        let listed = { office }.list_certificates(request).await;
        answer(listed.map(|listed| listed.into_inner().certificates.len()))
    }

    /// By the province of each.
    pub(super) async fn counted(&self) -> Vec<(String, u32)> {
        let office = client(
            self.system,
            EVALUATION,
            Role::OcopOffice,
            CertificateServiceClient::new,
        );
        let request = evaluation::CountCertificatesRequest {
            by: evaluation::CountDimension::Province.into(),
            in_units_of: self.in_units_of.clone(),
            ..Default::default()
        };
        let counted = { office }.count_certificates(request).await.unwrap();
        let rows = counted.into_inner().rows.into_iter();
        rows.map(|row| (row.key, row.count)).collect()
    }

    pub(super) async fn progress(&self, code: &str) -> Answer {
        let office = client(
            self.system,
            EVALUATION,
            Role::OcopOffice,
            ProgressServiceClient::new,
        );
        let request = evaluation::GetProgressRequest {
            province_code: code.to_owned(),
            in_units_of: self.in_units_of.clone(),
            ..Default::default()
        };
        let progress = { office }.get_progress(request).await;
        let total =
            |progress: evaluation::GetProgressResponse| usize::try_from(progress.total).unwrap();
        answer(progress.map(|progress| total(progress.into_inner())))
    }

    pub(super) async fn listings(&self, code: &str) -> Answer {
        let office = client(
            self.system,
            PROMOTION,
            Role::PromotionOfficer,
            ListingServiceClient::new,
        );
        let request = promotion::ListListingsRequest {
            place_code: code.to_owned(),
            in_units_of: self.in_units_of.clone(),
            ..Default::default()
        };
        let listed = { office }.list_listings(request).await;
        answer(listed.map(|listed| listed.into_inner().listings.len()))
    }

    /// What would fit a partner that buys from there.
    pub(super) async fn sourced(&self, code: &str) -> Answer {
        let officer = client(
            self.system,
            PROMOTION,
            Role::PromotionOfficer,
            PartnerServiceClient::new,
        );
        let made_there = promotion::PlacesAsked {
            codes: vec![code.to_owned()],
        };
        let criterion = promotion::Criterion {
            demand: promotion::CriterionDemand::Must.into(),
            asked: Some(promotion::criterion::Asked::Places(made_there)),
        };
        let request = promotion::PreviewSourcingRequest {
            sourcing: Some(promotion::Sourcing {
                criteria: vec![criterion],
                in_units_of: self.in_units_of.clone(),
                minimum_star: 3,
                ..Default::default()
            }),
            ..Default::default()
        };
        let preview = { officer }.preview_sourcing(request).await;
        let fitting =
            |preview: promotion::PreviewSourcingResponse| usize::try_from(preview.fitting).unwrap();
        answer(preview.map(|preview| fitting(preview.into_inner())))
    }
}
