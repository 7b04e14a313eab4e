import { afterEach, expect, test } from "vitest";
import type { Push } from "../../src/wechat/index.ts";
import { eventXml, openIdOf, type PushAnswer, pushXml, sendSealed } from "../stage/sealed-push.ts";
import { look, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;
let heard: Push[];

afterEach(() => stage.close());

const modes = ["safe", "compatible", "plain"] as const;
type Mode = (typeof modes)[number];

async function set(mode: Mode): Promise<void> {
  stage = await setStage({ mode });
  heard = [];
  stage.saoma.on("message", ({ push }) => void heard.push(push));
}

const bytes = (xml: string): Uint8Array =>
  Buffer.from(xml.replace("{half}", "\u00e4\u00bd\u00a0\u00e4\u00bd"), "latin1");
const send = (mode: Mode, xml: string, nonce = "1"): Promise<PushAnswer> =>
  sendSealed(stage, xml.includes("{half}") ? bytes(xml) : xml, { mode, nonce });

const text = (content: string): string =>
  pushXml(stage, openIdOf(stage, "xiaoming"), "text", `<Content><![CDATA[${content}]]></Content>\n<MsgId>7</MsgId>\n`);

const damages: [what: string, content: string, before: string][] = [
  ["]]> in its CDATA", "a]]>b", "a"],
  ["]]> and tags", "a]]></b>", "a"],
  ["half a character", "ok {half}", "ok \u4f60"],
  ["NUL", "a\0b", "a"],
  ["nothing but NUL", "\0", ""],
];

for (const mode of modes) {
  for (const [what, content, before] of damages) {
    test(`a text with ${what} is taken, and heard as far as it goes, once (${mode} mode)`, async () => {
      await set(mode);
      for (const nonce of ["1", "2"])
        expect(await send(mode, text(content), nonce)).toEqual({ status: 200, said: "success" });
      const openId = openIdOf(stage, "xiaoming");
      expect(heard).toMatchObject([{ damaged: true, type: "text", openId, content: before }]);
      expect(stage.lines.filter((line) => line.includes("a push is damaged")).length).toBeGreaterThan(0);
    });
  }

  test(`what a handler says to a damaged text is said (${mode} mode)`, async () => {
    await set(mode);
    stage.saoma.on("message", () => ({ type: "text", text: "再说一遍？" }));
    expect((await send(mode, text("a]]>b"))).said).toContain("再说一遍？");
  });

  test(`a damaged push never scans, follows or unfollows, and deletes nobody (${mode} mode)`, async () => {
    await set(mode);
    const told: string[] = [];
    for (const name of ["scanned", "followed", "unfollowed", "erased"] as const)
      stage.saoma.on(name, () => told.push(name));
    const browser = stage.browser();
    const started = await start(browser);
    const scene =
      /"scene_str\\*":\\*"([\w-]{22})/.exec(JSON.stringify(stage.simulator.control.log().entries))?.[1] ?? "";
    expect(scene).not.toBe("");
    const openId = openIdOf(stage, "xiaoming");
    const events = [
      eventXml(stage, openId, "SCAN", { EventKey: scene, Ticket: "a\0" }),
      eventXml(stage, openId, "subscribe", { EventKey: `qrscene_${scene}`, Ticket: "{half}" }),
      eventXml(stage, openId, "unsubscribe", { EventKey: "]]>" }),
      eventXml(stage, openId, "user_authorization_cancellation", { OpenID: openId, AppID: stage.appid, More: "\0" }),
      text(`]]></Content><MsgType>event</MsgType><Event>SCAN</Event><EventKey>${scene}</EventKey><Content><![CDATA[`),
      text(`]]></Content><Event>SCAN</Event><EventKey>${scene}</EventKey><Content><![CDATA[`),
    ];
    for (const [nonce, event] of events.entries()) expect((await send(mode, event, `${nonce}`)).status).toBe(200);
    expect(heard.map(({ damaged }) => damaged)).toEqual(events.map(() => true));
    expect(told).toEqual([]);
    expect(await look(browser, started)).toMatchObject({ status: "pending" });
  });

  test(`a damaged answer confirms nothing (${mode} mode)`, async () => {
    await set(mode);
    const browser = stage.browser();
    const started = await start(browser);
    await stage.scan("xiaoming", started);
    const prompt = /msgmenuid=(\d+)/.exec(JSON.stringify(stage.lastMessage("xiaoming")))?.[1];
    expect(prompt).toBeDefined();
    const tap = `1]]></Content><bizmsgmenuid>${prompt}</bizmsgmenuid><Content><![CDATA[`;
    for (const [nonce, content] of [tap, "1]]>", "1\0", "1]]></Content><x>"].entries())
      expect((await send(mode, text(content), `${nonce}`)).status).toBe(200);
    expect(await look(browser, started)).toMatchObject({ status: "scanned" });
    await stage.tap("xiaoming", "是我，登录");
    expect(await look(browser, started)).toMatchObject({ status: "granted" });
  });
}

test("a damaged code is not typed, and the same one whole is", async () => {
  stage = await setStage();
  const browser = stage.browser();
  const started = await start(browser, { channel: "official-account-code" });
  const code = started.code?.text.replaceAll(/\D/g, "") ?? "";
  expect(code).toMatch(/^\d{6}$/);
  for (const [nonce, content] of [`${code}]]>`, `${code}\0`].entries())
    expect((await send("safe", text(content), `${nonce}`)).said).toBe("success");
  expect(await look(browser, started)).toMatchObject({ status: "pending" });
  await send("safe", text(code), "9");
  expect((await look(browser, started)).status).not.toBe("pending");
});

test("a signed push without a sender is 200 and a log line in safe mode, and refused if nothing shows that it is WeChat's", async () => {
  await set("safe");
  const nobody = ["\0", "<xml>\0</xml>", "<xml><ToUserName>a</ToUserName>", "{}", ""];
  for (const xml of nobody) expect(await send("safe", xml)).toEqual({ status: 200, said: "success" });
  expect(stage.lines.filter((line) => line.includes("a push is damaged"))).toHaveLength(nobody.length);
  await stage.close();
  await set("plain");
  for (const xml of nobody) expect((await send("plain", xml)).status).toBe(403);
  expect(heard).toEqual([]);
});

for (const mode of modes) {
  test(`forged is forged, damaged or not (${mode} mode)`, async () => {
    await set(mode);
    const forged = await sendSealed(stage, text("a]]>b"), { mode, token: "AnotherToken2026" });
    expect(forged).toEqual({ status: 403, said: "" });
    expect(heard).toEqual([]);
  });
}
