import * as z from "zod";
import type { Account } from "./account.ts";
import { done } from "./call.ts";
import { number, text } from "./loose.ts";

/** How often a call may still be made, and how fast. */
export interface Quota {
  /** The limit of a day. */
  daily: {
    /** Calls a day. */
    limit: number;
    /** Calls made today. */
    used: number;
    /** Calls left today. */
    left: number;
  };
  /** The rate limit, if there is one. */
  rate?: {
    /** The number of calls. */
    calls: number;
    /** The period in seconds. */
    seconds: number;
  };
}

/** A past request, as WeChat received it. It contains everything that was sent, also tokens and personal data. */
export interface PastRequest {
  /** When it was made, in Unix seconds. */
  at: number;
  /** How long it took, in milliseconds. */
  costMs: number;
  /** The address, with its query. */
  url: string;
  /** The request body. */
  requestBody: string;
  /** The response body. */
  responseBody: string;
  /** The caller's IP address. */
  clientIp: string;
}

/** Quotas, and looking up what went wrong. */
export interface QuotaApi {
  /**
   * Resets the day's count of all calls. Allowed 10 times a month (48006), together with `clearBySecret`.
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/openApi-mgnt/clearQuota.html
   */
  clear(): Promise<void>;
  /**
   * As `clear`, but without a token, in case the quota of token requests is used up.
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/openApi-mgnt/clearQuotaByAppSecret.html
   */
  clearBySecret(): Promise<void>;
  /**
   * The quota of one call, such as `/cgi-bin/qrcode/create`. WeChat does not tell the quota of `/sns/*` (76022).
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/openApi-mgnt/getApiQuota.html
   */
  of(path: string): Promise<Quota>;
  /**
   * Resets the day's count of one call. Allowed 50 times a month.
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/openApi-mgnt/clearApiQuota.html
   */
  clearOf(path: string): Promise<void>;
  /**
   * Looks up a request of this account by the `rid` of its error. WeChat keeps them for 7 days.
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/openApi-mgnt/getRidInfo.html
   */
  request(rid: string): Promise<PastRequest>;
}

const daily = z
  .object({ daily_limit: number, used: number, remain: number })
  .transform(({ daily_limit, used, remain }) => ({ limit: daily_limit, used, left: remain }));
const rate = z
  .object({ call_count: number, refresh_second: number })
  .transform(({ call_count, refresh_second }) => ({ calls: call_count, seconds: refresh_second }));
const quota = z
  .object({ quota: daily, rate_limit: rate.nullish().catch(undefined) })
  .transform(({ quota, rate_limit }): Quota => ({ daily: quota, ...(rate_limit ? { rate: rate_limit } : {}) }));
const past = z
  .object({
    request: z.object({
      invoke_time: number,
      cost_in_ms: number,
      request_url: text,
      request_body: text,
      response_body: text,
      client_ip: text,
    }),
  })
  .transform(
    ({ request }): PastRequest => ({
      at: request.invoke_time,
      costMs: request.cost_in_ms,
      url: request.request_url,
      requestBody: request.request_body,
      responseBody: request.response_body,
      clientIp: request.client_ip,
    }),
  );

export function createQuotaApi({ callWithoutToken, call, appid, secret }: Account): QuotaApi {
  return {
    clear: () => call({ endpoint: "/cgi-bin/clear_quota", body: { appid }, answer: done }),
    clearBySecret() {
      const body = { appid, appsecret: secret.reveal() };
      return callWithoutToken({ endpoint: "/cgi-bin/clear_quota/v2", body, answer: done });
    },
    of: (cgi_path) => call({ endpoint: "/cgi-bin/openapi/quota/get", body: { cgi_path }, answer: quota }),
    clearOf: (cgi_path) => call({ endpoint: "/cgi-bin/openapi/quota/clear", body: { cgi_path }, answer: done }),
    request: (rid) => call({ endpoint: "/cgi-bin/openapi/rid/get", body: { rid }, answer: past }),
  };
}
