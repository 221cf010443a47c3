//! The fairs at which the producer of a dossier was.

use chrono::NaiveDate;
use ocop_chassis::grpc::{RpcError, Violations, enum_pairs};
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::domain::evidence::EvidenceKind;
use crate::domain::register::attendance::{Attendance, Counts, Reach};
use crate::storage;
use crate::transport::service::Service;

/// Fairs in one answer.
const MOST: usize = 200;
/// Fairs that are counted.
const COUNTED: u64 = 1_000;

/// What is asked: by whom, of which dossier, as of which day.
type Question = (Caller, Uuid, Option<NaiveDate>);

pub(super) fn question(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListDossierAttendanceRequest,
) -> Option<Question> {
    let id = v.uuid("dossier_id", &request.dossier_id);
    let on = v.optional_date("on_date", &request.on_date);
    Some((caller, id?, on))
}

impl Service {
    pub(super) async fn attendance(
        &self,
        (caller, id, on): Question,
    ) -> Result<proto::ListDossierAttendanceResponse, RpcError> {
        let dossier = self.read(&caller, id).await?;
        let lodged = dossier.lodged().ok();
        let today = self.store().clock().today();
        let on = on.or(lodged.map(|lodged| lodged.on)).unwrap_or(today);
        let number = dossier.criteria_set;
        let set = match lodged {
            Some(lodged) => self.library.set(lodged.regulation, number),
            None => self.library.set_on(today, number),
        };
        let criteria = set.into_iter().flat_map(|set| set.criteria());
        let criteria = criteria.filter(|one| one.evidence.contains(&EvidenceKind::Promotion));
        let producer = dossier.producer_id;
        let found = storage::register::attendances(self.store(), producer, on, COUNTED).await?;
        let counts = Counts::of(found.iter().map(|found| found.fair.reach));
        let latest = found.iter().take(MOST);
        let attendances = latest.map(|found| to_proto(found, dossier.product_id));
        Ok(proto::ListDossierAttendanceResponse {
            criteria: criteria.map(|one| one.code.clone()).collect(),
            as_of: on.to_string(),
            attendances: attendances.collect(),
            in_province: counts.in_province,
            national: counts.national,
            international: counts.international,
        })
    }
}

enum_pairs! {
    fn reach_to_proto(Reach) -> proto::FairReach;
    Unknown = Unspecified, Province, National, International
}

fn to_proto(found: &Attendance, product: Uuid) -> proto::Attendance {
    let Attendance { fair, presence } = found;
    proto::Attendance {
        campaign_id: fair.id.to_string(),
        name: fair.name.clone(),
        reach: reach_to_proto(fair.reach).into(),
        venue: fair.venue.clone(),
        from_date: fair.from.to_string(),
        to_date: fair.to.to_string(),
        recorded_on: presence.recorded_on.to_string(),
        shows_product: presence.products.contains(&product),
    }
}
