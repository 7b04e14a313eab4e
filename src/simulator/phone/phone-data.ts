import { createCipheriv, createHash } from "node:crypto";
import { phoneInfo } from "../api/mini-program/phone.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";

/**
 * The encrypted number that the `getPhoneNumber` button returned before there were codes, and still returns:
 * AES-128-CBC with the session_key of the last wx.login. Throws {@link Refused} (409) if there was no wx.login.
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
