//! Regulations, criteria sets, and what answers to them are worth.

use ocop_chassis::grpc::{RpcError, Violations};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::criteria_service_server::CriteriaService;
use tonic::{Code, Request, Response, Status};

use crate::domain::criteria;
use crate::domain::criteria::classification;
use crate::domain::criteria::regulation::Regulation;
use crate::domain::criteria::star::Star;
use crate::transport::criteria::advice;
use crate::transport::criteria::asked::{self, Asked};
use crate::transport::criteria::assessments;
use crate::transport::criteria::regulations;
use crate::transport::criteria::sets;
use crate::transport::service::{Service, refused};

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
        let law = self.law(&request.into_inner()).map_err(refused)?;
        let sets = classification::all()
            .iter()
            .map(|group| {
                let set = self.library.set(law.code, group.set);
                sets::summary(group, law.code, set)
            })
            .collect();
        Ok(Response::new(proto::ListCriteriaSetsResponse {
            criteria_sets: sets,
        }))
    }

    async fn get_criteria_set(
        &self,
        request: Request<proto::GetCriteriaSetRequest>,
    ) -> Result<Response<proto::GetCriteriaSetResponse>, Status> {
        let asked = request.into_inner();
        let mut v = Violations::new();
        let on = v
            .optional_date("on_date", &asked.on_date)
            .unwrap_or_else(|| self.store.clock().today());
        let set = asked::set(v, &self.library, asked.number, on).map_err(refused)?;
        Ok(Response::new(proto::GetCriteriaSetResponse {
            criteria_set: Some(sets::set(set)),
        }))
    }

    async fn assess_ballot(
        &self,
        request: Request<proto::AssessBallotRequest>,
    ) -> Result<Response<proto::AssessBallotResponse>, Status> {
        let request = request.into_inner();
        let asked = Asked {
            number: request.number,
            on_date: &request.on_date,
            answers: &request.answers,
            knock_outs: &request.knock_outs,
            disqualifiers: &request.disqualifiers,
            keep: &[],
        };
        let today = self.store.clock().today();
        let known =
            asked::read(Violations::new(), &self.library, today, &asked).map_err(refused)?;
        Ok(Response::new(proto::AssessBallotResponse {
            assessment: Some(assessments::to_proto(known)),
        }))
    }

    async fn advise_upgrade(
        &self,
        request: Request<proto::AdviseUpgradeRequest>,
    ) -> Result<Response<proto::AdviseUpgradeResponse>, Status> {
        let request = request.into_inner();
        let mut v = Violations::new();
        let target = v
            .within("target_star", request.target_star, 3..=5)
            .and_then(|number| Star::try_from(u8::try_from(number).ok()?).ok());
        let asked = Asked {
            number: request.number,
            on_date: &request.on_date,
            answers: &request.answers,
            knock_outs: &request.knock_outs,
            disqualifiers: &request.disqualifiers,
            keep: &request.keep,
        };
        let today = self.store.clock().today();
        let known = asked::read(v, &self.library, today, &asked).map_err(refused)?;
        let target = target.ok_or_else(|| refused(RpcError::internal()))?;
        Ok(Response::new(advice::to_proto(known, target)))
    }
}

impl Service {
    /// The regulation of a code, or of a day.
    fn law(&self, asked: &proto::ListCriteriaSetsRequest) -> Result<&'static Regulation, RpcError> {
        let mut v = Violations::new();
        let on = v.optional_date("on_date", &asked.on_date);
        let code = v.optional_text("regulation", &asked.regulation, 10);
        let code = code.filter(|code| !code.is_empty());
        if on.is_some() && code.is_some() {
            v.add(
                "on_date",
                "OTHER_FILTER",
                "give a regulation or a day, not both",
            );
        }
        v.finish()?;
        let unknown = |message: String| RpcError::new(Code::NotFound, "NO_REGULATION", message);
        if let Some(code) = code {
            let code: crate::domain::criteria::regulation::Code = code.parse().map_err(
                |error: crate::domain::criteria::regulation::UnknownRegulation| {
                    unknown(error.to_string())
                },
            )?;
            return Ok(code.regulation());
        }
        let on = on.unwrap_or_else(|| self.store.clock().today());
        Regulation::in_force_on(on)
            .ok_or_else(|| unknown(criteria::Refusal::NoRegulation { on }.to_string()))
    }
}
