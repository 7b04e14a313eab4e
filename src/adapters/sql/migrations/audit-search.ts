import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** The audit is searched by who did something and by what they did, the newest first. */
export const auditSearch = ({ index }: Tables): Compilable[] => [
  index("audit_by_actor").on("audit").columns(["actor", "seq"]),
  index("audit_by_action").on("audit").columns(["action", "seq"]),
];
