import { afterEach, expect, test } from "vitest";
import { link, signedIn } from "../stage/linking.ts";
import { comeBack, scanAtWechat } from "../stage/oauth.ts";
import { look, type Stage, setStage, start, whoIs } from "../stage/stage.ts";

let stage: Stage;
afterEach(() => stage.close());

test("“not my account” at an application for groups ends the sign-in, with the reason", async () => {
  stage = await setStage({ kind: "service", also: ["website"], application: { confirm: "always" } });
  const owner = await signedIn(stage, "xiaoming");
  const id = (await whoIs(owner))?.account.id ?? "";
  await link(owner, "xiaohong", "xiaoming");
  await stage.saoma.operator.addToGroup({ accountId: id, group: "staff" }, { actor: "operator" });
  Object.assign(stage.options.applications[0] ?? {}, { access: { groups: ["staff"] } });
  await stage.restart();
  const { appid = "" } = stage.simulator.world().accounts.find((one) => one.kind === "website") ?? {};
  const browser = stage.browser();
  const started = await start(browser, { channel: "open-platform", source: appid });
  await comeBack(browser, (await scanAtWechat(stage, "xiaohong", started)) ?? "");
  const seen = await look(browser, started);
  expect(seen).toMatchObject({ status: "granted", pairing: "agree" });
  const said = await browser.request("POST", `/v1/attempts/${started.id}/pair`, { body: { agreed: false } });
  expect(said.status).toBe(200);
  expect(await look(browser, started)).toMatchObject({ status: "declined", reason: "not_admitted" });
}, 20_000);
