// The service as `saoma serve` runs it: on Node's `http`, with its log and durable commits.

import { listen } from "../../src/server/listener.ts";
import { createLog } from "../../src/server/log.ts";
import { standardError } from "../../src/server/log-lines.ts";
import { createSaoma } from "../../src/server/saoma.ts";
import { type Mode, optionsFor, optionsOfAllWays } from "../account.ts";
import { answerQuestions, given } from "./child.ts";
import { createStopwatch } from "./stopwatch.ts";
import { countTraces } from "./trace-counter.ts";

interface Given {
  readonly path: string;
  readonly mode: Mode;
  readonly port?: number;
  readonly timed?: boolean;
  readonly counted?: boolean;
  readonly wechatOrigin?: string;
}

const { path, mode, port = 0, timed, counted, wechatOrigin } = given<Given>();
const lines = standardError();
const traces = counted ? countTraces(path, lines) : undefined;
const log = createLog({ to: traces?.to ?? lines });
const options = wechatOrigin === undefined ? optionsFor(path, mode) : optionsOfAllWays(path, mode, wechatOrigin);
const saoma = createSaoma(options, { log });
await saoma.ready();
const stopwatch = timed ? createStopwatch() : undefined;
const handler: typeof saoma.node = (request, response) => {
  stopwatch?.arrived(request);
  return saoma.node(request, response);
};
const onError = (err: unknown) => log.error({ err }, "a request failed");
const listener = await listen({ port, host: "127.0.0.1", handler: timed ? handler : saoma.node, onError });
saoma.attach(listener.server);
answerQuestions(listener.port, { times: () => stopwatch?.times() ?? [], traces: () => traces?.sofar() ?? [] });
