//! Targets, and how far a programme is.

use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::target::Goal;
use tonic::Code;

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{all_vote, decide, decision, in_round, round, tally};
use crate::producers::sa_huynh;

fn target(name: &str, indicator: proto::Indicator, goal: Goal) -> proto::Target {
    proto::Target {
        province_code: "51".to_owned(),
        period_from: "2021-01-01".to_owned(),
        period_to: "2026-12-31".to_owned(),
        name_vi: name.to_owned(),
        indicator: indicator.into(),
        goal: Some(goal),
        ..Default::default()
    }
}

async fn set(fixture: &Fixture, request: u128, target: proto::Target) -> proto::Target {
    let request = proto::SetTargetRequest {
        request_id: id(request),
        target: Some(target),
    };
    let mut office = fixture.progress(Role::OcopOffice);
    let answer = office.set_target(request).await.unwrap();
    answer.into_inner().target.unwrap()
}

async fn progress(fixture: &Fixture, as_of: &str) -> proto::GetProgressResponse {
    let request = proto::GetProgressRequest {
        as_of: as_of.to_owned(),
        province_code: "51".to_owned(),
        ..Default::default()
    };
    let mut anybody = fixture.progress_for_anybody();
    anybody.get_progress(request).await.unwrap().into_inner()
}

/// The target of a name: under a clock that stands still the order of setting is nobody's.
fn named<'a>(progress: &'a proto::GetProgressResponse, name: &str) -> &'a proto::TargetProgress {
    let is = |line: &&proto::TargetProgress| {
        line.target
            .as_ref()
            .is_some_and(|target| target.name_vi == name)
    };
    progress.targets.iter().find(is).unwrap()
}

async fn import(fixture: &Fixture, n: u128, star: u32, dates: &[&str]) -> String {
    let product = fixture.product(n, 9, ("524", "Bình Sơn")).await;
    let mut office = fixture.certificates(Role::OcopOffice);
    for (request, date) in (n * 100..).zip(dates) {
        let request = proto::ImportCertificateRequest {
            request_id: id(request),
            product_id: product.clone(),
            star: star + u32::try_from(request - n * 100).unwrap(),
            decision: Some(proto::Decision {
                number: format!("{request}/QĐ-UBND"),
                ..decision(date)
            }),
            ..Default::default()
        };
        office.import_certificate(request).await.unwrap();
    }
    product
}

on_both_engines!(
    progress_tells_how_far_each_target_is_on_a_day,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.producer(1, &sa_huynh("HTX Sa Huỳnh")).await;
        import(&fixture, 1, 3, &["2020-06-01", "2022-03-01"]).await;
        import(&fixture, 2, 3, &["2020-06-01"]).await;
        import(&fixture, 3, 3, &["2022-07-14"]).await;
        let count = Goal::GoalCount;
        set(
            &fixture,
            1,
            target("mới", proto::Indicator::NewProducts, count(4)),
        )
        .await;
        let mut kept = target("giữ", proto::Indicator::Kept, Goal::GoalShare(10_000));
        kept.cohort_from = "2018-01-01".to_owned();
        kept.cohort_to = "2020-12-31".to_owned();
        set(&fixture, 2, kept).await;
        let mut women = target(
            "phụ nữ",
            proto::Indicator::Producers,
            Goal::GoalShare(4_000),
        );
        women.producer_trait = proto::ProducerTrait::Woman.into();
        set(&fixture, 3, women).await;
        set(
            &fixture,
            4,
            target("ứng viên", proto::Indicator::FiveStarCandidates, count(1)),
        )
        .await;

        let then = eventually("the producer has been heard of", async || {
            let then = progress(&fixture, "2022-07-14").await;
            (then.producers.as_ref().unwrap().led_by_woman == 1).then_some(then)
        })
        .await;
        assert_eq!((then.total, then.since.as_str()), (3, "2022-01-01"));
        let moved = then.movements.unwrap();
        assert_eq!((moved.first, moved.upgraded, moved.expired), (1, 1, 0));
        let star = &then.groups[0];
        assert_eq!(star.by(), proto::CountDimension::Star);
        let rows: Vec<_> = star
            .rows
            .iter()
            .map(|row| (row.key.as_str(), row.name.as_str(), row.count))
            .collect();
        assert_eq!(rows, [("3", "3 sao", 2), ("4", "4 sao", 1)]);
        assert_eq!(then.trend.len(), 12);
        let last = then.trend.last().unwrap();
        assert_eq!(
            (last.on_date.as_str(), last.three_star, last.four_star),
            ("2022-07-14", 2, 1)
        );
        // One new of four; one of the cohort has ended and was followed; the producer is led by a woman; no candidate.
        let expected = [
            ("mới", 1, 0, 3, false),
            ("giữ", 1, 1, 0, true),
            ("phụ nữ", 1, 1, 0, true),
            ("ứng viên", 0, 0, 1, false),
        ];
        assert_eq!(then.targets.len(), expected.len());
        for (name, value, base, missing, reached) in expected {
            let line = named(&then, name);
            assert_eq!(
                (line.value, line.base, line.missing, line.reached),
                (value, base, missing, reached),
                "{name}"
            );
        }
        // The second of the cohort ran out on 1 June 2023.
        let later = progress(&fixture, "2023-06-02").await;
        let kept = named(&later, "giữ");
        assert_eq!(
            (kept.value, kept.base),
            (1, 2),
            "half of the cohort is kept"
        );
        assert_eq!(kept.of_goal, Some(5_000));
    }
);

on_both_engines!(
    a_result_of_five_stars_is_a_candidate_and_no_five_star_product,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let dossier = in_round(
            &fixture,
            (0x2000, &product, &round),
            first,
            best.clone(),
            "2026-06-01",
        )
        .await;
        all_vote(&fixture, 0x2010, &dossier.id, &best).await;
        tally(&fixture, (0x2020, &dossier.id), "2026-06-10")
            .await
            .unwrap();
        decide(&fixture, (0x2021, &dossier.id), "2026-06-15")
            .await
            .unwrap();
        let candidates = target(
            "tiềm năng 5 sao",
            proto::Indicator::FiveStarCandidates,
            Goal::GoalCount(1),
        );
        set(&fixture, 1, candidates).await;
        assert_eq!(progress(&fixture, "2026-06-14").await.targets[0].value, 0);
        let on_the_day = progress(&fixture, "2026-06-15").await;
        assert!(on_the_day.targets[0].reached);
        assert_eq!(on_the_day.total, 0);
    }
);

on_both_engines!(
    a_target_changes_by_etag_and_only_in_its_own_province,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let new = target("mới", proto::Indicator::NewProducts, Goal::GoalCount(200));
        let before = set(&fixture, 1, new.clone()).await;
        assert_eq!(set(&fixture, 1, new.clone()).await, before);
        let mut office = fixture.progress(Role::OcopOffice);
        let again = proto::SetTargetRequest {
            request_id: id(2),
            target: Some(new.clone()),
        };
        let refused = office.set_target(again).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::AlreadyExists, "TARGET_EXISTS")
        );
        let change = |request: u128, goal: u32| proto::UpdateTargetRequest {
            request_id: id(request),
            target: Some(proto::Target {
                goal: Some(Goal::GoalCount(goal)),
                ..before.clone()
            }),
        };
        let after = office.update_target(change(3, 210)).await.unwrap();
        let after = after.into_inner().target.unwrap();
        assert_eq!(after.goal, Some(Goal::GoalCount(210)));
        let refused = office.update_target(change(4, 220)).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::Aborted, "STALE_ETAG")
        );
        let elsewhere = proto::SetTargetRequest {
            request_id: id(5),
            target: Some(proto::Target {
                province_code: "48".to_owned(),
                ..new
            }),
        };
        let refused = office.set_target(elsewhere).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "OUT_OF_SCOPE");
        let listed = fixture
            .progress_for_anybody()
            .list_targets(proto::ListTargetsRequest {
                province_code: "51".to_owned(),
                on_date: "2026-12-31".to_owned(),
                ..Default::default()
            })
            .await
            .unwrap()
            .into_inner()
            .targets;
        assert_eq!(listed, [after]);
    }
);

on_both_engines!(
    everything_wrong_with_a_target_is_said_at_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = fixture.progress(Role::OcopOffice);
        let empty = proto::SetTargetRequest {
            request_id: id(1),
            target: Some(proto::Target {
                min_star: 7,
                indicator: proto::Indicator::Kept.into(),
                ..Default::default()
            }),
        };
        let refused = office.set_target(empty).await.unwrap_err();
        let fields = [
            "target.period_from",
            "target.period_to",
            "target.name_vi",
            "target.min_star",
            "target.cohort_from",
            "target.cohort_to",
            "target.goal_count",
            "target.province_code",
        ];
        assert_eq!(refusal(&refused).1, fields);
        let share_of_nothing = proto::SetTargetRequest {
            request_id: id(2),
            target: Some(target(
                "mới",
                proto::Indicator::NewProducts,
                Goal::GoalShare(20_000),
            )),
        };
        let refused = office.set_target(share_of_nothing).await.unwrap_err();
        assert_eq!(
            refusal(&refused).1,
            ["target.goal_share", "target.goal_share"]
        );
        let mut out_of_place = target("mới", proto::Indicator::NewProducts, Goal::GoalCount(1));
        out_of_place.producer_trait = proto::ProducerTrait::Woman.into();
        out_of_place.place_level = proto::PlaceLevel::District.into();
        out_of_place.cohort_from = "2018-01-01".to_owned();
        let out_of_place = proto::SetTargetRequest {
            request_id: id(3),
            target: Some(out_of_place),
        };
        let refused = office.set_target(out_of_place).await.unwrap_err();
        let fields = [
            "target.cohort_from",
            "target.producer_trait",
            "target.place_level",
        ];
        assert_eq!(refusal(&refused).1, fields);
        let backwards = proto::GetProgressRequest {
            as_of: "2022-07-14".to_owned(),
            since: "2022-07-15".to_owned(),
            trend_months: 61,
            province_code: "Quảng Ngãi".to_owned(),
            ..Default::default()
        };
        let refused = fixture
            .progress_for_anybody()
            .get_progress(backwards)
            .await
            .unwrap_err();
        assert_eq!(
            refusal(&refused).1,
            ["since", "trend_months", "province_code"]
        );
    }
);
