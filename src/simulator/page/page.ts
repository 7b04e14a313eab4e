import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { guard } from "../control/guard.ts";
import { problem } from "../control/problem.ts";
import { html, icon } from "./html.ts";
import { style } from "./style/style.ts";

interface PageOptions {
  hosts: readonly string[];
  /** Sources of CSP `frame-ancestors`. */
  frameAncestors?: readonly string[];
}

const paths = ["/", "/phone.css", "/phone.js", "/icon.svg", "/favicon.ico"];
const loopback = ["http://127.0.0.1:*", "http://localhost:*"];
const bundle = new URL("../../../dist/browser/phone.js", import.meta.url);
const unbuilt = 'document.body.textContent = "The phones are not built yet: run node tools/browser.ts";';

/** The phones one can hold: one page, its style and its script. */
export function createPage({ hosts, frameAncestors = loopback }: PageOptions) {
  const app = new Hono();
  app.use(guard(hosts));
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", "data:", "blob:"],
        connectSrc: ["'self'"],
        frameSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: [...frameAncestors],
      },
      // Who may frame it is said above, more exactly than this header can.
      xFrameOptions: false,
      strictTransportSecurity: false,
      crossOriginResourcePolicy: false,
    }),
  );
  app.onError((error) => problem(error));
  app.get("/", (c) => c.html(html));
  app.get("/phone.css", (c) =>
    c.body(style, 200, { "content-type": "text/css; charset=utf-8", "cache-control": "no-cache" }),
  );
  app.get("/phone.js", async (c) =>
    c.body(await script(), 200, { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" }),
  );
  app.get("/icon.svg", (c) => c.body(icon, 200, { "content-type": "image/svg+xml" }));
  app.get("/favicon.ico", (c) => c.redirect("/icon.svg", 301));
  return {
    has: (path: string): boolean => paths.includes(path),
    fetch: async (request: Request): Promise<Response> => app.fetch(request),
  };
}

async function script(): Promise<string> {
  try {
    return await readFile(bundle, "utf8");
  } catch {
    return unbuilt;
  }
}
