//! Ballots are secret until the session closes, and locked from then on.

use async_nats::jetstream;
use chrono::TimeDelta;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::view::v1::View;

use crate::conflicts::declare;
use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{MEMBERS, in_round, round, tally, vote};

/// What somebody sees of the ballots on a dossier.
pub(crate) async fn list(
    fixture: &Fixture,
    subject: &str,
    role: Role,
    dossier: &str,
) -> proto::ListBallotsResponse {
    let request = proto::ListBallotsRequest {
        dossier_id: dossier.to_owned(),
        view: View::Full.into(),
        ..Default::default()
    };
    let mut caller = fixture.councils(subject, role);
    caller.list_ballots(request).await.unwrap().into_inner()
}

/// The dossier as anybody with a token reads it.
pub(crate) async fn get_dossier(fixture: &Fixture, dossier: &str) -> proto::Dossier {
    let request = proto::GetDossierRequest {
        id: dossier.to_owned(),
    };
    let mut anyone = fixture.dossiers("ai-do", Role::Auditor);
    let answer = anyone.get_dossier(request).await.unwrap();
    answer.into_inner().dossier.unwrap()
}

/// Every event on a dossier that the service has published, as text.
async fn published(fixture: &Fixture, dossier: &str, least: usize) -> Vec<String> {
    let client = async_nats::connect(fixture.nats.url()).await.unwrap();
    let jetstream = jetstream::new(client);
    let mut texts = Vec::new();
    eventually("the events are on the stream", async || {
        let Ok(stream) = jetstream.get_stream("OCOP_EVALUATION").await else {
            return false;
        };
        let last = stream.get_info().await.unwrap().state.last_sequence;
        texts.clear();
        for sequence in 1..=last {
            let message = stream.get_raw_message(sequence).await.unwrap();
            let body = String::from_utf8(message.payload.to_vec()).unwrap();
            if body.contains(dossier) {
                texts.push(format!("{} {:?} {body}", message.subject, message.headers));
            }
        }
        texts.len() >= least
    })
    .await;
    texts
}

/// A dossier on which the first three members have voted, `chi` with a remark of her own.
async fn half_voted(fixture: &Fixture) -> String {
    let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
    let round = round(fixture).await;
    let best = fixture.best_but(9, &[]).await;
    let first = proto::DossierKind::First;
    let before_council = (0x100, product.as_str(), round.as_str());
    let dossier = in_round(fixture, before_council, first, best.clone(), "2026-06-01").await;
    for (n, member) in (0x200..).zip(&MEMBERS[..2]) {
        vote(fixture, (n, &dossier.id, member), best.clone())
            .await
            .unwrap();
    }
    fixture.service.clock.advance(TimeDelta::milliseconds(1));
    let request = proto::CastBallotRequest {
        request_id: id(0x202),
        dossier_id: dossier.id.clone(),
        answers: fixture.best_but(9, &[("10", 1)]).await,
        comment: REMARK.to_owned(),
    };
    let mut chi = fixture.councils("chi", Role::CouncilMember);
    chi.cast_ballot(request).await.unwrap();
    dossier.id
}

const REMARK: &str = "vị hơi mặn";

on_both_engines!(
    before_the_count_a_ballot_is_seen_by_its_member_alone,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let dossier = half_voted(&fixture).await;
        declare(&fixture, (1, &dossier), ("an", Role::CouncilMember), "")
            .await
            .unwrap();

        let own = list(&fixture, "chi", Role::CouncilMember, &dossier).await;
        let [ballot] = &own.ballots[..] else {
            panic!("{own:?}")
        };
        assert_eq!(
            (
                ballot.member.as_str(),
                ballot.comment.as_str(),
                ballot.sealed
            ),
            ("chi", REMARK, false)
        );
        assert_eq!((own.conflicts.len(), own.tally), (0, None));

        let office = list(&fixture, "lan", Role::OcopOffice, &dossier).await;
        let voters: Vec<_> = office.ballots.iter().map(|b| b.member.as_str()).collect();
        assert_eq!(voters, &MEMBERS[..3]);
        for ballot in &office.ballots {
            assert!(ballot.sealed && ballot.answers.is_empty());
            assert_eq!((ballot.total, ballot.comment.as_str()), (0, ""));
            assert_eq!(ballot.conflicted, ballot.member == "an");
        }
        assert_eq!(office.conflicts.len(), 1);

        let nobody = proto::ListBallotsResponse::default();
        for (subject, role) in [
            ("giang", Role::CouncilMember),
            ("stranger", Role::CouncilMember),
            ("chu-tich", Role::DecisionAuthority),
            ("kiem", Role::Auditor),
        ] {
            assert_eq!(list(&fixture, subject, role, &dossier).await, nobody);
        }
        let request = proto::ListBallotsRequest {
            dossier_id: dossier.clone(),
            ..Default::default()
        };
        let mut producer = fixture.councils("lan", Role::Producer);
        let refused = producer.list_ballots(request).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "ROLE_MISSING");
    }
);

on_both_engines!(
    nothing_else_tells_of_ballots_before_the_count,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let before = {
            let dossier = half_voted(&fixture).await;
            get_dossier(&fixture, &dossier).await
        };
        // A count that is refused for want of ballots says nothing of those there are.
        let refused = tally(&fixture, (0x210, &before.id), "2026-06-10")
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused), ("BELOW_QUORUM".to_owned(), Vec::new()));
        assert_eq!(before.tally, None);
        let mut anyone = fixture.dossiers("ai-do", Role::Auditor);
        let listed = anyone
            .list_dossiers(proto::ListDossiersRequest {
                view: View::Full.into(),
                ..Default::default()
            })
            .await
            .unwrap()
            .into_inner();
        assert_eq!(listed.dossiers, std::slice::from_ref(&before));
        // The dossier is as it was when it came before the council: a ballot leaves no trace in it.
        assert_eq!(before.etag, "5");
        let events = published(&fixture, &before.id, 5).await;
        assert_eq!(events.len(), 5, "a ballot is no event: {events:?}");
        let everything = format!("{events:?}{before:?}");
        for secret in [REMARK, "\"chi\"", "ballots", "total"] {
            assert!(!everything.contains(secret), "{secret}");
        }
    }
);

on_both_engines!(
    after_the_count_ballots_are_open_to_those_concerned_and_locked,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let dossier = half_voted(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        vote(&fixture, (0x203, &dossier, "dung"), best.clone())
            .await
            .unwrap();
        let counted = tally(&fixture, (0x210, &dossier), "2026-06-10")
            .await
            .unwrap();
        assert_eq!(counted.absent, ["giang"]);
        for (subject, role) in [
            ("giang", Role::CouncilMember),
            ("lan", Role::OcopOffice),
            ("chu-tich", Role::DecisionAuthority),
            ("kiem", Role::Auditor),
        ] {
            let listed = list(&fixture, subject, role, &dossier).await;
            let totals: Vec<_> = listed.ballots.iter().map(|b| (b.sealed, b.total)).collect();
            let chi = (false, listed.ballots[2].total);
            assert!(chi.1 < 100 && listed.ballots[2].comment == REMARK);
            assert_eq!(totals, [(false, 100), (false, 100), chi, (false, 100)]);
            assert_eq!(listed.tally.as_ref(), Some(&counted), "{subject}");
        }
        let stranger = list(&fixture, "stranger", Role::CouncilMember, &dossier).await;
        assert_eq!(stranger, proto::ListBallotsResponse::default());
        // What everybody reads names no member.
        let public = get_dossier(&fixture, &dossier).await.tally.unwrap();
        assert_eq!(
            (public.total_sum, public.absent),
            (counted.total_sum, Vec::<String>::new())
        );

        // A ballot that comes late or is to be changed meets locked minutes, and so does a count.
        for (request, member) in [(0x220, "giang"), (0x221, "an")] {
            let late = vote(&fixture, (request, &dossier, member), best.clone())
                .await
                .unwrap_err();
            assert_eq!(refusal(&late).0, "WRONG_STATE");
        }
        let again = tally(&fixture, (0x222, &dossier), "2026-06-11")
            .await
            .unwrap_err();
        assert_eq!(refusal(&again).0, "WRONG_STATE");
        let kept = list(&fixture, "kiem", Role::Auditor, &dossier).await;
        assert_eq!((kept.ballots.len(), kept.tally), (4, Some(counted)));
    }
);

on_both_engines!(
    ballots_are_listed_page_by_page_in_order_of_casting,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let dossier = half_voted(&fixture).await;
        let mut office = fixture.councils("lan", Role::OcopOffice);
        let mut request = proto::ListBallotsRequest {
            page_size: 2,
            dossier_id: dossier,
            ..Default::default()
        };
        let first = office
            .list_ballots(request.clone())
            .await
            .unwrap()
            .into_inner();
        request.page_token = first.next_page_token;
        let second = office
            .list_ballots(request.clone())
            .await
            .unwrap()
            .into_inner();
        let members = first.ballots.iter().chain(&second.ballots);
        let members: Vec<_> = members.map(|ballot| ballot.member.as_str()).collect();
        assert_eq!(members, &MEMBERS[..3]);
        assert_eq!(
            (first.ballots.len(), second.next_page_token.as_str()),
            (2, "")
        );
        let unknown = proto::ListBallotsRequest {
            dossier_id: id(0xDEAD),
            ..Default::default()
        };
        let refused = office.list_ballots(unknown).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "DOSSIER_UNKNOWN");
    }
);

on_both_engines!(
    pages_and_tokens_tell_nothing_of_hidden_ballots,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let dossier = half_voted(&fixture).await;
        for (subject, seen) in [("chi", 1), ("giang", 0), ("stranger", 0)] {
            let mut member = fixture.councils(subject, Role::CouncilMember);
            let request = proto::ListBallotsRequest {
                page_size: 1,
                dossier_id: dossier.clone(),
                ..Default::default()
            };
            let page = member.list_ballots(request).await.unwrap().into_inner();
            assert_eq!(
                (page.ballots.len(), page.next_page_token.as_str()),
                (seen, ""),
                "{subject}"
            );
        }
    }
);
