//! The command line as a person sits before it.

use std::env;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::in_repository;
use crate::page::fenced;

/// A folder with files in which commands are typed to the command line that is tested: cargo tells its
/// place to the tests of its own package alone.
#[macro_export]
macro_rules! desk {
    ($files:expr) => {
        $crate::desk::Desk::with(env!("CARGO_BIN_EXE_xinyi"), $files)
    };
}

/// A folder in which commands are typed. See [`desk!`](crate::desk!).
pub struct Desk {
    folder: TempDir,
    program: &'static str,
}

impl Desk {
    pub fn with(program: &'static str, files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            fs::write(folder.path().join(name), text).expect(name);
        }
        Self { folder, program }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn xinyi(&self, arguments: &[&str]) -> Output {
        self.xinyi_with(arguments, b"")
    }

    pub fn xinyi_with(&self, arguments: &[&str], input: &[u8]) -> Output {
        let mut child = Command::new(self.program)
            .args(arguments)
            .current_dir(self.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("xinyi runs");
        let mut stdin = child.stdin.take().expect("its input");
        // It may have ended without reading.
        drop(stdin.write_all(input));
        drop(stdin);
        child.wait_with_output().expect("xinyi ends")
    }

    /// Runs commands as they are typed, in one shell, which ends with the first that fails.
    pub fn shell(&self, commands: &str) -> Output {
        let path = env::var("PATH").unwrap_or_default();
        let folder = Path::new(self.program).parent().expect("a folder");
        Command::new("bash")
            .args(["-euo", "pipefail", "-c", commands])
            .current_dir(self.path())
            .env("PATH", format!("{}:{path}", folder.display()))
            .output()
            .expect("a shell")
    }

    /// The same of commands that do not fail.
    #[track_caller]
    pub fn sh(&self, commands: &str) {
        let output = self.shell(commands);
        assert!(output.status.success(), "{}", told(&output));
    }

    /// The one JSON document and the exit status.
    #[track_caller]
    pub fn answer(&self, arguments: &[&str]) -> (Value, i32) {
        let output = self.xinyi(arguments);
        let text = String::from_utf8(output.stdout).expect("UTF-8");
        let answer = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}: {text}"));
        (answer, output.status.code().expect("a status"))
    }

    #[track_caller]
    pub fn refused(&self, arguments: &[&str], code: &str, status: i32) {
        let (answer, found) = self.answer(arguments);
        assert_eq!(answer["ok"], json!(false), "{answer}");
        assert_eq!(answer["error"]["code"], json!(code), "{answer}");
        assert!(
            answer["error"]["message"]
                .as_str()
                .is_some_and(|text| !text.is_empty())
        );
        let members: Vec<&String> = answer.as_object().expect("an object").keys().collect();
        assert_eq!(members, ["error", "ok"]);
        assert_eq!(found, status);
    }
}

/// Everything that was printed.
pub fn told(output: &Output) -> String {
    [&output.stdout, &output.stderr]
        .map(|text| String::from_utf8_lossy(text).into_owned())
        .concat()
}

/// The shell's blocks of a page of docs, of those with these words behind the fence, one after the other.
pub fn blocks(page: &str, fence: &str) -> String {
    let page = fs::read_to_string(in_repository(page)).expect(page);
    let blocks = fenced(&page)
        .into_iter()
        .filter(|block| block.info == fence);
    let blocks: Vec<&str> = blocks.map(|block| block.text).collect();
    assert!(!blocks.is_empty(), "no block {fence}");
    blocks.concat()
}
