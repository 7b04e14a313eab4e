// `npm run dev`: `saoma dev` of the sources, with the browser's scripts bundled first. One process, not two after
// each other in a shell, so that what stops npm stops it too.
import { bundleForBrowser } from "./browser.ts";

await bundleForBrowser();
process.argv.splice(2, 0, "dev");
await import("../src/cli/main.ts");
