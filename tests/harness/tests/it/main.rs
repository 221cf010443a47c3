//! What only shows from outside the process that uses the harness.

mod postgres;

use std::{
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use ocop_harness::eventually;

#[tokio::test]
async fn no_server_outlives_a_test_process_that_was_killed() {
    let mut holder = Command::new(env!("CARGO_BIN_EXE_shared-servers"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("the process that is going to be killed starts");
    let output = BufReader::new(holder.stdout.take().expect("its output"));
    let servers: Vec<(PathBuf, PathBuf)> = output
        .lines()
        .take(2)
        .map(|line| {
            let line = line.expect("a line for each server");
            let (pid, folder) = line.split_once(' ').expect("a process and its directory");
            (Path::new("/proc").join(pid), PathBuf::from(folder))
        })
        .collect();
    assert_eq!(servers.len(), 2);
    for (process, folder) in &servers {
        assert!(
            process.exists() && folder.exists(),
            "{process:?} runs in {folder:?}"
        );
    }

    holder.kill().expect("it is killed");
    holder.wait().expect("and gone");
    for (process, folder) in &servers {
        eventually("the server to be gone", async || !process.exists()).await;
        eventually("its files to be gone", async || !folder.exists()).await;
    }
}
