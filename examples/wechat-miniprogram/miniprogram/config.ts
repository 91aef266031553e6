import type { Texts } from "xinyi";

/**
 * Where the snapshot is fetched from. Its host has to stand among the domains for `request` in the mini-program's settings.
 * In the developer tools the till's own address will do, if the check of domains is off: http://localhost:8081/snapshot.json
 */
export const SNAPSHOT_URL = "https://till.example/snapshot.json";

/** Who may be shown something, as the person is told before. */
export interface Recipient {
  readonly name: Texts;
  readonly contact: Texts;
  /** For how many days they keep what a decision was made of; 0: not at all. A promise of theirs. */
  readonly keptDays: number;
}

/** By the audience that a request names. To others nothing is shown: a request can name anybody. */
export const RECIPIENTS: { readonly [audience: string]: Recipient | undefined } = {
  "https://till.example": {
    name: { "zh-CN": "示例博物馆（演示）", en: "the Example Museum (demo)" },
    contact: { "zh-CN": "服务台，privacy@till.example", en: "the service desk, privacy@till.example" },
    keptDays: 0,
  },
};
