//! A second server that holds what the first holds, to be promoted when that is gone.

use std::fs;
use std::os::unix::fs::chown;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::AtomicU32;

use sea_orm::ConnectionTrait as _;

use super::{Postgres, ROLE};
use crate::{eventually, folder, port, programs};

impl Postgres {
    /// A replica. From now on a commit is answered when it is on the disk of both. This server is restarted.
    ///
    /// # Panics
    ///
    /// When one of the two does not come up.
    pub async fn replica(&self) -> Self {
        self.stop().await;
        let folder = folder::fresh("pg", self.user).expect("a directory");
        let program_folder = programs::reachable_postgres(&folder, self.user);
        let replica = Self {
            programs: program_folder.expect("PostgreSQL can be run from there"),
            folder,
            user: self.user,
            port: port::free(),
            password: self.password.clone(),
            durable: self.durable,
            databases: AtomicU32::new(0),
            server: Mutex::new(None),
        };
        let mut copy = Command::new("cp");
        let copy = copy
            .arg("-a")
            .arg(self.folder.join("data"))
            .arg(&replica.folder);
        assert!(
            copy.status().expect("cp").success(),
            "the files cannot be copied"
        );
        let data = replica.folder.join("data");
        let (signal, settings) = (
            data.join("standby.signal"),
            data.join("postgresql.auto.conf"),
        );
        fs::write(&signal, "").expect("there is room");
        let follows = format!(
            "primary_conninfo = 'host=127.0.0.1 port={} user={ROLE} password={}'\n",
            self.port, self.password
        );
        fs::write(settings, follows).expect("there is room");
        if let Some(user) = self.user {
            chown(&signal, Some(user.uid), Some(user.gid)).expect("files can be given away");
        }
        self.restart().await;
        replica.serve().await.expect("the replica starts");

        let connection = self.connect().await.expect("the first server runs");
        for sql in [
            "ALTER SYSTEM SET synchronous_standby_names = '*'",
            "SELECT pg_reload_conf()",
        ] {
            connection
                .execute_unprepared(sql)
                .await
                .expect("it takes the setting");
        }
        eventually("the replica to follow", async || {
            let sql = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'";
            let found = connection.execute_unprepared(sql).await;
            found.is_ok_and(|found| found.rows_affected() == 1)
        })
        .await;
        connection
            .close()
            .await
            .expect("the connection ends in good order");
        replica
    }

    /// Makes a replica the server that takes changes.
    ///
    /// # Panics
    ///
    /// When it is none.
    pub async fn promote(&self) {
        let connection = self.connect().await.expect("the replica runs");
        let promoted = connection.execute_unprepared("SELECT pg_promote()").await;
        promoted.expect("it is a replica");
        connection
            .close()
            .await
            .expect("the connection ends in good order");
    }
}
