//! A program that runs beside this one, and answers lines with lines.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender, SyncSender};
use std::thread;
use std::time::Duration;

/// A program that was started. It does not outlive this.
///
/// Two threads write to it and read from it, since either may take for ever. They are not waited for: a program that it
/// started itself may keep its pipes open.
pub(super) struct Running {
    child: Child,
    /// Its standard input, while it is open.
    lines: Option<Sender<String>>,
    events: Receiver<Event>,
}

/// What a program does.
enum Event {
    /// It wrote a line.
    Line(Vec<u8>),
    /// It wrote more than [`LINE_BYTES`] without an end.
    TooLong,
    /// It ended, or closed its standard output.
    NoMore,
    /// It ended, or closed its standard input, and something was left to read.
    NotRead,
}

/// Room for a signature in base64 many times over.
const LINE_BYTES: usize = 1024;

/// In which time a program ends that has closed its standard input or output because it ends.
const A_MOMENT: Duration = Duration::from_secs(1);

/// How often it is looked whether a program has ended.
const STEP: Duration = Duration::from_millis(10);

impl Running {
    /// Starts a command of the shell. What it writes to standard error is seen as it is.
    ///
    /// # Errors
    /// What happened, in words.
    pub(super) fn start(command: &str) -> Result<Self, String> {
        let mut child = shell(command)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|e| format!("the shell for the command could not be started: {e}"))?;
        let (lines, to_write) = mpsc::channel();
        // A program that writes on and on waits until it is read.
        let (event, events) = mpsc::sync_channel(1);
        if let Some(stdin) = child.stdin.take() {
            let event = event.clone();
            thread::spawn(move || write(stdin, &to_write, &event));
        }
        if let Some(stdout) = child.stdout.take() {
            thread::spawn(move || read(stdout, &event));
        }
        Ok(Self {
            child,
            lines: Some(lines),
            events,
        })
    }

    /// Writes a line and reads the next one.
    ///
    /// # Errors
    /// What happened, in words.
    pub(super) fn ask(&mut self, line: &str, limit: Duration) -> Result<String, String> {
        let sent = self.lines.as_ref().map(|to| to.send([line, "\n"].concat()));
        // Fails if writing has ended, which an event tells.
        drop(sent);
        let mut event = self.events.recv_timeout(limit);
        if let Ok(Event::NotRead) = event {
            // It may have answered all the same, and it may have ended: either is closer to the cause.
            event = self.events.recv_timeout(A_MOMENT);
            if event.is_err() {
                return Err(
                    "the command closed its standard input and had not read what is to be signed"
                        .to_owned(),
                );
            }
        }
        match event {
            Ok(Event::Line(line)) => Ok(String::from_utf8_lossy(&line).into_owned()),
            Ok(Event::TooLong) => Err(too_long()),
            Ok(Event::NoMore | Event::NotRead) => Err(match self.wait(A_MOMENT) {
                Some(status) => format!("the command {} and had not answered", ended(status)),
                None => "the command closed its standard output and had not answered".to_owned(),
            }),
            Err(_) => Err(format!(
                "the command did not answer within {} seconds (--sign-timeout)",
                limit.as_secs()
            )),
        }
    }

    /// Closes its standard input, and waits until it has ended with status 0.
    ///
    /// # Errors
    /// What happened, in words.
    pub(super) fn end(mut self, limit: Duration) -> Result<(), String> {
        self.lines = None;
        let mut event = self.event_or_end(limit);
        if let Some(Event::NotRead) = event {
            event = self.event_or_end(limit);
        }
        match event {
            Some(Event::NoMore | Event::NotRead) => {}
            Some(Event::Line(_)) => {
                return Err("the command answered with more lines than it was asked for".to_owned());
            }
            Some(Event::TooLong) => return Err(too_long()),
            None if self.wait(Duration::ZERO).is_some() => {}
            None => return Err(goes_on(limit)),
        }
        match self.wait(limit) {
            Some(status) if status.success() => Ok(()),
            Some(status) => Err(format!("the command signed, and then {}", ended(status))),
            None => Err(goes_on(limit)),
        }
    }

    /// What it does next. Once it has ended that is nothing, while a program that it started itself keeps its output
    /// open.
    fn event_or_end(&mut self, limit: Duration) -> Option<Event> {
        let mut waited = Duration::ZERO;
        loop {
            match self.events.recv_timeout(STEP) {
                Ok(event) => return Some(event),
                // What it wrote before its end may still be on the way.
                Err(_) if self.wait(Duration::ZERO).is_some() => {
                    return self.events.recv_timeout(A_MOMENT).ok();
                }
                Err(RecvTimeoutError::Timeout) if waited < limit => waited += STEP,
                Err(_) => return None,
            }
        }
    }

    /// Its status, once it has ended.
    fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        let mut waited = Duration::ZERO;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) if waited < limit => thread::sleep(STEP),
                Ok(None) | Err(_) => return None,
            }
            waited += STEP;
        }
    }
}

/// Whatever the reason, it is stopped and leaves no process behind.
impl Drop for Running {
    fn drop(&mut self) {
        // Fails if it has ended already.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[cfg(not(windows))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]);
    shell
}

#[cfg(windows)]
fn shell(command: &str) -> Command {
    use std::os::windows::process::CommandExt as _;
    let mut shell = Command::new("cmd");
    // As it was typed: the shell has rules of its own for quotes.
    shell.arg("/C").raw_arg(command);
    shell
}

/// Writes line after line. It ends, and closes the pipe, when there will be no more.
fn write(mut stdin: ChildStdin, lines: &Receiver<String>, event: &SyncSender<Event>) {
    for line in lines {
        let written = stdin.write_all(line.as_bytes());
        if written.and_then(|()| stdin.flush()).is_err() {
            // Fails if nobody asks any more.
            drop(event.send(Event::NotRead));
            return;
        }
    }
}

/// Reads line after line. A last one without an end is one as well.
fn read(stdout: ChildStdout, event: &SyncSender<Event>) {
    let mut stdout = BufReader::new(stdout);
    loop {
        let mut line = Vec::new();
        let most = u64::try_from(LINE_BYTES + 1).unwrap_or(u64::MAX);
        let read = (&mut stdout).take(most).read_until(b'\n', &mut line);
        let found = match read {
            Ok(0) | Err(_) => Event::NoMore,
            Ok(_) if line.len() > LINE_BYTES => Event::TooLong,
            Ok(_) => Event::Line(line),
        };
        let is_last = !matches!(found, Event::Line(_));
        if event.send(found).is_err() || is_last {
            return;
        }
    }
}

fn too_long() -> String {
    format!("the command answered with a line of more than {LINE_BYTES} bytes")
}

fn goes_on(limit: Duration) -> String {
    format!(
        "the command signed, and did not end within {} seconds of the end of its standard input",
        limit.as_secs()
    )
}

fn ended(status: ExitStatus) -> String {
    match status.code() {
        // POSIX, Shell Command Language, 2.8.2.
        Some(127) => {
            "ended with status 127, by which a shell says that it found no such command".to_owned()
        }
        Some(126) => "ended with status 126, by which a shell says that it may not run the command"
            .to_owned(),
        Some(code) => format!("ended with status {code}"),
        None => format!("was stopped ({status})"),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(60);

    fn started(command: &str) -> Running {
        Running::start(command).expect("a shell")
    }

    /// Whether there is a process of this number, be it one that has ended and of which nobody has asked how.
    fn is_there(number: u32) -> bool {
        let asked = Command::new("sh")
            .args(["-c", &format!("kill -0 {number}")])
            .stderr(Stdio::null())
            .status();
        asked.expect("a shell").success()
    }

    #[test]
    fn lines_are_answered_by_lines_until_the_end() {
        let mut running = started("while read -r line; do echo \"($line)\"; done");
        let long = "x".repeat(200_000);
        assert_eq!(running.ask("a", LIMIT).as_deref(), Ok("(a)\n"));
        assert_eq!(running.ask("b c", LIMIT).as_deref(), Ok("(b c)\n"));
        let error = running.ask(&long, LIMIT).expect_err("too long an answer");
        assert!(error.contains("more than 1024 bytes"), "{error}");
        let mut running = started("read -r line; echo ${#line}");
        assert_eq!(running.ask(&long, LIMIT).as_deref(), Ok("200000\n"));
        assert_eq!(running.end(LIMIT), Ok(()));
    }

    #[test]
    fn a_last_line_without_an_end_is_one() {
        let mut running = started("read -r line; printf %s \"$line\"");
        assert_eq!(running.ask("a", LIMIT).as_deref(), Ok("a"));
        assert_eq!(running.end(LIMIT), Ok(()));
    }

    /// The output stays open for as long as the other program runs.
    #[test]
    fn a_program_ends_though_another_keeps_its_output_open() {
        for (last, told) in [
            ("exit 0", None),
            ("exit 3", Some("ended with status 3")),
            ("echo more", Some("more lines")),
            (
                "read -r line; exec sleep 60",
                Some("did not end within 1 seconds"),
            ),
        ] {
            let other = "sleep 60 2>/dev/null & read -r line; echo $!";
            let mut running = started(&format!("{other}; {last}"));
            let number = running.ask("a", LIMIT).expect("its number");
            let limit = match last.contains("exec") {
                true => Duration::from_secs(1),
                false => Duration::from_secs(20),
            };
            let ended = running.end(limit);
            let killed = Command::new("kill").arg(number.trim()).status();
            assert!(killed.expect("kill").success(), "{last}: it had ended");
            match told {
                None => assert_eq!(ended, Ok(())),
                Some(told) => assert!(ended.as_ref().is_err_and(|e| e.contains(told)), "{ended:?}"),
            }
        }
    }

    #[test]
    fn no_process_is_left_behind() {
        for command in ["exec sleep 60", "exit 1", "cat"] {
            let running = started(command);
            let number = running.child.id();
            assert!(is_there(number), "{command}");
            drop(running);
            assert!(!is_there(number), "{command}");
        }
        let running = started("cat");
        let number = running.child.id();
        assert_eq!(running.end(LIMIT), Ok(()));
        assert!(!is_there(number));
    }
}
