//! A folder that holds a demo platform and is recognised by its `platform.json`.

use std::fs::{self, Permissions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use xinyi::Value;

use super::Problem;

/// Says what a folder is. Written first, so that what was left unfinished can be replaced, and
/// last, with everything in it.
const MARK: &str = "platform.json";

/// A folder that is ours to write in.
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes the folder, or takes over the demo platform in it.
    pub(super) fn claim(path: &Path) -> Result<Self, Problem> {
        let failed = |cause| Problem::File {
            path: path.to_owned(),
            cause,
        };
        fs::create_dir_all(path).map_err(failed)?;
        let occupied = fs::read_dir(path).map_err(failed)?.next().is_some();
        if occupied && !is_demo(&path.join(MARK))? {
            return Err(Problem::Occupied(path.to_owned()));
        }
        let folder = Self(path.to_owned());
        folder.write(MARK, "{\"demo\": 1}\n")?;
        Ok(folder)
    }

    /// Writes a file that anybody may read.
    pub(super) fn write(&self, name: &str, text: &str) -> Result<(), Problem> {
        self.replace(name, text, 0o644)
    }

    /// Writes a file that nobody else may read.
    pub(super) fn write_secret(&self, name: &str, text: &str) -> Result<(), Problem> {
        self.replace(name, text, 0o600)
    }

    /// Writes the description, which completes the platform.
    pub(super) fn finish(&self, description: &str) -> Result<(), Problem> {
        self.write(MARK, description)
    }

    /// Whoever reads meanwhile sees the old file or the new one, never half of one.
    fn replace(&self, name: &str, text: &str, mode: u32) -> Result<(), Problem> {
        let path = self.0.join(name);
        let folder = path.parent().unwrap_or(&self.0);
        let write = || {
            fs::create_dir_all(folder)?;
            let mut file = builder(mode).tempfile_in(folder)?;
            file.write_all(text.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(&path)?;
            Ok(())
        };
        write().map_err(|cause| Problem::File {
            path: path.clone(),
            cause,
        })
    }
}

#[cfg(unix)]
fn builder(mode: u32) -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = tempfile::Builder::new();
    builder.permissions(Permissions::from_mode(mode));
    builder
}

/// Elsewhere, what a folder's owner puts into it is theirs.
#[cfg(not(unix))]
fn builder(_: u32) -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}

fn is_demo(mark: &Path) -> Result<bool, Problem> {
    match fs::read(mark) {
        Ok(bytes) => Ok(Value::parse(&bytes, bytes.len())
            .is_ok_and(|value| value.member("demo").and_then(Value::as_i64) == Some(1))),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(false),
        Err(cause) => Err(Problem::File {
            path: mark.to_owned(),
            cause,
        }),
    }
}

/// A private key as every tool reads it (RFC 7468 §10).
pub(super) fn pem(pkcs8: &[u8]) -> String {
    const LINE: usize = 48;
    let mut pem = "-----BEGIN PRIVATE KEY-----\n".to_owned();
    for line in pkcs8.chunks(LINE) {
        pem.extend(line.chunks(3).flat_map(base64));
        pem.push('\n');
    }
    pem.push_str("-----END PRIVATE KEY-----\n");
    pem
}

/// Up to three bytes as four characters.
fn base64(bytes: &[u8]) -> [char; 4] {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let bits = u32::from_be_bytes([0, byte(0), byte(1), byte(2)]);
    std::array::from_fn(|at| {
        if at > bytes.len() {
            return '=';
        }
        let sextet = bits >> (18 - 6 * at) & 0b11_1111;
        char::from(ALPHABET[sextet as usize])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_rfc_4648() {
        for (bytes, want) in [("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v")] {
            let found: String = base64(bytes.as_bytes()).iter().collect();
            assert_eq!(found, want);
        }
    }

    #[test]
    fn a_folder_that_holds_something_else_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("thesis.txt"), "years of work").unwrap();
        let claimed = Folder::claim(folder.path());
        assert!(matches!(claimed, Err(Problem::Occupied(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_demo_platform_is_taken_over_finished_or_not() {
        let folder = tempfile::tempdir().unwrap();
        Folder::claim(folder.path()).unwrap();
        let again = Folder::claim(folder.path()).unwrap();
        again.finish("{\"demo\": 1, \"now\": 0}").unwrap();
        assert!(Folder::claim(folder.path()).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let claimed = Folder::claim(folder.path()).unwrap();
        claimed.write_secret("keys/a.pem", "secret").unwrap();
        let mode = fs::metadata(folder.path().join("keys/a.pem"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
