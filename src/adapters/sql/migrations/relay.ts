import type { Compilable } from "kysely";
import type { Tables } from "./tables.ts";

/** Pushes that an instance relays to a backend, so that other instances wait for the same reply. */
export const relay = ({ keyed }: Tables): Compilable[] => [
  keyed("relayed_pushes")
    .addColumn("created_at", "integer", (column) => column.notNull())
    .addColumn("appid", "text", (column) => column.notNull())
    .addColumn("key", "text", (column) => column.notNull())
    .addColumn("holder", "text", (column) => column.notNull())
    .addColumn("held_until", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("relayed_pushes_key", ["created_at", "appid", "key"]),
];
