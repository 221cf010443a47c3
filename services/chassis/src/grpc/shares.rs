//! Shares: how much of the service one address, and the callers without a token together, may hold at once. Without them one
//! caller could take every place, and all others would be refused because the service is busy.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use metrics::counter;
use tonic::Code;

use super::{RpcError, Settings};

/// What is held of something counted, until it is dropped.
#[derive(Debug)]
pub(super) struct Held {
    of: Arc<AtomicUsize>,
    many: usize,
}

impl Held {
    /// Takes `many` if that makes no more than `most`.
    pub(super) fn take(of: &Arc<AtomicUsize>, many: usize, most: usize) -> Option<Self> {
        let more = |held: usize| held.checked_add(many).filter(|sum| *sum <= most);
        of.fetch_update(Ordering::AcqRel, Ordering::Acquire, more)
            .ok()?;
        Some(Self {
            of: Arc::clone(of),
            many,
        })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.of.fetch_sub(self.many, Ordering::AcqRel);
    }
}

/// What one address holds.
#[derive(Debug, Default)]
pub(super) struct PeerCounts {
    pub(super) connections: Arc<AtomicUsize>,
    calls: Arc<AtomicUsize>,
    bytes: Arc<AtomicUsize>,
}

/// The address at the other end of a connection, in the extensions of its requests.
#[derive(Clone, Debug)]
pub(super) struct Peer(pub(super) Arc<PeerCounts>);

/// The addresses that have connections.
#[derive(Debug, Default)]
pub(super) struct Peers(Mutex<HashMap<IpAddr, Arc<PeerCounts>>>);

impl Peers {
    /// What an address holds. An IPv6 network of 64 bits counts as one: whoever has one address of it has all.
    pub(super) fn get(&self, address: IpAddr) -> Peer {
        let mut peers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Those without connections go when there are many: an address that came once costs nothing for ever.
        if peers.len() > 1_024 {
            peers.retain(|_, counts| Arc::strong_count(counts) > 1);
        }
        Peer(Arc::clone(peers.entry(network(address)).or_default()))
    }
}

fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

/// Room that is held, of the address and of all.
pub(super) type Room = [Option<Held>; 2];

/// The shares of a server.
#[derive(Debug)]
pub(super) struct Shares {
    calls: Arc<AtomicUsize>,
    anonymous: Arc<AtomicUsize>,
    bytes: Arc<AtomicUsize>,
    most_of_peer: usize,
    most_anonymous: usize,
    most_bytes: usize,
}

/// Who makes a call, as far as its share goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// Somebody with a token.
    Signed,
    /// Somebody without.
    Anonymous,
    /// A probe, or somebody who asks for the contract. Nobody waits for its end when the server stops.
    Probe,
}

/// The part that a call takes, until it has ended.
#[derive(Debug)]
pub(super) struct Share {
    peer: Option<Peer>,
    _held: [Option<Held>; 3],
}

impl Shares {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            calls: Arc::default(),
            anonymous: Arc::default(),
            bytes: Arc::default(),
            most_of_peer: settings.max_in_flight_per_peer,
            most_anonymous: settings.max_in_flight_anonymous,
            most_bytes: settings.max_body_bytes_in_flight,
        }
    }

    /// The part of one more call.
    pub(super) fn take(&self, peer: Option<&Peer>, by: By) -> Result<Share, RpcError> {
        let of_peer = peer
            .map(|peer| {
                let held = Held::take(&peer.0.calls, 1, self.most_of_peer);
                held.ok_or_else(|| busy("peer"))
            })
            .transpose()?;
        let anonymous = (by == By::Anonymous)
            .then(|| {
                let held = Held::take(&self.anonymous, 1, self.most_anonymous);
                held.ok_or_else(|| busy("anonymous"))
            })
            .transpose()?;
        Ok(Share {
            peer: peer.cloned(),
            _held: [
                of_peer,
                anonymous,
                Held::take(&self.calls, 1, usize::MAX).filter(|_| by != By::Probe),
            ],
        })
    }

    /// Room for a large request, or for the messages of a stream. One address gets half of it at most.
    pub(super) fn room(&self, share: &Share, bytes: usize) -> Result<Room, RpcError> {
        let of_peer = share.peer.as_ref().map(|peer| {
            let held = Held::take(&peer.0.bytes, bytes, self.most_bytes / 2);
            held.ok_or_else(|| busy("bytes"))
        });
        let of_all = Held::take(&self.bytes, bytes, self.most_bytes);
        Ok([
            of_peer.transpose()?,
            Some(of_all.ok_or_else(|| busy("bytes"))?),
        ])
    }

    /// How many calls there are besides probes.
    pub(super) fn calls(&self) -> usize {
        self.calls.load(Ordering::Acquire)
    }
}

/// The error for a call that finds no place. `limit` says which.
pub(super) fn busy(limit: &'static str) -> RpcError {
    counter!("grpc_refused_total", "limit" => limit).increment(1);
    let message = match limit {
        "peer" => "too many calls of this address are being worked on; try again shortly",
        "anonymous" => "too many calls without a token are being worked on; try again shortly",
        _ => "the service is at its limit; try again shortly",
    };
    RpcError::new(Code::ResourceExhausted, "BUSY", message).with("limit", limit)
}

#[cfg(test)]
impl Shares {
    /// Shares that nobody reaches.
    pub(super) fn unbounded() -> Self {
        Self {
            calls: Arc::default(),
            anonymous: Arc::default(),
            bytes: Arc::default(),
            most_of_peer: usize::MAX,
            most_anonymous: usize::MAX,
            most_bytes: usize::MAX,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shares() -> Shares {
        Shares {
            most_of_peer: 2,
            most_anonymous: 3,
            most_bytes: 100,
            ..Shares::unbounded()
        }
    }

    fn limit(refused: Result<Share, RpcError>) -> String {
        refused.unwrap_err().metadata["limit"].clone()
    }

    #[test]
    fn an_address_that_holds_its_share_waits_and_others_do_not() {
        let (shares, peers) = (shares(), Peers::default());
        let one = peers.get("192.0.2.1".parse().unwrap());
        let other = peers.get("192.0.2.2".parse().unwrap());
        let held = [(); 2].map(|()| shares.take(Some(&one), By::Signed).unwrap());
        assert_eq!(limit(shares.take(Some(&one), By::Signed)), "peer");
        assert!(shares.take(Some(&other), By::Signed).is_ok());
        drop(held);
        assert!(shares.take(Some(&one), By::Signed).is_ok());
        assert_eq!(shares.calls(), 0);
    }

    #[test]
    fn callers_without_a_token_share_one_part() {
        let (shares, peers) = (shares(), Peers::default());
        let of = |last: u8| peers.get(IpAddr::from([192, 0, 2, last]));
        let held: Vec<_> = (1..=3)
            .map(|last| shares.take(Some(&of(last)), By::Anonymous).unwrap())
            .collect();
        assert_eq!(limit(shares.take(Some(&of(4)), By::Anonymous)), "anonymous");
        assert!(shares.take(Some(&of(4)), By::Signed).is_ok());
        assert_eq!(held.len(), 3);
    }

    #[test]
    fn one_address_gets_half_of_the_room_for_large_requests() {
        let (shares, peers) = (shares(), Peers::default());
        let share = |last: u8| {
            let peer = peers.get(IpAddr::from([192, 0, 2, last]));
            shares.take(Some(&peer), By::Signed).unwrap()
        };
        let (one, other) = (share(1), share(2));
        let held = shares.room(&one, 50).unwrap();
        assert!(shares.room(&one, 1).is_err());
        assert!(shares.room(&other, 51).is_err());
        assert!(shares.room(&other, 50).is_ok());
        drop(held);
        assert!(shares.room(&one, 1).is_ok());
    }

    #[test]
    fn a_network_of_ipv6_counts_as_one_address() {
        let peers = Peers::default();
        let [one, other, elsewhere] = ["2001:db8:0:1::1", "2001:db8:0:1::2", "2001:db8:0:2::1"]
            .map(|address| peers.get(address.parse().unwrap()));
        assert!(Arc::ptr_eq(&one.0, &other.0));
        assert!(!Arc::ptr_eq(&one.0, &elsewhere.0));
    }
}
