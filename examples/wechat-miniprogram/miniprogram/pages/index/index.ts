import demo = require("../../data/demo");
import { choose, language, texts, told, zh } from "../../utils/texts";
import { refresh, refreshQuietly, verifier } from "../../utils/verifier";
import { session } from "../../utils/session";

Page({
  data: { t: zh, isDemo: demo !== null, busy: false, note: "", error: "" },

  onShow() {
    this.setData({ t: texts() });
    wx.setNavigationBarTitle({ title: texts().title });
    // Loaded while the person reads, so that the scan need not wait for it.
    verifier().catch((error) => this.setData({ error: told(error) }));
    void refreshQuietly();
  },

  async onRefresh() {
    if (this.data.busy) return;
    this.setData({ busy: true, note: "", error: "" });
    try {
      const report = await refresh();
      const parts = [report.snapshot, report.manifest, report.trust_list, ...(report.programmes || []), ...(report.status_lists || [])];
      const refused = parts.find((part) => part && part.result === "refused");
      if (refused && refused.result === "refused") this.setData({ error: texts().refused + refused.error.messages[language()] });
      else this.setData({ note: parts.some((part) => part && part.result === "accepted") ? texts().refreshed : texts().upToDate });
    } catch (error) {
      this.setData({ error: texts().notRefreshed + told(error) });
    }
    this.setData({ busy: false });
  },

  onScan() {
    if (this.data.busy) return;
    this.setData({ note: "", error: "" });
    wx.scanCode({
      scanType: ["qrCode"],
      success: ({ result }) => void this.asked(result),
      fail: ({ errMsg }) => {
        // Whoever closes the camera has not failed.
        if (!/cancel/.test(errMsg)) this.setData({ error: errMsg });
      },
    });
  },

  async asked(text: string) {
    try {
      session.asked = (await verifier()).readPresentationRequest(text);
      wx.navigateTo({ url: "/pages/consent/consent" });
    } catch (error) {
      this.setData({ error: told(error) });
    }
  },

  onLanguage() {
    choose(language() === "en" ? "zh-CN" : "en");
    this.setData({ t: texts(), note: "", error: "" });
    wx.setNavigationBarTitle({ title: texts().title });
  },

  onProbe() {
    wx.navigateTo({ url: "/pages/probe/probe" });
  },
});
