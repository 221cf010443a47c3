//! Free loopback ports for servers that keep their port over a restart.

use std::{
    hash::{BuildHasher as _, RandomState},
    net::{Ipv4Addr, TcpListener},
};

/// Below the range from which Linux takes the near end of outgoing connections, so that no client of some test takes
/// the port of a server that is down for a moment.
const RANGE: std::ops::Range<u16> = 15_000..32_000;

/// A port of 127.0.0.1 that nobody listens on now. Another process may take it before its user does: start again with
/// another one then.
pub fn free() -> u16 {
    let seed = RandomState::new();
    let span = u64::from(RANGE.end - RANGE.start);
    for attempt in 0..1_000_u32 {
        let offset =
            u16::try_from(seed.hash_one(attempt) % span).expect("the span of the range fits");
        let port = RANGE.start + offset;
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
    panic!("no free loopback port in {RANGE:?} after 1,000 attempts")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_free_port_can_be_listened_on() {
        let port = free();
        assert!(RANGE.contains(&port));
        TcpListener::bind((Ipv4Addr::LOCALHOST, port)).expect("the port is free");
    }
}
