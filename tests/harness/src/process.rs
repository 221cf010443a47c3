//! A program of ours as a process of its own, to be killed.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

/// Starts the program given, prints its pid, and ends it when the pipe from the test process closes.
const WATCHDOG: &str =
    r#""$@" </dev/null >&2 & pid=$!; echo $pid; cat >/dev/null; kill -9 $pid 2>/dev/null; wait"#;

/// A running program. It ends when this is dropped or when the test process does, however that ends.
#[derive(Debug)]
pub struct Process {
    watchdog: Child,
    stdin: Option<ChildStdin>,
    pid: u32,
}

impl Process {
    /// Starts a program with arguments and variables. What it prints goes to `log`.
    ///
    /// # Panics
    /// When it cannot be started.
    pub fn start(
        program: &Path,
        arguments: &[&str],
        variables: &[(String, String)],
        log: &Path,
    ) -> Self {
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(log)
            .expect("a log file");
        let mut watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(program)
            .args(arguments)
            .envs(variables.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("a shell");
        let stdin = watchdog.stdin.take();
        let mut pid_line = String::new();
        let mut output = BufReader::new(watchdog.stdout.take().expect("its output is piped"));
        output
            .read_line(&mut pid_line)
            .expect("the watchdog prints a pid");
        let pid = pid_line.trim().parse().expect("a pid");
        Self {
            watchdog,
            stdin,
            pid,
        }
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Kills it as a power cut would (SIGKILL) and waits until it is gone.
    ///
    /// # Panics
    /// When it cannot be waited for.
    pub fn kill(mut self) {
        self.end();
    }

    fn end(&mut self) {
        // The watchdog kills its program when the pipe closes, and ends after it.
        self.stdin.take();
        self.watchdog.wait().expect("the watchdog ends");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.stdin.is_some() {
            self.end();
        }
    }
}

/// Builds programs of this workspace, which does nothing where they are up to date, and returns their
/// paths. `packages` are names of packages and their programs.
///
/// # Panics
/// When they do not build.
pub fn programs(packages: &[(&str, &str)]) -> Vec<PathBuf> {
    let mut build = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    build.args(["build", "--quiet"]);
    for (package, program) in packages {
        build.args(["--package", package, "--bin", program]);
    }
    assert!(
        build.status().expect("cargo").success(),
        "the programs do not build"
    );
    // A test program lies in target/<profile>/deps.
    let tests = std::env::current_exe().expect("a path");
    let folder = tests
        .parent()
        .and_then(Path::parent)
        .expect("a target folder");
    packages
        .iter()
        .map(|(_, program)| folder.join(program))
        .collect()
}
