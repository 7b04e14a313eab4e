import type { ConsentResult } from "../phone/phones.ts";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Person } from "../world/people.ts";

/** Answers the question on the phone's screen for the person. */
export async function consent(sim: Simulation, person: Person, allow: boolean): Promise<ConsentResult> {
  const phone = sim.phones.of(person.name);
  const { prompt } = phone;
  if (prompt === undefined) throw new Refused(409, `nothing is asked on ${person.name}'s phone`);
  phone.prompt = undefined;
  return prompt.answer(allow);
}
