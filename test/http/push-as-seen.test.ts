import { afterEach, expect, test } from "vitest";
import { seal } from "../fuzz/seal.ts";
import { eventXml, openIdOf, sendSealed } from "../stage/sealed-push.ts";
import { look, origin, type Stage, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

/** A pending sign-in, and the XML of a scan of its QR. */
async function wanted() {
  stage = await setStage();
  const browser = stage.browser();
  const started = await start(browser);
  const log = JSON.stringify(stage.simulator.control.log().entries);
  const scene = /"scene_str\\*":\\*"([\w-]{22})/.exec(log)?.[1] ?? "";
  const xml = eventXml(stage, openIdOf(stage, "xiaoming"), "SCAN", { EventKey: scene, Ticket: "" });
  const status = async () => (await look(browser, started)).status;
  return { xml, status };
}

const asSeen: [what: string, write: (xml: string) => string][] = [
  ["an XML declaration", (xml) => `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`],
  ["a byte order mark", (xml) => `\ufeff${xml}`],
  ["a line before the root", (xml) => `\r\n${xml}`],
  ["a blank in an empty element", (xml) => xml.replace("<Ticket><![CDATA[]]></Ticket>", "<Ticket />")],
  ["blanks around CDATA", (xml) => xml.replaceAll("<![CDATA[", " <![CDATA[").replaceAll("]]>", "]]>\n")],
  ["a time in milliseconds", (xml) => xml.replace(/(<CreateTime>\d+)/, "$1123")],
  ["`scan`", (xml) => xml.replace("[SCAN]", "[scan]")],
  ["`Scan`", (xml) => xml.replace("[SCAN]", "[Scan]")],
  ["the scene of a follow", (xml) => xml.replace("<EventKey><![CDATA[", "$&qrscene_")],
  ["blanks around its scene", (xml) => xml.replace(/(<EventKey><!\[CDATA\[)([\w-]+)/, "$1 $2\n")],
  ["MsgType `Event`", (xml) => xml.replace("[event]", "[Event]")],
  ["MsgType `EVENT `", (xml) => xml.replace("[event]", "[EVENT ]")],
];

for (const [what, write] of asSeen) {
  test(`a scan with ${what} is a scan`, async () => {
    const { xml, status } = await wanted();
    expect(write(xml)).not.toBe(xml);
    expect((await sendSealed(stage, write(xml))).said).toContain("正在登录");
    expect(await status()).toBe("scanned");
  });
}

for (const nonce of ["", "n".repeat(33), "n-_".repeat(21)]) {
  test(`a nonce of ${nonce.length} characters is taken, and echoed in the reply`, async () => {
    const { xml, status } = await wanted();
    expect((await sendSealed(stage, xml, { nonce })).status).toBe(200);
    expect(await status()).toBe("scanned");
  });
}

test("a nonce of 64 characters is not", async () => {
  const { xml, status } = await wanted();
  expect((await sendSealed(stage, xml, { nonce: "n".repeat(64) })).status).toBe(403);
  expect(await status()).toBe("pending");
});

const paths = [
  (appid: string) => `/wechat/${appid}/push/`,
  (appid: string) => `//wechat/${appid}/push`,
  (appid: string) => `/wechat//${appid}//push//`,
  (appid: string) => `/wechat/${appid.toUpperCase()}/push`,
  (appid: string) => `/wechat/${appid.replace("wx", "Wx")}/push`,
  (appid: string) => `/WeChat/${appid}/Push`,
];

for (const path of paths) {
  test(`a server URL as ${path("wx0a")} is the door: its check, and a scan by it`, async () => {
    const { xml, status } = await wanted();
    const account = stage.simulator.world().accounts.find(({ appid }) => appid === stage.appid);
    if (!account) throw new Error("no account");
    const timestamp = String(Math.floor(stage.clock.now() / 1000));
    const { query, body } = seal(account, "safe", xml, timestamp, "1");
    const url = (more: object = {}) => `${origin}${path(stage.appid)}?${new URLSearchParams({ ...query, ...more })}`;
    const echo = await stage.saoma.fetch(new Request(url({ echostr: "4711" })));
    expect([echo.status, await echo.text()]).toEqual([200, "4711"]);
    const answer = await stage.saoma.fetch(new Request(url(), { method: "POST", body: Buffer.from(body) }));
    expect(answer.status).toBe(200);
    expect(await status()).toBe("scanned");
  });
}

test("blanks around Encrypt are not signed", async () => {
  const { xml, status } = await wanted();
  const account = stage.simulator.world().accounts.find(({ appid }) => appid === stage.appid);
  if (!account) throw new Error("no account");
  const { query, body } = seal(account, "safe", xml, String(Math.floor(stage.clock.now() / 1000)), "1");
  const text = Buffer.from(body).toString();
  const bare = text.replace(/<Encrypt><!\[CDATA\[(.*?)\]\]>/, "<Encrypt>\n $1 \n");
  expect(bare).not.toBe(text);
  const url = `${origin}/wechat/${stage.appid}/push?${new URLSearchParams({ ...query })}`;
  expect((await stage.saoma.fetch(new Request(url, { method: "POST", body: bare }))).status).toBe(200);
  expect(await status()).toBe("scanned");
});
