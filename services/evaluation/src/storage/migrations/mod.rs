//! The schema, step by step. A released step is never changed.

use ocop_chassis::database::{SqlMigration, chassis_migrations};
use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// All steps in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let mut steps = chassis_migrations();
        steps.extend([
            SqlMigration::boxed("m0001_evaluation", include_str!("m0001_evaluation.sql")),
            SqlMigration::boxed("m0002_monitoring", include_str!("m0002_monitoring.sql")),
            SqlMigration::boxed("m0003_evidence", include_str!("m0003_evidence.sql")),
            SqlMigration::boxed("m0004_procedure", include_str!("m0004_procedure.sql")),
            SqlMigration::boxed("m0006_council", include_str!("m0006_council.sql")),
            SqlMigration::boxed("m0007_certificates", include_str!("m0007_certificates.sql")),
        ]);
        steps
    }
}

#[cfg(test)]
mod tests {
    use ocop_harness::on_both_engines;
    use sea_orm::{ConnectionTrait as _, Database, DbBackend, Statement};
    use uuid::Uuid;

    use super::*;

    on_both_engines!(
        a_ballot_of_the_release_before_belongs_to_the_first_vote_of_its_rounds_council,
        async |url: String| {
            let db = Database::connect(url).await.unwrap();
            let engine = db.get_database_backend();
            let steps = Migrator::migrations();
            let before = steps.iter().position(|step| step.name() == "m0006_council");
            let before = u32::try_from(before.unwrap()).unwrap();
            Migrator::up(&db, Some(before)).await.unwrap();
            let id = |n: u128| {
                let id = Uuid::from_u128(n);
                if engine == DbBackend::Postgres {
                    format!("'{id}'")
                } else {
                    format!("x'{}'", id.simple())
                }
            };
            let (council, round, dossier) = (id(0xC0), id(0xA0), id(0xD0));
            let now = "'2026-06-05T08:00:00+00:00'";
            let rows = [
                format!(
                    "insert into councils (id, created_at, province_code, body) values ({council}, {now}, '51', '{{}}')"
                ),
                format!(
                    "insert into rounds (id, created_at, province_code, year, number, council_id) values ({round}, {now}, '51', 2026, 1, {council})"
                ),
                format!(
                    "insert into dossiers (id, version, created_at, updated_at, product_id, producer_id, province_code, round_id, kind, state, body) values ({dossier}, 4, {now}, {now}, {council}, {council}, '51', {round}, 'first', 'in_provincial_round', '{{}}')"
                ),
                format!(
                    "insert into ballots (id, dossier_id, member, total, comment, answers, cast_at) values ({}, {dossier}, 'an', 100, '', '{{}}', {now})",
                    id(0xB0)
                ),
            ];
            for row in rows {
                db.execute_unprepared(&row).await.unwrap();
            }
            Migrator::up(&db, None).await.unwrap();
            let asked = "select council_id, attempt from ballots";
            let row = db
                .query_one_raw(Statement::from_string(engine, asked))
                .await
                .unwrap()
                .unwrap();
            let council: Uuid = row.try_get("", "council_id").unwrap();
            let attempt: i32 = row.try_get("", "attempt").unwrap();
            assert_eq!((council, attempt), (Uuid::from_u128(0xC0), 1));
        }
    );
}
