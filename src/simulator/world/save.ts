import { Refused } from "../refused.ts";
import { createSimulation, type Simulation } from "../simulation.ts";
import { parseWorld, type SavedWorld } from "./schema.ts";

/**
 * The current world as JSON for {@link loadWorld} and `--world`: accounts, people and their follows, settings, clock
 * and seed. Short-lived things (tokens, codes, QRs), chats and the log are not included.
 */
export function saveWorld(sim: Simulation): SavedWorld {
  return {
    ...(sim.seed === undefined ? {} : { seed: sim.seed }),
    clock: { advancedSeconds: sim.clock.offset() },
    settings: { ...sim.settings },
    accounts: sim.accounts.all().map((account) => ({ ...account })),
    people: sim.people
      .all()
      .map(({ given, follows, name, displayName, client, language, avatar, phone, countryCode }) => ({
        name,
        displayName,
        client,
        language,
        avatar,
        phone,
        countryCode,
        openIds: { ...given.openIds },
        unionIds: { ...given.unionIds },
        follows: [...follows],
      })),
  };
}

/**
 * Replaces the world. Everything of the old one is deleted, except the log. Throws {@link Refused} with every issue,
 * and changes nothing then.
 */
export function loadWorld(sim: Simulation, given: unknown): void {
  if (typeof given !== "object" || given === null) throw new Refused(400, "the world is not a JSON object");
  const { clock, handed: random, log, send } = sim;
  const world = parseWorld(given);
  Object.assign(sim, createSimulation({ world, clock, random, settings: {}, log, send }));
}
