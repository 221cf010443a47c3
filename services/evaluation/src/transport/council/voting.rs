//! The ballots on a dossier, as far as the caller may see them.

use std::collections::BTreeSet;

use ocop_chassis::database::Saved;
use ocop_chassis::grpc::RpcError;
use ocop_chassis::paging::Page;
use ocop_identity::{Caller, Role};
use ocop_proto::evaluation::v1 as proto;
use uuid::Uuid;

use crate::application::Resource;
use crate::application::dossier::target_at;
use crate::domain::council::ballot::secrecy::Viewer;
use crate::domain::council::{Council, Level};
use crate::domain::dossier::Dossier;
use crate::storage;
use crate::storage::council::BallotFilter;
use crate::transport::council::ballots;
use crate::transport::council::conflicts;
use crate::transport::service::Service;

impl Service {
    /// What the caller sees of the ballots on a dossier. The dossier is read first: if its count closes
    /// meanwhile, ballots are still shown as before the count.
    pub(crate) async fn seen_ballots(
        &self,
        caller: &Caller,
        id: Uuid,
        page: &Page,
    ) -> Result<proto::ListBallotsResponse, RpcError> {
        let dossier = Resource::Dossier.found(self.dossiers.get(id).await?, id)?;
        let dossier = &*dossier;
        // Where it came from, wherever it is now.
        caller.within(target_at(dossier, Level::Province))?;
        let declared = storage::council::list_conflicts(self.store(), dossier.id).await?;
        let accepted = dossier.stage.accepted();
        let council_id = accepted.map(|accepted| accepted.council_id);
        let of_ballots = storage::council::councils_of_ballots(self.store(), dossier.id).await?;
        let ids: BTreeSet<Uuid> = of_ballots.into_iter().chain(council_id).collect();
        let councils = storage::council::councils_by_id(self.store(), ids.iter().copied()).await?;

        let counted = dossier.last_counted();
        let closed = counted >= dossier.ballot_attempt;
        let viewer = |council: Option<Uuid>| {
            let council = councils.iter().find(|found| Some(found.id) == council);
            viewer(caller, dossier, council)
        };
        let those = |fits: fn(&Viewer<'_>) -> bool| {
            let ids = ids.iter().copied();
            ids.filter(|id| fits(&viewer(Some(*id)))).collect()
        };
        let filter = BallotFilter {
            dossier: dossier.id,
            member: caller.actor.subject.clone(),
            of_councils: those(|viewer| viewer.office),
            counted_of_councils: those(|viewer| viewer.is_concerned()),
            counted,
        };
        let (found, next_page_token) =
            storage::council::list_ballots(self.store(), &filter, page).await?;
        let ballots = found.into_iter().filter_map(|ballot| {
            let sight = viewer(Some(ballot.council_id)).sight(&ballot, counted);
            ballots::seen(ballot, sight, &declared)
        });
        let ballots = ballots.collect();
        let now = viewer(council_id);
        let sees_all = now.is_concerned();
        Ok(proto::ListBallotsResponse {
            ballots,
            next_page_token,
            conflicts: declared
                .into_iter()
                .filter(|conflict| now.sees_conflict(conflict, closed))
                .map(conflicts::to_proto)
                .collect(),
            tally: sees_all
                .then(|| ballots::to_proto_with_names(dossier, &self.library))
                .flatten(),
        })
    }
}

/// Who the caller is to a council of the dossier. The offices and authorities of a province have no
/// say at the centre.
fn viewer<'a>(
    caller: &'a Caller,
    dossier: &Dossier,
    council: Option<&Saved<Council>>,
) -> Viewer<'a> {
    let subject = caller.actor.subject.as_str();
    let level = council.map(|found| found.level).unwrap_or_default();
    let target = target_at(dossier, level);
    let holds = |roles: &'static [Role]| caller.only(roles).within(target.clone()).is_ok();
    Viewer {
        subject,
        office: holds(&[Role::OcopOffice]),
        oversight: holds(&[Role::DecisionAuthority, Role::Auditor]),
        member: holds(&[Role::CouncilMember]) && council.is_some_and(|found| found.knows(subject)),
    }
}
