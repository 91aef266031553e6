// Compiled, never run: what the types must allow and must refuse.
import { createVerifier, createVerifierSync, indexedDbStorage, init, isXinyiError, keyValueStorage, XinyiError } from "xinyi";
import { createVerifierSync as createInline } from "xinyi/inline";
import { createVerifier as createSlim, init as initSlim, isXinyiError as isSlims } from "xinyi/slim";
import type { Decision as SlimDecision, MessageTable } from "xinyi/slim";
import type { Benefit, CheckOptions, CheckResult, CommitmentType, Decision, ErrorCode, ErrorData, Money, Objection, Open, PresentationRequest, Presented, Reason, RequestText, Verifier, VerifierOptions } from "xinyi";

const create: VerifierOptions = {
  root: "{}",
  snapshot: new Uint8Array(0),
  minimum: { root: 1, manifest: 2, trust_list: 3, time: 1_700_000_000 },
  now: new Date(),
  statusMaxAge: 86_400,
  allowDemoRoot: true,
};

const options: CheckOptions = {
  programme: "fz.xinyi-zu.power-bank",
  holder: { audience: "https://app.example", nonce: "n-0123456789" },
  request: { deposit: "99.00", rent: { currency: "CNY", amount: "3000.00" }, first: true },
  statusLists: ["eyJ", new Uint8Array(1)],
  explain: "full",
  now: "2026-11-22T08:00:00+08:00",
};

export async function use(): Promise<string> {
  await init();
  await init({ wasmPath: "/x.wasm.br", host: { instantiate: (path: string, imports: object) => Promise.resolve({ path, imports }) } });
  await init({ wasm: new Uint8Array(8) });
  await init({ wasm: Promise.resolve("https://cdn.example/xinyi.wasm") });
  const table: MessageTable = { errors: { "host.load": "…" } };
  await initSlim({ wasm: new Uint8Array(8), messages: { "zh-CN": table } });
  // @ts-expect-error: the module has to be given
  await initSlim({ messages: { en: table } });
  // @ts-expect-error: there are no others
  await initSlim({ wasm: "/xinyi.wasm", messages: { fr: table } });
  // @ts-expect-error: mini-programs have an entry of their own
  await initSlim({ wasm: "/xinyi.wasm", wasmPath: "/x.wasm.br" });
  const slim: Verifier = await createSlim(create);
  const decided: SlimDecision = slim.check("…", options);
  isSlims(decided);
  // One class, whichever entry it comes from.
  const inline: Verifier = createInline(create);
  inline.check("…", options);
  const verifier: Verifier = await createVerifier(create);
  const same: Verifier = createVerifierSync({ root: {}, storage: keyValueStorage({ getStorageSync: () => "", setStorageSync: () => undefined }) });
  await createVerifier({ root: "{}", storage: indexedDbStorage({ open: () => ({}) }, { name: "trust" }) });
  await createVerifier({ root: "{}", storage: { get: () => Promise.resolve(null), set: (text: string) => Promise.resolve(text) } });
  await verifier.saved;

  const plan = verifier.plan({ credit: "…" }, { programme: "a", audience: "https://app.example", subject: { credit: "x" } });
  for (const { kind, path } of plan.hidden) if (kind === "record") path.toUpperCase();
  const sign = (bytes: Uint8Array): ArrayBuffer => bytes.slice().buffer as ArrayBuffer;
  const to = { audience: "https://app.example", nonce: "n", consent: { programme: "a", until: new Date() } };
  const draft = verifier.prepare("…", { disclose: plan.disclose, ...to });
  const presented: string = draft.finish(sign(draft.signingInput));
  const drafts = verifier.prepare({ credit: "…" }, { disclose: { credit: ["/listings"] }, ...to });
  verifier.check(drafts.finish({ credit: new Uint8Array(64) }), options);
  // @ts-expect-error: a signature is bytes
  draft.finish("c2ln");
  const words: string | undefined = plan.words[0]?.["zh-CN"];
  presented.concat(words ?? "");

  const decision: Decision = verifier.check("…", options);
  const market: Uint8Array | undefined = undefined;
  same.check({ credit: "…", market }, { programme: { id: "a", version: 2 }, holder: "unbound", now: 1_700_000_000 });
  same.check({ firm: new Uint8Array(1), officer: "…" }, { ...options, subject: { firm: "91310115MA1000367Y" } });
  const inputs: readonly string[] = decision.evidence.bundles.map(({ input }) => input);
  const warned: string | undefined = decision.warnings[0]?.input;

  const request: PresentationRequest = verifier.presentationRequest({ programme: "a", audience: "https://app.example", request: { deposit: 99 } });
  const asked: RequestText = verifier.readPresentationRequest(request.text);
  const paths: readonly string[] = request.dcql_query.credentials.flatMap(({ claims }) => claims.flatMap(({ path }) => path));
  const sent: string = request.openid4vp.client.client_id + request.openid4vp.dc_api.response_mode + asked.programme.version + paths.join();
  const scanned: Presented = verifier.fromQr(verifier.toQr({ credit: ["…"] }, { maxLength: 700 }));
  verifier.check(scanned, { ...options, programme: request.programme });
  verifier.check({ credit: [sent] as const }, options);
  // @ts-expect-error there is one of each
  verifier.check({ credit: ["…", "…"] }, options);
  // @ts-expect-error whom it is for has no default
  verifier.presentationRequest({ programme: "a" });

  // Outcome tells tier and benefit apart, kind tells benefits apart.
  if (decision.outcome === "granted") {
    const tier: string = decision.tier;
    const nobody: null = decision.contact;
    return tier + nobody + describe(decision.benefit) + (decision.upgrade ? decision.upgrade.missing.join() : "");
  }
  const none: null = decision.benefit;
  const reasons: readonly Reason[] = decision.reasons;
  const ask: string = decision.contact.programme;
  const object: readonly Objection[] = decision.contact.objection;
  const where: string = object.map(({ input, name, url, text }) => input + name.en + (url ?? "") + (text?.["zh-CN"] ?? "")).join(ask);

  const result: CheckResult = verifier.safeCheck("…", options);
  if (!result.ok) {
    const error: ErrorData = result.error;
    const code: Open<ErrorCode> = error.code;
    return code + error.messages["zh-CN"] + result.errors.length;
  }
  return result.decision.outcome + where + inputs.join() + (warned ?? "") + none + reasons[0]?.message.en;
}

export function describe(benefit: Benefit): string {
  switch (benefit.kind) {
    case "deposit_waiver": {
      const max: Money = benefit.max;
      return max.amount;
    }
    case "discount":
      return String(benefit.percent_off);
    case "free_allowance":
      return benefit.quantity + benefit.unit["zh-CN"];
    case "deferred_payment":
      return benefit.max.amount + benefit.days;
    case "loan_prequalification":
      return benefit.max_amount.amount + (benefit.max_months ?? "");
    case "fast_track":
      return benefit.lane["zh-CN"];
    case "inspection":
      return String(benefit.frequency_percent);
    case "clean_record":
      return benefit.field + benefit.period;
    case "perk":
      return benefit.text["zh-CN"];
  }
}

export function caught(thrown: unknown): string {
  if (thrown instanceof XinyiError) return thrown.code + thrown.errors.length;
  if (isXinyiError(thrown)) return thrown.stage;
  return "";
}

export function refused(verifier: Verifier, decision: Decision): void {
  // @ts-expect-error the root is required
  void createVerifier({});
  // @ts-expect-error the holder is required
  verifier.check("…", { programme: "a" });
  // @ts-expect-error a nonce goes with an audience
  verifier.check("…", { programme: "a", holder: { audience: "a" } });
  // @ts-expect-error there is no such policy
  verifier.check("…", { programme: "a", holder: "anyone" });
  const committed = verifier.prepareCommitment("…", {
    type: "proof_item", item: "residence", text: "…", programme: { id: "a", version: 1 }, audience: "a", nonce: "n", until: new Date(),
  });
  verifier.check("…", { ...options, commitments: [committed.finish(new Uint8Array(64))] });
  // @ts-expect-error no type of this name
  const kind: CommitmentType = "promise";
  void kind;
  // @ts-expect-error no programme
  verifier.check("…", { holder: "unbound" });
  // @ts-expect-error neither text nor bytes nor an object
  verifier.check(7, options);
  // @ts-expect-error a bundle is text or bytes
  verifier.check({ credit: {} }, options);
  // @ts-expect-error an identity code is a string
  verifier.check("…", { ...options, subject: { firm: 1 } });
  // @ts-expect-error there may be no benefit
  decision.benefit.kind;
  // @ts-expect-error of a grant nobody is asked
  decision.contact.programme;
  // @ts-expect-error decisions are frozen
  decision.tier = "gold";
  // @ts-expect-error there is no such outcome
  if (decision.outcome === "refused") return;
  // @ts-expect-error errors are made here only
  new XinyiError();
  // @ts-expect-error an amount is exact, so a string
  const money: Money = { currency: "CNY", amount: 99.5 };
  void money;
}
