import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

/** What browsers get of the source at `path` (below the repository), minified. */
export async function bundleSource(path: string): Promise<string> {
  const input = fileURLToPath(new URL(`../../${path}`, import.meta.url));
  const build = await rolldown({ input, platform: "browser" });
  const { output } = await build.generate({ format: "es", minify: true });
  await build.close();
  return output[0].code;
}
