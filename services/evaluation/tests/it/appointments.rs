//! Appointments of councils put right, what their members stand for, and their advisory teams.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::{Code, Status};

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{in_round, round, tally, vote};

async fn the_council(fixture: &Fixture) -> proto::Council {
    let mut anyone = fixture.councils("kiem", Role::Auditor);
    let listed = anyone
        .list_councils(proto::ListCouncilsRequest::default())
        .await;
    listed.unwrap().into_inner().councils.remove(0)
}

async fn correct(
    fixture: &Fixture,
    request: proto::CorrectCouncilRequest,
) -> Result<proto::Council, Status> {
    let mut office = fixture.councils("lan", Role::OcopOffice);
    let answer = office.correct_council(request).await?;
    Ok(answer.into_inner().council.unwrap())
}

fn correction(request: u128, council: &proto::Council) -> proto::CorrectCouncilRequest {
    proto::CorrectCouncilRequest {
        request_id: id(request),
        council_id: council.id.clone(),
        etag: council.etag.clone(),
        reason: "ghi nhầm quyết định".to_owned(),
        ..Default::default()
    }
}

on_both_engines!(
    an_appointment_recorded_wrongly_is_put_right_as_long_as_nothing_rests_on_it,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let council = the_council(&fixture).await;
        let mut values = correction(1, &council);
        values.decision_number = "101/QĐ-UBND".to_owned();
        values.appointed_on = "2026-05-26".to_owned();
        let corrected = correct(&fixture, values.clone()).await.unwrap();
        assert_eq!(corrected.decision_number, "101/QĐ-UBND");
        assert_eq!(corrected.rules[0].from_date, "2026-05-26");
        let before: Vec<_> = corrected
            .corrections
            .iter()
            .map(|one| (one.field.as_str(), one.before.as_str()))
            .collect();
        assert_eq!(
            before,
            [
                ("decision_number", "100/QĐ-UBND"),
                ("appointed_on", "2026-05-25")
            ]
        );
        values.request_id = id(2);
        let stale = correct(&fixture, values).await.unwrap_err();
        assert_eq!(stale.code(), Code::Aborted);
        let same = correct(&fixture, correction(3, &corrected)).await;
        assert_eq!(refusal(&same.unwrap_err()).0, "NOTHING_TO_CORRECT");

        let first = proto::DossierKind::First;
        let here = (0x100, product.as_str(), round.as_str());
        let dossier = in_round(&fixture, here, first, best.clone(), "2026-06-01")
            .await
            .id;
        vote(&fixture, (0x200, &dossier, "giang"), best.clone())
            .await
            .unwrap();
        let mut without_giang = correction(4, &corrected);
        without_giang.members = corrected.members[..4].to_vec();
        let refused = correct(&fixture, without_giang).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);
        assert!(refused.message().contains("council"), "{refused:?}");
        for (n, member) in (0u128..).zip(["an", "binh", "chi", "dung"]) {
            vote(&fixture, (0x210 + n, &dossier, member), best.clone())
                .await
                .unwrap();
        }
        tally(&fixture, (0x220, &dossier), "2026-06-10")
            .await
            .unwrap();
        let mut after_the_minutes = correction(5, &corrected);
        after_the_minutes.appointed_on = "2026-06-11".to_owned();
        let refused = correct(&fixture, after_the_minutes).await.unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);

        // What a member stands for changes no count.
        let mut sectors = correction(6, &corrected);
        sectors.members = corrected.members.clone();
        sectors.members[0].sector = proto::CouncilSector::PeoplesCommittee.into();
        let corrected = correct(&fixture, sectors).await.unwrap();
        use proto::CouncilSector::{
            AgricultureEnvironment, CultureSportsTourism, Health, IndustryTrade, OcopOffice,
            ScienceTechnology,
        };
        let missing: Vec<_> = corrected.missing_sectors().collect();
        assert_eq!(
            missing,
            [
                AgricultureEnvironment,
                IndustryTrade,
                Health,
                ScienceTechnology,
                CultureSportsTourism,
                OcopOffice
            ]
        );
    }
);

on_both_engines!(
    an_advisory_team_is_appointed_with_its_members_and_the_next_takes_its_place,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        round(&fixture).await;
        let council = the_council(&fixture).await;
        let member = |name: &str, leads| proto::AdvisoryTeamMember {
            full_name: name.to_owned(),
            organisation: "Sở Nông nghiệp và Môi trường".to_owned(),
            leads,
        };
        let appoint =
            |request: u128, etag: &str, on: &str, leads| proto::AppointAdvisoryTeamRequest {
                request_id: id(request),
                council_id: council.id.clone(),
                etag: etag.to_owned(),
                decision_number: "45/QĐ-HĐ".to_owned(),
                appointed_on: on.to_owned(),
                members: vec![member("Lê Văn Tám", leads), member("Trần Thị Hoa", false)],
            };
        let mut office = fixture.councils("lan", Role::OcopOffice);
        let nobody_leads = appoint(1, &council.etag, "2026-06-01", false);
        let refused = office.appoint_advisory_team(nobody_leads).await;
        assert_eq!(refused.unwrap_err().code(), Code::InvalidArgument);
        let first = appoint(2, &council.etag, "2026-06-01", true);
        let first = office.appoint_advisory_team(first).await.unwrap();
        let first = first.into_inner().council.unwrap();
        let second = appoint(3, &first.etag, "2026-09-01", true);
        let second = office.appoint_advisory_team(second).await.unwrap();
        let second = second.into_inner().council.unwrap();
        let days: Vec<&str> = second
            .advisory_teams
            .iter()
            .map(|team| team.appointed_on.as_str())
            .collect();
        assert_eq!(days, ["2026-06-01", "2026-09-01"]);
        assert_eq!(second.advisory_teams[0].members.len(), 2);
        assert_eq!(the_council(&fixture).await, second);
        let early = appoint(4, &second.etag, "2026-08-31", true);
        let refused = office.appoint_advisory_team(early).await;
        assert_eq!(refused.unwrap_err().code(), Code::InvalidArgument);
    }
);
