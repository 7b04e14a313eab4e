import type { Simulation } from "../simulation.ts";
import type { Account } from "../world/accounts.ts";
import type { Person } from "../world/people.ts";
import type { Field } from "./layout.ts";
import { event, type Push, unanswered } from "./push.ts";

/** The scanned QR: its scene as the event carries it, and its ticket. */
interface Scanned {
  scene: string;
  ticket: string;
}

/**
 * The event of a follow, from a QR or from elsewhere. Without a QR the `EventKey` is empty, or given by the caller,
 * such as the `last_trade_no_…` of a payment.
 */
export function subscribed(sim: Simulation, person: Person, account: Account, qr?: Scanned, key = ""): Push {
  const eventKey: Field = ["EventKey", qr === undefined ? key : `qrscene_${qr.scene}`];
  const fields: Field[] = qr === undefined ? [eventKey] : [eventKey, ["Ticket", qr.ticket]];
  return event(sim, { account, person }, "subscribe", fields, { trigger: "follow" });
}

export const unsubscribed = (sim: Simulation, person: Person, account: Account, key = ""): Push =>
  event(sim, { account, person }, "unsubscribe", [["EventKey", key]], unanswered);

export const scanned = (sim: Simulation, person: Person, account: Account, { scene, ticket }: Scanned): Push =>
  event(
    sim,
    { account, person },
    "SCAN",
    [
      ["EventKey", scene],
      ["Ticket", ticket],
    ],
    { trigger: "scan" },
  );
