import type { Hono } from "hono";
import type { MenuTap } from "../people/menu.ts";
import type { PersonEventInput } from "../push/event-schema.ts";
import type { PersonMessageInput } from "../push/messages.ts";
import type { PreferenceChanges } from "../world/preferences.ts";
import { addressedBody, body, json, tapBody } from "./bodies.ts";
import type { ChatControl } from "./chat-control.ts";

/**
 * `/_sim/people/{name}/send`, `tap`, `menu`, `event` and `accounts/{appid}`; their bodies are validated by the actions.
 */
export function addChats(app: Hono, control: ChatControl): void {
  const person = "/people/:name";
  app.post(`${person}/send`, async (c) => {
    const { appid, ...message } = await body(c.req.raw, addressedBody);
    // A body without `type` is a text message.
    const whole = "type" in message ? message : { type: "text", ...message };
    return c.json(await control.send(c.req.param("name"), appid, whole as PersonMessageInput));
  });
  app.post(`${person}/tap`, async (c) => {
    const { appid, messageId, link } = await body(c.req.raw, tapBody);
    return c.json(await control.tap(c.req.param("name"), appid, messageId, link));
  });
  app.post(`${person}/menu`, async (c) => {
    const { appid, ...entry } = await body(c.req.raw, addressedBody);
    return c.json(await control.menu(c.req.param("name"), appid, entry as MenuTap));
  });
  app.post(`${person}/event`, async (c) => {
    const { appid, ...event } = await body(c.req.raw, addressedBody);
    return c.json(await control.happen(c.req.param("name"), appid, event as PersonEventInput));
  });
  app.patch(`${person}/accounts/:appid`, async (c) => {
    const { name, appid } = c.req.param() as { name: string; appid: string };
    return c.json(await control.setPreferences(name, appid, (await json(c.req.raw)) as PreferenceChanges));
  });
  app.post("/settled", async (c) => {
    await control.settled();
    return c.body(null, 204);
  });
}
