//! Bounds that run backwards.

use super::Violations;

impl Violations {
    /// Notes the pairs of bounds of which the upper one lies before the lower one. What is wrong with one of the two otherwise is
    /// enough.
    pub(crate) fn add_backwards(&mut self, pairs: &[(&'static str, &'static str)]) {
        for (from, to) in pairs {
            let mut named = self.named.iter();
            if !named.any(|violation| violation.field == *from || violation.field == *to) {
                self.add(*to, "OUT_OF_ORDER", format!("must not be before {from}"));
            }
        }
    }
}
