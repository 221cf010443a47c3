//! Fairs that promotion tells of, beside the dossiers of who was there.

use ocop_chassis::messaging::Event;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::evidence_service_client::EvidenceServiceClient;
use ocop_proto::promotion::v1 as promotion;
use uuid::Uuid;

use crate::documents::client;
use crate::fixture::{Fixture, Signed, id, product_id};

/// The producer of the fixture's products.
const PRODUCER: u128 = 0xC0;
/// Another one.
const OTHER: u128 = 0xC1;

/// The n-th fair, which begins on a day.
fn fair(n: u128, reach: promotion::CampaignReach, from: &str) -> promotion::Campaign {
    promotion::Campaign {
        id: id(0xFA_0000 + n),
        province_code: "51".to_owned(),
        name: format!("Hội chợ {n}"),
        kind: promotion::CampaignKind::Fair.into(),
        reach: reach.into(),
        venue: "Quảng trường Phạm Văn Đồng".to_owned(),
        organiser: "Sở Công Thương".to_owned(),
        from_date: from.to_owned(),
        to_date: from.to_owned(),
        ..Default::default()
    }
}

/// That a producer was there with products.
fn there(producer: u128, products: &[u128]) -> promotion::CampaignAttendance {
    promotion::CampaignAttendance {
        producer_id: id(producer),
        product_ids: products.iter().copied().map(product_id).collect(),
        recorded_on: "2026-11-18".to_owned(),
    }
}

fn all(
    fair: &promotion::Campaign,
    there: Vec<promotion::CampaignAttendance>,
) -> promotion::CampaignFact {
    promotion::CampaignFact {
        campaign: Some(fair.clone()),
        attended: Some(promotion::CampaignAttendances { attendances: there }),
        ..Default::default()
    }
}

/// Has promotion tell it as the event of a version; `copy` tells apart what it says again of the same version.
async fn tell(
    fixture: &Fixture,
    (happened, version, copy): (&str, u64, u64),
    fact: &promotion::CampaignFact,
) {
    let fair: Uuid = fact.campaign.as_ref().unwrap().id.parse().unwrap();
    let number = u128::from(version) << 64 | u128::from(copy) << 96;
    let event = Event {
        id: Uuid::from_u128(fair.as_u128() + number),
        kind: format!("ocop.promotion.campaign.{happened}.v1"),
        aggregate_type: "campaign".to_owned(),
        aggregate_id: fair,
        version,
        time: "2026-11-18T08:00:00Z".parse().unwrap(),
        snapshot: false,
        traceparent: String::new(),
        subject: format!("ocop.promotion.v1.campaign.{happened}.51"),
        data: serde_json::to_vec(fact).unwrap(),
    };
    fixture.publish(event).await;
}

async fn draft(fixture: &Fixture) -> String {
    let request = proto::CreateDossierRequest {
        request_id: id(1),
        product_id: product_id(1),
        kind: proto::DossierKind::First.into(),
        ..Default::default()
    };
    let mut office = fixture.dossiers("lan", Role::OcopOffice);
    let made = office.create_dossier(request).await.unwrap();
    made.into_inner().dossier.unwrap().id
}

struct Reader {
    client: EvidenceServiceClient<Signed>,
    dossier: String,
}

impl Reader {
    async fn ask(&mut self, on_date: &str) -> proto::ListDossierAttendanceResponse {
        let request = proto::ListDossierAttendanceRequest {
            dossier_id: self.dossier.clone(),
            on_date: on_date.to_owned(),
        };
        let answered = self.client.list_dossier_attendance(request).await;
        answered.unwrap().into_inner()
    }

    /// Waits until so many fairs in the province, national and international ones are known.
    async fn counts(&mut self, expected: [u32; 3]) -> proto::ListDossierAttendanceResponse {
        eventually("the fairs are known", async || {
            let found = self.ask("").await;
            if [found.in_province, found.national, found.international] == expected {
                Ok(found)
            } else {
                Err(format!("{found:?}"))
            }
        })
        .await
    }
}

/// A service with a draft of the first product.
async fn begun(url: &str) -> (Fixture, Reader) {
    let fixture = Fixture::new(url).await;
    fixture.product(1, 9, ("21040", "Bình Sơn")).await;
    let reader = Reader {
        client: client(&fixture, Role::Auditor, "*"),
        dossier: draft(&fixture).await,
    };
    (fixture, reader)
}

on_both_engines!(
    attendance_of_fairs_is_shown_beside_a_dossier_as_of_a_day_and_changes_no_score,
    async |url: String| {
        use promotion::CampaignReach as Reach;
        let (fixture, mut reader) = begun(&url).await;
        let near = fair(1, Reach::Province, "2026-10-01");
        let far = fair(2, Reach::National, "2026-11-02");
        let abroad = fair(3, Reach::International, "2026-11-10");
        let mut dossiers = fixture.dossiers("lan", Role::OcopOffice);
        let request = proto::GetDossierRequest {
            id: reader.dossier.clone(),
        };
        let before = dossiers.get_dossier(request.clone()).await.unwrap();
        tell(
            &fixture,
            ("attended", 1, 0),
            &all(&near, vec![there(PRODUCER, &[1, 2])]),
        )
        .await;
        tell(
            &fixture,
            ("attended", 1, 0),
            &all(&far, vec![there(OTHER, &[7]), there(PRODUCER, &[2])]),
        )
        .await;
        tell(
            &fixture,
            ("attended", 1, 0),
            &all(&abroad, vec![there(PRODUCER, &[1])]),
        )
        .await;
        let found = reader.counts([1, 1, 1]).await;
        assert_eq!(
            (found.criteria, found.as_of.as_str()),
            (vec!["4.3".to_owned()], "2026-11-20")
        );
        let shown: Vec<(&str, bool)> = found
            .attendances
            .iter()
            .map(|one| (one.name.as_str(), one.shows_product))
            .collect();
        assert_eq!(
            shown,
            [
                ("Hội chợ 3", true),
                ("Hội chợ 2", false),
                ("Hội chợ 1", true)
            ]
        );
        let then = reader.ask("2026-11-02").await;
        assert_eq!(
            (then.in_province, then.national, then.international),
            (1, 1, 0)
        );
        let after = dossiers.get_dossier(request).await.unwrap();
        assert_eq!(after.into_inner(), before.into_inner());
    }
);

on_both_engines!(
    attendance_that_comes_in_any_order_twice_corrected_or_withdrawn_is_what_promotion_said_last,
    async |url: String| {
        let (fixture, mut reader) = begun(&url).await;
        let national = fair(1, promotion::CampaignReach::National, "2026-11-02");
        let here = || vec![there(PRODUCER, &[1])];
        // The attendance is heard of before the fair itself, and again as a copy that the broker does not know.
        tell(&fixture, ("attended", 3, 0), &all(&national, here())).await;
        tell(&fixture, ("joined", 2, 0), &all(&national, Vec::new())).await;
        tell(&fixture, ("planned", 1, 0), &all(&national, Vec::new())).await;
        reader.counts([0, 1, 0]).await;
        tell(&fixture, ("attended", 3, 1), &all(&national, here())).await;
        tell(&fixture, ("joined", 2, 1), &all(&national, Vec::new())).await;
        // It was in the province, as is put right.
        let mut province = fair(1, promotion::CampaignReach::Province, "2026-11-02");
        province.name = "Hội chợ tỉnh".to_owned();
        tell(&fixture, ("updated", 4, 0), &all(&province, here())).await;
        let found = reader.counts([1, 0, 0]).await;
        assert_eq!(found.attendances[0].name, "Hội chợ tỉnh");
        tell(
            &fixture,
            ("attendance_withdrawn", 5, 0),
            &all(&province, Vec::new()),
        )
        .await;
        reader.counts([0, 0, 0]).await;
        tell(&fixture, ("attended", 6, 0), &all(&province, here())).await;
        reader.counts([1, 0, 0]).await;
    }
);

on_both_engines!(
    an_event_of_before_all_who_were_there_were_told_brings_the_one_it_is_about,
    async |url: String| {
        let (fixture, mut reader) = begun(&url).await;
        let older = |reach| promotion::CampaignFact {
            campaign: Some(fair(1, reach, "2026-11-02")),
            ..Default::default()
        };
        let attended = promotion::CampaignFact {
            participant: Some(promotion::CampaignParticipant {
                producer_id: id(PRODUCER),
                product_ids: vec![product_id(1)],
                outcome: Some(promotion::CampaignOutcome {
                    recorded_on: "2026-11-18".to_owned(),
                    document_number: "15/BB".to_owned(),
                    ..Default::default()
                }),
                ..Default::default()
            }),
            ..older(promotion::CampaignReach::National)
        };
        tell(&fixture, ("attended", 1, 0), &attended).await;
        reader.counts([0, 1, 0]).await;
        let updated = older(promotion::CampaignReach::International);
        tell(&fixture, ("updated", 2, 0), &updated).await;
        let found = reader.counts([0, 0, 1]).await;
        assert!(found.attendances[0].shows_product);
        // As of before the fair it is not there yet.
        assert_eq!(reader.ask("2026-11-01").await.attendances.len(), 0);
    }
);
