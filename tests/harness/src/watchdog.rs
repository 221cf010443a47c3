//! Servers that do not outlive the test process, however it ends.
//!
//! Each runs under a shell that reads a pipe from the test process. The kernel closes the pipe when that process ends, even by SIGKILL, and the
//! shell then ends the server and removes its files.

use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::{
    eventually,
    folder::{self, User},
};

const SCRIPT: &str = include_str!("watchdog.sh");
const LOG: &str = "server.log";

/// What a server can be sent.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Signal {
    /// Finish and end.
    Term,
    /// PostgreSQL: drop the clients and end in good order.
    Int,
    /// PostgreSQL: end at once, all processes.
    Quit,
    /// End without a chance to do anything.
    Kill,
    /// Stand still.
    Stop,
    /// Go on.
    Cont,
}

impl Signal {
    fn name(self) -> &'static str {
        match self {
            Self::Term => "TERM",
            Self::Int => "INT",
            Self::Quit => "QUIT",
            Self::Kill => "KILL",
            Self::Stop => "STOP",
            Self::Cont => "CONT",
        }
    }
}

/// A running server. Dropped, it is ended and its directory removed.
#[derive(Debug)]
pub(crate) struct Server {
    watchdog: Child,
    stdin: Option<ChildStdin>,
    pid: u32,
    folder: PathBuf,
}

impl Server {
    /// Starts `program` in `folder` as `user`. `end` is what it is sent when the test process is gone.
    pub(crate) fn start(
        program: &Path,
        arguments: &[String],
        folder: &Path,
        user: Option<User>,
        end: Signal,
    ) -> Result<Self> {
        let mut watchdog = folder::command("sh", folder, user)
            .args(["-c", SCRIPT, "watchdog", end.name(), LOG])
            .arg(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let stdin = watchdog.stdin.take();
        let mut pid_line = String::new();
        if let Some(output) = watchdog.stdout.take() {
            BufReader::new(output).read_line(&mut pid_line)?;
        }
        let pid = pid_line
            .trim()
            .parse()
            .with_context(|| format!("the watchdog of {} died", program.display()))?;
        Ok(Self {
            watchdog,
            stdin,
            pid,
            folder: folder.to_owned(),
        })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// Sends it a signal. Nothing happens if the server has ended already.
    pub(crate) fn signal(&mut self, signal: Signal) {
        if let Some(stdin) = &mut self.stdin {
            writeln!(stdin, "{}", signal.name()).ok();
        }
    }

    /// Whether it has ended, of itself or by a signal.
    pub(crate) fn has_ended(&mut self) -> bool {
        !matches!(self.watchdog.try_wait(), Ok(None))
    }

    /// Ends it with `signal`, waits until it is gone and leaves its files where they are.
    pub(crate) async fn stop(mut self, signal: Signal) {
        self.signal(signal);
        let what = format!("process {} to end after SIG{}", self.pid, signal.name());
        eventually(&what, async || self.has_ended()).await;
        // Nothing is left to be ended or removed.
        self.stdin = None;
        self.folder = PathBuf::new();
    }

    /// Calls `ready` until it has an answer.
    ///
    /// # Errors
    ///
    /// With the end of its log, when the server ends before that. The files stay for another attempt.
    pub(crate) async fn ready<T>(
        &mut self,
        what: &str,
        mut ready: impl AsyncFnMut() -> Option<T>,
    ) -> Result<T> {
        let answer = eventually(what, async || {
            if self.has_ended() {
                return Some(None);
            }
            ready().await.map(Some)
        })
        .await;
        if let Some(answer) = answer {
            return Ok(answer);
        }
        let log = fs::read_to_string(self.folder.join(LOG)).unwrap_or_default();
        let last: Vec<&str> = log.lines().rev().take(8).collect();
        self.folder = PathBuf::new();
        bail!(
            "waited for {what}, but it ended: {}",
            last.into_iter().rev().collect::<Vec<_>>().join("\n")
        )
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stdin = None;
        self.watchdog.wait().ok();
        if self.folder.is_absolute() {
            fs::remove_dir_all(&self.folder).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sleeper() -> (Server, PathBuf) {
        let user = User::unprivileged().expect("a user");
        let folder = folder::fresh("sleeper", user).expect("a folder");
        let arguments = ["600".to_owned()];
        let server = Server::start(Path::new("sleep"), &arguments, &folder, user, Signal::Kill)
            .expect("it starts");
        (server, folder)
    }

    fn is_running(pid: u32) -> bool {
        Path::new("/proc").join(pid.to_string()).exists()
    }

    #[tokio::test]
    async fn a_stopped_server_is_gone_and_its_files_are_kept() {
        let (server, folder) = sleeper();
        let pid = server.pid();
        assert!(is_running(pid));
        server.stop(Signal::Term).await;
        assert!(!is_running(pid) && folder.exists());
        fs::remove_dir_all(folder).expect("the files are ours to remove");
    }

    #[test]
    fn a_dropped_server_is_gone_with_its_files() {
        let (server, folder) = sleeper();
        let pid = server.pid();
        drop(server);
        assert!(!is_running(pid) && !folder.exists());
    }

    #[test]
    fn a_frozen_server_is_ended_all_the_same() {
        let (mut server, _folder) = sleeper();
        let pid = server.pid();
        server.signal(Signal::Stop);
        drop(server);
        assert!(!is_running(pid));
    }

    #[tokio::test]
    async fn a_server_that_dies_while_it_is_awaited_shows_the_end_of_its_log() {
        let user = User::unprivileged().expect("a user");
        let folder = folder::fresh("failing", user).expect("a folder");
        let arguments = ["-c".to_owned(), "echo out of salt >&2; exit 3".to_owned()];
        let mut server = Server::start(Path::new("sh"), &arguments, &folder, user, Signal::Kill)
            .expect("it starts");
        let refused = server
            .ready("fish sauce", async || None::<()>)
            .await
            .expect_err("it died");
        assert!(refused.to_string().contains("out of salt"), "{refused}");
        fs::remove_dir_all(folder).expect("the files are ours to remove");
    }
}
