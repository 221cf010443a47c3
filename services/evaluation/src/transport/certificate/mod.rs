//! Certificates: their register, their end, and what anyone may ask.

pub(crate) mod certificates;
mod corrections;
mod import;
mod names;
pub(crate) mod round_decisions;
mod searches;
pub(crate) mod verdicts;

use chrono::NaiveDate;
use ocop_chassis::grpc::{Answers, Violations};
use ocop_chassis::paging::Page;
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::certificate_service_server::CertificateService;
use tonic::{Request, Response, Status, Streaming};

use self::verdicts::Subject;
use crate::application::Resource;
use crate::domain::programme::count::Dimension;
use crate::domain::programme::progress::Line;
use crate::storage;
use crate::transport::programme::progress;
use crate::transport::service::Service;

#[tonic::async_trait]
impl CertificateService for Service {
    async fn import_certificate(
        &self,
        request: Request<proto::ImportCertificateRequest>,
    ) -> Result<Response<proto::ImportCertificateResponse>, Status> {
        let before = self.imports_before;
        let read =
            |v: &mut Violations, caller, request| certificates::import(v, caller, request, before);
        self.rpc
            .execute(request, read, certificates::imported)
            .await
    }

    async fn import_certificates(
        &self,
        request: Request<proto::ImportCertificatesRequest>,
    ) -> Result<Response<proto::ImportCertificatesResponse>, Status> {
        let before = self.imports_before;
        let read = |v: &mut Violations, caller, request| import::read(v, caller, request, before);
        self.rpc.execute(request, read, import::answer).await
    }

    type StreamImportCertificatesStream = Answers<proto::StreamImportCertificatesResponse>;

    async fn stream_import_certificates(
        &self,
        request: Request<Streaming<proto::StreamImportCertificatesRequest>>,
    ) -> Result<Response<Self::StreamImportCertificatesStream>, Status> {
        let in_it = |message: proto::StreamImportCertificatesRequest| message.batch;
        let answer = |service: Self, batch| async move { service.import_certificates(batch).await };
        Ok(self.rpc.each((self, request), in_it, answer))
    }

    async fn correct_decision(
        &self,
        request: Request<proto::CorrectDecisionRequest>,
    ) -> Result<Response<proto::CorrectDecisionResponse>, Status> {
        let before = self.imports_before;
        let read =
            |v: &mut Violations, caller, request| corrections::decision(v, caller, request, before);
        self.rpc
            .execute(request, read, corrections::corrected)
            .await
    }

    async fn correct_import(
        &self,
        request: Request<proto::CorrectImportRequest>,
    ) -> Result<Response<proto::CorrectImportResponse>, Status> {
        let before = self.imports_before;
        let read =
            |v: &mut Violations, caller, request| corrections::import(v, caller, request, before);
        self.rpc
            .execute(request, read, corrections::import_corrected)
            .await
    }

    async fn reissue_certificate(
        &self,
        request: Request<proto::ReissueCertificateRequest>,
    ) -> Result<Response<proto::ReissueCertificateResponse>, Status> {
        self.rpc
            .execute(request, corrections::reissue, certificates::to_proto)
            .await
    }

    async fn transfer_certificate(
        &self,
        request: Request<proto::TransferCertificateRequest>,
    ) -> Result<Response<proto::TransferCertificateResponse>, Status> {
        self.rpc
            .execute(request, corrections::transfer, certificates::to_proto)
            .await
    }

    async fn withdraw_recognition(
        &self,
        request: Request<proto::WithdrawRecognitionRequest>,
    ) -> Result<Response<proto::WithdrawRecognitionResponse>, Status> {
        self.rpc
            .execute(request, corrections::withdraw, corrections::withdrawn)
            .await
    }

    async fn record_round_decision(
        &self,
        request: Request<proto::RecordRoundDecisionRequest>,
    ) -> Result<Response<proto::RecordRoundDecisionResponse>, Status> {
        self.rpc
            .execute(request, round_decisions::record, round_decisions::to_proto)
            .await
    }

    async fn revoke_certificate(
        &self,
        request: Request<proto::RevokeCertificateRequest>,
    ) -> Result<Response<proto::RevokeCertificateResponse>, Status> {
        self.rpc
            .execute(request, certificates::revoke, certificates::to_proto)
            .await
    }

    async fn get_certificate(
        &self,
        request: Request<proto::GetCertificateRequest>,
    ) -> Result<Response<proto::GetCertificateResponse>, Status> {
        let read = |v: &mut Violations, _, request: proto::GetCertificateRequest| {
            v.uuid("id", &request.id)
        };
        let work = async |id| {
            let found = self.certificates.get(id).await?;
            let certificate = Resource::Certificate.found(found, id)?;
            Ok(certificates::to_proto(certificate))
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_certificates(
        &self,
        request: Request<proto::ListCertificatesRequest>,
    ) -> Result<Response<proto::ListCertificatesResponse>, Status> {
        let work = async |filter, page: Page| {
            Ok(storage::certificate::list_certificates(self.store(), &filter, &page).await?)
        };
        self.rpc
            .page(request, searches::list, work, certificates::to_proto)
            .await
    }

    async fn facet_certificates(
        &self,
        request: Request<proto::FacetCertificatesRequest>,
    ) -> Result<Response<proto::FacetCertificatesResponse>, Status> {
        let work = async |(filter, by): (_, Vec<Dimension>)| {
            let counted =
                storage::certificate::certificate_facets(self.store(), &filter, &by).await?;
            Ok(searches::facets_to_proto(counted))
        };
        self.rpc.found(request, searches::facets, work).await
    }

    async fn verify_certificate(
        &self,
        request: Request<proto::VerifyCertificateRequest>,
    ) -> Result<Response<proto::VerifyCertificateResponse>, Status> {
        let today = self.store().clock().today();
        let read = |v: &mut Violations, _, request: proto::VerifyCertificateRequest| {
            let as_of = v.optional_date("as_of", &request.as_of).unwrap_or(today);
            let subject = verdicts::subject(v, request.subject.as_ref());
            subject.map(|subject| (as_of, subject))
        };
        let work = async |(as_of, subject)| {
            let product = match &subject {
                Subject::Product(id) => Some(*id),
                Subject::Certificate(id) => {
                    let found = self.certificates.get(*id).await?;
                    found.map(|certificate| certificate.product_id)
                }
                Subject::Code(code) => {
                    storage::certificate::product_of_code(self.store(), code).await?
                }
            };
            let recognition = match product {
                None => None,
                Some(product) => self.recognitions.get(product).await?,
            };
            let recognition = recognition.unwrap_or_default();
            Ok(verdicts::to_proto(&recognition, &subject, as_of))
        };
        self.rpc.get(request, read, work).await
    }

    async fn verify_by_name(
        &self,
        request: Request<proto::VerifyByNameRequest>,
    ) -> Result<Response<proto::VerifyByNameResponse>, Status> {
        let today = self.store().clock().today();
        let read = |v: &mut Violations, caller, request: proto::VerifyByNameRequest| {
            Some(names::question(v, &caller, &request, today))
        };
        let work = |question| self.verified_by_name(question);
        self.rpc.get(request, read, work).await
    }

    async fn count_certificates(
        &self,
        request: Request<proto::CountCertificatesRequest>,
    ) -> Result<Response<proto::CountCertificatesResponse>, Status> {
        let today = self.store().clock().today();
        let read =
            |v: &mut Violations, caller: Caller, request: proto::CountCertificatesRequest| {
                let as_of = v.optional_date("as_of", &request.as_of).unwrap_or(today);
                let by = progress::dimension(v, request.by);
                let units = v.in_units_of(&request.in_units_of, as_of);
                let named = ("province_code", request.province_code.as_str());
                let province = v
                    .asked_unit(&caller.units, named, units)
                    .map(|unit| unit.code);
                Some((as_of, by, (province, units)))
            };
        type Asked = (NaiveDate, Option<Dimension>, (Option<String>, NaiveDate));
        let work = async |(as_of, by, (province, units)): Asked| {
            let counted = storage::programme::count_certificates(
                self.store(),
                as_of,
                by,
                (province.as_deref(), units),
            )
            .await?;
            let total = counted.iter().map(|row| row.count).sum();
            Ok(proto::CountCertificatesResponse {
                rows: counted.into_iter().map(|row| named(row, by)).collect(),
                total,
                as_of: as_of.to_string(),
            })
        };
        self.rpc.get(request, read, work).await
    }
}

/// A row with the name of what it counts.
fn named(row: Line, by: Option<Dimension>) -> proto::CertificateCount {
    proto::CertificateCount {
        name: progress::name(by, &row.key, row.name),
        key: row.key,
        count: row.count,
    }
}
