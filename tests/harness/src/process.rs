//! A program of ours as a process of its own, to be killed.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

/// Starts the program given, says its pid, and ends it when the pipe from us closes.
const KEEPER: &str =
    r#""$@" </dev/null >&2 & pid=$!; echo $pid; cat >/dev/null; kill -9 $pid 2>/dev/null; wait"#;

/// A running program. It ends when this is dropped or when the test process does, however that ends.
#[derive(Debug)]
pub struct Process {
    keeper: Child,
    line: Option<ChildStdin>,
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
        let mut keeper = Command::new("sh")
            .args(["-c", KEEPER, "keeper"])
            .arg(program)
            .args(arguments)
            .envs(variables.iter().map(|(key, value)| (key, value)))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("a shell");
        let line = keeper.stdin.take();
        let mut said = String::new();
        let mut output = BufReader::new(keeper.stdout.take().expect("its output is ours"));
        output.read_line(&mut said).expect("the keeper says a pid");
        let pid = said.trim().parse().expect("a pid");
        Self { keeper, line, pid }
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
        // The keeper kills its program when the pipe closes, and ends after it.
        self.line.take();
        self.keeper.wait().expect("the keeper ends");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if self.line.is_some() {
            self.end();
        }
    }
}

/// Builds programs of this workspace, which does nothing where they are up to date, and says where they
/// are. `packages` are names of packages and their programs.
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
