//! The units as a running service knows them.

use std::sync::{Arc, PoisonError, RwLock};

use crate::{Places, built_in};

/// The units that a service knows: those of the program and what was added since. Clones show the same.
#[derive(Clone, Debug)]
pub struct Register(Arc<RwLock<Arc<Places>>>);

impl Register {
    /// The units of the program.
    pub fn new() -> Self {
        Self(Arc::new(RwLock::new(built_in())))
    }

    /// The units as they are known now.
    pub fn places(&self) -> Arc<Places> {
        // Whoever panicked while writing left a whole value behind.
        let places = self.0.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&places)
    }

    /// Knows other units from here on.
    pub fn know(&self, places: Places) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(places);
    }
}

impl Default for Register {
    fn default() -> Self {
        Self::new()
    }
}
