// The simulated `jscode2session`.
import type { MiniProgramCode } from "../../people/codes.ts";
import { checkHmac } from "../../push/check.ts";
import type { Simulation } from "../../simulation.ts";
import type { Account } from "../../world/accounts.ts";
import type { Person } from "../../world/people.ts";
import { ok } from "../answer.ts";
import { type Asked, type Call, type Endpoint, textOf } from "../endpoint.ts";
import { WechatFailure } from "../errors.ts";
import { accountOf, checkSecret } from "../token/credentials.ts";

const codeSeconds = 300;

/** https://developers.weixin.qq.com/miniprogram/dev/server/API/user-login/api_code2session.html */
export const sessionEndpoints: readonly Endpoint[] = [
  {
    path: "/sns/jscode2session",
    method: "GET",
    takesForms: true,
    kind: "mini-program",
    caller: callerOfSns,
    act: code2Session,
  },
  {
    path: "/wxa/checksession",
    method: "GET",
    kind: "mini-program",
    act(call) {
      signedFor(call, 87009);
      return ok;
    },
  },
  {
    path: "/wxa/resetusersessionkey",
    method: "GET",
    kind: "mini-program",
    limits: { minute: 60_000 },
    act(call) {
      const { sim, account } = call;
      const person = signedFor(call, 87007);
      const { key } = sim.sessions.reset(person.name, account.appid);
      return { ...ok, openid: person.openId(account.appid), session_key: key };
    },
  },
];

function callerOfSns(sim: Simulation, { query }: Asked): Account {
  const account = accountOf(sim, query.get("appid"));
  checkSecret(account, query.get("secret"));
  return account;
}

function code2Session({ sim, account, query }: Call): object {
  if (query.get("grant_type") !== "authorization_code") throw new WechatFailure(40002);
  const value = query.get("js_code") ?? "";
  if (value === "") throw new WechatFailure(41008);
  const code = sim.miniProgramCodes.get(value);
  if (code === undefined || code.kind !== "login" || code.appid !== account.appid) throw new WechatFailure(40029);
  const person = owner(sim, code);
  const { appid } = account;
  if (sim.preferences.of(person.name, appid).isHighRisk) throw new WechatFailure(40226);
  code.usedAt = sim.clock.seconds();
  const unionid = person.unionId(account);
  const { key: session_key } = sim.sessions.begin(person.name, appid);
  return { session_key, openid: person.openId(appid), ...(unionid === undefined ? {} : { unionid }) };
}

/**
 * The person of a valid code. Throws 40163 if it was used a short time ago, 40029 if it was used earlier or has
 * expired.
 */
function owner(sim: Simulation, { usedAt, issuedAt, person }: MiniProgramCode): Person {
  const now = sim.clock.seconds();
  if (usedAt !== undefined) throw new WechatFailure(now - usedAt < sim.settings.usedCodeSeconds ? 40163 : 40029);
  const found = sim.people.all().find(({ name }) => name === person);
  if (now - issuedAt >= codeSeconds || found === undefined) throw new WechatFailure(40029);
  return found;
}

/** The person whose session key made the signature. `absent` is the errcode if there is no session. */
function signedFor({ sim, account, query, show }: Call, absent: number): Person {
  const openId = query.get("openid") ?? "";
  const person = sim.people.byOpenId(account.appid, openId);
  if (person === undefined) throw new WechatFailure(40003);
  if (textOf(query.get("sig_method")) !== "hmac_sha256") throw new WechatFailure(87008);
  const session = sim.sessions.of(person.name, account.appid);
  if (session === undefined) throw new WechatFailure(absent);
  const check = checkHmac("signature", session.key, "", query.get("signature") ?? "");
  show(check);
  if (check.got !== check.expected) throw new WechatFailure(87009);
  return person;
}
