import { expect, test } from "vitest";
import { asker, codeOf, openIdOf, refusal } from "./calls.ts";
import { field, pushUrl, stage } from "./world.ts";

const data = { character_string1: { value: "A07" }, thing2: { value: "乌龙茶" }, time3: { value: "2023-11-15 10:00" } };

async function ordered(kind: "service" | "mini-program" = "service") {
  const s = await stage();
  const { appid, templates } = s.account(kind);
  const template_id = templates[0]?.id ?? "";
  const path = kind === "service" ? "template/send" : "subscribe/send";
  const asked = await asker(s, kind);
  if (kind === "service") await s.sim.control.follow("xiaoming", appid);
  s.service.got.length = 0;
  const touser = openIdOf(s, "xiaoming", kind);
  const send = (more: object = {}, call = path) =>
    asked.post(`/cgi-bin/message/${call}`, { touser, template_id, data, ...more });
  const shown = () => s.sim.control.chat("xiaoming", appid).filter(({ type }) => type === "notice");
  return { ...s, ...asked, appid, template_id, send, shown };
}

test("a template message is shown with its labels, and its success is pushed with the same id", async () => {
  const s = await ordered();
  const { msgid, ...answer } = await s.send({ url: "https://a.test/order" });
  expect(answer).toEqual({ errcode: 0, errmsg: "ok" });
  expect(s.shown()).toMatchObject([
    {
      from: "account",
      title: "取餐提醒",
      fields: [{ label: "取餐号", value: "A07" }, { value: "乌龙茶" }, { value: "2023-11-15 10:00" }],
      links: [{ href: "https://a.test/order" }],
    },
  ]);
  await s.sim.control.settled();
  const body = s.service.got.at(-1)?.body ?? "";
  expect([field(body, "Event"), field(body, "Status"), Number(field(body, "MsgID"))]).toEqual([
    "TEMPLATESENDJOBFINISH",
    "success",
    msgid,
  ]);
  expect(body).toMatch(/<MsgID>\d{17,19}<\/MsgID>\n<Status><!\[CDATA\[success\]\]><\/Status>\n<\/xml>$/);
});

test("the result of a subscribe message is pushed, as an account that gets XML or JSON has it", async () => {
  const s = await ordered();
  await s.sim.control.setPreferences("xiaoming", s.appid, { subscriptions: { [s.template_id]: 1 } });
  await s.send({}, "subscribe/bizsend");
  await s.sim.control.settled();
  expect(s.service.got.at(-1)?.body).toMatch(
    new RegExp(
      `<Event><!\\[CDATA\\[subscribe_msg_sent_event\\]\\]></Event>\n<SubscribeMsgSentEvent><List><TemplateId><!\\[CDATA\\[${s.template_id}\\]\\]></TemplateId>\n<MsgID>\\d{17,19}</MsgID>\n<ErrorCode>0</ErrorCode>\n<ErrorStatus><!\\[CDATA\\[success\\]\\]></ErrorStatus>\n</List>\n</SubscribeMsgSentEvent>\n</xml>$`,
    ),
  );
  const mini = await ordered("mini-program");
  await mini.sim.control.patchAccount(mini.appid, { pushUrl, mode: "plain", format: "json" });
  await mini.sim.control.setPreferences("xiaoming", mini.appid, { subscriptions: { [mini.template_id]: 1 } });
  await mini.send();
  await mini.sim.control.settled();
  expect(JSON.parse(mini.service.got.at(-1)?.body ?? "")).toMatchObject({
    Event: "subscribe_msg_sent_event",
    List: {
      TemplateId: mini.template_id,
      MsgID: expect.stringMatching(/^\d{17,19}$/),
      ErrorCode: "0",
      ErrorStatus: "success",
    },
  });
});

test("a subscribe message that is refused has no result to push", async () => {
  const s = await ordered();
  expect(await codeOf(s.send({}, "subscribe/bizsend"))).toBe(43101);
  await s.sim.control.settled();
  expect(s.service.got).toEqual([]);
});

test("its answer waits for no push", async () => {
  const s = await ordered();
  const { promise, resolve } = Promise.withResolvers<{ body: string }>();
  s.service.answer = () => promise;
  expect(await codeOf(s.send())).toBe(0);
  resolve({ body: "success" });
  await s.sim.control.settled();
});

test("a person who refuses messages, and a system failure, are reported by the push only", async () => {
  const s = await ordered();
  const status = async () => {
    await s.sim.control.settled();
    return field(s.service.got.at(-1)?.body ?? "", "Status");
  };
  await s.sim.control.setPreferences("xiaoming", s.appid, { messages: "refused" });
  expect([await codeOf(s.send()), await status()]).toEqual([0, "failed:user block"]);
  await s.sim.control.setPreferences("xiaoming", s.appid, { messages: "received" });
  s.sim.control.patchSettings({ templateResult: "system failed" });
  expect([await codeOf(s.send()), await status()]).toEqual([0, "failed: system failed"]);
  expect(s.shown()).toEqual([]);
});

test("a template message leads to a 小程序's page before any address", async () => {
  const s = await ordered();
  const { appid } = s.account("mini-program");
  const to = (pagepath: string, id = appid) => s.send({ url: "https://a.test/", miniprogram: { appid: id, pagepath } });
  await to("pages/order/index?id=1");
  expect(await s.sim.control.tap("xiaoming", s.appid, s.shown()[0]?.id ?? "")).toMatchObject({
    outcome: "mini-program",
    page: { appid, path: "pages/order/index?id=1" },
  });
  expect(refusal(await to("pages/order/index", "wx0"))).toEqual([40013, "invalid appid"]);
  expect(refusal(await to("pages/no"))).toEqual([40165, "invalid weapp pagepath"]);
});

const invalid = (key: string, how = "invalid") => `argument invalid! data.${key}.value ${how}`;
test.each<[string, object, number, string]>([
  ["a stranger", { touser: "o" }, 40003, "invalid openid"],
  ["no template", { template_id: "" }, 40036, "invalid template_id size"],
  ["another's template", { template_id: "Other" }, 40037, "invalid template_id"],
  ["a long url", { url: `https://${"a".repeat(1020)}` }, 40039, "invalid url size"],
  ["no data", { data: {} }, 40249, "invalid template data"],
  ["a field missing", { data: { ...data, thing2: undefined } }, 47003, invalid("thing2")],
  ["a field empty", { data: { ...data, thing2: { value: "" } } }, 47003, invalid("thing2", "is empty")],
  ["21 characters", { data: { ...data, thing2: { value: "茶".repeat(21) } } }, 47003, invalid("thing2")],
  [
    "Chinese for a number",
    { data: { ...data, character_string1: { value: "七" } } },
    47003,
    invalid("character_string1"),
  ],
  ["no time", { data: { ...data, time3: { value: "soon" } } }, 47003, invalid("time3")],
])("a template message with %s is refused", async (_, change, errcode, text) => {
  const s = await ordered();
  expect(refusal(await s.send(change))).toEqual([errcode, text]);
});

test("a person who does not follow gets no template message, and an account without the right sends none", async () => {
  const s = await ordered();
  await s.sim.control.unfollow("xiaoming", s.appid);
  expect(refusal(await s.send())).toEqual([43004, "require subscribe"]);
  expect(await codeOf(s.send({ data: {} }))).toBe(43004);
  expect(await codeOf((await asker(s, "subscription")).post("/cgi-bin/message/template/send", {}))).toBe(48001);
  s.sim.control.patchSettings({ quotas: { "/cgi-bin/message/template/send": { day: 0 } } });
  expect(await codeOf(s.send())).toBe(45009);
});

test("a template stopped for abuse is 43116, an account's ban 43107", async () => {
  const s = await ordered("mini-program");
  const [template] = s.account("mini-program").templates;
  if (template === undefined) throw new Error("no template");
  await s.sim.control.patchAccount(s.appid, { templates: [{ ...template, isLimited: true }] });
  expect(await codeOf(s.send())).toBe(43116);
  await s.sim.control.patchAccount(s.appid, { banned: true });
  expect(await codeOf(s.send())).toBe(43107);
});

test("a subscribe message of a 小程序 uses one of the times the person allowed", async () => {
  const s = await ordered("mini-program");
  expect(refusal(await s.send())).toEqual([43101, "user refuse to accept the msg"]);
  await s.sim.control.setPreferences("xiaoming", s.appid, { subscriptions: { [s.template_id]: 2 } });
  const codes = [
    await codeOf(s.send({ page: "pages/order/index?id=1" })),
    await codeOf(s.send()),
    await codeOf(s.send()),
  ];
  expect(codes).toEqual([0, 0, 43101]);
  expect(s.shown()).toMatchObject([
    { title: "取餐提醒", links: [{ miniProgram: { appid: s.appid, path: "pages/order/index?id=1" } }] },
    { links: [] },
  ]);
  await s.sim.control.setPreferences("xiaoming", s.appid, { subscriptions: { [s.template_id]: "always" } });
  expect([await codeOf(s.send()), await codeOf(s.send())]).toEqual([0, 0]);
  await s.sim.control.setPreferences("xiaoming", s.appid, { subscriptions: { [s.template_id]: "refused" } });
  expect(await codeOf(s.send())).toBe(43101);
});

test.each<[object, number]>([
  [{ page: "pages/no" }, 41030],
  [{ miniprogram_state: "beta" }, 40097],
  [{ data: {} }, 47003],
  [{ template_id: "Other" }, 40037],
  [{ touser: "o" }, 40003],
])("a subscribe message with %j is %i, and uses nothing", async (change, errcode) => {
  const s = await ordered("mini-program");
  await s.sim.control.setPreferences("xiaoming", s.appid, { subscriptions: { [s.template_id]: 1 } });
  expect([await codeOf(s.send(change)), await codeOf(s.send())]).toEqual([errcode, 0]);
});

test("a 服务号 sends 订阅通知 by its own call, and a 小程序 cannot send template messages", async () => {
  const s = await ordered();
  expect(await codeOf(s.send({}, "subscribe/bizsend"))).toBe(43101);
  await s.sim.control.setPreferences("xiaoming", s.appid, { subscriptions: { [s.template_id]: 1 } });
  expect(await codeOf(s.send({ page: "https://a.test/" }, "subscribe/bizsend"))).toBe(0);
  expect(s.shown()).toMatchObject([{ links: [{ href: "https://a.test/" }] }]);
  expect(await codeOf(s.send({}, "subscribe/send"))).toBe(48001);
  expect(await codeOf((await ordered("mini-program")).send({}, "template/send"))).toBe(48001);
});
