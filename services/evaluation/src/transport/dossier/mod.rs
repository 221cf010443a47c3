//! Dossiers, step by step.

pub(crate) mod completeness;
pub(crate) mod contents;
pub(crate) mod dossiers;
pub(crate) mod due;
pub(crate) mod endings;
pub(crate) mod knock_outs;
pub(crate) mod receipts;
pub(crate) mod reviews;
pub(crate) mod revisions;
pub(crate) mod searches;
pub(crate) mod views;

use ocop_chassis::grpc::Violations;
use ocop_chassis::paging::Page;
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::dossier_service_server::DossierService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::application::certificate::Decided;
use crate::storage;
use crate::storage::dossier::DossierDimension;
use crate::transport::certificate::certificates;
use crate::transport::dossier::searches::Search;
use crate::transport::service::Service;

#[tonic::async_trait]
impl DossierService for Service {
    async fn create_dossier(
        &self,
        request: Request<proto::CreateDossierRequest>,
    ) -> Result<Response<proto::CreateDossierResponse>, Status> {
        let read = |v: &mut Violations, caller, request| {
            dossiers::create(v, caller, self.library.clone(), request)
        };
        self.rpc
            .execute(request, read, |record| self.dossier(record))
            .await
    }

    async fn update_dossier(
        &self,
        request: Request<proto::UpdateDossierRequest>,
    ) -> Result<Response<proto::UpdateDossierResponse>, Status> {
        let read = |v: &mut Violations, caller, request| {
            dossiers::update(v, caller, self.library.clone(), request)
        };
        self.rpc
            .execute(request, read, |record| self.dossier(record))
            .await
    }

    async fn request_supplement(
        &self,
        request: Request<proto::RequestSupplementRequest>,
    ) -> Result<Response<proto::RequestSupplementResponse>, Status> {
        self.rpc
            .execute(request, reviews::request_supplement, |record| {
                self.dossier(record)
            })
            .await
    }

    async fn file_supplement(
        &self,
        request: Request<proto::FileSupplementRequest>,
    ) -> Result<Response<proto::FileSupplementResponse>, Status> {
        let read = |v: &mut Violations, caller, request| {
            reviews::file_supplement(v, caller, self.library.clone(), request)
        };
        self.rpc
            .execute(request, read, |record| self.dossier(record))
            .await
    }

    async fn file_advisory_report(
        &self,
        request: Request<proto::FileAdvisoryReportRequest>,
    ) -> Result<Response<proto::FileAdvisoryReportResponse>, Status> {
        self.rpc
            .execute(request, reviews::file_report, |record| self.dossier(record))
            .await
    }

    async fn record_knock_out(
        &self,
        request: Request<proto::RecordKnockOutRequest>,
    ) -> Result<Response<proto::RecordKnockOutResponse>, Status> {
        let read = |v: &mut Violations, caller, request| {
            knock_outs::record(v, caller, self.library.clone(), request)
        };
        self.rpc
            .execute(request, read, |record| self.dossier(record))
            .await
    }

    async fn withdraw_knock_out(
        &self,
        request: Request<proto::WithdrawKnockOutRequest>,
    ) -> Result<Response<proto::WithdrawKnockOutResponse>, Status> {
        let answer = |record| self.dossier(record);
        self.rpc
            .execute(request, knock_outs::withdraw, answer)
            .await
    }

    async fn record_receipt(
        &self,
        request: Request<proto::RecordReceiptRequest>,
    ) -> Result<Response<proto::RecordReceiptResponse>, Status> {
        let answer = |record| self.dossier(record);
        self.rpc.execute(request, receipts::receive, answer).await
    }

    async fn record_notice(
        &self,
        request: Request<proto::RecordNoticeRequest>,
    ) -> Result<Response<proto::RecordNoticeResponse>, Status> {
        let answer = |record| self.dossier(record);
        self.rpc
            .execute(request, receipts::record_notice, answer)
            .await
    }

    async fn submit_dossier(
        &self,
        request: Request<proto::SubmitDossierRequest>,
    ) -> Result<Response<proto::SubmitDossierResponse>, Status> {
        let read = |v: &mut Violations, caller, request| {
            dossiers::submit(v, caller, self.library.clone(), request)
        };
        self.rpc
            .execute(request, read, |record| self.dossier(record))
            .await
    }

    async fn return_dossier(
        &self,
        request: Request<proto::ReturnDossierRequest>,
    ) -> Result<Response<proto::ReturnDossierResponse>, Status> {
        self.rpc
            .execute(request, endings::give_back, |record| self.dossier(record))
            .await
    }

    async fn endorse_dossier(
        &self,
        request: Request<proto::EndorseDossierRequest>,
    ) -> Result<Response<proto::EndorseDossierResponse>, Status> {
        self.rpc
            .execute(request, dossiers::endorse, |record| self.dossier(record))
            .await
    }

    async fn accept_dossier(
        &self,
        request: Request<proto::AcceptDossierRequest>,
    ) -> Result<Response<proto::AcceptDossierResponse>, Status> {
        self.rpc
            .execute(request, reviews::accept, |record| self.dossier(record))
            .await
    }

    async fn reject_dossier(
        &self,
        request: Request<proto::RejectDossierRequest>,
    ) -> Result<Response<proto::RejectDossierResponse>, Status> {
        self.rpc
            .execute(request, endings::reject, |record| self.dossier(record))
            .await
    }

    async fn return_from_province(
        &self,
        request: Request<proto::ReturnFromProvinceRequest>,
    ) -> Result<Response<proto::ReturnFromProvinceResponse>, Status> {
        self.rpc
            .execute(request, endings::give_back_from_province, |record| {
                self.dossier(record)
            })
            .await
    }

    async fn withdraw_dossier(
        &self,
        request: Request<proto::WithdrawDossierRequest>,
    ) -> Result<Response<proto::WithdrawDossierResponse>, Status> {
        self.rpc
            .execute(request, endings::withdraw, |record| self.dossier(record))
            .await
    }

    async fn close_dossier(
        &self,
        request: Request<proto::CloseDossierRequest>,
    ) -> Result<Response<proto::CloseDossierResponse>, Status> {
        self.rpc
            .execute(request, endings::close, |record| self.dossier(record))
            .await
    }

    async fn delete_draft(
        &self,
        request: Request<proto::DeleteDraftRequest>,
    ) -> Result<Response<proto::DeleteDraftResponse>, Status> {
        self.rpc
            .execute(request, endings::delete, |record| self.dossier(record))
            .await
    }

    async fn correct_dossier(
        &self,
        request: Request<proto::CorrectDossierRequest>,
    ) -> Result<Response<proto::CorrectDossierResponse>, Status> {
        self.rpc
            .execute(request, reviews::correct, |record| self.dossier(record))
            .await
    }

    async fn record_decision(
        &self,
        request: Request<proto::RecordDecisionRequest>,
    ) -> Result<Response<proto::RecordDecisionResponse>, Status> {
        let answer = |decided: Decided| proto::RecordDecisionResponse {
            dossier: Some(self.dossier(decided.dossier)),
            certificate: decided.certificate.map(certificates::bare),
            other_decisions: certificates::other_decisions(decided.contradicting),
        };
        self.rpc.execute(request, dossiers::decide, answer).await
    }

    async fn get_dossier(
        &self,
        request: Request<proto::GetDossierRequest>,
    ) -> Result<Response<proto::GetDossierResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetDossierRequest| {
            v.uuid("id", &request.id).map(|id| (caller, id))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let record = self.read(&caller, id).await?;
            Ok(self.dossier(record))
        };
        self.rpc.get(request, read, work).await
    }

    async fn check_dossier(
        &self,
        request: Request<proto::CheckDossierRequest>,
    ) -> Result<Response<proto::CheckDossierResponse>, Status> {
        let work = |question| self.check(question);
        self.rpc.get(request, completeness::question, work).await
    }

    async fn list_dossiers(
        &self,
        request: Request<proto::ListDossiersRequest>,
    ) -> Result<Response<proto::ListDossiersResponse>, Status> {
        let today = self.store().clock().today();
        let read = |v: &mut Violations, caller: Caller, request: proto::ListDossiersRequest| {
            Some(searches::list(v, &caller, &request, today))
        };
        let view = request.get_ref().view();
        let work = async |search: Search, page: Page| {
            let filter = self.dossier_filter(search).await?;
            self.found_dossiers(&filter, &page, view).await
        };
        self.rpc.list(request, read, work).await
    }

    async fn facet_dossiers(
        &self,
        request: Request<proto::FacetDossiersRequest>,
    ) -> Result<Response<proto::FacetDossiersResponse>, Status> {
        let today = self.store().clock().today();
        let read = |v: &mut Violations, caller: Caller, request: proto::FacetDossiersRequest| {
            Some(searches::facets(v, &caller, &request, today))
        };
        let work = async |(search, by): (Search, Vec<DossierDimension>)| {
            let filter = self.dossier_filter(search).await?;
            let counted = storage::dossier::dossier_facets(self.store(), &filter, &by).await?;
            Ok(searches::facets_to_proto(counted))
        };
        self.rpc.found(request, read, work).await
    }

    async fn list_revisions(
        &self,
        request: Request<proto::ListRevisionsRequest>,
    ) -> Result<Response<proto::ListRevisionsResponse>, Status> {
        let work = |question, page: Page| self.revisions(question, page);
        self.rpc
            .page(request, revisions::of, work, revisions::to_proto)
            .await
    }

    async fn compare_revisions(
        &self,
        request: Request<proto::CompareRevisionsRequest>,
    ) -> Result<Response<proto::CompareRevisionsResponse>, Status> {
        let work = |question| self.compare(question);
        self.rpc.get(request, revisions::compared, work).await
    }

    async fn list_due(
        &self,
        request: Request<proto::ListDueRequest>,
    ) -> Result<Response<proto::ListDueResponse>, Status> {
        let work = |question, page: Page| self.due(question, page);
        self.rpc.list(request, due::question, work).await
    }
}
