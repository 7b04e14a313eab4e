import type { Operation } from "../../http/operations/operation.ts";
import { auditView } from "../../wire/admin.ts";
import { description, health } from "../../wire/service.ts";
import { looking, paging } from "./paging.ts";

/** The operations of the listener itself: health, metrics, description and audit log. */
export const serviceOperations: readonly Operation[] = [
  {
    method: "GET",
    path: "/healthz",
    id: "getAdminHealth",
    summary: "Check that the process responds",
    answers: { 200: { what: "It does", schema: health } },
    problems: ["host_not_ours"],
  },
  {
    method: "GET",
    path: "/metrics",
    id: "getMetrics",
    summary: "Get the metrics for Prometheus. A loopback listener without `admin.origin` needs no key",
    by: "key",
    answers: { 200: { what: "Prometheus' text format", type: "text/plain" } },
    problems: ["key_needed", "host_not_ours"],
  },
  {
    method: "GET",
    path: "/admin/openapi.json",
    id: "getAdminDescription",
    summary: "This description",
    answers: { 200: { what: "OpenAPI 3.1", schema: description } },
    problems: ["host_not_ours"],
  },
  {
    method: "GET",
    path: "/admin/v1/audit",
    id: "listAudit",
    summary: "List the operator's changes, oldest first",
    by: "key",
    query: paging,
    answers: { 200: { what: "A page of lines", schema: auditView } },
    problems: looking,
  },
];
