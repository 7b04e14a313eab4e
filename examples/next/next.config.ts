import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  // Saoma is loaded as it is: it has a database, and files of its own.
  serverExternalPackages: ["saoma"],
  // In this clone a file is shared with the other examples. A site of yours needs neither of these.
  turbopack: { root: join(import.meta.dirname, "..") },
  outputFileTracingRoot: join(import.meta.dirname, ".."),
};

export default config;
