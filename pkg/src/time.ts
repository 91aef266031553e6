/** UNIX seconds of a `Time`, or undefined if it is none. The rules are the command line's. */
export function unixSeconds(time: unknown): number | undefined {
  let seconds: number | undefined;
  if (typeof time === "number") {
    seconds = time;
  } else if (typeof time === "string") {
    seconds = parseRfc3339(time);
  } else if (Object.prototype.toString.call(time) === "[object Date]") {
    seconds = (time as Date).getTime() / 1000;
  }
  return seconds !== undefined && seconds >= 0 && seconds <= MOST_SECONDS ? Math.floor(seconds) : undefined;
}

/** Above it are milliseconds, from somebody who passed Date.now(). */
const MOST_SECONDS = 1e11;

export function isMilliseconds(time: unknown): boolean {
  return typeof time === "number" && time > MOST_SECONDS && Number.isFinite(time);
}

function parseRfc3339(text: string): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):(\d\d))$/.exec(text);
  if (!parts) return undefined;
  const field = (i: number): number => Number(parts[i] || 0);
  const [year, month, day, hour, minute, second] = [field(1), field(2), field(3), field(4), field(5), field(6)];
  if (hour > 23 || minute > 59 || second > 59 || field(8) > 23 || field(9) > 59) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  // Date rolls 30 February over into March, and takes years below 100 for 19xx.
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  const offset = (parts[7] === "-" ? -60 : 60) * (field(8) * 60 + field(9));
  return date.getTime() / 1000 + hour * 3600 + minute * 60 + second - offset;
}
