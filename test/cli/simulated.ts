import { onTestFinished } from "vitest";
import { type AccountChanges, type ServedSimulator, serveSimulator } from "../../src/simulator/index.ts";
import { folderWith } from "./saoma.ts";

type Kind = "service" | "subscription" | "test" | "mini-program" | "website";

/** The simulator, and the configuration of one of its accounts. */
export interface Simulated {
  readonly simulator: ServedSimulator["simulator"];
  readonly wechat: string;
  readonly appid: string;
  /** The account's entry in the configuration, with secrets. */
  readonly source: Readonly<Record<string, unknown>>;
  /** Changes the account, as WeChat's console does. */
  patch(changes: AccountChanges): Promise<unknown>;
}

export async function simulated(kind: Kind = "service"): Promise<Simulated> {
  const { url: wechat, simulator, close } = await serveSimulator({ port: 0, host: "127.0.0.1" });
  onTestFinished(close);
  const account = simulator.world().accounts.find((one) => one.kind === kind);
  if (!account) throw new Error(`the default world has a ${kind}`);
  const { appid, name, secret, token, aesKey } = account;
  const hasPushes = kind !== "website" && kind !== "mini-program";
  const mode = kind === "test" ? "plain" : "safe";
  return {
    simulator,
    wechat,
    appid,
    source: {
      kind,
      appid,
      name,
      secret,
      origins: { api: wechat, mp: wechat, open: wechat },
      ...(hasPushes ? { token, mode, ...(mode === "safe" ? { aesKey } : {}) } : {}),
    },
    patch: (changes) => simulator.control.patchAccount(appid, changes),
  };
}

/** A configuration with these sources. */
export const optionsWith = (sources: readonly unknown[], more: object = {}): Record<string, unknown> => ({
  origin: "http://127.0.0.1:7080",
  secret: "q8Zt1mVx4Lr7Nc0Ks5Wd2Hy9Pb6Gf3JuAe",
  database: { path: "saoma.db" },
  sources,
  applications: [{ id: "tea", name: "Tea House" }],
  ...more,
});

/** A folder with this configuration, and with these files beside it. */
export const configured = (options: object, files: Readonly<Record<string, string>> = {}): string =>
  folderWith({ ...files, "saoma.config.mjs": `export default ${JSON.stringify(options)}` });
