import { defineConfig } from "saoma";
import { simulatedSource } from "../simulated-source.ts";

const origin = process.env.ORIGIN ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`;
const simulator = process.env.SAOMA_SIMULATOR;

export default defineConfig({
  origin,
  database: { path: process.env.DATABASE ?? "./data/saoma.db" },
  sources: [
    simulator
      ? await simulatedSource(simulator, origin)
      : { kind: "service", appid: "wx0123456789abcdef", name: "青禾" },
  ],
  applications: [{ id: "shop", name: "青禾茶铺" }],
});
