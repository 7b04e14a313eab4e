import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Questions with one number as answer: seconds of processor time, or bytes in use. */
type Figure = "cpu" | "memory";

/** Questions with a list as answer: the server's own durations, or its operations and written bytes. */
export type List = "times" | "traces";

/** A question of the measuring process to the server. */
export type Question = Figure | List;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** The parameters from the parent process. */
export const given = <T>(): T => JSON.parse(process.argv[2] ?? "{}") as T;

/** Listens on a free port and answers the parent's questions. */
export function serve(server: Server): void {
  server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
    answerQuestions((server.address() as AddressInfo).port);
  });
}

/** Reports the port, and answers questions until the parent disconnects. */
export function answerQuestions(port: number, lists: Partial<Record<List, () => readonly number[]>> = {}): void {
  const answers = { cpu, memory, times: () => [], traces: () => [], ...lists };
  process.on("message", (question: Question) => process.send?.({ answer: answers[question]() }));
  process.once("disconnect", () => process.exit());
  process.send?.({ port });
}

/** The processor time of all threads, in seconds. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** The resident memory after garbage collection. */
function memory(): number {
  for (let pass = 0; pass < 4; pass++) collect();
  return process.memoryUsage.rss();
}
