import type { Client } from "../load/client.ts";
import { say, scan } from "./phone.ts";
import { checks, type Step, type Way } from "./way.ts";

/**
 * The same requests, except for the WebSocket, to a server without users: the lower limit of the cost of a sign-in over
 * HTTP on Node.
 */
export const bareWay = (): Way => ({
  name: "node:http, the same requests",
  steps: [
    ask("start", "POST", "/v1/attempts", '{"channel":"official-account-qr"}'),
    { name: "scan", take: async (client, { person }) => void (await scan(client, person, "a".repeat(22))) },
    { name: "confirm", take: async (client, { person }) => void (await say(client, person, "1")) },
    ask("redeem", "POST", `/v1/attempts/${"a".repeat(22)}/redeem`, "{}"),
    { name: `${checks} checks`, take: check },
    ask("sign out", "DELETE", "/v1/session"),
  ],
});

const ask = (name: string, method: string, path: string, body?: string): Step => ({
  name,
  take: async (client) => void (await client.call({ method, path, ...(body === undefined ? {} : { body }) })),
});

async function check(client: Client): Promise<void> {
  for (let n = 0; n < checks; n++) await client.call({ method: "GET", path: "/v1/session" });
}
