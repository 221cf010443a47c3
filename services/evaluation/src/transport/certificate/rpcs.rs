//! Certificates: their register, their end, and what anyone may ask.

use ocop_chassis::grpc::{self, Call, Violations, id_of, list_of, refuse_shared};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::certificate_service_server::CertificateService;
use tonic::{Request, Response, Status};

use crate::application::{Error, Resource};
use crate::domain::programme::count::Dimension;
use crate::storage::{self, Counted};
use crate::transport::certificate::certificates;
use crate::transport::certificate::round_decisions;
use crate::transport::council::verdicts;
use crate::transport::programme::progress;
use crate::transport::service::{Service, failed, refused, status};

#[tonic::async_trait]
impl CertificateService for Service {
    async fn import_certificate(
        &self,
        request: Request<proto::ImportCertificateRequest>,
    ) -> Result<Response<proto::ImportCertificateResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = certificates::import(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::ImportCertificateResponse {
                certificate: Some(certificates::to_proto(record)),
            }
        })
        .await
    }

    async fn record_round_decision(
        &self,
        request: Request<proto::RecordRoundDecisionRequest>,
    ) -> Result<Response<proto::RecordRoundDecisionResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = round_decisions::record(call.caller(), &said);
        let request = (said.request_id.as_str(), &said);
        self.once(&call, request, case, round_decisions::to_proto)
            .await
    }

    async fn revoke_certificate(
        &self,
        request: Request<proto::RevokeCertificateRequest>,
    ) -> Result<Response<proto::RevokeCertificateResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = certificates::revoke(call.caller(), &said);
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::RevokeCertificateResponse {
                certificate: Some(certificates::to_proto(record)),
            }
        })
        .await
    }

    async fn get_certificate(
        &self,
        request: Request<proto::GetCertificateRequest>,
    ) -> Result<Response<proto::GetCertificateResponse>, Status> {
        let id = id_of("id", &request.into_inner().id).map_err(refused)?;
        let found = self
            .certificates
            .get(id)
            .await
            .map_err(|error| refused(refuse_shared(&error)))?;
        let record = found.ok_or_else(|| {
            status(Error::Unknown {
                what: Resource::Certificate,
                id,
            })
        })?;
        Ok(Response::new(proto::GetCertificateResponse {
            certificate: Some(certificates::to_proto(record)),
        }))
    }

    async fn list_certificates(
        &self,
        request: Request<proto::ListCertificatesRequest>,
    ) -> Result<Response<proto::ListCertificatesResponse>, Status> {
        let asked = request.into_inner();
        let bare = proto::ListCertificatesRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let read = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            certificates::filter(v, &asked)
        });
        let (filter, page) = read.map_err(refused)?;
        let (found, next_page_token) = storage::list_certificates(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        let certificates = found.into_iter().map(certificates::to_proto).collect();
        Ok(Response::new(proto::ListCertificatesResponse {
            certificates,
            next_page_token,
        }))
    }

    async fn verify_certificate(
        &self,
        request: Request<proto::VerifyCertificateRequest>,
    ) -> Result<Response<proto::VerifyCertificateResponse>, Status> {
        let asked = request.into_inner();
        let mut v = Violations::new();
        let as_of = v
            .optional_date("as_of", &asked.as_of)
            .unwrap_or_else(|| self.store.clock().today());
        let subject = verdicts::subject(&mut v, asked.subject.as_ref());
        v.finish().map_err(refused)?;
        let subject = subject.ok_or_else(|| refused(grpc::RpcError::internal()))?;
        let product = match &subject {
            verdicts::Subject::Product(id) => Some(*id),
            verdicts::Subject::Certificate(id) => {
                let found = self.certificates.get(*id).await;
                let found = found.map_err(|error| refused(refuse_shared(&error)))?;
                found.map(|record| record.certificate.product_id)
            }
            verdicts::Subject::Code(code) => storage::product_of_code(&self.store, code)
                .await
                .map_err(failed)?,
        };
        let record = match product {
            None => None,
            Some(product) => {
                let found = self.recognitions.get(product).await;
                found.map_err(|error| refused(refuse_shared(&error)))?
            }
        };
        let record = record.unwrap_or_default();
        Ok(Response::new(verdicts::to_proto(&record, &subject, as_of)))
    }

    async fn count_certificates(
        &self,
        request: Request<proto::CountCertificatesRequest>,
    ) -> Result<Response<proto::CountCertificatesResponse>, Status> {
        let asked = request.into_inner();
        let mut v = Violations::new();
        let as_of = v
            .optional_date("as_of", &asked.as_of)
            .unwrap_or_else(|| self.store.clock().today());
        let by = certificates::dimension(&mut v, asked.by);
        let province = certificates::province(&mut v, "province_code", &asked.province_code);
        v.finish().map_err(refused)?;
        let counted = storage::count_certificates(&self.store, as_of, by, province.as_deref());
        let counted = counted.await.map_err(failed)?;
        let total = counted.iter().map(|row| row.count).sum();
        let rows = counted.into_iter().map(|row| named(row, by)).collect();
        Ok(Response::new(proto::CountCertificatesResponse {
            rows,
            total,
            as_of: as_of.to_string(),
        }))
    }
}

/// A row with the name of what it counts.
fn named(row: Counted, by: Option<Dimension>) -> proto::CertificateCount {
    proto::CertificateCount {
        name: progress::name(by, &row.key, row.name),
        key: row.key,
        count: row.count,
    }
}
