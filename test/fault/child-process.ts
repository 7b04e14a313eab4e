/**
 * The service in a process of its own, which kills itself at a given gap. Its first argument is JSON: the service's
 * options, and the port to listen on. It hooks only into ordinary interfaces: the service's dependencies and events,
 * and Node's requests, responses and statements.
 */
import { writeSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { flushCompileCache } from "node:module";
import type { AddressInfo } from "node:net";
import { StatementSync } from "node:sqlite";
import { createSaoma, type Saoma } from "../../src/server/saoma.ts";
import { type Gap, nameOf, type Point, type Step } from "./gaps.ts";

let armed: Gap | undefined;
let underWay = false;
let writes = 0;

function at(point: Point): void {
  if (!armed || !underWay || armed.point !== point) return;
  writeSync(1, nameOf(armed));
  process.kill(process.pid, "SIGKILL");
  for (;;); // No code may run between the request to be killed and the kill.
}

function isOf(step: Step, { method, url = "" }: IncomingMessage): boolean {
  if (step === "scan" || step === "confirm") return method === "POST" && url.startsWith("/wechat/");
  if (step === "redeem") return method === "POST" && url.endsWith("/redeem");
  return method === "GET" && url.startsWith(step === "look" ? "/v1/attempts/" : "/v1/session");
}

function arrive(request: IncomingMessage, response: ServerResponse): void {
  if (!armed || !isOf(armed.step, request)) return;
  underWay = true;
  at("arrived");
  for (const verb of ["writeHead", "write", "end"] as const) {
    const real = response[verb] as (...given: unknown[]) => unknown;
    const late = (...given: unknown[]) => {
      at("answer ready, before it leaves");
      return real.apply(response, given);
    };
    Object.assign(response, { [verb]: late });
  }
  response.once("finish", () => at("answer sent"));
}

function before(sql: string): void {
  if (sql.startsWith("BEGIN")) at("before BEGIN");
  if (sql === "COMMIT") at("before COMMIT");
  if (isWrite(sql) && writes === 0) at("before the first write");
}

function after(sql: string): void {
  if (sql.startsWith("BEGIN")) writes = 0;
  if (sql === "COMMIT") at("after COMMIT");
  if (isWrite(sql) && ++writes === 1) at("after the first write");
}

const isWrite = (sql: string): boolean => /^(insert|update|delete)\b/i.test(sql);

for (const verb of ["run", "get"] as const) {
  const real = StatementSync.prototype[verb] as (...given: unknown[]) => unknown;
  const watched = function (this: StatementSync, ...given: unknown[]): unknown {
    before(this.sourceSQL);
    const result = real.apply(this, given);
    after(this.sourceSQL);
    return result;
  };
  Object.assign(StatementSync.prototype, { [verb]: watched });
}

const { options, port } = JSON.parse(process.argv[2] ?? "");
const quiet = () => {};
const saoma: Saoma = createSaoma(options, {
  log: {
    debug: quiet,
    warn: quiet,
    info: (_, message) => message === "a push was processed" && at("told, before the answer"),
    error: ({ err }, message) => writeSync(2, `${message}: ${err instanceof Error ? err.stack : err}\n`),
  },
});
saoma.on("signed-in", () => at("told, before the answer"));

process.on("message", (message: { readonly arm?: Gap }) => {
  armed = message.arm;
  underWay = false;
  process.send?.({ done: true });
});
process.once("disconnect", () => process.exit());

const server = createServer((request, response) => {
  arrive(request, response);
  void saoma.node(request, response);
});
await saoma.ready();
server.listen(port, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
  flushCompileCache(); // A killed process cannot do it when it ends.
});
