import type { Simulation } from "../../simulation.ts";
import type { Account } from "../../world/accounts.ts";
import { answer } from "../answer.ts";
import { WechatFailure } from "../errors.ts";
import { readScene } from "./scene.ts";

/** `POST /cgi-bin/qrcode/create`: verified 服务号 and test accounts; the others get 48001. */
export function createQrcode(sim: Simulation, account: Account, body: Record<string, unknown>): Response {
  if (!account.abilities.includes("qrcode")) throw new WechatFailure(48001);
  const { ticket, url, expireSeconds } = sim.qrcodes.create(account.appid, readScene(body, sim.settings));
  return answer(expireSeconds === 0 ? { ticket, url } : { ticket, expire_seconds: expireSeconds, url });
}
