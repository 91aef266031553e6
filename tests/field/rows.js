/**
 * What people who do this job give a tool like this one, each row for its kind, and what `xinyi` has to say of it.
 * The inputs are made up, after public reports. `node tests/field/table.js` prints the rows with today's answers.
 */

/** Verified at this time: the tokens were made a few seconds before. */
const NOW = "1795914284";

const audit = (file, ...says) => ({ input: `audit/${file}`, run: ["audit", "@"], ...answer(says) });
const wrong = (file, ...says) => ({ ...audit(file, ...says), status: 1 });
const sdJwt = (file, ...says) => ({ input: `jose/${file}`, run: ["sd-jwt", "verify", "--json", "--jwk", "jose/es.jwk", "--now", NOW, "@"], ...answer(says) });
const status = (file, ...says) => ({
  input: `status/${file}`,
  run: ["status", "verify", "--json", "--jwk", "jose/es.jwk", "--uri", "https://s.example/1", "--idx", "0", "--now", NOW, "@"],
  ...answer(says),
});
const key = (file, ...says) => ({ input: `keys/${file}`, run: ["key", "show", "--json", "@"], ...answer(says) });
const rules = (command, file, more, ...says) => ({ input: `rules/${file}`, run: ["programme", command, "@", ...more], ...answer(says) });

/** `@` is the input; `says` has to be in what is printed. */
function answer(says) {
  return { status: 0, says };
}

const IN_ORDER = ["符合要求 / conforms", "20 行，其中 0 行有问题"];

export const rows = [
  audit("00-base.csv", ...IN_ORDER),
  // Excel, xlsx2csv and ONLYOFFICE leave out empty cells at the end of a row; others add some.
  audit("01-excel-drops-trailing-delimiters.csv", ...IN_ORDER),
  audit("02-trailing-comma-on-rows.csv", ...IN_ORDER),
  audit("03-title-row.csv", ...IN_ORDER),
  audit("03b-title-row-bare.csv", ...IN_ORDER),
  audit("04-two-header-rows.csv", ...IN_ORDER),
  audit("05-sep-line.csv", ...IN_ORDER),
  audit("06-semicolon.csv", ...IN_ORDER),
  audit("07-tab.csv", ...IN_ORDER),
  audit("12-apostrophe.csv", ...IN_ORDER),
  audit("15-zero-width.csv", ...IN_ORDER),
  wrong("16-scientific.csv", "code.rounded"),
  wrong("20-brackets.csv", "duplicate.key"),
  audit("21-json-array.json", ...IN_ORDER),
  // Its first bytes alone, and a page with a header alone.
  { ...wrong("24-xls-as-csv.csv", "input.damaged", "xls"), status: 2 },
  wrong("25-html-as-xls.csv", "html", "0 行"),
  audit("26-persons.csv", "符合要求 / conforms"),
  audit("30b-required-header.csv", ...IN_ORDER),
  audit("32-total-row.csv", ...IN_ORDER),

  { input: "ids/invisible.txt", run: ["id", "-"], status: 1, says: ["91310115MA1000367Y"] },
  { input: "ids/region-unknown.txt", run: ["id", "-"], status: 0, says: ["有效"] },

  key("sm2-withparams.pem", "SM2"),
  key("sm2-compressed.pem", "SM2"),
  key("es-sec1.pem", "ES256"),
  key("sm2-sec1.pem", "SM2"),
  key("sm2-bom.pem", "SM2"),
  key("sm2-enc.pem", "encrypted"),

  // RFC 7519 §2 allows fractions.
  sdJwt("exp-float.txt", '"exp":1795915284.5'),
  { ...sdJwt("iat-millis.txt", "毫秒", "milliseconds", "/exp"), status: 1 },
  { ...sdJwt("bigint-19.txt", "format.number", "信用凭证第 107 字节处"), status: 1 },
  { ...sdJwt("sha-512.txt", "input.unsupported", "_sd_alg sha-512"), status: 1 },
  {
    input: "jose/sm2-id-gmssl.txt",
    run: ["sd-jwt", "verify", "--json", "--jwk", "jose/sm2.jwk", "--now", NOW, "@"],
    status: 1,
    says: ["signature."],
  },
  status("exp-float.jwt", '"status":"INVALID"'),
  status("iat-float.jwt", '"status":"INVALID"'),
  { ...status("ttl-zero.jwt", "状态列表", "the status list", "/ttl"), status: 1 },

  { ...rules("lint", "region-name-never-true.json", [], "浦东新区"), status: 1 },
  // By full years (周岁) from the day after; the birthday itself is open.
  {
    ...rules("try", "minor-programme.json", ["--facts", "rules/minor-on-18th-birthday-facts.json", "--now", "2026-11-29T04:00:00Z"], "undetermined"),
    status: 1,
  },
  {
    input: "calendar/programme.json",
    run: ["programme", "try", "@", "--facts", "calendar/facts-drawn-2026-12-31.json", "--now", "2027-01-04T04:00:00Z"],
    status: 1,
    says: ["time.estimated_working_days"],
  },
];
