// The configuration of every example here; that of a site of yours has only what is in `defineConfig`.
import { defineConfig } from "saoma";
import { simulatedSource } from "./simulated-source.ts";

export const port = Number(process.env.PORT ?? 3000);
const origin = process.env.ORIGIN ?? `http://127.0.0.1:${port}`;
const simulator = process.env.SAOMA_SIMULATOR;

export default defineConfig({
  origin,
  database: { path: process.env.DATABASE ?? "./data/saoma.db" },
  // Secrets are not here: they come from the environment, as SAOMA_SECRET and SAOMA_<APPID>_SECRET, _TOKEN, _AES_KEY.
  sources: [
    simulator
      ? await simulatedSource(simulator, origin)
      : { kind: "service", appid: "wx0123456789abcdef", name: "青禾" },
  ],
  applications: [{ id: "shop", name: "青禾茶铺" }],
});
