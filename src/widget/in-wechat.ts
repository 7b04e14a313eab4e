/**
 * Whether a user agent is WeChat's own browser. 企业微信 (`wxwork`, `wwlocal`) says that it is WeChat, and is not. The
 * service decides the same in domain/device.ts, which browsers do not load; a test compares them.
 */
export const isWechat = (userAgent: string): boolean =>
  /^(?!.*\b(?:wxwork|wwlocal|WeChatWork)).*\bMicroMessenger\//i.test(userAgent);
