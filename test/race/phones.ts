import { decrypt } from "../../src/simulator/push/crypto.ts";
import { type Account, seal } from "../fuzz/seal.ts";
import type { Stage } from "../stage/stage.ts";

/** The fields of a push besides the four common ones. */
type Fields = Readonly<Record<string, string | number>>;

/** Pushes of any number of people. The simulator has too few people for a race. */
export interface Phones {
  /** Sends a push as a separate request. Returns the text of the reply, or the status if that is not 200. */
  push(openId: string, fields: Fields): Promise<string>;
  scan(openId: string, scene: string, createTime?: number): Promise<string>;
  tap(openId: string, menuId: number): Promise<string>;
  type(openId: string, content: string): Promise<string>;
}

export function createPhones(stage: Stage): Phones {
  const account: Account | undefined = stage.simulator.world().accounts.find(({ appid }) => appid === stage.appid);
  if (!account) throw new Error("the stage has no account");
  let count = 0;
  const text = (openId: string, fields: Fields) =>
    push(openId, { MsgType: "text", MsgId: 7_000_000_000 + count++, ...fields });

  async function push(openId: string, fields: Fields): Promise<string> {
    const seconds = Math.floor(stage.clock.now() / 1000);
    const all = { ToUserName: account?.originalId ?? "", FromUserName: openId, CreateTime: seconds, ...fields };
    const inside = Object.entries(all).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`);
    return send(`<xml>${inside.join("\n")}</xml>`, String(seconds));
  }

  async function send(plaintext: string, timestamp: string): Promise<string> {
    if (!account) return "";
    const { query, body } = seal(account, "safe", plaintext, timestamp, String(count++));
    const url = `https://login.saoma.test/wechat/${account.appid}/push?${new URLSearchParams({ ...query })}`;
    const response = await stage.saoma.fetch(new Request(url, { method: "POST", body: Buffer.from(body) }));
    const answer = await response.text();
    const encrypted = /<Encrypt><!\[CDATA\[(.*?)\]\]>/.exec(answer)?.[1];
    if (response.status !== 200 || encrypted === undefined) return `${response.status} ${answer}`;
    const reply = decrypt(account.aesKey, account.appid, encrypted);
    return /<Content><!\[CDATA\[([\s\S]*)\]\]><\/Content>/.exec(reply)?.[1] ?? reply;
  }

  return {
    push,
    scan: (openId, scene, createTime) =>
      push(openId, {
        MsgType: "event",
        Event: "SCAN",
        EventKey: scene,
        Ticket: "ticket",
        ...(createTime === undefined ? {} : { CreateTime: createTime }),
      }),
    tap: (openId, menuId) => text(openId, { Content: "是我，登录", bizmsgmenuid: menuId }),
    type: (openId, content) => text(openId, { Content: content }),
  };
}
