import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/base/clock.ts";
import { Secret } from "../../src/base/secret.ts";
import { checkRedis } from "../../src/cli/doctor/check-redis.ts";
import { worded } from "../../src/cli/doctor/findings.ts";
import { createSay } from "../../src/cli/say.ts";
import { parseConfig } from "../../src/server/config/parse.ts";
import { good } from "../server/options.ts";
import { hasRedis, type RedisServer, startRedis } from "../stage/redis.ts";
import { selfMade } from "./certificate.ts";
import { folderWith, running, saoma } from "./saoma.ts";

describe.skipIf(!hasRedis)("with Redis", () => {
  async function started(settings: readonly string[] = []): Promise<RedisServer> {
    const server = await startRedis(settings);
    onTestFinished(() => server.stop());
    return server;
  }

  async function examined(url: string, ca?: string): Promise<string> {
    const config = { ...parseConfig(good, {}), redis: { url: new Secret(url), ...(ca ? { ca } : {}) } };
    const [finding] = await checkRedis({ config, clock: systemClock });
    return `${finding?.id}: ${finding && worded(finding, createSay("en")).message}`;
  }

  test("the doctor says that it is reached, by its socket, too", async () => {
    const folder = folderWith();
    chmodSync(folder, 0o755);
    const socket = join(folder, "r.sock");
    const { url } = await started([`unixsocket ${socket}`]);
    const version = /^redis\.good: The Redis at .* \(version \d+\.\S+\) is reached/;
    expect(await examined(url)).toMatch(version);
    expect(await examined(`unix://${socket}`)).toMatch(version);
    expect(await examined(`redis://localhost/1?socket=${socket}`)).toMatch(version);
    expect(await examined(`unix://${socket}x`)).toContain(`redis.away: There is no socket ${socket}x.`);
  });

  test("it names the fault: no server, no such host, the password, the database, the rights", async () => {
    const { url, port, cli, stop } = await started(["requirepass right"]);
    const at = `127.0.0.1:${port}`;
    expect(await examined(`redis://:right@${at}`)).toContain("redis.good");
    expect(await examined(url)).toContain(`The Redis at ${at} wants a password.`);
    expect(await examined(`redis://:wrong@${at}`)).toContain(`The Redis at ${at} refuses the user or the password`);
    expect(await examined(`redis://:right@${at}/99`)).toContain("has no database of this number");
    cli("-a", "right", "ACL", "SETUSER", "small", "on", ">pw", "+ping");
    expect(await examined(`redis://small:pw@${at}`)).toContain("may not do what Saoma does");
    const allowed = "~saoma:* &saoma:* +@fast +@slow -@dangerous".split(" ");
    cli("-a", "right", "ACL", "SETUSER", "small", ...allowed);
    expect(await examined(`redis://small:pw@${at}`)).toContain("redis.good");
    await stop();
    expect(await examined(url)).toContain(`Nobody listens where the Redis at ${at} should be.`);
    expect(await examined("redis://none.invalid")).toContain("There is no such host as that of the Redis");
  });

  test("and a password where there is none, and a replica; a full Redis is accepted", async () => {
    const { port, cli, url } = await started();
    expect(await examined(`redis://u:pw@127.0.0.1:${port}`)).toMatch(
      /refuses the user or the password|has no password/,
    );
    cli("CONFIG", "SET", "maxmemory", "1");
    expect(await examined(url)).toContain("redis.good");
    cli("REPLICAOF", "127.0.0.1", "1");
    expect(await examined(url)).toContain("is a replica. Name the primary");
  });

  test("TLS is checked against the authority that is named", async () => {
    const day = 86_400_000;
    const [from, until] = [new Date(Date.now() - day), new Date(Date.now() + day)];
    const { cert, key } = selfMade({ for: "127.0.0.1", from, until });
    const folder = folderWith({ "cert.pem": cert, "key.pem": key });
    const pem = join(folder, "cert.pem");
    const server = await started();
    const settings = { "tls-cert-file": pem, "tls-key-file": join(folder, "key.pem"), "tls-auth-clients": "no" };
    for (const [name, value] of Object.entries(settings)) server.cli("CONFIG", "SET", name, value);
    server.cli("CONFIG", "SET", "tls-ca-cert-file", pem);
    const tlsPort = server.port + 1;
    expect(server.cli("CONFIG", "SET", "tls-port", String(tlsPort))).toBe("OK");
    expect(await examined(`rediss://127.0.0.1:${tlsPort}`, pem)).toContain("redis.good");
    expect(await examined(`rediss://127.0.0.1:${tlsPort}`)).toContain("Name its authority's file in redis.ca.");
    expect(await examined(`rediss://127.0.0.1:${server.port}`, pem)).toMatch(/no TLS there|does not answer/);
    expect(await examined(`redis://127.0.0.1:${tlsPort}`)).toContain("If it wants TLS, write rediss://");
  });

  test("config check reads the authority's file, and serve serves although Redis is away", async () => {
    const options = { ...good, database: { path: "saoma.db" }, redis: { url: "redis://127.0.0.1:9" } };
    const cwd = folderWith({ "saoma.config.mjs": `export default ${JSON.stringify(options)}` });
    expect((await saoma(["config", "check"], { cwd })).stdout).toContain("The configuration is good");
    const service = await running(["serve", "--port", "0"], { cwd });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(200);
    const { code, stderr } = await service.stop();
    const lines = stderr.split("\n").filter((line) => line.includes("without Redis each instance limits by itself"));
    expect([code, lines.length]).toEqual([0, 1]);
    expect(lines[0]).toContain("Redis at 127.0.0.1:9 ");
    const broken = { ...options, redis: { url: "rediss://127.0.0.1", ca: "none.pem" } };
    writeFileSync(join(cwd, "saoma.config.mjs"), `export default ${JSON.stringify(broken)}`);
    expect((await saoma(["config", "check"], { cwd })).stderr).toContain("redis.ca cannot be read");
  });
});
