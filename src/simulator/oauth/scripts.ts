import { readFile } from "node:fs/promises";

/** A bundled script of WeChat's pages, wrapped in a function, because `wxLogin.js` and `jweixin.js` are not modules. */
export async function pageScript(name: "qrconnect" | "wx-login" | "jweixin"): Promise<Response> {
  return new Response(await source(name), {
    headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" },
  });
}

async function source(name: string): Promise<string> {
  try {
    return `(()=>{${await readFile(new URL(`../../../dist/browser/${name}.js`, import.meta.url), "utf8")}})();`;
  } catch {
    return 'console.error("This script is not built yet: run node tools/browser.ts");';
  }
}
