"""A server that keeps one `xinyi batch` running beside it. Python 3.9 or later, nothing else.

    python3 server.py PORT SNAPSHOT xinyi batch --root root.json --snapshot SNAPSHOT --state STATE --programme ID

The state is begun once: `xinyi batch … --state STATE --new-state < /dev/null`.

`POST /nonces` gives a nonce. `POST /answers?nonce=…` with a presentation made for it answers as `xinyi batch` does.
"""

import json
import os
import secrets
import subprocess
import sys
import threading
import time
from collections import deque
from concurrent.futures import Future, TimeoutError
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

AUDIENCE = "https://demo-app.example"
NONCE_SECONDS = int(os.environ.get("NONCE_SECONDS", "300"))
# So many may be out at a time; whoever asks for more is told to come back.
MOST_NONCES = int(os.environ.get("MOST_NONCES", "10000"))
ANSWER_SECONDS = 10
MOST_WAITING = 256
MOST_BYTES = 256 * 1024


class Busy(Exception):
    """More is asked than is answered."""


class Batch:
    """One process. It answers each line with a line, in their order."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.lock = threading.Lock()
        self.waiting = deque()
        self.ended = False
        threading.Thread(target=self._read, daemon=True).start()

    def ask(self, question):
        answer = Future()
        with self.lock:
            if self.ended:
                raise BrokenPipeError
            if len(self.waiting) >= MOST_WAITING:
                raise Busy
            self.waiting.append(answer)
            # JSON has no line break but between its parts, and json.dumps puts none there.
            self.process.stdin.write(json.dumps(question).encode() + b"\n")
            self.process.stdin.flush()
        # An answer that comes too late is read all the same: those behind it keep their order.
        return answer.result(ANSWER_SECONDS)

    def close(self):
        """The process answers what it was asked, and ends."""
        with self.lock:
            self.ended = True
            self.process.stdin.close()

    def _read(self):
        for line in self.process.stdout:
            self.waiting.popleft().set_result(line)
        with self.lock:
            self.ended = True
            for answer in self.waiting:
                answer.set_exception(BrokenPipeError())
        self.process.wait()


class Keeper:
    """Starts the process anew when there is a new snapshot, and when it has ended."""

    def __init__(self, command, snapshot):
        self.command, self.snapshot = command, snapshot
        self.lock = threading.Lock()
        self.batch, self.stamp = None, None

    def current(self):
        with self.lock:
            found = os.stat(self.snapshot)
            # One that was put in its place may be of the same time.
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            if self.batch is None or self.batch.ended or stamp != self.stamp:
                before, self.batch, self.stamp = self.batch, Batch(self.command), stamp
                if before is not None and not before.ended:
                    before.close()
            return self.batch


class Nonces:
    """Each is made for one request, and is good once and for some minutes."""

    def __init__(self):
        self.lock = threading.Lock()
        self.until = {}

    def make(self):
        nonce, now = secrets.token_urlsafe(16), time.monotonic()
        with self.lock:
            if len(self.until) >= MOST_NONCES:
                self.until = {kept: end for kept, end in self.until.items() if end > now}
            if len(self.until) >= MOST_NONCES:
                raise Busy
            self.until[nonce] = now + NONCE_SECONDS
        return nonce

    def take(self, nonce):
        with self.lock:
            return self.until.pop(nonce, 0) > time.monotonic()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        url = urlsplit(self.path)
        length = self.headers.get("Content-Length", "0")
        if not length.isascii() or not length.isdigit():
            self.close_connection = True
            return self.reply(400)
        body = self.rfile.read(min(int(length), MOST_BYTES + 1))
        if url.path == "/nonces":
            try:
                return self.reply(200, json.dumps({"audience": AUDIENCE, "nonce": nonces.make()}).encode())
            except Busy:
                return self.reply(503)
        nonce = parse_qs(url.query).get("nonce", [""])[0]
        if url.path != "/answers":
            return self.reply(404)
        if len(body) > MOST_BYTES:
            self.close_connection = True
            return self.reply(413)
        if not nonces.take(nonce):
            return self.reply(403)
        question = {"id": nonce, "bundle": body.decode(errors="replace"), "audience": AUDIENCE, "nonce": nonce}
        try:
            # What the app gives is decided by this answer, here, and never by what a phone says of itself.
            self.reply(200, keeper.current().ask(question))
        except TimeoutError:
            # An OSError too, so that it comes first.
            self.reply(504)
        except (Busy, OSError):
            self.reply(503)

    def reply(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    port, snapshot, *command = sys.argv[1:]
    keeper, nonces = Keeper(command, snapshot), Nonces()
    server = ThreadingHTTPServer(("127.0.0.1", int(port)), Handler)
    print("listening on", server.server_address[1], flush=True)
    server.serve_forever()
