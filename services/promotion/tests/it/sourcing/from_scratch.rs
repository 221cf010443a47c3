//! Matches that followed every event beside those made from scratch.

use super::*;

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
