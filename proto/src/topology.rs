//! The services, and which of them consumes what of which other. Whatever needs to know it follows from here:
//! handlers, the users of NATS, `ocop reconcile`, the embedded system, the bench.

/// A service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name, such as `catalog`.
    pub name: &'static str,
    /// The types of aggregate whose events it publishes, such as `product`.
    pub publishes: &'static [&'static str],
    /// What it consumes.
    pub consumers: &'static [&'static Consumer],
}

impl Service {
    /// Its package in the contract, such as `ocop.catalog.v1`.
    pub fn package(&self) -> String {
        format!("ocop.{}.v1", self.name)
    }

    /// The stream that it owns and publishes on, such as `OCOP_CATALOG`.
    pub fn stream(&self) -> String {
        stream(self.name)
    }

    /// The stream of the events that its consumers could not apply, such as `OCOP_DEAD_CATALOG`.
    pub fn dead_letters(&self) -> String {
        dead_letters(self.name)
    }

    /// The consumers of other services that read its stream.
    pub fn read_by(&self) -> impl Iterator<Item = &'static Consumer> {
        let publisher = self.name;
        let consumers = ALL.iter().flat_map(|service| service.consumers);
        consumers
            .copied()
            .filter(move |consumer| consumer.publisher == publisher)
    }
}

/// The stream that the service of this name publishes on.
pub fn stream(service: &str) -> String {
    format!("OCOP_{}", service.to_uppercase())
}

/// The stream of the events that the consumers of this service could not apply.
pub fn dead_letters(service: &str) -> String {
    format!("OCOP_DEAD_{}", service.to_uppercase())
}

/// A durable consumer of another service's events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consumer {
    /// Its name, unique in the system: it names the durable consumer and the inbox.
    pub name: &'static str,
    /// The service whose events it consumes.
    pub publisher: &'static str,
    /// The types of aggregate of which it gets every event.
    pub aggregates: &'static [&'static str],
}

impl Consumer {
    /// The subjects of the events that it gets.
    pub fn subjects(&self) -> impl Iterator<Item = String> {
        let publisher = self.publisher;
        let of = move |aggregate: &&str| format!("ocop.{publisher}.v1.{aggregate}.>");
        self.aggregates.iter().map(of)
    }
}

/// The catalog keeps the certificates of its products.
pub const CATALOG_CERTIFICATES: Consumer = Consumer {
    name: "catalog-certificates",
    publisher: "evaluation",
    aggregates: &["certificate"],
};

/// Evaluation keeps products, so that it works while the catalog is away.
pub const EVALUATION_PRODUCTS: Consumer = Consumer {
    name: "evaluation-products",
    publisher: "catalog",
    aggregates: &["product"],
};

/// Evaluation keeps producers, so that it works while the catalog is away.
pub const EVALUATION_PRODUCERS: Consumer = Consumer {
    name: "evaluation-producers",
    publisher: "catalog",
    aggregates: &["producer"],
};

/// Evaluation knows the administrative units that were added.
pub const EVALUATION_PLACES: Consumer = Consumer {
    name: "evaluation-places",
    publisher: "catalog",
    aggregates: &["place"],
};

/// Evaluation keeps who was at which fair: evidence of promotion.
pub const EVALUATION_CAMPAIGNS: Consumer = Consumer {
    name: "evaluation-campaigns",
    publisher: "promotion",
    aggregates: &["campaign"],
};

/// Evaluation counts who sells through modern channels, and how sales grow.
pub const EVALUATION_SALES: Consumer = Consumer {
    name: "evaluation-sales",
    publisher: "promotion",
    aggregates: &["sales_report"],
};

/// Evaluation counts producers who hold growing areas that are marked as circular or green.
pub const EVALUATION_AREAS: Consumer = Consumer {
    name: "evaluation-areas",
    publisher: "catalog",
    aggregates: &["growing_area"],
};

/// Evaluation counts producers who were trained.
pub const EVALUATION_TRAINING: Consumer = Consumer {
    name: "evaluation-training",
    publisher: "catalog",
    aggregates: &["support_session"],
};

/// Promotion knows the administrative units that were added.
pub const PROMOTION_PLACES: Consumer = Consumer {
    name: "promotion-places",
    publisher: "catalog",
    aggregates: &["place"],
};

/// Promotion follows producers that were merged.
pub const PROMOTION_PRODUCERS: Consumer = Consumer {
    name: "promotion-producers",
    publisher: "catalog",
    aggregates: &["producer"],
};

/// Promotion lists products.
pub const PROMOTION_PRODUCTS: Consumer = Consumer {
    name: "promotion-products",
    publisher: "catalog",
    aggregates: &["product"],
};

/// Promotion lists products by their certificates.
pub const PROMOTION_CERTIFICATES: Consumer = Consumer {
    name: "promotion-certificates",
    publisher: "evaluation",
    aggregates: &["certificate"],
};

/// Administrative units, producers and products.
pub const CATALOG: Service = Service {
    name: "catalog",
    publishes: &[
        "growing_area",
        "lot",
        "place",
        "producer",
        "product",
        "support_grant",
        "support_programme",
        "support_session",
        "transfer",
    ],
    consumers: &[&CATALOG_CERTIFICATES],
};

/// From a dossier to a certificate and to its end.
pub const EVALUATION: Service = Service {
    name: "evaluation",
    publishes: &[
        "certificate",
        "complaint",
        "dossier",
        "evidence",
        "inspection",
        "target",
    ],
    consumers: &[
        &EVALUATION_PRODUCTS,
        &EVALUATION_PRODUCERS,
        &EVALUATION_PLACES,
        &EVALUATION_CAMPAIGNS,
        &EVALUATION_AREAS,
        &EVALUATION_SALES,
        &EVALUATION_TRAINING,
    ],
};

/// Listings, partners and webhooks.
pub const PROMOTION: Service = Service {
    name: "promotion",
    publishes: &[
        "campaign",
        "demand",
        "design_centre",
        "gift_order",
        "gift_set",
        "listing",
        "match",
        "partner",
        "reward",
        "reward_scheme",
        "sales_point",
        "sales_report",
        "subscription",
        "top_list",
        "trade_deal",
        "trade_invitation",
        "trade_match",
        "trade_offer",
        "trade_session",
    ],
    consumers: &[
        &PROMOTION_PRODUCTS,
        &PROMOTION_PRODUCERS,
        &PROMOTION_CERTIFICATES,
        &PROMOTION_PLACES,
    ],
};

/// All services.
pub const SERVICES: [Service; 3] = [CATALOG, EVALUATION, PROMOTION];

const ALL: &[Service] = &SERVICES;

/// The names of all services.
pub const NAMES: [&str; SERVICES.len()] = [CATALOG.name, EVALUATION.name, PROMOTION.name];

/// The service of a name.
pub fn service(name: &str) -> Option<&'static Service> {
    ALL.iter().find(|service| service.name == name)
}
