//! Papers: filed, read, replaced, withdrawn.

use chrono::TimeDelta;
use futures::StreamExt as _;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::Code;

use crate::documents::{
    all, client, download, list, owner, paper, pdf, producer, sha256, stored, upload, withdraw,
};
use crate::fixture::{Fixture, id, refusal};

const DISTRICT: (&str, &str) = ("21040", "Bình Sơn");

on_both_engines!(
    a_file_of_some_megabytes_comes_back_byte_for_byte,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let sent = paper(1, pdf(7 << 20));
        let filed = upload(&mut owner(&fixture), &sent).await.unwrap();
        assert_eq!(
            (filed.size_bytes, filed.sha256.as_str(), filed.etag.as_str()),
            (7 << 20, sha256(&sent.bytes).as_str(), "1")
        );
        assert_eq!(
            (
                filed.uploaded_by.as_str(),
                filed.province_code.as_str(),
                filed.place_code.as_str()
            ),
            ("sen", "51", "21040")
        );
        assert_eq!(
            filed.title, filed.file_name,
            "a paper without a title is called as its file"
        );
        let (published, bytes) = download(&mut owner(&fixture), &filed.id).await.unwrap();
        assert_eq!(published, filed);
        assert!(bytes == sent.bytes, "the file is another");
        let request = proto::GetEvidenceRequest {
            id: filed.id.clone(),
        };
        let found = owner(&fixture).get_evidence(request).await.unwrap();
        assert_eq!(found.into_inner().evidence, Some(published));
        assert_eq!(stored(&fixture), [filed.sha256], "nothing staged is left");
    }
);

on_both_engines!(
    a_name_typed_with_loose_accents_is_stored_composed,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let mut sent = paper(1, pdf(100));
        sent.said.file_name = "Nu\u{31b}o\u{31b}\u{301}c ma\u{306}\u{301}m.pdf".to_owned();
        let filed = upload(&mut owner(&fixture), &sent).await.unwrap();
        assert_eq!(filed.file_name, "Nước mắm.pdf");
    }
);

on_both_engines!(
    the_same_upload_again_gets_the_first_answer_and_the_same_file_is_stored_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let mut owner = owner(&fixture);
        let sent = paper(1, pdf(3 << 20));
        let first = upload(&mut owner, &sent).await.unwrap();
        let again = upload(&mut owner, &sent).await.unwrap();
        assert_eq!(again, first);
        let mut other = sent.clone();
        other.said.title = "Bản khác".to_owned();
        let refused = upload(&mut owner, &other).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "REQUEST_ID_REUSED");

        other.said.request_id = id(2);
        fixture.service.clock.advance(TimeDelta::milliseconds(1));
        let second = upload(&mut owner, &other).await.unwrap();
        assert_ne!(second.id, first.id);
        assert_eq!(
            list(&mut owner, all()).await.unwrap(),
            [first.id, second.id]
        );
        assert_eq!(stored(&fixture), [first.sha256]);
    }
);

on_both_engines!(
    what_happens_to_a_paper_is_told_with_the_whole_paper,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let broker = async_nats::connect(fixture.nats.url()).await.unwrap();
        let mut heard = broker
            .subscribe("ocop.evaluation.v1.evidence.>")
            .await
            .unwrap();
        broker.flush().await.unwrap();
        let mut owner = owner(&fixture);
        let old = upload(&mut owner, &paper(1, pdf(100))).await.unwrap();
        let mut newer = paper(2, pdf(200));
        newer.said.replaces = old.id.clone();
        fixture.service.clock.advance(TimeDelta::milliseconds(1));
        let newer = upload(&mut owner, &newer).await.unwrap();
        withdraw(&mut owner, 3, &newer.id).await.unwrap();
        let mut published = Vec::new();
        for _ in 0..4 {
            let event = heard.next().await.unwrap();
            let fact: proto::EvidenceFact = serde_json::from_slice(&event.payload).unwrap();
            let paper = fact.evidence.unwrap();
            let step = event.subject.split('.').nth(4).unwrap().to_owned();
            published.push((paper.id, step, fact.on_date));
        }
        let today = "2026-11-20".to_owned();
        let step = |paper: &str, step: &str| (paper.to_owned(), step.to_owned(), today.clone());
        published.sort();
        let mut expected = [
            step(&old.id, "filed"),
            step(&old.id, "replaced"),
            step(&newer.id, "filed"),
            step(&newer.id, "withdrawn"),
        ];
        expected.sort();
        assert_eq!(published, expected);
    }
);

on_both_engines!(
    a_replaced_paper_can_be_read_and_a_withdrawn_one_loses_its_file,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let mut of_owner = owner(&fixture);
        let old = upload(&mut of_owner, &paper(1, pdf(100))).await.unwrap();
        fixture.service.clock.advance(TimeDelta::milliseconds(1));
        let mut sent = paper(2, pdf(200));
        sent.said.replaces = old.id.clone();
        let newer = upload(&mut of_owner, &sent).await.unwrap();
        let (was, _) = download(&mut of_owner, &old.id).await.unwrap();
        assert_eq!(
            (was.replaced_by, was.etag.as_str()),
            (newer.id.clone(), "2")
        );
        let current = proto::ListEvidenceRequest {
            current_only: true,
            ..all()
        };
        assert_eq!(
            list(&mut of_owner, current).await.unwrap(),
            std::slice::from_ref(&newer.id)
        );

        sent.said.request_id = id(3);
        let refused = upload(&mut of_owner, &sent).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "EVIDENCE_NOT_CURRENT");

        let gone = withdraw(&mut of_owner, 4, &newer.id).await.unwrap();
        assert_eq!(
            (gone.withdrawn_on.as_str(), gone.withdrawal_reason.as_str()),
            ("2026-11-20", "nhầm tệp")
        );
        let refused = download(&mut of_owner, &newer.id).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "EVIDENCE_WITHDRAWN")
        );
        let refused = withdraw(&mut of_owner, 5, &newer.id).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "EVIDENCE_WITHDRAWN");
        fixture.service.clock.advance(TimeDelta::hours(25));
        eventually("the withdrawn file is removed", async || {
            stored(&fixture) == [old.sha256.clone()]
        })
        .await;
        assert!(download(&mut owner(&fixture), &old.id).await.is_ok());
    }
);

on_both_engines!(
    papers_are_listed_by_their_end_and_only_within_the_callers_scope,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let mut of_owner = owner(&fixture);
        let mut ids = Vec::new();
        for (n, expires_on) in [(1, "2026-11-19"), (2, "2026-12-31"), (3, "")] {
            let mut sent = paper(n, pdf(100));
            sent.said.expires_on = expires_on.to_owned();
            fixture.service.clock.advance(TimeDelta::milliseconds(1));
            ids.push(upload(&mut of_owner, &sent).await.unwrap().id);
        }
        let before = |day: &str, of: proto::ListEvidenceRequest| proto::ListEvidenceRequest {
            expiring_before: day.to_owned(),
            ..of
        };
        let province = |code: &str| proto::ListEvidenceRequest {
            province_code: code.to_owned(),
            ..Default::default()
        };
        let mut office = client(&fixture, Role::OcopOffice, "province:51");
        let expired = before("2026-11-20", province("51"));
        assert_eq!(list(&mut office, expired).await.unwrap(), ids[..1]);
        let soon = before("2027-01-01", province("51"));
        assert_eq!(list(&mut office, soon).await.unwrap(), ids[..2]);
        let award = proto::ListEvidenceRequest {
            kind: proto::EvidenceKind::Award.into(),
            ..all()
        };
        assert!(list(&mut office, award).await.unwrap().is_empty());

        let mut commune = client(&fixture, Role::CommuneOfficer, "commune:21040");
        let here = proto::ListEvidenceRequest {
            place_code: "21040".to_owned(),
            ..Default::default()
        };
        assert_eq!(list(&mut commune, here).await.unwrap(), ids);
        assert_eq!(list(&mut commune, all()).await.unwrap(), ids);
        for (mut who, request) in [
            (office.clone(), province("48")),
            (office.clone(), proto::ListEvidenceRequest::default()),
            (commune.clone(), province("51")),
            (client(&fixture, Role::Auditor, "province:48"), all()),
            (
                client(&fixture, Role::Producer, &format!("producer:{}", id(7))),
                all(),
            ),
        ] {
            let refused = list(&mut who, request).await.unwrap_err();
            assert_eq!(
                (refused.code(), refusal(&refused).0.as_str()),
                (Code::PermissionDenied, "OUT_OF_SCOPE")
            );
        }
        let mut auditor = client(&fixture, Role::Auditor, "*");
        assert_eq!(list(&mut auditor, Default::default()).await.unwrap(), ids);
    }
);

on_both_engines!(
    a_file_is_for_those_who_judge_the_producer_and_for_nobody_else,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let filed = upload(&mut owner(&fixture), &paper(1, pdf(100)))
            .await
            .unwrap();
        for (role, scope) in [
            (Role::CommuneOfficer, "commune:21040"),
            (Role::OcopOffice, "province:51"),
            (Role::Advisor, "province:51"),
            (Role::CouncilMember, "province:51"),
            (Role::Inspector, "province:51"),
            (Role::Auditor, "*"),
        ] {
            assert!(
                download(&mut client(&fixture, role, scope), &filed.id)
                    .await
                    .is_ok(),
                "{role}"
            );
        }
        let other = format!("producer:{}", id(7));
        for (role, scope, reason) in [
            (Role::Producer, other.as_str(), "OUT_OF_SCOPE"),
            (Role::CouncilMember, "province:48", "OUT_OF_SCOPE"),
            (Role::Partner, "*", "ROLE_MISSING"),
            (Role::PromotionOfficer, "province:51", "ROLE_MISSING"),
        ] {
            let mut stranger = client(&fixture, role, scope);
            let refused = download(&mut stranger, &filed.id).await.unwrap_err();
            assert_eq!(refusal(&refused).0, reason, "{role}");
        }
        let mut stranger = client(&fixture, Role::Producer, &other);
        let refused = upload(&mut stranger, &paper(2, pdf(100)))
            .await
            .unwrap_err();
        assert_eq!(refusal(&refused).0, "OUT_OF_SCOPE");
        let mut unknown = paper(3, pdf(100));
        unknown.said.producer_id = id(7);
        let refused = upload(&mut stranger, &unknown).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "PRODUCER_UNKNOWN")
        );
        assert_eq!(stored(&fixture), [filed.sha256]);
    }
);

on_both_engines!(
    a_damaged_file_is_never_sent_as_if_it_were_whole,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        fixture.product(1, 9, DISTRICT).await;
        let mut owner = owner(&fixture);
        let filed = upload(&mut owner, &paper(1, pdf(200_000))).await.unwrap();
        let path = fixture.objects().join(producer()).join(&filed.sha256);
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[100_000] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        let refused = download(&mut owner, &filed.id).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::DataLoss, "FILE_DAMAGED")
        );
        std::fs::remove_file(&path).unwrap();
        let refused = download(&mut owner, &filed.id).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "FILE_DAMAGED");
    }
);
