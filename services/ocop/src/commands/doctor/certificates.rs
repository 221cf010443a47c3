//! How many days the certificate of a service is still good.

use std::sync::Arc;

use anyhow::Context as _;
use ocop_chassis::clock::Clock;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tonic::transport::Uri;
use x509_parser::parse_x509_certificate;

use super::Checks;
use crate::client::Target;

/// Days before its end from which a certificate should have a successor.
const RENEW: i64 = 14;

/// Looks at the certificate of a service with an https address.
pub(super) async fn check(target: &Target, service: &str, checks: &mut Checks) {
    let what = "certificate";
    let Some(address) = target.address_of(service) else {
        return;
    };
    if !address.starts_with("https://") {
        return;
    }
    if target.authority().is_none() {
        return checks.not_made(service, what, "name the authority with --ca");
    }
    match days_left(target, &address).await {
        Ok(days) if days >= RENEW => checks.good(service, what, format!("good for {days} days")),
        Ok(days) => checks.bad(
            service,
            what,
            format!(
                "good for {days} days only: renew it; the service takes the new files by itself."
            ),
        ),
        Err(error) => checks.bad(service, what, format!("{error:#}")),
    }
}

async fn days_left(target: &Target, address: &str) -> anyhow::Result<i64> {
    let address: Uri = address.parse()?;
    let host = address
        .host()
        .context("the address has no host")?
        .to_owned();
    let authority = target.authority().context("no authority is named")?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(authority)? {
        roots.add(certificate?)?;
    }
    let trust = ClientConfig::builder()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect((host.as_str(), address.port_u16().unwrap_or(443))).await?;
    let name = ServerName::try_from(host)?;
    let stream = TlsConnector::from(Arc::new(trust))
        .connect(name, stream)
        .await?;
    let shown = stream.get_ref().1.peer_certificates();
    let own = shown
        .and_then(<[_]>::first)
        .context("it shows no certificate")?;
    let (_, own) = parse_x509_certificate(own)?;
    let left = own.validity().not_after.timestamp()
        - Clock::system(ocop_proto::VIET_NAM).now().timestamp();
    Ok(left.div_euclid(86_400))
}
