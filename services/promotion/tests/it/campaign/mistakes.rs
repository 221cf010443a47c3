//! What was recorded of a campaign by mistake.

use super::*;

on_both_engines!(
    an_attendance_that_is_taken_back_counts_no_more_and_the_producer_can_be_let_go,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let given = certificate(11, 3, "2026-06-15");
        fixture.publish_certificate("issued", 1, given).await;
        fixture.listing(1, proto::ListingState::Open, 3).await;
        let mut office = fixture.campaigns(Role::PromotionOfficer, "province:51");
        let fair = plan(&mut office).await;
        office
            .admit_participant(admit(61, &fair.id, &[1]))
            .await
            .unwrap();
        office
            .record_attendance(attended(62, &fair.id, 40_000_000))
            .await
            .unwrap();
        let dismiss = |n: u128| proto::DismissParticipantRequest {
            request_id: id(n),
            campaign_id: fair.id.clone(),
            producer_id: id(PRODUCER),
        };
        let refused = office.dismiss_participant(dismiss(63)).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "CAMPAIGN_ATTENDED");

        let withdraw = |n: u128| proto::WithdrawAttendanceRequest {
            request_id: id(n),
            campaign_id: fair.id.clone(),
            producer_id: id(PRODUCER),
            reason: "Ghi nhầm cơ sở".to_owned(),
        };
        let withdrawn = office.withdraw_attendance(withdraw(64)).await.unwrap();
        let withdrawn = withdrawn.into_inner().campaign.unwrap();
        assert_eq!((withdrawn.sales_vnd, withdrawn.contracts), (0, 0));
        let refused = office.withdraw_attendance(withdraw(65)).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "NOT_ATTENDED");

        let left = office.dismiss_participant(dismiss(66)).await.unwrap();
        assert_eq!(left.into_inner().campaign.unwrap().participant_count, 0);
        let refused = office.dismiss_participant(dismiss(67)).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "NOT_A_PARTICIPANT");
    }
);
