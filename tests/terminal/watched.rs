//! A desk that looks at everything printed on it, and the commands that there are.

use std::cell::Cell;
use std::path::Path;

use testkit::desk::Desk;
use xinyi::is_invisible;

/// Clears the screen, begins a line of its own, and turns around what follows. It is the name of a
/// file as well.
pub const HOSTILE: &str = "\u{1b}[2J\u{1b}]0;x\u{7}\r\nFAKE granted\t\u{8}\u{7f}\u{85}\u{9b}1m\u{ad}\u{61c}\u{180e}\u{200b}\u{200e}\u{2028}FAKE\u{2029}\u{202e}\u{2060}\u{2066}\u{feff}\u{fff9}\u{e0041}";

pub const NOW: &str = "2026-11-18T08:00:00Z";
pub const NOW_UNIX: i64 = 1_794_988_800;

/// A desk on which everything printed is looked at.
pub struct Watched {
    desk: Desk,
    /// How often something hostile was printed as numbers.
    pub shown: Cell<usize>,
}

impl Watched {
    pub fn with(files: &[(&str, &str)]) -> Self {
        Self {
            desk: testkit::desk!(files),
            shown: Cell::new(0),
        }
    }

    #[track_caller]
    pub fn run(&self, arguments: &[&str]) -> String {
        self.run_with(arguments, HOSTILE)
    }

    #[track_caller]
    pub fn run_with(&self, arguments: &[&str], input: &str) -> String {
        let output = self.desk.xinyi_with(arguments, input.as_bytes());
        let mut all = String::new();
        for printed in [output.stdout, output.stderr] {
            let text = String::from_utf8(printed).expect("UTF-8");
            let unseen: Vec<char> = text
                .chars()
                .filter(|c| is_invisible(*c) && *c != '\n')
                .collect();
            assert!(unseen.is_empty(), "{arguments:?}: {unseen:?} in {text:?}");
            let forged = text.lines().find(|line| line.starts_with("FAKE"));
            assert_eq!(forged, None, "{arguments:?}");
            assert!(!text.contains("panicked"), "{arguments:?}: {text}");
            all.push_str(&text);
        }
        if all.contains("\\u{1b}") || all.contains("\\u001b") {
            self.shown.set(self.shown.get() + 1);
        }
        all
    }

    pub fn path(&self) -> &Path {
        self.desk.path()
    }
}

/// Options with a value, and arguments, of one command.
#[derive(Debug)]
pub struct Usage {
    pub command: Vec<String>,
    /// With the name of its value, and whether only some values are possible.
    pub options: Vec<(String, String, bool)>,
    pub flags: Vec<String>,
    pub arguments: usize,
}

/// Every command there is, as the help says.
pub fn commands(desk: &Watched, command: &[&str]) -> Vec<Usage> {
    let help = desk.run(&[command, &["--help"]].concat());
    if let Some((_, rest)) = help.split_once("\nCommands:\n") {
        let section = rest.split("\n\n").next().unwrap_or_default();
        let names = section.lines().filter_map(|line| {
            let name = line.strip_prefix("  ")?.split(' ').next()?;
            Some(name).filter(|name| !name.is_empty() && *name != "help")
        });
        let inner = names.map(|name| commands(desk, &[command, &[name]].concat()));
        return inner.flatten().collect();
    }
    let mut usage = Usage {
        command: command.iter().map(|word| (*word).to_owned()).collect(),
        options: Vec::new(),
        flags: Vec::new(),
        arguments: 0,
    };
    for line in help.lines() {
        let words = line.trim_start();
        if let Some(option) = words.strip_prefix("--") {
            let (name, rest) = option.split_once(' ').unwrap_or((option, ""));
            match rest.trim_start().strip_prefix('<') {
                Some(value) => {
                    let value = value.split('>').next().unwrap_or_default();
                    let name = (format!("--{name}"), value.to_owned(), false);
                    usage.options.push(name);
                }
                None => usage.flags.push(format!("--{name}")),
            }
        }
        if (words.contains("[possible values:") || words == "Possible values:")
            && let Some((_, _, few)) = usage.options.last_mut()
        {
            *few = true;
        }
        let is_argument = line.starts_with("  <") || line.starts_with("  [");
        usage.arguments += usize::from(is_argument);
    }
    vec![usage]
}

/// A value with which a command gets as far as reading its files.
pub fn value(option: &str, of: &str, file: &str) -> String {
    match (option, of) {
        ("--now", _) => NOW.to_owned(),
        ("--days" | "--idx" | "--ttl" | "--max-age", _) | ("--entries", "ENTRIES") => {
            "7".to_owned()
        }
        ("--bits", _) => "2".to_owned(),
        ("--algorithm", _) => "Ed25519".to_owned(),
        (_, "THRESHOLD:NAME,…") => format!("1:{HOSTILE}"),
        (_, "NAME=KEY.jwk") => format!("{HOSTILE}={file}"),
        ("--aud" | "--nonce" | "--kid" | "--uri" | "--id" | "--subject" | "--sm2-id", _) => {
            HOSTILE.to_owned()
        }
        // None of them is there, and some are made.
        ("--out" | "--bad-rows", _) => format!("{file}.out"),
        _ => file.to_owned(),
    }
}
