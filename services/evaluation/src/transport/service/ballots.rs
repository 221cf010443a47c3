//! The ballots on a dossier, as far as the caller may see them.

use std::collections::BTreeSet;

use ocop_chassis::grpc::{list_of, refuse_shared};
use ocop_chassis::identity::{Caller, Role};
use ocop_proto::evaluation::v1 as proto;
use tonic::Status;
use uuid::Uuid;

use super::{Service, failed, refused, status};
use crate::application::{Refusal, target_of_dossier};
use crate::domain::ballot::secrecy::{Viewer, last_counted};
use crate::storage::{self, CouncilRecord, DossierRecord};
use crate::transport::{ballots, conflicts};

impl Service {
    /// What is told of the ballots on a dossier. The dossier is read first: if its count closes
    /// meanwhile, ballots are still told as before the count.
    pub(super) async fn seen_ballots(
        &self,
        caller: &Caller,
        asked: proto::ListBallotsRequest,
    ) -> Result<proto::ListBallotsResponse, Status> {
        let bare = proto::ListBallotsRequest {
            page_size: 0,
            page_token: String::new(),
            ..asked.clone()
        };
        let read = list_of((asked.page_size, &asked.page_token), &bare, |v| {
            v.uuid("dossier_id", &asked.dossier_id)
        });
        let (id, page) = read.map_err(refused)?;
        let record = self.dossier_of(id.unwrap_or_default()).await?;
        let dossier = &record.dossier;
        let target = target_of_dossier(dossier);
        caller
            .within(&target)
            .map_err(|denied| status(denied.into()))?;
        let (found, next_page_token) = storage::list_ballots(&self.store, dossier, &page)
            .await
            .map_err(failed)?;
        let declared = storage::list_conflicts(&self.store, dossier.id)
            .await
            .map_err(failed)?;
        let councils: BTreeSet<Uuid> = found.iter().map(|ballot| ballot.council_id).collect();
        let councils = councils.into_iter().chain(dossier.council_id);
        let councils = storage::councils_by_id(&self.store, councils)
            .await
            .map_err(failed)?;

        let subject = caller.actor.subject.as_str();
        let holds = |allowed: &'static [Role]| {
            let actor = caller.actor.clone();
            Caller { actor, allowed }.within(&target).is_ok()
        };
        let everywhere = Viewer {
            subject,
            office: holds(&[Role::OcopOffice]),
            oversight: holds(&[Role::DecisionAuthority, Role::Auditor]),
            member: false,
        };
        let in_council = |id: Option<Uuid>| Viewer {
            member: holds(&[Role::CouncilMember]) && sits(&councils, id, subject),
            ..everywhere
        };
        let counted = last_counted(dossier);
        let closed = counted >= dossier.ballot_attempt;
        let viewer = in_council(dossier.council_id);
        let ballots = found.into_iter().filter_map(|ballot| {
            let sight = in_council(Some(ballot.council_id)).sight(&ballot, counted);
            ballots::seen(ballot, sight, &declared)
        });
        let ballots = ballots.collect();
        let sees_all = viewer.office || viewer.oversight || viewer.member;
        Ok(proto::ListBallotsResponse {
            ballots,
            next_page_token,
            conflicts: declared
                .into_iter()
                .filter(|conflict| viewer.sees_conflict(conflict, closed))
                .map(conflicts::told)
                .collect(),
            tally: sees_all
                .then(|| ballots::told_with_names(&record, &self.library))
                .flatten(),
        })
    }

    /// The dossier with this id.
    async fn dossier_of(&self, id: Uuid) -> Result<DossierRecord, Status> {
        let found = self.dossiers.get(id).await;
        let found = found.map_err(|error| refused(refuse_shared(&error)))?;
        found.ok_or_else(|| {
            let what = "dossier";
            status(Refusal::Unknown { what, id })
        })
    }
}

/// Whether a subject sits or sat in the council of an id.
fn sits(councils: &[CouncilRecord], id: Option<Uuid>, subject: &str) -> bool {
    let mut councils = councils.iter().map(|record| &record.council);
    councils.any(|council| Some(council.id) == id && council.knows(subject))
}
