import { Secret } from "../../src/base/secret.ts";
import type { PushKeys } from "../../src/wechat/index.ts";
import { type Stage, setStage, start } from "../stage/stage.ts";
import type { Cast } from "./grammar.ts";
import type { Account, Mode } from "./seal.ts";

const often = { times: 1_000_000, per: "1m" } as const;

/** A service to fuzz in one mode, with the account's keys. */
export interface Target {
  readonly stage: Stage;
  readonly mode: Mode;
  readonly account: Account;
  readonly keys: PushKeys;
  readonly cast: Cast;
}

export async function targetOf(mode: Mode): Promise<Target> {
  const limits = { pushesPerPerson: often, attemptsPerAddress: often };
  const stage = await setStage({ mode, options: { limits } });
  const world = stage.simulator.world();
  const account = world.accounts.find(({ appid }) => appid === stage.appid);
  const openIds = world.people.map(({ openIds: own }) => own[stage.appid] ?? "");
  if (!account) throw new Error("the stage has no account");
  await start(stage.browser());
  const scene = "A".repeat(22);
  const keys: PushKeys = {
    appid: account.appid,
    mode,
    token: new Secret(account.token),
    ...(mode === "plain" ? {} : { aesKey: new Secret(account.aesKey) }),
  };
  const seconds = Math.floor(stage.clock.now() / 1000);
  const cast: Cast = {
    toUser: account.originalId,
    seconds,
    scenes: [scene, "shop_42", ""],
    openIds: [openIds[0] ?? "", ...openIds.slice(1), "oVictim", "o".repeat(129), "o'\"<>"],
  };
  return { stage, mode, account, keys, cast };
}
