import { expect, test } from "vitest";
import { openStage, type Stage } from "./harness.ts";
import { type Handler, type Keys, type Message, withCoWechat, withWechat } from "./servers.ts";

const modes = ["plain", "compatible", "safe"] as const;
const servers = [
  ["co-wechat", withCoWechat],
  ["wechat", withWechat],
] as const;

test.each(servers.flatMap(([name, server]) => modes.map((mode) => [name, mode, server] as const)))(
  "%s receives and answers pushes in %s mode",
  // Both SDKs write CreateTime and TimeStamp in milliseconds, which WeChat has accepted for years.
  async (_, mode, server) => {
    await using stage = await openStage();
    const seen: Message[] = [];
    const { control } = stage.simulator;
    const account = stage.account("service");
    const answer: Handler = (message) => {
      seen.push(message);
      return message.MsgType === "event" ? "你好" : "收到";
    };
    await stage.serve(account, mode, server(keysOf(stage), answer));
    expect(await control.follow("xiaoming", account.appid)).toMatchObject({
      push: { outcome: "replied", deliveries: 1 },
    });
    expect(await control.send("xiaoming", account.appid, "a<b>&]] 😀")).toMatchObject({ push: { outcome: "replied" } });
    expect(seen.map(({ MsgType, Event, Content }) => [MsgType, Event ?? Content])).toEqual([
      ["event", "subscribe"],
      ["text", "a<b>&]] 😀"],
    ]);
    expect(control.chat("xiaoming", account.appid).map(({ text }) => text)).toEqual(["你好", "a<b>&]] 😀", "收到"]);
  },
);

function keysOf(stage: Stage): Keys {
  const { appid, token, aesKey: encodingAESKey } = stage.account("service");
  return { appid, token, encodingAESKey };
}
