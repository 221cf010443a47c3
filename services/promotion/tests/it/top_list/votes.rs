//! Votes: one of each voter, and a record that shows what was changed.

use super::*;

on_both_engines!(
    a_voter_has_one_vote_whatever_is_sent_again_and_however_many_send_at_once,
    async |url: String| {
        let mut story = Story::new(&url).await;
        story.certify(1..=3).await;
        let list = story.plan(top_20()).await;
        story.nominate(&list, COMMUNES[0], &[1, 2, 3]).await;
        let early = story.ballot(&list, "0790000001", &[1]);
        let refused = story.site().cast_vote(early).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "NOT_VOTING");
        story.days_pass(3);
        // Eight calls of the same voter at once: one vote.
        let calls = (1..=8).map(|n: u128| {
            let request = story.ballot(&list, "0790000001", &[n % 3 + 1]);
            let mut site = story.site();
            async move { site.cast_vote(request).await }
        });
        let answers = futures::future::join_all(calls.collect::<Vec<_>>()).await;
        let (cast, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
        assert_eq!((cast.len(), refused.len()), (1, 7));
        for refused in refused {
            let refused = refused.unwrap_err();
            assert_eq!(refused.code(), Code::AlreadyExists);
            assert_eq!(reason_of(&refused).0, "VOTED_ALREADY");
        }
        // The same call again gets its receipt again.
        let again = story.ballot(&list, "0790000002", &[1, 2]);
        let first = story.site().cast_vote(again.clone()).await.unwrap();
        let second = story.site().cast_vote(again).await.unwrap();
        assert_eq!(first.into_inner(), second.into_inner());
        assert_eq!(story.verified(&list).await.vote_count, 2);
        for (products, reason) in [
            (vec![9], "NOT_NOMINATED"),
            (vec![1, 2, 3, 4], "TOO_MANY_CHOICES"),
        ] {
            let wrong = story.ballot(&list, "0790000003", &products);
            let refused = story.site().cast_vote(wrong).await.unwrap_err();
            assert_eq!(reason_of(&refused).0, reason);
        }
    }
);

on_both_engines!(
    what_identifies_a_voter_is_kept_nowhere_and_a_changed_vote_is_found,
    async |url: String| {
        let mut story = Story::new(&url).await;
        story.certify(1..=3).await;
        let mut plan = top_20();
        plan.community_weight = 100;
        plan.council_members = Vec::new();
        let list = story.plan(plan).await;
        story.nominate(&list, COMMUNES[0], &[1, 2, 3]).await;
        story.days_pass(3);
        for voter in 1..=3 {
            story.vote(&list, &format!("cccd-{voter}"), &[1]).await;
        }
        assert!(story.verified(&list).await.intact);
        let votes = proto::ListVotesRequest {
            top_list_id: list.clone(),
            page_size: 2,
            ..Default::default()
        };
        let mut auditor = story
            .fixture
            .top_lists("kiem", Role::Auditor, "province:51");
        let page = auditor
            .list_votes(votes.clone())
            .await
            .unwrap()
            .into_inner();
        let next = proto::ListVotesRequest {
            page_token: page.next_page_token,
            ..votes
        };
        let rest = auditor.list_votes(next).await.unwrap().into_inner();
        let all = [page.votes, rest.votes].concat();
        let numbers: Vec<u64> = all.iter().map(|vote| vote.sequence).collect();
        assert_eq!(numbers, [1, 2, 3]);
        assert!(all.iter().all(|vote| vote.voter_hash.len() == 64));

        let database = sea_orm::Database::connect(&url).await.unwrap();
        let kept = database.query_all_raw(sea_orm::Statement::from_string(
            database.get_database_backend(),
            "select voter, products, receipt from top_list_votes",
        ));
        for row in kept.await.unwrap() {
            for column in ["voter", "products", "receipt"] {
                let text: String = row.try_get("", column).unwrap();
                assert!(!text.contains("cccd"), "{text}");
            }
        }
        // Somebody who can write the database gives the second vote to another product.
        let other = format!(r#"["{}"]"#, id(2));
        let change = format!("update top_list_votes set products = '{other}' where sequence = 2");
        database.execute_unprepared(&change).await.unwrap();
        let found = story.verified(&list).await;
        assert_eq!((found.intact, found.first_changed), (false, 2));
        story.days_pass(3);
        let refused = story.publish_result(&list).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "VOTES_CHANGED");
        let mended = format!(r#"["{}"]"#, id(1));
        let mend = format!("update top_list_votes set products = '{mended}' where sequence = 2");
        database.execute_unprepared(&mend).await.unwrap();
        // The last one is taken out.
        let take_out = "delete from top_list_votes where sequence = 3";
        database.execute_unprepared(take_out).await.unwrap();
        let found = story.verified(&list).await;
        assert_eq!((found.intact, found.first_changed), (false, 3));
    }
);
