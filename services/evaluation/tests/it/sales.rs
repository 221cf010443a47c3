//! Reports of sales that promotion tells of, in the figures of a programme.

use ocop_chassis::messaging::Event;
use ocop_harness::{eventually, on_both_engines};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::target::Goal;
use ocop_proto::promotion::v1 as promotion;
use uuid::Uuid;

use crate::fixture::{Fixture, id, product_id, refusal};
use crate::merging::{merged_producer, merged_product};
use crate::procedure::decision;
use crate::producers::sa_huynh;

/// The producer of the fixture's products.
const PRODUCER: u128 = 0xC0;
/// The same one, registered twice.
const TWIN: u128 = 77;

/// The report of what was sold of the n-th product in a month, in million VND.
fn report(
    n: u128,
    producer: u128,
    month: &str,
    (sold, modern): (u64, u64),
) -> promotion::SalesReport {
    let digits: String = month.chars().filter(char::is_ascii_digit).collect();
    let number = n << 32 | u128::from(digits.parse::<u32>().unwrap());
    promotion::SalesReport {
        id: Uuid::from_u128(0x5A1E << 64 | number).to_string(),
        product_id: product_id(n),
        producer_id: id(producer),
        criteria_set: 9,
        month: month.to_owned(),
        sales: Some(promotion::Sales {
            sales_vnd: sold * 1_000_000,
            modern_channel_vnd: modern * 1_000_000,
            volume: None,
        }),
        province_code: "51".to_owned(),
        ..Default::default()
    }
}

/// Has promotion tell of a report as its event of a version.
async fn say(fixture: &Fixture, version: u64, report: promotion::SalesReport) {
    let happened = if version == 1 {
        "reported"
    } else {
        "corrected"
    };
    let aggregate: Uuid = report.id.parse().unwrap();
    let fact = promotion::SalesReportFact {
        sales_report: Some(report),
    };
    let event = Event {
        id: Uuid::from_u128(aggregate.as_u128() + (u128::from(version) << 96)),
        kind: format!("ocop.promotion.sales_report.{happened}.v1"),
        aggregate_type: "sales_report".to_owned(),
        aggregate_id: aggregate,
        version,
        time: "2026-06-01T08:00:00Z".parse().unwrap(),
        snapshot: false,
        traceparent: String::new(),
        subject: format!("ocop.promotion.v1.sales_report.{happened}.51"),
        data: serde_json::to_vec(&fact).unwrap(),
    };
    fixture.publish(event).await;
}

async fn progress(fixture: &Fixture, as_of: &str) -> proto::GetProgressResponse {
    let request = proto::GetProgressRequest {
        as_of: as_of.to_owned(),
        province_code: "51".to_owned(),
        ..Default::default()
    };
    let mut anybody = fixture.progress_for_anybody();
    anybody.get_progress(request).await.unwrap().into_inner()
}

/// Producers in modern channels, products that were compared, what they sold in million VND and before, and the growth.
fn figures(progress: &proto::GetProgressResponse) -> (u32, u32, u64, u64, Option<i64>) {
    let modern = progress.producers.as_ref().unwrap().modern_channels;
    let sales = progress.sales.as_ref().unwrap();
    let million = |vnd: u64| vnd / 1_000_000;
    (
        modern,
        sales.products,
        million(sales.sales_vnd),
        million(sales.sales_before_vnd),
        sales.growth,
    )
}

async fn import(fixture: &Fixture, n: u128) {
    let product_id = fixture.product(n, 9, ("524", "Bình Sơn")).await;
    let request = proto::ImportCertificateRequest {
        request_id: id(n),
        product_id,
        star: 3,
        decision: Some(decision("2025-02-03")),
        ..Default::default()
    };
    let mut office = fixture.certificates(Role::OcopOffice);
    office.import_certificate(request).await.unwrap();
}

fn target(name: &str, indicator: proto::Indicator, goal: Goal) -> proto::Target {
    proto::Target {
        province_code: "51".to_owned(),
        period_from: "2026-01-01".to_owned(),
        period_to: "2026-12-31".to_owned(),
        name_vi: name.to_owned(),
        indicator: indicator.into(),
        goal: Some(goal),
        ..Default::default()
    }
}

async fn set(fixture: &Fixture, n: u128, target: proto::Target) -> Result<(), tonic::Status> {
    let request = proto::SetTargetRequest {
        request_id: id(n),
        target: Some(target),
    };
    let mut office = fixture.progress(Role::OcopOffice);
    office.set_target(request).await.map(|_| ())
}

on_both_engines!(
    modern_channels_and_growth_follow_the_reports_of_sales_as_of_every_day,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let maker = catalog::ProducerFact {
            id: id(PRODUCER),
            ..sa_huynh("HTX Sa Huỳnh")
        };
        fixture.producer(1, &maker).await;
        import(&fixture, 1).await;
        import(&fixture, 2).await;

        // April of both years is known of the first product; May of this one only. The second has no year before.
        let april = report(1, PRODUCER, "2025-04", (100, 0));
        say(&fixture, 1, april).await;
        // The correction comes before what it corrects, and twice.
        let wrong = report(1, PRODUCER, "2026-04", (900, 900));
        let right = report(1, PRODUCER, "2026-04", (130, 20));
        say(&fixture, 2, right.clone()).await;
        say(&fixture, 1, wrong.clone()).await;
        say(&fixture, 2, right).await;
        say(&fixture, 1, wrong).await;
        say(&fixture, 1, report(1, PRODUCER, "2026-05", (500, 0))).await;
        say(&fixture, 1, report(2, PRODUCER, "2026-04", (70, 0))).await;

        let expected = (1, 1, 130, 100, Some(3_000));
        eventually("all reports are known", async || {
            let found = figures(&progress(&fixture, "2026-04-30").await);
            if found == expected {
                Ok(())
            } else {
                Err(found)
            }
        })
        .await;
        // April is over from its last day on, and a year later it is the year before.
        let before = progress(&fixture, "2026-04-29").await;
        assert_eq!(figures(&before), (0, 0, 0, 0, None));
        let later = progress(&fixture, "2027-03-31").await;
        assert_eq!(figures(&later), expected);
        let after = progress(&fixture, "2027-04-30").await;
        assert_eq!(figures(&after), (0, 0, 0, 0, None));
        let sales = later.sales.unwrap();
        let months = (sales.from_month.as_str(), sales.to_month.as_str());
        assert_eq!(months, ("2026-04", "2027-03"));
        assert_eq!(sales.of_products, 2);

        let mut modern = target(
            "kênh hiện đại",
            proto::Indicator::Producers,
            Goal::GoalShare(5_000),
        );
        modern.producer_trait = proto::ProducerTrait::ModernChannels.into();
        set(&fixture, 11, modern).await.unwrap();
        let growth = proto::Indicator::SalesGrowth;
        set(
            &fixture,
            12,
            target("doanh số", growth, Goal::GoalShare(4_000)),
        )
        .await
        .unwrap();
        let counted = target("doanh số", growth, Goal::GoalCount(30));
        let refused = set(&fixture, 13, counted).await.unwrap_err();
        assert_eq!(refusal(&refused).1, ["target.goal_share"]);
        let then = progress(&fixture, "2026-06-30").await;
        let line = |name: &str| {
            let mut lines = then.targets.iter();
            let is = |line: &&proto::TargetProgress| line.target.as_ref().unwrap().name_vi == name;
            lines.find(is).unwrap().clone()
        };
        let modern = line("kênh hiện đại");
        assert_eq!((modern.value, modern.base, modern.reached), (1, 1, true));
        let grown = line("doanh số");
        assert_eq!((grown.value, grown.base), (1, 2));
        assert_eq!(
            (grown.achieved, grown.of_goal, grown.missing, grown.reached),
            (Some(3_000), Some(7_500), 0, false)
        );
        assert_eq!(grown.sales.unwrap().growth, Some(3_000));
    }
);

on_both_engines!(
    what_was_reported_of_merged_records_counts_for_those_that_are_kept,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let maker = sa_huynh("HTX Sa Huỳnh");
        fixture.producer(1, &maker).await;
        import(&fixture, 1).await;
        let kept = product_id(1);
        fixture.product(2, 9, ("524", "Bình Sơn")).await;
        say(&fixture, 1, report(2, TWIN, "2025-04", (60, 0))).await;
        say(&fixture, 1, report(1, PRODUCER, "2025-04", (40, 0))).await;
        say(&fixture, 1, report(2, TWIN, "2026-04", (80, 10))).await;
        say(&fixture, 1, report(1, PRODUCER, "2026-05", (1, 0))).await;
        eventually("the kept records stand by their own reports", async || {
            let found = progress(&fixture, "2026-06-30").await;
            found.producers.is_some_and(|all| all.total == 1)
        })
        .await;
        let absorbed = catalog::ProducerFact {
            id: id(TWIN),
            merged_into: maker.id.clone(),
            ..maker
        };
        merged_producer(&fixture, 1, &absorbed).await;
        merged_product(&fixture, 2, &kept).await;
        eventually("what was reported of the others counts", async || {
            let found = figures(&progress(&fixture, "2026-06-30").await);
            let expected = (1, 1, 80, 100, Some(-2_000));
            if found == expected {
                Ok(())
            } else {
                Err(found)
            }
        })
        .await;
    }
);
