import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, globSync, rmSync, writeFileSync } from "node:fs";

/** A program or package of the machine that some suites need. */
export interface Need {
  readonly name: string;
  /** The Debian packages. */
  readonly packages: readonly string[];
  /** The suites that are skipped without it. */
  readonly suites: string;
  /** Whether it is installed. */
  present(): boolean;
}

const chromiums = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The path of Chromium: `SAOMA_CHROMIUM`, or the system's. */
export const findChromium = (): string | undefined =>
  [process.env.SAOMA_CHROMIUM, ...chromiums].find((path) => path !== undefined && isExecutable(path));

const chromium: Need = {
  name: "Chromium",
  packages: ["chromium"],
  suites: "test/e2e/**/*.test.ts",
  present: () => findChromium() !== undefined,
};

/** A font with Chinese. Without one, Chinese is drawn as boxes, and screenshots do not show whether a text fits. */
const chineseFont: Need = {
  name: "a Chinese font",
  packages: ["fonts-noto-cjk"],
  suites: chromium.suites,
  present: hasChineseFont,
};

/** The package of the Python example backend, which verifies signatures with it. */
const pyJwt: Need = {
  name: "PyJWT with cryptography",
  packages: ["python3-jwt", "python3-cryptography"],
  suites: "test/examples/**/*.test.ts",
  present: () => spawnSync("/usr/bin/python3", ["-c", "import jwt, cryptography"]).status === 0,
};

/** The path of promtool, which checks alert rules: `SAOMA_PROMTOOL`, or the system's. */
export const findPromtool = (): string | undefined =>
  [process.env.SAOMA_PROMTOOL, "/usr/bin/promtool"].find((path) => path !== undefined && isExecutable(path));

const promtool: Need = {
  name: "promtool",
  packages: ["prometheus"],
  suites: "test/monitoring/**/*.test.ts",
  present: () => findPromtool() !== undefined,
};

/** A third-party client of the OpenID provider. */
const authlib: Need = {
  name: "Authlib",
  packages: ["python3-authlib", "python3-requests"],
  suites: "test/connect/authlib.test.ts",
  present: () => spawnSync("/usr/bin/python3", ["-c", "import authlib, requests"]).status === 0,
};

const flask: Need = {
  name: "Flask with Authlib",
  packages: ["python3-flask", "python3-authlib", "python3-requests"],
  suites: "test/connect/flask.test.ts",
  present: () => spawnSync("/usr/bin/python3", ["-c", "import flask, authlib, requests"]).status === 0,
};

const django: Need = {
  name: "Django with Authlib",
  packages: ["python3-django", "python3-authlib", "python3-requests"],
  suites: "test/connect/django.test.ts",
  present: () => spawnSync("/usr/bin/python3", ["-c", "import django, authlib, requests"]).status === 0,
};

/** mod_auth_openidc without the package of Apache, which would start a server. */
const authOpenidc: Need = {
  name: "mod_auth_openidc for Apache",
  packages: ["libapache2-mod-auth-openidc"],
  suites: "test/connect/apache.test.ts",
  present: () => existsSync("/usr/lib/apache2/modules/mod_auth_openidc.so") && isExecutable("/usr/sbin/apache2"),
};

/** The smallest nginx package of Debian. */
const nginx: Need = {
  name: "nginx",
  packages: ["nginx-light"],
  suites: "test/connect/nginx.test.ts",
  present: () => isExecutable("/usr/sbin/nginx"),
};

const caddy: Need = {
  name: "Caddy",
  packages: ["caddy"],
  suites: "test/connect/caddy.test.ts",
  present: () => isExecutable("/usr/bin/caddy"),
};

const omniauth: Need = {
  name: "omniauth_openid_connect",
  packages: ["ruby-omniauth-openid-connect", "ruby-webrick"],
  suites: "test/connect/omniauth.test.ts",
  present: () =>
    isExecutable("/usr/bin/rackup") &&
    spawnSync("/usr/bin/ruby", ["-e", 'require "omniauth_openid_connect"; require "webrick"']).status === 0,
};

/**
 * The path of the Redis server that the suites start: `SAOMA_REDIS_SERVER`, or the system's. The program acts as the
 * server if it is called `redis-server`. The package `redis-tools` contains it without starting a service on 6379.
 */
export const findRedisServer = (): string | undefined =>
  [process.env.SAOMA_REDIS_SERVER, "/usr/bin/redis-check-rdb"].find((path) => path !== undefined && isExecutable(path));

const redis: Need = {
  name: "Redis",
  packages: ["redis-tools"],
  suites: "test/{adapters,cli,fault}/redis*.test.ts",
  present: () => findRedisServer() !== undefined,
};

/** The path of PgBouncer, a connection pooler for PostgreSQL: `SAOMA_PGBOUNCER`, or the system's. */
export const findPgBouncer = (): string | undefined =>
  [process.env.SAOMA_PGBOUNCER, "/usr/sbin/pgbouncer"].find((path) => path !== undefined && isExecutable(path));

const pgBouncer: Need = {
  name: "PgBouncer",
  packages: ["pgbouncer"],
  suites: "test/adapters/pgbouncer.test.ts",
  present: () => findPgBouncer() !== undefined,
};

export const needs: readonly Need[] = [
  chromium,
  chineseFont,
  pyJwt,
  promtool,
  authlib,
  flask,
  django,
  authOpenidc,
  omniauth,
  nginx,
  caddy,
  redis,
  pgBouncer,
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function hasChineseFont(): boolean {
  const listed = spawnSync("fc-list", [":lang=zh-cn", "file"], { encoding: "utf8" });
  if (listed.status === 0 && listed.stdout.trim() !== "") return true;
  return globSync("/usr/share/fonts/**/*{CJK,wqy,Droid*Fallback}*").length > 0;
}

/** Installs what is missing, if this is root on Debian or a derivative. What cannot be installed stays missing. */
export function install(missing: readonly Need[]): void {
  if (process.getuid?.() !== 0 || !existsSync("/etc/debian_version")) return;
  const all = missing.flatMap((need) => need.packages);
  console.log(`Installing with apt-get, because suites need them: ${all.join(", ")}`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const aptGet = (...args: string[]) => spawnSync("apt-get", args, { stdio: ["ignore", "inherit", "inherit"], env });
  const get = (packages: readonly string[]) =>
    aptGet("install", "-y", "-q", "--no-install-recommends", ...packages).status === 0;
  aptGet("update", "-q");
  withoutServices(() => {
    // A release may lack one of them, as Debian 11 lacks Caddy: apt-get then installs none.
    if (!get(all)) for (const { packages } of missing) get(packages);
  });
}

/**
 * Runs `work` with a policy-rc.d that keeps Debian from starting the services of packages, such as nginx on port 80,
 * unless there is one already.
 */
function withoutServices(work: () => void): void {
  const policy = "/usr/sbin/policy-rc.d";
  const isOurs = !existsSync(policy);
  if (isOurs) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    work();
  } finally {
    if (isOurs) rmSync(policy);
  }
}
