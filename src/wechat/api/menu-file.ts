import type { ShownButton } from "./menu.ts";
import type { MenuAction, MenuButton } from "./menu-button.ts";

/** One thing that WeChat would not accept. */
export interface MenuProblem {
  /** Where, in WeChat's own names, such as `button[0].sub_button[1].url`. */
  readonly path: string;
  /** The rule that is broken, as in "must be …". */
  readonly message: string;
}

/** The result of {@link readMenu}: the buttons, or everything that is wrong. */
export type ReadMenu =
  | {
      /** Whether the JSON is a menu. */
      readonly ok: true;
      /** The buttons. */
      readonly buttons: readonly MenuButton[];
    }
  | {
      /** Whether the JSON is a menu. */
      readonly ok: false;
      /** Everything that is wrong with it. */
      readonly problems: readonly MenuProblem[];
    };

type Fields = Readonly<Record<string, unknown>>;
type Note = (path: string, message: string) => void;

/** The rules for a field of a button: its maximum length in bytes, and its form. */
interface Rule {
  readonly most: number;
  readonly form?: readonly [RegExp, string];
}

const web: Rule = { most: 1024, form: [/^https?:\/\/[^/\s]+/i, "must be an http:// or https:// address"] };
const rules: Readonly<Record<string, Rule>> = {
  key: { most: 128 },
  url: web,
  appid: { most: 64, form: [/^wx[0-9a-f]{16}$/, "must be a mini-program's appid: wx and 16 hexadecimal digits"] },
  pagepath: { most: 1024, form: [/^[^/]/, "must be a page's path without a leading slash"] },
  media_id: { most: 128 },
  article_id: { most: 128 },
};

const keyed = ["key"];
/** The fields that each type of button requires besides its name. */
const needs: Readonly<Record<string, readonly string[]>> = {
  click: keyed,
  view: ["url"],
  miniprogram: ["appid", "pagepath", "url"],
  scancode_push: keyed,
  scancode_waitmsg: keyed,
  location_select: keyed,
  pic_sysphoto: keyed,
  pic_photo_or_album: keyed,
  pic_weixin: keyed,
  media_id: ["media_id"],
  article_id: ["article_id"],
  article_view_limited: ["article_id"],
};

/**
 * Reads a menu in WeChat's own JSON, as `menu/create` takes it (`{"button": […]}`) or as `menu/get` returns it
 * (`{"menu": {"button": […]}}`), and checks it by WeChat's rules.
 *
 * @see https://developers.weixin.qq.com/doc/subscription/api/custommenu/api_createcustommenu.html
 * @example
 * import { readMenu } from "saoma/wechat";
 *
 * const menu = readMenu({ button: [{ name: "主页", type: "view", url: "https://example.com/" }] });
 * if (menu.ok) console.log(menu.buttons.length);
 * else for (const { path, message } of menu.problems) console.log(path, message);
 */
export function readMenu(json: unknown): ReadMenu {
  const problems: MenuProblem[] = [];
  const note: Note = (path, message) => void problems.push({ path, message });
  const outer = isFields(json) && isFields(json.menu) ? json.menu : json;
  if (!isFields(outer) || !("button" in outer)) {
    return { ok: false, problems: [{ path: "button", message: `is missing. Write {"button": [ … ]}.` }] };
  }
  const buttons = listOf(outer.button, "button", 3, note).map((each, at) => readButton(each, `button[${at}]`, note));
  return problems.length > 0 ? { ok: false, problems } : { ok: true, buttons };
}

/**
 * Writes a menu in the JSON that {@link readMenu} reads.
 *
 * @example
 * import { createWechatApi, Secret, writeMenu } from "saoma/wechat";
 *
 * const api = createWechatApi({ fetch, appid: "wx0123456789abcdef", secret: new Secret("the AppSecret") });
 * const menu = await api.menu.get();
 * console.log(JSON.stringify(writeMenu(menu?.buttons ?? [])));
 */
export const writeMenu = (buttons: readonly ShownButton[]): object => ({ button: buttons.map(wireButton) });

function readButton(input: unknown, path: string, note: Note): MenuButton {
  if (!isFields(input)) return nothing(path, note);
  const { sub_button: below } = input;
  if (below === undefined || (Array.isArray(below) && below.length === 0)) return readAction(input, path, 16, note);
  const name = text(input.name, `${path}.name`, 16, note);
  for (const field of Object.keys(input).filter((field) => field !== "name" && field !== "sub_button")) {
    note(`${path}.${field}`, "is not supported for a button with a submenu. Remove it, or the sub_button.");
  }
  const inner = listOf(below, `${path}.sub_button`, 5, note).map((each, at) => {
    const place = `${path}.sub_button[${at}]`;
    return isFields(each) ? readAction(each, place, 60, note) : nothing(place, note);
  });
  return { name, buttons: inner };
}

function nothing(path: string, note: Note): MenuAction {
  note(path, "must be an object.");
  return { name: "", type: "click", key: "" };
}

function readAction(input: Fields, path: string, nameBytes: number, note: Note): MenuAction {
  const name = text(input.name, `${path}.name`, nameBytes, note);
  const below = input.sub_button;
  if (Array.isArray(below) ? below.length > 0 : below !== undefined) {
    note(`${path}.sub_button`, "is not allowed here: a menu has two levels. Move its entries up.");
  }
  const type = typeof input.type === "string" ? input.type : "";
  const needed = needs[type];
  if (!needed) note(`${path}.type`, `must be one of ${Object.keys(needs).join(", ")}.`);
  const values = (needed ?? []).map((field) => [field, fieldOf(input, field, path, note)] as const);
  const known = ["name", "type", "sub_button", ...(needed ?? Object.keys(rules))];
  for (const field of Object.keys(input).filter((field) => !known.includes(field))) {
    note(`${path}.${field}`, `is not supported for a button of type ${type}. Remove it.`);
  }
  return actionOf(name, type, Object.fromEntries(values));
}

function actionOf(name: string, type: string, fields: Readonly<Record<string, string>>): MenuAction {
  const { pagepath, media_id, article_id, ...same } = fields;
  const named = { pagePath: pagepath, mediaId: media_id, articleId: article_id };
  const present = Object.entries(named).filter(([, value]) => value !== undefined);
  // At this point the button has the fields of its type, or a problem was reported.
  return { name, type, ...same, ...Object.fromEntries(present) } as MenuAction;
}

function fieldOf(input: Fields, field: string, path: string, note: Note): string {
  const { most, form } = rules[field] ?? { most: 0 };
  const place = `${path}.${field}`;
  const value = text(input[field], place, most, note);
  if (value !== "" && form && !form[0].test(value)) note(place, `${form[1]}.`);
  return value;
}

function text(value: unknown, path: string, most: number, note: Note): string {
  const length = typeof value === "string" ? Buffer.byteLength(value) : 0;
  if (value === undefined) note(path, "is missing.");
  else if (typeof value !== "string") note(path, "must be a text.");
  else if (length < 1) note(path, "must not be empty.");
  else if (length > most) note(path, `must have at most ${most} bytes of UTF-8, this has ${length}.${chinese(most)}`);
  return typeof value === "string" ? value : "";
}

/** Only names are counted in Chinese characters. */
const chinese = (most: number): string =>
  most > 60 ? "" : ` A Chinese character has 3; phones show ${most === 16 ? 4 : 8} of them.`;

function listOf(value: unknown, path: string, most: number, note: Note): readonly unknown[] {
  if (!Array.isArray(value)) {
    note(path, `must be a list of 1 to ${most} buttons.`);
    return [];
  }
  if (value.length < 1 || value.length > most) note(path, `must have 1 to ${most} buttons, this has ${value.length}.`);
  return value;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function wireButton({ pagePath, mediaId, articleId, buttons, ...same }: ShownButton): object {
  const named = { ...same, pagepath: pagePath, media_id: mediaId, article_id: articleId };
  const present = Object.entries(named).filter(([, value]) => value !== undefined);
  return { ...Object.fromEntries(present), ...(buttons.length > 0 ? { sub_button: buttons.map(wireButton) } : {}) };
}
