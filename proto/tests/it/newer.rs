//! What a publisher of a newer contract sends to a reader of this one.

use ocop_proto::catalog::v1::{PlaceKind, ProducerFact, ProducerKind, ProductFact};
use ocop_proto::evaluation::v1::CertificateFact;

#[test]
fn values_of_enumerations_that_are_not_known_are_read_as_unspecified() {
    for kind in [r#""PRODUCER_KIND_GUILD""#, "4711"] {
        let json = format!(
            r#"{{"id":"1","name":"Phường hội","kind":{kind},"crest":{{"colours":[1,2]}}}}"#
        );
        let fact: ProducerFact = serde_json::from_str(&json).unwrap();
        assert_eq!(fact.kind(), ProducerKind::Unspecified);
        assert_eq!(fact.name, "Phường hội");
    }
    let json = r#"{"place":{"code":"51","kind":"PLACE_KIND_SPECIAL_ZONE"},"producerKind":"PRODUCER_KIND_GUILD"}"#;
    let fact: ProductFact = serde_json::from_str(json).unwrap();
    assert_eq!(fact.place.unwrap().kind(), PlaceKind::Unspecified);
}

#[test]
fn a_certificate_revoked_on_a_new_ground_is_revoked() {
    let json =
        r#"{"certificate":{"star":4,"revocation":{"ground":"REVOCATION_GROUND_NEWLY_FOUND"}}}"#;
    let fact: CertificateFact = serde_json::from_str(json).unwrap();
    assert!(fact.certificate.unwrap().revocation.is_some());
}
