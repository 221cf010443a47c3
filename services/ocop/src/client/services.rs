//! A client of each service of the contract.

use std::collections::BTreeMap;

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
use ocop_proto::evaluation::v1::monitoring_service_client::MonitoringServiceClient;
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
use tonic::transport::{Channel, ClientTlsConfig, Endpoint};

use super::{Authorised, Bearer};
use crate::errors::Refused;

/// The services, by name.
#[derive(Clone, Debug)]
pub(crate) struct Services {
    channels: BTreeMap<&'static str, Channel>,
    // To evaluation, without a timeout: for files.
    files: Option<Channel>,
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

    /// Merges of records that were registered twice.
    pub(crate) fn merging(&self, bearer: &Bearer) -> MergingServiceClient<Authorised> {
        MergingServiceClient::with_interceptor(self.channel("catalog"), bearer.clone())
    }

    /// Programmes of support, sessions of training and grants.
    pub(crate) fn support(&self, bearer: &Bearer) -> SupportServiceClient<Authorised> {
        SupportServiceClient::with_interceptor(self.channel("catalog"), bearer.clone())
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

    /// Inspections and complaints.
    pub(crate) fn monitoring(&self, bearer: &Bearer) -> MonitoringServiceClient<Authorised> {
        MonitoringServiceClient::with_interceptor(self.channel("evaluation"), bearer.clone())
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
