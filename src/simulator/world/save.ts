import { Refused } from "../refused.ts";
import { createSimulation, type Simulation } from "../simulation.ts";
import { parseWorld, type SavedWorld } from "./schema.ts";

/**
 * The world as it stands, as JSON that {@link loadWorld} and `--world` take: accounts, people and whom they follow,
 * settings, clock and seed. Not in it: what lives for minutes (tokens, codes, QRs), chats and the log.
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
 * Puts another world in the place of this one: whatever belonged to the old one is gone, the log stays. Throws
 * {@link Refused} naming every mistake, and changes nothing then.
 */
export function loadWorld(sim: Simulation, given: unknown): void {
  if (typeof given !== "object" || given === null) throw new Refused(400, "the world is not a JSON object");
  const { clock, handed: random, log, send } = sim;
  const world = parseWorld(given);
  Object.assign(sim, createSimulation({ world, clock, random, settings: {}, log, send }));
}
