// The same through `require`, and through the entry for mini-programs.
import xinyi = require("xinyi");
import miniprogram = require("xinyi/miniprogram");

export const verifier: Promise<xinyi.Verifier> = miniprogram.createVerifier({ root: "{}" });
export const known: boolean = xinyi.isXinyiError(new Error("x"));
