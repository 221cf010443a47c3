//! What a kept product says, and on what somebody must decide.

use super::*;

#[test]
fn the_kept_product_says_what_it_said_and_what_only_the_other_said() {
    let mut kept = fish_sauce(1);
    kept.profile.story = "Cá cơm than.".to_owned();
    let mut other = fish_sauce(2);
    other.profile.story = "Chuyện khác.".to_owned();
    other.profile.brand = "Mười Quý".to_owned();
    other.profile.gtin = gtin("8938505974194");
    other.merged_from = BTreeSet::from([Uuid::from_u128(7)]);
    let mut absorbed = other.clone();
    let left = absorb_product(&mut kept, &mut absorbed, &Choices::default(), today());
    assert_eq!(left, Ok(None));
    assert_eq!(kept.profile.story, "Cá cơm than.");
    assert_eq!(kept.profile.brand, "Mười Quý");
    assert_eq!(kept.profile.gtin, gtin("8938505974194"));
    let both = [2, 7].map(Uuid::from_u128);
    assert_eq!(
        kept.merged_from,
        BTreeSet::from(both),
        "and what that one had absorbed"
    );
    assert!(matches!(
        kept.events.last(),
        Some(product::Event::Updated(_))
    ));
    assert!(matches!(
        absorbed.events.last(),
        Some(product::Event::Merged(fact, into)) if *into == kept.id && fact.profile == other.profile
    ));
}

#[test]
fn everything_on_which_somebody_must_decide_is_named_at_once() {
    let mut kept = fish_sauce(1);
    kept.profile.gtin = gtin("8938505974194");
    let mut other = fish_sauce(2);
    other.profile.gtin = gtin("4006381333931");
    other.profile.criteria_set = 10;
    other.maker = Maker::of(&cooperative(2, "3400000002"));
    other.location = at("21364");
    let before = kept.clone();
    let refused = merge(&mut kept, other.clone()).unwrap_err();
    let fields: Vec<_> = refused.0.iter().filter_map(Obstacle::field).collect();
    assert_eq!(
        fields,
        [
            Field::CriteriaSet,
            Field::Producer,
            Field::Place,
            Field::Gtin
        ]
    );
    assert_eq!(kept, before, "what is refused changes nothing");
    let decided = [
        (Field::CriteriaSet, Side::Absorbed),
        (Field::Producer, Side::Kept),
        (Field::Place, Side::Absorbed),
        (Field::Gtin, Side::Kept),
    ];
    let left = choosing(&mut kept, other, &decided);
    assert_eq!(
        left,
        Ok(gtin("4006381333931")),
        "it still leads to the product"
    );
    assert_eq!(kept.profile.criteria_set, 10);
    assert_eq!(kept.location, at("21364"));
    assert_eq!(kept.maker, before.maker);
    assert_eq!(kept.profile.gtin, before.profile.gtin);
}

#[test]
fn no_picture_is_lost_without_a_word() {
    let (mut kept, mut other) = (fish_sauce(1), fish_sauce(2));
    kept.profile.details.files = (0..20).map(picture).collect();
    other.profile.details.files = (10..30).map(picture).collect();
    let mut both = kept.clone();
    assert_eq!(merge(&mut both, other.clone()), Ok(None));
    assert_eq!(both.profile.details.files.len(), MOST_FILES);
    other.profile.details.files.push(picture(31));
    assert_eq!(reasons(merge(&mut kept, other)), ["TOO_MANY_FILES"]);
}

#[test]
fn an_association_does_not_come_by_fish_sauce_through_a_merge() {
    let mut kept = fish_sauce(1);
    let mut other = fish_sauce(2);
    other.maker = Maker {
        id: Uuid::from_u128(9),
        kind: ProducerKind::Association,
        ..other.maker
    };
    let chosen = [(Field::Producer, Side::Absorbed)];
    let refused = choosing(&mut kept, other, &chosen);
    assert_eq!(reasons(refused), ["PARTICIPANT_ONLY_FOR_TOURISM"]);
}
