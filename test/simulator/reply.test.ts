import { expect, test } from "vitest";
import { field, sealed, stage, textReply } from "./world.ts";

const xml = (push: string, type: string, rest: string) =>
  `<xml><ToUserName>${field(push, "FromUserName")}</ToUserName><FromUserName>${field(push, "ToUserName")}</FromUserName><CreateTime>1</CreateTime><MsgType>${type}</MsgType>${rest}</xml>`;

/** The result of a reply to a text, and what the chat shows after that. */
async function answered(answer: (push: string) => string, mode: "plain" | "compatible" | "safe" = "plain") {
  const { sim, service, account } = await stage();
  const { appid } = await sim.control.patchAccount(account("service").appid, { mode });
  await sim.control.follow("xiaoming", appid);
  const openId = sim.world().people[0]?.openIds[appid];
  const plain = `<FromUserName>${openId}</FromUserName><ToUserName>${account("service").originalId}</ToUserName>`;
  service.answer = () => ({ body: answer(plain) });
  const { push } = await sim.control.send("xiaoming", appid, "hi");
  return { push, shown: sim.control.chat("xiaoming", appid).slice(1), reason: push.reason ?? "" };
}

const keys = async () => (await stage()).account("service");

test("a text is shown", async () => {
  const { push, shown } = await answered((p) => textReply(p, "你好\n再见"));
  expect(push).toEqual({ outcome: "replied", deliveries: 1 });
  expect(shown).toMatchObject([{ from: "account", type: "text", text: "你好\n再见", links: [] }]);
});

test("a prolog, white space between elements and entities are taken", async () => {
  const { shown } = await answered(
    (p) =>
      `<?xml version="1.0" encoding="UTF-8"?>\n${xml(p, "text", " \n <Content>a &lt;b&gt; &amp; &#x4F60;</Content>")}\n`,
  );
  expect(shown[0]?.text).toBe("a <b> & 你");
});

test("news is shown as articles with their links", async () => {
  const item = "<item><Title>T</Title><Description>D</Description><PicUrl></PicUrl><Url>https://a.test/</Url></item>";
  const { shown } = await answered((p) => xml(p, "news", `<ArticleCount>1</ArticleCount><Articles>${item}</Articles>`));
  expect(shown).toMatchObject([
    {
      type: "news",
      text: "T",
      links: [{ text: "T", href: "https://a.test/" }],
      articles: [{ title: "T", description: "D" }],
    },
  ]);
});

test.each([
  ["image", "<Image><MediaId>M</MediaId></Image>"],
  ["voice", "<Voice><MediaId>M</MediaId></Voice>"],
  ["video", "<Video><MediaId>M</MediaId><Title>T</Title></Video>"],
  ["music", "<Music><MusicUrl>u</MusicUrl><ThumbMediaId>M</ThumbMediaId></Music>"],
])("%s is shown with its media id", async (type, rest) => {
  expect((await answered((p) => xml(p, type, rest))).shown).toMatchObject([{ type, mediaId: "M" }]);
});

test("a hand-over to human service is taken and shows nothing", async () => {
  const { push, shown } = await answered((p) =>
    xml(p, "transfer_customer_service", "<TransInfo><KfAccount>a@b</KfAccount></TransInfo>"),
  );
  expect([push.outcome, shown]).toEqual(["replied", []]);
});

test.each<[string, (push: string) => string, RegExp]>([
  ["JSON", () => '{"Content":"hi"}', /not one XML element/],
  ["plain text", () => "ok", /not one XML element/],
  ["success and more", () => "success\n", /not one XML element/],
  ["a byte order mark", (p) => `\uFEFF${textReply(p, "x")}`, /byte order mark/],
  ["an element left open", () => "<xml><a>", /not closed/],
  ["elements that cross", () => "<xml><a><b></a></b></xml>", /closes what is not open/],
  ["two roots", () => "<xml></xml><xml></xml>", /not one XML element/],
  ["a DTD", (p) => `<!DOCTYPE xml>${textReply(p, "x")}`, /not well-formed/],
  ["an entity of its own", (p) => xml(p, "text", "<Content>&secret;</Content>"), /entity/],
  ["an attribute", (p) => xml(p, "text", '<Content a="1">x</Content>'), /not well-formed/],
  ["nesting without end", () => `<xml>${"<a>".repeat(20)}`, /nested deeper/],
  ["another root", (p) => textReply(p, "x").replaceAll("xml>", "reply>"), /root/],
  [
    "a field that comes twice",
    (p) => xml(p, "text", "<Content>a</Content><Content>b</Content>"),
    /<Content> comes twice/,
  ],
  ["somebody else's openid", (p) => textReply(p, "x", { to: "oSomebodyElse" }), /ToUserName/],
  ["another account's id", (p) => textReply(p, "x", { from: "gh_000000000000" }), /FromUserName/],
  [
    "both swapped",
    (p) => textReply(p, "x", { to: field(p, "ToUserName") ?? "", from: field(p, "FromUserName") ?? "" }),
    /ToUserName/,
  ],
  ["no time", (p) => textReply(p, "x").replace("1700000000", "now"), /CreateTime/],
  ["an unknown type", (p) => xml(p, "toString", "<Content>a</Content>"), /MsgType "toString"/],
  ["no content", (p) => xml(p, "text", ""), /<Content> is missing/],
  ["empty content", (p) => textReply(p, ""), /empty/],
  ["2049 bytes", (p) => textReply(p, `${"好".repeat(682)}xyz`), /2049 bytes/],
  ["elements inside the content", (p) => xml(p, "text", "<Content><b>x</b></Content>"), /elements where text/],
  ["news without items", (p) => xml(p, "news", "<ArticleCount>0</ArticleCount><Articles></Articles>"), /0 items/],
  [
    "news miscounted",
    (p) =>
      xml(p, "news", "<ArticleCount>2</ArticleCount><Articles><item><Title>a</Title><Url>b</Url></item></Articles>"),
    /ArticleCount/,
  ],
  ["an image without its id", (p) => xml(p, "image", "<Image><MediaId></MediaId></Image>"), /MediaId is empty/],
])("%s is refused, says why, and shows the tip", async (_, answer, reason) => {
  const { push, shown, reason: said } = await answered(answer);
  expect([push.outcome, shown.map(({ type }) => type)]).toEqual(["failed", ["tip"]]);
  expect(said).toMatch(reason);
});

test.each(["safe", "compatible"] as const)("an encrypted reply is read in %s mode", async (mode) => {
  const account = await keys();
  const { shown } = await answered((p) => sealed(account, textReply(p, "secret")), mode);
  expect(shown).toMatchObject([{ from: "account", text: "secret" }]);
});

test("compatible mode takes a plain reply too", async () => {
  expect((await answered((p) => textReply(p, "open"), "compatible")).shown).toMatchObject([{ text: "open" }]);
});

test.each<[string, "plain" | "safe", RegExp, (push: string, account: Awaited<ReturnType<typeof keys>>) => string]>([
  ["plain in safe mode", "safe", /not encrypted/, (p) => textReply(p, "x")],
  ["encrypted in plain mode", "plain", /is encrypted/, (p, account) => sealed(account, textReply(p, "x"))],
  [
    "signed with another token",
    "safe",
    /MsgSignature/,
    (p, account) => sealed(account, textReply(p, "x"), { token: "other" }),
  ],
  [
    "with another time than signed",
    "safe",
    /MsgSignature/,
    (p, account) => sealed(account, textReply(p, "x")).replace("1700000000", "1700000001"),
  ],
  [
    "for another appid",
    "safe",
    /appid/,
    (p, account) => sealed(account, textReply(p, "x"), { appid: "wx0000000000000000" }),
  ],
  [
    "with another key",
    "safe",
    /padding/,
    (p, account) => sealed({ ...account, aesKey: "b".repeat(43) }, textReply(p, "x")),
  ],
  [
    "without its signature",
    "safe",
    /<MsgSignature> is missing/,
    (p, account) => sealed(account, textReply(p, "x")).replace(/<MsgSignature>.*<\/MsgSignature>/, ""),
  ],
])("a reply %s is refused", async (_, mode, reason, answer) => {
  const account = await keys();
  const { push, shown, reason: said } = await answered((p) => answer(p, account), mode);
  expect([push.outcome, shown.map(({ type }) => type)]).toEqual(["failed", ["tip"]]);
  expect(said).toMatch(reason);
});

const items = (n: number) =>
  `<ArticleCount>${n}</ArticleCount><Articles>${"<item><Title>a</Title><Url>https://a.test/</Url></item>".repeat(n)}</Articles>`;

test.each([
  ["documented", [1, 8]],
  ["one", [1, 1]],
  ["eight", [8, 8]],
] as const)(
  "with %s, a message and an event are answered with so many articles at most: %j",
  async (newsArticles, most) => {
    const s = await stage({ settings: { newsArticles } });
    const { appid } = s.account("service");
    await s.sim.control.follow("xiaoming", appid);
    const outcome = async (n: number, act: () => Promise<{ push: { outcome: string } }>) => {
      s.service.answer = ({ body }) => ({ body: xml(body, "news", items(n)) });
      return (await act()).push.outcome;
    };
    const message = () => s.sim.control.send("xiaoming", appid, "hi");
    const event = () => s.sim.control.menu("xiaoming", appid, "K");
    const [inMessage, inEvent] = most;
    expect([await outcome(inMessage, message), await outcome(inMessage + 1, message)]).toEqual(["replied", "failed"]);
    expect([await outcome(inEvent, event), await outcome(inEvent + 1, event)]).toEqual(["replied", "failed"]);
  },
);

test("a link to a 小程序 opens it, and music its address", async () => {
  const link = '<a href="https://a.test/" data-miniprogram-appid="wx1" data-miniprogram-path="pages/a?x=1">go</a>';
  const { shown } = await answered((p) => textReply(p, link));
  expect(shown[0]?.links).toEqual([
    { text: "go", href: "https://a.test/", start: 0, miniProgram: { appid: "wx1", path: "pages/a?x=1" } },
  ]);
  const music = "<Music><Title>T</Title><MusicUrl>https://a.test/m</MusicUrl><ThumbMediaId>M</ThumbMediaId></Music>";
  expect((await answered((p) => xml(p, "music", music))).shown).toMatchObject([
    { text: "T", links: [{ href: "https://a.test/m" }] },
  ]);
});
