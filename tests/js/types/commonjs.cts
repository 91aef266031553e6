// The same through `require`, and through the entry for mini-programs.
import xinyi = require("xinyi");
import authoring = require("xinyi/authoring");
import inline = require("xinyi/inline");
import miniprogram = require("xinyi/miniprogram");
import slim = require("xinyi/slim");
import testing = require("xinyi/testing");

export const verifier: Promise<xinyi.Verifier> = miniprogram.createVerifier({ root: "{}" });
export const known: boolean = xinyi.isXinyiError(new Error("x"));
export const sync: xinyi.Verifier = inline.createVerifierSync({ root: "{}" });
export const loaded: Promise<void> = slim.init({ wasm: new Uint8Array(8), messages: {} });
export const slims: xinyi.Verifier = slim.createVerifierSync({ root: "{}" });

export async function forecast(at: xinyi.Time): Promise<authoring.Forecast> {
  return authoring.forecast(await verifier, "…", { programme: "a", holder: "unbound", at });
}

export const presented: xinyi.Bundles = testing.createPlatformSync().wallet("zhang-gold").present({ audience: "a", nonce: "n" });
