import { dropOldest } from "../../base/drop-oldest.ts";
import type { MovableClock } from "../clock.ts";

/** Stores hashes of the data encrypted for 小程序 for three days, for `checkencryptedmsg`. */
export interface OpenData {
  add(appid: string, hash: string): void;
  /** When the data were encrypted, in Unix seconds; undefined if that was not by WeChat, or too long ago. */
  createdAt(appid: string, hash: string): number | undefined;
}

const kept = 3 * 86_400;
const maxHashes = 10_000;

export function createOpenData(clock: MovableClock): OpenData {
  const hashes = new Map<string, number>();
  return {
    add(appid, hash) {
      hashes.set(`${appid} ${hash}`, clock.seconds());
      dropOldest(hashes, maxHashes);
    },
    createdAt(appid, hash) {
      const at = hashes.get(`${appid} ${hash}`);
      return at !== undefined && clock.seconds() - at <= kept ? at : undefined;
    },
  };
}
