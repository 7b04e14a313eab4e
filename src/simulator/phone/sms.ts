// Text messages on a phone.
import { z } from "zod";
import { Refused } from "../refused.ts";
import type { Simulation } from "../simulation.ts";
import type { Sms } from "./phones.ts";

export type { SmsInput } from "../interfaces.ts";

export const smsSchema = z.strictObject({
  to: z
    .string()
    .regex(/^\+?[0-9]{5,19}$/, "must be a phone number: digits, with + or without")
    .describe("The phone number: 5 to 19 digits, with or without `+` and country code"),
  text: z.string().min(1).max(1000).describe("The text, 1 to 1,000 characters"),
  from: z.string().min(1).max(40).default("SMS").describe("The sender that the phone shows"),
});

const maxMessages = 100;

/**
 * Delivers a text message. `person` is null if no person has the number: the message is lost, as on the real network.
 */
export function deliverSms(sim: Simulation, given: unknown): { person: string | null } {
  const parsed = smsSchema.safeParse(given);
  if (!parsed.success) throw Refused.by(parsed.error, "the message is not valid");
  const { to, text, from } = parsed.data;
  const person = sim.people.byPhone(to.replace(/^\+/, ""));
  if (person === undefined) {
    sim.log.add({ kind: "note", text: `a text message to a number without a person here: ${to}` });
    return { person: null };
  }
  const inbox = sim.phones.of(person.name).sms;
  inbox.push({ from, text, at: new Date(sim.clock.now()).toISOString() });
  if (inbox.length > maxMessages) inbox.shift();
  return { person: person.name };
}

export const inboxOf = (sim: Simulation, person: string): Sms[] => [...sim.phones.of(sim.people.need(person).name).sms];
