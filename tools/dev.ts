// `npm run dev`: `saoma dev` of the sources, with the browser's scripts bundled first. One process, not two after
// each other in a shell, so that what stops npm stops it too.
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// The second start does not read types out of every source again.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/saoma", import.meta.url)));

/** The bundler works on threads of its own: the sources are loaded meanwhile. */
const bundled = import("./browser.ts").then(({ bundleForBrowser }) => bundleForBrowser());
await Promise.all([bundled, import("../src/cli/dev.ts")]);
process.argv.splice(2, 0, "dev");
await import("../src/cli/main.ts");
