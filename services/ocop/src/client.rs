//! The services as a client sees them: an address each, and a token.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::TimeDelta;
use clap::Args;
use ocop_chassis::clock::Clock;
use ocop_chassis::tokens::development::DevelopmentKeys;
use ocop_identity::{Role, Scope};
use ocop_proto::catalog::v1::catalog_service_client::CatalogServiceClient;
use ocop_proto::catalog::v1::growing_area_service_client::GrowingAreaServiceClient;
use ocop_proto::catalog::v1::merging_service_client::MergingServiceClient;
use ocop_proto::catalog::v1::support_service_client::SupportServiceClient;
use ocop_proto::catalog::v1::trace_service_client::TraceServiceClient;
use ocop_proto::evaluation::v1::certificate_service_client::CertificateServiceClient;
use ocop_proto::evaluation::v1::council_service_client::CouncilServiceClient;
use ocop_proto::evaluation::v1::criteria_service_client::CriteriaServiceClient;
use ocop_proto::evaluation::v1::dossier_service_client::DossierServiceClient;
use ocop_proto::evaluation::v1::evidence_service_client::EvidenceServiceClient;
use ocop_proto::evaluation::v1::progress_service_client::ProgressServiceClient;
use ocop_proto::operations::v1::operations_service_client::OperationsServiceClient;
use ocop_proto::promotion::v1::campaign_service_client::CampaignServiceClient;
use ocop_proto::promotion::v1::exchange_service_client::ExchangeServiceClient;
use ocop_proto::promotion::v1::gift_service_client::GiftServiceClient;
use ocop_proto::promotion::v1::listing_service_client::ListingServiceClient;
use ocop_proto::promotion::v1::partner_service_client::PartnerServiceClient;
use ocop_proto::promotion::v1::reward_service_client::RewardServiceClient;
use ocop_proto::promotion::v1::sales_point_service_client::SalesPointServiceClient;
use ocop_proto::promotion::v1::sales_service_client::SalesServiceClient;
use ocop_proto::promotion::v1::subscription_service_client::SubscriptionServiceClient;
use ocop_proto::promotion::v1::top_list_service_client::TopListServiceClient;
use ocop_proto::promotion::v1::trade_service_client::TradeServiceClient;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::service::Interceptor;
use tonic::service::interceptor::InterceptedService;
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Endpoint, Identity};
use tonic::{Request, Status};

use crate::embedded::{self, directory};
use crate::errors::Refused;

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

/// The services, by name.
#[derive(Clone, Debug)]
pub(crate) struct Services {
    channels: BTreeMap<&'static str, Channel>,
    // To evaluation, without a timeout: for files.
    files: Option<Channel>,
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

impl Services {
    /// The services at these addresses; `tls` counts for those that begin with https.
    ///
    /// # Errors
    /// An address is not a URL.
    pub(crate) fn at(
        addresses: &BTreeMap<&'static str, String>,
        tls: &ClientTlsConfig,
    ) -> anyhow::Result<Self> {
        let endpoint = |address: &str| -> anyhow::Result<Endpoint> {
            let whole = if address.contains("://") {
                address.to_owned()
            } else {
                format!("http://{address}")
            };
            let wrong = || {
                Refused::Misuse(format!(
                    "{address:?} is no address; an address is such as 127.0.0.1:7101 or https://catalog.example:443"
                ))
            };
            let mut endpoint = Endpoint::from_shared(whole)
                .map_err(|_| wrong())?
                .connect_timeout(std::time::Duration::from_secs(5));
            if address.starts_with("https://") {
                endpoint = endpoint.tls_config(tls.clone())?;
            }
            Ok(endpoint)
        };
        let channel = |address: &str| -> anyhow::Result<Channel> {
            let bounded = endpoint(address)?.timeout(std::time::Duration::from_secs(30));
            Ok(bounded.connect_lazy())
        };
        let mut channels = BTreeMap::new();
        for (name, address) in addresses {
            channels.insert(*name, channel(address)?);
        }
        let files = addresses.get("evaluation").map(|address| endpoint(address));
        Ok(Self {
            channels,
            files: files.transpose()?.map(|files| files.connect_lazy()),
        })
    }

    fn channel(&self, service: &str) -> Channel {
        let channel = self.channels.get(service);
        channel
            .expect("a command names the services that it calls")
            .clone()
    }

    /// Producers, products and places.
    pub(crate) fn catalog(&self, bearer: &Bearer) -> CatalogServiceClient<Authorised> {
        CatalogServiceClient::with_interceptor(self.channel("catalog"), bearer.clone())
    }

    /// Growing areas.
    pub(crate) fn areas(&self, bearer: &Bearer) -> GrowingAreaServiceClient<Authorised> {
        GrowingAreaServiceClient::with_interceptor(self.channel("catalog"), bearer.clone())
    }

    /// Programmes of support, sessions of training and grants.
    pub(crate) fn support(&self, bearer: &Bearer) -> SupportServiceClient<Authorised> {
        SupportServiceClient::with_interceptor(self.channel("catalog"), bearer.clone())
    }

    /// Merges of records that were registered twice.
    pub(crate) fn merging(&self, bearer: &Bearer) -> MergingServiceClient<Authorised> {
        MergingServiceClient::with_interceptor(self.channel("catalog"), bearer.clone())
    }

    /// Lots and their events.
    pub(crate) fn traces(&self, bearer: &Bearer) -> TraceServiceClient<Authorised> {
        TraceServiceClient::with_interceptor(self.channel("catalog"), bearer.clone())
    }

    /// Regulations and criteria.
    pub(crate) fn criteria(&self, bearer: &Bearer) -> CriteriaServiceClient<Authorised> {
        CriteriaServiceClient::with_interceptor(self.channel("evaluation"), bearer.clone())
    }

    /// Dossiers.
    pub(crate) fn dossiers(&self, bearer: &Bearer) -> DossierServiceClient<Authorised> {
        DossierServiceClient::with_interceptor(self.channel("evaluation"), bearer.clone())
    }

    /// Documents of producers and their files.
    pub(crate) fn evidence(&self, bearer: &Bearer) -> EvidenceServiceClient<Authorised> {
        let files = self.files.clone();
        let files = files.expect("a command that calls evaluation names it");
        EvidenceServiceClient::with_interceptor(files, bearer.clone())
    }

    /// Councils, rounds and ballots.
    pub(crate) fn councils(&self, bearer: &Bearer) -> CouncilServiceClient<Authorised> {
        CouncilServiceClient::with_interceptor(self.channel("evaluation"), bearer.clone())
    }

    /// Certificates.
    pub(crate) fn certificates(&self, bearer: &Bearer) -> CertificateServiceClient<Authorised> {
        CertificateServiceClient::with_interceptor(self.channel("evaluation"), bearer.clone())
    }

    /// Targets and progress.
    pub(crate) fn progress(&self, bearer: &Bearer) -> ProgressServiceClient<Authorised> {
        ProgressServiceClient::with_interceptor(self.channel("evaluation"), bearer.clone())
    }

    /// Listings.
    pub(crate) fn listings(&self, bearer: &Bearer) -> ListingServiceClient<Authorised> {
        ListingServiceClient::with_interceptor(self.channel("promotion"), bearer.clone())
    }

    /// Partners and matches.
    pub(crate) fn partners(&self, bearer: &Bearer) -> PartnerServiceClient<Authorised> {
        PartnerServiceClient::with_interceptor(self.channel("promotion"), bearer.clone())
    }

    /// Gift sets and orders.
    pub(crate) fn gifts(&self, bearer: &Bearer) -> GiftServiceClient<Authorised> {
        GiftServiceClient::with_interceptor(self.channel("promotion"), bearer.clone())
    }

    /// Sales points and design centres.
    pub(crate) fn sales_points(&self, bearer: &Bearer) -> SalesPointServiceClient<Authorised> {
        SalesPointServiceClient::with_interceptor(self.channel("promotion"), bearer.clone())
    }

    /// Campaigns.
    pub(crate) fn campaigns(&self, bearer: &Bearer) -> CampaignServiceClient<Authorised> {
        CampaignServiceClient::with_interceptor(self.channel("promotion"), bearer.clone())
    }

    /// Top lists and votes.
    pub(crate) fn top_lists(&self, bearer: &Bearer) -> TopListServiceClient<Authorised> {
        TopListServiceClient::with_interceptor(self.channel("promotion"), bearer.clone())
    }

    /// Demands, offers, deals and sessions.
    pub(crate) fn trade(&self, bearer: &Bearer) -> TradeServiceClient<Authorised> {
        TradeServiceClient::with_interceptor(self.channel("promotion"), bearer.clone())
    }

    /// Reported sales.
    pub(crate) fn sales(&self, bearer: &Bearer) -> SalesServiceClient<Authorised> {
        SalesServiceClient::with_interceptor(self.channel("promotion"), bearer.clone())
    }

    /// What floors carry.
    pub(crate) fn exchange(&self, bearer: &Bearer) -> ExchangeServiceClient<Authorised> {
        ExchangeServiceClient::with_interceptor(self.channel("promotion"), bearer.clone())
    }

    /// Rewards of recognised products.
    pub(crate) fn rewards(&self, bearer: &Bearer) -> RewardServiceClient<Authorised> {
        RewardServiceClient::with_interceptor(self.channel("promotion"), bearer.clone())
    }

    /// Webhooks.
    pub(crate) fn subscriptions(&self, bearer: &Bearer) -> SubscriptionServiceClient<Authorised> {
        SubscriptionServiceClient::with_interceptor(self.channel("promotion"), bearer.clone())
    }

    /// What the operators of `service` may do. `None` if there is no such service.
    pub(crate) fn operations(
        &self,
        service: &str,
        bearer: &Bearer,
    ) -> Option<OperationsServiceClient<Authorised>> {
        let channel = self.channels.get(service)?.clone();
        Some(OperationsServiceClient::with_interceptor(
            channel,
            bearer.clone(),
        ))
    }
}
