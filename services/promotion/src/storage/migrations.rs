//! The schema, step by step. A released step is never changed.

use ocop_chassis::database::{SqlMigration, chassis_migrations};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// All steps in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut steps = chassis_migrations();
        steps.push(SqlMigration::boxed(
            "m0001_promotion",
            include_str!("migrations/m0001_promotion.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0002_market",
            include_str!("migrations/m0002_market.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0003_trade",
            include_str!("migrations/m0003_trade.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0004_top_lists",
            include_str!("migrations/m0004_top_lists.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0005_verified_endpoints",
            include_str!("migrations/m0005_verified_endpoints.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0006_merging",
            include_str!("migrations/m0006_merging.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0007_notices",
            include_str!("migrations/m0007_notices.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0008_invitations",
            include_str!("migrations/m0008_invitations.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0009_accepting_receivers",
            include_str!("migrations/m0009_accepting_receivers.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0010_trade_matches",
            include_str!("migrations/m0010_trade_matches.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0011_decision_keys",
            include_str!("migrations/m0011_decision_keys.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0012_merged_producers",
            include_str!("migrations/m0012_merged_producers.sql"),
        ));
        steps
    }
}
