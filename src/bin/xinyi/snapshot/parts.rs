//! The signed documents of which a snapshot is put together, as commands are given them.

use std::path::{Path, PathBuf};

use xinyi::issuer::Snapshot;

use crate::failure::Failure;
use crate::files;

#[derive(clap::Args)]
pub(crate) struct Parts {
    /// The oldest root that an app still pins
    #[arg(long)]
    pub(super) root: PathBuf,
    /// A root after that one; any number of them, in order
    #[arg(long = "next-root", value_name = "ROOT")]
    next_roots: Vec<PathBuf>,
    /// The manifest
    #[arg(long, value_name = "FILE")]
    manifest: PathBuf,
    /// The trust list
    #[arg(long, value_name = "FILE")]
    trust_list: PathBuf,
    /// The edition of the law that the manifest pins
    #[arg(long, value_name = "FILE")]
    law: Option<PathBuf>,
    /// A signed programme; any number of them
    #[arg(long = "programme", value_name = "FILE")]
    programmes: Vec<PathBuf>,
    /// A status list; any number of them
    #[arg(long = "status-list", value_name = "FILE")]
    status_lists: Vec<PathBuf>,
}

/// What the files hold.
pub(crate) struct Documents {
    pub(super) root: String,
    pub(super) next_roots: Vec<String>,
    pub(super) manifest: String,
    pub(super) trust_list: String,
    pub(super) law: Option<String>,
    pub(super) programmes: Vec<String>,
    pub(super) status_lists: Vec<String>,
}

impl Parts {
    pub(super) fn read(&self) -> Result<Documents, Failure> {
        let read = |path: &Path| Ok(files::read(path)?.trim_end().to_owned());
        let all = |paths: &[PathBuf]| {
            let texts = paths.iter().map(|path| read(path));
            texts.collect::<Result<Vec<String>, Failure>>()
        };
        Ok(Documents {
            root: read(&self.root)?,
            next_roots: all(&self.next_roots)?,
            manifest: read(&self.manifest)?,
            trust_list: read(&self.trust_list)?,
            law: self.law.as_deref().map(read).transpose()?,
            programmes: all(&self.programmes)?,
            status_lists: all(&self.status_lists)?,
        })
    }
}

impl Documents {
    /// All of them but the first root as one text.
    pub(super) fn snapshot(&self) -> Result<String, xinyi::Error> {
        let snapshot = Snapshot {
            roots: &self.next_roots,
            manifest: &self.manifest,
            trust_list: &self.trust_list,
            law: self.law.as_deref(),
            programmes: &self.programmes,
            status_lists: &self.status_lists,
        };
        Ok(snapshot.write()? + "\n")
    }
}
