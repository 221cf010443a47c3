//! The documents and the parties of a trade that an event belongs to (EPCIS 2.0, sections 7.3.5.3 and 7.3.5.4).

use serde::{Deserialize, Serialize};

use super::Malformed;
use super::uri::is_uri;
use super::vocabulary::word;

/// Types of business transactions (CBV 2.0, section 7.3).
const DOCUMENTS: [&str; 13] = [
    "bol",
    "cert",
    "desadv",
    "inv",
    "pedigree",
    "po",
    "poc",
    "prodorder",
    "recadv",
    "rma",
    "testprd",
    "testres",
    "upevt",
];

/// Types of sources and destinations (CBV 2.0, section 7.4).
const PARTIES: [&str; 3] = ["location", "owning_party", "possessing_party"];

/// What a reference is to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceTo {
    /// A business transaction, such as an order.
    Document,
    /// A source or a destination.
    Party,
}

/// A reference to a document or a party: its type, a word of CBV or a URI, and its id, a URI.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reference {
    kind: String,
    id: String,
}

impl Reference {
    /// Takes a reference. The type of a document may be left out.
    ///
    /// # Errors
    /// The type is neither a word of the standard nor a URI, or the id is no URI.
    pub fn new(to: ReferenceTo, kind: &str, id: &str) -> Result<Self, Malformed> {
        let (vocabulary, words, rule): (_, &[&str], _) = match to {
            ReferenceTo::Document => (
                "BTT",
                &DOCUMENTS,
                "must be a type of business transaction of CBV 2.0 such as po or desadv, a URI, or left out",
            ),
            ReferenceTo::Party => (
                "SDT",
                &PARTIES,
                "must be owning_party, possessing_party, location or a URI",
            ),
        };
        let left_out = kind.is_empty() && to == ReferenceTo::Document;
        let read = if left_out {
            Some("")
        } else {
            word(kind, vocabulary, words)
        };
        let kind = read.ok_or(Malformed(rule))?;
        if !is_uri(id) {
            return Err(Malformed("must be a URI of at most 200 characters"));
        }
        Ok(Self {
            kind: kind.to_owned(),
            id: id.to_owned(),
        })
    }

    /// Its type; empty if it was left out.
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// What of a trade an event belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Business {
    /// Its business transactions: orders, dispatch advices, invoices.
    pub transactions: Vec<Reference>,
    /// Where it comes from: the party that gives it out, or its place.
    pub sources: Vec<Reference>,
    /// Where it goes.
    pub destinations: Vec<Reference>,
}

impl Business {
    /// Whether the event belongs to no trade that is known.
    pub fn is_empty(&self) -> bool {
        self.transactions.is_empty() && self.sources.is_empty() && self.destinations.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::ReferenceTo::{Document, Party};
    use super::*;

    const ORDER: &str = "urn:epcglobal:cbv:bt:8938505974002:DH-12";

    #[test]
    fn types_are_words_of_the_standard_or_uris_and_only_documents_go_without() {
        for word in DOCUMENTS {
            assert!(Reference::new(Document, word, ORDER).is_ok(), "{word}");
            assert!(Reference::new(Party, word, ORDER).is_err(), "{word}");
        }
        for word in PARTIES {
            assert!(Reference::new(Party, word, ORDER).is_ok(), "{word}");
            assert!(Reference::new(Document, word, ORDER).is_err(), "{word}");
        }
        for to in [Document, Party] {
            assert!(Reference::new(to, "https://example.org/btt/hop-dong", ORDER).is_ok());
            assert!(Reference::new(to, "đơn hàng", ORDER).is_err());
        }
        for written in ["urn:epcglobal:cbv:btt:po", "https://ref.gs1.org/cbv/BTT-po"] {
            let order = Reference::new(Document, written, ORDER).expect(written);
            assert_eq!(order.kind(), "po");
        }
        for unknown in [
            "urn:epcglobal:cbv:btt:kho",
            "https://ref.gs1.org/cbv/BTT-kho",
        ] {
            assert!(
                Reference::new(Document, unknown, ORDER).is_err(),
                "{unknown}"
            );
        }
        let without = Reference::new(Document, "", ORDER).expect("it may go without");
        assert_eq!((without.kind(), without.id()), ("", ORDER));
        assert!(Reference::new(Party, "", ORDER).is_err());
    }

    #[test]
    fn an_id_is_a_uri_of_at_most_200_characters() {
        let longest = format!("urn:x:{}", "a".repeat(194));
        for (id, taken) in [
            (longest.as_str(), true),
            (&format!("{longest}a"), false),
            ("https://id.gs1.org/417/8938505974002", true),
            ("DH-12", false),
            ("đơn:12", false),
            ("1a:b", false),
            ("a+b-c.d:e", true),
            ("urn:", false),
            (":12", false),
            ("urn:a b", false),
            ("", false),
        ] {
            assert_eq!(Reference::new(Document, "po", id).is_ok(), taken, "{id}");
        }
    }

    #[test]
    fn an_event_belongs_to_a_trade_as_soon_as_one_reference_is_known() {
        let one = || vec![Reference::new(Document, "po", ORDER).expect("a reference")];
        let of = |transactions, sources, destinations| Business {
            transactions,
            sources,
            destinations,
        };
        assert!(Business::default().is_empty());
        assert!(!of(one(), vec![], vec![]).is_empty());
        assert!(!of(vec![], one(), vec![]).is_empty());
        assert!(!of(vec![], vec![], one()).is_empty());
    }
}
