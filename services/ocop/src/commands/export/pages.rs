//! The pages of lists.

use ocop_chassis::grpc::timestamp;
use ocop_proto::catalog::v1 as catalog;
use ocop_proto::evaluation::v1 as evaluation;
use ocop_proto::promotion::v1 as promotion;
use ocop_proto::view::v1::View;
use serde::Serialize;
use serde_json::Value;

use super::lists::{List, Wanted};
use crate::client::{Bearer, Services};
use crate::errors::CallError;
use crate::output;

/// Rows that a service is asked for at once.
const PAGE: i32 = 500;

/// The pages of a list.
pub(super) struct Source<'a> {
    list: List,
    services: &'a Services,
    bearer: &'a Bearer,
    wanted: Wanted,
    /// The token of the next page; `None` after the last.
    next: Option<String>,
}

/// Asks a client for a page of a list.
macro_rules! page {
    ($client:expr, $rpc:ident, $rows:ident, $request:expr) => {{
        let answer = $client.$rpc($request).await.map_err(CallError::from)?;
        let page = answer.into_inner();
        (rows(&page.$rows)?, page.next_page_token)
    }};
}

fn rows<T: Serialize>(page: &[T]) -> anyhow::Result<Vec<Value>> {
    page.iter().map(output::named_value).collect()
}

impl<'a> Source<'a> {
    pub(super) fn new(
        list: List,
        services: &'a Services,
        bearer: &'a Bearer,
        wanted: Wanted,
    ) -> Self {
        Self {
            list,
            services,
            bearer,
            wanted,
            next: Some(String::new()),
        }
    }

    /// Which list it is of.
    pub(super) fn list(&self) -> List {
        self.list
    }

    /// The next page, with the names that the contract has; `None` after the last.
    ///
    /// # Errors
    /// The service refuses, or cannot be reached.
    pub(super) async fn page(&mut self) -> anyhow::Result<Option<Vec<Value>>> {
        let Some(token) = self.next.take() else {
            return Ok(None);
        };
        let (rows, next) = self.ask(token).await?;
        self.next = (!next.is_empty()).then_some(next);
        Ok(Some(rows))
    }

    async fn ask(&self, page_token: String) -> anyhow::Result<(Vec<Value>, String)> {
        let (page_size, wanted) = (PAGE, &self.wanted);
        let (place, search) = (wanted.place.clone(), wanted.search.clone());
        let in_units_of = wanted.in_units_of.clone();
        let view = View::Full.into();
        let bearer = self.bearer;
        Ok(match self.list {
            List::Places => {
                let request = catalog::ListPlacesRequest {
                    page_size,
                    page_token,
                    parent_code: place,
                    on_date: in_units_of,
                    ..Default::default()
                };
                page!(self.services.catalog(bearer), list_places, places, request)
            }
            List::Producers => {
                let request = catalog::ListProducersRequest {
                    page_size,
                    page_token,
                    place_code: place,
                    in_units_of,
                    search,
                    ..Default::default()
                };
                page!(
                    self.services.catalog(bearer),
                    list_producers,
                    producers,
                    request
                )
            }
            List::Products => {
                let request = catalog::ListProductsRequest {
                    page_size,
                    page_token,
                    place_code: place,
                    in_units_of,
                    search,
                    view,
                    ..Default::default()
                };
                page!(
                    self.services.catalog(bearer),
                    list_products,
                    products,
                    request
                )
            }
            List::Transfers => {
                let request = catalog::ListTransfersRequest {
                    page_size,
                    page_token,
                    ..Default::default()
                };
                page!(
                    self.services.catalog(bearer),
                    list_transfers,
                    transfers,
                    request
                )
            }
            List::SupportProgrammes => {
                let request = catalog::ListSupportProgrammesRequest {
                    page_size,
                    page_token,
                    place_code: place,
                    in_units_of,
                    ..Default::default()
                };
                page!(
                    self.services.support(bearer),
                    list_support_programmes,
                    programmes,
                    request
                )
            }
            List::SupportSessions => {
                let request = catalog::ListSupportSessionsRequest {
                    page_size,
                    page_token,
                    place_code: place,
                    in_units_of,
                    ..Default::default()
                };
                page!(
                    self.services.support(bearer),
                    list_support_sessions,
                    sessions,
                    request
                )
            }
            List::SupportGrants => {
                let request = catalog::ListSupportGrantsRequest {
                    page_size,
                    page_token,
                    place_code: place,
                    in_units_of,
                    ..Default::default()
                };
                page!(
                    self.services.support(bearer),
                    list_support_grants,
                    grants,
                    request
                )
            }
            List::Certificates => {
                let request = evaluation::ListCertificatesRequest {
                    page_size,
                    page_token,
                    province_code: place,
                    in_units_of,
                    search,
                    view,
                    ..Default::default()
                };
                page!(
                    self.services.certificates(bearer),
                    list_certificates,
                    certificates,
                    request
                )
            }
            List::Dossiers => {
                let request = evaluation::ListDossiersRequest {
                    page_size,
                    page_token,
                    province_code: place,
                    in_units_of,
                    view,
                    ..Default::default()
                };
                page!(
                    self.services.dossiers(bearer),
                    list_dossiers,
                    dossiers,
                    request
                )
            }
            List::Rounds => {
                let request = evaluation::ListRoundsRequest {
                    page_size,
                    page_token,
                    province_code: place,
                    in_units_of,
                    ..Default::default()
                };
                page!(self.services.councils(bearer), list_rounds, rounds, request)
            }
            List::Councils => {
                let request = evaluation::ListCouncilsRequest {
                    page_size,
                    page_token,
                    province_code: place,
                    in_units_of,
                    ..Default::default()
                };
                page!(
                    self.services.councils(bearer),
                    list_councils,
                    councils,
                    request
                )
            }
            List::Feed => {
                let request = promotion::ListChangedListingsRequest {
                    page_size,
                    page_token,
                    changed_since: wanted.since.map(timestamp),
                };
                page!(
                    self.services.exchange(bearer),
                    list_changed_listings,
                    listings,
                    request
                )
            }
            List::Rewards => {
                let request = promotion::ListRewardsRequest {
                    page_size,
                    page_token,
                    province_code: place,
                    in_units_of,
                    ..Default::default()
                };
                page!(
                    self.services.rewards(bearer),
                    list_rewards,
                    rewards,
                    request
                )
            }
            List::Listings => {
                let request = promotion::ListListingsRequest {
                    page_size,
                    page_token,
                    province_code: place,
                    in_units_of,
                    ..Default::default()
                };
                page!(
                    self.services.listings(bearer),
                    list_listings,
                    listings,
                    request
                )
            }
        })
    }
}
