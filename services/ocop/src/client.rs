//! The services as a client sees them: an address each, and a token.

mod services;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::TimeDelta;
use clap::Args;
use ocop_chassis::clock::Clock;
use ocop_chassis::tokens::development::DevelopmentKeys;
use ocop_identity::{Role, Scope};
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Identity};
use tonic::{Request, Status};

use crate::embedded::{self, directory};

pub(crate) use services::Services;

/// Where the services are, and the token to call them with.
#[derive(Args, Debug, Clone)]
pub(crate) struct Target {
    /// Data directory of an `ocop up`: its addresses and its development key are used.
    #[arg(
        long,
        global = true,
        env = "OCOP_DATA_DIR",
        default_value = "ocop-data"
    )]
    pub(crate) data_dir: PathBuf,
    /// Address of the catalog service, such as `https://catalog.example:443` or, without TLS, `127.0.0.1:7101`.
    #[arg(long, global = true, env = "OCOP_CATALOG_ADDRESS", value_name = "URL")]
    catalog: Option<String>,
    /// Address of the evaluation service.
    #[arg(
        long,
        global = true,
        env = "OCOP_EVALUATION_ADDRESS",
        value_name = "URL"
    )]
    evaluation: Option<String>,
    /// Address of the promotion service.
    #[arg(
        long,
        global = true,
        env = "OCOP_PROMOTION_ADDRESS",
        value_name = "URL"
    )]
    promotion: Option<String>,
    /// Certificate authority (PEM) of services with https addresses.
    #[arg(long, global = true, env = "OCOP_CA_FILE", value_name = "FILE")]
    ca: Option<PathBuf>,
    /// Certificate (PEM) to show to services that ask for one.
    #[arg(
        long,
        global = true,
        env = "OCOP_CLIENT_CERTIFICATE",
        requires = "client_key",
        value_name = "FILE"
    )]
    client_certificate: Option<PathBuf>,
    /// Its private key (PEM).
    #[arg(
        long,
        global = true,
        env = "OCOP_CLIENT_KEY",
        requires = "client_certificate",
        value_name = "FILE"
    )]
    client_key: Option<PathBuf>,
    /// Token to call with; one is signed with the data directory's development key if not given.
    #[arg(long, global = true, env = "OCOP_TOKEN", hide_env_values = true)]
    token: Option<String>,
}

/// A token that goes with every call.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bearer(Option<MetadataValue<Ascii>>);

/// A channel whose calls carry a token.
pub(crate) type Authorised = InterceptedService<Channel, Bearer>;

impl Interceptor for Bearer {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        if let Some(value) = &self.0 {
            request
                .metadata_mut()
                .insert("authorization", value.clone());
        }
        Ok(request)
    }
}

impl Bearer {
    /// Carries `token`.
    ///
    /// # Errors
    /// It has characters that no token has.
    pub(crate) fn new(token: &str) -> anyhow::Result<Self> {
        let mut value: MetadataValue<Ascii> = format!("Bearer {token}")
            .parse()
            .context("the token has characters that no token has")?;
        value.set_sensitive(true);
        Ok(Self(Some(value)))
    }

    /// Carries nothing: for rpcs that anyone may call.
    pub(crate) fn none() -> Self {
        Self::default()
    }
}

impl Target {
    /// Channels to the services that a command needs; they connect when first used.
    ///
    /// # Errors
    /// The address of one is not known, or is not an address.
    pub(crate) fn services(&self, needed: &[&str]) -> anyhow::Result<Services> {
        let needed: Vec<&'static str> = embedded::SERVICES
            .into_iter()
            .filter(|name| needed.contains(name))
            .collect();
        let mut missing = needed.iter().filter(|name| self.given(name).is_none());
        let running = match missing.next() {
            None => None,
            Some(_) => Some(directory::addresses_in(&self.data_dir, &needed)?),
        };
        let mut addresses = BTreeMap::new();
        for name in needed {
            let found = self
                .given(name)
                .or_else(|| running.as_ref()?.services.get(name))
                .with_context(|| {
                    format!("no address of the {name} service is known; give one with --{name}")
                })?;
            addresses.insert(name, found.clone());
        }
        Services::at(&addresses, &self.tls()?)
    }

    /// The address of a service, if it is known.
    pub(crate) fn address_of(&self, service: &str) -> Option<String> {
        self.given(service).cloned().or_else(|| {
            let running = directory::addresses_in(&self.data_dir, &[service]).ok()?;
            running.services.get(service).cloned()
        })
    }

    /// The file with the authority of services that speak TLS.
    pub(crate) fn authority(&self) -> Option<&Path> {
        self.ca.as_deref()
    }

    /// What is trusted and shown where services have https addresses.
    fn tls(&self) -> anyhow::Result<ClientTlsConfig> {
        let read = |path: &PathBuf| {
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
        };
        let mut tls = ClientTlsConfig::new();
        if let Some(authority) = &self.ca {
            tls = tls.ca_certificate(Certificate::from_pem(read(authority)?));
        }
        if let (Some(certificate), Some(key)) = (&self.client_certificate, &self.client_key) {
            tls = tls.identity(Identity::from_pem(read(certificate)?, read(key)?));
        }
        Ok(tls)
    }

    fn given(&self, service: &str) -> Option<&String> {
        match service {
            "catalog" => self.catalog.as_ref(),
            "evaluation" => self.evaluation.as_ref(),
            "promotion" => self.promotion.as_ref(),
            _ => None,
        }
    }

    /// The token given, else one for `role` in `scope` signed with the development key.
    ///
    /// # Errors
    /// There is neither a token nor a development key.
    pub(crate) fn bearer(&self, role: Role, scope: Scope) -> anyhow::Result<Bearer> {
        if let Some(token) = &self.token {
            return Bearer::new(token);
        }
        anyhow::ensure!(
            embedded::keys_directory(&self.data_dir).is_dir(),
            "a token is needed: give one with --token or OCOP_TOKEN, or name the data directory of an `ocop up`"
        );
        let keys = DevelopmentKeys::open(&embedded::keys_directory(&self.data_dir))?;
        let issued = keys.token(
            "ocop-cli",
            &[(role, scope)],
            embedded::ISSUER,
            embedded::AUDIENCE,
            TimeDelta::minutes(15),
            Clock::system(ocop_proto::VIET_NAM).now(),
        )?;
        Bearer::new(&issued)
    }
}
