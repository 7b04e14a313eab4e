import { description, health, readiness } from "../../wire/service.ts";
import type { Operation } from "./operation.ts";

/** What a site, WeChat and the operator fetch as it is. */
export const serviceOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/{file}",
    id: "getVerificationFile",
    summary: "`MP_verify_….txt`: by which WeChat sees that this domain is yours",
    answers: { 200: { what: "The file", type: "text/plain" } },
    problems: ["not_found"],
  },
  {
    method: "GET",
    path: "/saoma-login.js",
    id: "getWidget",
    summary: "The widget, as one module script",
    answers: { 200: { what: "The script", type: "text/javascript" }, 304: { what: "The one you have" } },
  },
  {
    method: "GET",
    path: "/healthz",
    id: "getHealth",
    summary: "Whether the process answers",
    answers: { 200: { what: "It does", schema: health } },
  },
  {
    method: "GET",
    path: "/readyz",
    id: "getReadiness",
    summary: "Whether it can serve",
    answers: { 200: { what: "It can", schema: readiness } },
    problems: ["store_unavailable"],
  },
  {
    method: "GET",
    path: "/openapi.json",
    id: "getDescription",
    summary: "This description",
    answers: { 200: { what: "OpenAPI 3.1", schema: description } },
  },
];
