//! Events as JSON-LD of EPCIS 2.0: the form in which other systems of GS1 give and take them.
//!
//! What the standard knows and the catalog does not keep is refused and not dropped, so that a document that was taken comes back
//! whole.

mod fields;
mod read;
mod write;

pub(super) use read::read;
pub(super) use write::write;

/// The context of the standard.
const CONTEXT: &str = "https://ref.gs1.org/standards/epcis/epcis-context.jsonld";
/// What the prefix `ocop` stands for.
const OURS: &str = "urn:ocop:epcis:";

#[cfg(test)]
mod tests;
