//! What changed with certificates, upgrades and campaigns.

use chrono::NaiveDate;
use ocop_chassis::database::StoreError;
use ocop_identity::AskedUnit;
use uuid::Uuid;

use crate::domain::campaign::Campaign;
use crate::domain::listing::Listing;
use crate::domain::reward::RecognitionKind;
use crate::domain::sales::{Effect, Occasion, OccasionKind, Window, effect};
use crate::domain::trade::Month;
use crate::storage::{self, Store};

/// Occasions that are looked at: the latest.
const LOOKED_AT: usize = 2_000;
/// Recognitions and campaigns that are read for them.
const READ: usize = 5_000;

/// Which occasions.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Of this kind.
    pub kind: OccasionKind,
    /// How many months before and after.
    pub months: u32,
    /// On this day or later.
    pub from: NaiveDate,
    /// On this day or earlier.
    pub to: NaiveDate,
    /// In this province, and what became part of it.
    pub province: Option<AskedUnit>,
    /// Only this campaign.
    pub campaign_id: Option<Uuid>,
}

/// What changed.
#[derive(Debug)]
pub struct Effects {
    /// All together first, then each star and criteria set.
    pub groups: Vec<Effect>,
    /// Whether there are more occasions than were looked at.
    pub more_exist: bool,
}

/// Says what products sold and agreed before and after occasions.
///
/// # Errors
/// The database failed.
pub async fn effects(
    store: &Store,
    asked: &Asked,
    today: NaiveDate,
) -> Result<Effects, StoreError> {
    let (mut occasions, more_read) = match asked.kind {
        OccasionKind::Certificate => recognised(store, asked, RecognitionKind::First).await?,
        OccasionKind::Upgrade => recognised(store, asked, RecognitionKind::Upgraded).await?,
        OccasionKind::Campaign => shown(store, asked).await?,
    };
    let more_exist = more_read || occasions.len() > LOOKED_AT;
    occasions.sort_by_key(|occasion| std::cmp::Reverse(occasion.month));
    occasions.truncate(LOOKED_AT);
    let window = Window {
        months: asked.months,
        last: Month::of(today).plus(-1),
    };
    let spans = occasions
        .iter()
        .map(|occasion| window.around(occasion.month));
    let first = spans.clone().map(|(first, _)| first).min();
    let last = spans.map(|(_, last)| last).max();
    let span = (
        first.unwrap_or(window.last),
        last.unwrap_or(window.last).min(window.last),
    );
    let mut products: Vec<Uuid> = occasions.iter().map(|one| one.product_id).collect();
    products.sort_unstable();
    products.dedup();
    // What was reported and agreed under a record that was merged counts for the one that is kept.
    let records = storage::listing::records(store.database().reader(), &products).await?;
    for occasion in &mut occasions {
        let leads = records.get(&occasion.product_id);
        occasion.product_id = leads.copied().unwrap_or(occasion.product_id);
    }
    let sales = storage::sales::by_product(store, &records, span).await?;
    let deals = storage::trade::agreed_by_product(store, &records, span).await?;
    Ok(Effects {
        groups: effect(&occasions, window, &sales, &deals),
        more_exist,
    })
}

/// Recognitions of a kind that still stand, or ended as they should. Answers too whether there are more
/// than are read.
async fn recognised(
    store: &Store,
    asked: &Asked,
    kind: RecognitionKind,
) -> Result<(Vec<Occasion>, bool), StoreError> {
    let days = (asked.from, asked.to);
    let (province, most) = (asked.province.as_ref(), READ as u64 + 1);
    let mut found = storage::reward::recognised(store, province, days, most).await?;
    let more = found.len() > READ;
    found.truncate(READ);
    let counts = found.into_iter().filter(|recognition| {
        let void = recognition
            .ending
            .as_ref()
            .is_some_and(|ending| ending.void);
        recognition.kind == Some(kind) && !void
    });
    let occasion = |recognition: crate::domain::reward::Recognition| Occasion {
        product_id: recognition.product_id,
        month: Month::of(recognition.decision.date),
        star: recognition.star,
        criteria_set: recognition.criteria_set,
    };
    Ok((counts.map(occasion).collect(), more))
}

/// Products that were shown at campaigns by producers who were there, with the stars of their newest certificates.
async fn shown(store: &Store, asked: &Asked) -> Result<(Vec<Occasion>, bool), StoreError> {
    let days = (asked.from, asked.to);
    let province = asked.province.as_ref();
    let asked_for = (asked.campaign_id, READ as u64 + 1);
    let mut campaigns = storage::campaign::begun(store, province, days, asked_for).await?;
    let more = campaigns.len() > READ;
    campaigns.truncate(READ);
    let shown = |campaign: &Campaign| {
        let there = campaign
            .participants
            .iter()
            .filter(|one| one.outcome.is_some());
        let month = Month::of(campaign.terms.from);
        let products = there.flat_map(|one| one.products.clone());
        products
            .map(move |product| (product, month))
            .collect::<Vec<_>>()
    };
    let mut shown: Vec<(Uuid, Month)> = campaigns.iter().flat_map(shown).collect();
    shown.sort_by_key(|(product, month)| (std::cmp::Reverse(*month), *product));
    shown.dedup();
    shown.truncate(LOOKED_AT + 1);
    let ids = shown.iter().map(|(product, _)| *product).collect();
    let views = storage::listing::by_ids(store.clone(), ids).await?;
    let occasion = |(product, month): &(Uuid, Month)| {
        let listing: &Listing = &views.get(product)?.listing;
        Some(Occasion {
            product_id: *product,
            month: *month,
            star: listing.held()?.certificate.star,
            criteria_set: listing.product.criteria_set,
        })
    };
    Ok((shown.iter().filter_map(occasion).collect(), more))
}
