//! The words of CBV 2.0, as its bare strings.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString, VariantArray};

use super::uri::is_uri;

/// A word of the standard: bare, as a URI of the web vocabulary, or as a URN of earlier versions.
pub fn bare<'a>(text: &'a str, vocabulary: &str) -> &'a str {
    let urn = format!("urn:epcglobal:cbv:{}:", vocabulary.to_lowercase());
    let web = ["https://ref.gs1.org/cbv/", "cbv:"].map(|base| format!("{base}{vocabulary}-"));
    let mut forms = web.iter().chain([&urn]);
    forms
        .find_map(|prefix| text.strip_prefix(prefix.as_str()))
        .unwrap_or(text)
}

/// Name spaces of the standard, whose URIs are words of it or nothing.
const OF_CBV: [&str; 5] = [
    "urn:epcglobal:cbv",
    "https://ref.gs1.org/cbv/",
    "https://ns.gs1.org/cbv/",
    "http://ns.gs1.org/cbv/",
    "cbv:",
];

/// One of these words of the standard, bare however it was written, or a URI of somebody else.
pub(super) fn word<'a>(text: &'a str, vocabulary: &str, words: &[&str]) -> Option<&'a str> {
    let bare = bare(text, vocabulary);
    let own = words.contains(&bare).then_some(bare);
    own.or_else(|| elsewhere(text, &OF_CBV))
}

/// What the GS1 Web Vocabulary calls its own.
const OF_GS1: [&str; 5] = [
    "https://gs1.org/voc/",
    "http://gs1.org/voc/",
    "https://www.gs1.org/voc/",
    "http://www.gs1.org/voc/",
    "gs1:",
];

/// One of these words of the GS1 Web Vocabulary, bare however it was written, or a URI of somebody else.
pub(super) fn web_word<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    let bare = OF_GS1.iter().find_map(|base| text.strip_prefix(base));
    let bare = bare.unwrap_or(text);
    let own = words.contains(&bare).then_some(bare);
    own.or_else(|| elsewhere(text, &OF_GS1))
}

fn elsewhere<'a>(text: &'a str, own: &[&str]) -> Option<&'a str> {
    let other = is_uri(text) && !own.iter().any(|base| text.starts_with(base));
    other.then_some(text)
}

/// Measurement types of the GS1 Web Vocabulary.
pub(super) const MEASUREMENTS: [&str; 72] = [
    "AbsoluteHumidity",
    "AbsorbedDose",
    "AbsorbedDoseRate",
    "Acceleration",
    "Radioactivity",
    "Altitude",
    "AmountOfSubstance",
    "AmountOfSubstancePerUnitVolume",
    "Angle",
    "AngularAcceleration",
    "AngularMomentum",
    "AngularVelocity",
    "Area",
    "Capacitance",
    "Conductance",
    "Conductivity",
    "Count",
    "Density",
    "Dimensionless",
    "DoseEquivalent",
    "DoseEquivalentRate",
    "DynamicViscosity",
    "ElectricCharge",
    "ElectricCurrent",
    "ElectricCurrentDensity",
    "ElectricFieldStrength",
    "Energy",
    "Exposure",
    "Force",
    "Frequency",
    "Illuminance",
    "Inductance",
    "Irradiance",
    "KinematicViscosity",
    "Length",
    "LinearMomentum",
    "Luminance",
    "LuminousFlux",
    "LuminousIntensity",
    "MagneticFlux",
    "MagneticFluxDensity",
    "MagneticVectorPotential",
    "Mass",
    "MassConcentration",
    "MassFlowRate",
    "MassPerAreaTime",
    "MemoryCapacity",
    "MolalityOfSolute",
    "MolarEnergy",
    "MolarMass",
    "MolarVolume",
    "Power",
    "Pressure",
    "RadiantFlux",
    "RadiantIntensity",
    "RelativeHumidity",
    "Resistance",
    "Resistivity",
    "SolidAngle",
    "SpecificVolume",
    "Speed",
    "SurfaceDensity",
    "SurfaceTension",
    "Temperature",
    "Time",
    "Torque",
    "Voltage",
    "Volume",
    "VolumeFlowRate",
    "VolumeFraction",
    "VolumetricFlux",
    "Wavenumber",
];

/// What was done, as a step of business (CBV 2.0, section 7.1).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, VariantArray, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are those of the standard")]
pub enum BizStep {
    Accepting,
    Arriving,
    Assembling,
    Collecting,
    Commissioning,
    Consigning,
    CreatingClassInstance,
    CycleCounting,
    Decommissioning,
    Departing,
    Destroying,
    Disassembling,
    Dispensing,
    Encoding,
    EnteringExiting,
    Holding,
    Inspecting,
    Installing,
    Killing,
    Loading,
    Other,
    Packing,
    Picking,
    Receiving,
    Removing,
    Repackaging,
    Repairing,
    Replacing,
    Reserving,
    RetailSelling,
    Sampling,
    SensorReporting,
    Shipping,
    StagingOutbound,
    StockTaking,
    Stocking,
    Storing,
    Transporting,
    Unloading,
    Unpacking,
    VoidShipping,
}

/// What something was after a step (CBV 2.0, section 7.2).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Display, EnumString, VariantArray, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are those of the standard")]
pub enum Disposition {
    Active,
    Available,
    CompletenessInferred,
    CompletenessVerified,
    Conformant,
    ContainerClosed,
    ContainerOpen,
    Damaged,
    Destroyed,
    Dispensed,
    Disposed,
    Encoded,
    Expired,
    InProgress,
    InTransit,
    Inactive,
    MismatchClass,
    MismatchInstance,
    MismatchQuantity,
    NeedsReplacement,
    NoPedigreeMatch,
    NonConformant,
    NonSellableOther,
    PartiallyDispensed,
    Recalled,
    Reserved,
    RetailSold,
    Returned,
    SellableAccessible,
    SellableNotAccessible,
    Stolen,
    Unavailable,
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::{Disposition, bare, web_word, word};

    #[test]
    fn words_are_read_bare_as_uris_and_as_urns() {
        for written in [
            "shipping",
            "https://ref.gs1.org/cbv/BizStep-shipping",
            "cbv:BizStep-shipping",
            "urn:epcglobal:cbv:bizstep:shipping",
        ] {
            assert_eq!(bare(written, "BizStep"), "shipping");
        }
        let disposition = bare("urn:epcglobal:cbv:disp:in_transit", "Disp");
        assert_eq!(disposition.parse(), Ok(Disposition::InTransit));
        for written in [
            "Mass",
            "gs1:Mass",
            "https://gs1.org/voc/Mass",
            "http://www.gs1.org/voc/Mass",
        ] {
            assert_eq!(web_word(written, &["Mass"]), Some("Mass"));
        }
    }

    #[test]
    fn a_uri_of_the_standard_that_is_no_word_of_it_is_not_taken_for_one_of_somebody_else() {
        let own = "https://example.org/voc/do-man";
        assert_eq!(word(own, "BTT", &["po"]), Some(own));
        assert_eq!(web_word(own, &["Mass"]), Some(own));
        for unknown in [
            "urn:epcglobal:cbv:btt:kho",
            "cbv:BTT-kho",
            "https://ref.gs1.org/cbv/BTT-kho",
            "kho",
        ] {
            assert_eq!(word(unknown, "BTT", &["po"]), None, "{unknown}");
        }
        for unknown in ["gs1:Weight", "https://gs1.org/voc/Weight", "Weight"] {
            assert_eq!(web_word(unknown, &["Mass"]), None, "{unknown}");
        }
    }
}
