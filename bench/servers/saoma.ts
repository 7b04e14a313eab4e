// The service as `saoma serve` runs it: on Node's `http`, with its log, and everything durable.

import { listen } from "../../src/server/listener.ts";
import { createLog } from "../../src/server/log.ts";
import { createSaoma } from "../../src/server/saoma.ts";
import { type Mode, optionsFor } from "../account.ts";
import { answerQuestions, given } from "./child.ts";

const { path, mode, port = 0 } = given<{ path: string; mode: Mode; port?: number }>();
const log = createLog();
const saoma = createSaoma(optionsFor(path, mode), { log });
await saoma.ready();
const onError = (err: unknown) => log.error({ err }, "a request failed");
const listener = await listen({ port, host: "127.0.0.1", handler: saoma.node, onError });
saoma.attach(listener.server);
answerQuestions(listener.port);
