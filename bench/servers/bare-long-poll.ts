// A `node:http` server of long polls: it responds to the first request of a connection, and holds the next one.
import { createServer } from "node:http";
import { serve } from "./child.ts";

const held = new Set<object>();
serve(
  createServer((request, response) => {
    if (request.headers.prefer === undefined) response.writeHead(200, { ETag: '"1"' }).end("{}");
    else held.add(response);
  }),
);
