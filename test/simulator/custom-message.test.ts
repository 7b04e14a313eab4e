import { expect, test } from "vitest";
import { asker, codeOf, openIdOf, refusal } from "./calls.ts";
import { field, stage } from "./world.ts";

const path = "/cgi-bin/message/custom/send";
const text = (content: string) => ({ msgtype: "text", text: { content } });

/** xiaoming followed the account more than a minute ago. */
async function talking(kind: "service" | "mini-program" = "service") {
  const s = await stage();
  const { appid } = s.account(kind);
  if (kind === "service") await s.sim.control.follow("xiaoming", appid);
  await s.clock.advance(61_000);
  const asked = await asker(s, kind);
  const touser = openIdOf(s, "xiaoming", kind);
  const send = (message: object, more: object = {}) => asked.post(path, { touser, ...message, ...more });
  const burst = async (n: number) => {
    const codes: unknown[] = [];
    for (let each = 0; each < n; each++) codes.push(await codeOf(send(text(`m${each}`))));
    return codes;
  };
  const shown = () => s.sim.control.chat("xiaoming", appid).filter(({ from }) => from === "account");
  return { ...s, ...asked, appid, touser, send, burst, shown };
}

test("a message of the person's allows five within 48 hours, and the next one five more", async () => {
  const s = await talking();
  expect(refusal(await s.send(text("hi")))).toEqual([45015, "response out of time limit or subscription is canceled"]);
  await s.sim.control.send("xiaoming", s.appid, "hi");
  expect(await s.burst(6)).toEqual([0, 0, 0, 0, 0, 45047]);
  expect(refusal(await s.send(text("hi")))).toEqual([45047, "out of response count limit"]);
  expect(s.shown().map(({ text: each }) => each)).toEqual(["m0", "m1", "m2", "m3", "m4"]);
  await s.sim.control.send("xiaoming", s.appid, "hi");
  expect(await s.burst(1)).toEqual([0]);
});

test("the 48 hours end", async () => {
  const s = await talking();
  await s.sim.control.send("xiaoming", s.appid, "hi");
  await s.clock.advance(48 * 3_600_000);
  const { post } = await asker(s);
  expect(await codeOf(post(path, { touser: s.touser, ...text("late") }))).toBe(45015);
});

test("a switch has the twenty messages of before 2023", async () => {
  const s = await talking();
  s.sim.control.patchSettings({ customMessagesPerMessage: 20 });
  await s.sim.control.send("xiaoming", s.appid, "hi");
  expect((await s.burst(21)).filter((code) => code === 0)).toHaveLength(20);
});

test.each<[string, (s: Awaited<ReturnType<typeof talking>>) => Promise<unknown>]>([
  ["a menu click", (s) => s.sim.control.menu("xiaoming", s.appid, "K")],
  [
    "a scan from the menu",
    (s) => s.sim.control.happen("xiaoming", s.appid, { event: "scancode_push", key: "k", result: "r" }),
  ],
  ["a QR", async (s) => s.sim.control.scan("xiaoming", { content: (await s.qr("a")).url })],
  [
    "following",
    async (s) => {
      await s.sim.control.unfollow("xiaoming", s.appid);
      await s.sim.control.follow("xiaoming", s.appid);
    },
  ],
])("%s allows three within a minute", async (_, act) => {
  const s = await talking();
  await act(s);
  expect(await s.burst(4)).toEqual([0, 0, 0, 45047]);
  await act(s);
  await s.clock.advance(60_000);
  expect(await s.burst(1)).toEqual([45015]);
});

test("unfollowing revokes the messages that were allowed before", async () => {
  const s = await talking();
  await s.sim.control.send("xiaoming", s.appid, "hi");
  await s.sim.control.unfollow("xiaoming", s.appid);
  await s.sim.control.follow("xiaoming", s.appid);
  expect(await s.burst(4)).toEqual([0, 0, 0, 45047]);
});

test("a page of the web opened from the menu allows nothing", async () => {
  const s = await talking();
  await s.sim.control.happen("xiaoming", s.appid, { event: "VIEW", url: "https://a.test/" });
  expect(await s.burst(1)).toEqual([45015]);
});

test("entering a 小程序's customer service allows two within a minute, a message five", async () => {
  const s = await talking("mini-program");
  await s.sim.control.happen("xiaoming", s.appid, { event: "user_enter_tempsession", sessionFrom: "home" });
  expect(await s.burst(3)).toEqual([0, 0, 45047]);
  await s.sim.control.send("xiaoming", s.appid, "hi");
  expect(await s.burst(6)).toEqual([0, 0, 0, 0, 0, 45047]);
  expect(s.sim.control.person("xiaoming").accounts.map(({ appid }) => appid)).toContain(s.appid);
});

test("the allowance that ends last is used last", async () => {
  const s = await talking();
  await s.sim.control.send("xiaoming", s.appid, "hi");
  await s.sim.control.menu("xiaoming", s.appid, "K");
  expect(await s.burst(3)).toEqual([0, 0, 0]);
  await s.clock.advance(60_000);
  expect(await s.burst(6)).toEqual([0, 0, 0, 0, 0, 45047]);
});

test.each<[string, object, object]>([
  ["text", { content: 'a <a href="https://a.test/">b</a>' }, { type: "text", text: "a b", links: [{ text: "b" }] }],
  ["image", { media_id: "M" }, { type: "image", mediaId: "M" }],
  ["voice", { media_id: "M" }, { type: "voice", mediaId: "M" }],
  ["video", { media_id: "M", thumb_media_id: "T", title: "t" }, { type: "video", mediaId: "M", text: "t" }],
  [
    "music",
    { thumb_media_id: "T", musicurl: "https://a.test/m", title: "t" },
    { type: "music", links: [{ href: "https://a.test/m" }] },
  ],
  [
    "news",
    { articles: [{ title: "T", description: "d", url: "https://a.test/n", picurl: "" }] },
    { type: "news", text: "T", links: [{ href: "https://a.test/n" }] },
  ],
  ["mpnewsarticle", { article_id: "A" }, { type: "news", mediaId: "A" }],
  ["wxcard", { card_id: "C" }, { type: "card", text: "C" }],
])("a %s is shown in the chat", async (msgtype, content, shown) => {
  const s = await talking();
  await s.sim.control.send("xiaoming", s.appid, "hi");
  expect(await s.send({ msgtype, [msgtype]: content })).toEqual({ errcode: 0, errmsg: "ok" });
  expect(s.shown()).toMatchObject([shown]);
});

test("a 小程序 card leads to its page", async () => {
  const s = await talking();
  await s.sim.control.send("xiaoming", s.appid, "hi");
  const { appid } = s.account("mini-program");
  await s.send({
    msgtype: "miniprogrampage",
    miniprogrampage: { title: "T", appid, pagepath: "pages/order/index?id=1", thumb_media_id: "M" },
  });
  expect(await s.sim.control.tap("xiaoming", s.appid, s.shown()[0]?.id ?? "")).toEqual({
    appid: s.appid,
    outcome: "mini-program",
    page: { appid, path: "pages/order/index?id=1" },
  });
});

test("an answer of a msgmenu is tapped, and sent with its id", async () => {
  const s = await talking();
  await s.sim.control.send("xiaoming", s.appid, "hi");
  const list = [
    { id: "101", content: "满意 & 好" },
    { id: 102, content: "不满意" },
  ];
  await s.send({ msgtype: "msgmenu", msgmenu: { head_content: "您好吗?", list, tail_content: "谢谢" } });
  const [message] = s.shown();
  expect(message).toMatchObject({
    text: "您好吗?\n满意 & 好\n不满意\n谢谢",
    links: [{ text: "满意 & 好" }, { text: "不满意" }],
  });
  await s.sim.control.tap("xiaoming", s.appid, message?.id ?? "", 0);
  const body = s.service.got.at(-1)?.body ?? "";
  expect([field(body, "Content"), field(body, "bizmsgmenuid")]).toEqual(["满意 & 好", "101"]);
});

test("a message says which agent it is from, and that a machine wrote it", async () => {
  const s = await talking();
  await s.sim.control.send("xiaoming", s.appid, "hi");
  await s.send(text("a"), { customservice: { kf_account: "kf1@yiye" }, aimsgcontext: { is_ai_msg: 1 } });
  expect(s.shown()).toMatchObject([{ agent: "kf1@yiye", isAi: true }]);
  expect(await codeOf(s.send(text("a"), { customservice: { kf_account: "nobody@yiye" } }))).toBe(65401);
});

test.each<[string, object, number, string]>([
  ["no type", {}, 40008, "invalid message type"],
  ["a type of its own", { msgtype: "toString", toString: {} }, 40008, "invalid message type"],
  ["no content", { msgtype: "text" }, 44004, "empty content"],
  ["an empty text", text(""), 44004, "empty content"],
  ["2049 bytes", text(`${"好".repeat(682)}xyz`), 45002, "content size out of limit"],
  ["no media id", { msgtype: "image", image: {} }, 40007, "invalid media_id"],
  ["no articles", { msgtype: "news", news: { articles: [] } }, 44003, "empty news data"],
  ["two articles", { msgtype: "news", news: { articles: [{}, {}] } }, 45008, "article size out of limit"],
  ["an empty menu", { msgtype: "msgmenu", msgmenu: { list: [] } }, 45098, "msgmenu list size is out of limit"],
  [
    "a menu entry without id",
    { msgtype: "msgmenu", msgmenu: { list: [{ content: "a" }] } },
    45099,
    "msgmenu item content size is out of limit",
  ],
  ["no card", { msgtype: "wxcard", wxcard: {} }, 40073, "invalid card id"],
])("a message with %s is refused, and uses none of the allowed ones", async (_, message, errcode, words) => {
  const s = await talking();
  await s.sim.control.send("xiaoming", s.appid, "hi");
  expect(refusal(await s.send(message))).toEqual([errcode, words]);
  expect(await s.burst(6)).toEqual([0, 0, 0, 0, 0, 45047]);
});

test("media ids are any, or by switch only those that people sent", async () => {
  const s = await talking();
  s.sim.control.patchSettings({ mediaIds: "known" });
  await s.sim.control.send("xiaoming", s.appid, { type: "image", mediaId: "SENT" });
  const image = (media_id: string) => codeOf(s.send({ msgtype: "image", image: { media_id } }));
  expect([await image("SENT"), await image("OTHER")]).toEqual([0, 40007]);
});

test("who it cannot reach: strangers, those gone, those who refuse, those kept away", async () => {
  const s = await talking();
  expect(await codeOf(s.send(text("a"), { touser: "o" }))).toBe(40003);
  expect(refusal(await s.send(text("a"), { touser: openIdOf(s, "afei") }))).toEqual([43004, "require subscribe"]);
  await s.sim.control.send("xiaoming", s.appid, "hi");
  const choose = async (changes: Parameters<typeof s.sim.control.setPreferences>[2]) => {
    await s.sim.control.setPreferences("xiaoming", s.appid, changes);
    return refusal(await s.send(text("a")));
  };
  expect(await choose({ messages: "refused" })).toEqual([48002, "user block receive message"]);
  expect(await choose({ messages: "received", isBlacklisted: true })).toEqual([43019, "require remove blacklist"]);
  expect(await choose({ isBlacklisted: false, isMinor: true })).toEqual([
    70000,
    "the user is under the protection of minors",
  ]);
  await s.sim.control.setPreferences("xiaoming", s.appid, { isMinor: false });
  await s.sim.control.unfollow("xiaoming", s.appid);
  expect(await codeOf(s.send(text("a")))).toBe(45015);
});

test("an account without the right gets 48001", async () => {
  const s = await talking();
  expect(await codeOf((await asker(s, "subscription")).post(path, text("a")))).toBe(48001);
});

test("typing is seen until a message, the end of it, or fifteen seconds", async () => {
  const s = await talking();
  const type = (command: string) => s.post("/cgi-bin/message/custom/typing", { touser: s.touser, command });
  const isTyping = () => s.sim.control.person("xiaoming").accounts.find(({ appid }) => appid === s.appid)?.isTyping;
  expect(refusal(await type("Typing"))).toEqual([
    45080,
    "need sending message to user, or recving message from user in the last 30 seconds before typing",
  ]);
  await s.sim.control.send("xiaoming", s.appid, "hi");
  expect([await codeOf(type("Typing")), isTyping()]).toEqual([0, true]);
  expect(refusal(await type("Typing"))).toEqual([45081, "you are already typing"]);
  expect([await codeOf(type("CancelTyping")), isTyping()]).toEqual([0, false]);
  await type("Typing");
  await s.send(text("a"));
  expect(isTyping()).toBe(false);
  await type("Typing");
  await s.clock.advance(15_000);
  expect(isTyping()).toBe(false);
  expect(refusal(await type("Dance"))).toEqual([45072, "invalid command"]);
});
