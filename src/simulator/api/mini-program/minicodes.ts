import { sha256 } from "../../../base/bytes.ts";
import { dropOldest } from "../../../base/drop-oldest.ts";

/** A 小程序码 or 小程序 QR. All are permanent; the same content is the same code. */
export interface MiniCode {
  /** The address that the image encodes. */
  readonly url: string;
  readonly appid: string;
  readonly look: "round" | "square";
  /** The path of the page; with its query for `getwxacode` and `createwxaqrcode`. Empty: the home page. */
  readonly path: string;
  readonly scene: string | undefined;
  readonly envVersion: EnvVersion;
}

export type EnvVersion = "release" | "trial" | "develop";

/** The codes of all 小程序. At most 200,000 are kept; the oldest are dropped. */
export interface MiniCodes {
  create(code: Omit<MiniCode, "url">): MiniCode;
  has(code: Omit<MiniCode, "url">): boolean;
  byUrl(url: string): MiniCode | undefined;
  /** How many limited codes the 小程序 has made: all except those with a scene. */
  counted(appid: string): number;
}

const maxCodes = 200_000;

export function createMiniCodes(): MiniCodes {
  const codes = new Map<string, MiniCode>();
  const counts = new Map<string, number>();
  return {
    create(given) {
      const url = urlOf(given);
      const known = codes.get(url);
      if (known !== undefined) return known;
      const code = { ...given, url };
      codes.set(url, code);
      if (code.scene === undefined) counts.set(code.appid, (counts.get(code.appid) ?? 0) + 1);
      dropOldest(codes, maxCodes);
      return code;
    },
    has: (code) => codes.has(urlOf(code)),
    byUrl: (url) => codes.get(url),
    counted: (appid) => counts.get(appid) ?? 0,
  };
}

function urlOf({ appid, look, path, scene, envVersion }: Omit<MiniCode, "url">): string {
  const id = sha256("mini code", appid, look, path, scene === undefined ? "" : `=${scene}`, envVersion).slice(0, 22);
  return `https://mp.weixin.qq.com/a/~${id}`;
}
