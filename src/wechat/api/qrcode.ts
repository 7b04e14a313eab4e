import * as z from "zod";
import type { Call } from "./call.ts";

/** What a temporary QR says and for how long. */
export interface QrRequest {
  /** Comes back in the scan's event: 1 to 64 of `A–Z a–z 0–9 _ -`. */
  scene: string;
  /** A whole number from 1 to 2 592 000 (30 days). */
  expireSeconds: number;
}

/** A temporary QR. */
export interface Qr {
  /** Names it to WeChat; opaque. */
  ticket: string;
  /** The address that the picture encodes; draw your own from it. */
  content: string;
  /** How long a scan of it counts, from its making. */
  expireSeconds: number;
}

const maxExpireSeconds = 2_592_000;
const answer = z
  .object({ ticket: z.string().min(1), url: z.string().min(1), expire_seconds: z.number().positive() })
  .transform(({ ticket, url, expire_seconds }) => ({ ticket, content: url, expireSeconds: expire_seconds }));

/**
 * `qrcode/create` with `QR_STR_SCENE`. For verified service accounts and test accounts; others get 48001.
 *
 * @throws {TypeError} for a scene or lifetime that WeChat does not promise to take.
 * @see https://developers.weixin.qq.com/doc/service/api/qrcode/qrcodes/api_createqrcode.html
 */
export async function createQr(call: Call, origin: string, { scene, expireSeconds }: QrRequest): Promise<Qr> {
  if (!/^[\w-]{1,64}$/.test(scene)) throw new TypeError("scene must be 1 to 64 letters, digits, - or _");
  if (!Number.isInteger(expireSeconds) || expireSeconds < 1 || expireSeconds > maxExpireSeconds) {
    throw new TypeError(`expireSeconds must be a whole number from 1 to ${maxExpireSeconds}`);
  }
  const action = { action_name: "QR_STR_SCENE", action_info: { scene: { scene_str: scene } } };
  const body = { expire_seconds: expireSeconds, ...action };
  return call({ origin, endpoint: "/cgi-bin/qrcode/create", body, answer });
}

/** Where WeChat shows a ticket's QR as a JPEG. Needs no token. */
export function qrImageUrl(origin: string, ticket: string): string {
  return `${origin}/cgi-bin/showqrcode?ticket=${encodeURIComponent(ticket)}`;
}
