//! The evaluation service: from a producer's dossier to a certificate of three to five stars, and to
//! the certificate's end.

pub mod domain;
