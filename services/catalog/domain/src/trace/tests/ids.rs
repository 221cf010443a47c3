use super::*;

#[test]
fn the_domain_and_the_zeros_of_a_digital_link_make_no_other_lot() {
    let kept = "https://id.gs1.org/01/08938505974194/10/L2026-06";
    for written in [
        kept,
        "https://id.gs1.org/01/8938505974194/10/L2026-06",
        "http://nuocmam.example/sp/01/08938505974194/10/L2026-06?17=290614",
        "https://nuocmam.example/01/08938505974194/10/L2026%2D06/",
    ] {
        let read: LotId = written.parse().unwrap_or_else(|_| panic!("{written}"));
        assert_eq!(read.to_string(), kept);
    }
}

#[test]
fn a_urn_of_epc_is_the_same_number_wherever_it_parts_it() {
    let piece = "https://id.gs1.org/01/08938505974194/21/400%2FA";
    let lot = "https://id.gs1.org/01/18938505974191/10/L1";
    for (urn, kept) in [
        ("urn:epc:id:sgtin:8938505.097419.400%2FA", piece),
        ("urn:epc:id:sgtin:893850597419.0.400%2FA", piece),
        ("urn:epc:id:sgtin:893850.0597419.400%2FA", piece),
        ("urn:epc:class:lgtin:8938505.197419.L1", lot),
    ] {
        let read: LotId = urn.parse().unwrap_or_else(|_| panic!("{urn}"));
        assert_eq!(read.to_string(), kept);
    }
    let container: ContainerId = "urn:epc:id:sscc:0614141.1234567890".parse().unwrap();
    assert_eq!(
        container.to_string(),
        "https://id.gs1.org/00/106141412345678908"
    );
    let place: LocationId = "urn:epc:id:sgln:893850597.400.0".parse().unwrap();
    assert_eq!(place.to_string(), "https://id.gs1.org/414/8938505974002");
}

#[test]
fn a_urn_of_epc_that_names_something_else_or_is_parted_wrongly_is_none() {
    for urn in [
        "urn:epc:id:sgtin:8938505.97419.400",
        "urn:epc:id:sgtin:8938505.0974190.400",
        "urn:epc:id:sgtin:89385.05097419.400",
        "urn:epc:id:sgtin:8938505097419.0.400",
        "urn:epc:id:sgtin:8938505.09741x.400",
        "urn:epc:id:sgtin:8938505..400",
        "urn:epc:id:sgtin:8938505.097419",
        "urn:epc:id:sgtin:8938505.097419.",
        "urn:epc:id:sgtin:000000.0000000.1",
        "urn:epc:class:lgtin:8938505.097419.123456789012345678901",
        "urn:epc:idpat:sgtin:8938505.097419.*",
    ] {
        assert!(urn.parse::<LotId>().is_err(), "{urn}");
    }
    for urn in [
        "urn:epc:id:sscc:0614141.123456789",
        "urn:epc:id:sscc:0614141.12345678901",
        "urn:epc:id:sscc:0614141.",
        "urn:epc:id:sscc:000000.00000000000",
    ] {
        assert!(urn.parse::<ContainerId>().is_err(), "{urn}");
    }
    // An extension names a shelf or a gate, not the place.
    for urn in [
        "urn:epc:id:sgln:893850597.400.7",
        "urn:epc:id:sgln:893850597.400",
        "urn:epc:id:sgln:893850597.40.0",
    ] {
        assert!(urn.parse::<LocationId>().is_err(), "{urn}");
    }
}

#[test]
fn a_link_that_names_the_lot_of_a_piece_is_of_the_piece() {
    let link = "https://nuocmam.example/01/8938505974194/10/L%2F1/21/400";
    let piece: LotId = link.parse().unwrap();
    assert_eq!(
        piece.to_string(),
        "https://id.gs1.org/01/08938505974194/21/400"
    );
    let beside = LotId::named_beside(link).unwrap();
    assert_eq!(
        beside.to_string(),
        "https://id.gs1.org/01/08938505974194/10/L%2F1"
    );
    assert_eq!(LotId::named_beside(&piece.to_string()), None);
    assert_eq!(LotId::named_beside(&beside.to_string()), None);
    for wrong in [
        "https://id.gs1.org/01/08938505974194/21/400/10/L1",
        "https://id.gs1.org/01/08938505974194/10//21/400",
        "https://id.gs1.org/01/08938505974194/10/L%C3%B4/21/400",
        "https://id.gs1.org/01/08938505974195/10/L1/21/400",
    ] {
        assert!(wrong.parse::<LotId>().is_err(), "{wrong}");
    }
}

#[test]
fn an_id_with_a_wrong_check_digit_is_none() {
    for wrong in [
        "https://id.gs1.org/01/08938505974195/10/L1",
        "https://id.gs1.org/01/08938505974194/10/",
        "https://id.gs1.org/01/08938505974194/10/L%C3%B4",
        "https://id.gs1.org/01/08938505974194/10/123456789012345678901",
        "https://id.gs1.org/01/08938505974194/22/1",
        "https://id.gs1.org/01/08938505974195/21/1",
        "https://id.gs1.org/01/08938505974194/21/123456789012345678901",
        "urn:ocop:lot:nobody:1",
        "urn:ocop:lot:00000000-0000-0000-0000-000000000001:",
        "L1",
    ] {
        assert!(wrong.parse::<LotId>().is_err(), "{wrong}");
    }
    assert!(
        "https://id.gs1.org/00/106141412345678909"
            .parse::<ContainerId>()
            .is_err()
    );
    assert!(
        "https://id.gs1.org/00/000000000000000000"
            .parse::<ContainerId>()
            .is_err()
    );
    // The check digit is right, and the number too short.
    assert!(
        "https://id.gs1.org/00/96385074"
            .parse::<ContainerId>()
            .is_err()
    );
    let gln: LocationId = "https://id.gs1.org/414/8938505974002".parse().unwrap();
    assert_eq!(gln.to_string(), "https://id.gs1.org/414/8938505974002");
    assert!(
        "https://id.gs1.org/414/8938505974003"
            .parse::<LocationId>()
            .is_err()
    );
}

#[test]
fn a_producer_names_its_own_lots_and_shops_in_vietnamese() {
    let shop = format!("urn:ocop:location:{MAKER}:C%E1%BB%ADa%20h%C3%A0ng%20s%E1%BB%91%201");
    let read: LocationId = shop.parse().unwrap();
    assert_eq!(read.name(), "Cửa hàng số 1");
    assert_eq!(read.to_string(), shop);
    let own = lot("M%E1%BA%BB%2001");
    assert_eq!(own.number(), "Mẻ 01");
    let web = own.web("https://ocop.example/");
    assert_eq!(web.parse::<LotId>().unwrap(), own);
}

#[test]
fn amounts_have_three_places_and_are_compared_in_one_unit() {
    let read = |text: &str, unit| Amount::parse(text, unit);
    assert_eq!(
        read("1.5", Unit::Kilogram).unwrap().smallest(),
        read("1500", Unit::Gram).unwrap().smallest()
    );
    assert_eq!(
        read("0.002", Unit::Tonne).unwrap().smallest(),
        read("2", Unit::Kilogram).unwrap().smallest()
    );
    assert_eq!(read("12.50", Unit::Litre).unwrap().number(), "12.5");
    assert_eq!(
        read("1000000000", Unit::Piece).unwrap().number(),
        "1000000000"
    );
    for wrong in [
        "",
        "0",
        "-1",
        "+1",
        "1.+5",
        "1.0005",
        "1e3",
        ".5",
        "1000000001",
        "00000000001",
        "NaN",
    ] {
        assert_eq!(read(wrong, Unit::Piece), None, "{wrong}");
    }
    for unit in ["", "GRM", "KGM", "TNE", "MLT", "LTR"] {
        assert_eq!(Unit::of_code(unit).unwrap().code(), unit);
    }
    assert_eq!(Unit::of_code("STN"), None);
}

#[test]
fn the_words_of_the_standard_are_read_as_they_are_written() {
    assert_eq!("retail_selling".parse(), Ok(BizStep::RetailSelling));
    assert_eq!(
        BizStep::CreatingClassInstance.to_string(),
        "creating_class_instance"
    );
    assert_eq!("in_transit".parse(), Ok(Disposition::InTransit));
    assert_eq!("OBSERVE".parse(), Ok(Action::Observe));
    assert!("selling".parse::<BizStep>().is_err());
}

#[test]
fn amounts_are_said_in_the_unit_of_what_they_measure() {
    let said = |text: &str, unit: Unit| {
        let amount = Amount::parse(text, unit).unwrap();
        unit.dimension().spoken(amount.smallest())
    };
    assert_eq!(said("1500", Unit::Gram), "1.5 kg");
    assert_eq!(said("2", Unit::Tonne), "2000 kg");
    assert_eq!(said("0.001", Unit::Gram), "0.000001 kg");
    assert_eq!(said("250", Unit::Millilitre), "0.25 l");
    assert_eq!(said("10", Unit::Piece), "10 pieces");
    assert_eq!(said("1.5", Unit::Piece), "1.5 pieces");
    let most = Amount::new(MOST_UNITS * 1_000, Unit::Piece).unwrap();
    assert_eq!(most.number(), "1000000000");
    assert_eq!(Amount::new(MOST_UNITS * 1_000 + 1, Unit::Piece), None);
    assert_eq!(Amount::new(0, Unit::Piece), None);
}

#[test]
fn a_lot_of_a_trade_item_names_it_as_products_do_and_a_lot_of_its_own_none() {
    let of_item: LotId = "https://id.gs1.org/01/08938505974194/10/L1"
        .parse()
        .unwrap();
    let gtin = of_item.gtin().unwrap();
    assert_eq!(gtin.as_str(), "8938505974194");
    assert_eq!(LotId::of_gtin(&gtin, "L1"), Some(of_item));
    assert_eq!(lot("ca").gtin(), None);
}
