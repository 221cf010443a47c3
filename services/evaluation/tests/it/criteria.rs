//! Regulations and criteria sets.

use ocop_proto::evaluation::v1 as proto;
use ocop_proto::evaluation::v1::criteria_service_client::CriteriaServiceClient;
use tonic::Code;

use crate::fixture::{Fixture, refusal};

#[tokio::test]
async fn the_fish_sauce_set_is_told_whole_and_the_law_of_2019_has_none() {
    ocop_harness::on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let mut criteria = CriteriaServiceClient::new(fixture.service.channel());
        let request = proto::GetCriteriaSetRequest {
            number: 9,
            on_date: "2026-06-01".to_owned(),
        };
        let set = criteria
            .get_criteria_set(request)
            .await
            .unwrap()
            .into_inner()
            .criteria_set
            .unwrap();
        let parts: Vec<u32> = set.parts.iter().map(|part| part.max_points).collect();
        assert_eq!(
            (set.regulation.as_str(), parts.as_slice()),
            ("R2026", [40, 25, 35].as_slice())
        );
        let request = proto::GetCriteriaSetRequest {
            number: 9,
            on_date: "2020-06-01".to_owned(),
        };
        let refused = criteria.get_criteria_set(request).await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::NotFound, "NO_CRITERIA_SET")
        );
        let listed = criteria
            .list_regulations(proto::ListRegulationsRequest {})
            .await
            .unwrap()
            .into_inner();
        let codes: Vec<&str> = listed
            .regulations
            .iter()
            .map(|law| law.code.as_str())
            .collect();
        assert_eq!(codes, ["R2018", "R2019", "R2023", "R2025", "R2026"]);
        assert_eq!(
            listed.regulations[4].criteria_sets,
            (1..=26).collect::<Vec<u32>>()
        );
    })
    .await;
}
