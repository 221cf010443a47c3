//! Conflicts of interest of council members.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::{Code, Status};

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{MEMBERS, in_round, round, tally, vote};
use crate::secrecy::list;

/// Declares a conflict of `member`, as somebody.
pub(crate) async fn declare(
    fixture: &Fixture,
    (request, dossier): (u128, &str),
    (subject, role): (&str, Role),
    member: &str,
) -> Result<proto::Conflict, Status> {
    let request = proto::DeclareConflictRequest {
        request_id: id(request),
        dossier_id: dossier.to_owned(),
        member: member.to_owned(),
        reason: "là em ruột của giám đốc hợp tác xã".to_owned(),
    };
    let mut caller = fixture.councils(subject, role);
    let answer = caller.declare_conflict(request).await?;
    Ok(answer.into_inner().conflict.unwrap())
}

on_both_engines!(
    a_member_with_a_conflict_does_not_count_and_the_quorum_is_of_the_others,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let low = fixture.best_but(9, &[("10", 0), ("11", 0)]).await;
        let first = proto::DossierKind::First;
        let before_council = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, before_council, first, best.clone(), "2026-06-01").await;
        let here = |request: u128| (request, dossier.id.as_str());
        // One votes and declares afterwards, of the other the office declares it before.
        vote(&fixture, (0x200, &dossier.id, "an"), low)
            .await
            .unwrap();
        let member = Role::CouncilMember;
        let own = declare(&fixture, here(1), ("an", member), "")
            .await
            .unwrap();
        assert_eq!(
            (own.member.as_str(), own.declared_by.as_str()),
            ("an", "an")
        );
        let office = ("lan", Role::OcopOffice);
        let other = declare(&fixture, here(2), office, "binh").await.unwrap();
        assert_eq!(
            (other.member.as_str(), other.declared_by.as_str()),
            ("binh", "lan")
        );
        let refused = vote(&fixture, (0x201, &dossier.id, "binh"), best.clone())
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "CONFLICT_DECLARED")
        );

        // Of three members who may vote three must: three quarters of three, rounded up.
        for (n, member) in (0x202..).zip(&MEMBERS[2..4]) {
            vote(&fixture, (n, &dossier.id, member), best.clone())
                .await
                .unwrap();
        }
        let refused = tally(&fixture, (0x210, &dossier.id), "2026-06-10")
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "BELOW_QUORUM");
        assert!(refused.message().contains("2 members voted"), "{refused:?}");
        vote(&fixture, (0x204, &dossier.id, MEMBERS[4]), best)
            .await
            .unwrap();
        let counted = tally(&fixture, (0x211, &dossier.id), "2026-06-10")
            .await
            .unwrap();
        assert_eq!((counted.ballots, counted.total_sum), (3, 300));
        assert_eq!(counted.conflicted, ["an", "binh"]);
        let kept = list(&fixture, "lan", Role::OcopOffice, &dossier.id).await;
        let kept: Vec<_> = kept
            .ballots
            .iter()
            .map(|ballot| (ballot.member.as_str(), ballot.conflicted))
            .collect();
        assert_eq!(
            kept,
            [
                ("an", true),
                ("chi", false),
                ("dung", false),
                ("giang", false)
            ]
        );
    }
);

on_both_engines!(
    a_conflict_is_declared_once_by_who_may_and_not_after_the_count,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let before_council = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, before_council, first, best.clone(), "2026-06-01").await;
        let here = |request: u128| (request, dossier.id.as_str());
        let refused_for = async |request: u128, by: (&str, Role), of: &str| {
            let refused = declare(&fixture, here(request), by, of).await.unwrap_err();
            (refused.code(), refusal(&refused).0)
        };
        let member = Role::CouncilMember;
        assert_eq!(
            refused_for(1, ("an", member), "binh").await,
            (Code::PermissionDenied, "OUT_OF_SCOPE".to_owned())
        );
        assert_eq!(
            refused_for(2, ("stranger", member), "").await,
            (Code::PermissionDenied, "NOT_A_MEMBER".to_owned())
        );
        declare(&fixture, here(3), ("an", member), "")
            .await
            .unwrap();
        assert_eq!(
            refused_for(4, ("lan", Role::OcopOffice), "an").await,
            (Code::AlreadyExists, "CONFLICT_DECLARED".to_owned())
        );
        for (n, member) in (0x200..).zip(&MEMBERS[1..]) {
            vote(&fixture, (n, &dossier.id, member), best.clone())
                .await
                .unwrap();
        }
        tally(&fixture, (0x210, &dossier.id), "2026-06-10")
            .await
            .unwrap();
        assert_eq!(
            refused_for(5, ("binh", member), "").await,
            (Code::FailedPrecondition, "WRONG_STATE".to_owned())
        );
    }
);

on_both_engines!(
    four_of_five_members_in_conflict_leave_no_result_of_one_ballot,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let before_council = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, before_council, first, best.clone(), "2026-06-01").await;
        for (n, member) in (1..).zip(&MEMBERS[..4]) {
            let by = (*member, Role::CouncilMember);
            declare(&fixture, (n, &dossier.id), by, "").await.unwrap();
        }
        vote(&fixture, (0x200, &dossier.id, MEMBERS[4]), best)
            .await
            .unwrap();
        let refused = tally(&fixture, (0x210, &dossier.id), "2026-06-10")
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "BELOW_QUORUM")
        );
        let said = refused.message();
        assert!(said.contains("1 members voted; at least 3 must"), "{said}");
    }
);
