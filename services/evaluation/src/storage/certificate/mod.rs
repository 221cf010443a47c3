//! Certificates: their tables.

mod certificates;
mod certifications;
mod codes;
mod recognitions;
mod serials;

pub use certificates::{
    CertificateFilter, certificates_by_id, contradicting, due, find_certificate, given_by,
    list_certificates, product_of_code,
};
pub use certifications::{certification, certifications, postpone_check};
pub use codes::{bearing, claim_codes};
pub use recognitions::recognitions_by_product;
pub use serials::{Printed, serials, store_serials};
