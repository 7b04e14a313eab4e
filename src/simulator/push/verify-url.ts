import { DeadlineExceeded, withDeadline } from "../../base/deadline.ts";
import { randomInt } from "../../base/random.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import { checkSha1 } from "./check.ts";
import { commonHeaders, nonceFrom, withQuery } from "./envelope.ts";
import { readAnswer } from "./read.ts";

/**
 * Makes the check that the console makes before it saves a server URL: a signed GET, whose `echostr` must be returned
 * unchanged, with status 200, within 5 s. Throws {@link Refused} (422) with the reason.
 */
export async function verifyUrl(sim: Simulation, account: Account): Promise<void> {
  const { random } = sim;
  const timestamp = String(sim.clock.seconds());
  const nonce = nonceFrom(random);
  const echostr = `${1 + randomInt(random, 9)}${digits(sim)}${digits(sim)}`;
  const check = checkSha1("signature", { token: account.token, timestamp, nonce });
  const url = withQuery(account.pushUrl ?? "", { signature: check.expected, echostr, timestamp, nonce });
  const entry = { kind: "verify", appid: account.appid, url, check } as const;
  try {
    const { status, body } = await answerOf(sim, url);
    if (status !== 200) throw refused(`it answered HTTP ${status}, not 200`);
    if (body !== echostr) throw refused("its answer is not the echostr, exactly and alone");
    sim.log.add({ ...entry, outcome: "accepted" });
  } catch (error) {
    sim.log.add({ ...entry, outcome: "refused", reason: error instanceof Error ? error.message : "" });
    throw error;
  }
}

const digits = ({ random }: Simulation): string => String(randomInt(random, 1_000_000_000)).padStart(9, "0");

const refused = (reason: string): Refused => new Refused(422, `the server URL was not saved: ${reason}`);

async function answerOf(sim: Simulation, url: string): Promise<{ status: number; body: string }> {
  try {
    return await withDeadline(sim.clock, 5000, async (signal) => {
      const response = await sim.send(url, { method: "GET", headers: commonHeaders, signal, redirect: "manual" });
      return { status: response.status, body: Buffer.from(await readAnswer(response, 4096)).toString() };
    });
  } catch (error) {
    throw refused(error instanceof DeadlineExceeded ? "no answer within 5 s" : "it cannot be reached");
  }
}
