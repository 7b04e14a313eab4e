import WebSocket from "ws";
import type { StartedAttempt } from "../../src/wire/attempt.ts";
import { origin } from "../account.ts";
import type { Client } from "../load/client.ts";
import { say, scan } from "./phone.ts";
import { checks, kept, type Step, type Visit, type Way } from "./way.ts";

/** The sign-in methods that need only WeChat's pushes: by a QR, and by a code sent in the chat. */
export const saomaWays = (): Way[] => [wayByQr(), way("saoma, by code, durable", "official-account-code", sendCode)];

export const wayByQr = (): Way => way("saoma, by QR, durable", "official-account-qr", scanQr);

function way(name: string, channel: string, act: Step): Way {
  const sockets = new Map<number, Waiting>();
  const steps = [start(channel), wait(sockets), act, confirm, granted(sockets), redeem, check, signOut];
  return { name, steps };
}

interface Waiting {
  readonly socket: WebSocket;
  readonly granted: Promise<void>;
}

const headersOf = (visit: Visit): Record<string, string> => ({
  Origin: origin,
  "Sec-Fetch-Site": "same-origin",
  "Content-Type": "application/json",
  "User-Agent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36",
  Cookie: ["saoma_browser", "saoma_session"]
    .filter((name) => visit.kept.has(name))
    .map((name) => `${name}=${visit.kept.get(name)}`)
    .join("; "),
});

async function call(client: Client, visit: Visit, method: string, path: string, body?: object): Promise<string> {
  const sent = body && { body: JSON.stringify(body) };
  const answer = await client.call({ method, path, headers: headersOf(visit), ...sent });
  for (const [name, value] of Object.entries(answer.cookies)) visit.kept.set(name, value);
  return answer.body;
}

const start = (channel: string): Step => ({
  name: "start",
  async take(client, visit) {
    const started: StartedAttempt = JSON.parse(await call(client, visit, "POST", "/v1/attempts", { channel }));
    visit.kept.set("id", started.id);
    if (started.qr?.content) visit.kept.set("scene", new URL(started.qr.content).pathname.slice("/q/".length));
    if (started.code) visit.kept.set("code", started.code.text);
  },
});

const wait = (sockets: Map<number, Waiting>): Step => ({
  name: "wait",
  async take({ port }, visit) {
    const url = `ws://127.0.0.1:${port}/v1/attempts/${kept(visit, "id")}/socket`;
    const socket = new WebSocket(url, { headers: headersOf(visit) });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    socket.on("message", (data) => {
      if (JSON.parse(String(data)).status === "granted") resolve();
    });
    socket.on("close", () => reject(new Error("the socket closed before the grant")));
    sockets.set(visit.person, { socket, granted: promise });
    await new Promise((done, failed) => socket.once("message", done).once("error", failed));
  },
});

const scanQr: Step = {
  name: "scan",
  async take(client, visit) {
    await scan(client, visit.person, kept(visit, "scene"));
  },
};

const sendCode: Step = {
  name: "code",
  async take(client, visit) {
    await say(client, visit.person, kept(visit, "code"));
  },
};

/** Confirms the question in the chat by sending the digit. */
const confirm: Step = {
  name: "confirm",
  async take(client, visit) {
    await say(client, visit.person, "1");
  },
};

const granted = (sockets: Map<number, Waiting>): Step => ({
  name: "told",
  async take(_client, { person }) {
    const waiting = sockets.get(person);
    await waiting?.granted;
    waiting?.socket.close();
    sockets.delete(person);
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
