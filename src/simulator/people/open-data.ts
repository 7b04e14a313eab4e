import { createCipheriv, createHash } from "node:crypto";
import { phoneInfo } from "../api/mini-program/phone.ts";
import type { MovableClock } from "../clock.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";

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
      for (const oldest of hashes.keys()) {
        if (hashes.size <= maxHashes) break;
        hashes.delete(oldest);
      }
    },
    createdAt(appid, hash) {
      const at = hashes.get(`${appid} ${hash}`);
      return at !== undefined && clock.seconds() - at <= kept ? at : undefined;
    },
  };
}

/**
 * What the `getPhoneNumber` button gave before there were codes, and gives still: the number, AES-128-CBC with the
 * session_key of the last wx.login. Throws {@link Refused} (409) when there was none.
 */
export function phoneData(sim: Simulation, person: Person, { appid }: Account): { encryptedData: string; iv: string } {
  const session = sim.sessions.of(person.name, appid);
  if (session === undefined)
    throw new Refused(409, `${person.name} has no session with ${appid}: wx.login comes first`);
  const iv = Buffer.from(sim.random.bytes(16));
  const cipher = createCipheriv("aes-128-cbc", Buffer.from(session.key, "base64"), iv);
  const text = JSON.stringify(phoneInfo(person, appid, sim.clock.seconds()));
  const encryptedData = Buffer.concat([cipher.update(text), cipher.final()]).toString("base64");
  sim.openData.add(appid, createHash("sha256").update(encryptedData).digest("hex"));
  return { encryptedData, iv: iv.toString("base64") };
}
