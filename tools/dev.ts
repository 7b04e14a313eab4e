// `npm run dev`: `saoma dev` of the sources, with the browser's scripts bundled first. It is one process instead of two
// in a shell, so that stopping npm stops it too.
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

const cache = fileURLToPath(new URL("../node_modules/.cache/saoma", import.meta.url));
// The language is chosen by sources that are not compiled yet, so the line stands in both.
if (!existsSync(cache)) console.error("The first start compiles the sources. 首次启动，正在编译源码。");
// The cache spares later starts from stripping the types of every source again.
enableCompileCache(cache);

/** The bundler runs in threads of its own, so the sources are loaded meanwhile. */
const bundled = import("./browser.ts").then(({ bundleForBrowser }) => bundleForBrowser());
await Promise.all([bundled, import("../src/cli/dev.ts")]);
process.argv.splice(2, 0, "dev");
await import("../src/cli/main.ts");
