/**
 * The kind of device, as it matters for the choice of a channel: WeChat's own browser, another one on a phone, or a
 * screen.
 */
export type Device = "wechat" | "phone" | "screen";

/** By what they say of themselves; the first line that fits decides. A tablet is a screen: a phone can be held before it. */
const devices: readonly (readonly [RegExp, Device])[] = [
  // The browser of 企业微信 names MicroMessenger, too, but a 公众号 cannot sign its user in: it counts by its device.
  [/^(?!.*\b(?:wxwork|wwlocal|WeChatWork)).*\bMicroMessenger\//i, "wechat"],
  [/\b(?:iPad|Tablet|PlayBook|Silk(?!.*Mobile)|Quest)\b/i, "screen"],
  [/\b(?:iPhone|iPod|Windows Phone|IEMobile|Opera Mini|Opera Mobi|KAIOS|BB10|BlackBerry)\b/i, "phone"],
  [/\((?:[^)]*;\s*)?(?:Mobile|Phone)\s*[;)]/i, "phone"],
  [/\b(?:Android|HarmonyOS|OpenHarmony|ArkWeb)\b.*\bMobile\b/i, "phone"],
];

/** So many characters of a user agent are read: the browsers of apps have long ones. */
export const longestUserAgent = 2048;

/** By the user agent. */
export function deviceOf(userAgent: string | undefined): Device {
  const seen = (userAgent ?? "").slice(0, longestUserAgent);
  return devices.find(([pattern]) => pattern.test(seen))?.[1] ?? "screen";
}
