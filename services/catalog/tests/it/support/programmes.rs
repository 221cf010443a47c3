//! Programmes are planned, changed, found and closed.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use ocop_proto::catalog::v1::support_grant::Granted;
use tonic::Code;

use super::{
    Client, attend, figures, give, office, packaging, plan, plan_session, stamps, support,
    training_of_2026,
};
use crate::fixture::{Fixture, id};
use crate::reach::out_of_scope;

async fn listed(caller: &mut Client, request: proto::ListSupportProgrammesRequest) -> Vec<String> {
    let answer = caller.list_support_programmes(request).await.unwrap();
    let programmes = answer.into_inner().programmes.into_iter();
    programmes.map(|programme| programme.id).collect()
}

async fn close(
    caller: &mut Client,
    n: u128,
    programme: &proto::SupportProgramme,
) -> Result<proto::SupportProgramme, tonic::Status> {
    let request = proto::CloseSupportProgrammeRequest {
        request_id: id(n),
        id: programme.id.clone(),
        etag: programme.etag.clone(),
        reason: "hết kinh phí".to_owned(),
    };
    let answer = caller.close_support_programme(request).await?;
    Ok(answer.into_inner().programme.unwrap())
}

on_both_engines!(
    a_programme_is_planned_changed_found_and_closed,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = office(&fixture);
        let planned = plan(&mut office, 0x700, training_of_2026()).await.unwrap();
        assert_eq!(planned.province_code, "51");
        // The same request again is the same programme.
        let again = plan(&mut office, 0x700, training_of_2026()).await.unwrap();
        assert_eq!(again, planned);
        let longer = proto::SupportProgramme {
            to_date: "2027-03-31".to_owned(),
            ..planned.clone()
        };
        let request = proto::UpdateSupportProgrammeRequest {
            request_id: id(0x701),
            programme: Some(longer),
            reason: "gia hạn".to_owned(),
        };
        let changed = office.update_support_programme(request).await.unwrap();
        let changed = changed.into_inner().programme.unwrap();
        let stale = close(&mut office, 0x702, &planned).await.unwrap_err();
        assert_eq!(stale.code(), Code::Aborted);

        let any = proto::ListSupportProgrammesRequest::default;
        let place = |code: &str, in_units_of: &str| proto::ListSupportProgrammesRequest {
            place_code: code.to_owned(),
            in_units_of: in_units_of.to_owned(),
            ..any()
        };
        let on = |day: &str| proto::ListSupportProgrammesRequest {
            on_date: day.to_owned(),
            ..any()
        };
        let capital = proto::ListSupportProgrammesRequest {
            kind: proto::SupportKind::Capital.into(),
            ..any()
        };
        let open = proto::ListSupportProgrammesRequest {
            open: true,
            ..any()
        };
        for (request, found) in [
            (any(), true),
            (place("51", ""), true),
            // The programme is for the whole province.
            (place("21040", ""), false),
            (on("2027-03-31"), true),
            (on("2027-04-01"), false),
            (capital, false),
            (open.clone(), true),
        ] {
            let what = format!("{request:?}");
            assert_eq!(
                listed(&mut office, request).await.len(),
                usize::from(found),
                "{what}"
            );
        }
        // What had been another province before July 2025 is no unit of today.
        let refused = office.list_support_programmes(place("62", "")).await;
        assert_eq!(reason_of(&refused.unwrap_err()).1, ["place_code"]);
        assert!(
            listed(&mut office, place("62", "2025-06-30"))
                .await
                .is_empty()
        );

        let closed = close(&mut office, 0x703, &changed).await.unwrap();
        assert_eq!(closed.closed_reason, "hết kinh phí");
        assert!(!closed.closed_on.is_empty());
        assert!(listed(&mut office, open).await.is_empty());
        let session = packaging(&planned.id);
        let refused = plan_session(&mut office, 0x704, session).await.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::FailedPrecondition, "PROGRAMME_CLOSED")
        );
    }
);

on_both_engines!(
    what_was_done_in_a_programme_is_counted_and_stays_in_its_days_and_budget,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let producer = fixture.producer().await.id;
        let mut office = office(&fixture);
        let programme = plan(&mut office, 0x710, training_of_2026()).await.unwrap();
        let nothing = figures(&mut office, &programme.id).await;
        assert_eq!(nothing, proto::SupportFigures::default());
        let session = packaging(&programme.id);
        let session = plan_session(&mut office, 0x711, session).await.unwrap();
        attend(&mut office, 0x712, &session, &[(&producer, 3)], "")
            .await
            .unwrap();
        let money = stamps(&programme.id, &producer, Granted::AmountVnd(40_000_000));
        give(&mut office, 0x713, money).await.unwrap();
        let came = figures(&mut office, &programme.id).await;
        let expected = proto::SupportFigures {
            sessions_held: 1,
            producers_trained: 1,
            persons: 3,
            grants: 1,
            producers_granted: 1,
            granted_vnd: 40_000_000,
        };
        assert_eq!(came, expected);
        let update = |n: u128, from: &str, budget_vnd| proto::UpdateSupportProgrammeRequest {
            request_id: id(n),
            programme: Some(proto::SupportProgramme {
                from_date: from.to_owned(),
                budget_vnd: Some(budget_vnd),
                ..programme.clone()
            }),
            ..Default::default()
        };
        for (request, reason) in [
            (
                update(0x714, "2026-05-21", 40_000_000),
                "OUTSIDE_THE_PROGRAMME",
            ),
            (update(0x715, "2026-05-20", 39_999_999), "OVER_BUDGET"),
        ] {
            let refused = office.update_support_programme(request).await.unwrap_err();
            assert_eq!(reason_of(&refused).0, reason);
        }
        let allowed = update(0x716, "2026-05-20", 40_000_000);
        office.update_support_programme(allowed).await.unwrap();
    }
);

on_both_engines!(
    a_programme_belongs_to_those_whose_scope_covers_its_place_and_every_fault_is_said_at_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let commune = support(&fixture, Role::CommuneOfficer, "commune:21040");
        for mut caller in [commune, support(&fixture, Role::OcopOffice, "province:52")] {
            let refused = plan(&mut caller, 0x720, training_of_2026()).await;
            out_of_scope(refused);
        }
        let wrong = proto::SupportProgramme {
            place_code: "x".to_owned(),
            budget_vnd: Some(0),
            from_date: "2026-12-31".to_owned(),
            to_date: "2026-03-01".to_owned(),
            ..Default::default()
        };
        let refused = plan(&mut office(&fixture), 0x721, wrong).await.unwrap_err();
        assert_eq!(
            reason_of(&refused).1,
            [
                "programme.title",
                "programme.kind",
                "programme.organiser",
                "programme.budget_vnd",
                "programme.to_date",
                "programme.place_code"
            ]
        );
        let unknown = proto::GetSupportProgrammeRequest { id: id(9) };
        let refused = office(&fixture).get_support_programme(unknown).await;
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.code(), reason_of(&refused).0.as_str()),
            (Code::NotFound, "SUPPORT_PROGRAMME_UNKNOWN")
        );
    }
);
