use super::*;

/// A cooperative led by a Hrê woman in Bình Sơn.
pub(crate) fn cooperative() -> Producer {
    Producer {
        id: Uuid::from_u128(0xE1),
        name: "Hợp tác xã Mười Quý".into(),
        kind: Some(ProducerKind::Cooperative),
        province_code: "51".into(),
        place_code: "21064".into(),
        place_said_on: chrono::NaiveDate::default(),
        led_by_woman: true,
        led_by_minority: true,
        led_by_disabled: false,
        value_chain: ValueChain::Circular,
        stable_raw_material: true,
        person_erased: false,
    }
}

#[test]
fn a_green_chain_without_stable_raw_material_does_not_count() {
    let green = Producer {
        value_chain: ValueChain::Green,
        ..cooperative()
    };
    assert!(green.is_circular());
    let unstable = Producer {
        stable_raw_material: false,
        ..green
    };
    assert!(!unstable.is_circular());
    let ordinary = Producer {
        value_chain: ValueChain::Ordinary,
        ..cooperative()
    };
    assert!(!ordinary.is_circular());
}

#[test]
fn every_people_but_the_kinh_is_a_minority() {
    assert!(is_minority("Hrê"));
    assert!(!is_minority(" KINH "));
    assert!(!is_minority(""));
}

#[test]
fn every_kind_is_read_back_as_it_was_stored() {
    for kind in ProducerKind::VARIANTS {
        assert_eq!(kind.to_string().parse(), Ok(*kind));
    }
}
