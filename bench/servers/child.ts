import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What is answered with one number: seconds of processor time, bytes in use. */
type Figure = "cpu" | "memory";

/** What is answered with several: the server's own times, and its statements so far. */
export type List = "times" | "statements";

/** What a server is asked by the process that measures it. */
export type Question = Figure | List;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

/** What the process that started us hands in. */
export const given = <T>(): T => JSON.parse(process.argv[2] ?? "{}") as T;

/** Listens on any port of this machine, and answers questions. */
export function serve(server: Server): void {
  server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
    answerQuestions((server.address() as AddressInfo).port);
  });
}

/** Says where it listens, and answers what is asked of this process until it is let go. */
export function answerQuestions(port: number, lists: Partial<Record<List, () => readonly number[]>> = {}): void {
  const answers = { cpu, memory, times: () => [], statements: () => [], ...lists };
  process.on("message", (question: Question) => process.send?.({ answer: answers[question]() }));
  process.once("disconnect", () => process.exit());
  process.send?.({ port });
}

/** Of all threads. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** Once nothing is left to collect. */
function memory(): number {
  for (let pass = 0; pass < 4; pass++) collect();
  return process.memoryUsage.rss();
}
