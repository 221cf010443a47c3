//! A connection that ends by itself.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use metrics::counter;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_util::sync::{CancellationToken, WaitForCancellationFutureOwned};
use tonic::transport::server::Connected;

use super::{Place, Times};
use crate::grpc::shares::Peer;

/// Bytes of the preface of HTTP/2 and its first frame. TLS sends more than that, too.
const HANDSHAKE_BYTES: usize = 24 + 9;

/// A connection with its time limits.
pub(in crate::grpc) struct Connection {
    stream: TcpStream,
    place: Place,
    times: Times,
    began: Instant,
    // When it ends if nothing comes.
    ends: Pin<Box<Sleep>>,
    last_heard: Instant,
    received: usize,
    cut: Pin<Box<WaitForCancellationFutureOwned>>,
}

impl Connection {
    pub(super) fn new(
        stream: TcpStream,
        place: Place,
        times: Times,
        cut: &CancellationToken,
    ) -> Self {
        let began = Instant::now();
        Self {
            stream,
            place,
            times,
            began,
            ends: Box::pin(sleep_until(began + times.handshake)),
            last_heard: began,
            received: 0,
            cut: Box::pin(cut.clone().cancelled_owned()),
        }
    }

    /// When it has been silent for too long, and what that is counted as.
    fn end(&self) -> (Instant, &'static str) {
        if self.received < HANDSHAKE_BYTES {
            return (self.began + self.times.handshake, "handshake");
        }
        let silent = self.last_heard + self.times.silence;
        let old = self.began + self.times.age;
        if silent < old {
            (silent, "idle")
        } else {
            (old, "age")
        }
    }

    /// Ready when its time is over. The timer is set anew only when it fires, not with every byte.
    fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        if self.cut.as_mut().poll(cx).is_ready() {
            return Poll::Ready(io::ErrorKind::ConnectionAborted.into());
        }
        loop {
            ready!(self.ends.as_mut().poll(cx));
            let (end, why) = self.end();
            if end <= Instant::now() {
                counter!("grpc_connections_closed_total", "why" => why).increment(1);
                return Poll::Ready(io::ErrorKind::TimedOut.into());
            }
            self.ends.as_mut().reset(end);
        }
    }
}

impl Connected for Connection {
    type ConnectInfo = Peer;

    fn connect_info(&self) -> Peer {
        self.place.peer.clone()
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if let Poll::Ready(error) = self.poll_end(cx) {
            return Poll::Ready(Err(error));
        }
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buffer);
        let received = buffer.filled().len() - before;
        if received > 0 {
            self.received = self.received.saturating_add(received);
            self.last_heard = Instant::now();
        }
        read
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.cut.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        if self.cut.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()));
        }
        Pin::new(&mut self.stream).poll_write_vectored(cx, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
