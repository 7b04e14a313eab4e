import type { Account } from "./account.ts";
import type { Picture } from "./call.ts";

/** Which version of the mini-program a code opens; all but `release` only for the project's members. */
export type EnvVersion = "release" | "trial" | "develop";

/** How a round code looks, and which version it opens. */
export interface CodeLook {
  /** The width in pixels, 280 to 1280. Default: 430. */
  width?: number;
  /** Whether WeChat chooses the colour of the lines. */
  autoColor?: boolean;
  /** The colour of the lines. Default: black. */
  lineColor?: {
    /** Red, 0 to 255. */
    r: number;
    /** Green, 0 to 255. */
    g: number;
    /** Blue, 0 to 255. */
    b: number;
  };
  /** Whether the background is transparent; the picture is a PNG then. */
  transparent?: boolean;
  /** The version to open. Default: `release`. */
  envVersion?: EnvVersion;
}

/** A code with a scene; their number is not limited. */
export interface UnlimitedCode extends CodeLook {
  /** 1 to 32 digits, letters and ``!#$&'()*+,/:;=?@-._~``. The page gets it URL-encoded in `query.scene`. */
  scene: string;
  /** Without leading `/` and without query. Default: the home page. */
  page?: string;
  /** Whether `page` must be in the published version (41030). Default: true. */
  checkPath?: boolean;
}

/** A code with a path; an account may make 100,000 of them in all. */
export interface PathCode extends CodeLook {
  /** The path of the page with its query, up to 1,024 characters. */
  path: string;
}

/** Codes that open the mini-program. None of them expires. */
export interface WxacodeApi {
  /**
   * A round code with a scene. Their number is unlimited, at 5,000 a minute.
   *
   * @throws {TypeError} for input that WeChat does not accept.
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getUnlimitedQRCode.html
   */
  unlimited(code: UnlimitedCode): Promise<Picture>;
  /**
   * A round code of a path. An account can make 100,000 in all, together with `square` (45029).
   *
   * @throws {TypeError} for input that WeChat does not accept.
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/getQRCode.html
   */
  round(code: PathCode): Promise<Picture>;
  /**
   * A square QR of a path of up to 128 characters, `width` as in {@link CodeLook}.
   *
   * @throws {TypeError} for input that WeChat does not accept.
   * @see https://developers.weixin.qq.com/miniprogram/dev/OpenApiDoc/qrcode-link/qr-code/createQRCode.html
   */
  square(path: string, width?: number): Promise<Picture>;
}

export function createWxacodeApi({ picture }: Account): WxacodeApi {
  return {
    async unlimited({ scene, page, checkPath: check_path, ...look }) {
      if (!/^[\w!#$&'()*+,/:;=?@.~-]{1,32}$/.test(scene)) {
        throw new TypeError("scene must be 1 to 32 digits, letters or !#$&'()*+,/:;=?@-._~");
      }
      if (page !== undefined && !/^[^/?][^?]*$/.test(page)) {
        throw new TypeError("page must have no leading / and no query");
      }
      return picture({ endpoint: "/wxa/getwxacodeunlimit", body: { scene, page, check_path, ...wireLook(look) } });
    },
    async round({ path, ...look }) {
      checkPath(path, 1024);
      return picture({ endpoint: "/wxa/getwxacode", body: { path, ...wireLook(look) } });
    },
    async square(path, width) {
      checkPath(path, 128);
      return picture({ endpoint: "/cgi-bin/wxaapp/createwxaqrcode", body: { path, ...wireLook({ width }) } });
    },
  };
}

function checkPath(path: string, max: number): void {
  if (path === "" || path.length > max) throw new TypeError(`path must have 1 to ${max} characters`);
}

function wireLook(look: { [K in keyof CodeLook]: CodeLook[K] | undefined }): object {
  const { width, autoColor, lineColor, transparent, envVersion } = look;
  if (width !== undefined && (!Number.isInteger(width) || width < 280 || width > 1280)) {
    throw new TypeError("width must be a whole number from 280 to 1280");
  }
  return { width, auto_color: autoColor, line_color: lineColor, is_hyaline: transparent, env_version: envVersion };
}
