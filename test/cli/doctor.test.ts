import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { checkOrigin } from "../../src/cli/doctor/check-config.ts";
import { findingsOf } from "../../src/cli/doctor/check-database.ts";
import { type FindingId, findings } from "../../src/cli/doctor/findings.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { createDoctorFixture } from "./doctor-fixture.ts";
import { saoma } from "./saoma.ts";
import { configured, optionsWith, simulated } from "./simulated.ts";
import { certificate, pushUrl, states, trust } from "./states.ts";

const rows = states.map(([state, id, says, make, admission]) => ({ state, id, says, make, admission }));

test.each(rows)("$state is found ($id), with its remedy", async ({ id, says, make, admission }) => {
  const fixture = await createDoctorFixture(admission);
  await make?.(fixture);
  const all = await fixture.runDoctor();
  const one = all.find((finding) => finding.id === id);
  expect(one, JSON.stringify(all, undefined, 1)).toBeDefined();
  const text = `${one?.message} ${one?.remedy}`;
  expect(text).toContain(says);
  expect(text).not.toMatch(/\{\w+\}|undefined|NaN/);
});

const inspection = { state: "good", folder: "data", pending: 0, freeBytes: 2 ** 40 } as const;

test.each([
  ["a disk that is full", { freeBytes: 2 ** 20 }, "database.full"],
  ["a disk that is nearly full", { freeBytes: 2 ** 28 }, "database.low"],
  ["a database on a network file system", { networkKind: "NFS" }, "database.network"],
  ["nothing wrong", {}, "database.good"],
])("of a place with %s, %o is %s", (_, changes, id) => {
  expect(findingsOf("data/saoma.db", { ...inspection, ...changes }).map((finding) => finding.id)).toEqual([id]);
});

test.each([
  ["https://shop.example.com:8443", "of a port that WeChat does not call", ["origin.port"]],
  ["https://shop.example.com", "of the usual port", []],
  ["https://127.0.0.1:8443", "of this machine", ["origin.loopback"]],
])("of %s, an origin %s, %o is said", (origin, _, ids) => {
  const sources = [
    { kind: "subscription", appid: "wx0123456789abcdef", name: "T", token: "teahouse2026teahouse2026", mode: "plain" },
  ];
  const config = parseConfig(optionsWith(sources, { origin }), {});
  expect(checkOrigin({ config }).map(({ id }) => id)).toEqual(ids);
});

test("a page whose own proxy leads to Saoma needs nothing more", async () => {
  const fixture = await createDoctorFixture();
  const other = await fixture.openBeside();
  const pages = [{ id: "tea", name: "Tea", origins: [fixture.origin, other] }];
  for (const options of [fixture.service, fixture.read]) Object.assign(options, { applications: pages });
  expect(await fixture.runDoctor()).toContainEqual(
    expect.objectContaining({ id: "application.own", message: expect.stringContaining(other) }),
  );
});

test("every finding with a remedy has its state", () => {
  const tried: readonly string[] = states.map(([, id]) => id);
  const elsewhere = ["config.broken", "origin.port", "database.full", "database.low", "database.network"];
  const toMend = (Object.keys(findings) as FindingId[]).filter((id) => findings[id].level !== "good");
  const untried = toMend.filter((id) => !tried.includes(id) && !elsewhere.includes(id));
  // Faults of PostgreSQL and Redis need a server, and are tested in postgres.test.ts and redis.test.ts. Those of members and
  // webhooks need a database of their own, and are tested in doctor-people.test.ts.
  expect(untried.filter((id) => !/^(?:postgres|members|webhooks|redis)\./.test(id))).toEqual([]);
});

test("a warning and a failure have a remedy, a good finding has none", () => {
  for (const [id, finding] of Object.entries(findings)) {
    expect("remedy" in finding, id).toBe(finding.level !== "good");
  }
});

test("on a healthy service, every finding is good", async () => {
  const tls = certificate(300);
  trust(tls);
  const fixture = await createDoctorFixture({ tls });
  // Another port is another origin of the same site.
  const pages = [{ id: "tea", name: "Tea", origins: [fixture.origin, "https://127.0.0.1:8443"] }];
  for (const options of [fixture.service, fixture.read]) Object.assign(options, { applications: pages });
  await fixture.patch({ pushUrl: pushUrl(fixture), mode: "safe" });
  await fixture.open();
  await fixture.simulator.control.follow("xiaoming", fixture.appid);
  const all = await fixture.runDoctor();
  expect(all.filter(({ level }) => level !== "good")).toEqual([]);
  expect(all.map(({ id }) => id)).toEqual([
    "config.good",
    "secret.good",
    "database.good",
    "tls.good",
    "cookies.good",
    "application.good",
    "push.good",
    "proxy.good",
    "pushes.taken",
    "wechat.good",
    "clock.good",
    "qr.good",
    "menu.none",
  ]);
});

test.each([
  ["subscription", ["push.good", "wechat.good"]],
  ["test", ["push.good", "wechat.good", "qr.good", "menu.none"]],
  ["website", ["wechat.good", "login-page.good"]],
] as const)("of a %s, what it has is looked at", async (kind, ids) => {
  const all = await (await createDoctorFixture({ kind })).runDoctor();
  expect(all.map(({ id }) => id)).toEqual(expect.arrayContaining([...ids]));
});

test("findings are in the requested language, with the values inside them", async () => {
  const fixture = await createDoctorFixture();
  await fixture.patch({ secret: "f".repeat(32) });
  const [english, chinese] = [await fixture.runDoctor("en"), await fixture.runDoctor("zh-CN")];
  const secret = (all: typeof english) => all.find(({ id }) => id === "wechat.secret");
  expect(secret(english)?.message).toMatch(/do not fit\. WeChat says 4\d{4}: the AppSecret is wrong\.$/);
  expect(secret(chinese)?.message).toMatch(/对不上。微信回答 4\d{4}：AppSecret 不对。$/);
  expect(secret(chinese)?.remedy).toMatch(/\p{Script=Han}/u);
});

test("QRs that WeChat does not count are reported without a number", async () => {
  const fixture = await createDoctorFixture();
  fixture.simulator.control.faults.add({ on: "/cgi-bin/openapi/quota/get", kind: "garbage" });
  const all = await fixture.runDoctor();
  expect(all.find(({ id }) => id.startsWith("qr."))?.message).toContain("does not say how many are left");
});

test("the doctor requests a client's authorization as the client would, and stores nothing", async () => {
  const fixture = await createDoctorFixture();
  const program = createServer((_, response) => response.writeHead(400).end());
  await new Promise<void>((resolve) => program.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void program.close());
  const redirectUris = ["https://wiki.example.com/callback", "http://127.0.0.1:3000/callback"];
  const backchannelLogout = `http://127.0.0.1:${(program.address() as AddressInfo).port}/logout`;
  const confidential = {
    redirectUris,
    secret: "Zk3vQ9xW1nB7sL5pT8cR2mJ6hF4dG0yA",
    backchannelLogout,
    allowPrivate: true,
  };
  const applications = [
    { id: "wiki", name: "Wiki", openid: confidential },
    { id: "page", name: "A public client", openid: { redirectUris: ["https://page.example.com/"] } },
  ];
  for (const options of [fixture.service, fixture.read]) Object.assign(options, { applications });
  await fixture.open();
  await fixture.runDoctor();
  const before = fixture.rows();
  const all = await fixture.runDoctor();
  expect(all.filter(({ id }) => id.startsWith("openid.")).map(({ id, message }) => [id, message])).toEqual([
    ["openid.good", expect.stringContaining("https://wiki.example.com/callback, http://127.0.0.1:3000/callback")],
    ["openid.told", expect.stringContaining(backchannelLogout)],
    ["openid.good", expect.stringContaining("page signs people in")],
  ]);
  expect(fixture.rows()).toEqual(before);
});

test("of a 小程序, its codes and links are looked at", async () => {
  const fixture = await createDoctorFixture({ kind: "mini-program" });
  for (const options of [fixture.service, fixture.read])
    Object.assign((options.sources as [object])[0], { code: { page: "pages/login/index" } });
  expect((await fixture.runDoctor()).map(({ id }) => id)).toEqual(expect.arrayContaining(["code.good", "link.good"]));
});

test("nothing of the service's or WeChat's changes, and WeChat is asked no more than the help says", async () => {
  const fixture = await createDoctorFixture();
  await fixture.open();
  // The service creates a key when the keys are first requested. A running service has been asked for them.
  await fetch(`${fixture.origin}/.well-known/jwks.json`);
  const before = fixture.rows();
  await fixture.runDoctor();
  expect(fixture.rows()).toEqual(before);
  const calls = fixture.simulator.control.log().entries.flatMap((entry) => (entry.kind === "call" ? [entry.path] : []));
  expect(calls.sort()).toEqual([
    "/cgi-bin/callback/check",
    "/cgi-bin/menu/get",
    "/cgi-bin/openapi/quota/get",
    "/cgi-bin/openapi/quota/get",
    "/cgi-bin/qrcode/create",
    "/cgi-bin/stable_token",
  ]);
});

test("saoma doctor prints its findings with a mark and the remedy, and exits 1 if something is broken", async () => {
  const { source, patch } = await simulated();
  await patch({ secret: "f".repeat(32) });
  const { code, stdout, stderr } = await saoma(["doctor"], {
    cwd: configured(optionsWith([source], { origin: "http://127.0.0.1:1" })),
  });
  expect(code).toBe(1);
  expect(stdout).toContain("✓ The configuration is good.\n");
  expect(stdout).toContain(
    "✗ http://127.0.0.1:1 could not be reached: nothing listens there.\n  → Start npx saoma serve",
  );
  expect(stdout).toMatch(/\n\d+ good, 0 to look at, 2 broken\.\n$/);
  expect(stderr).toBe("saoma: problems found. Fix them, and run the doctor again.\n");
});

test("saoma doctor --json is for programs", async () => {
  const { source } = await simulated();
  const { code, stdout } = await saoma(["doctor", "--json"], {
    cwd: configured(optionsWith([source], { origin: "http://127.0.0.1:1" })),
  });
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    broken: 1,
    findings: expect.arrayContaining([{ id: "config.good", level: "good", message: "The configuration is good." }]),
  });
});

test("of a configuration that cannot be used, every mistake is a finding", async () => {
  const { code, stdout } = await saoma(["doctor", "--json"], { cwd: configured(optionsWith([], { orgin: "x" })) });
  expect(code).toBe(1);
  const said = (JSON.parse(stdout) as { findings: { id: string; message: string }[] }).findings;
  expect(said.map(({ id }) => id)).toEqual(["config.broken", "config.broken"]);
  expect(said.map(({ message }) => message).join()).toContain("orgin is an unknown option. Did you mean origin?");
});
