/** What a browser runs on, as far as it decides how to sign in: WeChat's own, another one on a phone, or a screen. */
export type Device = "wechat" | "phone" | "screen";

/** By the user agent. Tablets are screens: a phone can be held before them. */
export function deviceOf(userAgent: string | undefined): Device {
  const seen = (userAgent ?? "").slice(0, 512);
  if (/MicroMessenger\//i.test(seen)) return "wechat";
  return /iPhone|iPod|Android.*Mobile|HarmonyOS.*Mobile|Windows Phone/i.test(seen) ? "phone" : "screen";
}
