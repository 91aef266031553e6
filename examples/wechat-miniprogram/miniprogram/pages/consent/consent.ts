import type { Decision } from "xinyi";
import { requireSigner, sign, wallet } from "../../utils/holder";
import { session } from "../../utils/session";
import { language, texts, told } from "../../utils/texts";
import { verifier } from "../../utils/verifier";

Page({
  data: { t: texts(), ready: false, words: [] as string[], benefit: "", reasons: [] as string[], canAgree: false, busy: false, error: "" },

  /** Of the plan: what is to be disclosed, kept out of `data`, which goes to the view. */
  disclose: null as { readonly [alias: string]: readonly string[] } | null,

  onLoad() {
    this.setData({ t: texts() });
    wx.setNavigationBarTitle({ title: texts().asks });
    return this.plan();
  },

  async plan() {
    const { asked } = session;
    if (!asked) {
      this.setData({ error: texts().gone });
      return;
    }
    this.setData({ error: "" });
    try {
      requireSigner();
      const { programme, audience, request } = asked;
      const { bundle } = await wallet();
      const plan = (await verifier()).plan(bundle, { programme, audience, request });
      this.disclose = plan.disclose;
      const { decision } = plan;
      this.setData({
        ready: true,
        words: plan.words.map((sentence) => sentence[language()]),
        benefit: benefitOf(decision),
        reasons: plan.disclose ? [] : decision.reasons.map(({ message }) => message[language()]),
        canAgree: plan.disclose !== null,
      });
    } catch (error) {
      this.setData({ error: told(error) });
    }
  },

  async onAgree() {
    const { asked } = session;
    if (!asked || !this.disclose || this.data.busy) return;
    this.setData({ busy: true, error: "" });
    try {
      const { audience, nonce } = asked;
      const held = await wallet();
      const draft = (await verifier()).prepare(held.bundle, { disclose: this.disclose["credit"]!, audience, nonce });
      session.presentation = draft.finish(sign(draft.signingInput, held));
      // One request, one answer.
      session.asked = undefined;
      wx.redirectTo({ url: "/pages/show/show" });
    } catch (error) {
      this.setData({ error: told(error) });
    }
    this.setData({ busy: false });
  },

  onRefuse() {
    session.asked = undefined;
    this.disclose = null;
    wx.navigateBack();
  },

  onRetry() {
    return this.plan();
  },
});

function benefitOf(decision: Decision): string {
  const { benefit } = decision;
  if (!benefit) return "";
  if (benefit.kind === "perk") return benefit.text[language()];
  if (benefit.kind === "discount") return language() === "en" ? `${benefit.percent_off} % off` : `优惠 ${benefit.percent_off}%`;
  return benefit.kind;
}
