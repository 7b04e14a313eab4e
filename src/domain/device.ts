/** The kind of device, for the choice of a channel: WeChat's own browser, another browser on a phone, or a screen. */
export type Device = "wechat" | "phone" | "screen";

/**
 * The device by user agent; the first line that matches decides. A tablet counts as a screen, because a phone can scan
 * it.
 */
const devices: readonly (readonly [RegExp, Device])[] = [
  // The browser of 企业微信 contains MicroMessenger, but a 公众号 cannot sign its user in: it counts by its device.
  [/^(?!.*\b(?:wxwork|wwlocal|WeChatWork)).*\bMicroMessenger\//i, "wechat"],
  [/\b(?:iPad|Tablet|PlayBook|Silk(?!.*Mobile)|Quest)\b/i, "screen"],
  [/\b(?:iPhone|iPod|Windows Phone|IEMobile|Opera Mini|Opera Mobi|KAIOS|BB10|BlackBerry)\b/i, "phone"],
  [/\((?:[^)]*;\s*)?(?:Mobile|Phone)\s*[;)]/i, "phone"],
  [/\b(?:Android|HarmonyOS|OpenHarmony|ArkWeb)\b.*\bMobile\b/i, "phone"],
];

/** The number of characters of a user agent that are read: browsers inside apps have long ones. */
export const longestUserAgent = 2048;

/** The kind of device of a user agent. */
export function deviceOf(userAgent: string | undefined): Device {
  const seen = (userAgent ?? "").slice(0, longestUserAgent);
  return devices.find(([pattern]) => pattern.test(seen))?.[1] ?? "screen";
}
