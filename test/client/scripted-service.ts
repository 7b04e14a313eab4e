import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import { encode } from "fast-png";
import { encodeQR } from "qr";
import { type WebSocket, WebSocketServer } from "ws";
import type { IdentitiesView } from "../../src/wire/account.ts";
import type { AttemptView, StartedAttempt } from "../../src/wire/attempt.ts";
import type { SessionView } from "../../src/wire/session.ts";

/** Replaces the response to one call: a problem, or `drop`, which processes the call and loses the response. */
export type Fault = "drop" | { status: number; code?: string; headers?: Record<string, string>; body?: string };

interface Held {
  view: StartedAttempt;
  version: number;
  claim: string | undefined;
  watchers: Set<() => void>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface Page {
  readonly type: string;
  readonly body: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

const withoutTab = (path: string): string => path.replace(/tab=\d+&?/, "").replace(/[?&]$/, "");

/** A service with the browser's API that the test scripts. */
export async function startScriptedService(port = 0, now: () => number = Date.now) {
  const attempts = new Map<string, Held>();
  const faults: { call: string; fault: Fault }[] = [];
  const calls: string[] = [];
  const pages = new Map<string, Page>();
  const leavers = new Set<() => void>();
  const settings = {
    events: "stream" as "stream" | "silent" | "short" | "torn" | "none",
    holds: true,
    /** `foreign`: the response does not come from the service. */
    sockets: false as boolean | "foreign",
    retry: 20,
    lifetime: 120_000,
    /** Fields that every new attempt has in addition or instead. */
    extra: {} as Partial<StartedAttempt>,
  };
  let session: SessionView | undefined;
  let counter = 0;

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => response.destroy(error));
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;

  const upgrades = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    const held = attempts.get(request.url?.split("/")[3] ?? "");
    calls.push(`SOCKET ${withoutTab(request.url ?? "").replace(/at_\w+/, "{id}")}`);
    if (!settings.sockets || !held) return void socket.end("HTTP/1.1 426 Upgrade Required\r\n\r\n");
    upgrades.handleUpgrade(request, socket, head, (ws) => attach(ws, held, request.url ?? ""));
  });

  function attach(ws: WebSocket, held: Held, url: string): void {
    if (settings.sockets === "foreign") return void ws.send("<html>");
    const begin = (after: number) => {
      const tell = () => {
        const { qr: _, claim: __, application: ___, ...view } = held.view;
        ws.send(JSON.stringify({ version: held.version, ...view }));
        if (ended(held)) ws.close(1000);
      };
      if (held.version > after) tell();
      held.watchers.add(tell);
      leavers.add(() => {
        held.watchers.delete(tell);
        ws.close(4409);
      });
      ws.on("close", () => held.watchers.delete(tell));
    };
    if (held.claim === undefined) begin(Number(/after=(\d+)/.exec(url)?.[1] ?? 0));
    else
      ws.once("message", (data) => {
        const { claim, after = 0 } = JSON.parse(String(data)) as { claim: string; after?: number };
        if (claim === held.claim) begin(after);
        else ws.close(4404);
      });
  }

  function create(claimed: boolean): Held {
    const id = `at_${++counter}_${Math.random().toString(36).slice(2, 8)}`;
    const content = `http://weixin.qq.com/q/02${id}`;
    const claim = claimed ? `claim-of-${id}` : undefined;
    const expiresAt = new Date(now() + settings.lifetime).toISOString();
    const qr = { image: pngOf(content), content };
    const application = { name: "青禾茶铺" };
    const view = {
      id,
      channel: "official-account-qr",
      status: "pending",
      expiresAt,
      application,
      qr,
      ...settings.extra,
    } as const;
    const held: Held = { view: claim ? { ...view, claim } : view, version: 1, claim, watchers: new Set() };
    attempts.set(id, held);
    return held;
  }

  function change(held: Held, next: Partial<AttemptView>): void {
    held.view = { ...held.view, ...next };
    held.version++;
    for (const wake of [...held.watchers]) wake();
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/" } = request;
    const path = withoutTab(url);
    const page = pages.get(path);
    if (page) return void response.writeHead(200, { "content-type": page.type, ...page.headers }).end(page.body);
    const call = `${method} ${path.replace(/at_\w+/, "{id}")}`;
    calls.push(call);
    response.setHeader("date", new Date(now()).toUTCString());
    const body = await text(request);
    const index = faults.findIndex((each) => each.call === call);
    const fault = faults[index]?.fault;
    if (fault) faults.splice(index, 1);
    if (fault && fault !== "drop") return fail(response, fault);
    const result = route(request, response, call, path, body);
    if (fault === "drop") return void request.socket.destroy();
    if (result) respond(response, result.status, result.body, result.headers);
  }

  function route(
    request: IncomingMessage,
    response: ServerResponse,
    call: string,
    path: string,
    body: string,
  ): Answer | undefined {
    if (call === "GET /v1/session") return signedIn((session) => session);
    if (call === "GET /v1/account/identities") return signedIn(identitiesOf);
    if (call === "DELETE /v1/session") {
      session = undefined;
      return { status: 204 };
    }
    if (call === "POST /v1/attempts") return { status: 201, body: create(JSON.parse(body).claim === "header").view };
    return routeAttempt(request, response, call, path, body);
  }

  const signedIn = (bodyOf: (session: SessionView) => unknown): Answer =>
    session ? { status: 200, body: bodyOf(session) } : problem(401, "not_signed_in");

  function routeAttempt(
    request: IncomingMessage,
    response: ServerResponse,
    call: string,
    path: string,
    body: string,
  ): Answer | undefined {
    const held = attempts.get(path.split("/")[3] ?? "");
    const claimed = request.headers.authorization === (held?.claim && `Claim ${held.claim}`);
    if (!held || !claimed) return problem(404, "attempt_not_found");
    if (call === "GET /v1/attempts/{id}") return look(request, response, held);
    if (call === "GET /v1/attempts/{id}/events") return stream(request, response, held);
    if (call === "POST /v1/attempts/{id}/refresh") {
      change(held, { status: "cancelled" });
      return { status: 201, body: create(held.claim !== undefined).view };
    }
    if (call === "POST /v1/attempts/{id}/phone") return bindPhone(held, JSON.parse(body).otp);
    if (call === "POST /v1/attempts/{id}/redeem") return redeem(held);
    return problem(404, "not_found");
  }

  /** Every phone number is accepted, and every code is right. */
  function bindPhone(held: Held, otp?: string) {
    if (otp) change(held, { status: "granted" });
    else change(held, { phone: { sentTo: "138****8000", resendAt: new Date(now()).toISOString() } });
    return { status: 200, body: held.view };
  }

  function redeem(held: Held) {
    if (held.view.status !== "granted" && held.view.status !== "redeemed") return problem(409, "attempt_not_granted");
    session = someone(now());
    change(held, { status: "redeemed" });
    return { status: 200, body: session };
  }

  function look(request: IncomingMessage, response: ServerResponse, held: Held) {
    const { qr: _, claim: __, application: ___, ...view } = held.view;
    const tag = `"${held.version}"`;
    if (request.headers["if-none-match"] !== tag) return { status: 200, body: view, headers: { etag: tag } };
    if (!request.headers.prefer || !settings.holds) return { status: 304, headers: { etag: tag } };
    const wake = () => {
      held.watchers.delete(wake);
      const { qr: _, claim: __, application: ___, ...next } = held.view;
      respond(response, 200, next, { etag: `"${held.version}"` });
    };
    held.watchers.add(wake);
    leavers.add(() => {
      held.watchers.delete(wake);
      respond(response, 409, { code: "taken_over", title: "elsewhere" });
    });
    response.on("close", () => held.watchers.delete(wake));
    return undefined;
  }

  function stream(request: IncomingMessage, response: ServerResponse, held: Held) {
    if (settings.events === "none") return problem(406, "not_acceptable");
    if (ended(held)) return { status: 204 };
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    if (settings.events === "short") return void response.end();
    if (settings.events === "silent") return undefined;
    if (settings.events === "torn") return void response.write(": hello\n\n", () => response.destroy());
    response.write(`retry: ${settings.retry}\n: hello\n\n`);
    const tell = () => {
      const { qr: _, claim: __, application: ___, ...view } = held.view;
      response.write(`event: status\nid: ${held.version}\ndata: ${JSON.stringify(view)}\n\n`);
      if (ended(held)) response.end();
    };
    if (request.headers["last-event-id"] !== String(held.version)) tell();
    held.watchers.add(tell);
    leavers.add(() => {
      held.watchers.delete(tell);
      response.end("event: taken-over\ndata: {}\n\n");
    });
    response.on("close", () => held.watchers.delete(tell));
    return undefined;
  }

  return {
    url,
    port: Number(new URL(url).port),
    attempts,
    calls,
    pages,
    settings,
    /** Sets the response to the next `call`, such as `POST /v1/attempts/{id}/redeem`. */
    fault: (call: string, fault: Fault) => void faults.push({ call, fault }),
    /** Ends all waiting requests, as if another tab had taken over. */
    takeOver() {
      for (const leave of leavers) leave();
      leavers.clear();
    },
    /** Changes the newest attempt. */
    move(next: Partial<AttemptView>) {
      const held = [...attempts.values()].at(-1);
      if (!held) throw new Error("no attempt yet");
      change(held, next);
    },
    /** Forgets all attempts, as after a restore. */
    forget: () => attempts.clear(),
    signIn(): void {
      session = someone(now());
    },
    cutAll() {
      server.closeAllConnections();
      for (const ws of upgrades.clients) ws.terminate();
    },
    watching: () => [...attempts.values()].reduce((sum, { watchers }) => sum + watchers.size, 0),
    async close() {
      server.closeAllConnections();
      for (const ws of upgrades.clients) ws.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type ScriptedService = Awaited<ReturnType<typeof startScriptedService>>;

const problem = (status: number, code: string) => ({
  status,
  body: { type: "about:blank", title: code, status, code },
});

const ended = ({ view }: Held): boolean => ["redeemed", "expired", "declined", "cancelled"].includes(view.status);

function fail(response: ServerResponse, fault: Exclude<Fault, "drop">): void {
  if (fault.body !== undefined) return void response.writeHead(fault.status, fault.headers).end(fault.body);
  respond(response, fault.status, problem(fault.status, fault.code ?? "internal").body, fault.headers ?? {});
}

function respond(response: ServerResponse, status: number, body?: unknown, headers: Record<string, string> = {}): void {
  const type = status < 400 ? "application/json" : "application/problem+json";
  response.writeHead(status, { ...(body !== undefined && { "content-type": type }), ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

export function someone(now: number): SessionView {
  const time = new Date(now).toISOString();
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" fill="#b9d8c8"/><circle cx="22" cy="20" r="8" fill="#fbe7d0"/><ellipse cx="10" cy="66" rx="36" ry="26" fill="#6fa58a"/><ellipse cx="48" cy="72" rx="36" ry="26" fill="#4d8a6d"/></svg>`;
  return {
    account: {
      id: "ac_1",
      name: "安静的海鸥",
      avatar: `data:image/svg+xml,${encodeURIComponent(svg)}`,
      createdAt: time,
      lastSignInAt: time,
      isNew: true,
    },
    identity: { channel: "official-account-qr", appid: "wx0000000000000001", openid: "o-xiaoming" },
    session: { id: "se_1", application: "shop", expiresAt: new Date(now + 365 * 86_400_000).toISOString() },
  };
}

/** A QR as the service draws it: four modules of quiet zone, whole pixels a module. */
function pngOf(content: string): string {
  const scale = 8;
  const rows = encodeQR(content, "raw", { ecc: "medium", border: 4 });
  const width = rows.length * scale;
  const data = new Uint8Array(width * width);
  for (let y = 0; y < width; y++) {
    for (let x = 0; x < width; x++) {
      data[y * width + x] = rows[Math.floor(y / scale)]?.[Math.floor(x / scale)] ? 0 : 255;
    }
  }
  const png = encode({ width, height: width, data, channels: 1, depth: 8 });
  return `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
}

const identitiesOf = ({ account, identity, session }: SessionView): IdentitiesView => ({
  account: { id: account.id, name: account.name },
  identities: [{ id: "id_1", appid: identity.appid, source: "茶铺", isCurrent: true }],
  changes: [],
  removed: [],
  session: { id: session.id, freshUntil: session.expiresAt },
});
