import { randomBytes } from "node:crypto";
import { type LoadClient, often } from "./load-client.ts";

/** The target of a flood. */
export interface Target {
  readonly appid: string;
}

/** Starts a flood, and returns a function that stops it. `strength` is 1 for the command, and less in the tests. */
export type Flood = (client: LoadClient, target: Target, strength: number) => () => void;

const host = "Host: login.saoma.test\r\n";
const json = "Content-Type: application/json\r\n";
const origin = "Origin: https://login.saoma.test\r\n";

const from = (address: string): string => `X-Forwarded-For: ${address}\r\n`;
const startFrom = (address: string): string =>
  `POST /v1/attempts HTTP/1.1\r\n${host}${origin}${json}${from(address)}Content-Length: 2\r\n\r\n{}`;

const someAddress = (n: number): string => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

/** Opens a connection for each request, at a fixed rate. */
function ask(client: LoadClient, perSecond: number, request: (n: number) => string): () => void {
  return often(perSecond, (n) =>
    client.open((socket) => socket.write(request(n).replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"))),
  );
}

/** Sends single bytes on connections that are kept open. */
function trickle(client: LoadClient, count: number, head: string): () => void {
  const timers: NodeJS.Timeout[] = [];
  for (let n = 0; n < count; n++) {
    client.open((socket) => {
      socket.write(head);
      timers.push(setInterval(() => socket.writable && socket.write("x"), 500));
    });
  }
  return () => {
    for (const timer of timers) clearInterval(timer);
  };
}

export const floods: Readonly<Record<string, Flood>> = {
  "nothing, to compare": () => () => {},

  "slow-loris: headers that never end": (client, _, strength) =>
    trickle(client, 2_000 * strength, `GET /v1/session HTTP/1.1\r\n${host}X-Slow: `),

  "slow-loris: bodies that never end": (client, { appid }, strength) => {
    const length = "Content-Length: 5000\r\n\r\n";
    const push = trickle(client, 1_000 * strength, `POST /wechat/${appid}/push HTTP/1.1\r\n${host}${length}`);
    const start = trickle(client, 1_000 * strength, `POST /v1/attempts HTTP/1.1\r\n${host}${origin}${json}${length}`);
    return () => {
      push();
      start();
    };
  },

  "slow readers: asked for much, reading nothing": (client, _, strength) => {
    const asks = `GET /widget.js HTTP/1.1\r\n${host}\r\n`.repeat(100);
    for (let n = 0; n < 500 * strength; n++) {
      client.open((socket) => {
        socket.pause();
        socket.write(asks);
      });
    }
    return () => {};
  },

  "a thousand QRs a second, from one address": (client, _, strength) =>
    ask(client, 1_000 * strength, () => startFrom("198.51.100.66")),

  "a thousand QRs a second, each from another address": (client, _, strength) =>
    ask(client, 1_000 * strength, (n) => startFrom(someAddress(n))),

  "a thousand forged pushes a second": (client, { appid }, strength) =>
    ask(client, 1_000 * strength, (n) => {
      const query = `signature=${"0".repeat(40)}&msg_signature=${"0".repeat(40)}&timestamp=1&nonce=${n}&encrypt_type=aes`;
      const body = `<xml><Encrypt><![CDATA[${"A".repeat(400)}]]></Encrypt></xml>`;
      return `POST /wechat/${appid}/push?${query} HTTP/1.1\r\n${host}Content-Length: ${body.length}\r\n\r\n${body}`;
    }),

  "oversized everything": (client, { appid }, strength) => {
    const big = "x".repeat(1_000_000);
    const push = `/wechat/${appid}/push`;
    const key = randomBytes(16).toString("base64");
    const upgrade = `Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n`;
    const requests = [
      `GET /${big} HTTP/1.1\r\n${host}\r\n`,
      `GET /v1/session HTTP/1.1\r\n${host}X-Big: ${big}\r\n\r\n`,
      `GET /v1/session HTTP/1.1\r\n${host}${"X-Many: 1\r\n".repeat(5_000)}\r\n`,
      `GET /v1/session HTTP/1.1\r\n${host}Cookie: ${"a=1; ".repeat(3_000)}\r\n\r\n`,
      `POST ${push} HTTP/1.1\r\n${host}Content-Length: ${big.length}\r\n\r\n${big}`,
      `POST ${push} HTTP/1.1\r\n${host}Transfer-Encoding: chunked\r\n\r\nf4240\r\n${big}\r\n0\r\n\r\n`,
      `POST /v1/attempts HTTP/1.1\r\n${host}${origin}${json}Content-Length: ${big.length}\r\n\r\n${big}`,
      `POST /v1/attempts HTTP/1.1\r\n${host}${origin}${json}Transfer-Encoding: chunked\r\n\r\nf4240\r\n${big}\r\n0\r\n\r\n`,
      `POST /v1/attempts HTTP/1.1\r\n${host}${origin}${json}Content-Length: 12000\r\n\r\n${"[".repeat(12_000)}`,
      `GET /v1/attempts/${"a".repeat(22)}/socket HTTP/1.1\r\n${host}${upgrade}\r\n${"\xff".repeat(100_000)}`,
    ];
    return often(100 * strength, (n) =>
      client.open((socket) => socket.write(requests[n % requests.length] ?? "", "latin1")),
    );
  },
};
