//! Regulations and criteria sets.

use ocop_chassis::grpc::{Refusal, Violations};
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::criteria_service_server::CriteriaService;
use tonic::{Code, Request, Response, Status};

use super::{Service, refused};
use crate::domain::refusal::Refusal as Rule;
use crate::domain::regulation::Regulation;
use crate::transport::criteria;

#[tonic::async_trait]
impl CriteriaService for Service {
    async fn list_regulations(
        &self,
        _request: Request<proto::ListRegulationsRequest>,
    ) -> Result<Response<proto::ListRegulationsResponse>, Status> {
        let regulations = Regulation::all()
            .iter()
            .map(|law| criteria::regulation(law, &self.library))
            .collect();
        Ok(Response::new(proto::ListRegulationsResponse {
            regulations,
        }))
    }

    async fn get_criteria_set(
        &self,
        request: Request<proto::GetCriteriaSetRequest>,
    ) -> Result<Response<proto::GetCriteriaSetResponse>, Status> {
        let asked = request.into_inner();
        let mut v = Violations::new();
        let number = v
            .within("number", asked.number, 1..=26)
            .and_then(|number| u8::try_from(number).ok());
        let on = v
            .optional_date("on_date", &asked.on_date)
            .unwrap_or_else(|| self.store.clock().today());
        v.finish().map_err(refused)?;
        let number = number.unwrap_or_default();
        let found = self.library.set_on(on, number);
        let set = found.ok_or_else(|| {
            let rule = Rule::NoCriteriaSet { number, on };
            refused(Refusal::new(
                Code::NotFound,
                "NO_CRITERIA_SET",
                rule.to_string(),
            ))
        })?;
        Ok(Response::new(proto::GetCriteriaSetResponse {
            criteria_set: Some(criteria::set(set)),
        }))
    }
}
