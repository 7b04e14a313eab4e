// The control API over HTTP.
import { Hono } from "hono";
import { sha256 } from "../../base/bytes.ts";
import { Refused } from "../refused.ts";
import type { PersonChanges, PersonInput, World } from "../world/schema.ts";
import { accountBody, body, json, patchBody, scanBody } from "./bodies.ts";
import { addChats } from "./chat-routes.ts";
import type { Control } from "./control.ts";
import { guard } from "./guard.ts";
import { addPhones } from "./phone-routes.ts";
import { problem } from "./problem.ts";

/** The control API, `/_sim/*`. */
export function createRoutes(control: Control, hosts: readonly string[]): Hono {
  const app = new Hono().basePath("/_sim");
  app.use(guard(hosts));
  app.onError((error) => problem(error));
  app.notFound((c) => problem(new Refused(404, `there is no ${c.req.method} ${c.req.path}`)));
  addWorld(app, control);
  addPeople(app, control);
  addChats(app, control);
  addPhones(app, control);
  addFaults(app, control);
  return app;
}

function addWorld(app: Hono, control: Control): void {
  app.get("/world", (c) => c.json(isAsked(c.req.query("full")) ? control.saveWorld() : control.world()));
  app.get("/world/save", (c) => c.json(control.saveWorld()));
  app.put("/world", async (c) => c.json(control.loadWorld((await json(c.req.raw)) as World)));
  app.patch("/accounts/:appid", async (c) => {
    const { verify, ...changes } = await body(c.req.raw, patchBody);
    return c.json(await control.patchAccount(c.req.param("appid"), changes, verify));
  });
  app.get("/settings", (c) => c.json(control.settings()));
  app.patch("/settings", async (c) => c.json(control.patchSettings((await json(c.req.raw)) as object)));
}

function addPeople(app: Hono, control: Control): void {
  const person = "/people/:name";
  app.get(person, (c) => tagged(c.req.raw, control.person(c.req.param("name"))));
  app.post("/people", async (c) => c.json(control.addPerson((await json(c.req.raw)) as PersonInput), 201));
  app.patch(person, async (c) =>
    c.json(control.patchPerson(c.req.param("name"), (await json(c.req.raw)) as PersonChanges)),
  );
  app.delete(person, (c) => {
    control.removePerson(c.req.param("name"));
    return c.body(null, 204);
  });
  app.get(`${person}/chats/:appid`, (c) => {
    const { name, appid } = c.req.param() as { name: string; appid: string };
    return tagged(c.req.raw, { messages: control.chat(name, appid) });
  });
  app.post(`${person}/scan`, async (c) =>
    c.json(await control.scan(c.req.param("name"), await body(c.req.raw, scanBody))),
  );
  app.delete(`${person}/sheet`, (c) => {
    control.closeSheet(c.req.param("name"));
    return c.body(null, 204);
  });
  app.post(`${person}/:act{follow|unfollow}`, async (c) => {
    const { name, act } = c.req.param() as { name: string; act: "follow" | "unfollow" };
    return c.json(await control[act](name, (await body(c.req.raw, accountBody)).appid));
  });
}

function addFaults(app: Hono, { faults, log, clearLog }: Control): void {
  app.get("/faults", (c) => c.json({ faults: faults.list() }));
  app.post("/faults", async (c) =>
    c.json(faults.add((await json(c.req.raw)) as Parameters<typeof faults.add>[0]), 201),
  );
  app.delete("/faults", (c) => {
    faults.clear();
    return c.body(null, 204);
  });
  app.get("/log", (c) => c.json(log()));
  app.delete("/log", (c) => {
    clearLog();
    return c.body(null, 204);
  });
}

const isAsked = (value: string | undefined): boolean => value !== undefined && value !== "" && value !== "0";

/** JSON with an ETag of its content, so that a polling page gets 304. */
function tagged(request: Request, value: unknown): Response {
  const text = JSON.stringify(value);
  const etag = `"${sha256(text).slice(0, 22)}"`;
  const headers = { etag, "cache-control": "no-cache" };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "content-type": "application/json" } });
}
