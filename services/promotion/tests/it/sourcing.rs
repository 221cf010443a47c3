//! What partners look for, in profiles of what must be and what is wished, and how products answer it.

mod from_scratch;
mod steps;

use chrono::TimeDelta;
use ocop_harness::{eventually, on_both_engines, reason_of};
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::promotion::v1 as proto;
use ocop_proto::promotion::v1::criterion::Asked;
use tonic::Code;

use crate::fixture::{
    Fixture, Partners, certificate, fish_sauce, id, of_product, read, supermarket,
};
use crate::trade::{amount, for_the_trade, price};

fn must(asked: Asked) -> proto::Criterion {
    proto::Criterion {
        demand: proto::CriterionDemand::Must.into(),
        asked: Some(asked),
    }
}

fn wish(asked: Asked) -> proto::Criterion {
    proto::Criterion {
        demand: proto::CriterionDemand::Wish.into(),
        asked: Some(asked),
    }
}

/// A profile of the supermarket with these criteria.
fn asking(name: &str, criteria: Vec<proto::Criterion>) -> proto::Sourcing {
    proto::Sourcing {
        name: name.to_owned(),
        criteria,
        ..supermarket().sourcing.unwrap()
    }
}

async fn register(officer: &mut Partners, n: u128, profiles: &[proto::Sourcing]) -> proto::Partner {
    let (first, further) = profiles.split_first().unwrap();
    let request = proto::RegisterPartnerRequest {
        request_id: id(n),
        partner: Some(proto::Partner {
            sourcing: Some(first.clone()),
            further_sourcing: further.to_vec(),
            ..supermarket()
        }),
    };
    let registered = officer.register_partner(request).await.unwrap();
    registered.into_inner().partner.unwrap()
}

/// The fish sauce of three stars, with what the trade asks for.
async fn listed(fixture: &Fixture) {
    fixture
        .publish_product("registered", 1, &for_the_trade())
        .await;
    fixture
        .publish_certificate("issued", 1, certificate(11, 3, "2026-06-15"))
        .await;
    fixture.listing(1, proto::ListingState::Open, 3).await;
    described(fixture, "8936012345671").await;
}

/// Waits until the listing has this GTIN.
async fn described(fixture: &Fixture, gtin: &str) {
    let mut listings = fixture.listings();
    eventually("the description to come", async || {
        let request = proto::GetListingRequest { id: id(1) };
        let answer = listings.get_listing(request).await.unwrap();
        let has = answer.into_inner().listing.unwrap().gtin;
        if has == gtin { Ok(()) } else { Err(has) }
    })
    .await;
}

on_both_engines!(
    a_match_says_what_is_wished_and_met_and_what_is_missing,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        listed(&fixture).await;
        let shelf = asking(
            "Kệ gia vị",
            vec![
                must(Asked::Gtin(true)),
                must(Asked::MinimumDaysLeft(120)),
                must(Asked::Paper(catalog::ProductPaper::FoodSafety.into())),
                wish(Asked::MinimumCapacity(amount(1_000, "chai"))),
                wish(Asked::MaximumPrice(price(80_000, "chai 500 ml"))),
            ],
        );
        let partner = register(&mut fixture.officer(), 1, std::slice::from_ref(&shelf)).await;
        assert_eq!(partner.sourcing.as_ref().unwrap().criteria, shelf.criteria);
        let matches = fixture.matches(&partner, proto::MatchState::Active).await;
        let assessment = matches[0].assessment.clone().unwrap();
        assert_eq!(
            (
                assessment.profile.as_str(),
                assessment.fits,
                assessment.score
            ),
            ("Kệ gia vị", true, 50)
        );
        let met = &assessment.wishes_met[0];
        assert_eq!(met.kind(), proto::CriterionKind::Capacity);
        let unmet = &assessment.wishes_unmet[0];
        assert_eq!(
            (unmet.kind(), unmet.asked.as_str(), unmet.has.as_str()),
            (
                proto::CriterionKind::Price,
                "80000 chai 500 ml",
                "85000 chai 500 ml"
            )
        );

        // The GTIN goes: the match ends, and says what is missing.
        let without = catalog::ProductFact {
            gtin: String::new(),
            ..for_the_trade()
        };
        fixture.publish_product("updated", 2, &without).await;
        let ended = eventually("the match to end", async || {
            let found = fixture.matches(&partner, proto::MatchState::Ended).await;
            found.first().cloned()
        })
        .await;
        assert_eq!(ended.ending(), proto::MatchEnding::ProductChanged);
        let missing = ended.assessment.unwrap().missing;
        assert_eq!(missing.len(), 1);
        assert_eq!(missing[0].kind(), proto::CriterionKind::Gtin);
    }
);

on_both_engines!(
    a_product_that_fits_one_of_several_profiles_is_matched,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        listed(&fixture).await;
        let five_stars = proto::Sourcing {
            minimum_star: 5,
            ..asking("Quà năm sao", Vec::new())
        };
        let green = asking("Quà xanh", vec![must(Asked::Green(true))]);
        let profiles = [five_stars, green];
        let partner = register(&mut fixture.officer(), 1, &profiles).await;
        assert_eq!(partner.further_sourcing[0].name, "Quà xanh");
        let matches = fixture.matches(&partner, proto::MatchState::Active).await;
        let assessment = matches[0].assessment.clone().unwrap();
        assert_eq!(assessment.profile, "Quà xanh");
        // Without the second profile nothing fits.
        let update = proto::UpdateSourcingRequest {
            request_id: id(2),
            id: partner.id.clone(),
            etag: partner.etag.clone(),
            sourcing: partner.sourcing.clone(),
            further_sourcing: Vec::new(),
        };
        fixture.officer().update_sourcing(update).await.unwrap();
        let ended = fixture.matches(&partner, proto::MatchState::Ended).await;
        assert_eq!(ended[0].ending(), proto::MatchEnding::PartnerChanged);
    }
);

on_both_engines!(
    a_match_ends_by_the_clock_when_too_few_days_are_left,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        listed(&fixture).await;
        let profile = asking("", vec![must(Asked::MinimumDaysLeft(120))]);
        let partner = register(&mut fixture.officer(), 1, &[profile]).await;
        let found = fixture.matches(&partner, proto::MatchState::Active).await;
        assert_eq!(found.len(), 1);
        // 119 days before the last, which is 2029-06-14.
        let days = (found[0].valid_to.parse::<chrono::NaiveDate>().unwrap()
            - fixture.service.clock.today())
        .num_days();
        fixture.service.clock.advance(TimeDelta::days(days - 118));
        let ended = eventually("the match to end", async || {
            let found = fixture.matches(&partner, proto::MatchState::Ended).await;
            found.first().cloned()
        })
        .await;
        assert_eq!(ended.ending(), proto::MatchEnding::TimeRanOut);
        let missing = ended.assessment.unwrap().missing;
        assert_eq!(
            (missing[0].asked.as_str(), missing[0].has.as_str()),
            ("120", "119")
        );
    }
);

on_both_engines!(
    a_preview_says_what_would_fit_and_stores_nothing,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        listed(&fixture).await;
        for product in 2..=4 {
            let issued = of_product(product, 20 + product, 4, "2026-06-15");
            fixture.publish_certificate("issued", 1, issued).await;
            fixture.listing(product, proto::ListingState::Open, 4).await;
        }
        let request = proto::PreviewSourcingRequest {
            sourcing: Some(asking("Kệ", vec![must(Asked::Gtin(true))])),
            ..Default::default()
        };
        let preview = fixture.officer().preview_sourcing(request.clone()).await;
        let preview = preview.unwrap().into_inner();
        assert_eq!(
            (
                preview.examined,
                preview.fitting,
                preview.near,
                preview.more
            ),
            (4, 1, 3, false)
        );
        assert_eq!(preview.fits[0].product_id, id(1));
        assert_eq!(preview.nearly.len(), 3);
        let lacking = &preview.lacking[0];
        assert_eq!(
            (lacking.kind(), lacking.count),
            (proto::CriterionKind::Gtin, 3)
        );
        let mut elsewhere = fixture.partners(Role::PromotionOfficer, "province:48");
        let refused = elsewhere.preview_sourcing(request).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
    }
);

on_both_engines!(
    a_producer_hears_what_would_open_which_shelf,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        listed(&fixture).await;
        let mut officer = fixture.officer();
        let four_stars = proto::Sourcing {
            minimum_star: 4,
            ..asking("Kệ bốn sao", vec![must(Asked::MinimumShelfLifeDays(900))])
        };
        let near = register(&mut officer, 1, &[four_stars]).await;
        let drinks = proto::Sourcing {
            criteria_sets: vec![14],
            ..asking("Đồ uống", Vec::new())
        };
        register(&mut officer, 2, &[drinks]).await;
        register(&mut officer, 3, &[asking("Vừa", Vec::new())]).await;
        let mut producer = fixture.partners(Role::Producer, &format!("producer:{}", id(7)));
        for request in [
            proto::ListNearMissesRequest {
                product_id: id(1),
                ..Default::default()
            },
            proto::ListNearMissesRequest {
                producer_id: id(7),
                ..Default::default()
            },
        ] {
            let answer = producer.list_near_misses(request).await.unwrap();
            let found = answer.into_inner().near_misses;
            assert_eq!(found.len(), 1);
            assert_eq!(
                (found[0].partner_id.as_str(), found[0].product_id.as_str()),
                (near.id.as_str(), id(1).as_str())
            );
            let missing = &found[0].assessment.as_ref().unwrap().missing;
            let figures: Vec<_> = missing
                .iter()
                .map(|one| (one.kind(), one.asked.as_str(), one.has.as_str()))
                .collect();
            assert_eq!(
                figures,
                [
                    (proto::CriterionKind::Star, "4", "3"),
                    (proto::CriterionKind::ShelfLife, "900", "730"),
                ]
            );
        }
        let mut other = fixture.partners(Role::Producer, &format!("producer:{}", id(8)));
        let request = proto::ListNearMissesRequest {
            product_id: id(1),
            ..Default::default()
        };
        let refused = other.list_near_misses(request).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "OUT_OF_SCOPE");
    }
);

on_both_engines!(
    everything_that_is_wrong_with_what_is_looked_for_is_named,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let wrong = vec![
            proto::Criterion::default(),
            must(Asked::MinimumDaysLeft(0)),
            must(Asked::Places(proto::PlacesAsked::default())),
            must(Asked::Gtin(false)),
            must(Asked::Branches(proto::BranchesAsked {
                numerals: vec!["VII".to_owned()],
            })),
        ];
        let request = proto::PreviewSourcingRequest {
            sourcing: Some(asking("", wrong)),
            further_sourcing: vec![proto::Sourcing::default()],
            ..Default::default()
        };
        let refused = fixture.officer().preview_sourcing(request).await;
        let mut fields = reason_of(&refused.unwrap_err()).1;
        fields.sort();
        let expected = [
            "further_sourcing[0].minimum_star",
            "sourcing.criteria[0].asked",
            "sourcing.criteria[0].demand",
            "sourcing.criteria[1].minimum_days_left",
            "sourcing.criteria[2].places.codes",
            "sourcing.criteria[3].gtin",
            "sourcing.criteria[4].branches.numerals[0]",
        ];
        assert_eq!(fields, expected);
    }
);
