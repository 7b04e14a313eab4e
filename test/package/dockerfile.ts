import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";

/** An image: a folder stands for its root. */
export interface Image {
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly command: readonly string[];
  readonly health: readonly string[];
}

interface Stage {
  readonly name: string;
  readonly root: string;
  workdir: string;
  env: Record<string, string>;
  command: string[];
  health: string[];
}

/** The instructions with their arguments. A backslash at the end continues a line. */
export const instructionsOf = (text: string): [keyword: string, rest: string][] =>
  text
    .replaceAll(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => [line.split(" ")[0] ?? "", line.slice(line.indexOf(" ") + 1)]);

/**
 * Does what a Dockerfile says without Docker: each stage is a folder below `place`, its commands are run by `sh` as
 * this machine's user, with `env` and this machine's Node. Throws for an instruction that it does not know, for a file
 * that is not there and for a command that fails.
 */
export function build(text: string, context: string, place: string, env: NodeJS.ProcessEnv): Image {
  const stages: Stage[] = [];
  for (const [keyword, rest] of instructionsOf(text)) {
    if (keyword === "FROM") stages.push(opened(place, stages.length, rest));
    const stage = stages.at(-1);
    if (!stage) throw new Error(`${keyword} before FROM`);
    const inside = (path: string) =>
      path.startsWith("/") ? join(stage.root, path) : join(stage.root, stage.workdir, path);
    switch (keyword) {
      case "FROM":
      case "USER":
      case "EXPOSE":
        break;
      case "WORKDIR":
        stage.workdir = rest;
        mkdirSync(inside(rest), { recursive: true });
        break;
      case "ENV":
        stage.env = { ...stage.env, ...Object.fromEntries([rest.split("=")]) };
        break;
      case "VOLUME":
        // A volume that no RUN has made belongs to root, whom the service does not run as.
        execFileSync("test", ["-d", inside(rest)]);
        break;
      case "COPY":
        copy(rest, inside, (name) => (name === undefined ? context : rootOf(stages, name)));
        break;
      case "RUN":
        execFileSync("sh", ["-c", asOurselves(rest, stage.root)], {
          cwd: inside("."),
          env: { ...env, ...stage.env },
          stdio: "pipe",
        });
        break;
      case "HEALTHCHECK":
        stage.health = JSON.parse(rest.slice(rest.indexOf("[")));
        break;
      case "CMD":
        stage.command = JSON.parse(rest);
        break;
      default:
        throw new Error(`${keyword} is not known here`);
    }
  }
  const last = stages.at(-1);
  if (!last) throw new Error("a Dockerfile begins with FROM");
  return { ...last, workdir: join(last.root, last.workdir) };
}

function opened(place: string, index: number, rest: string): Stage {
  const root = join(place, `stage-${index}`);
  mkdirSync(root);
  return { name: / AS (\w+)$/.exec(rest)?.[1] ?? "", root, workdir: "/", env: {}, command: [], health: [] };
}

function copy(rest: string, inside: (path: string) => string, from: (stage: string | undefined) => string): void {
  const [, stage] = /^--from=(\w+) /.exec(rest) ?? [];
  const paths = rest.replace(/^--from=\w+ /, "").split(" ");
  const target = inside(paths.pop() ?? "");
  for (const path of paths) {
    const to = paths.length > 1 || rest.endsWith("/") ? join(target, basename(path)) : target;
    cpSync(join(from(stage), path), to, { recursive: true, verbatimSymlinks: true });
  }
}

const rootOf = (stages: readonly Stage[], name: string): string =>
  stages.find((stage) => stage.name === name)?.root ?? `no stage ${name}`;

/** A command with this process's user and group instead of the image's, and with paths below the image's folder. */
const asOurselves = (command: string, root: string): string =>
  command
    .replaceAll(/--(owner|group)=node/g, (_, of) => `--${of}=$(id -${of === "owner" ? "u" : "g"})`)
    .replaceAll(/ (\/\w+)/g, ` ${root}$1`);
