import { expect, onTestFinished, test } from "vitest";
import { createSimulatorClient, Refused, serveSimulator } from "../../src/simulator/index.ts";

async function served() {
  const { url, simulator, close } = await serveSimulator({ port: 0, host: "127.0.0.1" });
  onTestFinished(close);
  return { client: createSimulatorClient(url), control: simulator.control };
}

const namesOf = (value: object, prefix = ""): string[] =>
  Object.entries(value).flatMap(([name, each]) =>
    typeof each === "function" ? [prefix + name] : namesOf(each as object, `${prefix}${name}.`),
  );

test("the client has every call of the control", async () => {
  const { client, control } = await served();
  expect(namesOf(client).sort()).toEqual(namesOf(control).sort());
});

test("people act through the client as they do in process", async () => {
  const { client, control } = await served();
  const { accounts } = await client.world();
  const [service, , , mini] = accounts.map(({ appid }) => appid) as [string, string, string, string];
  expect(await client.follow("xiaoming", service)).toEqual({
    appid: service,
    push: { outcome: "none", deliveries: 0 },
  });
  expect((await client.person("xiaoming")).accounts[0]).toMatchObject({ appid: service, follows: true });
  await client.send("xiaoming", service, "hi");
  expect(await client.chat("xiaoming", service)).toEqual(control.chat("xiaoming", service));
  expect(await client.miniProgram.view("afei")).toBeUndefined();
  await client.miniProgram.open("afei", mini, { scene: "abc" });
  expect(await client.miniProgram.view("afei")).toMatchObject({ query: { scene: "abc" } });
  expect(await client.miniProgram.phoneNumber("afei", "deny")).toEqual({ errMsg: "getPhoneNumber:fail user deny" });
  const asked = client.miniProgram.phoneNumber("afei");
  await expect.poll(async () => (await client.person("afei")).consent?.kind).toBe("phone-number");
  await client.consent("afei", true);
  expect(await asked).toHaveProperty("code");
  expect(await client.sms.send({ to: "13800138001", text: "123456" })).toEqual({ person: "xiaoming" });
  expect(await client.sms.inbox("xiaoming")).toMatchObject([{ text: "123456" }]);
  await client.removePerson("xiaohong");
  expect((await client.world()).people.map(({ name }) => name)).toEqual(["xiaoming", "afei"]);
  await client.loadWorld(await client.saveWorld());
  expect(control.person("xiaoming").accounts[0]?.follows).toBe(true);
});

test("a refused call rejects as in process, issues included", async () => {
  const { client, control } = await served();
  const wrong = { name: "No", displayName: "" };
  let local: unknown;
  try {
    control.addPerson(wrong);
  } catch (error) {
    local = error;
  }
  const remote = await client.addPerson(wrong).catch((error: unknown) => error);
  expect(remote).toBeInstanceOf(Refused);
  expect(remote).toMatchObject({ status: 400, message: (local as Refused).message, issues: (local as Refused).issues });
  await expect(client.person("nobody")).rejects.toMatchObject({
    status: 404,
    message: "there is no person called nobody",
  });
  expect(() => createSimulatorClient("7090")).toThrow(/url must be/);
});
