/** What a browser runs on, as far as it decides how to sign in: WeChat's own, another one on a phone, or a screen. */
export type Device = "wechat" | "phone" | "screen";

/** By what they say of themselves; the first line that fits decides. A tablet is a screen: a phone can be held before it. */
const devices: readonly (readonly [RegExp, Device])[] = [
  // 企业微信 says that it is WeChat, too. No 公众号 learns there who that is, so it is as any other browser of its device.
  [/^(?!.*\bwxwork).*\bMicroMessenger\//i, "wechat"],
  [/\b(?:iPad|Tablet|PlayBook|Silk(?!.*Mobile)|Quest)\b/i, "screen"],
  [/\b(?:iPhone|iPod|Windows Phone|IEMobile|Opera Mini|Opera Mobi|KAIOS|BB10|BlackBerry)\b/i, "phone"],
  [/\((?:Mobile|Phone);/i, "phone"],
  [/\b(?:Android|HarmonyOS|OpenHarmony|ArkWeb)\b.*\bMobile\b/i, "phone"],
];

/** Long enough for the browsers of apps, which say much of themselves. */
const longest = 2048;

/** By the user agent. */
export function deviceOf(userAgent: string | undefined): Device {
  const seen = (userAgent ?? "").slice(0, longest);
  return devices.find(([pattern]) => pattern.test(seen))?.[1] ?? "screen";
}
