//! Partners and their matches on the wire.

use ocop_chassis::grpc::{Call, RpcError, Violations, id_of, list_of, timestamp};
use ocop_chassis::identity::{Caller, Target};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::partner_service_server::PartnerService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::errors::status;
use super::listings::{province, sets, star};
use super::service::{Service, failed, refused};
use crate::application::{RegisterPartner, UpdateSourcing};
use crate::domain::matching::MatchState;
use crate::domain::partner::{Email, Sourcing};
use crate::domain::schedule::Schedule;
use crate::domain::star::CriteriaSet;
use crate::storage::{self, MatchFilter, MatchRecord, MatchStatus, PartnerRecord};

const NAME: usize = 200;
/// Most provinces that a partner names: Viet Nam had 63 until July 2025 and has 34 since.
const PROVINCES: usize = 100;

pub(super) fn state(state: &MatchState) -> proto::MatchState {
    match state {
        MatchState::Unmatched => proto::MatchState::Unspecified,
        MatchState::Active => proto::MatchState::Active,
        MatchState::Suspended(_) => proto::MatchState::Suspended,
        MatchState::Ended { .. } => proto::MatchState::Ended,
    }
}

pub(super) fn sourcing(sourcing: &Sourcing) -> proto::Sourcing {
    proto::Sourcing {
        criteria_sets: sourcing
            .criteria_sets
            .iter()
            .copied()
            .map(CriteriaSet::number)
            .collect(),
        province_codes: sourcing.province_codes.iter().cloned().collect(),
        minimum_star: sourcing.minimum_star.number(),
    }
}

/// The NATS subject of everything that concerns a partner's matches.
pub(super) fn subject(partner_id: Uuid) -> String {
    format!("ocop.promotion.v1.match.*.*.{partner_id}")
}

fn told(record: PartnerRecord) -> proto::Partner {
    let partner = record.partner;
    proto::Partner {
        id: partner.id.to_string(),
        etag: partner.version.to_string(),
        create_time: Some(timestamp(record.created_at)),
        update_time: Some(timestamp(record.updated_at)),
        name: partner.name,
        email: partner.email.into(),
        sourcing: Some(sourcing(&partner.sourcing)),
        subject: subject(partner.id),
    }
}

fn told_match(record: MatchRecord) -> proto::Match {
    let found = record.found;
    let told = found.told.as_ref();
    proto::Match {
        id: found.id.to_string(),
        partner_id: found.partner_id.to_string(),
        product_id: found.product_id.to_string(),
        product_name: told
            .map(|told| told.product.name.clone())
            .unwrap_or_default(),
        state: state(&found.state).into(),
        star: told.map_or(0, |told| told.certificate.star.number()),
        create_time: Some(timestamp(record.created_at)),
        update_time: Some(timestamp(record.updated_at)),
    }
}

fn read_sourcing(
    v: &mut Violations,
    field: &str,
    said: Option<&proto::Sourcing>,
) -> Option<Sourcing> {
    let Some(said) = said else {
        v.add(field, "REQUIRED", "must be given");
        return None;
    };
    let sets = sets(v, &format!("{field}.criteria_sets"), &said.criteria_sets);
    let codes = format!("{field}.province_codes");
    if said.province_codes.len() > PROVINCES {
        v.add(&codes, "TOO_LONG", format!("must name at most {PROVINCES}"));
        return None;
    }
    let provinces = said.province_codes.iter().enumerate();
    let province_codes = provinces
        .filter_map(|(index, code)| province(v, &format!("{codes}[{index}]"), code))
        .collect();
    let minimum_star = star(v, &format!("{field}.minimum_star"), said.minimum_star)?;
    Some(Sourcing {
        criteria_sets: sets.into_iter().collect(),
        province_codes,
        minimum_star,
    })
}

fn register(
    caller: Caller,
    request: &proto::RegisterPartnerRequest,
    schedule: Schedule,
) -> Result<RegisterPartner, RpcError> {
    let mut v = Violations::new();
    let said = request.partner.clone().unwrap_or_default();
    let name = v.required_text("partner.name", &said.name, NAME);
    let email = v
        .required_text("partner.email", &said.email, 254)
        .and_then(|text| match Email::parse(&text) {
            Ok(email) => Some(email),
            Err(wrong) => {
                v.add("partner.email", "MALFORMED", wrong.to_string());
                None
            }
        });
    let sourcing = read_sourcing(&mut v, "partner.sourcing", said.sourcing.as_ref());
    v.finish()?;
    let (Some(name), Some(email), Some(sourcing)) = (name, email, sourcing) else {
        return Err(RpcError::internal());
    };
    Ok(RegisterPartner {
        caller,
        name,
        email,
        sourcing,
        schedule,
    })
}

fn update(
    caller: Caller,
    request: &proto::UpdateSourcingRequest,
    schedule: Schedule,
) -> Result<UpdateSourcing, RpcError> {
    let mut v = Violations::new();
    let id = v.uuid("id", &request.id);
    let seen = v.etag("etag", &request.etag);
    let sourcing = read_sourcing(&mut v, "sourcing", request.sourcing.as_ref());
    v.finish()?;
    let (Some(id), Some(seen), Some(sourcing)) = (id, seen, sourcing) else {
        return Err(RpcError::internal());
    };
    Ok(UpdateSourcing {
        caller,
        id,
        seen,
        sourcing,
        schedule,
    })
}

fn match_status(v: &mut Violations, number: i32) -> Option<MatchStatus> {
    match v.known_or_any("state", number)? {
        proto::MatchState::Unspecified => None,
        proto::MatchState::Active => Some(MatchStatus::Active),
        proto::MatchState::Suspended => Some(MatchStatus::Suspended),
        proto::MatchState::Ended => Some(MatchStatus::Ended),
    }
}

#[tonic::async_trait]
impl PartnerService for Service {
    async fn register_partner(
        &self,
        request: Request<proto::RegisterPartnerRequest>,
    ) -> Result<Response<proto::RegisterPartnerResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = register(call.caller(), &said, self.schedule.clone());
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::RegisterPartnerResponse {
                partner: Some(told(record)),
            }
        })
        .await
    }

    async fn update_sourcing(
        &self,
        request: Request<proto::UpdateSourcingRequest>,
    ) -> Result<Response<proto::UpdateSourcingResponse>, Status> {
        let call = Call::of(&request);
        let said = request.into_inner();
        let case = update(call.caller(), &said, self.schedule.clone());
        self.once(&call, (&said.request_id, &said), case, |record| {
            proto::UpdateSourcingResponse {
                partner: Some(told(record)),
            }
        })
        .await
    }

    async fn get_partner(
        &self,
        request: Request<proto::GetPartnerRequest>,
    ) -> Result<Response<proto::GetPartnerResponse>, Status> {
        let call = Call::of(&request);
        let id = id_of("id", &request.into_inner().id).map_err(refused)?;
        let record = self.partner(&call, id).await?;
        Ok(Response::new(proto::GetPartnerResponse {
            partner: Some(told(record)),
        }))
    }

    async fn list_partners(
        &self,
        request: Request<proto::ListPartnersRequest>,
    ) -> Result<Response<proto::ListPartnersResponse>, Status> {
        let call = Call::of(&request);
        let asked = request.into_inner();
        let bare = proto::ListPartnersRequest::default();
        let read = list_of((asked.page_size, &asked.page_token), &bare, |_| ());
        let ((), page) = read.map_err(refused)?;
        // The list holds partners of every province.
        call.caller()
            .within(&Target::default())
            .map_err(|denied| status(denied.into()))?;
        let (found, next_page_token) = storage::list_partners(&self.store, &page)
            .await
            .map_err(failed)?;
        Ok(Response::new(proto::ListPartnersResponse {
            partners: found.into_iter().map(told).collect(),
            next_page_token,
        }))
    }

    async fn list_matches(
        &self,
        request: Request<proto::ListMatchesRequest>,
    ) -> Result<Response<proto::ListMatchesResponse>, Status> {
        let call = Call::of(&request);
        let asked = request.into_inner();
        let bare = proto::ListMatchesRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let (read, page) = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            let partner_id = v.uuid("partner_id", &asked.partner_id);
            let status = match_status(v, asked.state);
            partner_id.map(|partner_id| MatchFilter { partner_id, status })
        })
        .map_err(refused)?;
        let filter = read.ok_or_else(|| refused(RpcError::internal()))?;
        self.partner(&call, filter.partner_id).await?;
        let (found, next_page_token) = storage::list_matches(&self.store, &filter, &page)
            .await
            .map_err(failed)?;
        Ok(Response::new(proto::ListMatchesResponse {
            matches: found.into_iter().map(told_match).collect(),
            next_page_token,
        }))
    }
}
