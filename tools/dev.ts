// `npm run dev`: `saoma dev` of the sources, with the browser's scripts bundled first. It is one process instead of two
// in a shell, so that stopping npm stops it too.
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// The cache spares later starts from stripping the types of every source again.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/saoma", import.meta.url)));

/** The bundler runs in threads of its own, so the sources are loaded meanwhile. */
const bundled = import("./browser.ts").then(({ bundleForBrowser }) => bundleForBrowser());
await Promise.all([bundled, import("../src/cli/dev.ts")]);
process.argv.splice(2, 0, "dev");
await import("../src/cli/main.ts");
