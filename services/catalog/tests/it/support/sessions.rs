//! Sessions of training, and who attended them.

use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as proto;
use tonic::Code;

use super::{
    Client, attend, figures, office, packaging, plan, plan_session, support, training_of_2026,
};
use crate::fixture::{Fixture, a_producer, id};
use crate::reach::out_of_scope;

/// Another producer, in this place.
async fn producer(fixture: &mut Fixture, n: u128, place: &str) -> proto::Producer {
    let producer = proto::Producer {
        place_code: place.to_owned(),
        ..a_producer(&format!("34000009{n:02}"))
    };
    let request = proto::RegisterProducerRequest {
        request_id: id(0x7E0 + n),
        producer: Some(producer),
    };
    let answer = fixture.office.register_producer(request).await.unwrap();
    answer.into_inner().producer.unwrap()
}

async fn seen(caller: &mut Client, session: &str) -> proto::SupportSession {
    let request = proto::GetSupportSessionRequest {
        id: session.to_owned(),
    };
    let answer = caller.get_support_session(request).await.unwrap();
    answer.into_inner().session.unwrap()
}

on_both_engines!(
    who_attended_is_recorded_at_once_takes_effect_once_and_is_put_right_with_a_reason,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let first = producer(&mut fixture, 1, "21478").await.id;
        let second = producer(&mut fixture, 2, "21478").await.id;
        let mut office = office(&fixture);
        let programme = plan(&mut office, 0x730, training_of_2026()).await.unwrap();
        let session = packaging(&programme.id);
        let session = plan_session(&mut office, 0x731, session).await.unwrap();
        let both = [(first.as_str(), 3), (second.as_str(), 1)];
        let recorded = attend(&mut office, 0x732, &session, &both, "")
            .await
            .unwrap();
        assert_eq!((recorded.producers, recorded.persons), (2, 4));
        // The same request again changes nothing, also after the etag has changed.
        let again = attend(&mut office, 0x732, &session, &both, "")
            .await
            .unwrap();
        assert_eq!(again, recorded);
        assert_eq!(figures(&mut office, &programme.id).await.persons, 4);
        let stale = attend(&mut office, 0x733, &session, &[], "nhầm lớp").await;
        assert_eq!(stale.unwrap_err().code(), Code::Aborted);
        let one = [(first.as_str(), 3)];
        let silent = attend(&mut office, 0x734, &recorded, &one, "").await;
        assert_eq!(reason_of(&silent.unwrap_err()).0, "REASON_MISSING");
        let right = attend(&mut office, 0x735, &recorded, &one, "điểm danh nhầm")
            .await
            .unwrap();
        assert_eq!(
            figures(&mut office, &programme.id).await.producers_trained,
            1
        );

        let twice = [(first.as_str(), 1), (first.as_str(), 0)];
        let refused = attend(&mut office, 0x736, &right, &twice, "").await;
        assert_eq!(reason_of(&refused.unwrap_err()).1, ["attended[1].persons"]);
        let twice = [(first.as_str(), 1), (first.as_str(), 2)];
        let refused = attend(&mut office, 0x737, &right, &twice, "").await;
        assert_eq!(
            reason_of(&refused.unwrap_err()).1,
            ["attended[1].producer_id"]
        );
        let unknown = id(9);
        let nobody = [(first.as_str(), 3), (unknown.as_str(), 1)];
        let refused = attend(&mut office, 0x738, &right, &nobody, "")
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Code::NotFound);
    }
);

on_both_engines!(
    a_session_is_changed_cancelled_and_found_by_programme_place_and_day,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut office = office(&fixture);
        let programme = plan(&mut office, 0x740, training_of_2026()).await.unwrap();
        let planned = plan_session(&mut office, 0x741, packaging(&programme.id))
            .await
            .unwrap();
        let moved = proto::SupportSession {
            on_date: "2026-12-30".to_owned(),
            ..planned.clone()
        };
        let request = proto::UpdateSupportSessionRequest {
            request_id: id(0x742),
            session: Some(moved),
            reason: "mưa bão".to_owned(),
        };
        let moved = office.update_support_session(request).await.unwrap();
        let moved = moved.into_inner().session.unwrap();
        assert_eq!(moved.place_on, planned.place_on);
        let early = attend(&mut office, 0x743, &moved, &[], "")
            .await
            .unwrap_err();
        assert_eq!(reason_of(&early).0, "NOT_HELD_YET");

        let any = proto::ListSupportSessionsRequest::default;
        let of_programme = |programme: &str| proto::ListSupportSessionsRequest {
            programme_id: programme.to_owned(),
            ..any()
        };
        let place = |code: &str| proto::ListSupportSessionsRequest {
            place_code: code.to_owned(),
            ..any()
        };
        let days = |from: &str, to: &str| proto::ListSupportSessionsRequest {
            from_date: from.to_owned(),
            to_date: to.to_owned(),
            ..any()
        };
        for (request, found) in [
            (of_programme(&programme.id), true),
            (place("51"), true),
            (place("21040"), true),
            (place("21478"), false),
            (days("2026-12-30", "2026-12-30"), true),
            (days("2026-12-31", ""), false),
            (days("", "2026-12-29"), false),
        ] {
            let what = format!("{request:?}");
            let answer = office.list_support_sessions(request).await.unwrap();
            let sessions = answer.into_inner().sessions;
            assert_eq!(sessions.len(), usize::from(found), "{what}");
        }
        let unknown = office.list_support_sessions(of_programme(&id(9))).await;
        assert_eq!(
            reason_of(&unknown.unwrap_err()).0,
            "SUPPORT_PROGRAMME_UNKNOWN"
        );
        // Kon Tum is no province of today.
        let refused = office.list_support_sessions(place("62")).await;
        assert_eq!(reason_of(&refused.unwrap_err()).1, ["place_code"]);

        let request = proto::CancelSupportSessionRequest {
            request_id: id(0x744),
            id: moved.id.clone(),
            etag: moved.etag.clone(),
            reason: "không đủ người".to_owned(),
        };
        let cancelled = office.cancel_support_session(request).await.unwrap();
        let cancelled = cancelled.into_inner().session.unwrap();
        assert_eq!(
            (cancelled.cancelled, cancelled.cancelled_reason.as_str()),
            (true, "không đủ người")
        );
        let refused = attend(&mut office, 0x745, &cancelled, &[], "")
            .await
            .unwrap_err();
        assert_eq!(reason_of(&refused).0, "SESSION_CANCELLED");
    }
);

on_both_engines!(
    whoever_records_attendance_covers_each_producer_and_others_see_their_own_only,
    async |url: String| {
        let mut fixture = Fixture::new(&url).await;
        let here = producer(&mut fixture, 1, "21040").await.id;
        let elsewhere = producer(&mut fixture, 2, "21478").await.id;
        let mut commune = support(&fixture, Role::CommuneOfficer, "commune:21040");
        let of_commune = proto::SupportProgramme {
            place_code: "21040".to_owned(),
            ..training_of_2026()
        };
        let programme = plan(&mut commune, 0x750, of_commune).await.unwrap();
        // It is held in the other commune.
        let session = proto::SupportSession {
            place_code: "21478".to_owned(),
            ..packaging(&programme.id)
        };
        let session = plan_session(&mut commune, 0x751, session).await.unwrap();
        let both = [(here.as_str(), 1), (elsewhere.as_str(), 2)];
        out_of_scope(attend(&mut commune, 0x752, &session, &both, "").await);
        let mut office = office(&fixture);
        let recorded = attend(&mut office, 0x753, &session, &both, "")
            .await
            .unwrap();
        // The commune may add persons of its own producer, and leaves that of another as it is.
        let more = [(here.as_str(), 4), (elsewhere.as_str(), 2)];
        let recorded = attend(&mut commune, 0x754, &recorded, &more, "ghi thiếu")
            .await
            .unwrap();
        let only = [(here.as_str(), 4)];
        out_of_scope(attend(&mut commune, 0x755, &recorded, &only, "ghi nhầm").await);

        for (role, scope, shown) in [
            (Role::OcopOffice, "province:51".to_owned(), 2),
            (Role::CommuneOfficer, "commune:21040".to_owned(), 2),
            (Role::CommuneOfficer, "commune:21478".to_owned(), 2),
            (Role::Producer, format!("producer:{elsewhere}"), 1),
            (Role::Partner, format!("partner:{}", id(5)), 0),
            (Role::OcopOffice, "province:52".to_owned(), 0),
        ] {
            let mut caller = support(&fixture, role, &scope);
            let session = seen(&mut caller, &session.id).await;
            let attended = (session.attended.len(), session.producers, session.persons);
            assert_eq!(attended, (shown, 2, 6), "{role:?} {scope}");
            let listed = caller
                .list_support_sessions(proto::ListSupportSessionsRequest::default())
                .await
                .unwrap();
            assert_eq!(listed.into_inner().sessions, [session]);
        }
        // What a producer attended is for those who cover it.
        let of = |producer: &str| proto::ListSupportSessionsRequest {
            producer_id: producer.to_owned(),
            ..Default::default()
        };
        for (scope, shown) in [
            ("province:51".to_owned(), 1),
            ("commune:21478".to_owned(), 1),
            ("commune:21040".to_owned(), 0),
        ] {
            let role = if scope.starts_with("province") {
                Role::OcopOffice
            } else {
                Role::CommuneOfficer
            };
            let mut caller = support(&fixture, role, &scope);
            let answer = caller.list_support_sessions(of(&elsewhere)).await;
            if shown == 0 {
                out_of_scope(answer);
                continue;
            }
            let sessions = answer.unwrap().into_inner().sessions;
            assert_eq!(sessions.len(), shown, "{scope}");
            assert!(
                sessions[0]
                    .attended
                    .iter()
                    .any(|one| one.producer_id == elsewhere)
            );
        }
        let mut own = support(&fixture, Role::Producer, &format!("producer:{here}"));
        let sessions = own.list_support_sessions(of(&here)).await.unwrap();
        assert_eq!(sessions.into_inner().sessions.len(), 1);
        out_of_scope(own.list_support_sessions(of(&elsewhere)).await);
    }
);
