import { createHash } from "node:crypto";
import { afterEach, expect, test } from "vitest";
import { look, origin, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const modes = ["safe", "compatible", "plain"] as const;

interface Sent {
  url: string;
  body: string;
}

/** A pending attempt, and the push of a scan that never reached the service. */
async function heldScan(options: StageOptions) {
  stage = await setStage(options);
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const browser = stage.browser();
  const started = await start(browser);
  stage.simulator.control.faults.add({ on: "push", kind: "status", status: 500, times: 1 });
  const before = stage.pushes.length;
  await stage.scan("xiaoming", started);
  const push = stage.pushes[before];
  // The fault keeps the push from being sent, so its bytes are read from the simulator's log.
  const logged = stage.simulator.control.log().entries.findLast((entry) => entry.kind === "push");
  const delivery = logged?.kind === "push" ? logged.deliveries[0] : undefined;
  const sent: Sent = push
    ? { url: push.url, body: String(push.init.body) }
    : { url: delivery?.url ?? "", body: delivery?.body ?? "" };
  return { browser, started, sent };
}

const send = ({ url, body }: Sent, method = "POST") =>
  stage.saoma.fetch(
    new Request(url, method === "GET" ? { method } : { method, body, headers: { "content-type": "text/xml" } }),
  );

const changed = (url: string, name: string, change: (value: string) => string): string => {
  const parsed = new URL(url);
  parsed.searchParams.set(name, change(parsed.searchParams.get(name) ?? ""));
  return parsed.href;
};

const flip = (text: string, at: number): string =>
  text.slice(0, at) + (text[at] === "0" ? "1" : "0") + text.slice(at + 1);

for (const mode of modes) {
  test(`a push that is not WeChat's is refused without a word, and nothing is written (${mode} mode)`, async () => {
    const { browser, started, sent } = await heldScan({ mode });
    const signature = mode === "plain" ? "signature" : "msg_signature";
    const forged: Record<string, Sent> = {
      "no query": { ...sent, url: sent.url.split("?")[0] ?? "" },
      "a changed signature": { ...sent, url: changed(sent.url, signature, (value) => flip(value, 3)) },
      "no signature": { ...sent, url: changed(sent.url, signature, () => "") },
      "a signature in capitals": { ...sent, url: changed(sent.url, signature, (value) => value.toUpperCase()) },
      "another timestamp": { ...sent, url: changed(sent.url, "timestamp", (value) => String(Number(value) + 1)) },
      "another nonce": { ...sent, url: changed(sent.url, "nonce", (value) => `${value}1`) },
      "another account's path": { ...sent, url: sent.url.replace(stage.appid, "wx0000000000000000") },
      "a body cut short": { ...sent, body: sent.body.slice(0, -12) },
      "a document type": { ...sent, body: `<!DOCTYPE xml [<!ENTITY a "b">]>${sent.body}` },
      "no body": { ...sent, body: "" },
      JSON: { ...sent, body: "{}" },
      "bytes that are no text": { ...sent, body: `${sent.body}\u0000` },
    };
    if (mode !== "plain") {
      const plainBody = sent.body.replace(/\s*<Encrypt>.*?<\/Encrypt>/s, "");
      forged["the message unencrypted"] = { ...sent, body: plainBody };
      forged["ciphertext changed"] = { ...sent, body: sent.body.replace(/(<Encrypt><!\[CDATA\[.{20})./s, "$1!") };
    } else {
      forged["a sender doubled"] = { ...sent, body: sent.body.replace(/(<FromUserName>.*?<\/FromUserName>)/, "$1$1") };
      forged["a sender nested"] = {
        ...sent,
        body: sent.body.replace(/<FromUserName>.*?<\/FromUserName>/, "<a>$&</a>"),
      };
    }
    for (const [what, push] of Object.entries(forged)) {
      const response = await send(push);
      expect([response.status, await response.text()], what).toEqual([403, ""]);
    }
    expect(await look(browser, started)).toMatchObject({ status: "pending" });
    // In plain mode the damaged push has used up the nonce.
    if (mode === "plain") return expect((await send(sent)).status).toBe(403);
    const genuine = await send(sent);
    expect(genuine.status).toBe(200);
    expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  });

  test(`a stale push is refused, and so is one from the future (${mode} mode)`, async () => {
    const { sent } = await heldScan({ mode });
    stage.clock.set(stage.clock.now() + 301_000);
    expect((await send(sent)).status).toBe(403);
    stage.clock.set(stage.clock.now() - 602_000);
    expect((await send(sent)).status).toBe(403);
  });

  test(`a push replayed gets the same answer and has no second effect, a restart later too (${mode} mode)`, async () => {
    const { browser, started, sent } = await heldScan({ mode });
    const words = async (response: Response) => (mode === "plain" ? await response.text() : response.status);
    const first = await words(await send(sent));
    expect(await words(await send(sent))).toEqual(first);
    await stage.restart();
    expect(await words(await send(sent))).toEqual(first);
    expect(await look(browser, started)).toMatchObject({ status: "scanned" });
    expect((await browser.request("GET", `/v1/attempts/${started.id}`)).headers.get("etag")).toBe('"2"');
  });

  test(`a push of too many bytes is 413 (${mode} mode)`, async () => {
    const { sent } = await heldScan({ mode });
    const limit = mode === "compatible" ? 192 * 1024 : 64 * 1024;
    expect((await send({ ...sent, body: "x".repeat(limit + 1) })).status).toBe(413);
    expect((await send({ ...sent, body: "x".repeat(limit) })).status).toBe(403);
  });
}

test("compatible mode reads only the encrypted copy, whatever the plain one says", async () => {
  const { browser, started, sent } = await heldScan({ mode: "compatible" });
  const body = sent.body.replace(/(<FromUserName><!\[CDATA\[).*?(\]\]>)/, "$1oATTACKER00000000000000000000$2");
  expect(body).not.toBe(sent.body);
  expect((await send({ ...sent, body })).status).toBe(200);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});

test("in plaintext mode a nonce that signed one message signs no other", async () => {
  const { browser, started, sent } = await heldScan({ mode: "plain" });
  await send(sent);
  const other = sent.body.replace(/(<FromUserName><!\[CDATA\[).*?(\]\]>)/, "$1oATTACKER00000000000000000000$2");
  const response = await send({ ...sent, body: other });
  expect([response.status, await response.text()]).toEqual([403, ""]);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
});

test("in plaintext mode an IP list keeps others out", async () => {
  await (await setStage()).close();
  const { sent } = await heldScan({ mode: "plain", source: { ipList: ["198.51.100.0/24"] } });
  const from = (address: string) =>
    stage.saoma.fetch(new Request(sent.url, { method: "POST", body: sent.body }), { address });
  expect((await from("203.0.113.9")).status).toBe(403);
  expect((await send(sent)).status).toBe(403);
  expect((await from("198.51.100.9")).status).toBe(200);
});

test("one source's push is worth nothing at another's door", async () => {
  const other = {
    kind: "service" as const,
    appid: "wx1111111111111111",
    name: "另一个",
    secret: `${"0".repeat(31)}1`,
    mode: "safe" as const,
  };
  const first = await setStage();
  const account = first.simulator.world().accounts.find(({ appid }) => appid === first.appid);
  await first.close();
  const { token = "", aesKey = "" } = account ?? {};
  stage = await setStage();
  await stage.close();
  // An operator may give both accounts the same token and key. The appid inside the message still distinguishes them.
  const sources = [
    { ...other, token, aesKey },
    { ...other, appid: account?.appid ?? "", token, aesKey },
  ];
  stage = await setStage({ options: { sources } });
  await stage.simulator.control.follow("xiaoming", stage.appid);
  const push = stage.pushes.at(-1);
  const sent = { url: push?.url ?? "", body: String(push?.init.body) };
  expect((await send(sent)).status).toBe(200);
  expect((await send({ ...sent, url: sent.url.replace(stage.appid, other.appid) })).status).toBe(403);
});

test("the console's verification is echoed as plain text, and only to WeChat", async () => {
  stage = await setStage();
  const [timestamp, nonce] = [String(Math.floor(stage.clock.now() / 1000)), "1514711492"];
  const sign = (token: string) =>
    createHash("sha1").update([token, timestamp, nonce].toSorted().join("")).digest("hex");
  const echo = (signature: string, echostr: string, appid = stage.appid) => {
    const query = new URLSearchParams({ signature, timestamp, nonce, echostr });
    return stage.saoma.fetch(new Request(`${origin}/wechat/${appid}/push?${query}`));
  };
  const good = await echo(sign(stage.token), "4375120948345356249");
  expect([good.status, await good.text()]).toEqual([200, "4375120948345356249"]);
  expect(good.headers.get("content-type")).toMatch(/^text\/plain/i);
  for (const bad of [echo(sign("other"), "1"), echo(sign(stage.token), "1", "wx2222222222222222")]) {
    const response = await bad;
    expect([response.status, await response.text()]).toEqual([403, ""]);
  }
});

test("what the URL says of the sender is not believed", async () => {
  const { browser, started, sent } = await heldScan({});
  expect((await send({ ...sent, url: changed(sent.url, "openid", () => "oATTACKER") })).status).toBe(200);
  expect(await look(browser, started)).toMatchObject({ status: "scanned" });
  expect(await whoIs(browser)).toBeUndefined();
});

test("no secret, key, claim or whole person is in the log", async () => {
  const { browser, started } = await heldScan({});
  await stage.clock.advance(1000);
  await stage.scan("xiaoming", started);
  await stage.tap("xiaoming", "是我，登录");
  await browser.request("POST", `/v1/attempts/${started.id}/redeem`, { body: {} });
  const log = stage.lines.join("\n");
  expect(log.length).toBeGreaterThan(100);
  const account = stage.simulator.world().accounts.find(({ appid }) => appid === stage.appid);
  const person = JSON.stringify(stage.simulator.world().people);
  const openIds = person.match(/o[\w-]{27}/g) ?? [];
  const canaries = [account?.secret, account?.token, account?.aesKey, ...browser.cookies.values(), ...openIds];
  expect(canaries.length).toBeGreaterThan(5);
  for (const canary of canaries) expect(log).not.toContain(canary);
});
