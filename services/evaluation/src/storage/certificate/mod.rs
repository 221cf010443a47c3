//! Certificates: their tables.

mod certificates;
mod certifications;
mod codes;
mod deciding;
mod filing;
mod list;
mod names;
mod recognitions;
mod serials;

pub use certificates::{
    Holder, certificates_by_id, due, find_certificate, first_recognised, of_merged,
    product_of_code, products_of_code,
};
pub use certifications::{certification, certifications, find_certification, postpone_check};
pub use codes::{bearing, claim_codes};
pub use deciding::{Deciding, contradicting, contradicting_each, given_by};
pub use filing::list_filing;
pub use list::{CertificateFilter, certificate_facets, list_certificates};
pub use names::{Names, holdings, producers_named, products_named};
pub use recognitions::recognitions_by_product;
pub use serials::{Printed, serials, store_serials};
