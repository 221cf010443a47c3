//! The connections of a server: how many there may be, and how long one may be silent.
//!
//! HTTP/2 has time limits of its own, but only once it is spoken, and a graceful end waits for peers that never speak and for
//! streams that never end. So each connection is wrapped, below TLS: it ends by itself when nothing comes, when it is too
//! old, and when the server is done.

mod timed;

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use futures::Stream;
use futures::stream::unfold;
use metrics::{counter, gauge};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::Settings;
use super::shares::{Held, Peer, Peers};

pub(super) use timed::Connection;

/// How long to wait when no connection can be accepted, for want of file descriptors mostly.
const PAUSE: Duration = Duration::from_millis(100);

/// How long connections may be silent.
#[derive(Clone, Copy, Debug)]
struct Times {
    /// Until the first bytes of HTTP/2 or TLS are there.
    handshake: Duration,
    /// Later. Pings of the server are answered, so that only a peer that is gone is silent.
    silence: Duration,
    /// At all.
    age: Duration,
}

/// The connections of a server.
pub(super) struct Connections {
    peers: Peers,
    all: Arc<AtomicUsize>,
    most: usize,
    most_of_peer: usize,
    times: Times,
    cut: CancellationToken,
}

/// The place of a connection among the others.
struct Place {
    peer: Peer,
    _held: [Held; 2],
}

impl Place {
    fn new(peer: Peer, held: [Held; 2]) -> Self {
        gauge!("grpc_connections").increment(1);
        Self { peer, _held: held }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        gauge!("grpc_connections").decrement(1);
    }
}

impl Connections {
    /// `age` is when a connection is ended whatever it does; `cut` ends all of them.
    pub(super) fn new(settings: &Settings, age: Duration, cut: CancellationToken) -> Self {
        Self {
            peers: Peers::default(),
            all: Arc::default(),
            most: settings.max_connections,
            most_of_peer: settings.max_connections_per_peer,
            times: Times {
                handshake: Duration::from_secs(settings.handshake_timeout_seconds),
                silence: Duration::from_secs(settings.idle_timeout_seconds),
                age,
            },
            cut,
        }
    }

    /// The connections that a listener takes. Those that are too many are closed at once.
    pub(super) fn of(self, listener: TcpListener) -> impl Stream<Item = io::Result<Connection>> {
        unfold((self, listener), async |(connections, listener)| {
            let accepted = connections.accept(&listener).await;
            if let Err(error) = &accepted {
                warn!(%error, "no connection can be accepted");
                tokio::time::sleep(PAUSE).await;
            }
            Some((accepted, (connections, listener)))
        })
    }

    async fn accept(&self, listener: &TcpListener) -> io::Result<Connection> {
        loop {
            let (stream, address) = listener.accept().await?;
            if let Some(place) = self.place(address.ip())
                && let Some(connection) = self.connection(stream, place)
            {
                return Ok(connection);
            }
        }
    }

    /// `None` if the peer has hung up already.
    fn connection(&self, stream: TcpStream, place: Place) -> Option<Connection> {
        stream.set_nodelay(true).ok()?;
        Some(Connection::new(stream, place, self.times, &self.cut))
    }

    fn place(&self, address: IpAddr) -> Option<Place> {
        let peer = self.peers.get(address);
        let refused = |limit: &'static str| {
            counter!("grpc_connections_refused_total", "limit" => limit).increment(1);
        };
        let Some(of_peer) = Held::take(&peer.0.connections, 1, self.most_of_peer) else {
            refused("peer");
            return None;
        };
        let Some(of_all) = Held::take(&self.all, 1, self.most) else {
            refused("all");
            return None;
        };
        Some(Place::new(peer, [of_peer, of_all]))
    }
}
