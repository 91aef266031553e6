import type { Plan } from "xinyi";
import { wordsOf } from "xinyi/letter";
import { RECIPIENTS } from "../../config";
import type { Recipient } from "../../config";
import { requireSigner, sign, wallet } from "../../utils/holder";
import { linesOf } from "../../utils/lines";
import { session } from "../../utils/session";
import { language, messages, texts, told, zh } from "../../utils/texts";
import { verifier } from "../../utils/verifier";

/** Seconds: as long as a till takes what is signed. */
const CONSENT_SECONDS = 300;

Page({
  data: { t: zh, ready: false, canAgree: false, benefit: "", form: [] as string[], lines: [] as ReturnType<typeof linesOf>, busy: false, error: "" },

  /** Of the plan: what is to be disclosed, kept out of `data`, which goes to the view. */
  disclose: null as Plan["disclose"],

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
      const recipient = Object.prototype.hasOwnProperty.call(RECIPIENTS, audience) ? RECIPIENTS[audience] : undefined;
      if (!recipient) {
        this.setData({ ready: true, lines: [{ kind: "line", text: texts().stranger.replace("{audience}", audience) }] });
        return;
      }
      const { bundle } = await wallet();
      const plan = (await verifier()).plan(bundle, { programme, audience, request });
      this.disclose = plan.disclose;
      const { decision } = plan;
      this.setData({
        ready: true,
        canAgree: plan.disclose !== null,
        benefit: decision.benefit ? wordsOf(language(), messages()).benefit(decision.benefit) : "",
        form: plan.disclose ? formOf(plan, recipient) : [],
        lines: plan.disclose ? [] : linesOf(decision, language(), messages()),
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
      const { audience, nonce, programme } = asked;
      const held = await wallet();
      const consent = { programme: programme.id, until: Math.floor(Date.now() / 1000) + CONSENT_SECONDS };
      const draft = (await verifier()).prepare(held.bundle, { disclose: this.disclose["credit"]!, audience, nonce, consent });
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

/** What the person agrees to: who gets it, how to reach them, for what, what is shown, how it is dealt with, and their rights. */
function formOf({ decision, words }: Plan, { name, contact, keptDays }: Recipient): string[] {
  const t = texts();
  const of = language();
  const { programme } = decision.titles;
  const purpose = programme ? programme[of] : decision.programme.id;
  return [
    t.consentTo.replace("{name}", name[of]).replace("{contact}", contact[of]).replace("{purpose}", purpose),
    ...words.map((sentence) => sentence[of]),
    t.dealtWith + (keptDays === 0 ? t.keptNot : t.kept.replace("{days}", String(keptDays))),
    t.withdrawal,
    t.rights,
  ];
}
