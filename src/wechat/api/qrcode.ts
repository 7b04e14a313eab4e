import * as z from "zod";
import type { Account } from "./account.ts";
import { spanIfAny } from "./loose.ts";

/** The scan's event returns it: a text of 1 to 64 of `A–Z a–z 0–9 _ -`, or a number from 1. */
export type Scene = string | number;

/** The scene and the lifetime of a temporary QR. */
export interface QrRequest {
  /** A number goes up to 2^32 − 1. */
  scene: Scene;
  /** A whole number from 1 to 2 592 000 (30 days). */
  expireSeconds: number;
}

/** A QR that never ends. */
export interface PermanentQr {
  /** WeChat's opaque id of the QR. */
  ticket: string;
  /** The address that the picture encodes; draw your own from it. */
  content: string;
}

/** A temporary QR. */
export interface Qr extends PermanentQr {
  /** How long it can be scanned after it was made, in seconds. */
  expireSeconds: number;
}

/** Parametric QRs: for verified service accounts and test accounts; others get 48001. */
export interface QrcodeApi {
  /**
   * Makes a temporary QR that carries a scene.
   *
   * @throws {TypeError} for a scene or lifetime outside WeChat's documented limits.
   * @see https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html
   */
  create(request: QrRequest): Promise<Qr>;
  /**
   * Makes a QR that never ends. An account has 100 000 of them; a number goes up to 100 000.
   *
   * @throws {TypeError} for a scene outside WeChat's documented limits.
   * @see https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html
   */
  createPermanent(scene: Scene): Promise<PermanentQr>;
  /** The address of the QR's picture, a JPEG. No token is needed to get it. */
  imageUrl(ticket: string): string;
}

const endpoint = "/cgi-bin/qrcode/create";
const maxExpireSeconds = 2_592_000;
const shape = { ticket: z.string().min(1), url: z.string().min(1) };
const permanent = z.object(shape).transform(({ ticket, url }) => ({ ticket, content: url }));
const temporary = z
  .object({ ...shape, expire_seconds: spanIfAny })
  .transform(({ ticket, url, expire_seconds }) => ({ ticket, content: url, lifetime: expire_seconds }));

export function createQrcodeApi({ call, origins }: Account): QrcodeApi {
  return {
    async create({ scene, expireSeconds }) {
      const action = actionOf(scene, "", 0xffff_ffff);
      if (!Number.isInteger(expireSeconds) || expireSeconds < 1 || expireSeconds > maxExpireSeconds) {
        throw new TypeError(`expireSeconds must be a whole number from 1 to ${maxExpireSeconds}`);
      }
      const body = { expire_seconds: expireSeconds, ...action };
      const { lifetime = expireSeconds, ...qr } = await call({ endpoint, body, answer: temporary });
      return { ...qr, expireSeconds: lifetime };
    },
    createPermanent: async (scene) => call({ endpoint, body: actionOf(scene, "LIMIT_", 100_000), answer: permanent }),
    imageUrl: (ticket) => `${origins.mp}/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`,
  };
}

function actionOf(scene: Scene, limit: "" | "LIMIT_", max: number): object {
  if (typeof scene === "number") {
    if (!Number.isInteger(scene) || scene < 1 || scene > max) throw new TypeError(`scene must be from 1 to ${max}`);
    return { action_name: `QR_${limit}SCENE`, action_info: { scene: { scene_id: scene } } };
  }
  if (!/^[\w-]{1,64}$/.test(scene)) throw new TypeError("scene must be 1 to 64 letters, digits, - or _");
  return { action_name: `QR_${limit}STR_SCENE`, action_info: { scene: { scene_str: scene } } };
}
