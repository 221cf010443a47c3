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
            "m0001_catalog",
            include_str!("migrations/m0001_catalog.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0002_merging",
            include_str!("migrations/m0002_merging.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0003_support",
            include_str!("migrations/m0003_support.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0004_trace_errors",
            include_str!("migrations/m0004_trace_errors.sql"),
        ));
        steps
    }
}
