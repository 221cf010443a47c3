//! A program of ours as a process of its own, to be ended or killed.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// Starts the program given, prints its pid, ends it when the pipe from the test process closes, and prints its exit code.
const WATCHDOG: &str = r#"exec 3<&0
"$@" </dev/null >&2 3<&- & pid=$!
echo $pid
(cat <&3 >/dev/null; kill -9 $pid 2>/dev/null) & guard=$!
wait $pid; echo $?
kill $guard 2>/dev/null"#;

/// A running program. It ends when this is dropped or when the test process does, however that ends.
#[derive(Debug)]
pub struct Process {
    watchdog: Child,
    stdin: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
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
            output,
            pid,
        }
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// Asks it to end, as a supervisor does (SIGTERM).
    ///
    /// # Panics
    /// When there is no such process any more.
    pub fn terminate(&self) {
        let pid = self.pid.to_string();
        let mut kill = Command::new("sh");
        let kill = kill.args(["-c", "kill -TERM \"$0\"", &pid]).status();
        assert!(kill.expect("a shell").success(), "it has ended");
    }

    /// Waits until it has ended by itself. Gives its exit code.
    ///
    /// # Panics
    /// When the watchdog does not tell it.
    pub fn ended(mut self) -> i32 {
        let mut line = String::new();
        let read = self.output.read_line(&mut line);
        read.expect("the watchdog prints the exit code");
        line.trim().parse().expect("an exit code")
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

/// Variables of the environment that cargo sets for the tests of a package and that build scripts look at.
const OF_PACKAGE: [&str; 6] = [
    "CARGO_MANIFEST_DIR",
    "CARGO_PKG_NAME",
    "CARGO_PKG_VERSION_MAJOR",
    "CARGO_PKG_VERSION_MINOR",
    "CARGO_PKG_VERSION_PATCH",
    "CARGO_PKG_VERSION_PRE",
];

/// Builds the programs of this workspace, which does nothing where they are up to date, and returns the
/// paths of those that are named.
///
/// # Panics
/// When they do not build.
pub fn programs(names: &[&str]) -> Vec<PathBuf> {
    let mut build = Command::new(option_env!("CARGO").unwrap_or("cargo"));
    // As the tests are built: for some packages alone, dependencies have other features and are compiled again.
    build.args(["build", "--quiet", "--workspace", "--bins"]);
    // Cargo tells a test of its package by these. The build script of a dependency (`ring`) runs again when one of them changes, and
    // whatever uses that is then compiled again.
    for of_test in OF_PACKAGE {
        build.env_remove(of_test);
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
    names.iter().map(|name| folder.join(name)).collect()
}
