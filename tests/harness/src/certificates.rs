//! Certificates that a test makes for itself.

use std::fs;
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    date_time_ymd,
};

/// An authority that nobody trusts but the test.
#[derive(Debug)]
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    pem: String,
}

/// A certificate with its key, both in PEM.
#[derive(Clone, Debug)]
pub struct Issued {
    /// The certificate.
    pub certificate: String,
    /// Its private key.
    pub key: String,
}

impl Authority {
    /// A new one.
    ///
    /// # Panics
    ///
    /// When no key can be made.
    #[must_use]
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params
            .distinguished_name
            .push(DnType::CommonName, "an authority of a test");
        let key = KeyPair::generate().expect("a key");
        let pem = params.self_signed(&key).expect("a certificate").pem();
        Self {
            issuer: Issuer::new(params, key),
            pem,
        }
    }

    /// Its own certificate.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// A certificate for servers and clients with these names or addresses.
    #[must_use]
    pub fn issue(&self, names: &[&str]) -> Issued {
        self.issue_until(names, 4096)
    }

    /// One that ended long ago.
    #[must_use]
    pub fn issue_expired(&self, names: &[&str]) -> Issued {
        self.issue_until(names, 2020)
    }

    fn issue_until(&self, names: &[&str], year: i32) -> Issued {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        let mut params = CertificateParams::new(names).expect("names or addresses");
        params.not_after = date_time_ymd(year, 1, 1);
        params.extended_key_usages = vec![
            ExtendedKeyUsagePurpose::ServerAuth,
            ExtendedKeyUsagePurpose::ClientAuth,
        ];
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        Issued {
            certificate: certificate.pem(),
            key: key.serialize_pem(),
        }
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

impl Issued {
    /// Puts it into a folder as `<name>.pem` and `<name>.key`, in the place of those that are there.
    ///
    /// # Panics
    ///
    /// When it cannot be written.
    pub fn write(&self, folder: &Path, name: &str) -> (PathBuf, PathBuf) {
        (
            replace(folder, &format!("{name}.pem"), &self.certificate),
            replace(folder, &format!("{name}.key"), &self.key),
        )
    }
}

/// Writes a file whole in the place of the one that is there, as those do who renew certificates.
///
/// # Panics
///
/// When it cannot be written.
pub fn replace(folder: &Path, name: &str, text: &str) -> PathBuf {
    let (new, file) = (folder.join(format!("{name}.new")), folder.join(name));
    fs::write(&new, text).expect("there is room");
    fs::rename(&new, &file).expect("it can be replaced");
    file
}
