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
        let present = &listed.regulations[4];
        assert!(
            [9, 10]
                .iter()
                .all(|set| present.criteria_sets.contains(set))
        );
        assert_eq!(
            (
                present.commune_working_days,
                present.re_evaluation_days,
                present.grace_days
            ),
            (15, 45, 180)
        );
        assert_eq!(present.rank_floors, [30, 50, 70, 90]);
        let finish = present.finish_earlier_days.unwrap();
        assert_eq!((finish.first, finish.re_evaluation), (60, 30));
        let cut_offs: Vec<_> = present
            .rounds
            .iter()
            .map(|round| (round.level(), round.cut_off.as_str()))
            .collect();
        use proto::DecidingLevel::{Centre, Province};
        assert_eq!(
            cut_offs,
            [
                (Province, "04-30"),
                (Province, "10-30"),
                (Centre, "07-30"),
                (Centre, "01-30")
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_form_can_be_drawn_from_the_set_alone() {
    ocop_harness::on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let mut criteria = CriteriaServiceClient::new(fixture.service.channel());
        let request = proto::GetCriteriaSetRequest {
            number: 9,
            on_date: String::new(),
        };
        let answer = criteria.get_criteria_set(request).await.unwrap();
        let set = answer.into_inner().criteria_set.unwrap();
        assert_eq!(set.samples, 5);
        let place = set.classification.unwrap();
        assert_eq!(
            (
                place.branch.as_str(),
                place.group_vi.as_str(),
                place.group_en.as_str()
            ),
            ("I", "Gia vị", "Seasonings")
        );
        let knock_outs: Vec<_> = set
            .knock_outs
            .iter()
            .map(|found| (found.criterion.as_str(), found.effect()))
            .collect();
        use proto::KnockOutEffect::{Reject, Stop};
        assert_eq!(
            knock_outs,
            [("1.1", Reject), ("2.1", Reject), ("6.1", Stop)]
        );
        assert_eq!(set.disqualifiers.len(), 3);
        assert!(
            set.disqualifiers
                .iter()
                .all(|ground| !ground.label_vi.is_empty() && !ground.label_en.is_empty())
        );
        let sections = set.parts.iter().flat_map(|part| &part.sections);
        let criterion = |code: &str| {
            let mut all = sections.clone().flat_map(|section| &section.criteria);
            all.find(|criterion| criterion.code == code).unwrap()
        };
        let needs = criterion("5.2").applies_if.clone().unwrap();
        assert_eq!((needs.criterion.as_str(), needs.points), ("5.1", 1));
        assert_eq!(criterion("5.1").applies_if, None);
        let declaration = criterion("8");
        assert_eq!(declaration.notes.len(), declaration.notes_en.len());
        assert!(declaration.notes_en[0].contains("test report"));
    })
    .await;
}

#[tokio::test]
async fn the_sets_of_a_regulation_are_listed_with_their_size_and_place() {
    ocop_harness::on_sqlite(async |url| {
        let fixture = Fixture::new(&url).await;
        let mut criteria = CriteriaServiceClient::new(fixture.service.channel());
        let mut list = async |regulation: &str, on_date: &str| {
            let request = proto::ListCriteriaSetsRequest {
                regulation: regulation.to_owned(),
                on_date: on_date.to_owned(),
            };
            criteria
                .list_criteria_sets(request)
                .await
                .map(|listed| listed.into_inner().criteria_sets)
        };
        let sets = list("", "").await.unwrap();
        let numbers: Vec<u32> = sets.iter().map(|set| set.number).collect();
        assert_eq!(numbers, (1..=26).collect::<Vec<_>>());
        let garlic = &sets[9];
        assert!(garlic.scorable);
        assert_eq!(
            (garlic.samples, garlic.criteria, garlic.knock_outs),
            (5, 32, 3)
        );
        assert_eq!((garlic.sections, garlic.regulation.as_str()), (11, "R2026"));
        let place = garlic.classification.as_ref().unwrap();
        assert_eq!(
            (place.branch_vi.as_str(), place.branch_en.as_str()),
            ("Thực phẩm", "Food")
        );

        let earlier = list("R2019", "").await.unwrap();
        assert!(
            earlier
                .iter()
                .all(|set| !set.scorable && set.criteria == 0 && !set.name_en.is_empty())
        );

        let refused = list("R2020", "").await.unwrap_err();
        assert_eq!(
            (refused.code(), refusal(&refused).0.as_str()),
            (Code::NotFound, "NO_REGULATION")
        );
        let refused = list("", "2018-05-06").await.unwrap_err();
        assert_eq!(refusal(&refused).0, "NO_REGULATION");
        let refused = list("R2026", "2026-06-01").await.unwrap_err();
        assert_eq!(refusal(&refused).1, ["on_date"]);
    })
    .await;
}
