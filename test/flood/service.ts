// The service in a separate process, with its default limits. The argument is its options as JSON.

import { listen } from "../../src/server/listener.ts";
import { createLog } from "../../src/server/log.ts";
import { createSaoma } from "../../src/server/saoma.ts";

const log = createLog({ level: "silent" });
const saoma = createSaoma(JSON.parse(process.argv[2] ?? ""), { log });
await saoma.ready();
const onError = (err: unknown) => log.error({ err }, "a request failed");
const listener = await listen({ port: 0, host: "127.0.0.1", handler: saoma.node, onError });
saoma.attach(listener.server);
process.on("message", () => process.send?.({ memory: process.memoryUsage.rss() }));
process.once("disconnect", () => process.exit());
process.send?.({ port: listener.port });
