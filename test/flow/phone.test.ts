import { afterEach, expect, test } from "vitest";
import { bearerOf, call } from "../stage/mini-program.ts";
import { look, problem, redeem, type Stage, type StageOptions, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;

afterEach(() => stage.close());

const set = async (options: StageOptions = {}) => {
  stage = await setStage({ kind: "mini-program", ...options });
};

const iphone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1";

/** The browser of a phone, outside WeChat. */
function phone() {
  const browser = stage.browser();
  const request: typeof browser.request = (method, path, options = {}) =>
    browser.request(method, path, { ...options, headers: { "user-agent": iphone, ...options.headers } });
  return { ...browser, request };
}

const calls = (path: string): number =>
  stage.simulator.control.log().entries.filter((entry) => JSON.stringify(entry).includes(path)).length;

const refuseLinks = (errcode: number) =>
  stage.simulator.control.faults.add({ on: "/wxa/generate_urllink", kind: "errcode", errcode, times: 1 });

/** The person taps the link on the page, and WeChat opens the mini-program. Returns the scene that it is opened with. */
async function follow(person: string, link = ""): Promise<string> {
  const { outcome, page } = await stage.simulator.control.scan(person, { content: link });
  expect([outcome, page?.launchScene]).toEqual(["mini-program", 1194]);
  return page?.query.scene ?? "";
}

const act = (bearer: string, scene: string, name: "scan" | "confirm") =>
  call(stage, "POST", `${stage.appid}/attempts/${scene}/${name}`, { bearer, body: {} });

test("tap the link, allow it in the mini-program, come back: signed in", async () => {
  await set();
  const browser = phone();
  const started = await start(browser);
  expect(started).toMatchObject({
    channel: "mini-program",
    why: "on a phone a link opens the mini-program 青禾 in WeChat",
    link: expect.stringMatching(/^https:\/\/wxaurl\.cn\//),
    qr: { image: expect.stringMatching(/^data:image\/jpeg;base64,/) },
  });
  const scene = await follow("xiaoming", started.link);
  const bearer = await bearerOf(stage, "xiaoming");
  await act(bearer, scene, "scan");
  expect((await look(browser, started)).status).toBe("scanned");
  await act(bearer, scene, "confirm");
  expect((await redeem(browser, started)).status).toBe(200);
  expect(await whoIs(browser)).toMatchObject({ identity: { channel: "mini-program" } });
});

test("the browser was closed while its person was in WeChat: reopened, it finds the sign-in as it is then", async () => {
  await set();
  const browser = phone();
  const started = await start(browser);
  expect(await start(browser)).toEqual(started);
  const scene = await follow("xiaoming", started.link);
  const bearer = await bearerOf(stage, "xiaoming");
  await act(bearer, scene, "scan");
  expect(await start(browser)).toMatchObject({ id: started.id, status: "scanned" });
  await stage.restart();
  await act(bearer, scene, "confirm");
  const again = await browser.request("POST", "/v1/attempts", { body: {} });
  expect([again.status, await again.json()]).toMatchObject([200, { id: started.id, status: "granted" }]);
  expect((await redeem(browser, started)).status).toBe(200);
  expect((await start(browser)).id).not.toBe(started.id);
});

test("what another browser has scanned, or what is over, is not found again", async () => {
  await set();
  const browser = phone();
  const started = await start(browser);
  const scene = await follow("xiaoming", started.link);
  await act(await bearerOf(stage, "xiaoming"), scene, "scan");
  expect((await start(phone())).id).not.toBe(started.id);
  await stage.clock.advance(180_000);
  expect((await start(browser)).id).not.toBe(started.id);
});

test("the link is over when the attempt is", async () => {
  await set();
  const { link = "" } = await start(phone());
  await stage.clock.advance(299_000);
  await follow("xiaoming", link);
  await stage.clock.advance(1_000);
  expect((await stage.simulator.control.scan("xiaoming", { content: link })).outcome).toBe("expired");
});

test("a screen gets no link, and WeChat is not asked for one", async () => {
  await set();
  expect((await start(stage.browser())).link).toBeUndefined();
  expect(calls("generate_urllink")).toBe(0);
});

test.each([
  [44993, "the day's 500,000 links are used up"],
  [85406, "its links were opened too often today"],
  [40002, "Write `code: { link: false }`"],
  [40165, "Publish it"],
])(
  "where WeChat refuses a link with %i, there is its picture, and the operator hears why once",
  async (errcode, remedy) => {
    await set();
    refuseLinks(errcode);
    expect(await start(phone())).toMatchObject({ channel: "mini-program", qr: { image: expect.any(String) } });
    expect(stage.lines.filter((line) => line.includes(String(errcode)))).toEqual([expect.stringContaining(remedy)]);
    const next = await start(phone());
    expect(next.link).toBeUndefined();
    expect(next.why).toBe(
      "on a phone the picture can be saved, and taken from the album in WeChat: the code of the mini-program 青禾 signs in",
    );
    expect(calls("generate_urllink")).toBe(1);
    await stage.clock.advance(600_000);
    expect((await start(phone())).link).toBeDefined();
  },
);

test("a link that WeChat was too busy for is asked for again by the next visitor", async () => {
  await set();
  refuseLinks(44990);
  expect((await start(phone())).link).toBeUndefined();
  expect((await start(phone())).link).toBeDefined();
});

test("the picture that was saved is taken from the album", async () => {
  await set({ source: { code: { link: false } } });
  const browser = phone();
  const started = await start(browser);
  expect([started.link, calls("generate_urllink")]).toEqual([undefined, 0]);
  const { outcome, page } = await stage.simulator.control.scan("xiaoming", { image: started.qr?.image ?? "" });
  expect([outcome, page?.path]).toEqual(["mini-program", "pages/login/login"]);
});

test("a phone is offered a link before a code, a code before a picture, a picture before WeChat's own page", async () => {
  await set({ also: ["service", "subscription", "website"] });
  expect((await start(phone())).channel).toBe("mini-program");
  await stage.close();
  await set({ also: ["service", "subscription", "website"], source: { code: { link: false } } });
  expect((await start(phone())).channel).toBe("official-account-code");
  await stage.close();
  await set({
    also: ["service", "website"],
    source: { code: { link: false } },
    application: { channels: ["open-platform", "official-account-qr"] },
  });
  expect(await start(phone())).toMatchObject({
    channel: "official-account-qr",
    why: expect.stringMatching(/^on a phone the picture can be saved, and taken from the album in WeChat: /),
  });
});

test("a link opens the sign-in for whoever follows it, and fetches nothing", async () => {
  await set();
  const started = await start(phone());
  const scene = await follow("xiaohong", started.link);
  const bearer = await bearerOf(stage, "xiaohong");
  await act(bearer, scene, "scan");
  await act(bearer, scene, "confirm");
  const stranger = phone();
  await start(stranger);
  expect(await problem(await redeem(stranger, started))).toBe("404 attempt_not_found");
});
