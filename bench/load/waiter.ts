import { randomBytes } from "node:crypto";
import { connect, type Socket } from "node:net";
import { origin } from "../account.ts";
import { attemptIdOf, browserSecretOf } from "../measure/attempts.ts";

export type Transport = "websocket" | "sse" | "long-poll";

/** A waiting browser: a connection, and what it has received. */
export interface Waiter {
  readonly index: number;
  /** The version of the last state received; 0 before the first. */
  seen: number;
  /** When a version above 1 arrived, in milliseconds by the machine's clock. */
  changedAt: number | undefined;
  isOpen: boolean;
  open(): void;
  close(): void;
}

export interface WaiterOptions {
  readonly index: number;
  readonly port: number;
  readonly transport: Transport;
  readonly localAddress: string;
  /** Called when the server has accepted the connection. */
  onOpen(): void;
  onClose(waiter: Waiter): void;
}

/** The machine's clock, the same in every process. */
export const machineTime = (): number => Number(process.hrtime.bigint() / 1000n) / 1000;

export function createWaiter({ index, port, transport, localAddress, onOpen, onClose }: WaiterOptions): Waiter {
  let socket: Socket | undefined;

  function onData(chunk: Buffer): void {
    const text = chunk.toString("latin1");
    const version = versionIn[transport].exec(text)?.[1];
    if (version !== undefined && Number(version) > waiter.seen) {
      waiter.seen = Number(version);
      if (waiter.seen > 1) waiter.changedAt ??= machineTime();
    }
    if (!waiter.isOpen && /^HTTP\/1.1 (101|200|304)/.test(text)) {
      waiter.isOpen = true;
      onOpen();
    }
    if (transport === "long-poll" && /^HTTP\/1.1 (200|304)/.test(text))
      socket?.write(request(index, transport, waiter.seen, true));
  }

  const waiter: Waiter = {
    index,
    seen: 0,
    changedAt: undefined,
    isOpen: false,
    open() {
      const { seen } = waiter;
      socket = connect({ port, host: "127.0.0.1", localAddress }, () => socket?.write(request(index, transport, seen)));
      socket.on("data", onData).on("error", () => {});
      socket.on("close", () => {
        waiter.isOpen = false;
        onClose(waiter);
      });
    },
    close: () => socket?.destroy(),
  };
  return waiter;
}

const versionIn: Readonly<Record<Transport, RegExp>> = {
  websocket: /"version":(\d+)/,
  sse: /\nid: (\d+)/,
  "long-poll": /\r\netag: "(\d+)"/i,
};

/**
 * The request of a transport. A long poll's first request does not wait, because its response shows that the browser is
 * connected; later ones do (`waits`).
 */
function request(index: number, transport: Transport, seen: number, waits = false): string {
  const path = `/v1/attempts/${attemptIdOf(index)}`;
  const common = `Host: login.saoma.test\r\nOrigin: ${origin}\r\nSec-Fetch-Site: same-origin\r\nCookie: saoma_browser=${browserSecretOf(index)}\r\n`;
  switch (transport) {
    case "websocket": {
      const after = seen > 0 ? `?after=${seen}` : "";
      const key = `Sec-WebSocket-Key: ${randomBytes(16).toString("base64")}\r\nSec-WebSocket-Version: 13\r\n`;
      return `GET ${path}/socket${after} HTTP/1.1\r\n${common}Connection: Upgrade\r\nUpgrade: websocket\r\n${key}\r\n`;
    }
    case "sse": {
      const after = seen > 0 ? `Last-Event-ID: ${seen}\r\n` : "";
      return `GET ${path}/events HTTP/1.1\r\n${common}Accept: text/event-stream\r\n${after}\r\n`;
    }
    case "long-poll": {
      const after = seen > 0 ? `If-None-Match: "${seen}"\r\n${waits ? "Prefer: wait=30\r\n" : ""}` : "";
      return `GET ${path} HTTP/1.1\r\n${common}${after}\r\n`;
    }
  }
}
