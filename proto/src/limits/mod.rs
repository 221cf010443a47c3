//! How much a request may hold, asked of its bytes before anything is made of them: four million numbers or empty messages
//! fit into four megabytes and would become gigabytes.
//!
//! The build makes a table of each request from the contract and its option `ocop.limits.v1.bound`. [`MessageLimits::check`] walks
//! the encoded message along it. What it refuses is never decoded.

mod scan;
mod text;
pub mod worst;

use scan::Scan;

pub use text::is_forbidden;

/// Most violations that are named; the others are counted.
pub const MAX_VIOLATIONS: usize = 100;

/// Bytes that the violations of an error may take. They travel in base64 in a header, and clients take 8 KiB of headers.
pub const VIOLATIONS_BYTES: usize = 3_600;

/// Bytes that a violation takes in an error: its texts, and the fields around them.
pub fn encoded_bytes(field: &str, reason: &str, description: &str) -> usize {
    field.len() + reason.len() + description.len() + 12
}

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Holds {
    /// A number, an enumeration or a truth value of variable length.
    Varint,
    /// Four bytes.
    Fixed32,
    /// Eight bytes.
    Fixed64,
    /// A text of at most so many bytes.
    Text(u32),
    /// At most so many bytes.
    Bytes(u32),
    /// A `google.protobuf.Timestamp`.
    Instant,
    /// Another message.
    Message(&'static MessageLimits),
}

/// How much a field may hold.
#[derive(Clone, Copy, Debug)]
pub struct FieldLimits {
    /// Its number.
    pub number: u32,
    /// Its name.
    pub name: &'static str,
    /// Whether it may have several elements.
    pub repeated: bool,
    /// How many it may have. A message that is not repeated comes once: merging many would get around the bounds in it.
    pub items: u32,
    /// What each of them holds.
    pub holds: Holds,
}

/// How much each field of a message may hold.
#[derive(Debug)]
pub struct MessageLimits {
    /// Its fields.
    pub fields: &'static [FieldLimits],
}

/// How much a request may hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Its fields.
    pub message: &'static MessageLimits,
    /// Whose reasons the errors carry, such as `catalog.ocop`.
    pub domain: &'static str,
}

/// A message that travels alone. The build implements it.
pub trait Limited {
    /// How much it may hold; `None` for an answer, whose receiver trusts its sender.
    fn limits() -> Option<Limits>;
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// Path of the field, such as `product.name`.
    pub field: String,
    /// Why, as a stable word.
    pub reason: &'static str,
    /// Why, in words.
    pub description: String,
}

/// Why a request is refused before it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The bytes are not a message.
    Undecodable,
    /// Fields hold more than they may, or what they may not.
    Violations {
        /// The first of them.
        named: Vec<Violation>,
        /// How many there are besides.
        left_out: usize,
    },
}

impl MessageLimits {
    /// Checks an encoded message.
    ///
    /// # Errors
    /// It holds too much, or is no message.
    pub fn check(&'static self, encoded: &[u8]) -> Result<(), Refused> {
        let mut scan = Scan::default();
        scan.message(self, encoded)
            .map_err(|scan::Undecodable| Refused::Undecodable)?;
        scan.finish()
    }
}

include!(concat!(env!("OUT_DIR"), "/limits.rs"));
