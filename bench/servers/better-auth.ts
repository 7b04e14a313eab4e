// better-auth, set up as in its documentation on Node's SQLite with a file. It checks sessions by cookie.
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { DatabaseSync } from "node:sqlite";
import { origin } from "../account.ts";
import { given, serve } from "./child.ts";

const { path } = given<{ path: string }>();
const people = 40;

const require = createRequire(import.meta.url);
const { betterAuth } = await import(require.resolve("better-auth"));
const { toNodeHandler } = await import(require.resolve("better-auth/node"));
const { getMigrations } = await import(require.resolve("better-auth/db/migration"));

const database = new DatabaseSync(path);
database.exec("PRAGMA journal_mode = WAL");
const options = {
  baseURL: origin,
  secret: "q8Zt1mVx4Lr7Nc0Ks5Wd2Hy9Pb6Gf3JuAe",
  database,
  emailAndPassword: { enabled: true },
  rateLimit: { enabled: false },
  telemetry: { enabled: false },
  logger: { disabled: true },
};
const auth = betterAuth(options);
await (await getMigrations(options)).runMigrations();

/** Signs up a new user and returns the `Cookie` header of their browser. */
async function signUp(n: number): Promise<string> {
  const body = { email: `${n}@shop.test`, password: "a long password", name: `账号${n}` };
  const { headers } = await auth.api.signUpEmail({ body, returnHeaders: true });
  return headers
    .getSetCookie()
    .map((line: string) => line.split(";")[0])
    .join("; ");
}

const cookies: string[] = [];
for (let n = 0; n < people; n++) cookies.push(await signUp(n));
const handler = toNodeHandler(auth);

serve(
  createServer((request, response) => {
    if (request.url === "/cookies") response.end(JSON.stringify(cookies));
    else handler(request, response);
  }),
);
