// A `node:http` server of empty event streams.
import { createServer } from "node:http";
import { serve } from "./child.ts";

const held = new Set<object>();
serve(
  createServer((_, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream; charset=utf-8" });
    response.write("retry: 2000\n\n");
    held.add(response);
  }),
);
