import { describeHost, init } from "xinyi";
import { texts, told, zh } from "../../utils/texts";

Page({
  data: { t: zh, report: "", error: "" },

  onLoad() {
    wx.setNavigationBarTitle({ title: texts().probe });
    this.setData({ t: texts() });
    this.describe();
  },

  describe() {
    this.setData({ report: JSON.stringify(describeHost(), null, 2) });
  },

  async onInit() {
    this.setData({ error: "" });
    try {
      await init();
    } catch (error) {
      this.setData({ error: told(error) });
    }
    this.describe();
  },

  onCopy() {
    wx.setClipboardData({ data: this.data.report });
  },
});
