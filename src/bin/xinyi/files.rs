//! Files. They are read whole, and written so that a reader sees the old file or the new one, and never half of
//! one.

use std::fs::{File, Permissions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use pem_rfc7468::LineEnding;
use tempfile::NamedTempFile;
use xinyi::issuer::SigningKey;
use xinyi::{Code, Object, Problem, Value};
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::json::object;
use crate::key_file::{self, Fault, Kind};

/// Who may read a file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Mode 0644.
    Anybody,
    /// Mode 0600.
    Owner,
}

#[cfg(unix)]
impl Access {
    fn mode(self) -> u32 {
        match self {
            Self::Anybody => 0o644,
            Self::Owner => 0o600,
        }
    }
}

/// A file's text; `-` is standard input.
pub(crate) fn read(path: &Path) -> Result<String, Failure> {
    Ok(read_text(path)??)
}

/// A file's token. A text editor ends a file with a newline; a token has none.
pub(crate) fn read_token(path: &Path) -> Result<Result<String, xinyi::Error>, Failure> {
    let text = read_text(path)?;
    Ok(text.map(|text| text.trim_end().to_owned()))
}

/// A file's JSON, of whatever kind.
pub(crate) fn read_json(path: &Path) -> Result<Value, Failure> {
    let text = read(path)?;
    Ok(Value::parse(text.as_bytes(), text.len()).map_err(|error| named(error, path))?)
}

/// An error with the file that it is about. Standard input has no name.
fn named(error: xinyi::Error, path: &Path) -> xinyi::Error {
    match path == Path::new("-") {
        true => error,
        false => error.in_file(&path.display().to_string()),
    }
}

/// A file's JSON object.
pub(crate) fn read_object(path: &Path) -> Result<Object, Failure> {
    match read_json(path)? {
        Value::Object(object) => Ok(object),
        _ => Err(failed(path, "a JSON object expected")),
    }
}

/// A file's bytes; `-` is standard input.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        io::stdin().read_to_end(&mut bytes).map(drop)
    } else {
        std::fs::read(path).map(|read| bytes = read)
    };
    read.map_err(|e| failed(path, &e.to_string()))?;
    Ok(bytes)
}

/// The bytes of a file with a key or a passphrase; `-` is standard input. Neither takes 1 MiB.
pub(crate) fn read_key_bytes(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    read_key_bytes_up_to(1 << 20, path)
}

/// The same of a file that is to have a public key: all of them are short, and room for a long one is not for nothing.
pub(crate) fn read_public_key_bytes(path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    read_key_bytes_up_to(1 << 14, path)
}

fn read_key_bytes_up_to(most: usize, path: &Path) -> Result<Zeroizing<Vec<u8>>, Failure> {
    // With room from the start: a vector that grows leaves copies of a secret behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(most + 1));
    let mut read = |from: &mut dyn Read| from.take(most as u64 + 1).read_to_end(&mut bytes);
    let read = match path == Path::new("-") {
        true => read(&mut io::stdin()),
        false => File::open(path).and_then(|mut file| read(&mut file)),
    };
    let length = read.map_err(|e| failed(path, &e.to_string()))?;
    match length > most {
        true => Err(Failure::Told(Fault::from(Kind::TooLarge).to_json(path))),
        false => Ok(bytes),
    }
}

/// A private key to sign with, in every form that needs no passphrase.
pub(crate) fn read_key(path: &Path) -> Result<SigningKey, Failure> {
    let bytes = read_key_bytes(path)?;
    key_file::read_signing_key(&bytes).map_err(|fault| Failure::Told(fault.to_json(path)))
}

/// A private key as every tool reads it (RFC 7468 §10).
pub(crate) fn pem(pkcs8: &[u8]) -> String {
    // Fails for a document longer than memory.
    pem_rfc7468::encode_string("PRIVATE KEY", LineEnding::LF, pkcs8).unwrap_or_default()
}

/// Writes a file in the place of another, if there is one.
pub(crate) fn replace(
    path: &Path,
    content: &(impl AsRef<[u8]> + ?Sized),
    access: Access,
) -> io::Result<()> {
    written(path, content.as_ref(), access)?.persist(path)?;
    sync_folder(path);
    Ok(())
}

/// Writes a file where there is none.
///
/// # Errors
/// `AlreadyExists`.
pub(crate) fn create(
    path: &Path,
    content: &(impl AsRef<[u8]> + ?Sized),
    access: Access,
) -> io::Result<()> {
    written(path, content.as_ref(), access)?.persist_noclobber(path)?;
    sync_folder(path);
    Ok(())
}

/// As [`create`], with an error for the command line.
pub(crate) fn create_output(
    path: &Path,
    content: &(impl AsRef<[u8]> + ?Sized),
    access: Access,
) -> Result<(), Failure> {
    create(path, content, access).map_err(|e| match e.kind() {
        io::ErrorKind::AlreadyExists => failed(
            path,
            "已有此文件，不会覆盖 / there is such a file, and it is kept",
        ),
        _ => failed(path, &e.to_string()),
    })
}

/// As [`replace`], with an error for the command line.
pub(crate) fn replace_output(path: &Path, text: &str) -> Result<(), Failure> {
    replace(path, text, Access::Anybody).map_err(|e| failed(path, &e.to_string()))
}

/// A file that is read, and replaced once that which takes its place is made. Whoever signs it may take a minute: what
/// somebody else wrote into it by then is not lost.
pub(crate) struct Revision {
    path: PathBuf,
    /// Held, so that of two commands the second is told at once.
    file: File,
    text: String,
}

impl Revision {
    /// Reads a file, and keeps other commands from changing it where the system can.
    pub(crate) fn begin(path: &Path) -> Result<Self, Failure> {
        if path == Path::new("-") {
            return Err(failed(path, "a file expected: it is going to be replaced"));
        }
        let found = |e: io::Error| failed(path, &e.to_string());
        // What a link leads to is replaced, and not the link.
        let target = path.canonicalize().map_err(found)?;
        let file = File::open(&target).map_err(found)?;
        if let Err(TryLockError::WouldBlock) = file.try_lock() {
            return Err(failed(path, "another command is changing it"));
        }
        Ok(Self {
            text: read(&target)?,
            path: target,
            file,
        })
    }

    /// What the file holds.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Puts a text in its place, for the same readers.
    pub(crate) fn replace(self, text: &str) -> Result<(), Failure> {
        if read(&self.path)? != self.text {
            let problem = "somebody has changed it in the meantime; nothing was written";
            return Err(failed(&self.path, problem));
        }
        let replaced = || {
            let written = written(&self.path, text.as_bytes(), Access::Owner)?;
            let permissions = self.file.metadata()?.permissions();
            written.as_file().set_permissions(permissions)?;
            written.persist(&self.path)?;
            sync_folder(&self.path);
            Ok(())
        };
        replaced().map_err(|e: io::Error| failed(&self.path, &e.to_string()))
    }
}

/// What went wrong with a file.
pub(crate) fn failed(path: &Path, problem: &str) -> Failure {
    Failure::Other(format!("{}: {problem}", path.display()))
}

/// The text of a file. That it is not UTF-8 is an answer about the file; that it cannot be read is a failure.
fn read_text(path: &Path) -> Result<Result<String, xinyi::Error>, Failure> {
    let bytes = read_bytes(path)?;
    Ok(String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let refused = xinyi::Error::of_input(Code::FormatUtf8, object! { "offset": offset });
        let refused = named(refused, path);
        match error.as_bytes().starts_with(b"%PDF") {
            true => refused.because(Problem::Pdf),
            false => refused,
        }
    }))
}

/// The folder that a file is in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

/// So that the name of a file is on the disk as well. Where folders cannot be opened, that is left to the system.
pub(crate) fn sync_folder(path: &Path) {
    if let Ok(folder) = File::open(folder_of(path)) {
        drop(folder.sync_all());
    }
}

/// Opens a file to be written as it is, and makes it where there is none.
pub(crate) fn open_for(path: &Path, access: Access) -> io::Result<File> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, access.mode());
    #[cfg(not(unix))]
    let _ = access;
    options.open(path)
}

/// An empty file beside a place that it is to take when it is complete.
pub(crate) fn beside(path: &Path, access: Access) -> io::Result<NamedTempFile> {
    builder(access).tempfile_in(folder_of(path))
}

/// A new file that is written as work goes on, in the place of one of its name.
pub(crate) fn create_for(path: &Path, access: Access) -> io::Result<File> {
    let file = beside(path, access)?;
    Ok(file.persist(path)?)
}

/// A file beside its place, complete and on the disk.
fn written(path: &Path, content: &[u8], access: Access) -> io::Result<NamedTempFile> {
    let mut file = beside(path, access)?;
    file.write_all(content)?;
    file.as_file().sync_all()?;
    Ok(file)
}

#[cfg(unix)]
fn builder(access: Access) -> tempfile::Builder<'static, 'static> {
    use std::os::unix::fs::PermissionsExt;
    let mut builder = tempfile::Builder::new();
    builder.permissions(Permissions::from_mode(access.mode()));
    builder
}

/// Elsewhere, what a folder's owner puts into it is theirs.
#[cfg(not(unix))]
fn builder(_: Access) -> tempfile::Builder<'static, 'static> {
    tempfile::Builder::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[cfg(unix)]
    #[test]
    fn a_secret_is_for_its_owner_alone_and_nothing_is_written_over() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pem");
        create(&path, "secret", Access::Owner).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        let again = create(&path, "another", Access::Owner).unwrap_err();
        assert_eq!(again.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "secret");
        replace(&path, "another", Access::Owner).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "another");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    fn problem(result: Result<(), Failure>) -> String {
        match result {
            Err(Failure::Other(problem)) => problem,
            _ => panic!("no problem"),
        }
    }

    #[test]
    fn what_somebody_else_wrote_while_a_file_was_signed_is_not_lost() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.jwt");
        fs::write(&path, "first").unwrap();
        let revision = Revision::begin(&path).unwrap();
        assert_eq!(revision.text(), "first");
        let told = problem(Revision::begin(&path).map(drop));
        assert!(told.contains("another command"), "{told}");
        fs::write(&path, "somebody else's").unwrap();
        let told = problem(revision.replace("second"));
        assert!(told.contains("somebody has changed it"), "{told}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "somebody else's");
        // Whoever gave up holds nothing.
        Revision::begin(&path).unwrap().replace("third").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "third");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        assert!(Revision::begin(Path::new("-")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_replaced_keeps_its_readers_and_its_links() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let [path, link] = ["list.jwt", "link.jwt"].map(|name| folder.path().join(name));
        fs::write(&path, "first").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink("list.jwt", &link).unwrap();
        Revision::begin(&link).unwrap().replace("second").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "second");
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}
