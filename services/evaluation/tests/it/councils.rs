//! Councils: their rules and members by date, and who may appoint them.

use chrono::TimeDelta;
use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::council_service_client::CouncilServiceClient;
use tonic::{Code, Status};

use crate::fixture::{Fixture, id, refusal};

/// A member of a council.
pub(crate) fn member(subject: &str, role: proto::MemberRole) -> proto::CouncilMember {
    proto::CouncilMember {
        subject: subject.to_owned(),
        full_name: format!("Ủy viên {subject}"),
        role: role.into(),
        ..Default::default()
    }
}

fn council(rules: Vec<proto::CouncilRules>) -> proto::Council {
    proto::Council {
        province_code: "51".to_owned(),
        decision_number: "200/QĐ-UBND".to_owned(),
        appointed_on: "2026-06-01".to_owned(),
        members: vec![
            member("hoa", proto::MemberRole::Chair),
            member("kim", proto::MemberRole::Secretary),
            member("long", proto::MemberRole::Member),
        ],
        rules,
        ..Default::default()
    }
}

/// Appoints a council as the office of a scope.
async fn appoint(
    fixture: &Fixture,
    (request, scope): (u128, &str),
    council: proto::Council,
) -> Result<proto::Council, Status> {
    let bearer = fixture.service.bearer("lan", Role::OcopOffice, scope);
    let mut office = CouncilServiceClient::with_interceptor(fixture.service.channel(), bearer);
    let request = proto::AppointCouncilRequest {
        request_id: id(request),
        council: Some(council),
    };
    let answer = office.appoint_council(request).await?;
    Ok(answer.into_inner().council.unwrap())
}

/// Amends a council of province 51.
pub(crate) async fn amend(
    fixture: &Fixture,
    request: proto::AmendCouncilRequest,
) -> Result<proto::Council, Status> {
    let mut office = fixture.councils("lan", Role::OcopOffice);
    let answer = office.amend_council(request).await?;
    Ok(answer.into_inner().council.unwrap())
}

async fn get(fixture: &Fixture, council: &str) -> proto::Council {
    let request = proto::GetCouncilRequest {
        id: council.to_owned(),
    };
    let mut anyone = fixture.councils("kiem", Role::Auditor);
    let answer = anyone.get_council(request).await.unwrap();
    answer.into_inner().council.unwrap()
}

on_both_engines!(
    a_council_keeps_its_rules_and_members_by_their_days,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let appointed = appoint(&fixture, (1, "province:51"), council(Vec::new()))
            .await
            .unwrap();
        assert_eq!(appointed.level(), proto::CouncilLevel::Province);
        let usual = proto::CouncilRules {
            from_date: "2026-06-01".to_owned(),
            quorum_percent: 75,
            maximum_spread: Some(10),
            ..Default::default()
        };
        assert_eq!(appointed.rules, std::slice::from_ref(&usual));

        let stricter = proto::CouncilRules {
            quorum_percent: 100,
            chair_must_vote: true,
            minimum_members: 3,
            any_spread: true,
            ..Default::default()
        };
        let request = proto::AmendCouncilRequest {
            request_id: id(2),
            council_id: appointed.id.clone(),
            etag: appointed.etag.clone(),
            from_date: "2027-01-01".to_owned(),
            rules: Some(stricter.clone()),
            leaving: vec!["long".to_owned()],
            joining: vec![member("minh", proto::MemberRole::Member)],
        };
        let amended = amend(&fixture, request.clone()).await.unwrap();
        let later = proto::CouncilRules {
            from_date: "2027-01-01".to_owned(),
            ..stricter
        };
        assert_eq!(amended.rules, [usual, later]);
        assert_eq!(amended.quorum_percent, 75);
        let days: Vec<_> = amended
            .members
            .iter()
            .map(|member| {
                let (joined, left) = (member.joined_on.as_str(), member.left_on.as_str());
                (member.subject.as_str(), joined, left)
            })
            .collect();
        let then = "2027-01-01";
        assert_eq!(
            days,
            [
                ("hoa", "", ""),
                ("kim", "", ""),
                ("long", "", then),
                ("minh", then, "")
            ]
        );
        assert_eq!(get(&fixture, &appointed.id).await, amended);
        // The same request again is the same answer, another one has read something old.
        assert_eq!(amend(&fixture, request.clone()).await.unwrap(), amended);
        let old = proto::AmendCouncilRequest {
            request_id: id(3),
            ..request
        };
        let refused = amend(&fixture, old.clone()).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::Aborted, "STALE_ETAG")
        );
        // And rules from the same day are no later ones.
        let same_day = proto::AmendCouncilRequest {
            request_id: id(4),
            etag: amended.etag,
            joining: Vec::new(),
            ..old
        };
        let refused = amend(&fixture, same_day).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused)),
            (
                Code::InvalidArgument,
                ("INVALID_REQUEST".to_owned(), vec!["council".to_owned(); 2])
            )
        );
    }
);

on_both_engines!(
    everything_wrong_with_a_council_is_reported_at_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut faulty = council(vec![
            proto::CouncilRules {
                maximum_spread: Some(101),
                any_spread: true,
                ..Default::default()
            };
            2
        ]);
        faulty.quorum_percent = 80;
        faulty.appointed_on = "yesterday".to_owned();
        let refused = appoint(&fixture, (1, "province:51"), faulty.clone())
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).1, ["council.appointed_on"]);
        faulty.appointed_on = "2026-06-01".to_owned();
        let refused = appoint(&fixture, (1, "province:51"), faulty)
            .await
            .unwrap_err();
        assert_eq!(
            refusal(&refused).1,
            [
                "council.rules",
                "council.quorum_percent",
                "council.rules[0].any_spread",
                "council.rules[0].maximum_spread"
            ]
        );
        let refused = amend(&fixture, proto::AmendCouncilRequest::default())
            .await
            .unwrap_err();
        assert_eq!(
            refusal(&refused).1,
            ["request_id", "council_id", "etag", "from_date"]
        );
        let nowhere = proto::AmendCouncilRequest {
            request_id: id(2),
            council_id: id(3),
            etag: "1".to_owned(),
            from_date: "2027-01-01".to_owned(),
            ..Default::default()
        };
        let refused = amend(&fixture, nowhere).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "COUNCIL_UNKNOWN");
    }
);

on_both_engines!(
    the_council_of_the_centre_is_appointed_by_who_may_act_anywhere,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let central = proto::Council {
            level: proto::CouncilLevel::Centre.into(),
            province_code: String::new(),
            ..council(Vec::new())
        };
        let refused = appoint(&fixture, (1, "province:51"), central.clone())
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::PermissionDenied, "OUT_OF_SCOPE")
        );
        let with_province = proto::Council {
            province_code: "51".to_owned(),
            ..central.clone()
        };
        let refused = appoint(&fixture, (2, "*"), with_province)
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Code::InvalidArgument);
        let central = appoint(&fixture, (3, "*"), central).await.unwrap();
        fixture.service.clock.advance(TimeDelta::milliseconds(1));
        let provincial = appoint(&fixture, (4, "province:51"), council(Vec::new()))
            .await
            .unwrap();

        let mut anyone = fixture.councils("kiem", Role::Auditor);
        let mut listed = async |province: &str, level: proto::CouncilLevel| {
            let request = proto::ListCouncilsRequest {
                province_code: province.to_owned(),
                level: level.into(),
                ..Default::default()
            };
            let answer = anyone.list_councils(request).await.unwrap().into_inner();
            let ids = answer.councils.into_iter().map(|council| council.id);
            ids.collect::<Vec<_>>()
        };
        let any = proto::CouncilLevel::Unspecified;
        let (centre, province) = (central.id, provincial.id);
        assert_eq!(
            listed("", any).await,
            [centre.clone(), province.clone()],
            "in order of recording"
        );
        assert_eq!(listed("", proto::CouncilLevel::Centre).await, [centre]);
        assert_eq!(listed("51", any).await, std::slice::from_ref(&province));
        assert_eq!(listed("", proto::CouncilLevel::Province).await, [province]);
        assert_eq!(listed("48", any).await, Vec::<String>::new());
    }
);
