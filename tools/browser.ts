import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { type OutputOptions, rolldown } from "rolldown";
import { shortStyles } from "./widget-style.ts";

/** What runs in a browser: the name in `dist/browser`, and where it begins. */
const entries: Readonly<Record<string, string>> = {
  "saoma-login": "src/widget/define.ts",
  "saoma-oauth": "src/http/browser/oauth.ts",
  demo: "src/demo/browser/main.ts",
  "demo-mini-program": "mini-program/preview/main.ts",
  phone: "src/simulator/page/browser/main.ts",
  log: "src/simulator/page/browser/log.ts",
  qrconnect: "src/simulator/page/browser/qrconnect.ts",
  "wx-login": "src/simulator/page/browser/wx-login.ts",
  jweixin: "src/simulator/page/browser/jweixin.ts",
};

const root = new URL("../", import.meta.url);
const pathOf = (path: string): string => new URL(path, root).pathname;

/** Bundles each entry into one minified file of its own, without source map. */
export async function bundleForBrowser(): Promise<void> {
  const present = Object.entries(entries).filter(([, source]) => existsSync(pathOf(source)));
  await Promise.all(
    present.map(([name, source]) =>
      build(source, (bundle, options) => bundle.write({ ...options, file: pathOf(`dist/browser/${name}.js`) })),
    ),
  );
}

/** What browsers get of the source at `path`, below the repository. */
export async function bundleSource(path: string): Promise<string> {
  const { output } = await build(path, (bundle, options) => bundle.generate(options));
  return output[0].code;
}

type Bundle = Awaited<ReturnType<typeof rolldown>>;

async function build<T>(source: string, make: (bundle: Bundle, options: OutputOptions) => Promise<T>): Promise<T> {
  const bundle = await rolldown({
    input: pathOf(source),
    platform: "browser",
    plugins: [shortStyles],
    transform: { target: "es2022" },
  });
  const made = await make(bundle, { format: "es", minify: true, comments: false });
  await bundle.close();
  return made;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await bundleForBrowser();
