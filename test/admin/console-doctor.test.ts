import { afterEach, expect, onTestFinished, test } from "vitest";
import type { Doctor, DoctorFinding } from "../../src/ports/doctor.ts";
import { visitConsole } from "./console-visit.ts";
import { type AdminStage, setAdminStage } from "./operator.ts";

let stage: AdminStage;

afterEach(() => stage.close());

const words = {
  en: { message: "The door <b>sticks</b>.", remedy: "Oil it." },
  "zh-CN": { message: "门打不开。", remedy: "上点油。" },
};
const door: DoctorFinding = { level: "broken", words: (language) => words[language] };
const roof: DoctorFinding = { level: "good", words: () => ({ message: "The roof is tight." }) };

/** A doctor whose checks run until the test lets them finish. It counts its runs. */
function patientDoctor() {
  let rounds = 0;
  let next = Promise.withResolvers<void>();
  const doctor: Doctor = async function* (signal) {
    rounds++;
    yield [door];
    const stopped = Promise.withResolvers<never>();
    signal.addEventListener("abort", () => stopped.reject(signal.reason));
    await Promise.race([next.promise, stopped.promise]);
    yield [roof];
  };
  return {
    doctor,
    rounds: () => rounds,
    goOn() {
      next.resolve();
      next = Promise.withResolvers();
    },
  };
}

test("the doctor runs once at a time, its findings come as they are found, in the page's language", async () => {
  const { doctor, rounds, goOn } = patientDoctor();
  stage = await setAdminStage({}, { doctor });
  const ask = await visitConsole(stage);
  expect((await ask("/wechat")).text).toContain('action="/console/wechat/doctor"');
  const begun = await ask("/wechat/doctor", { form: {} });
  expect([begun.status, begun.headers.get("location")]).toEqual([303, "/console/wechat?doctor#doctor"]);
  await ask("/wechat/doctor", { form: {} });
  expect(rounds()).toBe(1);
  const meanwhile = await ask("/wechat?doctor");
  expect(meanwhile.headers.get("refresh")).toBe("2");
  expect(meanwhile.text).toContain("The door &lt;b&gt;sticks&lt;/b&gt;.");
  expect(meanwhile.text).not.toContain('action="/console/wechat/doctor"');
  expect((await ask("/wechat")).headers.get("refresh")).toBeNull();
  goOn();
  await expect.poll(async () => (await ask("/wechat")).text).toContain("1 broken, 0 to look at, 1 good");
  const done = await ask("/wechat?doctor");
  expect(done.headers.get("refresh")).toBeNull();
  expect(done.text).toMatch(/→ Oil it\.[\s\S]*<summary>Good: 1<\/summary>[\s\S]*The roof is tight\./);
  const { text } = await ask("/wechat", { headers: { "accept-language": "zh" } });
  expect(text).toMatch(/门打不开。[\s\S]*→ 上点油。/);
  expect(text).toContain("1 个问题，0 个要看看，1 个正常");
  await ask("/wechat/doctor", { form: {} });
  expect(rounds()).toBe(2);
});

test("a run that does not end is stopped after a minute, and says so; its findings are kept", async () => {
  const signals: AbortSignal[] = [];
  const endless: Doctor = async function* (signal) {
    signals.push(signal);
    yield [door];
    await new Promise(() => {});
  };
  stage = await setAdminStage({}, { doctor: endless });
  const ask = await visitConsole(stage);
  await ask("/wechat/doctor", { form: {} });
  await stage.clock.advance(59_000);
  expect((await ask("/wechat")).text).toContain("Checking, since");
  await stage.clock.advance(1_000);
  await expect.poll(async () => (await ask("/wechat")).text).toContain("had not finished within 60 s");
  expect((await ask("/wechat")).text).toContain("Oil it.");
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test("a doctor that fails says why, and may be asked again", async () => {
  // biome-ignore lint/correctness/useYield: it fails before the first finding
  const failing: Doctor = async function* () {
    throw new Error("no <thread> to be had");
  };
  stage = await setAdminStage({}, { doctor: failing });
  const ask = await visitConsole(stage);
  await ask("/wechat/doctor", { form: {} });
  const failed = "It did not finish: no &lt;thread&gt; to be had";
  await expect.poll(async () => (await ask("/wechat")).text).toContain(failed);
  expect((await ask("/wechat")).text).toContain('action="/console/wechat/doctor"');
});

test("a read-only administrator sees the findings and cannot start a run; neither can another page or a stranger", async () => {
  const { doctor, rounds, goOn } = patientDoctor();
  stage = await setAdminStage({}, { doctor });
  onTestFinished(goOn);
  const reader = await visitConsole(stage, "read");
  expect((await reader("/wechat")).text).not.toContain('action="/console/wechat/doctor"');
  expect((await reader("/wechat/doctor", { form: {} })).status).toBe(403);
  const writer = await visitConsole(stage);
  expect((await writer("/wechat/doctor", { method: "POST" })).status).toBe(403);
  expect((await writer("/wechat/doctor", { form: {}, headers: { origin: "https://evil.test" } })).status).toBe(403);
  expect((await writer("/wechat/doctor", { form: {}, headers: { cookie: "" } })).status).toBe(401);
  expect((await writer("/wechat/doctor")).status).toBe(404);
  expect(rounds()).toBe(0);
});

test("where saoma serve does not run, the screen says which command examines it", async () => {
  stage = await setAdminStage();
  const ask = await visitConsole(stage);
  const { text } = await ask("/wechat");
  expect(text).toContain("<code>npx saoma doctor</code>");
  expect(text).not.toContain('action="/console/wechat/doctor"');
  expect((await ask("/wechat/doctor", { form: {} })).status).toBe(404);
});
