//! The units as a running service knows them.

use std::sync::{Arc, PoisonError, RwLock};

use crate::{Places, built_in};

/// The units that a service knows: those of the program and what was added since. Clones show the same.
#[derive(Clone, Debug)]
pub struct Register(Arc<RwLock<Known>>);

/// The units that are known at a time.
#[derive(Clone, Debug)]
pub struct Known {
    /// The units.
    pub places: Arc<Places>,
    /// How often units had been added, or an addition replaced, when they were read.
    pub changes: i64,
}

impl Register {
    /// The units of the program.
    pub fn new() -> Self {
        let known = Known {
            places: built_in(),
            changes: 0,
        };
        Self(Arc::new(RwLock::new(known)))
    }

    /// The units as they are known now.
    pub fn places(&self) -> Arc<Places> {
        self.known().places
    }

    /// The units as they are known now, and how often they had changed.
    pub fn known(&self) -> Known {
        // Whoever panicked while writing left a whole value behind.
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Knows other units from here on. Those that were read earlier than what is known are passed over.
    pub fn know(&self, other: Known) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if other.changes >= known.changes {
            *known = other;
        }
    }
}

impl Default for Register {
    fn default() -> Self {
        Self::new()
    }
}
