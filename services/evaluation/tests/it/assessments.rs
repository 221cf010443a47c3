//! What answers are worth, and what would make them worth more. Nothing is stored.

use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::criteria_service_client::CriteriaServiceClient;
use tonic::Code;
use tonic::transport::Channel;

use crate::fixture::{Fixture, refusal};

fn criteria(fixture: &Fixture) -> CriteriaServiceClient<Channel> {
    CriteriaServiceClient::new(fixture.service.channel())
}

fn ballot(number: u32, answers: Vec<proto::Answer>) -> proto::AssessBallotRequest {
    proto::AssessBallotRequest {
        number,
        answers,
        ..proto::AssessBallotRequest::default()
    }
}

fn wish(number: u32, answers: Vec<proto::Answer>, target_star: u32) -> proto::AdviseUpgradeRequest {
    proto::AdviseUpgradeRequest {
        number,
        answers,
        target_star,
        ..proto::AdviseUpgradeRequest::default()
    }
}

#[tokio::test]
async fn ninety_seven_points_without_a_trademark_application_are_no_star_and_say_why() {
    ocop_harness::on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let answers = fixture.best_but(9, &[("3.5", 0)]).await;
        let response = criteria(&fixture)
            .assess_ballot(ballot(9, answers))
            .await
            .unwrap();
        let result = response.into_inner().assessment.unwrap();
        assert_eq!((result.total, result.regulation.as_str()), (97, "R2026"));
        assert_eq!(
            (result.star_by_score, result.star_by_minimum, result.star),
            (5, 0, 0)
        );
        let parts: Vec<_> = result
            .parts
            .iter()
            .map(|part| (part.points, part.max_points))
            .collect();
        assert_eq!(parts, [(37, 40), (25, 25), (35, 35)]);
        assert_eq!(
            (result.sections[2].code.as_str(), result.sections[2].points),
            ("3", 9)
        );
        let gaps: Vec<_> = result
            .gaps
            .iter()
            .map(|gap| (gap.star, gap.points_short, gap.missing[0].needs_points))
            .collect();
        assert_eq!(gaps, [(3, 0, 1), (4, 0, 2), (5, 0, 2)]);
        let missing = &result.gaps[0].missing[0];
        assert_eq!((missing.criterion.as_str(), missing.has_points), ("3.5", 0));
        assert!(!missing.label_vi.is_empty() && !missing.label_en.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_was_found_besides_leaves_no_star() {
    ocop_harness::on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let answers = fixture.best_but(9, &[]).await;
        let request = proto::AssessBallotRequest {
            knock_outs: vec!["6.1".to_owned(), "6.1".to_owned()],
            disqualifiers: vec![2],
            ..ballot(9, answers)
        };
        let response = criteria(&fixture).assess_ballot(request).await.unwrap();
        let result = response.into_inner().assessment.unwrap();
        assert_eq!(
            (result.total, result.star_by_minimum, result.star),
            (100, 5, 0)
        );
        assert_eq!(result.knock_outs.len(), 1);
        assert_eq!(result.knock_outs[0].effect(), proto::KnockOutEffect::Stop);
        assert_eq!(result.disqualifiers[0].number, 2);
    })
    .await;
}

#[tokio::test]
async fn everything_that_does_not_fit_is_told_at_once() {
    ocop_harness::on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let mut answers = fixture.best_but(9, &[]).await;
        answers.retain(|answer| answer.criterion != "8");
        answers[0].option = "z".to_owned();
        answers[1].criterion = "99".to_owned();
        // An empty option hides nothing.
        answers[2].option = String::new();
        let request = proto::AdviseUpgradeRequest {
            knock_outs: vec!["7".to_owned()],
            disqualifiers: vec![4],
            keep: vec!["12.9".to_owned()],
            ..wish(9, answers.clone(), 5)
        };
        let refused = criteria(&fixture)
            .advise_upgrade(request)
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);
        let (reason, fields) = refusal(&refused);
        assert_eq!(reason, "INVALID_REQUEST");
        assert_eq!(
            fields,
            [
                "answers[1.1]",
                "answers[99]",
                "answers[1.3]",
                "answers[1.2]",
                "answers[8]",
                "knock_outs[7]",
                "disqualifiers[4]",
                "keep[12.9]"
            ]
        );

        let request = proto::AdviseUpgradeRequest {
            on_date: "2026-13-01".to_owned(),
            ..wish(27, answers, 6)
        };
        let refused = criteria(&fixture)
            .advise_upgrade(request)
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).1, ["target_star", "on_date", "number"]);

        let early = proto::AssessBallotRequest {
            on_date: "2020-01-01".to_owned(),
            ..ballot(9, Vec::new())
        };
        let refused = criteria(&fixture).assess_ballot(early).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::NotFound, "NO_CRITERIA_SET")
        );
    })
    .await;
}

#[tokio::test]
async fn the_advice_carried_out_reaches_the_star() {
    ocop_harness::on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let low = [
            ("3.5", 1),
            ("5.1", 1),
            ("4.3", 0),
            ("3.1", 1),
            ("1.3", 1),
            ("6.5", 2),
            ("11", 0),
        ];
        let mut answers = fixture.best_but(9, &low).await;
        let mut criteria = criteria(&fixture);
        let response = criteria
            .advise_upgrade(wish(9, answers.clone(), 5))
            .await
            .unwrap();
        let advice = response.into_inner();
        assert_eq!((advice.present_total, advice.present_star), (80, 3));
        assert!(advice.reachable);
        assert_eq!(advice.decided_by(), proto::DecidingLevel::Centre);
        let plan: Vec<_> = advice
            .improvements
            .iter()
            .map(|line| (line.criterion.as_str(), line.forced, line.points_gained))
            .collect();
        // The trademark, the story and the taste are asked for and give 8; one more criterion gives the rest, and of
        // those that can the first does.
        assert_eq!(
            plan,
            [
                ("1.3", false, 2),
                ("3.5", true, 2),
                ("5.1", true, 4),
                ("6.5", true, 2)
            ]
        );
        assert_eq!(advice.total, 90);
        for line in &advice.improvements {
            let answer = answers
                .iter_mut()
                .find(|answer| answer.criterion == line.criterion)
                .unwrap();
            assert_eq!(answer.option, line.present_option);
            answer.option = line.needed.as_ref().unwrap().code.clone();
        }
        let response = criteria.assess_ballot(ballot(9, answers)).await.unwrap();
        let result = response.into_inner().assessment.unwrap();
        assert_eq!((result.total, result.star), (advice.total, 5));
        assert_eq!(result.gaps, []);
    })
    .await;
}

#[tokio::test]
async fn a_star_out_of_reach_is_told_with_every_reason() {
    ocop_harness::on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let answers = fixture.best_but(9, &[("3.5", 1)]).await;
        let request = proto::AdviseUpgradeRequest {
            keep: vec!["3.5".to_owned()],
            knock_outs: vec!["1.1".to_owned()],
            disqualifiers: vec![1],
            ..wish(9, answers, 4)
        };
        let response = criteria(&fixture).advise_upgrade(request).await.unwrap();
        let advice = response.into_inner();
        assert!(!advice.reachable && advice.improvements.is_empty());
        let kinds: Vec<_> = advice.obstacles.iter().map(proto::Obstacle::kind).collect();
        use proto::ObstacleKind::{Disqualifier, Kept, KnockOut};
        assert_eq!(kinds, [KnockOut, Disqualifier, Kept]);
        let kept = &advice.obstacles[2];
        assert_eq!(
            (kept.criterion.as_str(), kept.has_points, kept.needs_points),
            ("3.5", 1, 2)
        );
        assert!(kept.reason_en.contains("4★") && kept.reason_vi.contains("4★"));
    })
    .await;
}
