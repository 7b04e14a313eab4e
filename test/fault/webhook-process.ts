/**
 * One side of a webhook as a separate process, to be killed. `sender` is the service, which makes events of every
 * account and prints the numbers that are committed. `receiver` records what it receives before it answers. Time runs
 * twenty times as fast in both. The argument is JSON.
 */
import { appendFileSync, writeSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Clock } from "../../src/base/clock.ts";
import type { SaomaOptions } from "../../src/server/config/config.ts";
import { createSaoma } from "../../src/server/saoma.ts";
import { Webhook } from "../stage/webhook-receiver.ts";

export type Side =
  | { readonly side: "sender"; readonly start: number; readonly options: SaomaOptions; readonly accounts: string[] }
  | {
      readonly side: "receiver";
      readonly start: number;
      readonly port: number;
      readonly file: string;
      readonly secret: string;
    };

const speed = 20;

function fastClock(start: number): Clock {
  const real = Date.now.bind(Date);
  return {
    now: () => start + (real() - start) * speed,
    after(ms, act) {
      const timer = setTimeout(act, ms / speed);
      return () => clearTimeout(timer);
    },
  };
}

const quiet = () => {};

async function send({ options, start, accounts }: Extract<Side, { side: "sender" }>): Promise<void> {
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const saoma = createSaoma(options, { clock: fastClock(start), log });
  await saoma.ready();
  let isQuiet = false;
  process.on("message", () => {
    isQuiet = true;
  });
  writeSync(1, "ready\n");
  await Promise.all(
    accounts.map(async (account) => {
      const seen = await saoma.operator.account(account);
      const { id = "" } = seen?.identities[0] ?? {};
      for (let count = 0; !isQuiet; count++) {
        const mark = count % 2 === 0 ? "lost" : "found";
        await saoma.operator.markWechat(account, id, { actor: "test", mark });
        await saoma.operator.markWechat(account, id, { actor: "test", mark: mark === "lost" ? "found" : "lost" });
        // At most two changes. The second one changes the account in any case.
        writeSync(1, `${account}\n`);
        await pause(40);
      }
    }),
  );
}

function receive({ start, port, file, secret }: Extract<Side, { side: "receiver" }>): void {
  const clock = fastClock(start);
  // The package uses the machine's clock.
  Date.now = () => clock.now();
  const webhook = new Webhook(secret);
  createServer(async (request, response) => {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += part;
    const { accountId, sequence } = webhook.verify(body, request.headers as Record<string, string>) as {
      accountId: string;
      sequence: number;
    };
    appendFileSync(file, `${accountId} ${sequence}\n`);
    response.writeHead(204).end();
  }).listen(port, "127.0.0.1", () => writeSync(1, "ready\n"));
}

const side = JSON.parse(process.argv[2] ?? "{}") as Side;
process.once("disconnect", () => process.exit());
if (side.side === "sender") await send(side);
else receive(side);
