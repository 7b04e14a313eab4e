import { randomToken } from "../../../base/bytes.ts";
import { type Random, randomInt } from "../../../base/random.ts";
import type { MovableClock } from "../../clock.ts";
import type { Scene } from "./scene.ts";

/** A parametric QR. `url` is what the image encodes; `expireSeconds` is 0 for a permanent one. */
export interface Qrcode {
  readonly ticket: string;
  readonly url: string;
  readonly appid: string;
  readonly scene: string;
  /** Whether the scene is a text (`scene_str`) and not a number. */
  readonly isText: boolean;
  readonly createdAt: number;
  readonly expireSeconds: number;
}

/**
 * The parametric QRs of all accounts. At most as many are kept as one account may own permanently; the oldest are
 * dropped.
 */
export interface Qrcodes {
  create(appid: string, scene: Scene): Qrcode;
  byTicket(ticket: string): Qrcode | undefined;
  byUrl(url: string): Qrcode | undefined;
  isExpired(qrcode: Qrcode): boolean;
}

const maxQrcodes = 100_000;

export function createQrcodes(clock: MovableClock, random: Random): Qrcodes {
  const byTicket = new Map<string, Qrcode>();
  const byUrl = new Map<string, Qrcode>();
  return {
    create(appid, { scene, isText, expireSeconds }) {
      const url = `http://weixin.qq.com/q/02${randomToken(random, 15)}`;
      const createdAt = clock.seconds();
      const ticket = ticketOf(random, url, createdAt, expireSeconds);
      const qrcode = { ticket, url, appid, scene, isText, createdAt, expireSeconds };
      byTicket.set(ticket, qrcode);
      byUrl.set(url, qrcode);
      for (const oldest of byTicket.values()) {
        if (byTicket.size <= maxQrcodes) break;
        byTicket.delete(oldest.ticket);
        byUrl.delete(oldest.url);
      }
      return qrcode;
    },
    byTicket: (ticket) => byTicket.get(ticket),
    byUrl: (url) => byUrl.get(url),
    isExpired: ({ createdAt, expireSeconds }) => expireSeconds > 0 && clock.seconds() >= createdAt + expireSeconds,
  };
}

/**
 * A ticket: 72 bytes as 96 URL-safe characters. They hold a header, then address, time and lifetime, each with tag and
 * length.
 */
function ticketOf(random: Random, url: string, createdAt: number, expireSeconds: number): string {
  const bytes = Buffer.alloc(72);
  bytes.set([0x81, 0x01, randomInt(random, 256), 0xee + randomInt(random, 4), 0x3c]);
  bytes.set([0x01, 46], 12);
  bytes.write(url, 14, "latin1");
  bytes.set([0x02, 4], 60);
  bytes.writeUInt32LE(createdAt >>> 0, 62);
  bytes.set([0x03, 4], 66);
  bytes.writeUInt32LE(expireSeconds, 68);
  return bytes.toString("base64url");
}
