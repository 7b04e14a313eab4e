// The requests of the person's browser, which all sign-in methods of Saoma have in common.
import WebSocket from "ws";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { origin } from "../account.ts";
import type { Client } from "../load/client.ts";
import { checks, kept, type Step, type Visit } from "./way.ts";

const desktop = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36";

const headersOf = (visit: Visit): Record<string, string> => ({
  Origin: origin,
  "Sec-Fetch-Site": "same-origin",
  "Content-Type": "application/json",
  "User-Agent": desktop,
  "X-Forwarded-For": addressOf(visit),
  Cookie: ["saoma_browser", "saoma_session"]
    .filter((name) => visit.kept.has(name))
    .map((name) => `${name}=${visit.kept.get(name)}`)
    .join("; "),
});

/** The address of a person's browser. Each person has another one. */
export const addressOf = ({ person: n }: Visit): string => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

/** Makes a request of a page of the service, with the browser's cookies. */
export async function call(client: Client, visit: Visit, method: string, path: string, body?: object): Promise<string> {
  const sent = body && { body: JSON.stringify(body) };
  const answer = await client.call({ method, path, headers: headersOf(visit), ...sent });
  for (const [name, value] of Object.entries(answer.cookies)) visit.kept.set(name, value);
  return answer.body;
}

/** Starts an attempt, and stores what the page shows: the `scene` of a QR, the `code`, or the `state` of a link. */
export const start = (channel: string, application = "shop"): Step => ({
  name: "start",
  async take(client, visit) {
    const asked = { channel, application };
    const started: StartedAttempt = JSON.parse(await call(client, visit, "POST", "/v1/attempts", asked));
    visit.kept.set("id", started.id);
    if (started.qr?.content) visit.kept.set("scene", new URL(started.qr.content).pathname.slice("/q/".length));
    else if (started.qr?.image) visit.kept.set("scene", sceneInPicture(started.qr.image));
    if (started.code) visit.kept.set("code", started.code.text);
    if (started.link) visit.kept.set("state", new URL(started.link).searchParams.get("state") ?? "");
  },
});

/** Reads the scene in a mini-program code that `wechat-api.ts` made. */
const sceneInPicture = (image: string): string =>
  /scene=([^ ]+) /.exec(Buffer.from(image.slice(image.indexOf(",") + 1, 400), "base64").toString("latin1"))?.[1] ?? "";

/** The browsers that wait by WebSocket, by person. */
export type Waits = Map<number, { readonly socket: WebSocket; readonly granted: Promise<void> }>;

export const wait = (waits: Waits): Step => ({
  name: "wait",
  async take({ port }, visit) {
    const url = `ws://127.0.0.1:${port}/v1/attempts/${kept(visit, "id")}/socket`;
    const socket = new WebSocket(url, { headers: headersOf(visit) });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.on("message", (data) => {
      if (JSON.parse(String(data)).status === "granted") resolve();
    });
    socket.on("close", () => reject(new Error("the socket closed before the grant")));
    promise.catch(() => {}); // The step that waits for the grant reports the failure.
    waits.set(visit.person, { socket, granted: promise });
    await new Promise((done, failed) => socket.once("message", done).once("error", failed));
  },
});

export const granted = (waits: Waits): Step => ({
  name: "told",
  async take(_client, { person }) {
    const waiting = waits.get(person);
    await waiting?.granted;
    waiting?.socket.close();
    waits.delete(person);
  },
});

const redeem: Step = {
  name: "redeem",
  async take(client, visit) {
    await call(client, visit, "POST", `/v1/attempts/${kept(visit, "id")}/redeem`, {});
  },
};

const check: Step = {
  name: `${checks} checks`,
  async take(client, visit) {
    for (let n = 0; n < checks; n++) await call(client, visit, "GET", "/v1/session");
  },
};

const signOut: Step = {
  name: "sign out",
  async take(client, visit) {
    await call(client, visit, "DELETE", "/v1/session");
  },
};

/** The steps after the grant. */
export const signedIn: readonly Step[] = [redeem, check, signOut];
