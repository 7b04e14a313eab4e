import type { AccountRow } from "../../src/simulator/index.ts";
import { post, type Stage } from "./world.ts";

type Kind = AccountRow["kind"];
type Json = Record<string, unknown>;

const rid = /,? rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/;

/** Calls of one account, with its token in the query as WeChat requires. */
export interface Asker {
  accessToken: string;
  get(path: string, query?: Record<string, string>): Promise<Json>;
  post(path: string, body: unknown): Promise<Json>;
  /** The body as an image, or any other body. */
  raw(path: string, body: unknown): Promise<Response>;
}

export async function asker(s: Stage, kind: Kind = "service"): Promise<Asker> {
  const accessToken = await s.token(kind);
  const to = (path: string, query: Record<string, string> = {}) =>
    `${path}?${new URLSearchParams({ access_token: accessToken, ...query })}`;
  return {
    accessToken,
    get: (path, query) => s.call(to(path, query)),
    post: (path, body) => s.call(to(path), post(body)),
    raw: (path, body) => s.sim.fetch(new Request(`http://127.0.0.1${to(path)}`, post(body))),
  };
}

/** An error response without its request id: `[40003, "invalid openid"]`. */
export const refusal = ({ errcode, errmsg }: Json): [unknown, string] => [errcode, String(errmsg).replace(rid, "")];

export const codeOf = async (answer: Promise<Json>): Promise<unknown> => (await answer).errcode ?? 0;

export function openIdOf(s: Stage, person: string, kind: Kind = "service"): string {
  const found = s.sim.world().people.find(({ name }) => name === person);
  return found?.openIds[s.account(kind).appid] ?? "";
}
