//! Top lists through the rpcs: communes nominate, the public votes, a council scores, the best are honoured.

mod planning;
mod votes;

use chrono::TimeDelta;
use ocop_harness::{on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::promotion::v1 as proto;
use sea_orm::ConnectionTrait as _;
use tonic::Code;

use crate::fixture::{Fixture, TopLists, id, of_product, revoked};

/// Communes of Quảng Ngãi.
const COMMUNES: [&str; 8] = [
    "21040", "21061", "21085", "21364", "21400", "21409", "21433", "21457",
];
const COUNCIL: [&str; 3] = ["hoa", "nam", "tam"];
/// Three products of each commune.
const PRODUCTS: u128 = 24;

/// The list of a province in codes of Quảng Ngãi, 2026.
fn top_20() -> proto::TopList {
    proto::TopList {
        province_code: "51".to_owned(),
        name: "Top 20 sản phẩm OCOP tỉnh Quảng Ngãi 2026".to_owned(),
        year: 2026,
        size: 20,
        minimum_nominations: 3,
        maximum_nominations: 5,
        nomination_from: "2026-11-16".to_owned(),
        nomination_to: "2026-11-22".to_owned(),
        voting_from: "2026-11-23".to_owned(),
        voting_to: "2026-11-25".to_owned(),
        community_weight: 40,
        choices: 3,
        excluded_branches: vec!["VI".to_owned()],
        council_members: COUNCIL.map(str::to_owned).to_vec(),
        ..Default::default()
    }
}

fn commune_of(product: u128) -> &'static str {
    COMMUNES[usize::try_from((product - 1) / 3).unwrap()]
}

/// The story of a list, whose n-th request is the n-th id.
struct Story {
    fixture: Fixture,
    requests: u128,
}

impl Story {
    async fn new(url: &str) -> Self {
        Self {
            fixture: Fixture::new(url).await,
            requests: 1_000,
        }
    }

    fn request_id(&mut self) -> String {
        self.requests += 1;
        id(self.requests)
    }

    fn office(&self) -> TopLists {
        self.fixture
            .top_lists("mai", Role::OcopOffice, "province:51")
    }

    /// The site of the province that knows its voters.
    fn site(&self) -> TopLists {
        self.fixture
            .top_lists("binh-chon", Role::PromotionOfficer, "province:51")
    }

    fn days_pass(&self, days: i64) {
        self.fixture.service.clock.advance(TimeDelta::days(days));
    }

    async fn certify(&self, products: impl IntoIterator<Item = u128>) {
        for product in products {
            self.publish("issued", 1, product, certified(product)).await;
            self.fixture
                .listing(product, proto::ListingState::Open, 3)
                .await;
        }
    }

    async fn revoke(&self, product: u128, on: &str) {
        let gone = revoked(certified(product), on);
        self.publish("revoked", 2, product, gone).await;
        self.fixture
            .listing(product, proto::ListingState::Suspended, 3)
            .await;
    }

    async fn publish(
        &self,
        happened: &str,
        version: u64,
        product: u128,
        certificate: evaluation::Certificate,
    ) {
        let fact = evaluation::CertificateFact {
            certificate: Some(certificate),
            place_code: commune_of(product).to_owned(),
            place_name: "Xã".to_owned(),
            province_name: "Quảng Ngãi".to_owned(),
            ..Default::default()
        };
        let publish = self
            .fixture
            .publish_certificate_fact(happened, version, &fact);
        publish.await;
    }

    async fn plan(&mut self, list: proto::TopList) -> String {
        let request = proto::PlanTopListRequest {
            request_id: self.request_id(),
            top_list: Some(list),
        };
        let planned = self.office().plan_top_list(request).await.unwrap();
        planned.into_inner().top_list.unwrap().id
    }

    fn nomination(
        &mut self,
        list: &str,
        commune: &str,
        products: &[u128],
    ) -> proto::NominateProductsRequest {
        let proposal = |product: &u128| proto::TopListProposal {
            product_id: id(*product),
            ..Default::default()
        };
        proto::NominateProductsRequest {
            request_id: self.request_id(),
            top_list_id: list.to_owned(),
            place_code: commune.to_owned(),
            proposals: products.iter().map(proposal).collect(),
        }
    }

    async fn nominate(&mut self, list: &str, commune: &str, products: &[u128]) {
        let request = self.nomination(list, commune, products);
        let scope = format!("commune:{commune}");
        let mut officer = self
            .fixture
            .top_lists("can-bo", Role::CommuneOfficer, &scope);
        officer.nominate_products(request).await.unwrap();
    }

    fn ballot(&mut self, list: &str, voter: &str, products: &[u128]) -> proto::CastVoteRequest {
        proto::CastVoteRequest {
            request_id: self.request_id(),
            top_list_id: list.to_owned(),
            voter: voter.to_owned(),
            product_ids: products.iter().copied().map(id).collect(),
        }
    }

    async fn vote(&mut self, list: &str, voter: &str, products: &[u128]) -> proto::Vote {
        let request = self.ballot(list, voter, products);
        let cast = self.site().cast_vote(request).await.unwrap();
        cast.into_inner().vote.unwrap()
    }

    async fn score(&mut self, list: &str, member: &str, points: impl Fn(u128) -> u32) {
        let given = (1..=PRODUCTS).map(|product| proto::CouncilPoints {
            product_id: id(product),
            points: points(product),
        });
        let request = proto::SubmitCouncilPointsRequest {
            request_id: self.request_id(),
            top_list_id: list.to_owned(),
            points: given.collect(),
        };
        let mut council = self
            .fixture
            .top_lists(member, Role::CouncilMember, "province:51");
        council.submit_council_points(request).await.unwrap();
    }

    async fn publish_result(&mut self, list: &str) -> Result<proto::TopListResult, tonic::Status> {
        let request = proto::PublishTopListRequest {
            request_id: self.request_id(),
            top_list_id: list.to_owned(),
        };
        let published = self.office().publish_top_list(request).await?;
        Ok(published.into_inner().top_list.unwrap().result.unwrap())
    }

    async fn verified(&self, list: &str) -> proto::VerifyVotesResponse {
        let request = proto::VerifyVotesRequest {
            top_list_id: list.to_owned(),
        };
        let mut auditor = self.fixture.top_lists("kiem", Role::Auditor, "province:51");
        auditor.verify_votes(request).await.unwrap().into_inner()
    }
}

fn certified(product: u128) -> evaluation::Certificate {
    let mut certificate = of_product(product, 100 + product, 3, "2026-06-15");
    certificate.product_name = format!("Sản phẩm {product}");
    certificate
}

/// The products of a result that make up the list, as their numbers.
fn listed(result: &proto::TopListResult) -> Vec<u128> {
    let ids = result.entries.iter().take(20);
    ids.map(|entry| {
        let id: uuid::Uuid = entry.product_id.parse().unwrap();
        id.as_u128()
    })
    .collect()
}

on_both_engines!(
    the_top_20_of_a_province_is_nominated_voted_scored_published_and_honoured,
    async |url: String| {
        let mut story = Story::new(&url).await;
        story.certify(1..=PRODUCTS).await;
        let list = story.plan(top_20()).await;
        for (index, commune) in (0_u128..).zip(COMMUNES) {
            let first = index * 3 + 1;
            story
                .nominate(&list, commune, &[first, first + 1, first + 2])
                .await;
        }
        story.days_pass(3);

        // Voter n of 30 likes product n best, and everybody likes product 24.
        let mut receipts = Vec::new();
        for voter in 1..=30_u128 {
            let own = (voter - 1) % 23 + 1;
            let products = if own == 1 {
                vec![own, 2, 24]
            } else {
                vec![own, 24]
            };
            let vote = story
                .vote(&list, &format!("0790{voter:08}"), &products)
                .await;
            receipts.push(vote);
        }
        let numbers: Vec<u64> = receipts.iter().map(|vote| vote.sequence).collect();
        assert_eq!(numbers, (1..=30).collect::<Vec<u64>>());
        // Whoever voted finds the vote again, with nothing but the receipt.
        let ask = proto::GetVoteRequest {
            top_list_id: list.clone(),
            receipt: receipts[6].receipt.clone(),
        };
        let mut anybody = story.fixture.top_lists("ai-do", Role::Partner, "partner:1");
        let found = anybody.get_vote(ask).await.unwrap().into_inner();
        assert_eq!(found.vote.unwrap(), receipts[6]);

        // The members of the council give the same in sum: 99 to product 1, one less to each next one.
        for member in COUNCIL {
            story
                .score(&list, member, |product| {
                    100 - u32::try_from(product).unwrap()
                })
                .await;
        }
        let early = story.publish_result(&list).await.unwrap_err();
        assert_eq!(reason_of(&early).0, "STILL_VOTING");
        story.revoke(3, "2026-11-23").await;
        story.days_pass(3);
        let result = story.publish_result(&list).await.unwrap();
        assert_eq!((result.vote_count, result.sheet_count), (30, 3));
        // All voted for 24, so it has 40 and 60 % of 76 points.
        let first = &result.entries[0];
        assert_eq!((first.rank, first.vote_count), (1, 30));
        assert_eq!(
            (first.product_id.as_str(), first.points.as_str()),
            (id(24).as_str(), "85.6000")
        );
        // Products 1 to 7 have two votes, 2 has four; the rest have one each and the points of the council decide.
        let expected: Vec<u128> = [24, 2, 1].into_iter().chain(4..=20).collect();
        assert_eq!(listed(&result), expected);
        assert_eq!(result.omissions.len(), 1);
        assert_eq!(result.omissions[0].product_id, id(3));
        assert_eq!(story.verified(&list).await.record, result.record);

        // Product 4 lapses before the festival: 21 takes the last place.
        story.revoke(4, "2026-11-26").await;
        story.days_pass(2);
        let request = proto::HonourTopListRequest {
            request_id: story.request_id(),
            top_list_id: list.clone(),
            document_number: "1912/QĐ-UBND".to_owned(),
        };
        let honoured = story.office().honour_top_list(request).await.unwrap();
        let honoured = honoured.into_inner().top_list.unwrap();
        assert_eq!(honoured.state(), proto::TopListState::Honoured);
        let expected: Vec<u128> = [24, 2, 1].into_iter().chain(5..=21).collect();
        assert_eq!(listed(&honoured.result.unwrap()), expected);

        let ask = proto::ListTopListsRequest {
            province_code: "51".to_owned(),
            year: 2026,
            ..Default::default()
        };
        let mut anybody = story.fixture.top_lists("ai-do", Role::Partner, "partner:1");
        let found = anybody.list_top_lists(ask).await.unwrap().into_inner();
        assert_eq!(found.top_lists.len(), 1);
        assert!(found.top_lists[0].council_members.is_empty());
    }
);

on_both_engines!(
    a_commune_is_told_everything_that_is_wrong_with_its_nominations_at_once,
    async |url: String| {
        let mut story = Story::new(&url).await;
        story.certify(1..=4).await;
        let list = story.plan(top_20()).await;
        // Product 4 is made in the next commune, 99 is not certified, and two are too few.
        let request = story.nomination(&list, COMMUNES[0], &[4, 99]);
        let refused = story.office().nominate_products(request).await.unwrap_err();
        let (reason, mut fields) = reason_of(&refused);
        assert_eq!(reason, "NOMINATIONS_INELIGIBLE");
        fields.sort();
        let of = |product| format!("proposals[{}]", id(product));
        assert_eq!(fields, ["proposals".to_owned(), of(4), of(99)]);
        // An officer of another commune has no say, and a commune of another province is not of the list.
        let request = story.nomination(&list, COMMUNES[0], &[1, 2, 3]);
        let scope = format!("commune:{}", COMMUNES[1]);
        let mut other = story
            .fixture
            .top_lists("can-bo", Role::CommuneOfficer, &scope);
        let refused = other.nominate_products(request).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
        let request = story.nomination(&list, "20965", &[1, 2, 3]);
        let mut neighbour =
            story
                .fixture
                .top_lists("can-bo", Role::CommuneOfficer, "commune:20965");
        let refused = neighbour.nominate_products(request).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "COMMUNE_OF_OTHER_PROVINCE");
        story.nominate(&list, COMMUNES[0], &[1, 2, 3]).await;
        let request = proto::GetTopListRequest { id: list };
        let mut anybody = story.fixture.top_lists("ai-do", Role::Partner, "partner:1");
        let found = anybody.get_top_list(request.clone()).await.unwrap();
        let found = found.into_inner().top_list.unwrap();
        assert_eq!(
            (found.nominations.len(), found.council_members.len()),
            (3, 0)
        );
        let shown = story.office().get_top_list(request).await.unwrap();
        assert_eq!(
            shown.into_inner().top_list.unwrap().council_members,
            COUNCIL
        );
    }
);
