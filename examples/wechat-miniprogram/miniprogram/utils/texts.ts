import { isXinyiError } from "xinyi";
import type { Texts } from "xinyi";

export type Language = keyof Texts;

/** What a page has until it is shown: no host is asked while a page's file loads. */
export const zh = {
  title: "青年信易",
  held: "您的信用凭证",
  heldNote: "由信用平台签发，保存在本机。未经您同意，不会向任何人出示。",
  scan: "扫一扫，享受礼遇",
  refresh: "检查更新",
  refreshed: "已更新。",
  upToDate: "已是最新。",
  refused: "部分数据未通过验证，仍使用原有数据：",
  notRefreshed: "未能更新，仍使用原有数据：",
  probe: "手机兼容性检测",
  language: "English",
  asks: "对方请求出示",
  whatFor: "预计可享",
  form: "授权书（单独同意）",
  consentTo: "您同意向{name}（联系方式：{contact}）出示信用凭证中的下列信息，用于判断是否符合“{purpose}”的条件。",
  dealtWith: "处理方式：对方在自己的设备上自动核验和判断，不向其他方提供；",
  keptNot: "判断后即删除，不保存。",
  kept: "判断所依据的材料保存 {days} 天，到期删除。",
  withdrawal: "授权只用于本次，自同意起五分钟内有效。您可以随时向对方撤回同意；撤回前已经作出的判断不受影响。",
  rights: "不同意只是不能享受这项优惠，基本服务照常使用。您有权要求对方说明判断的理由，并可以要求由人工处理。",
  stranger: "{audience} 不是本程序登记的接收方，不能向其出示。",
  nothing: "没有向对方出示任何内容。基本服务照常使用。",
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
  load: "开始检测",
  demo: "演示：平台、凭证和优惠均为虚构。",
  code: "出示给对方扫描的二维码，",
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
  refresh: "Check for updates",
  refreshed: "Updated.",
  upToDate: "Already up to date.",
  refused: "Some of it did not verify, and what was there before stays in use: ",
  notRefreshed: "Could not be updated, and what was there before stays in use: ",
  probe: "Does it run on this phone?",
  language: "中文",
  asks: "You are asked to show",
  whatFor: "What you can expect",
  form: "Authorisation (separate consent)",
  consentTo: "You agree to show {name} (contact: {contact}) the following of your credit bundle, so that it can be decided whether you meet the conditions of “{purpose}”.",
  dealtWith: "How: they verify and decide automatically on their own device, and pass nothing on; ",
  keptNot: "once it is decided they delete it, and keep nothing.",
  kept: "what the decision was made of is kept for {days} days and then deleted.",
  withdrawal: "It is for this time alone, and ends five minutes after you agree. You can withdraw your consent by telling them; a decision made before that stands.",
  rights: "Without consent you only miss this benefit, and the basic service stays open. You can ask for the reasons of the decision, and for a person to deal with it.",
  stranger: "{audience} is nobody that this app knows, so it is shown nothing.",
  nothing: "Nothing was shown to anybody, and the basic service stays open.",
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
  load: "Try it",
  demo: "A demo: platform, bundle and perk are made up.",
  code: "The code to be scanned, ",
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

/** The package's texts in this language. */
export function messages() {
  return language() === "en" ? (require("xinyi/messages/en") as typeof import("xinyi/messages/en")) : (require("xinyi/messages/zh-CN") as typeof import("xinyi/messages/zh-CN"));
}

/** Of an error of the package its own text; else what the host says. */
export function told(error: unknown): string {
  if (isXinyiError(error)) return `${error.messages[language()]} (${error.code})`;
  const { message, errMsg } = error as { message?: string; errMsg?: string };
  return message || errMsg || String(error);
}
