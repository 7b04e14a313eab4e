import { on } from "node:events";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import type { Doctor, DoctorFinding } from "../../ports/doctor.ts";
import { createSay } from "../say.ts";
import { type Finding, worded } from "./findings.ts";

/** The sources run as they are; the installed package runs what was built of them. */
const thread = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);

/**
 * Runs all checks on what the configuration file says by then, which may be more than what the service started with. The
 * thread speaks English, whatever the process does: each page translates it into its own language.
 */
export const createDoctor = (file: string | undefined): Doctor =>
  async function* (signal) {
    const worker = new Worker(thread, { workerData: { file }, argv: ["--lang", "en"] });
    try {
      for await (const [findings] of on(worker, "message", { signal, close: ["exit"] })) {
        yield (findings as readonly Finding[]).map(inWords);
      }
    } finally {
      await worker.terminate();
    }
  };

const inWords = (finding: Finding): DoctorFinding => ({
  level: finding.level,
  words: (language) => worded(finding, createSay(language)),
});
