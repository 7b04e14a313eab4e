// The service as `saoma serve` runs it: on Node's `http`, with its log and durable commits.

import { listen } from "../../src/server/listener.ts";
import { createLog } from "../../src/server/log.ts";
import { createSaoma } from "../../src/server/saoma.ts";
import { type Mode, optionsFor } from "../account.ts";
import { answerQuestions, given } from "./child.ts";
import { countStatements } from "./statement-counter.ts";
import { createStopwatch } from "./stopwatch.ts";

interface Given {
  readonly path: string;
  readonly mode: Mode;
  readonly port?: number;
  readonly timed?: boolean;
  readonly counted?: boolean;
  readonly wechatOrigin?: string;
}

const { path, mode, port = 0, timed, counted, wechatOrigin } = given<Given>();
const statements = counted ? { statements: countStatements() } : {};
const log = createLog();
const saoma = createSaoma(optionsFor(path, mode, wechatOrigin), { log });
await saoma.ready();
const stopwatch = timed ? createStopwatch() : undefined;
const handler: typeof saoma.node = (request, response) => {
  stopwatch?.arrived(request);
  return saoma.node(request, response);
};
const onError = (err: unknown) => log.error({ err }, "a request failed");
const listener = await listen({ port, host: "127.0.0.1", handler: timed ? handler : saoma.node, onError });
saoma.attach(listener.server);
answerQuestions(listener.port, { times: () => stopwatch?.times() ?? [], ...statements });
