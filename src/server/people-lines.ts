import { inspect, stripVTControlCharacters, styleText } from "node:util";
import type { LogLines } from "./log-lines.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The width of the level, so that messages are aligned. */
const levelWidth = 5;

const colours = { debug: "dim", info: "green", warn: "yellow", error: "red" } as const;

export interface PeopleLinesOptions {
  readonly colour: boolean;
  /** Translates a message for the reader. Default: the message itself. */
  readonly translated?: (english: string) => string;
}

const asItStands = (english: string): string => english;

/**
 * Writes log lines for a terminal instead of JSON: time of day, level, message, fields, and the stack of an error below.
 * Control characters are removed, because clients can put them into fields.
 */
export function peopleLines(to: LogLines, { colour, translated = asItStands }: PeopleLinesOptions): LogLines {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    colour ? styleText(style, text, { validateStream: false }) : text;
  return {
    flush: to.flush,
    write(line) {
      const { level, time, msg, err, ...fields } = JSON.parse(line) as Fields;
      const style = colours[level as keyof typeof colours] ?? "reset";
      const head = [paint("dim", timeOfDay(time)), paint(style, String(level).toUpperCase().padEnd(levelWidth))];
      const about = Object.entries(fields).map(([name, value]) => `${paint("dim", `${name}=`)}${shown(value)}`);
      to.write(`${[...head, plain(translated(String(msg))), ...about].join(" ")}\n${stackOf(err)}`);
    },
  };
}

/** The time of day in the terminal's time zone. */
function timeOfDay(time: unknown): string {
  const at = new Date(String(time));
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}

const shown = (value: unknown): string => {
  if (typeof value !== "string") return plain(typeof value === "object" ? JSON.stringify(value) : String(value));
  return /^[^\s"=]+$/.test(value) ? plain(value) : plain(JSON.stringify(value));
};

/** The text of an error, indented; it may have several lines. */
function stackOf(err: unknown): string {
  if (err === undefined) return "";
  const { stack, type: _type, message: _message, ...rest } = typeof err === "object" ? (err as Fields) : { stack: err };
  const more = Object.keys(rest).length > 0 ? `\n${inspect(rest, { depth: 6, breakLength: 110 })}` : "";
  return `${`${String(stack)}${more}`
    .split("\n")
    .map((line) => `    ${plain(line)}`)
    .join("\n")}\n`;
}

/** Control characters, and marks that change the direction of text. */
const unseen = /[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;

const plain = (text: string): string => stripVTControlCharacters(text).replace(unseen, "\ufffd");
