//! Ballots and their count.

use ocop_harness::on_both_engines;
use ocop_proto::evaluation::v1 as proto;
use tonic::Code;

use crate::fixture::{Fixture, refusal};
use crate::procedure::{MEMBERS, all_vote, in_round, round, tally, vote};

on_both_engines!(
    a_ballot_with_faults_counts_for_nothing_and_names_them_all,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let dossier = in_round(
            &fixture,
            (0x100, &product, &round),
            first,
            best.clone(),
            "2026-06-01",
        )
        .await;

        let mut faulty = best.clone();
        faulty.retain(|answer| answer.criterion != "9");
        faulty[1].option = "q".to_owned();
        let refused = vote(&fixture, (1, &dossier.id, "an"), faulty)
            .await
            .unwrap_err();
        let (reason, mut fields) = refusal(&refused);
        fields.sort();
        assert_eq!(
            (refused.code(), reason.as_str()),
            (Code::InvalidArgument, "INVALID_REQUEST")
        );
        assert_eq!(fields, ["answers[1.2]", "answers[9]"]);

        let refused = vote(&fixture, (2, &dossier.id, "stranger"), best.clone())
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::PermissionDenied, "NOT_A_MEMBER")
        );

        let ballot = vote(&fixture, (3, &dossier.id, "an"), best.clone())
            .await
            .unwrap();
        assert_eq!(ballot.total, 100);
        let refused = vote(&fixture, (4, &dossier.id, "an"), best)
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::AlreadyExists, "VOTED_ALREADY")
        );

        let refused = tally(&fixture, (5, &dossier.id), "2026-06-10")
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "BELOW_QUORUM")
        );
    }
);

on_both_engines!(nobody_votes_after_the_count, async |url: String| {
    let fixture = Fixture::new(&url).await;
    let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
    let round = round(&fixture).await;
    let best = fixture.best_but(9, &[("4.1", 3)]).await;
    let first = proto::DossierKind::First;
    let dossier = in_round(
        &fixture,
        (0x100, &product, &round),
        first,
        best.clone(),
        "2026-06-01",
    )
    .await;
    for (n, member) in (0..).zip(&MEMBERS[..4]) {
        vote(&fixture, (0x200 + n, &dossier.id, member), best.clone())
            .await
            .unwrap();
    }
    let counted = tally(&fixture, (0x210, &dossier.id), "2026-06-10")
        .await
        .unwrap();
    assert_eq!(
        (counted.ballots, counted.total_sum, counted.average.as_str()),
        (4, 392, "98.00")
    );
    assert_eq!(
        (counted.star_by_score, counted.star_by_minimum, counted.star),
        (5, 4, 4)
    );
    let late = vote(&fixture, (0x211, &dossier.id, MEMBERS[4]), best)
        .await
        .unwrap_err();
    assert_eq!(refusal(&late).0, "WRONG_STATE");
});

on_both_engines!(an_average_is_never_rounded_up, async |url: String| {
    let fixture = Fixture::new(&url).await;
    let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
    let round = round(&fixture).await;
    let best = fixture.best_but(9, &[]).await;
    let first = proto::DossierKind::First;
    let dossier = in_round(
        &fixture,
        (0x100, &product, &round),
        first,
        best.clone(),
        "2026-06-01",
    )
    .await;
    // Four members give 90 and one gives 89, on criteria that carry no mark.
    let ninety = [("1.1", 1), ("1.2", 1), ("1.3", 1), ("10", 1), ("11", 2)];
    let eighty_nine = [("1.1", 1), ("1.2", 1), ("1.3", 1), ("10", 1), ("11", 1)];
    for (n, member) in (0..).zip(MEMBERS) {
        let but = if n == 4 { &eighty_nine } else { &ninety };
        let ballot = vote(
            &fixture,
            (0x200 + n, &dossier.id, member),
            fixture.best_but(9, but).await,
        )
        .await
        .unwrap();
        assert_eq!(ballot.total, if n == 4 { 89 } else { 90 });
    }
    let counted = tally(&fixture, (0x210, &dossier.id), "2026-06-10")
        .await
        .unwrap();
    assert_eq!(
        (
            counted.average.as_str(),
            counted.star_by_score,
            counted.star
        ),
        ("89.80", 4, 4)
    );
    assert_eq!(counted.outcome(), proto::TallyOutcome::Certifiable);
});

on_both_engines!(
    a_fish_sauce_without_a_trademark_application_is_not_certifiable,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let answers = fixture.best_but(9, &[("3.5", 0)]).await;
        let first = proto::DossierKind::First;
        let dossier = in_round(
            &fixture,
            (0x100, &product, &round),
            first,
            answers.clone(),
            "2026-06-01",
        )
        .await;
        all_vote(&fixture, 0x200, &dossier.id, &answers).await;
        let counted = tally(&fixture, (0x210, &dossier.id), "2026-06-10")
            .await
            .unwrap();
        assert_eq!(
            (
                counted.average.as_str(),
                counted.star_by_score,
                counted.star
            ),
            ("97.00", 5, 0)
        );
        assert_eq!(counted.outcome(), proto::TallyOutcome::NotCertifiable);
        let missing: Vec<&str> = counted
            .missing
            .iter()
            .map(|line| line.criterion.as_str())
            .collect();
        assert_eq!(missing, ["3.5"]);
        let refused = crate::procedure::decide(&fixture, (0x211, &dossier.id), "2026-06-15")
            .await
            .unwrap_err();
        let (reason, fields) = refusal(&refused);
        assert_eq!(
            (refused.code(), reason.as_str()),
            (Code::FailedPrecondition, "NOT_CERTIFIABLE")
        );
        assert_eq!(fields, ["answers[3.5]"]);
        assert!(refused.message().contains("3.5"), "{}", refused.message());
    }
);
