//! What was handed in, time by time, on the wire.

use ocop_chassis::grpc::{RpcError, Violations};
use ocop_chassis::paging::Page;
use ocop_identity::Caller;
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::application::Error;
use crate::domain::dossier::revision::{Difference, Revision};
use crate::storage;
use crate::transport::dossier::contents;
use crate::transport::service::Service;

/// Whose dossier's revisions are asked for.
pub(crate) fn of(
    v: &mut Violations,
    caller: Caller,
    request: proto::ListRevisionsRequest,
) -> Option<(Caller, Uuid)> {
    let id = v.uuid("dossier_id", &request.dossier_id)?;
    Some((caller, id))
}

/// Which two revisions of which dossier are compared.
pub(crate) fn compared(
    v: &mut Violations,
    caller: Caller,
    request: proto::CompareRevisionsRequest,
) -> Option<(Caller, Uuid, u32, u32)> {
    let id = v.uuid("dossier_id", &request.dossier_id)?;
    Some((caller, id, request.from, request.to))
}

impl Service {
    pub(super) async fn revisions(
        &self,
        (caller, id): (Caller, Uuid),
        page: Page,
    ) -> Result<(Vec<Revision>, String), RpcError> {
        self.read(&caller, id).await?;
        Ok(storage::dossier::list_revisions(self.store(), id, &page).await?)
    }

    pub(super) async fn compare(
        &self,
        (caller, id, from, to): (Caller, Uuid, u32, u32),
    ) -> Result<proto::CompareRevisionsResponse, RpcError> {
        self.read(&caller, id).await?;
        let revision = async |number| {
            let found = storage::dossier::revision(self.store(), id, number).await?;
            found.ok_or(Error::NoRevision { number })
        };
        let differences = revision(from).await?.compare(&revision(to).await?);
        let differences = differences.into_iter();
        Ok(proto::CompareRevisionsResponse {
            differences: differences.map(difference).collect(),
        })
    }
}

pub(crate) fn to_proto(revision: Revision) -> proto::DossierRevision {
    proto::DossierRevision {
        number: revision.number,
        lodged_on: revision.lodged_on.to_string(),
        regulation: revision.regulation.to_string(),
        criteria_set: revision.criteria_set.into(),
        answers_to: revision.answers_to,
        content: Some(contents::to_proto(revision.content)),
        acknowledged: revision.acknowledged,
    }
}

fn difference(difference: Difference) -> proto::RevisionDifference {
    proto::RevisionDifference {
        field: difference.field,
        before: difference.before,
        after: difference.after,
    }
}
