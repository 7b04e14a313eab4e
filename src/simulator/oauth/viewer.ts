import type { Simulation } from "../simulation.ts";
import type { Person } from "../world/people.ts";

const cookie = "simulator_person";

/**
 * Who opens one of WeChat's pages in a real browser: a browser `outside` WeChat, or one inside, with its person once
 * that is known.
 */
export type Viewer = { kind: "outside" } | { kind: "unknown" } | { kind: "person"; person: Person };

/**
 * A browser is inside WeChat if it has WeChat's user agent, without the `wxwork` of 企业微信, or if it was opened by one of
 * the phones: then a cookie names the phone's person. A browser with only the user agent is asked for the person.
 */
export function viewerOf(sim: Simulation, headers: Headers): Viewer {
  const name = new RegExp(`(?:^|;\\s*)${cookie}=([a-z0-9-]+)`).exec(headers.get("cookie") ?? "")?.[1];
  const person = sim.people.all().find((each) => each.name === name);
  if (person !== undefined) return { kind: "person", person };
  return /^(?!.*\bwxwork).*\bMicroMessenger\//i.test(headers.get("user-agent") ?? "")
    ? { kind: "unknown" }
    : { kind: "outside" };
}

/** The cookie that makes a browser a person's phone, only for WeChat's pages. */
export const phoneCookie = (person: string): string => `${cookie}=${person}; Path=/connect; HttpOnly; SameSite=Lax`;
