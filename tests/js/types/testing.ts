// Compiled, never run: what the types of `xinyi/testing` must allow and must refuse.
import { createVerifier } from "xinyi";
import type { Decision, Outcome, Verifier } from "xinyi";
import { createPlatform, createPlatformSync } from "xinyi/testing";
import type { Expected, Platform, Wallet } from "xinyi/testing";

export async function use(): Promise<Decision> {
  const platform: Platform = await createPlatform({ seed: new Uint8Array(32), now: new Date() });
  const verifier: Verifier = await createVerifier({ root: platform.root, snapshot: platform.snapshot(), allowDemoRoot: true });
  const wallet: Wallet = platform.wallet("zhang-gold");
  const holder = { audience: "https://app.example", nonce: verifier.createNonce() };
  const presentation = wallet.present({ ...holder, disclose: ["/listings"], signer: "li-silver", now: 1_795_140_000 });
  platform.revoke(wallet.name, { now: "2026-12-01T00:00:00Z" });
  platform.refresh();
  const issued: string | undefined = platform.issue(wallet.name, { holder: wallet.jwk })["credit"];
  const signature: Uint8Array = wallet.sign(new Uint8Array(1));
  const key: string = wallet.jwk.x + wallet.bundles["credit"] + issued + signature.length;
  // What a wallet asks for and is meant for is what a check takes.
  return verifier.check(presentation, { programme: wallet.programme, request: wallet.request, holder, subject: key });
}

export function told(expected: Expected): Outcome | string {
  return "error" in expected ? expected.error : (expected.tier ?? expected.outcome);
}

export function refused(platform: Platform): void {
  // @ts-expect-error a seed is a text or bytes
  createPlatformSync({ seed: 7 });
  // @ts-expect-error an app that asks has a nonce
  platform.wallets[0]?.present({ audience: "https://app.example" });
  // @ts-expect-error a key is a JWK, not the text of one
  platform.issue("zhang-gold", { holder: "{}" });
  // @ts-expect-error what it gives is not to be changed
  platform.root = "";
}
