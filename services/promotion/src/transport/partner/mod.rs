//! Partners on the wire.

mod credentials;
pub(super) mod event;
mod matching;

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::{RpcError, Violations, timestamp};
use ocop_identity::{Caller, Target};
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::partner_service_server::PartnerService;
use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::listing::{province, sets, star};
use super::service::Service;
use crate::application::partner::{RegisterPartner, RemovePartner, UpdateSourcing};
use crate::domain::listing::CriteriaSet;
use crate::domain::partner::{Email, NatsCredentials, Partner, Sourcing};
use crate::storage;

const NAME: usize = 200;
/// Most provinces that a partner names: Viet Nam had 63 until July 2025 and has 34 since.
const PROVINCES: usize = 100;

fn sourcing(sourcing: &Sourcing) -> proto::Sourcing {
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
fn subject(partner_id: Uuid) -> String {
    format!("ocop.promotion.v1.match.*.*.{partner_id}")
}

/// A partner as callers see it.
fn to_proto(saved: Saved<Partner>) -> proto::Partner {
    proto::Partner {
        id: saved.id.to_string(),
        etag: saved.version().to_string(),
        create_time: Some(timestamp(saved.created_at())),
        update_time: Some(timestamp(saved.updated_at())),
        name: saved.name.clone(),
        email: saved.email.as_str().to_owned(),
        sourcing: Some(sourcing(&saved.sourcing)),
        subject: subject(saved.id),
        leave_time: saved.left_at.map(timestamp),
    }
}

fn read_sourcing(
    v: &mut Violations,
    caller: &Caller,
    field: &str,
    sourcing: Option<&proto::Sourcing>,
) -> Option<Sourcing> {
    let Some(sourcing) = sourcing else {
        v.add(field, "REQUIRED", "must be given");
        return None;
    };
    let sets = sets(
        v,
        &format!("{field}.criteria_sets"),
        &sourcing.criteria_sets,
    );
    let codes = format!("{field}.province_codes");
    if sourcing.province_codes.len() > PROVINCES {
        v.add(&codes, "TOO_LONG", format!("must name at most {PROVINCES}"));
        return None;
    }
    let provinces = sourcing.province_codes.iter().enumerate();
    let province_codes = provinces
        .filter_map(|(index, code)| {
            let field = format!("{codes}[{index}]");
            province(v, &caller.units, (&field, code), caller.units.day())
        })
        .collect();
    let minimum_star = star(v, &format!("{field}.minimum_star"), sourcing.minimum_star)?;
    Some(Sourcing {
        criteria_sets: sets.into_iter().collect(),
        province_codes,
        said_on: caller.units.day(),
        minimum_star,
    })
}

fn email(v: &mut Violations, field: &str, text: &str) -> Option<Email> {
    let text = v.required_text(field, text, 254)?;
    let email = Email::parse(&text);
    if let Err(wrong) = &email {
        v.add(field, "MALFORMED", wrong.to_string());
    }
    email.ok()
}

fn register(
    v: &mut Violations,
    caller: Caller,
    request: proto::RegisterPartnerRequest,
) -> Option<RegisterPartner> {
    let partner = request.partner.unwrap_or_default();
    let name = v.required_text("partner.name", &partner.name, NAME);
    let email = email(v, "partner.email", &partner.email);
    let sourcing = read_sourcing(v, &caller, "partner.sourcing", partner.sourcing.as_ref());
    Some(RegisterPartner {
        caller,
        name: name?,
        email: email?,
        sourcing: sourcing?,
    })
}

fn update(
    v: &mut Violations,
    caller: Caller,
    request: proto::UpdateSourcingRequest,
) -> Option<UpdateSourcing> {
    let id = v.uuid("id", &request.id);
    let seen = v.etag("etag", &request.etag);
    let sourcing = read_sourcing(v, &caller, "sourcing", request.sourcing.as_ref());
    Some(UpdateSourcing {
        caller,
        id: id?,
        seen: seen?,
        sourcing: sourcing?,
    })
}

fn remove(
    v: &mut Violations,
    caller: Caller,
    request: proto::RemovePartnerRequest,
) -> Option<RemovePartner> {
    let id = v.uuid("id", &request.id);
    let seen = v.etag("etag", &request.etag);
    Some(RemovePartner {
        caller,
        id: id?,
        seen: seen?,
    })
}

#[tonic::async_trait]
impl PartnerService for Service {
    async fn register_partner(
        &self,
        request: Request<proto::RegisterPartnerRequest>,
    ) -> Result<Response<proto::RegisterPartnerResponse>, Status> {
        let answer = |saved| proto::RegisterPartnerResponse {
            partner: Some(to_proto(saved)),
        };
        self.execute(request, register, answer).await
    }

    async fn update_sourcing(
        &self,
        request: Request<proto::UpdateSourcingRequest>,
    ) -> Result<Response<proto::UpdateSourcingResponse>, Status> {
        let answer = |saved| proto::UpdateSourcingResponse {
            partner: Some(to_proto(saved)),
        };
        self.execute(request, update, answer).await
    }

    async fn remove_partner(
        &self,
        request: Request<proto::RemovePartnerRequest>,
    ) -> Result<Response<proto::RemovePartnerResponse>, Status> {
        let answer = |saved| proto::RemovePartnerResponse {
            partner: Some(to_proto(saved)),
        };
        self.execute(request, remove, answer).await
    }

    async fn issue_nats_credentials(
        &self,
        request: Request<proto::IssueNatsCredentialsRequest>,
    ) -> Result<Response<proto::IssueNatsCredentialsResponse>, Status> {
        let password =
            credentials::new_password().ok_or_else(|| self.rpc.status(RpcError::internal()))?;
        let read = |v: &mut Violations, caller, request| {
            credentials::issue(v, caller, &request, (self.with_nats, &password))
        };
        let answer = |issued: NatsCredentials| proto::IssueNatsCredentialsResponse {
            credentials: Some(credentials::to_proto(&issued)),
            access: Some(credentials::access(&issued, &password)),
        };
        self.execute(request, read, answer).await
    }

    async fn revoke_nats_credentials(
        &self,
        request: Request<proto::RevokeNatsCredentialsRequest>,
    ) -> Result<Response<proto::RevokeNatsCredentialsResponse>, Status> {
        let answer = |revoked| proto::RevokeNatsCredentialsResponse {
            credentials: Some(credentials::to_proto(&revoked)),
        };
        self.execute(request, credentials::revoke, answer).await
    }

    async fn list_nats_credentials(
        &self,
        request: Request<proto::ListNatsCredentialsRequest>,
    ) -> Result<Response<proto::ListNatsCredentialsResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::ListNatsCredentialsRequest| {
            Some((caller, v.uuid("partner_id", &request.partner_id)?))
        };
        let work = async |(caller, partner_id): (Caller, Uuid), page| {
            self.partner(&caller, partner_id).await?;
            let (found, next_page_token) =
                storage::partner::list_credentials(self.store(), partner_id, &page).await?;
            Ok(proto::ListNatsCredentialsResponse {
                credentials: found.iter().map(credentials::to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, read, work).await
    }

    async fn get_partner(
        &self,
        request: Request<proto::GetPartnerRequest>,
    ) -> Result<Response<proto::GetPartnerResponse>, Status> {
        let read = |v: &mut Violations, caller, request: proto::GetPartnerRequest| {
            Some((caller, v.uuid("id", &request.id)?))
        };
        let work = async |(caller, id): (Caller, Uuid)| {
            let partner = self.partner(&caller, id).await?;
            Ok(proto::GetPartnerResponse {
                partner: Some(to_proto(partner)),
            })
        };
        self.rpc.get(request, read, work).await
    }

    async fn list_partners(
        &self,
        request: Request<proto::ListPartnersRequest>,
    ) -> Result<Response<proto::ListPartnersResponse>, Status> {
        let read = |_: &mut Violations, caller, _| Some(caller);
        let work = async |caller: Caller, page| {
            // The list holds partners of every province.
            caller.within(Target::default())?;
            let (found, next_page_token) = storage::partner::list(self.store(), &page).await?;
            Ok(proto::ListPartnersResponse {
                partners: found.into_iter().map(to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, read, work).await
    }

    async fn list_matches(
        &self,
        request: Request<proto::ListMatchesRequest>,
    ) -> Result<Response<proto::ListMatchesResponse>, Status> {
        let read =
            |v: &mut Violations, caller, request| Some((caller, matching::filter(v, request)?));
        let work = async |(caller, filter): (Caller, storage::partner::MatchFilter), page| {
            self.partner(&caller, filter.partner_id).await?;
            let (found, next_page_token) =
                storage::partner::list_matches(self.store(), &filter, &page).await?;
            Ok(proto::ListMatchesResponse {
                matches: found.iter().map(matching::to_proto).collect(),
                next_page_token,
            })
        };
        self.rpc.list(request, read, work).await
    }
}
