// A `node:http` server that reads the body and responds `success`: the upper limit of speed.
import { createServer } from "node:http";
import { serve } from "./child.ts";

serve(
  createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part) => parts.push(part));
    request.on("end", () => {
      Buffer.concat(parts);
      response.end("success");
    });
  }),
);
