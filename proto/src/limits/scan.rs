//! The walk along an encoded message.

use prost::Message as _;
use prost::encoding::{WireType, decode_key, decode_varint};

use super::text::holds_forbidden;
use super::{
    FieldLimits, Holds, MAX_VIOLATIONS, MessageLimits, Refused, VIOLATIONS_BYTES, Violation,
    encoded_bytes,
};

/// Most messages inside each other. The contract's own are far fewer.
const MAX_DEPTH: usize = 32;

/// The first and the last second of the instants that mean something here: the years 1900 to 2200.
const INSTANTS: std::ops::Range<i64> = -2_208_988_800..7_289_568_000;

/// The bytes are not a message.
#[derive(Debug)]
pub(super) struct Undecodable;

/// A walk, with what it found wrong so far.
#[derive(Default)]
pub(super) struct Scan {
    violations: Vec<Violation>,
    bytes: usize,
    left_out: usize,
    // The way to where it stands: fields, each with the place of the element in a repeated one.
    path: Vec<(&'static str, Option<u32>)>,
}

/// One field of an encoded message.
enum Wire<'a> {
    Number,
    Bytes(&'a [u8]),
}

impl Scan {
    /// Walks along a message.
    pub(super) fn message(
        &mut self,
        limits: &'static MessageLimits,
        mut encoded: &[u8],
    ) -> Result<(), Undecodable> {
        if self.path.len() > MAX_DEPTH {
            return Err(Undecodable);
        }
        let mut seen = vec![0_u32; limits.fields.len()];
        // What floods a message is mostly one field over and over: it is looked up once.
        let mut last = (0, None);
        while !encoded.is_empty() {
            let (number, wire_type) = decode_key(&mut encoded).map_err(|_| Undecodable)?;
            let wire = take(wire_type, &mut encoded)?;
            if last.0 != number {
                let mut fields = limits.fields.iter();
                last = (number, fields.position(|field| field.number == number));
            }
            let known = last.1;
            let Some((field, seen)) =
                known.and_then(|at| limits.fields.get(at).zip(seen.get_mut(at)))
            else {
                continue;
            };
            let place = *seen;
            *seen = seen.saturating_add(elements(field, &wire));
            if *seen > field.items {
                // Noted once; what follows is not looked at.
                if place <= field.items {
                    self.path.push((field.name, None));
                    self.too_many(field);
                    self.path.pop();
                }
                continue;
            }
            self.path
                .push((field.name, field.repeated.then_some(place)));
            self.value(field, &wire)?;
            self.path.pop();
        }
        Ok(())
    }

    fn value(&mut self, field: &FieldLimits, wire: &Wire) -> Result<(), Undecodable> {
        match (field.holds, wire) {
            (Holds::Message(inner), Wire::Bytes(bytes)) => self.message(inner, bytes)?,
            (Holds::Text(most) | Holds::Bytes(most), Wire::Bytes(bytes))
                if bytes.len() > most as usize =>
            {
                self.note(
                    "TOO_LONG",
                    format!("must have at most {most} bytes, has {}", bytes.len()),
                );
            }
            (Holds::Text(_), Wire::Bytes(bytes)) => {
                let text = std::str::from_utf8(bytes).map_err(|_| Undecodable)?;
                if holds_forbidden(text) {
                    let what = "must not hold control characters or turn the direction of writing";
                    self.note("CONTROL_CHARACTER", what.to_owned());
                }
            }
            (Holds::Instant, Wire::Bytes(bytes)) => {
                let instant = pbjson_types::Timestamp::decode(*bytes).map_err(|_| Undecodable)?;
                if !INSTANTS.contains(&instant.seconds)
                    || !(0..1_000_000_000).contains(&instant.nanos)
                {
                    self.note(
                        "OUT_OF_RANGE",
                        "must lie in the years 1900 to 2200".to_owned(),
                    );
                }
            }
            // A value of another wire type than the field's: decoding refuses it.
            _ => {}
        }
        Ok(())
    }

    fn too_many(&mut self, field: &FieldLimits) {
        let rule = if field.repeated {
            format!("must be at most {}", field.items)
        } else {
            "must be given once".to_owned()
        };
        self.note("TOO_MANY", rule);
    }

    fn note(&mut self, reason: &'static str, description: String) {
        if self.violations.len() == MAX_VIOLATIONS || self.bytes > VIOLATIONS_BYTES {
            self.left_out += 1;
            return;
        }
        let mut field = String::new();
        for (name, place) in &self.path {
            if !field.is_empty() {
                field.push('.');
            }
            field.push_str(name);
            if let Some(place) = place {
                field.push_str(&format!("[{place}]"));
            }
        }
        self.bytes += encoded_bytes(&field, reason, &description);
        if self.bytes > VIOLATIONS_BYTES && !self.violations.is_empty() {
            self.left_out += 1;
            return;
        }
        self.violations.push(Violation {
            field,
            reason,
            description,
        });
    }

    /// Ends the walk.
    pub(super) fn finish(self) -> Result<(), Refused> {
        if self.violations.is_empty() {
            return Ok(());
        }
        Err(Refused::Violations {
            named: self.violations,
            left_out: self.left_out,
        })
    }
}

/// Takes the value of a field off the bytes.
fn take<'a>(wire_type: WireType, encoded: &mut &'a [u8]) -> Result<Wire<'a>, Undecodable> {
    let fixed = match wire_type {
        WireType::Varint => {
            decode_varint(encoded).map_err(|_| Undecodable)?;
            return Ok(Wire::Number);
        }
        WireType::ThirtyTwoBit => 4,
        WireType::SixtyFourBit => 8,
        WireType::LengthDelimited => {
            let length = decode_varint(encoded).map_err(|_| Undecodable)?;
            let length = usize::try_from(length).map_err(|_| Undecodable)?;
            let (bytes, rest) = encoded.split_at_checked(length).ok_or(Undecodable)?;
            *encoded = rest;
            return Ok(Wire::Bytes(bytes));
        }
        // Groups are not part of proto3.
        WireType::StartGroup | WireType::EndGroup => return Err(Undecodable),
    };
    *encoded = encoded.get(fixed..).ok_or(Undecodable)?;
    Ok(Wire::Number)
}

/// How many elements a value adds to its field: several if they are packed.
fn elements(field: &FieldLimits, wire: &Wire) -> u32 {
    let packed = match (field.holds, wire) {
        (Holds::Varint, Wire::Bytes(bytes)) => bytes.iter().filter(|byte| **byte < 0x80).count(),
        (Holds::Fixed32, Wire::Bytes(bytes)) => bytes.len() / 4,
        (Holds::Fixed64, Wire::Bytes(bytes)) => bytes.len() / 8,
        _ => 1,
    };
    u32::try_from(packed).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
