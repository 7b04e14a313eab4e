import { dropOldest } from "../../base/drop-oldest.ts";
import type { MovableClock } from "../clock.ts";

/** Remembers what was encrypted for 小程序, so that `checkencryptedmsg` can be asked: hashes, for three days. */
export interface OpenData {
  add(appid: string, hash: string): void;
  /** Unix seconds; undefined for what WeChat did not encrypt, or long ago. */
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
