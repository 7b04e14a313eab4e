import * as z from "zod";
import type { Account } from "./account.ts";
import { number, text } from "./loose.ts";
import type { EnvVersion } from "./wxacode.ts";

/** When a link expires: at a time, or after a number of days. At most 30 days from now (85401). */
export type LinkEnd =
  | {
      /** The time in Unix seconds. */
      at: number;
    }
  | {
      /** A number of days, 1 to 30. */
      days: number;
    };

/** The options of a link. */
export interface LinkRequest {
  /** The path of a published page, without query. Default: the home page. */
  path?: string;
  /** The query, up to 1,024 characters. */
  query?: string;
  /** The version to open. Default: `release`. A URL Link respects it only outside WeChat. */
  envVersion?: EnvVersion;
  /** When the link expires. Default: after 30 days. */
  ends?: LinkEnd;
}

/** What WeChat knows about a link. */
export interface LinkInfo {
  /** The mini-program's appid. */
  appid: string;
  /** The path of the page. */
  path: string;
  /** The query of the page. */
  query: string;
  /** When it was made, in Unix seconds. */
  createdAt: number;
  /** When it expires, in Unix seconds; 0: never. */
  endsAt: number;
  /** The version that it opens. */
  envVersion: string;
}

/** Links into the mini-program from outside WeChat. 500 000 a day; not for personal mini-programs (40002). */
export interface LinkApi {
  /**
   * Makes an https link.
   *
   * @throws {TypeError} for input that WeChat does not accept.
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-link/generateUrlLink.html
   */
  url(request?: LinkRequest): Promise<string>;
  /**
   * Makes a `weixin://` link.
   *
   * @throws {TypeError} for input that WeChat does not accept.
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-scheme/generateScheme.html
   */
  scheme(request?: LinkRequest): Promise<string>;
  /**
   * What an https link opens (85403: unknown).
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-link/queryUrlLink.html
   */
  urlInfo(link: string): Promise<LinkInfo>;
  /**
   * What a `weixin://` link opens (85403: unknown).
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-scheme/queryScheme.html
   */
  schemeInfo(link: string): Promise<LinkInfo>;
  /**
   * How often links may still be opened today.
   *
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/url-link/queryUrlLink.html
   */
  visitsLeft(): Promise<number>;
}

const maxQuery = 1024;
const info = z
  .object({
    appid: text,
    path: text,
    query: text,
    env_version: text,
    create_time: number,
    expire_time: number,
  })
  .transform(
    ({ appid, path, query, env_version, create_time, expire_time }): LinkInfo => ({
      appid,
      path,
      query,
      createdAt: create_time,
      endsAt: expire_time,
      envVersion: env_version,
    }),
  );
const url = z.object({ url_link: z.string().min(1) }).transform(({ url_link }) => url_link);
const scheme = z.object({ openlink: z.string().min(1) }).transform(({ openlink }) => openlink);
const urlInfo = z.object({ url_link_info: info }).transform(({ url_link_info }) => url_link_info);
const schemeInfo = z.object({ scheme_info: info }).transform(({ scheme_info }) => scheme_info);
const visits = z
  .object({ quota_info: z.object({ remain_visit_quota: number }) })
  .transform(({ quota_info }) => quota_info.remain_visit_quota);

export function createLinkApi({ call }: Account): LinkApi {
  return {
    url: async (request = {}) =>
      call({ endpoint: "/wxa/generate_urllink", body: { ...target(request), ...ending(request) }, answer: url }),
    async scheme(request = {}) {
      const body = { jump_wxa: target(request), is_expire: true, ...ending(request) };
      return call({ endpoint: "/wxa/generatescheme", body, answer: scheme });
    },
    urlInfo: (url_link) => call({ endpoint: "/wxa/query_urllink", body: { url_link, query_type: 0 }, answer: urlInfo }),
    schemeInfo: (scheme) => call({ endpoint: "/wxa/queryscheme", body: { scheme, query_type: 0 }, answer: schemeInfo }),
    visitsLeft: () => call({ endpoint: "/wxa/query_urllink", body: { query_type: 1 }, answer: visits }),
  };
}

function target({ path, query, envVersion: env_version }: LinkRequest): object {
  if ((query ?? "").length > maxQuery) throw new TypeError(`query must have at most ${maxQuery} characters`);
  return { path, query, env_version };
}

function ending({ ends = { days: 30 } }: LinkRequest): object {
  if ("at" in ends) {
    if (!Number.isSafeInteger(ends.at)) throw new TypeError("ends.at must be in whole Unix seconds");
    return { expire_type: 0, expire_time: ends.at };
  }
  if (!Number.isInteger(ends.days) || ends.days < 1 || ends.days > 30) {
    throw new TypeError("ends.days must be a whole number from 1 to 30");
  }
  return { expire_type: 1, expire_interval: ends.days };
}
