// The name of a browser, from its user agent.
import { longestUserAgent } from "./device.ts";

const browsers: readonly (readonly [RegExp, string])[] = [
  [/\b(?:wxwork|wwlocal|WeChatWork)/i, "WeCom"],
  [/MicroMessenger\//i, "WeChat"],
  [/Edg(?:e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/HuaweiBrowser\//, "Huawei"],
  [/SamsungBrowser\//, "Samsung"],
  [/QQBrowser\//, "QQ"],
  [/UCBrowser\//, "UC"],
  [/(?:Firefox|FxiOS)\//, "Firefox"],
  [/(?:Chrome|Chromium|CriOS)\//, "Chrome"],
  [/Safari\//, "Safari"],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/HarmonyOS|OpenHarmony|ArkWeb/, "HarmonyOS"],
  [/iPad/, "iPad"],
  [/iPhone/, "iPhone"],
  [/Android/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/Mac OS X|Macintosh/, "macOS"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/**
 * The name of a browser for its owner, as in "Chrome · macOS". It is built from fixed tables: no part of the user agent
 * reaches the chat.
 */
export function browserName(userAgent: string | undefined): string {
  const seen = (userAgent ?? "").slice(0, longestUserAgent);
  return [named(browsers, seen), named(systems, seen)].filter((name) => name !== undefined).join(" · ");
}

const named = (table: readonly (readonly [RegExp, string])[], text: string): string | undefined =>
  table.find(([pattern]) => pattern.test(text))?.[1];
