//! The pages of lists.

mod catalog;
mod evaluation;
mod promotion;

use serde::Serialize;
use serde_json::Value;

use super::lists::{List, Wanted};
use crate::client::{Bearer, Services};
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

/// The rows of a page, and the token of the next.
type Answer = anyhow::Result<(Vec<Value>, String)>;

/// Waits for a page of a list.
macro_rules! page {
    ($call:expr, $rows:ident) => {{
        let answer = $call.await.map_err(crate::errors::CallError::from)?;
        let page = answer.into_inner();
        Ok((super::rows(&page.$rows)?, page.next_page_token))
    }};
}
use page;

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

    async fn ask(&self, page_token: String) -> Answer {
        match self.list {
            List::Places => self.places(page_token).await,
            List::Producers => self.producers(page_token).await,
            List::Products => self.products(page_token).await,
            List::Transfers => self.transfers(page_token).await,
            List::Areas => self.areas(page_token).await,
            List::Lots => self.lots(page_token).await,
            List::SupportProgrammes => self.support_programmes(page_token).await,
            List::SupportSessions => self.support_sessions(page_token).await,
            List::SupportGrants => self.support_grants(page_token).await,
            List::Certificates => self.certificates(page_token).await,
            List::Dossiers => self.dossiers(page_token).await,
            List::Rounds => self.rounds(page_token).await,
            List::Councils => self.councils(page_token).await,
            List::Inspections => self.inspections(page_token).await,
            List::Complaints => self.complaints(page_token).await,
            List::Targets => self.targets(page_token).await,
            List::Listings => self.listings(page_token).await,
            List::Feed => self.feed(page_token).await,
            List::Partners => self.partners(page_token).await,
            List::Demands => self.demands(page_token).await,
            List::TradeSessions => self.trade_sessions(page_token).await,
            List::SalesPoints => self.sales_points(page_token).await,
            List::DesignCentres => self.design_centres(page_token).await,
            List::Campaigns => self.campaigns(page_token).await,
            List::TopLists => self.top_lists(page_token).await,
            List::GiftSets => self.gift_sets(page_token).await,
            List::RewardSchemes => self.reward_schemes(page_token).await,
            List::Rewards => self.rewards(page_token).await,
        }
    }
}
