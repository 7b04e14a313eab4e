import type { Operation } from "./operation.ts";

/** What a site, WeChat and the operator fetch as it is. */
export const serviceOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/{file}",
    summary: "`MP_verify_….txt`: by which WeChat sees that this domain is yours",
    answers: { 200: { what: "The file", type: "text/plain" } },
    problems: ["not_found"],
  },
  {
    method: "GET",
    path: "/saoma-login.js",
    summary: "The widget, as one module script",
    answers: { 200: { what: "The script", type: "text/javascript" }, 304: { what: "The one you have" } },
  },
  { method: "GET", path: "/healthz", summary: "Whether the process answers", answers: { 200: { what: "It does" } } },
  {
    method: "GET",
    path: "/readyz",
    summary: "Whether it can serve",
    answers: { 200: { what: "It can" } },
    problems: ["store_unavailable"],
  },
  { method: "GET", path: "/openapi.json", summary: "This description", answers: { 200: { what: "OpenAPI 3.1" } } },
];
