// Which entry a bundle of Taro gets. `scripts/package.mjs` writes these files into dist.

/** Taro's names of what is built for: `process.env.TARO_ENV`, which its builds put in as text. */
export const minis = ["weapp", "tt", "alipay", "swan", "qq", "jd", "kwai", "xhs", "lark", "dd", "qywx", "iot", "ascf", "quickapp"];
export const webs = ["h5", "harmony-hybrid"];

/**
 * For webpack, whose conditions tell mini-programs from pages as little as other bundlers' do: they would ship code for
 * pages that fails on phones. In Taro's builds the address below is a text, and leads to a file that ends the build by
 * what it imports. In all others it is not, and a context of no files stands there.
 */
export const guard = (prefix) => `function guard() {\n  return import(/* webpackMode: "eager", webpackExclude: /./ */ \`./taro/${prefix}\${process.env.TARO_ENV}.js\`);\n}\n`;

/**
 * The entries that have an address beside their code. A bundle of a mini-program with one of them fails when it starts
 * (`document is not defined`). `sentence`: what the build says, as the name of a module that there is not.
 */
export const guarded = [
  { from: "browser", to: "webpack", prefix: "", sentence: "in a mini-program write: import { createVerifier } from 'xinyi/miniprogram'" },
  { from: "browser-authoring", to: "webpack-authoring", prefix: "authoring-", sentence: "in a mini-program there is no 'xinyi/authoring'" },
];
