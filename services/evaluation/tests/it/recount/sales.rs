//! Sales as a recount finds them, report by report.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use ocop_evaluation::domain::programme::sales::{Growth, TwelveMonths};
use ocop_evaluation::domain::register::sales::Month;
use ocop_places::Said;
use uuid::Uuid;

use super::Register;

impl<'a> Register<'a> {
    /// Whether a producer sold through modern channels in the twelve months up to a day.
    pub(super) fn is_in_modern_channels(self, producer: Uuid, day: NaiveDate) -> bool {
        let months = TwelveMonths::until(day);
        self.sales.iter().any(|report| {
            report.producer_id == producer && report.modern_vnd > 0 && months.hold(report.month)
        })
    }

    /// How sales of what is valid on a day grew.
    pub(super) fn growth(self, province: Option<Said<'a>>, day: NaiveDate) -> Growth {
        let valid = self.valid_on(province, day);
        let held: BTreeSet<Uuid> = valid.map(|certificate| certificate.product_id).collect();
        let last = TwelveMonths::until(day).last;
        let mut sold: HashMap<(Uuid, Month), u64> = HashMap::new();
        for report in self.sales {
            *sold.entry((report.product_id, report.month)).or_default() += report.vnd;
        }
        let mut growth = Growth {
            of_products: u32::try_from(held.len()).unwrap(),
            ..Growth::default()
        };
        for product in held {
            let months = (0..12).map(|back| last.before(back));
            let both = months.filter_map(|month| {
                let now = sold.get(&(product, month))?;
                Some((*now, *sold.get(&(product, month.before(12)))?))
            });
            let both: Vec<(u64, u64)> = both.collect();
            growth.products += u32::from(!both.is_empty());
            growth.vnd += both.iter().map(|(now, _)| now).sum::<u64>();
            growth.before_vnd += both.iter().map(|(_, before)| before).sum::<u64>();
        }
        growth
    }
}
