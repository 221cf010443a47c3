//! Where a server keeps its files, and as whom it runs: PostgreSQL refuses to run as root.

use std::{
    fs, io,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown},
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

/// The user that servers run as when the tests are run by root.
#[derive(Clone, Copy, Debug)]
pub(crate) struct User {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

impl User {
    /// Nobody else when the tests are not root's; otherwise `postgres`, or `nobody` where there is no such user.
    pub(crate) fn unprivileged() -> Result<Option<Self>> {
        if fs::metadata("/proc/self")
            .context("cannot tell who runs the tests")?
            .uid()
            != 0
        {
            return Ok(None);
        }
        let known =
            fs::read_to_string("/etc/passwd").context("cannot read the users of the machine")?;
        let user = ["postgres", "nobody"]
            .iter()
            .find_map(|name| Self::named(&known, name));
        user.map(Some)
            .context("run as root, and there is neither a user postgres nor a user nobody")
    }

    fn named(passwd: &str, name: &str) -> Option<Self> {
        passwd.lines().find_map(|line| {
            let mut fields = line.split(':');
            let (found, _password) = (fields.next()?, fields.next()?);
            let user = Self {
                uid: fields.next()?.parse().ok()?,
                gid: fields.next()?.parse().ok()?,
            };
            (found == name).then_some(user)
        })
    }
}

/// A fresh private directory in the machine's directory for temporary files, owned by `user`, with a short path.
///
/// Whoever starts a server in it also sees to its removal.
pub(crate) fn fresh(purpose: &str, user: Option<User>) -> Result<PathBuf> {
    let wanted = std::env::temp_dir();
    let folder = within(&wanted, purpose, user)?;
    if in_reach(&folder, user) {
        return Ok(folder);
    }
    fs::remove_dir(&folder).ok();
    within(Path::new("/tmp"), purpose, user)
}

/// The same in a directory of the caller's choice.
pub(crate) fn within(parent: &Path, purpose: &str, user: Option<User>) -> Result<PathBuf> {
    let folder = tempfile::Builder::new()
        .prefix(&format!("ocop-{purpose}-"))
        .tempdir_in(parent)
        .with_context(|| format!("cannot make a directory in {}", parent.display()))?
        .keep();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
    if let Some(user) = user {
        chown(&folder, Some(user.uid), Some(user.gid))
            .with_context(|| format!("cannot give {} to user {}", folder.display(), user.uid))?;
    }
    Ok(folder)
}

/// Whether that user can work in the directory and remove it in the end: one above it may be closed to him.
fn in_reach(folder: &Path, user: Option<User>) -> bool {
    user.is_none()
        || command("sh", folder, user)
            .args(["-c", r#"mkdir "$PWD.beside" && rmdir "$PWD.beside""#])
            .status()
            .is_ok_and(|status| status.success())
}

/// A command that works in `folder` as `user`, in the C locale and without PostgreSQL settings of whoever runs the tests.
pub(crate) fn command(
    program: impl AsRef<std::ffi::OsStr>,
    folder: &Path,
    user: Option<User>,
) -> Command {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new(program);
    command
        .current_dir(folder)
        .env("HOME", folder)
        .env("LC_ALL", "C");
    for setting in [
        "PGDATA",
        "PGHOST",
        "PGPORT",
        "PGUSER",
        "PGPASSWORD",
        "PGDATABASE",
        "PGOPTIONS",
    ] {
        command.env_remove(setting);
    }
    if let Some(user) = user {
        command.uid(user.uid).gid(user.gid);
    }
    command
}

/// Copies a directory with all below it and its modes, for `user` to own: the watchdog removes it as that user.
pub(crate) fn copy(from: &Path, to: &Path, user: Option<User>) -> io::Result<()> {
    fs::create_dir_all(to)?;
    fs::set_permissions(to, fs::Permissions::from_mode(0o755))?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if fs::metadata(entry.path())?.is_dir() {
            copy(&entry.path(), &target, user)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    // Last, when everything is in it.
    user.map_or(Ok(()), |user| chown(to, Some(user.uid), Some(user.gid)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_found_by_his_whole_name() {
        let passwd =
            "root:x:0:0::/root:/bin/sh\nnobody2:x:7:7:::\nnobody:x:65534:65533::/:/bin/false\n";
        let user = User::named(passwd, "nobody").expect("nobody is listed");
        assert_eq!((user.uid, user.gid), (65_534, 65_533));
        assert!(User::named(passwd, "postgres").is_none());
    }

    #[test]
    fn a_fresh_folder_can_be_written_by_the_user_that_servers_run_as() {
        let user = User::unprivileged().expect("a user");
        let folder = fresh("folder", user).expect("a folder");
        let touched = command("touch", &folder, user)
            .arg("mark")
            .status()
            .expect("touch runs");
        assert!(touched.success() && folder.join("mark").exists());
        fs::remove_dir_all(folder).expect("it can be removed");
    }

    #[test]
    fn a_directory_that_the_user_cannot_remove_is_out_of_reach() {
        let Some(user) = User::unprivileged().expect("a user") else {
            return;
        };
        let parent = tempfile::tempdir().expect("a folder of root's");
        fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o711)).expect("its mode");
        let folder = within(parent.path(), "folder", Some(user)).expect("a folder in it");
        assert!(!in_reach(&folder, Some(user)));
        fs::set_permissions(parent.path(), fs::Permissions::from_mode(0o1777)).expect("its mode");
        assert!(in_reach(&folder, Some(user)));
    }

    #[test]
    fn a_copy_holds_what_the_original_holds() {
        let original = tempfile::tempdir().expect("a folder");
        fs::create_dir(original.path().join("inner")).expect("a folder in it");
        fs::write(original.path().join("inner/file"), "quế Trà Bồng").expect("a file in that");
        let target = tempfile::tempdir().expect("another folder");
        copy(original.path(), &target.path().join("copy"), None).expect("a copy");
        let text = fs::read_to_string(target.path().join("copy/inner/file")).expect("the file");
        assert_eq!(text, "quế Trà Bồng");
    }
}
