import type { Simulation } from "../simulation.ts";
import type { Person } from "../world/people.ts";

const cookie = "simulator_person";

/** Who looks at one of WeChat's pages in a real browser: `outside` WeChat, or inside, as whom (once that is known). */
export type Viewer = { kind: "outside" } | { kind: "unknown" } | { kind: "person"; person: Person };

/**
 * Inside WeChat is who has its user agent (企业微信 has it with `wxwork`, and shows these pages to nobody), or came by one of the phones: its cookie says whose phone it is. Who has
 * only the user agent is asked.
 */
export function viewerOf(sim: Simulation, headers: Headers): Viewer {
  const name = new RegExp(`(?:^|;\\s*)${cookie}=([a-z0-9-]+)`).exec(headers.get("cookie") ?? "")?.[1];
  const person = sim.people.all().find((each) => each.name === name);
  if (person !== undefined) return { kind: "person", person };
  return /^(?!.*\bwxwork).*\bMicroMessenger\//i.test(headers.get("user-agent") ?? "")
    ? { kind: "unknown" }
    : { kind: "outside" };
}

/** The cookie that makes a browser somebody's phone, for WeChat's pages alone. */
export const phoneCookie = (person: string): string => `${cookie}=${person}; Path=/connect; HttpOnly; SameSite=Lax`;
