//! Values of dossiers put right on record.

use futures::StreamExt as _;
use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{THREE_STARS, all_vote, in_round, round, tally};
use crate::scored::scored;

fn correction(request: u128, dossier: &str) -> proto::CorrectDossierRequest {
    proto::CorrectDossierRequest {
        request_id: id(request),
        id: dossier.to_owned(),
        reason: "ghi nhầm ngày họp".to_owned(),
        ..Default::default()
    }
}

on_both_engines!(
    a_corrected_day_of_the_minutes_is_shown_with_the_old_one_and_published,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let listener = async_nats::connect(fixture.nats.url()).await.unwrap();
        let subject = "ocop.evaluation.v1.dossier.corrected.51";
        let mut heard = listener.subscribe(subject).await.unwrap();
        listener.flush().await.unwrap();
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let dossier = scored(&fixture, (0x100, &product, &round), THREE_STARS).await;
        let minutes = |request: u128, on: &str| proto::CorrectDossierRequest {
            tallied_on: on.to_owned(),
            ..correction(request, &dossier)
        };
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let early = office.correct_dossier(minutes(1, "2026-05-31")).await;
        assert_eq!(refusal(&early.unwrap_err()).0, "BEFORE_PREVIOUS_STEP");
        let late = office.correct_dossier(minutes(2, "2031-01-01")).await;
        assert_eq!(refusal(&late.unwrap_err()).0, "DATE_IN_THE_FUTURE");
        let same = office.correct_dossier(minutes(3, "2026-06-10")).await;
        assert_eq!(refusal(&same.unwrap_err()).0, "NOTHING_TO_CORRECT");
        let mut commune = fixture.dossiers("cuc", Role::CommuneOfficer);
        let refused = commune.correct_dossier(minutes(4, "2026-06-12")).await;
        assert_eq!(refusal(&refused.unwrap_err()).0, "OUT_OF_SCOPE");

        let corrected = office.correct_dossier(minutes(5, "2026-06-12")).await;
        let corrected = corrected.unwrap().into_inner().dossier.unwrap();
        assert_eq!(corrected.tally.unwrap().tallied_on, "2026-06-12");
        let [put_right] = corrected.corrections.as_slice() else {
            panic!("one value was put right")
        };
        assert_eq!(
            (put_right.field.as_str(), put_right.before.as_str()),
            ("tally.tallied_on", "2026-06-10")
        );
        assert_eq!(put_right.corrected_by, "lan");
        let message = heard.next().await.unwrap();
        let fact: proto::DossierFact = serde_json::from_slice(&message.payload).unwrap();
        assert_eq!(fact.id, dossier);
    }
);

on_both_engines!(
    a_report_replaced_before_the_council_is_kept_and_votes_on_the_old_one_do_not_count,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let answers = fixture.best_but(9, THREE_STARS).await;
        let placed = (0x100, product.as_str(), round.as_str());
        let first = proto::DossierKind::First;
        let dossier = in_round(&fixture, placed, first, answers.clone(), "2026-06-01").await;
        all_vote(&fixture, 0x200, &dossier.id, &answers).await;
        let report = proto::FileAdvisoryReportRequest {
            request_id: id(1),
            id: dossier.id.clone(),
            report: "Hồ sơ đủ, mẫu đạt, đã kiểm tra cơ sở".to_owned(),
            filed_on: "2026-06-05".to_owned(),
            replaces_because: "thiếu kết luận kiểm tra cơ sở".to_owned(),
        };
        let mut advisor = fixture.dossiers("tu-van", Role::Advisor);
        let replaced = advisor.file_advisory_report(report).await.unwrap();
        let replaced = replaced.into_inner().dossier.unwrap();
        assert_eq!(replaced.advised_on, "2026-06-05");
        let [old] = replaced.replaced_reports.as_slice() else {
            panic!("the first report is kept")
        };
        assert_eq!(
            (old.report.as_str(), old.filed_on.as_str()),
            ("Hồ sơ đủ, mẫu đạt", "2026-06-01")
        );
        let refused = tally(&fixture, (2, &dossier.id), "2026-06-10").await;
        assert_eq!(refusal(&refused.unwrap_err()).0, "BELOW_QUORUM");
        all_vote(&fixture, 0x300, &dossier.id, &answers).await;
        tally(&fixture, (3, &dossier.id), "2026-06-10")
            .await
            .unwrap();
    }
);

on_both_engines!(
    the_council_asks_for_a_supplement_and_the_advisory_team_reports_once_more,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let answers = fixture.best_but(9, THREE_STARS).await;
        let placed = (0x100, product.as_str(), round.as_str());
        let first = proto::DossierKind::First;
        let dossier = in_round(&fixture, placed, first, answers, "2026-06-01").await;
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let asked = proto::RequestSupplementRequest {
            request_id: id(1),
            id: dossier.id.clone(),
            supplement: Some(proto::Supplement {
                wants: vec![proto::SupplementWant::Tests.into()],
                text: "phiếu kiểm nghiệm mới".to_owned(),
                asked_on: "2026-06-05".to_owned(),
                ..Default::default()
            }),
        };
        let asked = office.request_supplement(asked).await.unwrap();
        let asked = asked.into_inner().dossier.unwrap();
        assert_eq!(asked.state(), proto::DossierState::SupplementRequested);
        let round_now = proto::CorrectDossierRequest {
            accepted_on: "2026-06-02".to_owned(),
            ..correction(2, &dossier.id)
        };
        let refused = office.correct_dossier(round_now).await;
        assert_eq!(
            refusal(&refused.unwrap_err()).0,
            "BEFORE_PREVIOUS_STEP",
            "the report of 1 June came after it"
        );
    }
);
