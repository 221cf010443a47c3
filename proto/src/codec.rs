//! The codec of the contract's services: protobuf, and a request is held against its bounds before it is decoded.

use std::collections::HashMap;
use std::marker::PhantomData;

use prost::Message;
use prost::bytes::Buf as _;
use tonic::codec::{Codec, DecodeBuf, Decoder};
use tonic::{Code, Status};
use tonic_prost::ProstEncoder;
use tonic_types::{ErrorDetails, FieldViolation, StatusExt as _};

use crate::limits::{Limited, Limits, Refused, Violation};

/// Encodes `T` and decodes `U`.
#[derive(Debug)]
pub struct BoundedCodec<T, U>(PhantomData<(T, U)>);

impl<T, U> Default for BoundedCodec<T, U> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<T, U> Codec for BoundedCodec<T, U>
where
    T: Message + Send + 'static,
    U: Message + Default + Limited + Send + 'static,
{
    type Encode = T;
    type Decode = U;
    type Encoder = ProstEncoder<T>;
    type Decoder = BoundedDecoder<U>;

    fn encoder(&mut self) -> Self::Encoder {
        ProstEncoder::default()
    }

    fn decoder(&mut self) -> Self::Decoder {
        BoundedDecoder(PhantomData)
    }
}

/// Decodes `U` if it is within its bounds.
#[derive(Debug)]
pub struct BoundedDecoder<U>(PhantomData<U>);

impl<U: Message + Default + Limited> Decoder for BoundedDecoder<U> {
    type Item = U;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<U>, Status> {
        let Some(limits) = U::limits() else {
            let answer = U::decode(buffer).map_err(|error| Status::internal(error.to_string()))?;
            return Ok(Some(answer));
        };
        // tonic hands a message over in one piece.
        let checked = limits.message.check(buffer.chunk());
        checked.map_err(|refused| status(&limits, refused))?;
        let request = U::decode(buffer).map_err(|_| status(&limits, Refused::Undecodable))?;
        Ok(Some(request))
    }
}

/// The error for a request that is refused before it is read.
fn status(limits: &Limits, refused: Refused) -> Status {
    let (message, reason, named, left_out) = match refused {
        Refused::Undecodable => {
            let message = "the bytes of the request are not the message of this rpc".to_owned();
            (message, "UNDECODABLE", Vec::new(), 0)
        }
        Refused::Violations { named, left_out } => (
            sentence(&named, left_out),
            "INVALID_REQUEST",
            named,
            left_out,
        ),
    };
    let mut metadata = HashMap::new();
    if left_out > 0 {
        metadata.insert("violations_left_out".to_owned(), left_out.to_string());
    }
    let mut details = ErrorDetails::with_error_info(reason, limits.domain, metadata);
    if !named.is_empty() {
        let violations = named.into_iter().map(|violation| FieldViolation {
            field: violation.field,
            description: violation.description,
            reason: violation.reason.to_owned(),
            ..FieldViolation::default()
        });
        details.set_bad_request(violations.collect::<Vec<_>>());
    }
    Status::with_error_details(Code::InvalidArgument, message, details)
}

fn sentence(named: &[Violation], left_out: usize) -> String {
    let Some(first) = named.first() else {
        return "the request is not valid".to_owned();
    };
    let first = format!("{}: {}", first.field, first.description);
    match named.len() - 1 + left_out {
        0 => first,
        more => format!("{first} (and {more} more; see the details)"),
    }
}
