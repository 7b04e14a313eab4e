// The doctor in a thread of its own: looking through a large SQLite file would stop the service for as long.
import { parentPort, workerData } from "node:worker_threads";
import { checkFile } from "./check-file.ts";
import { type Finding, found } from "./findings.ts";

const tell = (findings: readonly Finding[]): void => parentPort?.postMessage(findings);

try {
  for await (const progress of checkFile((workerData as { readonly file?: string }).file)) {
    if ("findings" in progress) tell(progress.findings);
  }
} catch (error) {
  // As of a configuration file that cannot be run.
  tell([found("doctor.failed", { why: error instanceof Error ? error.message : String(error) })]);
}
