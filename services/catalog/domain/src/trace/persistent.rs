//! What something is from an event on until another says otherwise (EPCIS 2.0, section 7.3.5.6).

use serde::{Deserialize, Serialize};

use super::{Disposition, Malformed};

/// What something is from an event on until another says otherwise.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersistentDisposition {
    set: Vec<Disposition>,
    unset: Vec<Disposition>,
}

impl PersistentDisposition {
    /// What it is from now on, and what it is no more.
    ///
    /// # Errors
    /// A word stands there twice.
    pub fn new(set: Vec<Disposition>, unset: Vec<Disposition>) -> Result<Self, Malformed> {
        let words: Vec<&Disposition> = set.iter().chain(&unset).collect();
        let twice = (1..words.len()).any(|n| words[..n].contains(&words[n]));
        if twice {
            return Err(Malformed(
                "must not have a word twice, neither in one list nor in both",
            ));
        }
        Ok(Self { set, unset })
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.set.is_empty() && self.unset.is_empty()
    }

    /// What it is from now on.
    pub fn set(&self) -> &[Disposition] {
        &self.set
    }

    /// What it is no more.
    pub fn unset(&self) -> &[Disposition] {
        &self.unset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_said_twice() {
        use Disposition::{Conformant, Recalled};
        let new = PersistentDisposition::new;
        assert!(new(vec![Recalled], vec![Conformant]).is_ok());
        assert!(new(vec![Recalled, Recalled], vec![]).is_err());
        assert!(new(vec![], vec![Recalled, Conformant, Recalled]).is_err());
        assert!(new(vec![Recalled], vec![Recalled]).is_err());
        assert!(PersistentDisposition::default().is_empty());
    }
}
