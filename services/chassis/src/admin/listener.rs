//! The listener of the port.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use axum::serve::Listener;
use futures::StreamExt as _;
use futures::stream::{Stream, unfold};
use tokio::net::{TcpListener, TcpStream};

use crate::tls::{Secured, ServerTls, secured};

/// With TLS or without.
pub(super) struct Secure {
    address: SocketAddr,
    incoming: Pin<Box<dyn Stream<Item = io::Result<Secured<TcpStream>>> + Send>>,
}

impl Secure {
    pub(super) fn of(listener: TcpListener, tls: Option<ServerTls>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let incoming = unfold(listener, |mut listener| async move {
            // It waits and tries again when no connection can be had.
            let (stream, _) = Listener::accept(&mut listener).await;
            Some((Ok(stream), listener))
        });
        Ok(Self {
            address,
            incoming: Box::pin(secured(incoming, tls.map(Arc::new))),
        })
    }
}

impl Listener for Secure {
    type Io = Secured<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        loop {
            if let Some(Ok(connection)) = self.incoming.next().await {
                return (connection, self.address);
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        Ok(self.address)
    }
}
