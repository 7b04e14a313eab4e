import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { packagesOf } from "../install-packages.ts";

const here = new URL("./", import.meta.url).pathname;
const stranger = packagesOf(here, "the schemas of Kubernetes");
const read = (file: string): string => readFileSync(new URL(`../../docs/deployment/${file}`, import.meta.url), "utf8");

interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  // biome-ignore lint/suspicious/noExplicitAny: the file may contain anything
  readonly [field: string]: any;
}

interface Yaml {
  parse(text: string, options: { merge: boolean }): Manifest;
  parseAllDocuments(text: string): { toJS(): Manifest }[];
}

const { parseAllDocuments, parse } = stranger<Yaml>("yaml");
const manifests = parseAllDocuments(read("kubernetes.yaml")).map((one) => one.toJS());
const of = (kind: string): Manifest => manifests.find((one) => one.kind === kind) ?? { apiVersion: "", kind: "" };

type Class = new (data: object) => { validate(): void };

/** Rejects a manifest that does not match Kubernetes' schema. */
async function validate(manifest: Manifest): Promise<void> {
  const { apiVersion, kind } = manifest;
  const models = new URL(`./node_modules/kubernetes-models/${apiVersion}/index.js`, import.meta.url).href;
  const model = ((await import(models)) as Record<string, Class>)[kind];
  if (!model) throw new Error(`${apiVersion} has no ${kind}`);
  new model(manifest).validate();
}

test.each(manifests.map((one) => [one.kind, one] as const))(
  "the %s is as Kubernetes' schema says",
  async (_, manifest) => {
    await validate(manifest);
  },
);

test("a field that Kubernetes does not know, or of another type, is found", async () => {
  const deployment = structuredClone(of("Deployment"));
  await expect(validate({ ...deployment, spec: { ...deployment.spec, replicas: "two" } })).rejects.toThrow("replicas");
  const [container] = deployment.spec.template.spec.containers;
  container.readinessProb = container.readinessProbe;
  expect(unknownFields([deployment])).toMatch(/readinessProb\W+ does not exist/);
});

/** The schemas allow unknown fields, the types do not. Returns TypeScript's errors about the manifests as literals. */
function unknownFields(all: readonly Manifest[]): string {
  mkdirSync(join(here, ".saoma"), { recursive: true });
  const folder = mkdtempSync(join(here, ".saoma", "types-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const lines = all.map(
    ({ apiVersion, kind, ...rest }, at) =>
      `import type { I${kind} } from "kubernetes-models/${apiVersion}";\nexport const m${at}: I${kind} = ${JSON.stringify({ apiVersion, kind, ...rest })};`,
  );
  writeFileSync(join(folder, "manifests.ts"), lines.join("\n"));
  const tsc = new URL("../../node_modules/typescript/bin/tsc", import.meta.url).pathname;
  const how = [
    "--noEmit",
    "--strict",
    "--skipLibCheck",
    "--ignoreConfig",
    "--module",
    "nodenext",
    "--target",
    "es2024",
  ];
  return spawnSync(process.execPath, [tsc, ...how, join(folder, "manifests.ts")], { encoding: "utf8", cwd: here })
    .stdout;
}

test("no field of a manifest is unknown to Kubernetes", () => {
  expect(unknownFields(manifests)).toBe("");
});

test("the pods run as an unprivileged user, on a read-only root, without capabilities", () => {
  const { spec } = of("Deployment").spec.template;
  expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
  expect(spec.containers[0].securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ["ALL"] },
  });
});

test("what selects the pods selects them, what names a port or a volume names one that is there", () => {
  const { template, selector } = of("Deployment").spec;
  const { labels } = template.metadata;
  for (const chosen of [
    selector.matchLabels,
    of("Service").spec.selector,
    of("PodDisruptionBudget").spec.selector.matchLabels,
  ])
    expect(labels).toMatchObject(chosen);
  const [container] = template.spec.containers;
  const [{ name, containerPort }] = container.ports;
  expect(read("Dockerfile")).toContain(`EXPOSE ${containerPort}`);
  expect(of("Service").spec.ports[0].targetPort).toBe(name);
  for (const probe of ["startupProbe", "livenessProbe", "readinessProbe"])
    expect(container[probe].httpGet.port).toBe(name);
  const volumes = template.spec.volumes.map((one: { name: string }) => one.name);
  expect(container.volumeMounts.map((one: { name: string }) => one.name)).toEqual(volumes);
  expect(of("Ingress").spec.rules[0].http.paths[0].backend.service.name).toBe(of("Service").metadata.name);
});

test("a pod has longer to end than the balancer to notice and the last request to be answered", () => {
  const { spec } = of("Deployment").spec.template;
  const [{ args }] = spec.containers;
  const delay = Number(args[args.indexOf("--drain-delay") + 1]);
  expect(spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(delay + 30);
});

const secretFiles = (text: string): string[] =>
  [...text.matchAll(/_FILE: \/run\/secrets\/(\S+)/g)].map(([, name = ""]) => name);

test.each(["compose.yaml", "compose-two-instances.yaml"])("%s names each of its secrets and volumes once", (file) => {
  const { services, secrets, volumes } = parse(read(file), { merge: true });
  for (const service of Object.values<Manifest>(services))
    for (const name of service.secrets ?? []) expect(secrets[name]).toEqual({ file: `./secrets/${name}` });
  expect(new Set(secretFiles(read(file)))).toEqual(new Set(Object.keys(secrets)));
  for (const { volumes: used = [] } of Object.values<Manifest>(services))
    for (const one of used) if (!/^[./]/.test(one)) expect(Object.keys(volumes)).toContain(one.split(":")[0]);
});

test("two instances share a PostgreSQL that is ready before them, and nginx reaches both", () => {
  const { services } = parse(read("compose-two-instances.yaml"), { merge: true });
  const { postgres, nginx, ...instances } = services;
  expect(Object.keys(instances)).toEqual(nginx.depends_on);
  for (const [name, one] of Object.entries<Manifest>(instances)) {
    expect(one).toMatchObject({ read_only: true, cap_drop: ["ALL"] });
    expect(one.depends_on.postgres.condition).toBe("service_healthy");
    expect(read("nginx-two-instances.conf")).toContain(`server ${name}:7080`);
  }
  expect(postgres.healthcheck.test).toContain("pg_isready");
});
