//! Certificates: their tables.

mod certificates;
mod certifications;
mod recognitions;
mod serials;

pub use certificates::{
    CertificateFilter, certificates_by_id, contradicting, due, find_certificate, given_by,
    list_certificates, product_of_code,
};
pub use certifications::{certification, certifications, postpone_check};
pub use recognitions::recognitions_by_product;
pub use serials::{serials, store_serial};
