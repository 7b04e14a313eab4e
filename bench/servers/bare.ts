// `node:http` that reads the body and answers `success`: nothing can be faster here.
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
