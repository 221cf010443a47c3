//! Dossiers that end in other ways than by their council and a decision.

use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::record_knock_out_request::Hit;

use super::office::Office;
use crate::fixture::product_id;

impl Office<'_> {
    /// A member finds foreign matter, and the dossier is rejected on that ground.
    pub(super) async fn knock_out(&self, dossier: &str, on: &str) {
        let found = proto::RecordKnockOutRequest {
            request_id: self.request(),
            id: dossier.to_owned(),
            hit: Some(Hit::Criterion("6.1".to_owned())),
            observer: proto::KnockOutObserver::CouncilMember.into(),
            seen_by: String::new(),
            seen_on: on.to_owned(),
            note: "có sạn".to_owned(),
        };
        let mut member = self.fixture.dossiers("m2", Role::CouncilMember);
        member.record_knock_out(found).await.unwrap();
        let reject = proto::RejectDossierRequest {
            request_id: self.request(),
            id: dossier.to_owned(),
            reason: "tạp chất không an toàn".to_owned(),
            rejected_on: on.to_owned(),
        };
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        lan.reject_dossier(reject).await.unwrap();
    }

    /// Its producer takes a dossier back.
    pub(super) async fn withdraw(&self, dossier: &str, on: &str) {
        let request = proto::WithdrawDossierRequest {
            request_id: self.request(),
            id: dossier.to_owned(),
            reason: "chưa đủ sản lượng".to_owned(),
            withdrawn_on: on.to_owned(),
        };
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        lan.withdraw_dossier(request).await.unwrap();
    }

    /// The council asks for a supplement that never comes, and the office closes the dossier.
    pub(super) async fn close_unsupplemented(
        &self,
        dossier: &str,
        [asked, due, closed]: [&str; 3],
    ) {
        let ask = proto::RequestSupplementRequest {
            request_id: self.request(),
            id: dossier.to_owned(),
            supplement: Some(proto::Supplement {
                wants: vec![proto::SupplementWant::Tests.into()],
                text: "phiếu kiểm nghiệm mới".to_owned(),
                asked_on: asked.to_owned(),
                due_on: due.to_owned(),
                ..Default::default()
            }),
        };
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        lan.request_supplement(ask).await.unwrap();
        self.close(dossier, proto::CloseGround::SupplementMissing, closed)
            .await;
    }

    /// The office closes a dossier on a ground.
    pub(super) async fn close(&self, dossier: &str, ground: proto::CloseGround, on: &str) {
        let close = proto::CloseDossierRequest {
            request_id: self.request(),
            id: dossier.to_owned(),
            ground: ground.into(),
            reason: "không còn căn cứ đánh giá".to_owned(),
            authority: "Văn phòng điều phối".to_owned(),
            closed_on: on.to_owned(),
        };
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        lan.close_dossier(close).await.unwrap();
    }

    /// A draft is begun and thrown away.
    pub(super) async fn draft_in_vain(&self, n: u32) {
        let mut lan = self.fixture.dossiers("lan", Role::OcopOffice);
        let create = proto::CreateDossierRequest {
            request_id: self.request(),
            product_id: product_id(n.into()),
            kind: proto::DossierKind::Upgrade.into(),
            ..Default::default()
        };
        let made = lan.create_dossier(create).await.unwrap().into_inner();
        let delete = proto::DeleteDraftRequest {
            request_id: self.request(),
            id: made.dossier.unwrap().id,
        };
        lan.delete_draft(delete).await.unwrap();
    }
}
