import { expect, test } from "vitest";
import { createSimulator, defaultWorld, parseWorld } from "../../src/simulator/index.ts";
import { createFakeClock } from "../../src/testing/index.ts";
import { folderWith, running } from "../cli/saoma.ts";
import { field, stage } from "./world.ts";

test("one person has one unionId for all accounts of one Open Platform account, and another elsewhere", async () => {
  const s = await stage();
  const bound = s.sim.world().accounts.filter(({ openPlatform }) => openPlatform !== null);
  expect(bound.map(({ kind }) => kind)).toEqual(["service", "mini-program", "website"]);
  const [first, second] = s.sim.world().people;
  expect(Object.keys(first?.unionIds ?? {})).toEqual(["yiye"]);
  expect(first?.unionIds.yiye).toMatch(/^o[A-Za-z0-9_-]{27}$/);
  expect(second?.unionIds.yiye).not.toBe(first?.unionIds.yiye);
  expect(second?.unionIds.yiye?.slice(0, 6)).toBe(first?.unionIds.yiye?.slice(0, 6));
  await s.sim.control.patchAccount(s.account("test").appid, { openPlatform: "other" });
  expect(Object.keys(s.sim.world().people[0]?.unionIds ?? {})).toEqual(["yiye", "other"]);
});

test("a world that was saved and loaded is the same world", async () => {
  const s = await stage();
  const { control } = s.sim;
  control.addPerson({ name: "laowang", displayName: "老王", phone: null, openIds: {}, avatar: "leaf" });
  await control.follow("laowang", s.account("service").appid);
  control.patchSettings({ retryOn5xx: true, clock: { advanceSeconds: 3600 } });
  const saved = JSON.parse(JSON.stringify(control.saveWorld()));
  expect(saved.clock).toEqual({ advancedSeconds: 3600 });

  const other = createSimulator({ clock: createFakeClock(1_700_000_000_000) });
  other.control.loadWorld(saved);
  expect(other.world()).toEqual(s.sim.world());
  expect(other.control.settings()).toEqual(control.settings());
  expect(other.control.saveWorld()).toEqual(saved);
  expect(createSimulator({ world: saved, clock: createFakeClock(1_700_000_000_000) }).world()).toEqual(s.sim.world());
});

test("a world put in the place of another ends its tokens and QRs, and keeps the log", async () => {
  const s = await stage();
  const { url } = await s.qr("abc");
  const token = await s.token();
  s.sim.control.loadWorld(defaultWorld());
  expect(await s.call(`/cgi-bin/getcallbackip?access_token=${token}`)).toMatchObject({ errcode: 40001 });
  expect(await s.sim.control.scan("xiaoming", { content: url })).toEqual({ outcome: "expired" });
  expect(s.sim.control.log().entries.length).toBeGreaterThan(2);
  expect(s.account("service").pushUrl).toBeNull();
  expect(await s.token()).toMatch(/^\d+_/);
});

test("a world with mistakes changes nothing, and every mistake is named", async () => {
  const s = await stage();
  const before = s.sim.control.saveWorld();
  const world = defaultWorld();
  const bad = {
    ...world,
    seed: "",
    clock: { advancedSeconds: 0.5 },
    settings: { retryOn5xx: "yes" },
    people: [{ name: "xiaoming", displayName: "小明", phone: "none" }],
    accounts: [{ ...world.accounts[0], callbackDomains: ["https://shop.test/"] }],
  };
  let issues: string[] = [];
  try {
    s.sim.control.loadWorld(bad as never);
  } catch (error) {
    issues = (error as { issues: { path: string }[] }).issues.map(({ path }) => path);
  }
  expect(issues.sort()).toEqual([
    "accounts.0.callbackDomains.0",
    "clock.advancedSeconds",
    "people.0.phone",
    "seed",
    "settings.retryOn5xx",
  ]);
  expect(() => parseWorld({ ...world, people: [{ name: "a", displayName: "A", follows: ["wx1"] }] })).toThrow(
    /people\.0 names wx1, which no account has/,
  );
  expect(s.sim.control.saveWorld()).toEqual(before);
});

const onlyNames = {
  accounts: [{ name: "一叶茶铺" }, { kind: "mini-program" as const, name: "一叶茶单" }],
  people: [{ name: "mei" }],
};

test("a world needs only names; the values derived from them are always the same and can be saved", async () => {
  const [first, second] = [createSimulator({ world: onlyNames }), createSimulator({ world: onlyNames })];
  expect(second.world()).toEqual(first.world());
  expect(first.world()).toMatchObject({
    accounts: [
      {
        kind: "service",
        appid: expect.stringMatching(/^wx[0-9a-f]{16}$/),
        secret: expect.stringMatching(/^[0-9a-f]{32}$/),
        token: expect.stringMatching(/^[A-Za-z0-9]{24}$/),
        aesKey: expect.stringMatching(/^[A-Za-z0-9]{43}$/),
        originalId: expect.stringMatching(/^gh_[0-9a-f]{12}$/),
      },
      { kind: "mini-program" },
    ],
    people: [{ name: "mei", displayName: "mei" }],
  });
  expect(new Set(first.world().accounts.map(({ appid }) => appid)).size).toBe(2);
  expect(parseWorld(first.control.saveWorld())).toEqual(first.control.saveWorld());
});

test("--world takes a file of names only", async () => {
  const cwd = folderWith({ "world.json": JSON.stringify(onlyNames) });
  const { url } = await running(["simulator", "--port", "0", "--world", "world.json"], { cwd });
  const world = await (await fetch(`${url}/_sim/world`)).json();
  expect(world).toEqual(createSimulator({ world: onlyNames }).world());
});

test("what a world must have and has not is missing", () => {
  expect(() => parseWorld({})).toThrow("the world is not valid: accounts is missing");
  expect(() => parseWorld({ accounts: [{}], people: [{}] })).toThrow(
    /accounts\.0\.name is missing; people\.0\.name is missing$/,
  );
});

test("under one seed the same acts give the same bytes, after a load too", async () => {
  const run = async (load: boolean) => {
    const s = await stage({
      random: undefined as never,
      ...(load ? {} : { world: { ...defaultWorld(), seed: "tea" } }),
    });
    if (load) s.sim.control.loadWorld({ ...defaultWorld(), seed: "tea" });
    return [await s.token(), (await s.qr("abc")).ticket];
  };
  const first = await run(false);
  expect(await run(false)).toEqual(first);
  expect(await run(true)).toEqual(first);
  expect(createSimulator({ world: { ...defaultWorld(), seed: "tea" } }).control.saveWorld().seed).toBe("tea");
});

test("people come, change and go", async () => {
  const { sim } = await stage();
  const { control } = sim;
  expect(control.addPerson({ name: "laowang", displayName: "老王" })).toMatchObject({
    name: "laowang",
    phone: expect.stringMatching(/^139\d{8}$/),
    countryCode: "86",
    avatar: "laowang",
  });
  expect(() => control.addPerson({ name: "laowang", displayName: "老王" })).toThrow(/already/);
  expect(() => control.addPerson({ name: "Lao Wang", displayName: "" })).toThrow(/displayName.*; name must/);
  expect(control.patchPerson("laowang", { displayName: "王叔", phone: null })).toMatchObject({ displayName: "王叔" });
  expect(() => control.patchPerson("laowang", { phone: "1" } as never)).toThrow(/phone must be 5 to 15 digits/);
  control.removePerson("laowang");
  expect(() => control.person("laowang")).toThrow("there is no person called laowang");
  expect(() => control.removePerson("laowang")).toThrow("there is no person called laowang");
});

test("a world of five hundred people answers at once", async () => {
  const people = Array.from({ length: 500 }, (_, n) => ({ name: `p${n}`, displayName: `人${n}` }));
  const { sim } = await stage({ world: { ...defaultWorld(), people } });
  const ids = sim.world().people.flatMap(({ openIds }) => Object.values(openIds));
  expect(new Set(ids).size).toBe(2500);
});

test("everything goes by the world's clock: pushes, messages, codes, log", async () => {
  const s = await stage();
  s.sim.control.patchSettings({ clock: { advanceSeconds: 1_000_000 } });
  await s.sim.control.follow("afei", s.account("service").appid);
  await s.sim.control.send("afei", s.account("service").appid, "hi");
  await s.sim.control.sms.send({ to: "13800138003", text: "hi" });
  const push = s.service.got.at(-1);
  expect([push?.url.searchParams.get("timestamp"), field(push?.body ?? "", "CreateTime")]).toEqual([
    "1701000000",
    "1701000000",
  ]);
  const at = "2023-11-26T12:00:00.000Z";
  expect(s.sim.control.chat("afei", s.account("service").appid)[0]?.at).toBe(at);
  expect((await s.sim.control.sms.inbox("afei"))[0]?.at).toBe(at);
  expect(s.sim.control.log().entries.at(-1)?.at).toBe(at);
});

test("the world is saved and loaded over HTTP", async () => {
  const s = await stage();
  const http = async (method: string, path: string, body?: string) => {
    const response = await s.sim.fetch(new Request(`http://127.0.0.1/_sim${path}`, { method, body: body ?? null }));
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const { body: saved } = await http("GET", "/world?full=1");
  expect(saved).toEqual(s.sim.control.saveWorld());
  expect((await http("GET", "/world/save")).body).toEqual(saved);
  expect((await http("GET", "/world")).body).toEqual(s.sim.world());
  expect((await http("PUT", "/world", JSON.stringify({ ...saved, people: [] }))).body.people).toEqual([]);
  expect(await http("PUT", "/world", "[]")).toMatchObject({ status: 400 });
  expect(await http("PUT", "/world", "null")).toMatchObject({ status: 400 });
  expect(s.sim.world().people).toEqual([]);
});
