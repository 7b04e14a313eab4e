import { afterEach, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { type Listener, listen } from "../../src/server/listener.ts";
import { origin, start } from "../stage/stage.ts";
import { type AdminStage, setAdminStage } from "./operator.ts";

let stage: AdminStage;
let listener: Listener;

afterEach(async () => {
  await listener.close(0);
  await stage.close();
});

test("browsers that wait by WebSocket are counted until they leave, once each", async () => {
  stage = await setAdminStage();
  listener = await listen({ host: "127.0.0.1", port: 0, handler: stage.saoma.node });
  stage.saoma.attach(listener.server);
  const browser = stage.browser();
  const { id } = await start(browser);
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
  const open = () =>
    new WebSocket(`ws://127.0.0.1:${listener.port}/v1/attempts/${id}/socket`, { headers: { cookie, origin } });
  const waiting = async () =>
    /^saoma_waiting_browsers\{transport="websocket"\} (\d+)$/m.exec(await (await stage.ask("/metrics")).text())?.[1];
  const sockets = [open(), open(), open()];
  await vi.waitFor(async () => expect(await waiting()).toBe("3"));
  sockets[0]?.close();
  sockets[1]?.terminate();
  await vi.waitFor(async () => expect(await waiting()).toBe("1"));
  sockets[2]?.close();
  await vi.waitFor(async () => expect(await waiting()).toBe("0"));
});
