// Requests that `node:http` holds: the first of a connection is answered, the next one waits.
import { createServer } from "node:http";
import { serve } from "./child.ts";

const held = new Set<object>();
serve(
  createServer((request, response) => {
    if (request.headers.prefer === undefined) response.writeHead(200, { ETag: '"1"' }).end("{}");
    else held.add(response);
  }),
);
