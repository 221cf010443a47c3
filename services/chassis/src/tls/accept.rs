//! Connections with TLS or without.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures::StreamExt as _;
use futures::stream::{FuturesUnordered, Stream, unfold};
use metrics::counter;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tonic::transport::server::Connected;
use tracing::debug;

use super::ServerTls;

/// Time that a client has for its part of the handshake.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// A connection, encrypted if the server has a certificate.
pub enum Secured<IO> {
    /// As it is.
    Plain(IO),
    /// With TLS.
    Tls(Box<TlsStream<IO>>),
}

/// The connections of `incoming` after their handshakes. One that is slow does not hold the others up, and one
/// that fails is dropped.
pub fn secured<IO>(
    incoming: impl Stream<Item = io::Result<IO>> + Send,
    tls: Option<Arc<ServerTls>>,
) -> impl Stream<Item = io::Result<Secured<IO>>> + Send
where
    IO: AsyncRead + AsyncWrite + Unpin + Send,
{
    let begun = (Box::pin(incoming), FuturesUnordered::new());
    unfold(begun, move |(mut incoming, mut shaking)| {
        let tls = tls.clone();
        async move {
            loop {
                let ready = tokio::select! {
                    next = incoming.next() => match (next?, &tls) {
                        (Err(error), _) => Err(error),
                        (Ok(plain), None) => Ok(Secured::Plain(plain)),
                        (Ok(plain), Some(tls)) => {
                            shaking.push(handshake(Arc::clone(tls), plain));
                            continue;
                        }
                    },
                    Some(done) = shaking.next() => match done {
                        Ok(encrypted) => Ok(Secured::Tls(Box::new(encrypted))),
                        Err(error) => {
                            counter!("tls_handshakes_failed_total").increment(1);
                            debug!(%error, "a handshake failed");
                            continue;
                        }
                    },
                };
                return Some((ready, (incoming, shaking)));
            }
        }
    })
}

async fn handshake<IO: AsyncRead + AsyncWrite + Unpin>(
    tls: Arc<ServerTls>,
    plain: IO,
) -> io::Result<TlsStream<IO>> {
    let accepted = TlsAcceptor::from(tls.config()).accept(plain);
    tokio::time::timeout(HANDSHAKE_TIMEOUT, accepted).await?
}

impl<IO: Connected> Connected for Secured<IO> {
    type ConnectInfo = IO::ConnectInfo;

    fn connect_info(&self) -> IO::ConnectInfo {
        match self {
            Self::Plain(plain) => plain.connect_info(),
            Self::Tls(encrypted) => encrypted.get_ref().0.connect_info(),
        }
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncRead for Secured<IO> {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(plain) => Pin::new(plain).poll_read(context, buffer),
            Self::Tls(encrypted) => Pin::new(encrypted).poll_read(context, buffer),
        }
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Secured<IO> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(plain) => Pin::new(plain).poll_write(context, bytes),
            Self::Tls(encrypted) => Pin::new(encrypted).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(plain) => Pin::new(plain).poll_flush(context),
            Self::Tls(encrypted) => Pin::new(encrypted).poll_flush(context),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(plain) => Pin::new(plain).poll_shutdown(context),
            Self::Tls(encrypted) => Pin::new(encrypted).poll_shutdown(context),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(plain) => Pin::new(plain).poll_write_vectored(context, pieces),
            Self::Tls(encrypted) => Pin::new(encrypted).poll_write_vectored(context, pieces),
        }
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Plain(plain) => plain.is_write_vectored(),
            Self::Tls(encrypted) => encrypted.is_write_vectored(),
        }
    }
}
