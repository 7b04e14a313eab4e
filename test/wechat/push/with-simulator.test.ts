/** The library opens the simulator's pushes, and people see the library's replies. */
import { expect, test } from "vitest";
import type { Control } from "../../../src/simulator/index.ts";
import type { PushMode, Reply } from "../../../src/wechat/index.ts";
import { scan, setStage } from "../simulated.ts";

type Message = Parameters<Control["send"]>[2];
type Event = Parameters<Control["happen"]>[2];

const modes: PushMode[] = ["plain", "compatible", "safe"];
const place = { latitude: 23.1, longitude: 113.3 };
const messages: Message[] = [
  "a<b>&]]> 😀\n\u0001",
  { type: "text", text: "below an article", article: { msgDataId: "2247483647", idx: 1 } },
  { type: "image" },
  { type: "voice", recognition: "你好" },
  { type: "video" },
  { type: "shortvideo" },
  { type: "location", ...place, label: "here" },
  { type: "link", title: "t", url: "https://shop.example/?a=1&b=2" },
];
const events: Event[] = [
  { event: "subscribe", key: `last_trade_no_${"1".repeat(32)}` },
  { event: "LOCATION", ...place },
  { event: "CLICK", key: "order" },
  { event: "VIEW", url: "https://shop.example/?a=1&b=2", menuId: "430000000" },
  { event: "view_miniprogram", path: "pages/a?b=1" },
  { event: "scancode_push", key: "k", result: "1" },
  { event: "scancode_waitmsg", key: "k", result: "https://shop.example/?a=1&b=2" },
  { event: "pic_sysphoto", key: "k", count: 2 },
  { event: "location_select", key: "k", ...place },
  { event: "user_info_modified" },
  { event: "user_authorization_revoke" },
  { event: "TEMPLATESENDJOBFINISH", msgId: "2398238423984", status: "failed:user block" },
  {
    event: "raw",
    fields: { MsgType: "event", Event: "MASSSENDJOBFINISH", List: [{ a: 1 }, { a: 2 }], Deep: { b: { c: "d" } } },
  },
  { event: "unsubscribe" },
];

test.each(["plain", "compatible", "safe"] as const)(
  "a scan, a text and its reply go both ways in %s mode",
  async (mode) => {
    const stage = setStage();
    await stage.serve("service", mode);
    stage.reply.next = { type: "text", text: "你好 ]]> <b>" };
    await scan(stage, "xiaoming", "abc");
    await scan(stage, "xiaoming", "def");
    const { appid } = stage.account("service");
    await stage.sim.control.send("xiaoming", appid, "a<b>&]]> 😀");
    expect(stage.pushes.map(({ event, eventKey, content }) => content ?? `${event} ${eventKey}`)).toEqual([
      "subscribe qrscene_abc",
      "SCAN def",
      "a<b>&]]> 😀",
    ]);
    expect(stage.sim.control.chat("xiaoming", appid).filter(({ text }) => text === "你好 ]]> <b>")).toHaveLength(3);
  },
);

test.each(modes)("every message and event opens in %s mode", async (mode) => {
  const stage = setStage();
  await stage.serve("service", mode);
  const { appid } = stage.account("service");
  await scan(stage, "xiaoming", "abc");
  const { control } = stage.sim;
  for (const message of messages) {
    expect(await control.send("xiaoming", appid, message)).toMatchObject({ push: { outcome: "silent" } });
  }
  for (const event of events) {
    expect(await control.happen("xiaoming", appid, event)).toMatchObject({ push: { outcome: "silent" } });
  }
  expect(stage.pushes).toHaveLength(1 + messages.length + events.length);
  expect(new Set(stage.pushes.map(({ key }) => key)).size).toBe(stage.pushes.length);
});

const replies: [Reply, object][] = [
  [
    { type: "text", text: "你好 ]]> <b>" },
    { type: "text", text: "你好 ]]> <b>" },
  ],
  [
    { type: "image", mediaId: "M" },
    { type: "image", mediaId: "M" },
  ],
  [
    { type: "voice", mediaId: "M" },
    { type: "voice", mediaId: "M" },
  ],
  [
    { type: "video", mediaId: "M", title: "t" },
    { type: "video", mediaId: "M" },
  ],
  [{ type: "music", thumbMediaId: "M", title: "t", url: "https://a" }, { type: "music" }],
  [{ type: "news", articles: [{ title: "t", url: "https://shop.example/" }] }, { type: "news" }],
];

test.each(modes.flatMap((mode) => replies.map(([reply, shown]) => [reply.type, mode, reply, shown] as const)))(
  "a reply of type %s is shown in %s mode",
  async (_, mode, reply, shown) => {
    const stage = setStage();
    await stage.serve("service", mode);
    stage.reply.next = reply;
    const { appid } = stage.account("service");
    await stage.sim.control.follow("xiaoming", appid);
    expect(await stage.sim.control.send("xiaoming", appid, "a")).toMatchObject({ push: { outcome: "replied" } });
    expect(stage.sim.control.chat("xiaoming", appid).at(-1)).toMatchObject(shown);
  },
);

test("human service takes a message over", async () => {
  const stage = setStage();
  await stage.serve("service", "safe");
  stage.reply.next = { type: "human-service", account: "kf1@yiye" };
  const { appid } = stage.account("service");
  expect(await stage.sim.control.follow("xiaoming", appid)).toMatchObject({ push: { outcome: "replied" } });
});

test.each(["plain", "safe"] as const)("a mini-program's pushes go through in JSON in %s mode", async (mode) => {
  const stage = setStage();
  await stage.serve("mini-program", mode, "json");
  const { appid } = stage.account("mini-program");
  await stage.sim.control.miniProgram.open("xiaoming", appid);
  await stage.sim.control.send("xiaoming", appid, '"你好" 😀\n');
  expect(stage.pushes.at(-1)).toMatchObject({
    type: "text",
    content: '"你好" 😀\n',
    msgId: expect.stringMatching(/^\d{17,19}$/),
  });
});
