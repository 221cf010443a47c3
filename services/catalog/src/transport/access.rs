//! Who may call what. An rpc without a row may be called by nobody; a test walks the contract and fails on one.

use ocop_chassis::identity::Role::{CommuneOfficer, OcopOffice, Operator, Producer};
use ocop_chassis::identity::{Access, Who};

/// Who keeps the register: the producer itself, its commune and the offices, each within its scope.
const REGISTER: Who = Who::Roles(&[Producer, CommuneOfficer, OcopOffice]);
const OFFICES: Who = Who::Roles(&[OcopOffice, Operator]);

const fn row(rpc: &'static str, who: Who) -> Access {
    Access { rpc, who }
}

/// The table of the catalog.
pub const ACCESS: &[Access] = &[
    row("/ocop.catalog.v1.CatalogService/GetPlace", Who::Public),
    row("/ocop.catalog.v1.CatalogService/ListPlaces", Who::Public),
    row("/ocop.catalog.v1.CatalogService/AddPlace", OFFICES),
    row("/ocop.catalog.v1.CatalogService/RegisterProducer", REGISTER),
    row("/ocop.catalog.v1.CatalogService/UpdateProducer", REGISTER),
    row("/ocop.catalog.v1.CatalogService/GetProducer", Who::Signed),
    row("/ocop.catalog.v1.CatalogService/ListProducers", Who::Signed),
    row("/ocop.catalog.v1.CatalogService/RegisterProduct", REGISTER),
    row("/ocop.catalog.v1.CatalogService/UpdateProduct", REGISTER),
    row("/ocop.catalog.v1.CatalogService/RetireProduct", REGISTER),
    row("/ocop.catalog.v1.CatalogService/GetProduct", Who::Public),
    row("/ocop.catalog.v1.CatalogService/ListProducts", Who::Public),
];
