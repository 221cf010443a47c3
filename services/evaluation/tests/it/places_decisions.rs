//! Decisions and targets by the units of their days: provinces that merged number their decisions anew.

use ocop_harness::on_both_engines;
use ocop_identity::Role;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as proto;

use crate::fixture::{Fixture, id, product_id};

/// A commune, as it was said for a day.
fn said(code: &str, province_code: &str, place_on: &str) -> catalog::PlaceFact {
    catalog::PlaceFact {
        code: code.to_owned(),
        name: format!("Xã {code}"),
        kind: catalog::PlaceKind::Commune.into(),
        province_code: province_code.to_owned(),
        province_name: format!("Tỉnh {province_code}"),
        place_on: place_on.to_owned(),
        ..Default::default()
    }
}

/// Takes over a certificate that decision 12/QĐ-UBND of a day gave. Gives the other decisions with this number.
async fn decided(
    fixture: &Fixture,
    n: u128,
    place: catalog::PlaceFact,
    (date, authority): (&str, &str),
) -> Vec<String> {
    fixture.say_product((n, 1), 9, place).await;
    fixture.heard_of(&product_id(n)).await;
    let request = proto::ImportCertificateRequest {
        request_id: id(n),
        product_id: product_id(n),
        star: 4,
        decision: Some(proto::Decision {
            number: "12/QĐ-UBND".to_owned(),
            date: date.to_owned(),
            authority: authority.to_owned(),
            signer: String::new(),
        }),
        ..Default::default()
    };
    let mut office = fixture.certificates_in(Role::OcopOffice, "*");
    let answer = office.import_certificate(request).await.unwrap();
    let others = answer.into_inner().other_decisions.into_iter();
    others.map(|other| other.decision.unwrap().date).collect()
}

// Đắk Hà was 23500 in Kon Tum (62); both provinces are Quảng Ngãi since 1 July 2025.
on_both_engines!(
    decisions_of_one_number_contradict_each_other_only_within_the_province_of_their_day,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let (before, since) = ("2024-01-01", "2025-07-01");
        let (old, kon_tum) = ("UBND tỉnh Quảng Ngãi", "UBND tỉnh Kon Tum");
        let none: [&str; 0] = [];
        let given = async |n, place, decision| decided(&fixture, n, place, decision).await;
        assert_eq!(
            given(1, said("23500", "62", before), ("2025-01-10", kon_tum)).await,
            none
        );
        assert_eq!(
            given(2, said("21040", "51", before), ("2025-02-10", old)).await,
            none,
            "they were two provinces then"
        );
        assert_eq!(
            given(3, said("21040", "51", since), ("2025-08-10", old)).await,
            none,
            "the new province counts its decisions anew"
        );
        assert_eq!(
            given(4, said("23500", "62", before), ("2025-09-10", old)).await,
            ["2025-08-10"],
            "what was said to lie in Kon Tum is decided on by Quảng Ngãi"
        );
        assert_eq!(
            given(5, said("23500", "51", since), ("2025-01-11", kon_tum)).await,
            ["2025-01-10"]
        );
    }
);

on_both_engines!(
    a_corrected_decision_takes_what_it_gave_under_the_old_and_the_new_code_of_the_province,
    async |url: String| {
        let fixture = Fixture::new(&url).await;
        let decision = ("2025-08-10", "UBND tỉnh Quảng Ngãi");
        decided(&fixture, 1, said("23500", "62", "2024-01-01"), decision).await;
        decided(&fixture, 2, said("21040", "51", "2025-07-01"), decision).await;
        // Another province's, of the same number and day.
        let elsewhere = ("2025-08-10", "UBND tỉnh Gia Lai");
        decided(&fixture, 3, said("21583", "52", "2025-07-01"), elsewhere).await;
        let mut office = fixture.certificates_in(Role::OcopOffice, "*");
        let listed = proto::ListCertificatesRequest {
            product_id: product_id(2),
            ..Default::default()
        };
        let listed = office.list_certificates(listed).await.unwrap().into_inner();
        let request = proto::CorrectDecisionRequest {
            request_id: id(10),
            certificate_id: listed.certificates[0].id.clone(),
            decision: Some(proto::Decision {
                number: "13/QĐ-UBND".to_owned(),
                ..listed.certificates[0].decision.clone().unwrap()
            }),
            whole_decision: true,
            reason: "Ghi nhầm số".to_owned(),
        };
        let corrected = office.correct_decision(request).await.unwrap().into_inner();
        let mut products: Vec<String> = corrected
            .certificates
            .into_iter()
            .map(|certificate| certificate.product_id)
            .collect();
        products.sort_unstable();
        assert_eq!(products, [product_id(1), product_id(2)]);
    }
);
