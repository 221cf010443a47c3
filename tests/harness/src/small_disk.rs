//! A file system so small that a test can fill it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::folder;

/// Unmounts when the pipe from the test process closes, however that ends.
const WATCHDOG: &str = r#"cat >/dev/null; umount --lazy "$1" && rmdir "$1""#;

/// A file system of its own in memory. It is gone when this is dropped or when the test process ends.
#[derive(Debug)]
pub struct SmallDisk {
    folder: PathBuf,
    watchdog: Child,
}

impl SmallDisk {
    /// One with room for so many megabytes; `None` where the machine does not let us mount one, which only root may.
    ///
    /// # Panics
    /// When a directory cannot be made.
    #[must_use]
    pub fn of(megabytes: u32) -> Option<Self> {
        let folder = folder::fresh("disk", None).expect("a directory");
        // Servers of another user work on it.
        let options = format!("size={megabytes}m,mode=1777");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(&folder)
            .stderr(Stdio::null())
            .status();
        if !mounted.is_ok_and(|status| status.success()) {
            fs::remove_dir(&folder).ok();
            return None;
        }
        let watchdog = Command::new("sh")
            .args(["-c", WATCHDOG, "watchdog"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .spawn()
            .expect("a shell");
        Some(Self { folder, watchdog })
    }

    /// Where it is.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Takes up all that is left.
    ///
    /// # Panics
    /// When it does not become full.
    pub fn fill(&self) {
        let mut ballast = fs::File::create(self.ballast()).expect("a file");
        for size in [1 << 20, 4 << 10, 1] {
            let piece = vec![0; size];
            while ballast.write_all(&piece).is_ok() {}
        }
        fs::write(self.folder.join("more"), "x").expect_err("it is full");
        fs::remove_file(self.folder.join("more")).ok();
    }

    /// Gives back what [`fill`](Self::fill) took.
    ///
    /// # Panics
    /// When it was not filled.
    pub fn free(&self) {
        fs::remove_file(self.ballast()).expect("it was filled");
    }

    fn ballast(&self) -> PathBuf {
        self.folder.join("ballast")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Closes the pipe.
        self.watchdog.stdin.take();
        self.watchdog.wait().ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_disk_is_full_until_it_is_freed_and_gone_afterwards() {
        let Some(disk) = SmallDisk::of(1) else {
            return;
        };
        let file = disk.folder().join("file");
        disk.fill();
        fs::write(&file, vec![1; 100_000]).expect_err("no room");
        disk.free();
        fs::write(&file, vec![1; 100_000]).expect("room again");
        let folder = disk.folder().to_owned();
        drop(disk);
        assert!(!folder.exists());
    }
}
