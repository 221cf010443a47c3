//! Names are resolved by us, and what they resolve to is checked, before a connection is made to the very address that
//! was checked. So a name cannot point at the public internet when it is checked and at our own network when it is
//! called.

use std::net::{IpAddr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use crate::domain::subscription::{Forbidden, Reach};

/// Resolves by the system and hands on only what may be called.
#[derive(Debug, Clone, Copy)]
pub(super) struct CheckedResolver {
    pub(super) reach: Reach,
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.reach;
        Box::pin(async move {
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            check_all(reach, found.iter().map(SocketAddr::ip))?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// Every address must be one that may be called: a name with one forbidden address among good ones is a trap or a
/// mistake, and is not called at all.
fn check_all(reach: Reach, found: impl IntoIterator<Item = IpAddr>) -> Result<(), Forbidden> {
    found
        .into_iter()
        .try_for_each(|address| reach.check(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_forbidden_address_among_good_ones_refuses_the_name() {
        let address = |text: &str| text.parse::<IpAddr>().unwrap();
        assert!(
            check_all(
                Reach::PUBLIC,
                [address("1.1.1.1"), address("2606:4700::1111")]
            )
            .is_ok()
        );
        let refused =
            check_all(Reach::PUBLIC, [address("1.1.1.1"), address("10.0.0.5")]).unwrap_err();
        assert_eq!(refused.address, address("10.0.0.5"));
    }
}
