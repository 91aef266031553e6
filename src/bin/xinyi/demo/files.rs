//! A folder that holds a demo platform and is recognised by its `platform.json`.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use xinyi::Value;

use super::problem::Problem;
use crate::files::{self, Access};

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
        self.replace(name, text, Access::Anybody)
    }

    /// Writes a file that nobody else may read.
    pub(super) fn write_secret(&self, name: &str, text: &str) -> Result<(), Problem> {
        self.replace(name, text, Access::Owner)
    }

    /// Writes the description, which completes the platform.
    pub(super) fn finish(&self, description: &str) -> Result<(), Problem> {
        self.write(MARK, description)
    }

    fn replace(&self, name: &str, text: &str, access: Access) -> Result<(), Problem> {
        let path = self.0.join(name);
        let folder = path.parent().unwrap_or(&self.0);
        fs::create_dir_all(folder)
            .and_then(|()| files::replace(&path, text, access))
            .map_err(|cause| Problem::File {
                path: path.clone(),
                cause,
            })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
