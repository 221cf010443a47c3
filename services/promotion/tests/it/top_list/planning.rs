//! What is planned of a list, and what is taken back of it.

use super::*;

impl Story {
    async fn shown(&self, list: &str) -> proto::TopList {
        let request = proto::GetTopListRequest {
            id: list.to_owned(),
        };
        let found = self.office().get_top_list(request).await.unwrap();
        found.into_inner().top_list.unwrap()
    }

    fn update(&mut self, top_list: proto::TopList) -> proto::UpdateTopListRequest {
        proto::UpdateTopListRequest {
            request_id: self.request_id(),
            top_list: Some(top_list),
        }
    }
}

on_both_engines!(
    once_a_commune_has_nominated_only_the_name_and_the_council_of_a_list_change,
    async |url: String| {
        let mut story = Story::new(&url).await;
        story.certify(1..=3).await;
        let list = story.plan(top_20()).await;
        let longer = proto::TopList {
            voting_to: "2026-11-27".to_owned(),
            ..story.shown(&list).await
        };
        let request = story.update(longer);
        story.office().update_top_list(request).await.unwrap();
        let planned = story.shown(&list).await;
        assert_eq!(planned.voting_to, "2026-11-27");

        story.nominate(&list, COMMUNES[0], &[1, 2, 3]).await;
        let nominated = story.shown(&list).await;
        let shorter = proto::TopList {
            voting_to: "2026-11-25".to_owned(),
            ..nominated.clone()
        };
        let request = story.update(shorter);
        let refused = story.office().update_top_list(request).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "TOP_LIST_BEGUN");
        let renamed = proto::TopList {
            name: "Top 20 OCOP 2026".to_owned(),
            council_members: vec!["hoa".to_owned(), "nam".to_owned()],
            ..nominated
        };
        let request = story.update(renamed);
        story.office().update_top_list(request).await.unwrap();
        let stale = story.update(planned);
        let refused = story.office().update_top_list(stale).await.unwrap_err();
        assert_eq!(refused.code(), Code::Aborted, "{refused}");
        let changed = story.shown(&list).await;
        assert_eq!(changed.name, "Top 20 OCOP 2026");
        assert_eq!(changed.council_members, ["hoa", "nam"]);
    }
);

on_both_engines!(
    a_nomination_that_is_withdrawn_stays_withdrawn_with_its_reason,
    async |url: String| {
        let mut story = Story::new(&url).await;
        story.certify(1..=3).await;
        let list = story.plan(top_20()).await;
        story.nominate(&list, COMMUNES[0], &[1, 2, 3]).await;
        let withdraw = |story: &mut Story, product: u128| proto::WithdrawNominationRequest {
            request_id: story.request_id(),
            top_list_id: list.clone(),
            product_id: id(product),
            reason: "Cơ sở đề nghị rút".to_owned(),
        };
        let request = withdraw(&mut story, 2);
        story.office().withdraw_nomination(request).await.unwrap();
        let again = withdraw(&mut story, 2);
        let refused = story.office().withdraw_nomination(again).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "NOT_NOMINATED");
        let again = story.nomination(&list, COMMUNES[0], &[1, 2, 3]);
        let scope = format!("commune:{}", COMMUNES[0]);
        let mut officer = story
            .fixture
            .top_lists("can-bo", Role::CommuneOfficer, &scope);
        let refused = officer.nominate_products(again).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "NOMINATION_WITHDRAWN");
        let shown = story.shown(&list).await;
        let withdrawn: Vec<(&str, &str)> = shown
            .nominations
            .iter()
            .filter(|found| !found.withdrawn_reason.is_empty())
            .map(|found| (found.product_id.as_str(), found.withdrawn_reason.as_str()))
            .collect();
        assert_eq!(withdrawn, [(id(2).as_str(), "Cơ sở đề nghị rút")]);
    }
);

on_both_engines!(
    a_list_that_is_called_off_takes_no_votes_and_has_no_result,
    async |url: String| {
        let mut story = Story::new(&url).await;
        story.certify(1..=3).await;
        let list = story.plan(top_20()).await;
        story.nominate(&list, COMMUNES[0], &[1, 2, 3]).await;
        story.days_pass(3);
        story.vote(&list, "an", &[1]).await;
        let request = proto::CallOffTopListRequest {
            request_id: story.request_id(),
            top_list_id: list.clone(),
            reason: "Bão số 12".to_owned(),
        };
        let called_off = story.office().call_off_top_list(request).await.unwrap();
        let called_off = called_off.into_inner().top_list.unwrap();
        assert_eq!(called_off.called_off_reason, "Bão số 12");
        let ballot = story.ballot(&list, "binh", &[2]);
        let refused = story.site().cast_vote(ballot).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "TOP_LIST_CALLED_OFF");
        story.days_pass(3);
        let refused = story.publish_result(&list).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "TOP_LIST_CALLED_OFF");
    }
);
