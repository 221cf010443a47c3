//! Dead letters on the wire.

use ocop_proto::operations::v1 as proto;
use tonic::Code;

use super::failed;
use crate::grpc::{RpcError, Violations, timestamp};
use crate::messaging::dead_letters::{DeadLetter, DeadLetters, Redriven};
use crate::paging::Page;

fn unknown(sequence: u64) -> RpcError {
    let message = format!("this service has no dead letter {sequence}");
    RpcError::new(Code::NotFound, "DEAD_LETTER_UNKNOWN", message)
}

/// Reads the number of a dead letter. The stream counts from 1.
pub(super) fn sequence(v: &mut Violations, number: u64) -> Option<u64> {
    if number == 0 {
        v.add("sequence", "REQUIRED", "must be given");
    }
    (number > 0).then_some(number)
}

/// `whole` is with the event itself.
fn to_proto(letter: DeadLetter, whole: bool) -> proto::DeadLetter {
    let header = |name: &str| {
        letter
            .headers
            .get(name)
            .map(|value| value.as_str().to_owned())
            .unwrap_or_default()
    };
    let headers = || {
        let pairs = letter.headers.iter().filter_map(|(name, values)| {
            let name: &str = name.as_ref();
            Some((name.to_owned(), values.first()?.as_str().to_owned()))
        });
        pairs.collect()
    };
    proto::DeadLetter {
        sequence: letter.sequence,
        consumer: letter.consumer.clone(),
        event_id: header("ce-id"),
        event_type: header("ce-type"),
        subject: letter.subject.clone(),
        reason: letter.reason.clone(),
        detail: letter.detail.clone(),
        time: letter.time.map(timestamp),
        deliveries: letter.deliveries,
        stream: letter.stream,
        stream_sequence: letter.stream_sequence,
        left_out_bytes: letter.left_out,
        headers: if whole { headers() } else { Default::default() },
        data: if whole {
            letter.data
        } else {
            Default::default()
        },
    }
}

/// A page of them, without the events themselves, and the token of the next.
pub(super) async fn page(
    letters: &DeadLetters,
    page: &Page,
) -> Result<(Vec<proto::DeadLetter>, String), RpcError> {
    let after = page.after.as_deref().and_then(|after| after.parse().ok());
    let most = usize::try_from(page.fetch()).unwrap_or(usize::MAX);
    let found = letters.list(after.unwrap_or_default(), most).await;
    let mut found = found.map_err(failed)?;
    let next = page.cut(&mut found, |letter| letter.sequence.to_string());
    let found = found.into_iter().map(|letter| to_proto(letter, false));
    Ok((found.collect(), next))
}

/// One with its event.
pub(super) async fn one(
    letters: &DeadLetters,
    sequence: u64,
) -> Result<proto::DeadLetter, RpcError> {
    let found = letters.get(sequence).await.map_err(failed)?;
    let letter = found.ok_or_else(|| unknown(sequence))?;
    Ok(to_proto(letter, true))
}

/// Gives one to its consumer again.
pub(super) async fn redrive(
    letters: &DeadLetters,
    sequence: u64,
) -> Result<proto::RedriveDeadLetterResponse, RpcError> {
    match letters.redrive(sequence).await.map_err(failed)? {
        Redriven::Unknown => Err(unknown(sequence)),
        Redriven::Applied => Ok(proto::RedriveDeadLetterResponse { applied: true }),
        Redriven::Refused(why) => Err(RpcError::new(
            Code::FailedPrecondition,
            "REFUSED_AGAIN",
            format!("the consumer refused it again: {why}"),
        )),
    }
}
