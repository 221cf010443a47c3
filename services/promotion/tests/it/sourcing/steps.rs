//! How a match goes on.

use super::*;

on_both_engines!(
    both_sides_record_how_a_match_goes_on,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        listed(&fixture).await;
        let receiver = ocop_harness::Receiver::start().await;
        let partner = fixture.supermarket().await;
        fixture.subscribe(&partner, receiver.url()).await;
        let found = fixture.matches(&partner, proto::MatchState::Active).await;
        let found = found[0].clone();
        assert_eq!(found.stage(), proto::MatchStage::Proposed);
        let step = |n: u128, etag: &str, stage: proto::MatchStage| proto::RecordMatchStepRequest {
            request_id: id(n),
            id: found.id.clone(),
            etag: etag.to_owned(),
            stage: stage.into(),
            on: String::new(),
            reason: String::new(),
        };
        let mut buyer = fixture.partners(Role::Partner, &format!("partner:{}", partner.id));
        let contacted = step(11, &found.etag, proto::MatchStage::Contacted);
        let answer = buyer.record_match_step(contacted).await.unwrap();
        let contacted = answer.into_inner().matched.unwrap();
        assert_eq!(contacted.steps[0].by(), proto::MatchSide::Partner);

        let mut producer = fixture.partners(Role::Producer, &format!("producer:{}", id(7)));
        let listed = producer
            .list_producer_matches(proto::ListProducerMatchesRequest {
                producer_id: id(7),
                stage: proto::MatchStage::Contacted.into(),
                ..Default::default()
            })
            .await;
        let listed = listed.unwrap().into_inner().matches;
        assert_eq!((listed.len(), &listed[0].id), (1, &found.id));
        let refusal = proto::AnswerMatchRequest {
            request_id: id(12),
            id: found.id.clone(),
            etag: contacted.etag.clone(),
            stage: proto::MatchStage::Refused.into(),
            on: String::new(),
            reason: String::new(),
        };
        let refused = producer.answer_match(refusal.clone()).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "REASON_MISSING");
        let refusal = proto::AnswerMatchRequest {
            request_id: id(13),
            reason: "Sản lượng đã bán hết".to_owned(),
            ..refusal
        };
        let answer = producer.answer_match(refusal).await.unwrap();
        let refused = answer.into_inner().matched.unwrap();
        assert_eq!(refused.steps[1].by(), proto::MatchSide::Producer);
        let stale = step(14, &found.etag, proto::MatchStage::Contacted);
        let stale = buyer.record_match_step(stale).await.unwrap_err();
        assert_eq!(stale.code(), Code::Aborted);
        let back = step(15, &refused.etag, proto::MatchStage::Supplied);
        let back = buyer.record_match_step(back).await.unwrap_err();
        assert_eq!(reason_of(&back).0, "OTHER_STAGE");

        eventually("the partner to hear of both", async || {
            let heard: Vec<_> = receiver
                .received()
                .iter()
                .map(read)
                .filter(|(kind, _)| kind == "ocop.promotion.match.stage_changed.v1")
                .map(|(_, fact)| (fact.stage(), fact.last_step.unwrap().reason))
                .collect();
            let all = [
                (proto::MatchStage::Contacted, String::new()),
                (
                    proto::MatchStage::Refused,
                    "Sản lượng đã bán hết".to_owned(),
                ),
            ];
            if heard == all { Ok(()) } else { Err(heard) }
        })
        .await;
    }
);
