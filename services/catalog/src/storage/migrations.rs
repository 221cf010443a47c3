//! The schema, step by step. A released step is never changed. Quảng Ngãi comes in a step of its own: it is data.

use ocop_chassis::database::{SqlMigration, chassis_migrations};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// All steps in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut steps = chassis_migrations();
        steps.extend([
            SqlMigration::boxed(
                "m0001_catalog",
                include_str!("migrations/m0001_catalog.sql"),
            ),
            SqlMigration::boxed(
                "m0002_quang_ngai",
                include_str!("migrations/m0002_quang_ngai.sql"),
            ),
        ]);
        steps
    }
}
