// Which of WeChat's events a backend gets in each mode of the relay, and how many of one person's flood.
import { afterEach, expect, test } from "vitest";
import { serveBackend } from "../stage/backend.ts";
import { eventXml, openIdOf, pushXml, sendSealed } from "../stage/sealed-push.ts";
import { look, redeem, type Stage, type StageOptions, setStage, start } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

type Backend = Awaited<ReturnType<typeof serveBackend>>;

async function before(backend: Backend, only: "all" | "not-ours", options: StageOptions = {}): Promise<void> {
  stage = await setStage({
    ...options,
    mode: "plain",
    source: { relay: { url: backend.url, allowPrivate: true, only } },
  });
}

const silent = () => serveBackend((_, response) => response.end("success"));

/** The events that a backend got; the types of other pushes. */
const eventsOf = ({ got }: Backend) =>
  got.map(({ body }) => /<(?:Event|Content)><!\[CDATA\[(.*?)\]\]>/.exec(body)?.[1]);

let nonces = 0;

/** An event of this person, delivered three times, as WeChat does if a response is lost. */
async function deliver(event: string, fields: Record<string, string> = {}): Promise<void> {
  const xml = eventXml(stage, openIdOf(stage, "xiaoming"), event, fields);
  for (let time = 0; time < 3; time++) {
    const answer = await sendSealed(stage, xml, { mode: "plain", nonce: `${++nonces}` });
    expect(answer.status).toBe(200);
  }
}

async function signIn(): Promise<void> {
  const browser = stage.browser();
  const started = await start(browser);
  await stage.scan("xiaoming", started);
  await stage.say("xiaoming", "1");
  await redeem(browser, started);
}

const unused = [
  "subscribe_msg_popup_event",
  "subscribe_msg_change_event",
  "subscribe_msg_sent_event",
  "TEMPLATESENDJOBFINISH",
  "LOCATION",
  "VIEW",
  "CLICK",
  "user_enter_tempsession",
  "kf_create_session",
];

test.each(["not-ours", "all"] as const)(
  "an event that Saoma has no use for reaches the backend once, with %s",
  async (only) => {
    const backend = await silent();
    await before(backend, only);
    for (const event of unused) await deliver(event, { EventKey: "ORDERS" });
    expect(eventsOf(backend)).toEqual(unused);
  },
);

test.each([
  ["not-ours", ["user_info_modified", "user_authorization_revoke", "unsubscribe", "user_authorization_cancellation"]],
  [
    "all",
    [
      "subscribe",
      "1",
      "user_info_modified",
      "user_authorization_revoke",
      "unsubscribe",
      "user_authorization_cancellation",
    ],
  ],
] as const)(
  "what a person decides in WeChat concerns the backend's own data, too: it is told once, with %s",
  async (only, expected) => {
    const backend = await silent();
    await before(backend, only);
    await signIn();
    const person = { OpenID: openIdOf(stage, "xiaoming"), AppID: stage.appid };
    await deliver("user_info_modified", person);
    await deliver("user_authorization_revoke", { ...person, RevokeInfo: "205" });
    await deliver("unsubscribe");
    await deliver("user_authorization_cancellation", person);
    await expect.poll(() => eventsOf(backend)).toEqual(expected);
    expect(await stage.rows("select id from accounts")).toEqual([]);
  },
);

test.each(["not-ours", "all"] as const)(
  "a person's flood reaches a backend that hangs up to the limit, and others sign in meanwhile, with %s",
  async (only) => {
    const backend = await serveBackend(() => {});
    await before(backend, only, { options: { limits: { pushesPerPerson: { times: 5, per: "1m" } } } });
    const sender = openIdOf(stage, "xiaoming");
    const reached = () => backend.got.filter(({ body }) => body.includes(sender));
    const flood = Array.from({ length: 40 }, (_, n) => {
      const xml = pushXml(stage, sender, "text", `<Content>${n} 号</Content><MsgId>${n}</MsgId>`);
      return sendSealed(stage, xml, { mode: "plain", nonce: `f${n}` });
    });
    await expect.poll(() => reached().length).toBe(5);
    const browser = stage.browser();
    const started = await start(browser);
    await stage.scan("xiaohong", started);
    await stage.say("xiaohong", "1");
    expect(await look(browser, started)).toMatchObject({ status: "granted" });
    await stage.clock.advance(4_500);
    const said = (await Promise.all(flood)).map((answer) => answer.said);
    expect(said.filter((one) => one.includes("太频繁"))).toHaveLength(35);
    expect(said.filter((one) => one === "success")).toHaveLength(5);
    expect(reached()).toHaveLength(5);
  },
);
