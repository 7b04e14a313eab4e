import { spawnSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdirSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { systemRandom } from "../../src/base/random.ts";
import { privateNetwork } from "../../src/cli/simulator-run/namespace.ts";
import { createSimulator, makeCertificate } from "../../src/simulator/index.ts";
import { installPackages } from "../install-packages.ts";
import { folderWith, running, saoma } from "./saoma.ts";

const hasNetwork = "command" in privateNetwork({ hosts: "/etc/hosts", bundle: "/dev/null" });
const has = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;
const hasJava = spawnSync("java", ["-version"]).status === 0;
const hasGo = spawnSync("go", ["version"]).error === undefined;
const leftBehind = () => readdirSync(tmpdir()).filter((name) => name.startsWith("saoma-run-"));

const run = (program: readonly string[], options: readonly string[] = [], setting = {}) =>
  saoma(["simulator", "run", "--port", "0", ...options, "--", ...program], setting);

const token = "https://api.weixin.qq.com/cgi-bin/token?grant_type=client_credential";
const answered = expect.stringContaining('"errcode":41002');

test("the certificate is for the hosts, from an authority that is limited to them", () => {
  const hosts = ["api.weixin.qq.com", "mp.weixin.qq.com"];
  const made = makeCertificate({ hosts, now: Date.UTC(2026, 0, 2), random: systemRandom });
  const [cert, authority] = [new X509Certificate(made.cert), new X509Certificate(made.authority)];
  expect(cert.subjectAltName).toBe("DNS:api.weixin.qq.com, DNS:mp.weixin.qq.com");
  expect([cert.ca, authority.ca]).toEqual([false, true]);
  expect([cert.verify(authority.publicKey), cert.checkIssued(authority)]).toEqual([true, true]);
  expect(authority.verify(authority.publicKey)).toBe(true);
  expect([cert.validFrom, cert.validTo].map((at) => Date.parse(at))).toEqual([
    Date.UTC(2026, 0, 1),
    Date.UTC(2026, 0, 2) + 30 * 86_400_000,
  ]);
});

test.runIf(hasNetwork && has("curl"))("curl, with nothing of it changed, reaches the simulator", async () => {
  expect(await run(["curl", "-sS", token])).toMatchObject({ code: 0, stdout: answered });
});

const python = `import urllib.request as r; print(r.urlopen("${token}").read().decode())`;

test.runIf(hasNetwork && has("python3"))("Python's standard library does", async () => {
  expect(await run(["python3", "-c", python])).toMatchObject({ code: 0, stdout: answered });
});

const go = `package main
import ("fmt"; "io"; "net/http")
func main() {
	answer, err := http.Get("${token}")
	if err != nil { panic(err) }
	body, _ := io.ReadAll(answer.Body)
	fmt.Println(string(body))
}`;

test.runIf(hasNetwork && hasGo)("Go's standard library does", async () => {
  const cwd = folderWith({ "main.go": go });
  const built = spawnSync("go", ["build", "-o", "program", "main.go"], { cwd, encoding: "utf8" });
  expect(built.stderr).toBe("");
  expect(await run([join(cwd, "program")])).toMatchObject({ code: 0, stdout: answered });
});

const php = (ask: string) => ["php", "-r", ask];

test.runIf(hasNetwork && has("php"))("PHP's streams do", async () => {
  expect(await run(php(`echo file_get_contents('${token}');`))).toMatchObject({ code: 0, stdout: answered });
});

const hasPhpCurl = spawnSync("php", ["-r", "exit(function_exists('curl_init') ? 0 : 1);"]).status === 0;

test.runIf(hasNetwork && hasPhpCurl)("PHP's curl does", async () => {
  expect(await run(php(`curl_exec(curl_init('${token}'));`))).toMatchObject({ code: 0, stdout: answered });
});

const java = `import java.net.*; import java.net.http.*;
public class Ask { public static void main(String[] args) throws Exception {
  var url = URI.create("${token}");
  System.out.println(new String(url.toURL().openStream().readAllBytes()));
  var asked = HttpRequest.newBuilder(url).build();
  System.out.println(HttpClient.newHttpClient().send(asked, HttpResponse.BodyHandlers.ofString()).body());
} }`;

test.runIf(hasNetwork && hasJava)("Java's two clients do, which read no PEM", async () => {
  const cwd = folderWith({ "Ask.java": java });
  const { code, stdout } = await run(["java", join(cwd, "Ask.java")]);
  expect({ code, answers: stdout.match(/"errcode":41002/g)?.length }).toEqual({ code: 0, answers: 2 });
});

test.runIf(hasNetwork && hasJava)("other options for Java are kept", async () => {
  const env = { JAVA_TOOL_OPTIONS: "-Dtea=green" };
  const cwd = folderWith({
    "Say.java": 'class Say { public static void main(String[] a) { System.out.println(System.getProperty("tea")); } }',
  });
  expect((await run(["java", join(cwd, "Say.java")], [], { env })).stdout).toBe("green\n");
});

const asks = (url: string) => `fetch("${url}").then(async (answer) => console.log(answer.status, await answer.text()))`;

test.runIf(hasNetwork)("an SDK of others does, with its hosts written into it", async () => {
  const thirdParty = new URL("../third-party/", import.meta.url).pathname;
  installPackages(thirdParty, "the SDKs that the simulator is tried with");
  const { appid = "", secret = "" } =
    createSimulator()
      .world()
      .accounts.find(({ kind }) => kind === "service") ?? {};
  const script = `const Api = require("co-wechat-api"); const url = "http://127.0.0.1/";
    const api = new Api("${appid}", "${secret}");
    api.getJsConfig({ url, jsApiList: [] }).then(({ appId }) => console.log(appId));`;
  expect(await run([process.execPath, "-e", script], [], { cwd: thirdParty })).toMatchObject({ stdout: `${appid}\n` });
});

test.runIf(hasNetwork)("each of WeChat's hosts leads there, and nothing else leads anywhere", async () => {
  for (const host of ["api.weixin.qq.com", "mp.weixin.qq.com", "open.weixin.qq.com"]) {
    const { stdout } = await run([process.execPath, "-e", asks(`https://${host}/sns/auth`)]);
    expect(stdout).toContain('"errcode":41001');
  }
  const away = `fetch("http://192.0.2.1/").catch(({ cause }) => console.log(cause.code))`;
  expect((await run([process.execPath, "-e", away])).stdout).toBe("ENETUNREACH\n");
});

const server = `require("node:http").createServer((_, answer) => answer.end("the program"))
  .listen(Number(process.argv[1]), "127.0.0.1")`;

test.runIf(hasNetwork)("phones and named ports are reached from outside, and the end is the program's", async () => {
  const port = 20_000 + Math.floor(process.pid % 20_000);
  const args = ["simulator", "run", "--port", "0", "--forward", String(port), "--"];
  const child = await running([...args, process.execPath, "-e", server, String(port)], {}, "stderr");
  const world = (await (await fetch(`${child.url}/_sim/world`)).json()) as { accounts: unknown[] };
  expect(world.accounts.length).toBeGreaterThan(3);
  await expect
    .poll(async () => (await fetch(`http://127.0.0.1:${port}`).catch(() => undefined))?.text())
    .toBe("the program");
  expect((await child.stop()).code).toBe(143);
});

test.runIf(hasNetwork)("the exit code is the program's, and nothing is left behind", async () => {
  const before = leftBehind();
  expect((await run(["sh", "-c", "exit 7"])).code).toBe(7);
  expect(await run(["no-such-program"])).toMatchObject({ code: 1, stderr: expect.stringContaining("cannot be run") });
  expect(leftBehind()).toEqual(before);
});

test("without a private network the program is not run, and the line for the hosts file is said", async () => {
  const bin = folderWith();
  mkdirSync(join(bin, "empty"));
  const { code, stdout, stderr } = await run(["echo", "it ran"], [], { env: { PATH: join(bin, "empty") } });
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toContain("127.0.0.1 api.weixin.qq.com api2.weixin.qq.com mp.weixin.qq.com open.weixin.qq.com");
  expect(stderr).toContain("no private network here");
});

test("what belongs to the program is left to it", async () => {
  const help = await saoma(["simulator", "run", "--help"]);
  expect(help.stdout).toContain("Usage: saoma simulator run [options] -- PROGRAM");
  expect(await saoma(["simulator", "run"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("which program? Write saoma simulator run -- PROGRAM"),
  });
  expect((await saoma(["simulator", "run", "python", "--", "x"])).stderr).toContain("takes no python");
  if (hasNetwork) expect((await run(["echo", "--help", "--", "--port"])).stdout).toBe("--help -- --port\n");
});
