//! TLS: one implementation for the whole process, and the certificates of its servers.
//!
//! gRPC, NATS, PostgreSQL and HTTP clients all speak TLS through rustls, which refuses to guess
//! when more than one cryptographic provider is compiled in. The process chooses once, at start.
//!
//! A server's certificate is read again when its files change ([`ServerTls`]): connections that are open go
//! on, new ones see the new certificate. The clients of NATS and PostgreSQL read theirs for every connection.

mod accept;
mod server;

pub use accept::{Secured, secured};
pub use server::{ServerFiles, ServerTls};

/// Makes aws-lc the cryptographic provider of every TLS connection of this process. Calling it
/// again changes nothing.
pub fn install_provider() {
    // An error means that somebody installed a provider before us: that one then stays.
    if rustls::crypto::aws_lc_rs::default_provider()
        .install_default()
        .is_err()
    {
        tracing::trace!("a TLS provider is already installed");
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_provider_may_be_asked_for_twice() {
        super::install_provider();
        super::install_provider();
        assert!(rustls::crypto::CryptoProvider::get_default().is_some());
    }
}
