import { expect, test } from "vitest";
import { field, stage, textReply, untilDone } from "./world.ts";

async function followed() {
  const s = await stage();
  const { appid } = s.account("service");
  await s.sim.control.follow("xiaoming", appid);
  s.service.got.length = 0;
  return { ...s, appid, say: () => s.sim.control.send("xiaoming", appid, "hi") };
}

test("duplicate delivers one push three times at once, and shows one reply", async () => {
  const s = await followed();
  s.sim.control.faults.add({ on: "push", kind: "duplicate", times: 1 });
  let waiting = 0;
  const all = Promise.withResolvers<void>();
  s.service.answer = async ({ body }) => {
    if (++waiting === 3) all.resolve();
    await all.promise;
    return { body: textReply(body, "once") };
  };
  expect((await s.say()).push).toEqual({ outcome: "replied", deliveries: 3 });
  expect(new Set(s.service.got.map(({ body }) => field(body, "MsgId"))).size).toBe(1);
  expect(s.sim.control.chat("xiaoming", s.appid).map(({ text }) => text)).toEqual(["hi", "once"]);
  expect((await s.say()).push.deliveries).toBe(1);
});

test("a dropped delivery never arrives, and is delivered again after five seconds", async () => {
  const s = await followed();
  s.sim.control.faults.add({ on: "push", kind: "drop", times: 1 });
  expect((await untilDone(s.clock, s.say())).push).toEqual({ outcome: "silent", deliveries: 2 });
  expect(s.service.got.map(({ url }) => url.searchParams.get("timestamp"))).toEqual(["1700000005"]);
});

test("a dropped answer means that the service gets the push again", async () => {
  const s = await followed();
  s.sim.control.faults.add({ on: "push", kind: "drop", times: 1, lose: "answer" });
  expect((await untilDone(s.clock, s.say())).push).toEqual({ outcome: "silent", deliveries: 2 });
  expect(s.service.got).toHaveLength(2);
});

test("a delay holds a delivery back, and it is signed when it leaves", async () => {
  const s = await followed();
  s.sim.control.faults.add({ on: "push", kind: "delay", ms: 20_000, times: 1 });
  await untilDone(s.clock, s.say());
  const [push] = s.service.got;
  expect([push?.url.searchParams.get("timestamp"), field(push?.body ?? "", "CreateTime")]).toEqual([
    "1700000020",
    "1700000000",
  ]);
});

test("garbage damages the body and leaves the signature", async () => {
  const s = await followed();
  s.sim.control.faults.add({ on: "push", kind: "garbage" });
  await s.say();
  expect(s.service.got[0]?.body).toMatch(/^#+$/);
  expect(s.service.got[0]?.url.searchParams.get("signature")).toHaveLength(40);
});

test("a status simulates a proxy in front of the service", async () => {
  const s = await followed();
  s.sim.control.faults.add({ on: "push", kind: "status", status: 502 });
  expect((await s.say()).push).toMatchObject({ outcome: "failed", deliveries: 1 });
  expect(s.service.got).toHaveLength(0);
});

test("an errcode is returned by its path, this many times, or until it is cleared", async () => {
  const s = await stage();
  const ask = async () => (await s.call("/cgi-bin/token")).errcode;
  s.sim.control.faults.add({ on: "/cgi-bin/token", kind: "errcode", errcode: 45009, times: 2 });
  expect([await ask(), await ask(), await ask()]).toEqual([45009, 45009, 41002]);
  s.sim.control.faults.add({ on: "/cgi-bin/token", kind: "errcode" });
  expect([await ask(), await ask(), (await s.call("/cgi-bin/stable_token")).errcode]).toEqual([-1, -1, 43002]);
  s.sim.control.faults.clear();
  expect([await ask(), s.sim.control.faults.list()]).toEqual([41002, []]);
});

test("an errcode has WeChat's own words", async () => {
  const s = await stage();
  s.sim.control.faults.add({ on: "/cgi-bin/token", kind: "errcode", errcode: 45009 });
  expect((await s.call("/cgi-bin/token")).errmsg).toMatch(/^reach max api daily quota limit rid: [0-9a-f-]{26}$/);
});

test("a call answers with a status, with garbage, late, or not at all", async () => {
  const s = await stage();
  const get = () => s.sim.fetch(new Request("http://127.0.0.1/cgi-bin/token"));
  s.sim.control.faults.add({ on: "/cgi-bin/token", kind: "status", status: 503, times: 1 });
  s.sim.control.faults.add({ on: "/cgi-bin/token", kind: "garbage", times: 1 });
  s.sim.control.faults.add({ on: "/cgi-bin/token", kind: "drop", times: 1 });
  s.sim.control.faults.add({ on: "/cgi-bin/token", kind: "delay", ms: 9000, times: 1 });
  expect((await get()).status).toBe(503);
  expect(await (await get()).text()).toMatch(/^<html>/);
  await expect(get()).rejects.toThrow("cut /cgi-bin/token off");
  const before = s.clock.now();
  await untilDone(s.clock, get());
  expect(s.clock.now() - before).toBe(10_000);
});
