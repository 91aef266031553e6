//! The folder, and what of it was published: nothing else in it is written over or deleted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use xinyi::{Object, Value};

use super::compressed::Encoding;
use super::site::Site;
use crate::failure::Failure;
use crate::files::{self, Access, failed};
use crate::json::{object, pretty};

/// No server hands out what begins with a dot.
const LEDGER: &str = ".published.json";
const LOCK: &str = ".publishing";

pub(super) struct Ledger {
    folder: PathBuf,
    /// Each path that was published, and since when no index has named it.
    paths: BTreeMap<String, Option<i64>>,
    /// As it stands in the folder.
    text: String,
    /// Held, so that of two commands the second is told at once.
    _lock: File,
}

/// What was done. Each path stands for the file and what is compressed beside it.
#[derive(Default)]
pub(super) struct Done {
    pub(super) written: Vec<String>,
    /// What an index has named before, and none does now.
    pub(super) unused: Vec<String>,
    pub(super) deleted: Vec<String>,
}

impl Ledger {
    /// Takes the folder over, or makes it.
    pub(super) fn open(folder: &Path) -> Result<Self, Failure> {
        fs::create_dir_all(folder).map_err(|e| failed(folder, &e.to_string()))?;
        let lock = folder.join(LOCK);
        let open = || {
            File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&lock)
        };
        let lock = open().map_err(|e| failed(&lock, &e.to_string()))?;
        if let Err(TryLockError::WouldBlock) = lock.try_lock() {
            return Err(failed(folder, "another command is publishing there"));
        }
        let path = folder.join(LEDGER);
        let text = match fs::metadata(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            _ => files::read(&path)?,
        };
        let paths = match text.is_empty() {
            true => BTreeMap::new(),
            false => read(&text).ok_or_else(|| failed(&path, "this is no list of ours"))?,
        };
        Ok(Self {
            folder: folder.to_owned(),
            paths,
            text,
            _lock: lock,
        })
    }

    /// Writes what is not there yet, the index last, and deletes what nobody has needed for `grace` seconds.
    pub(super) fn publish(
        mut self,
        site: &Site,
        now: i64,
        grace: Option<i64>,
    ) -> Result<Done, Failure> {
        let mut done = Done::default();
        let current: BTreeSet<&String> = site.files().iter().map(|(path, _)| path).collect();
        for (path, text) in site.files() {
            self.check_ours(path, text)?;
        }
        // Before the files: whoever is killed between leaves nothing behind that nobody knows.
        for path in &current {
            self.paths.entry((*path).clone()).or_default();
        }
        self.save()?;
        for (path, text) in site.files() {
            if self.write(path, text.as_bytes())? {
                done.written.push(path.clone());
            }
        }
        for (path, since) in &mut self.paths {
            match current.contains(path) {
                true => *since = None,
                false => {
                    done.unused.push(path.clone());
                    since.get_or_insert(now);
                }
            }
        }
        self.save()?;
        if let Some(grace) = grace {
            let is_over = |since: &Option<i64>| since.is_some_and(|since| now - since >= grace);
            let over = self.paths.iter().filter(|(_, since)| is_over(since));
            let over: Vec<String> = over.map(|(path, _)| path.clone()).collect();
            for path in over {
                self.delete(&path)?;
                self.paths.remove(&path);
                done.unused.retain(|other| *other != path);
                done.deleted.push(path);
            }
            self.save()?;
        }
        Ok(done)
    }

    /// Refuses to write over a file that somebody else has put there.
    fn check_ours(&self, path: &str, text: &str) -> Result<(), Failure> {
        let at = self.folder.join(path);
        let is_ours = self.paths.contains_key(path)
            || !at.exists()
            || fs::read(&at).is_ok_and(|found| found == text.as_bytes());
        match is_ours {
            true => Ok(()),
            false => Err(failed(
                &at,
                "there is such a file, and it was not published from here; nothing was written",
            )),
        }
    }

    /// Writes a file and what is compressed beside it, as far as they are not there. Says whether anything was missing.
    fn write(&self, path: &str, content: &[u8]) -> Result<bool, Failure> {
        let path = self.folder.join(path);
        let mut is_new = false;
        let write = |is_new: &mut bool| -> io::Result<()> {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            if !fs::read(&path).is_ok_and(|found| found == content) {
                // Where there was another content, nobody is to get that in its compressed form any more.
                for encoding in Encoding::ALL {
                    match fs::remove_file(with_suffix(&path, encoding.suffix())) {
                        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                        _ => {}
                    }
                }
                files::replace(&path, content, Access::Anybody)?;
                *is_new = true;
            }
            for encoding in Encoding::ALL {
                let beside = with_suffix(&path, encoding.suffix());
                let found = fs::read(&beside);
                if !found.is_ok_and(|found| encoding.is(&found, content)) {
                    files::replace(&beside, &encoding.compress(content)?, Access::Anybody)?;
                    *is_new = true;
                }
            }
            Ok(())
        };
        write(&mut is_new).map_err(|e| failed(&path, &e.to_string()))?;
        Ok(is_new)
    }

    fn delete(&self, path: &str) -> Result<(), Failure> {
        let path = self.folder.join(path);
        // What a reader may be told to take comes first.
        let suffixes = Encoding::ALL.map(Encoding::suffix);
        for suffix in suffixes.into_iter().chain([""]) {
            let path = with_suffix(&path, suffix);
            match fs::remove_file(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(failed(&path, &error.to_string()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn save(&mut self) -> Result<(), Failure> {
        let since = |since: &Option<i64>| since.map_or(Value::Null, Value::from);
        let paths = self
            .paths
            .iter()
            .map(|(path, at)| (path.as_str(), since(at)));
        let ledger = object! { "published": 1_i64, "unused_since": Object::from_iter(paths) };
        let text = pretty(&ledger.into());
        if text != self.text {
            files::replace_output(&self.folder.join(LEDGER), &text)?;
            self.text = text;
        }
        Ok(())
    }
}

fn read(text: &str) -> Option<BTreeMap<String, Option<i64>>> {
    let ledger = Value::parse(text.as_bytes(), text.len()).ok()?;
    let paths = ledger.member("unused_since")?.as_object()?;
    let is_ours = |path: &str| {
        path.split('/')
            .all(|name| !name.is_empty() && !name.starts_with('.'))
    };
    let mut read = BTreeMap::new();
    for (path, since) in paths.iter() {
        // It is deleted by this name.
        if !is_ours(path) || (*since != Value::Null && since.as_i64().is_none()) {
            return None;
        }
        read.insert(path.to_owned(), since.as_i64());
    }
    Some(read)
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}
