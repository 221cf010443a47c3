//! A cluster that shows a certificate and asks clients for theirs.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt as _,
};

use super::Postgres;
use crate::certificates::{self, Authority, Issued};

impl Postgres {
    /// Has it show a certificate to new clients, and let only those in that show one of `clients`.
    ///
    /// # Panics
    ///
    /// When it refuses the files.
    pub async fn show(&self, issued: &Issued, clients: &Authority) {
        let data = self.folder.join("data");
        let (certificate, key) = issued.write(&data, "server");
        let ca = certificates::replace(&data, "clients.pem", clients.pem());
        // The harness itself goes on as before, to the database that is there from the beginning.
        let access = "host postgres all 127.0.0.1/32 password\n\
                      hostssl all all 127.0.0.1/32 password clientcert=verify-ca\n";
        let access = certificates::replace(&data, "pg_hba.conf", access);
        fs::set_permissions(&key, Permissions::from_mode(0o600)).expect("the key is ours");
        if let Some(user) = self.user {
            for file in [&certificate, &key, &ca, &access] {
                let owned = std::os::unix::fs::chown(file, Some(user.uid), Some(user.gid));
                owned.expect("files can be given away");
            }
        }
        let settings = "ssl = on\nssl_cert_file = 'server.pem'\nssl_key_file = 'server.key'\n\
                        ssl_ca_file = 'clients.pem'\n";
        fs::write(data.join("postgresql.auto.conf"), settings).expect("there is room");
        self.restart().await;
    }
}
