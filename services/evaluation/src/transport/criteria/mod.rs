//! Regulations, criteria sets, and what answers to them are worth.

pub(crate) mod advice;
pub(crate) mod assessments;
pub(crate) mod questions;
pub(crate) mod regulations;
pub(crate) mod sets;

use ocop_chassis::grpc::Violations;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::criteria_service_server::CriteriaService;
use tonic::{Request, Response, Status};

use self::questions::Question;
use crate::domain::criteria::classification::{self, SubGroup};
use crate::domain::criteria::regulation::Regulation;
use crate::domain::criteria::star::Star;
use crate::transport::fields::star;
use crate::transport::service::Service;

#[tonic::async_trait]
impl CriteriaService for Service {
    async fn list_regulations(
        &self,
        _request: Request<proto::ListRegulationsRequest>,
    ) -> Result<Response<proto::ListRegulationsResponse>, Status> {
        let regulations = Regulation::all()
            .iter()
            .map(|law| regulations::to_proto(law, &self.library))
            .collect();
        Ok(Response::new(proto::ListRegulationsResponse {
            regulations,
        }))
    }

    async fn list_criteria_sets(
        &self,
        request: Request<proto::ListCriteriaSetsRequest>,
    ) -> Result<Response<proto::ListCriteriaSetsResponse>, Status> {
        let read = |v: &mut Violations, _, request| regulations::choice(v, &request);
        let work = async |choice| {
            let law = regulations::chosen(choice, self.store().clock().today())?;
            let summary = |group: &SubGroup| {
                let set = self.library.set(law.code, group.set);
                sets::summary(group, law.code, set)
            };
            Ok(proto::ListCriteriaSetsResponse {
                criteria_sets: classification::all().iter().map(summary).collect(),
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn get_criteria_set(
        &self,
        request: Request<proto::GetCriteriaSetRequest>,
    ) -> Result<Response<proto::GetCriteriaSetResponse>, Status> {
        let today = self.store().clock().today();
        let read = |v: &mut Violations, _, request: proto::GetCriteriaSetRequest| {
            let on = v
                .optional_date("on_date", &request.on_date)
                .unwrap_or(today);
            Some((questions::number(v, request.number)?, on))
        };
        let work = async |(number, on)| {
            let set = questions::set(&self.library, number, on)?;
            Ok(proto::GetCriteriaSetResponse {
                criteria_set: Some(sets::set(set)),
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn assess_ballot(
        &self,
        request: Request<proto::AssessBallotRequest>,
    ) -> Result<Response<proto::AssessBallotResponse>, Status> {
        let today = self.store().clock().today();
        let read = |v: &mut Violations, _, request: proto::AssessBallotRequest| {
            questions::assessment(v, request, today)
        };
        let work = async |question: Question| {
            let known = question.fit(&self.library)?;
            Ok(proto::AssessBallotResponse {
                assessment: Some(assessments::to_proto(known)),
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn advise_upgrade(
        &self,
        request: Request<proto::AdviseUpgradeRequest>,
    ) -> Result<Response<proto::AdviseUpgradeResponse>, Status> {
        let today = self.store().clock().today();
        let read = |v: &mut Violations, _, request: proto::AdviseUpgradeRequest| {
            let target = star(v, "target_star", request.target_star);
            let question = questions::advice(v, request, today);
            Some((question?, target?))
        };
        let work = async |(question, target): (Question, Star)| {
            Ok(advice::to_proto(question.fit(&self.library)?, target))
        };
        self.rpc.get(request, read, work).await
    }
}
