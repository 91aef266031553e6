import { isXinyiError } from "xinyi";
import type { Texts } from "xinyi";

export type Language = keyof Texts;

const zh = {
  title: "青年信易",
  held: "您的信用凭证",
  heldNote: "由信用平台签发，保存在本机。未经您同意，不会向任何人出示。",
  scan: "扫一扫，享受礼遇",
  refresh: "更新信任数据",
  refreshed: "已更新。",
  upToDate: "已是最新。",
  refused: "部分数据未通过验证，仍使用原有数据：",
  offline: "无法联网，仍使用原有数据：",
  probe: "宿主环境检测",
  language: "English",
  asks: "对方请求出示",
  whatFor: "您将获得",
  nothing: "目前不能享受此项礼遇，因此没有出示任何内容。",
  agree: "同意并出示",
  refuse: "不同意",
  back: "返回",
  preview: "这是本机的预估。是否给予礼遇，由对方验证后决定。",
  show: "请对方扫码",
  part: "第 {i} 张，共 {n} 张",
  next: "下一张",
  valid: "五分钟内有效，仅限此次请求。",
  done: "完成",
  gone: "没有待处理的请求，请重新扫码。",
  load: "加载模块",
  copy: "复制",
  retry: "重试",
  noBundle: "本机没有信用凭证，请先向信用平台申领。",
  oldSystem: "本机系统版本过低，无法出示信用凭证。请升级系统（iOS 14 及以上）后再试。",
};

const en: typeof zh = {
  title: "Youth perks",
  held: "Your credit bundle",
  heldNote: "Signed by the credit platform and kept on this phone. Nobody is shown any of it unless you agree.",
  scan: "Scan for a perk",
  refresh: "Refresh trust data",
  refreshed: "Refreshed.",
  upToDate: "Already up to date.",
  refused: "Some of it did not verify, and what was there before stays in use: ",
  offline: "No network, and what was there before stays in use: ",
  probe: "What this host has",
  language: "中文",
  asks: "You are asked to show",
  whatFor: "What you get",
  nothing: "You cannot have this perk at present, so nothing was shown.",
  agree: "Agree and show",
  refuse: "No, thank you",
  back: "Back",
  preview: "This is a preview on your phone. Whoever gives the perk decides, by what you show.",
  show: "Have this scanned",
  part: "{i} of {n}",
  next: "Next",
  valid: "Good for five minutes, and for this request alone.",
  done: "Done",
  gone: "No request is waiting. Please scan again.",
  load: "Load the module",
  copy: "Copy",
  retry: "Try again",
  noBundle: "There is no credit bundle on this phone. Get one from the credit platform first.",
  oldSystem: "This phone's system is too old to show a credit bundle. Update it (iOS 14 or later), and try again.",
};

const NAME = "language";

export function language(): Language {
  const chosen: unknown = wx.getStorageSync(NAME);
  return chosen === "en" ? "en" : "zh-CN";
}

export function choose(language: Language): void {
  wx.setStorageSync(NAME, language);
}

export function texts(): typeof zh {
  return language() === "en" ? en : zh;
}

/** Of an error of the package its own text; else what the host says. */
export function told(error: unknown): string {
  if (isXinyiError(error)) return `${error.messages[language()]} (${error.code})`;
  const { message, errMsg } = error as { message?: string; errMsg?: string };
  return message || errMsg || String(error);
}
