/**
 * The service in a process of its own, asked to send an SMS, and killed when it is about to: after what it has
 * reserved, before anything is sent. Its first argument is JSON: the service's options, the time, the request.
 */
import { createSaoma } from "../../src/server/saoma.ts";
import { createFakeClock } from "../../src/testing/index.ts";

const { options, now, url, headers, body } = JSON.parse(process.argv[2] ?? "");
const quiet = () => {};
const saoma = createSaoma(options, {
  clock: createFakeClock(now),
  log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
  smsSender: {
    async send() {
      process.kill(process.pid, "SIGKILL");
      for (;;); // No code may run between the request to be killed and the kill.
    },
  },
});
const response = await saoma.fetch(new Request(url, { method: "POST", headers, body }));
console.error(`it lived, and answered ${response.status}`);
process.exit(1);
