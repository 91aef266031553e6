// Keeps a verifier at what a platform publishes with `xinyi snapshot publish`: in Node, in a page, or wherever there is
// `fetch`.
//
//   const fresh = keepFresh(verifier, { at: "https://credit.city.example/" });
//   …
//   fresh.stop();
//
// Nothing that comes over the line is trusted: `load` verifies every part, and takes what is newer. So a failure takes
// nothing away. The verifier goes on deciding by what it has, until that ends; then every check says so itself
// (`trust.expired`, `status.expired`), and nobody is granted anything by what nobody vouches for any more.

const MINUTE = 60_000;
const MEGABYTE = 1024 * 1024;
// An index names some files. `load` refuses a snapshot of more than this, whoever signed it.
const INDEX_BYTES = MEGABYTE;
const SNAPSHOT_BYTES = 16 * MEGABYTE;

/**
 * Options: `at`, the folder's URL; `every`, milliseconds between two looks (15 minutes); `timeout` of one request (30
 * seconds); `onLoaded(report)` after each snapshot; `onFailure(error, { failures, since })` after each attempt that
 * failed, so that somebody is told when it has failed for hours; `load`, the options of `verifier.load`.
 */
export function keepFresh(verifier, options) {
  const { every = 15 * MINUTE, onLoaded = () => {}, onFailure = () => {} } = options;
  const memory = {};
  let failures = 0;
  let since;
  let timer;
  let stopped = false;
  let running;

  async function look() {
    let wait = jittered(every);
    try {
      const report = await refresh(verifier, memory, options);
      failures = 0;
      since = undefined;
      if (report) onLoaded(report);
    } catch (error) {
      failures += 1;
      since ??= new Date();
      // Twice as long after each failure, and anywhere within that time: when a server comes back, not everybody is there
      // in the same second. What it asks for itself counts more.
      wait = Math.max(Math.random() * Math.min(every, 1000 * 2 ** failures), error.retryAfter ?? 0);
      onFailure(error, { failures, since });
    }
    if (!stopped) timer = setTimeout(refreshNow, wait);
  }

  /** Looks now, such as when a phone wakes up. Never rejects. */
  function refreshNow() {
    clearTimeout(timer);
    running ??= look().finally(() => {
      running = undefined;
    });
    return running;
  }

  function stop() {
    stopped = true;
    clearTimeout(timer);
  }

  return { first: refreshNow(), refreshNow, stop };
}

/**
 * One look. Returns the report, or nothing if nothing is new. `memory` is an object of the caller's, in which the next
 * look finds what the index was.
 */
export async function refresh(verifier, memory, { at, timeout = MINUTE / 2, load }) {
  const index = new URL("index.json", at);
  const answer = await get(index, timeout, memory.etag ? { "if-none-match": memory.etag } : {});
  if (answer.status === 304) return undefined;
  const { snapshot } = JSON.parse(await textOf(index, answer, INDEX_BYTES));
  if (snapshot.path === memory.path) {
    memory.etag = answer.headers.get("etag");
    return undefined;
  }
  // Its name comes from what it holds, so that any cache on the way may have it.
  const from = new URL(snapshot.path, at);
  // The index is not proven: it leads nowhere else.
  if (!from.href.startsWith(new URL(".", index).href)) throw new Error(`${index}: names ${from}`);
  const text = await textOf(from, await get(from, timeout, {}), SNAPSHOT_BYTES);
  const report = verifier.load(text, load);
  // With `storage`, `load` has stored it together with the state. Else the app stores `exportState()` and
  // `exportSnapshot()` in one write, if `report.state_changed`.
  await verifier.saved.catch(() => undefined);
  // What was refused may have been damaged on the way, and is fetched again at the next look.
  if (!isRefused(report)) {
    memory.path = snapshot.path;
    memory.etag = answer.headers.get("etag");
  }
  return report;
}

/**
 * Whether a part of what was loaded is of no use. The state is none of them: it was there before, and fetching once more
 * mends nothing of it.
 */
export function isRefused({ state, ...report }) {
  const parts = Object.values(report).flat();
  return parts.some((part) => part?.result === "refused");
}

async function get(url, timeout, headers) {
  // No cookie tells who asks, and a browser's own cache does not answer for the server.
  const request = { headers, credentials: "omit", cache: "no-cache", signal: AbortSignal.timeout(timeout) };
  const answer = await fetch(url, request);
  if (answer.ok || answer.status === 304) return answer;
  await answer.body?.cancel().catch(() => undefined);
  const error = new Error(`${url}: ${answer.status}`);
  const seconds = Number(answer.headers.get("retry-after"));
  if (seconds > 0) error.retryAfter = Math.min(seconds * 1000, 60 * MINUTE);
  throw error;
}

/**
 * The text of an answer of at most so many bytes. They are counted as they come, unpacked: what a server says of its
 * answer's length is not proven, and a few bytes that were compressed may be gigabytes. Where it says itself that there are
 * more, nothing is read.
 */
async function textOf(url, answer, most) {
  const tooLong = () => new Error(`${url}: more than ${most} bytes`);
  if (Number(answer.headers.get("content-length")) > most) {
    await answer.body?.cancel().catch(() => undefined);
    throw tooLong();
  }
  if (!answer.body) {
    // A host whose `fetch` has no streams: what is said to be short, and is not, comes as a whole.
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes.length > most) throw tooLong();
    return new TextDecoder().decode(bytes);
  }
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let [text, bytes] = ["", 0];
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.length;
    if (bytes > most) {
      // Ends the connection.
      await reader.cancel().catch(() => undefined);
      throw tooLong();
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** A tenth more or less: whoever started in the same second does not stay together. */
function jittered(milliseconds) {
  return milliseconds * (0.9 + Math.random() / 5);
}
