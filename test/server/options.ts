import type { SaomaOptions } from "../../src/server/config/config.ts";

export const appid = "wx0123456789abcdef";

type Source = SaomaOptions["sources"][number];
type Application = SaomaOptions["applications"][number];

/** A valid 服务号. */
export const source: Source = {
  kind: "service",
  appid,
  name: "Tea House",
  secret: "8c1f0a7be2d94f6390b5c7d2e4a86f13",
  token: "teahouse2026",
  aesKey: "kQ7vX2mN9pR4tY6wZ1aB3cD5eF8gH0jKlMnOpQrStUv",
  mode: "safe",
};

export const application: Application = { id: "tea", name: "Tea House" };

/** Valid options. */
export const good: SaomaOptions = {
  origin: "https://login.tea.example",
  secret: "q8Zt1mVx4Lr7Nc0Ks5Wd2Hy9Pb6Gf3JuAe",
  database: { path: "saoma.db" },
  sources: [source],
  applications: [application],
};

export const withSource = (changes: object): object => ({ ...good, sources: [{ ...source, ...changes }] });

export const withApplication = (changes: object): object => ({
  ...good,
  applications: [{ ...application, ...changes }],
});

export function without(options: object, key: string): object {
  return Object.fromEntries(Object.entries(options).filter(([name]) => name !== key));
}
