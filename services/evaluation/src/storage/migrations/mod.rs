//! The schema, step by step. A released step is never changed.

use ocop_chassis::database::{SqlMigration, chassis_migrations};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut steps = chassis_migrations();
        steps.push(SqlMigration::boxed(
            "m0001_evaluation",
            include_str!("m0001_evaluation.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0002_merging",
            include_str!("m0002_merging.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0003_attendances",
            include_str!("m0003_attendances.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0004_growing_areas",
            include_str!("m0004_growing_areas.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0005_trainings",
            include_str!("m0005_trainings.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0006_dossier_summaries",
            include_str!("m0006_dossier_summaries.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0007_sales_reports",
            include_str!("m0007_sales_reports.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0008_erased_and_revived",
            include_str!("m0008_erased_and_revived.sql"),
        ));
        steps.push(SqlMigration::boxed(
            "m0009_first_lodging",
            include_str!("m0009_first_lodging.sql"),
        ));
        steps
    }
}
