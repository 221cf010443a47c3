//! Papers in dossiers: whose they may be, how long they stay, and which end too early.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;

use crate::documents::{Client, owner, paper, pdf, upload, withdraw};
use crate::fixture::{Fixture, Signed, id, refusal};
use crate::procedure::{advised, created};

pub(crate) fn stating(criterion: &str, documents: &[&str]) -> proto::DossierContent {
    proto::DossierContent {
        statements: vec![proto::Statement {
            criterion: criterion.to_owned(),
            text: "Có giấy chứng nhận".to_owned(),
            evidence_ids: documents.iter().map(|id| (*id).to_owned()).collect(),
        }],
        ..Default::default()
    }
}

pub(crate) fn update(
    n: u128,
    dossier: &proto::Dossier,
    content: proto::DossierContent,
) -> proto::UpdateDossierRequest {
    proto::UpdateDossierRequest {
        request_id: id(n),
        id: dossier.id.clone(),
        etag: dossier.etag.clone(),
        content: Some(content),
        update_mask: Some(pbjson_types::FieldMask {
            paths: vec!["statements".to_owned()],
        }),
    }
}

pub(crate) async fn draft(fixture: &Fixture, owner: &mut Client) -> (proto::Dossier, String) {
    let product = fixture.product(1, 9, ("21040", "Bình Sơn")).await;
    let filed = upload(owner, &paper(0x50, pdf(100))).await.unwrap();
    let answers = fixture.best_but(9, &[]).await;
    let first = proto::DossierKind::First;
    let dossier = created(fixture, (1, &product), first, answers)
        .await
        .unwrap();
    (dossier, filed.id)
}

on_both_engines!(
    a_paper_that_was_lodged_stays_even_when_the_dossier_no_longer_names_it,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut owner = owner(&fixture);
        let (draft, filed) = draft(&fixture, &mut owner).await;
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let named = update(2, &draft, stating("9", &[&filed]));
        let named = office
            .update_dossier(named)
            .await
            .unwrap()
            .into_inner()
            .dossier
            .unwrap();
        let submit = proto::SubmitDossierRequest {
            request_id: id(3),
            id: draft.id.clone(),
            lodged_on: "2026-06-01".to_owned(),
            acknowledged: advised(&fixture, &draft.id).await,
        };
        office.submit_dossier(submit).await.unwrap();
        let back = proto::ReturnDossierRequest {
            request_id: id(4),
            id: draft.id.clone(),
            reason: "Thiếu dấu".to_owned(),
            returned_on: String::new(),
        };
        let mut commune = fixture.dossiers("cuc", Role::CommuneOfficer);
        let back = commune
            .return_dossier(back)
            .await
            .unwrap()
            .into_inner()
            .dossier
            .unwrap();
        assert_ne!(back.etag, named.etag);
        let dropped = update(5, &back, stating("9", &[]));
        office.update_dossier(dropped).await.unwrap();
        let refused = withdraw(&mut owner, 6, &filed).await.unwrap_err();
        assert_eq!(refusal(&refused).0, "EVIDENCE_IN_USE");
    }
);

on_both_engines!(
    a_dossier_refers_only_to_papers_of_its_own_producer_that_are_there,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut owner = owner(&fixture);
        let (draft, filed) = draft(&fixture, &mut owner).await;
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let unknown = id(0x404);
        let wrong = update(2, &draft, stating("9", &[&filed, &unknown]));
        let refused = office.update_dossier(wrong).await.unwrap_err();
        assert_eq!(refusal(&refused).1, ["content.statements"]);
        // What nobody refers to may be taken back, and is of no use then.
        withdraw(&mut owner, 3, &filed).await.unwrap();
        let gone = update(4, &draft, stating("9", &[&filed]));
        let refused = office.update_dossier(gone).await.unwrap_err();
        assert!(
            refused.message().contains("cannot be referred to"),
            "{refused}"
        );
    }
);

async fn documents(office: &mut Client, dossier: &str) -> Vec<(bool, bool)> {
    let ask = proto::ListDossierEvidenceRequest {
        dossier_id: dossier.to_owned(),
        ..Default::default()
    };
    let found = office
        .list_dossier_evidence(ask)
        .await
        .unwrap()
        .into_inner()
        .documents;
    let flags = |paper: proto::DossierEvidence| (paper.expired, paper.expires_within_certificate);
    found.into_iter().map(flags).collect()
}

on_both_engines!(
    a_paper_that_ends_before_the_certificate_would_is_shown_to_do_so,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut owner = owner(&fixture);
        let (draft, short) = draft(&fixture, &mut owner).await;
        let mut lasting = paper(0x51, pdf(200));
        lasting.said.expires_on = "2035-01-01".to_owned();
        let lasting = upload(&mut owner, &lasting).await.unwrap().id;
        let mut endless = paper(0x52, pdf(300));
        endless.said.expires_on = String::new();
        let endless = upload(&mut owner, &endless).await.unwrap().id;
        let mut office = fixture.dossiers("lan", Role::OcopOffice);
        let named = update(2, &draft, stating("9", &[&endless, &lasting, &short]));
        office.update_dossier(named).await.unwrap();
        let mut reader = reader(&fixture);
        // Good until 1 January 2029; a certificate of today would live until November 2029.
        let within = [(false, true), (false, false), (false, false)];
        assert_eq!(documents(&mut reader, &draft.id).await, within);
        fixture
            .service
            .clock
            .set("2029-01-02T05:00:00Z".parse().unwrap());
        let mut reader = self::reader(&fixture);
        let expired = [(true, false), (false, false), (false, false)];
        assert_eq!(documents(&mut reader, &draft.id).await, expired);
    }
);

fn reader(fixture: &Fixture) -> proto::evidence_service_client::EvidenceServiceClient<Signed> {
    crate::documents::client(fixture, Role::CommuneOfficer, "commune:21040")
}
