//! What partners look for, in profiles of what must be and what is wished, and how products answer it.

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
            - fixture.service.clock.now().date_naive())
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
    both_sides_record_how_a_match_goes_on,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        listed(&fixture).await;
        let receiver = ocop_harness::Receiver::start().await;
        let partner = fixture.supermarket().await;
        fixture.subscribe(&partner, receiver.url()).await;
        let found = fixture.matches(&partner, proto::MatchState::Active).await;
        let found = found[0].clone();
        assert_eq!(found.stage(), proto::MatchStage::Proposed);
        let step = |n: u128, etag: &str, stage: proto::MatchStage| proto::RecordMatchStepRequest {
            request_id: id(n),
            id: found.id.clone(),
            etag: etag.to_owned(),
            stage: stage.into(),
            on: String::new(),
            reason: String::new(),
        };
        let mut buyer = fixture.partners(Role::Partner, &format!("partner:{}", partner.id));
        let contacted = step(11, &found.etag, proto::MatchStage::Contacted);
        let answer = buyer.record_match_step(contacted).await.unwrap();
        let contacted = answer.into_inner().matched.unwrap();
        assert_eq!(contacted.steps[0].by(), proto::MatchSide::Partner);

        let mut producer = fixture.partners(Role::Producer, &format!("producer:{}", id(7)));
        let listed = producer
            .list_producer_matches(proto::ListProducerMatchesRequest {
                producer_id: id(7),
                stage: proto::MatchStage::Contacted.into(),
                ..Default::default()
            })
            .await;
        let listed = listed.unwrap().into_inner().matches;
        assert_eq!((listed.len(), &listed[0].id), (1, &found.id));
        let refusal = proto::AnswerMatchRequest {
            request_id: id(12),
            id: found.id.clone(),
            etag: contacted.etag.clone(),
            stage: proto::MatchStage::Refused.into(),
            on: String::new(),
            reason: String::new(),
        };
        let refused = producer.answer_match(refusal.clone()).await.unwrap_err();
        assert_eq!(reason_of(&refused).0, "REASON_MISSING");
        let refusal = proto::AnswerMatchRequest {
            request_id: id(13),
            reason: "Sản lượng đã bán hết".to_owned(),
            ..refusal
        };
        let answer = producer.answer_match(refusal).await.unwrap();
        let refused = answer.into_inner().matched.unwrap();
        assert_eq!(refused.steps[1].by(), proto::MatchSide::Producer);
        let stale = step(14, &found.etag, proto::MatchStage::Contacted);
        let stale = buyer.record_match_step(stale).await.unwrap_err();
        assert_eq!(stale.code(), Code::Aborted);
        let back = step(15, &refused.etag, proto::MatchStage::Supplied);
        let back = buyer.record_match_step(back).await.unwrap_err();
        assert_eq!(reason_of(&back).0, "OTHER_STAGE");

        eventually("the partner to hear of both", async || {
            let heard: Vec<_> = receiver
                .received()
                .iter()
                .map(read)
                .filter(|(kind, _)| kind == "ocop.promotion.match.stage_changed.v1")
                .map(|(_, fact)| (fact.stage(), fact.last_step.unwrap().reason))
                .collect();
            let all = [
                (proto::MatchStage::Contacted, String::new()),
                (
                    proto::MatchStage::Refused,
                    "Sản lượng đã bán hết".to_owned(),
                ),
            ];
            if heard == all { Ok(()) } else { Err(heard) }
        })
        .await;
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

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % most
    }
}

/// A profile of a few that overlap.
fn some_profile(numbers: &mut Numbers) -> proto::Sourcing {
    let mut profile = proto::Sourcing {
        minimum_star: 3 + u32::try_from(numbers.below(2)).unwrap(),
        ..Default::default()
    };
    if numbers.below(2) == 0 {
        profile.criteria_sets = vec![9, 10];
    }
    if numbers.below(2) == 0 {
        profile.province_codes = vec!["51".to_owned()];
    }
    match numbers.below(4) {
        0 => profile.criteria.push(must(Asked::Gtin(true))),
        1 => profile
            .criteria
            .push(must(Asked::MinimumShelfLifeDays(300))),
        2 => profile.criteria.push(wish(Asked::Green(true))),
        _ => {}
    }
    profile
}

async fn active(fixture: &Fixture, partner: &proto::Partner) -> Vec<String> {
    let request = proto::ListMatchesRequest {
        page_size: 500,
        partner_id: partner.id.clone(),
        state: proto::MatchState::Active.into(),
        ..Default::default()
    };
    let mut anywhere = fixture.partners(Role::PromotionOfficer, "*");
    let listed = anywhere.list_matches(request).await.unwrap().into_inner();
    let mut products: Vec<String> = listed
        .matches
        .into_iter()
        .map(|one| one.product_id)
        .collect();
    products.sort();
    products
}

on_both_engines!(
    partners_that_followed_every_event_have_the_matches_of_those_that_come_last,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let mut anywhere = fixture.partners(Role::PromotionOfficer, "*");
        let mut numbers = Numbers(20_261_128);
        let mut partners = Vec::new();
        for n in 0..12 {
            let profiles: Vec<_> = (0..=numbers.below(2))
                .map(|_| some_profile(&mut numbers))
                .collect();
            let partner = register(&mut anywhere, 1_000 + n, &profiles).await;
            partners.push((partner, profiles));
        }
        for version in 1..=3 {
            for product in 1..=8_u128 {
                let with_gtin = numbers.below(2) == 0;
                let fact = catalog::ProductFact {
                    id: id(product),
                    gtin: if with_gtin {
                        "8936012345671".to_owned()
                    } else {
                        String::new()
                    },
                    shelf_life_days: Some(u32::try_from(numbers.below(600)).unwrap() + 1),
                    ..fish_sauce()
                };
                fixture.publish_product("updated", version, &fact).await;
                let star = 3 + u32::try_from(numbers.below(2)).unwrap();
                let decided = format!("2026-0{}-15", 3 + version);
                let number = u128::from(version) * 100 + product;
                let issued = of_product(product, number, star, &decided);
                fixture.publish_certificate("issued", version, issued).await;
            }
        }
        // What comes after all of it in both streams is there, so everything was consumed.
        let last = catalog::ProductFact {
            id: id(99),
            gtin: "8936012345671".to_owned(),
            ..fish_sauce()
        };
        fixture.publish_product("registered", 1, &last).await;
        let issued = of_product(99, 999, 5, "2026-06-15");
        fixture.publish_certificate("issued", 1, issued).await;
        let mut listings = fixture.listings();
        eventually("the last of both streams", async || {
            let request = proto::GetListingRequest { id: id(99) };
            let answer = listings.get_listing(request).await.ok()?;
            let listing = answer.into_inner().listing?;
            (!listing.gtin.is_empty()).then_some(())
        })
        .await;
        let mut matched = 0;
        for (n, (partner, profiles)) in (0..).zip(&partners) {
            let fresh = register(&mut anywhere, 2_000 + n, profiles).await;
            let (followed, fresh) = (
                active(&fixture, partner).await,
                active(&fixture, &fresh).await,
            );
            assert_eq!(followed, fresh, "{profiles:?}");
            matched += followed.len();
        }
        assert!(matched > 20, "the cases are mixed: {matched}");
    }
);
