import type { Prompt } from "../phone/phones.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Person } from "../world/people.ts";
import type { BrowserView } from "./browser-view.ts";

/** The result of an answer on the phone. */
export interface ConsentResult {
  /** The kind of question that was answered. */
  kind: Prompt["kind"];
  /** The account that asked. */
  appid: string;
  /** Whether the person allowed it. */
  allowed: boolean;
  /** The page that opened, after a `userinfo` that was allowed. */
  page?: BrowserView;
}

/** Answers the question on the phone's screen. */
export async function consent(sim: Simulation, person: Person, allow: boolean): Promise<ConsentResult> {
  const phone = sim.phones.of(person.name);
  const { prompt } = phone;
  if (prompt === undefined) throw new Refused(409, `nothing is asked on ${person.name}'s phone`);
  phone.prompt = undefined;
  return prompt.answer(allow);
}
