//! The body of a call that is no stream: read whole before the call takes a place among those worked on, within a time of its
//! own. Headers whose body never comes keep nobody else out.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Buf as _, Bytes, BytesMut};
use http_body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::timeout;
use tonic::body::Body;
use tonic::{Code, Status};

use super::RpcError;

/// Bytes before each message: whether it is compressed, and its length.
const PREFIX: usize = 5;

/// Bytes that a request may have without asking for room.
const SMALL: usize = 64 << 10;

/// A body that is all there.
pub(super) struct Whole(Option<Bytes>);

impl Whole {
    pub(super) fn new(bytes: impl Into<Bytes>) -> Self {
        Self(Some(bytes.into()))
    }
}

impl HttpBody for Whole {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, Bytes::len) as u64)
    }
}

/// Reads the body of a request, which is one message of at most `most` bytes. A large one asks `room` first.
pub(super) async fn read<R>(
    body: Body,
    most: usize,
    within: Duration,
    room: impl FnOnce(usize) -> Result<R, RpcError>,
) -> Result<(Bytes, Option<R>), RpcError> {
    match timeout(within, gather(body, most, room)).await {
        Ok(read) => read,
        Err(_) => Err(RpcError::new(
            Code::DeadlineExceeded,
            "REQUEST_INCOMPLETE",
            "the request did not come within the time that its body is given; repeat it",
        )),
    }
}

async fn gather<R>(
    mut body: Body,
    most: usize,
    room: impl FnOnce(usize) -> Result<R, RpcError>,
) -> Result<(Bytes, Option<R>), RpcError> {
    let (mut first, mut more) = (Bytes::new(), BytesMut::new());
    let (mut room, mut taken) = (Some(room), None);
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let frame = frame.map_err(|_| broken_off())?;
        // Trailers of a request say nothing.
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if first.is_empty() {
            first = data;
        } else {
            if more.is_empty() {
                more.extend_from_slice(&first);
            }
            more.extend_from_slice(&data);
        }
        let so_far = if more.is_empty() {
            &first[..]
        } else {
            &more[..]
        };
        let Some(length) = length(so_far) else {
            continue;
        };
        if length > most {
            return Err(too_large(most));
        }
        if so_far.len() > PREFIX + length {
            return Err(undecodable());
        }
        if length > SMALL
            && let Some(room) = room.take()
        {
            taken = Some(room(length)?);
        }
    }
    let bytes = if more.is_empty() {
        first
    } else {
        more.freeze()
    };
    match length(&bytes) {
        Some(length) if bytes.len() == PREFIX + length => Ok((bytes, taken)),
        _ => Err(undecodable()),
    }
}

/// The length of the message that begins here.
fn length(bytes: &[u8]) -> Option<usize> {
    let mut length = bytes.get(1..PREFIX)?;
    usize::try_from(length.get_u32()).ok()
}

/// The error for a body that is not one message.
pub(super) fn undecodable() -> RpcError {
    RpcError::new(
        Code::InvalidArgument,
        "UNDECODABLE",
        "the body of the request is not one message of this rpc",
    )
}

/// The error for a message of more than `most` bytes.
pub(super) fn too_large(most: usize) -> RpcError {
    let message = format!("a request has at most {most} bytes, also when it is uncompressed");
    RpcError::new(Code::ResourceExhausted, "REQUEST_TOO_LARGE", message)
        .with("max_bytes", most.to_string())
}

/// The error for a request that its caller broke off.
pub(super) fn broken_off() -> RpcError {
    RpcError::new(
        Code::Cancelled,
        "BROKEN_OFF",
        "the request ended before it was complete; repeat the call with the same request id",
    )
}

#[cfg(test)]
mod tests {
    use futures::{StreamExt as _, stream};

    use super::*;

    const MOST: usize = 1 << 20;

    fn body(pieces: &[&[u8]]) -> Body {
        let pieces: Vec<_> = pieces
            .iter()
            .map(|piece| Bytes::copy_from_slice(piece))
            .collect();
        let frames = stream::iter(pieces.into_iter().map(Ok::<_, std::io::Error>));
        Body::new(axum::body::Body::from_stream(frames))
    }

    async fn read_pieces(pieces: &[&[u8]]) -> Result<(Bytes, Option<usize>), RpcError> {
        read(body(pieces), MOST, Duration::from_secs(60), Ok).await
    }

    #[tokio::test]
    async fn a_message_in_pieces_is_put_together() {
        let (bytes, room) = read_pieces(&[&[0], &[0, 0, 0, 3, 7], &[8, 9]])
            .await
            .unwrap();
        assert_eq!((&bytes[..], room), (&[0, 0, 0, 0, 3, 7, 8, 9][..], None));
    }

    #[tokio::test]
    async fn what_is_not_one_message_is_undecodable() {
        let wrong: [&[&[u8]]; 4] = [
            &[],
            &[&[0, 0]],
            &[&[0, 0, 0, 0, 2, 1]],
            &[&[0, 0, 0, 0, 1, 1, 1]],
        ];
        for pieces in wrong {
            assert_eq!(
                read_pieces(pieces).await.unwrap_err().reason,
                "UNDECODABLE",
                "{pieces:?}"
            );
        }
    }

    #[tokio::test]
    async fn a_large_message_asks_for_room_and_one_that_is_too_large_is_refused_by_its_length() {
        let length = u32::try_from(MOST).unwrap();
        let whole = [&[0][..], &length.to_be_bytes(), &vec![0; MOST]].concat();
        assert_eq!(read_pieces(&[&whole]).await.unwrap().1, Some(MOST));
        let too_large = [&[0][..], &(length + 1).to_be_bytes()].concat();
        assert_eq!(
            read_pieces(&[&too_large]).await.unwrap_err().reason,
            "REQUEST_TOO_LARGE"
        );
        let full = |_| Err::<(), _>(broken_off());
        let refused = read(body(&[&whole]), MOST, Duration::from_secs(60), full).await;
        assert_eq!(refused.unwrap_err().reason, "BROKEN_OFF");
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_does_not_come_is_given_up() {
        let first = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(&[0, 0]))]);
        let frames = first.chain(stream::pending());
        let body = Body::new(axum::body::Body::from_stream(frames));
        let given_up = read(body, MOST, Duration::from_secs(15), Ok)
            .await
            .unwrap_err();
        assert_eq!(given_up.reason, "REQUEST_INCOMPLETE");
    }
}
