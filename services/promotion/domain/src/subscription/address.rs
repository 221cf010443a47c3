//! Which network addresses a webhook may be sent to.
//!
//! A partner gives the URL, so the URL may point anywhere, at our own machines too. Only addresses of the public
//! internet are let through: everything that the registries of special-purpose addresses (RFC 6890 and its updates) keep
//! for private networks, for the host itself, for a link, for groups or for tests is refused, and so is IPv6 that merely
//! wraps such an IPv4 address.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use thiserror::Error;

/// An address that webhooks are not sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("{address} is {kind}, not an address of the public internet")]
pub struct Forbidden {
    /// The address.
    pub address: IpAddr,
    /// What kind of address it is.
    pub kind: &'static str,
}

/// What may be called. In production the public internet only, by https only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reach {
    /// Loopback too: for development and tests.
    pub loopback: bool,
    /// Plain http too: for development and tests.
    pub http: bool,
}

impl Reach {
    /// The public internet only, by https only.
    pub const PUBLIC: Self = Self {
        loopback: false,
        http: false,
    };
    /// Loopback too, and plain http: never in production.
    pub const DEVELOPMENT: Self = Self {
        loopback: true,
        http: true,
    };

    /// Lets the address through or says what it is.
    pub fn check(self, address: IpAddr) -> Result<(), Forbidden> {
        let plain = address.to_canonical();
        if self.loopback && plain.is_loopback() {
            return Ok(());
        }
        let kind = match plain {
            IpAddr::V4(v4) => special_v4(v4),
            IpAddr::V6(v6) => special_v6(v6),
        };
        kind.map_or(Ok(()), |kind| Err(Forbidden { address, kind }))
    }
}

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [0, ..] => Some("an address of this network"),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("a private address"),
        [100, 64..=127, ..] => Some("a shared address of a provider"),
        [127, ..] => Some("a loopback address"),
        [169, 254, ..] => Some("a link-local address"),
        [192, 0, 0, _] => Some("an address for protocol assignments"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => {
            Some("an address for documentation")
        }
        [192, 88, 99, _] => Some("an address of the old 6to4 relays"),
        [198, 18..=19, ..] => Some("an address for benchmarks"),
        [224..=239, ..] => Some("a multicast address"),
        [240..=255, ..] => Some("a reserved address"),
        _ => None,
    }
}

fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        special_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("the unspecified address"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("a loopback address"),
        [0, 0, 0, 0, 0, 0, ..] => Some("an IPv4 address in an outdated wrapping"),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x64, 0xff9b, 1, ..] => Some("a local translation of an IPv4 address"),
        [0x2002, high, low, ..] => embedded(high, low),
        [0x100, 0, 0, 0, ..] => Some("an address to discard"),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Some("an address for documentation"),
        [0x2001, 0..=0x1ff, ..] => Some("an address for protocol assignments"),
        [0x5f00, ..] => Some("an address for segment routing"),
        [0xfc00..=0xfdff, ..] => Some("a private address"),
        [0xfe80..=0xfebf, ..] => Some("a link-local address"),
        [0xfec0..=0xfeff, ..] => Some("an outdated site-local address"),
        [0xff00..=0xffff, ..] => Some("a multicast address"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), Forbidden> {
        Reach::PUBLIC.check(text.parse().unwrap())
    }

    #[test]
    fn addresses_of_the_public_internet_pass() {
        for text in [
            "1.1.1.1",
            "172.32.0.1",
            "100.128.0.1",
            "203.113.0.1",
            "2606:4700::1111",
            "64:ff9b::101:101",
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn everything_that_is_not_the_public_internet_is_refused() {
        for text in [
            "0.0.0.0",
            "10.0.0.1",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.0.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "100::1",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_private_address_written_as_ipv6_is_refused() {
        for text in [
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "64:ff9b:1::a00:1",
            "2002:7f00:1::",
            "2002:c0a8:101::1",
        ] {
            assert!(check(text).is_err(), "{text}");
        }
    }

    #[test]
    fn development_adds_loopback_and_nothing_else() {
        for text in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(
                Reach::DEVELOPMENT.check(text.parse().unwrap()),
                Ok(()),
                "{text}"
            );
        }
        assert!(
            Reach::DEVELOPMENT
                .check("10.0.0.1".parse().unwrap())
                .is_err()
        );
        assert!(
            Reach::DEVELOPMENT
                .check("169.254.169.254".parse().unwrap())
                .is_err()
        );
    }
}
