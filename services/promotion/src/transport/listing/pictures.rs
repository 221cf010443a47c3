//! Where the pictures of products are.

use std::sync::Arc;

use chrono::NaiveDate;
use ocop_proto::promotion::v1 as proto;

use super::to_proto;
use crate::domain::listing::{FileKind, PICTURE_HASH, Trade};
use crate::storage::listing::ListingView;

/// The address of pictures by their hashes, if the operator gives one.
#[derive(Clone, Debug)]
pub struct Pictures(Option<Arc<str>>);

impl Pictures {
    /// By an address with [`PICTURE_HASH`] in it; empty for none.
    pub fn new(template: &str) -> Self {
        Self((!template.is_empty()).then(|| template.into()))
    }

    /// The addresses of the pictures of a product, the first first.
    pub(super) fn urls(&self, trade: &Trade) -> Vec<String> {
        let Some(template) = &self.0 else {
            return Vec::new();
        };
        let pictures = trade.files.iter();
        let pictures = pictures.filter(|file| file.kind == FileKind::Picture);
        let urls = pictures.map(|file| template.replace(PICTURE_HASH, &file.sha256));
        urls.collect()
    }

    /// A listing as callers see it on a day, with its pictures.
    pub(super) fn shown(&self, view: ListingView, today: NaiveDate) -> proto::Listing {
        let picture_urls = self.urls(&view.listing.product.trade);
        proto::Listing {
            picture_urls,
            ..to_proto(view, today)
        }
    }
}
