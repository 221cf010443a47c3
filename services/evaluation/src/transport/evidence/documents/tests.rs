use strum::VariantArray as _;

use super::*;

#[test]
fn every_kind_reads_back_as_it_is_told() {
    for kind in EvidenceKind::VARIANTS {
        assert_eq!(kind_from_proto(kind_to_proto(*kind)), Some(*kind));
    }
    assert_eq!(kind_from_proto(proto::EvidenceKind::Unspecified), None);
    assert_eq!(
        proto::EvidenceKind::try_from(16),
        Err(prost::UnknownEnumValue(16))
    );
}
