//! What the offices note on Form 01 when they receive a dossier, and whom they tell of its result.

use futures::StreamExt as _;
use futures::future::join_all;
use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::{Code, Status};

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{created, findings, in_round, round, three_stars};
use crate::secrecy::get_dossier;

async fn submit(
    fixture: &Fixture,
    (request, dossier): (u128, &str),
    lodged_on: &str,
) -> Result<proto::Dossier, Status> {
    let request = proto::SubmitDossierRequest {
        request_id: id(request),
        id: dossier.to_owned(),
        lodged_on: lodged_on.to_owned(),
        acknowledged: Vec::new(),
    };
    let mut office = fixture.dossiers("lan", Role::OcopOffice);
    let answer = office.submit_dossier(request).await?;
    Ok(answer.into_inner().dossier.unwrap())
}

fn receipt(
    request: u128,
    dossier: &str,
    office: proto::ReceivingOffice,
) -> proto::RecordReceiptRequest {
    proto::RecordReceiptRequest {
        request_id: id(request),
        id: dossier.to_owned(),
        office: office.into(),
        receiver: "Trần Văn Cúc".to_owned(),
        samples: 5,
        reason: String::new(),
    }
}

on_both_engines!(
    form_numbers_of_a_commune_have_no_gaps_when_many_lodge_at_once,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let products = fixture.products_of(16, "21364").await;
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let mut drafts = Vec::new();
        for (n, product) in (0u128..).zip(&products) {
            let draft = created(&fixture, (0x100 + n, product), first, best.clone());
            drafts.push(draft.await.unwrap().id);
        }
        // Each is lodged twice at once: one of the two is refused, and takes no number.
        let lodgings = (0u128..).zip(&drafts).flat_map(|(n, draft)| {
            let good = submit(&fixture, (0x200 + n, draft), "2026-06-01");
            let again = submit(&fixture, (0x300 + n, draft), "2026-06-01");
            [
                futures::future::Either::Left(good),
                futures::future::Either::Right(again),
            ]
        });
        let lodged = join_all(lodgings).await;
        let mut forms: Vec<u32> = lodged
            .iter()
            .flatten()
            .map(|dossier| {
                let [receipt] = dossier.receipts.as_slice() else {
                    panic!("one receipt");
                };
                assert_eq!(receipt.received_on, "2026-06-01");
                let number = receipt.form_number.strip_suffix("/PĐK-51-21364-2026");
                number.unwrap().parse().unwrap()
            })
            .collect();
        forms.sort_unstable();
        assert_eq!(forms, (1..=16).collect::<Vec<u32>>());

        // Another year and another commune count for themselves.
        let other = fixture.product(0x40, 9, ("524", "Bình Sơn")).await;
        let draft = created(&fixture, (0x400, &other), first, best)
            .await
            .unwrap();
        let lodged = submit(&fixture, (0x401, &draft.id), "2026-06-01")
            .await
            .unwrap();
        assert_eq!(lodged.receipts[0].form_number, "1/PĐK-51-524-2026");
    }
);

on_both_engines!(
    commune_and_province_each_number_the_form_and_note_who_received_it_with_how_many_samples,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let best = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let dossier = created(&fixture, (0x100, &product), first, best)
            .await
            .unwrap();
        let (commune, province) = (
            proto::ReceivingOffice::Commune,
            proto::ReceivingOffice::Province,
        );
        let mut officer = fixture.dossiers("cuc", Role::CommuneOfficer);
        let early = officer
            .record_receipt(receipt(1, &dossier.id, commune))
            .await;
        assert_eq!(refusal(&early.unwrap_err()).0, "WRONG_STATE");
        submit(&fixture, (2, &dossier.id), "2026-06-01")
            .await
            .unwrap();
        officer
            .record_receipt(receipt(3, &dossier.id, commune))
            .await
            .unwrap();
        // Of what came to the province its own office speaks.
        let denied = officer
            .record_receipt(receipt(4, &dossier.id, province))
            .await;
        assert_eq!(denied.unwrap_err().code(), Code::PermissionDenied);
        let letter = |on: &str| proto::EndorseDossierRequest {
            request_id: id(5),
            id: dossier.id.clone(),
            findings: Some(findings()),
            endorsed_on: "2026-06-02".to_owned(),
            letter: Some(proto::CommuneLetter {
                number: "15/UBND-KT".to_owned(),
                date: on.to_owned(),
            }),
        };
        let late = officer.endorse_dossier(letter("2026-06-03")).await;
        assert_eq!(refusal(&late.unwrap_err()).0, "BEFORE_PREVIOUS_STEP");
        officer.endorse_dossier(letter("2026-06-02")).await.unwrap();
        let accept = proto::AcceptDossierRequest {
            request_id: id(6),
            id: dossier.id.clone(),
            round_id: round,
            accepted_on: "2026-06-03".to_owned(),
        };
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        office.accept_dossier(accept).await.unwrap();
        office
            .record_receipt(receipt(7, &dossier.id, province))
            .await
            .unwrap();
        let fewer = proto::RecordReceiptRequest {
            samples: 4,
            reason: "đếm nhầm".to_owned(),
            ..receipt(8, &dossier.id, province)
        };
        office.record_receipt(fewer).await.unwrap();

        let read = get_dossier(&fixture, &dossier.id).await;
        let noted: Vec<_> = read
            .receipts
            .iter()
            .map(|one| {
                (
                    one.form_number.as_str(),
                    one.received_on.as_str(),
                    one.samples,
                )
            })
            .collect();
        assert_eq!(
            noted,
            [
                ("1/PĐK-51-524-2026", "2026-06-01", Some(5)),
                ("1/PĐK-51-524-2026", "2026-06-03", Some(4))
            ]
        );
        assert_eq!(read.letter.unwrap().number, "15/UBND-KT");
        let correction = &read.corrections[0];
        assert_eq!(
            (correction.field.as_str(), correction.before.as_str()),
            ("receipts.province.samples", "5")
        );
    }
);

on_both_engines!(
    who_was_told_of_a_result_is_kept_and_published,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let listener = async_nats::connect(fixture.nats.url()).await.unwrap();
        let subject = "ocop.evaluation.v1.dossier.notified.51";
        let mut heard = listener.subscribe(subject).await.unwrap();
        listener.flush().await.unwrap();
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        three_stars(&fixture, &product, &round).await;
        let listed = proto::ListDossiersRequest {
            product_id: product.clone(),
            ..Default::default()
        };
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let listed = office.list_dossiers(listed).await.unwrap().into_inner();
        let dossier = listed.dossiers[0].id.clone();
        let notice = |request: u128, on: &str| proto::RecordNoticeRequest {
            request_id: id(request),
            id: dossier.clone(),
            to: proto::NoticeRecipient::Producer.into(),
            name: "HTX Nước mắm Sa Huỳnh".to_owned(),
            means: "112/TB-VPĐP".to_owned(),
            told_on: on.to_owned(),
        };
        let early = office.record_notice(notice(1, "2026-06-14")).await;
        assert_eq!(refusal(&early.unwrap_err()).0, "BEFORE_PREVIOUS_STEP");
        office.record_notice(notice(2, "2026-06-16")).await.unwrap();
        let read = get_dossier(&fixture, &dossier).await;
        let [kept] = read.notices.as_slice() else {
            panic!("one notice");
        };
        assert_eq!(
            (kept.of(), kept.told_on.as_str(), kept.recorded_by.as_str()),
            (proto::DossierState::Certified, "2026-06-16", "lan")
        );
        let message = heard.next().await.unwrap();
        let fact: proto::DossierFact = serde_json::from_slice(&message.payload).unwrap();
        let published = fact.notice.unwrap();
        assert_eq!(
            (published.means.as_str(), published.name.as_str()),
            ("112/TB-VPĐP", "")
        );

        let running = in_round(
            &fixture,
            (
                0x9000,
                &fixture.product(2, 9, ("524", "Bình Sơn")).await,
                &round,
            ),
            proto::DossierKind::First,
            fixture.best_but(9, &[]).await,
            "2026-06-01",
        )
        .await;
        let mut of_running = notice(3, "2026-06-16");
        of_running.id = running.id;
        let refused = office.record_notice(of_running).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "WRONG_STATE");
    }
);
