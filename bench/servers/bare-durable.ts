// A `node:http` server that appends the body to a file and responds `success` once it is on disk: the minimum cost of
// durability. Requests that arrive during an `fdatasync` share the next one.
import { fdatasync, openSync, writeSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { given, serve } from "./child.ts";

const { path } = given<{ path: string }>();
const file = openSync(`${path}-bodies`, "a");
let waiting: ServerResponse[] = [];
let isSyncing = false;

function sync(): void {
  if (isSyncing || waiting.length === 0) return;
  const answered = waiting;
  [waiting, isSyncing] = [[], true];
  fdatasync(file, (error) => {
    if (error) throw error;
    isSyncing = false;
    for (const response of answered) response.end("success");
    sync();
  });
}

serve(
  createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      writeSync(file, Buffer.concat(parts));
      waiting.push(response);
      sync();
    });
  }),
);
