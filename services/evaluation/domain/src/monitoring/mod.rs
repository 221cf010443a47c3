//! What follows recognition: inspections (Article 9), and complaints.

pub mod complaint;
pub mod inspection;
