//! Ends of dossiers without a certificate, and the ways back.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use tonic::Code;

use crate::fixture::{Fixture, id, refusal};
use crate::procedure::{THREE_STARS, created, decide, decision, findings, round};
use crate::scored::scored;

fn withdraw(request: u128, dossier: &str) -> proto::WithdrawDossierRequest {
    proto::WithdrawDossierRequest {
        request_id: id(request),
        id: dossier.to_owned(),
        reason: "chủ thể xin rút hồ sơ".to_owned(),
        withdrawn_on: "2026-06-30".to_owned(),
    }
}

fn close(request: u128, dossier: &str, ground: proto::CloseGround) -> proto::CloseDossierRequest {
    proto::CloseDossierRequest {
        request_id: id(request),
        id: dossier.to_owned(),
        ground: ground.into(),
        reason: "đã có giấy chứng nhận khác".to_owned(),
        authority: "Văn phòng điều phối OCOP".to_owned(),
        closed_on: "2026-06-30".to_owned(),
    }
}

on_both_engines!(
    a_producer_withdraws_its_own_dossier_even_from_the_centre_and_may_begin_anew,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let dossier = scored(&fixture, (0x100, &product, &round), &[]).await;
        let forwarded = decide(&fixture, (0x200, &dossier), "2026-06-20").await;
        let forwarded = forwarded.unwrap().dossier.unwrap();
        assert_eq!(forwarded.state(), proto::DossierState::ForwardedCentral);

        let mut provincial = fixture.dossiers("lan", Role::OcopOffice);
        let refused = provincial.withdraw_dossier(withdraw(1, &dossier)).await;
        assert_eq!(refusal(&refused.unwrap_err()).0, "OUT_OF_SCOPE");
        let scope = format!("producer:{}", id(7));
        let mut other = fixture.scoped_dossiers("other", Role::Producer, &scope);
        let refused = other.withdraw_dossier(withdraw(2, &dossier)).await;
        assert_eq!(refusal(&refused.unwrap_err()).0, "OUT_OF_SCOPE");

        let scope = format!("producer:{}", forwarded.producer_id);
        let mut own = fixture.scoped_dossiers("own", Role::Producer, &scope);
        let withdrawn = own.withdraw_dossier(withdraw(3, &dossier)).await.unwrap();
        let withdrawn = withdrawn.into_inner().dossier.unwrap();
        assert_eq!(
            (withdrawn.state(), withdrawn.closed_on.as_str()),
            (proto::DossierState::Withdrawn, "2026-06-30")
        );
        let again = own.withdraw_dossier(withdraw(4, &dossier)).await;
        assert_eq!(refusal(&again.unwrap_err()).0, "WRONG_STATE");
        let answers = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        created(&fixture, (5, &product), first, answers)
            .await
            .unwrap();
    }
);

on_both_engines!(
    a_dossier_that_an_imported_certificate_came_before_is_closed_with_reason_authority_and_day,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let dossier = scored(&fixture, (0x100, &product, &round), THREE_STARS).await;
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let superseded = proto::CloseGround::Superseded;
        let refused = office
            .close_dossier(close(1, &dossier, superseded))
            .await
            .unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::FailedPrecondition, "NO_GROUND_TO_CLOSE")
        );
        let import = proto::ImportCertificateRequest {
            request_id: id(2),
            product_id: product.clone(),
            star: 3,
            decision: Some(decision("2025-02-03")),
            ..Default::default()
        };
        let mut register = fixture.certificates(Role::OcopOffice);
        register.import_certificate(import).await.unwrap();
        let refused = decide(&fixture, (3, &dossier), "2026-06-20").await;
        assert_eq!(refusal(&refused.unwrap_err()).0, "CERTIFICATE_VALID");
        let closed = office.close_dossier(close(4, &dossier, superseded)).await;
        let closed = closed.unwrap().into_inner().dossier.unwrap();
        assert_eq!(closed.state(), proto::DossierState::Closed);
        let closing = closed.closing.unwrap();
        assert_eq!(closing.ground(), superseded);
        assert_eq!(
            (closing.authority.as_str(), closing.closed_on.as_str()),
            ("Văn phòng điều phối OCOP", "2026-06-30")
        );
    }
);

on_both_engines!(
    a_dossier_at_the_centre_is_closed_by_the_ministry_and_not_by_the_province,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let round = round(&fixture).await;
        let dossier = scored(&fixture, (0x100, &product, &round), &[]).await;
        decide(&fixture, (0x200, &dossier), "2026-06-20")
            .await
            .unwrap();
        let import = proto::ImportCertificateRequest {
            request_id: id(1),
            product_id: product,
            star: 3,
            decision: Some(decision("2025-02-03")),
            ..Default::default()
        };
        let mut register = fixture.certificates(Role::OcopOffice);
        register.import_certificate(import).await.unwrap();
        let superseded = proto::CloseGround::Superseded;
        let mut province = fixture.dossiers("lan", Role::OcopOffice);
        let refused = province.close_dossier(close(2, &dossier, superseded)).await;
        assert_eq!(refusal(&refused.unwrap_err()).0, "OUT_OF_SCOPE");
        let mut ministry = fixture.central_dossiers("bo", Role::OcopOffice);
        let closed = ministry.close_dossier(close(3, &dossier, superseded)).await;
        let closed = closed.unwrap().into_inner().dossier.unwrap();
        assert_eq!(closed.state(), proto::DossierState::Closed);
    }
);

on_both_engines!(
    a_deleted_draft_is_listed_only_when_asked_for_and_another_may_be_written,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let answers = fixture.best_but(9, &[]).await;
        let first = proto::DossierKind::First;
        let draft = created(&fixture, (1, &product), first, answers.clone());
        let draft = draft.await.unwrap();
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let delete = proto::DeleteDraftRequest {
            request_id: id(2),
            id: draft.id.clone(),
        };
        let deleted = office.delete_draft(delete).await.unwrap();
        let deleted = deleted.into_inner().dossier.unwrap();
        assert_eq!(deleted.state(), proto::DossierState::Deleted);
        assert!(deleted.self_assessment.is_empty());
        let other = created(&fixture, (3, &product), first, answers)
            .await
            .unwrap();
        let mut listed = async |state: proto::DossierState| -> Vec<String> {
            let request = proto::ListDossiersRequest {
                product_id: product.clone(),
                state: state.into(),
                ..Default::default()
            };
            let page = office.list_dossiers(request).await.unwrap().into_inner();
            page.dossiers.into_iter().map(|one| one.id).collect()
        };
        assert_eq!(
            listed(proto::DossierState::Unspecified).await,
            std::slice::from_ref(&other.id)
        );
        assert_eq!(listed(proto::DossierState::Deleted).await, [draft.id]);
        let submit = proto::SubmitDossierRequest {
            request_id: id(4),
            id: other.id.clone(),
            lodged_on: "2026-06-01".to_owned(),
            acknowledged: Vec::new(),
        };
        office.submit_dossier(submit).await.unwrap();
        let delete = proto::DeleteDraftRequest {
            request_id: id(5),
            id: other.id,
        };
        let refused = office.delete_draft(delete).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "WRONG_STATE");
    }
);

on_both_engines!(
    the_province_returns_a_dossier_to_its_commune_which_sends_it_on_anew,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let product = fixture.product(1, 9, ("524", "Bình Sơn")).await;
        let answers = fixture.best_but(9, &[]).await;
        let draft = created(&fixture, (1, &product), proto::DossierKind::First, answers);
        let draft = draft.await.unwrap();
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let mut commune = fixture.dossiers("cuc", Role::CommuneOfficer);
        let submit = proto::SubmitDossierRequest {
            request_id: id(2),
            id: draft.id.clone(),
            lodged_on: "2026-06-01".to_owned(),
            acknowledged: Vec::new(),
        };
        office.submit_dossier(submit).await.unwrap();
        let endorse = |request: u128, on: &str| proto::EndorseDossierRequest {
            request_id: id(request),
            id: draft.id.clone(),
            findings: Some(findings()),
            endorsed_on: on.to_owned(),
            ..Default::default()
        };
        commune
            .endorse_dossier(endorse(3, "2026-06-02"))
            .await
            .unwrap();
        let give_back = |request: u128, on: &str| proto::ReturnFromProvinceRequest {
            request_id: id(request),
            id: draft.id.clone(),
            to: proto::ReturnedTo::Commune.into(),
            reason: "thiếu công văn đề nghị".to_owned(),
            returned_on: on.to_owned(),
        };
        let refused = commune
            .return_from_province(give_back(4, "2026-06-03"))
            .await;
        assert_eq!(refused.unwrap_err().code(), Code::PermissionDenied);
        let early = office
            .return_from_province(give_back(5, "2026-06-01"))
            .await;
        assert_eq!(refusal(&early.unwrap_err()).0, "BEFORE_PREVIOUS_STEP");
        let returned = office
            .return_from_province(give_back(6, "2026-06-03"))
            .await
            .unwrap();
        let returned = returned.into_inner().dossier.unwrap();
        assert_eq!(
            (returned.state(), returned.reason.as_str()),
            (proto::DossierState::Submitted, "thiếu công văn đề nghị")
        );
        let endorsed = commune.endorse_dossier(endorse(7, "2026-06-04")).await;
        let endorsed = endorsed.unwrap().into_inner().dossier.unwrap();
        assert_eq!(endorsed.endorsed_on, "2026-06-04");
    }
);
