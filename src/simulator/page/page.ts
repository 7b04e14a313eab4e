// Serves the pages of the simulator.
import { readFile } from "node:fs/promises";
import { Hono } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { guard } from "../control/guard.ts";
import { problem } from "../control/problem.ts";
import { html, icon } from "./html.ts";
import { logStyle } from "./style/log.ts";
import { style } from "./style/style.ts";

interface PageOptions {
  hosts: readonly string[];
  /** Sources of CSP `frame-ancestors`. */
  frameAncestors?: readonly string[];
}

const paths = ["/", "/phone.css", "/phone.js", "/log", "/log.css", "/log.js", "/icon.svg", "/favicon.ico"];
const loopback = ["http://127.0.0.1:*", "http://localhost:*"];
const unbuilt = 'document.body.textContent = "This page is not built yet: run node tools/browser.ts";';

/** Serves the page of the phones and the page of the log, each with its style and script. */
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
        // The pages that replace mini-programs are on this machine.
        frameSrc: ["'self'", ...loopback],
        baseUri: ["'none'"],
        formAction: ["'none'"],
        frameAncestors: [...frameAncestors],
      },
      // `frame-ancestors` above replaces this less exact header.
      xFrameOptions: false,
      strictTransportSecurity: false,
      crossOriginResourcePolicy: false,
    }),
  );
  app.onError((error) => problem(error));
  addFiles(app, "phone", "/", html("phone", "手机 · Phones"), style);
  addFiles(app, "log", "/log", html("log", "日志 · Log"), logStyle);
  app.get("/icon.svg", (c) => c.body(icon, 200, { "content-type": "image/svg+xml" }));
  app.get("/favicon.ico", (c) => c.redirect("/icon.svg", 301));
  return {
    has: (path: string): boolean => paths.includes(path),
    fetch: async (request: Request): Promise<Response> => app.fetch(request),
  };
}

/** Adds a page with the style and the script of its name. */
function addFiles(app: Hono, name: "phone" | "log", path: string, page: string, style: string): void {
  const fresh = { "cache-control": "no-cache" };
  app.get(path, (c) => c.html(page));
  app.get(`/${name}.css`, (c) => c.body(style, 200, { "content-type": "text/css; charset=utf-8", ...fresh }));
  app.get(`/${name}.js`, async (c) =>
    c.body(await script(name), 200, { "content-type": "text/javascript; charset=utf-8", ...fresh }),
  );
}

async function script(name: string): Promise<string> {
  try {
    return await readFile(new URL(`../../../dist/browser/${name}.js`, import.meta.url), "utf8");
  } catch {
    return unbuilt;
  }
}
