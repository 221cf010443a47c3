//! Staged files in a folder: what a process that was killed did not rename.

use std::path::Path;

use chrono::{DateTime, Utc};
use tokio::fs;

/// Removes staged files that were last written before `before`. They lie beside the files, one folder deep, and their names
/// end in `#` and a number.
pub(super) async fn remove(folder: &Path, before: DateTime<Utc>) -> std::io::Result<usize> {
    let mut removed = 0;
    let mut producers = fs::read_dir(folder).await?;
    while let Some(producer) = producers.next_entry().await? {
        if !producer.file_type().await?.is_dir() {
            continue;
        }
        let mut files = fs::read_dir(producer.path()).await?;
        while let Some(file) = files.next_entry().await? {
            let name = file.file_name();
            let staged = name
                .to_str()
                .and_then(|name| name.split_once('#'))
                .is_some_and(|(_, number)| number.bytes().all(|digit| digit.is_ascii_digit()));
            // One that ends meanwhile is nobody's loss.
            let Ok(about) = file.metadata().await else {
                continue;
            };
            if staged && DateTime::<Utc>::from(about.modified()?) < before {
                fs::remove_file(file.path()).await?;
                removed += 1;
            }
        }
    }
    Ok(removed)
}
