import { personPath } from "./api.ts";
import { h } from "./dom.ts";
import { icons } from "./icons.ts";
import type { Phone } from "./phone.ts";
import type { State } from "./state.ts";
import { words } from "./words.ts";

/** The bar of WeChat's browser: a close button, title and host, and a button that opens a browser tab. */
export function pageBar(phone: Phone, { person }: State): HTMLElement[] {
  const { url = "", title = "" } = person?.page ?? {};
  const close = () => phone.closePage();
  const link = { class: "icon", href: url, target: "_blank", rel: "noreferrer noopener" };
  return [
    h("button", { type: "button", class: "icon", "aria-label": words.close, onclick: close }, icons.close()),
    h("h1", {}, title || words.pageTitle, h("small", { title: url, "data-testid": "address" }, addressOf(url))),
    h("a", { ...link, "aria-label": words.openPage, title: words.openPage }, icons.outside()),
  ];
}

const addressOf = (url: string): string => (URL.canParse(url) ? new URL(url).host + new URL(url).pathname : url);

/**
 * The page as WeChat's browser received it, rendered without its scripts. Its links and forms work. If it has a form
 * for browsers without scripts, that form is submitted where a script would have continued by itself.
 */
export function page(phone: Phone, { name, person }: State): HTMLElement[] {
  const { id = 0, url = "", outcome = "", isSnapshot = false } = person?.page ?? {};
  if (outcome === "unreachable")
    return [h("div", { class: "empty" }, icons.expired(), h("b", {}, words.unreachable), url)];
  const frame = h("iframe", {
    class: "page",
    src: `/_sim${personPath(name)}/page/document?${id}`,
    title: words.pageTitle,
    sandbox: "allow-same-origin allow-forms",
  }) as HTMLIFrameElement;
  frame.addEventListener("load", () => listen(phone, frame, url));
  const leave = () => phone.openPage({ url: person?.page?.first ?? url, full: true });
  return [
    h(
      "div",
      { class: "browser" },
      isSnapshot &&
        h(
          "div",
          { class: "snapshot" },
          words.snapshot,
          h("button", { type: "button", onclick: leave }, words.fullService),
        ),
      frame,
    ),
  ];
}

function listen(phone: Phone, frame: HTMLIFrameElement, base: string): void {
  const inside = frame.contentDocument;
  if (inside === null) return;
  const onwards = formInPlaceOfScript(inside, base);
  if (onwards !== undefined && wentOn.get(phone) !== base) {
    wentOn.set(phone, base);
    return void send(phone, onwards, null, base);
  }
  inside.addEventListener("click", (event) => {
    const link = (event.target as Element | null)?.closest?.("a[href]");
    const url = addressIn(link?.getAttribute("href"), base);
    if (link === null || link === undefined) return;
    event.preventDefault();
    if (url !== undefined) void phone.openPage({ url });
  });
  inside.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    void send(phone, form, (event as SubmitEvent).submitter, base);
  });
}

/**
 * The address at which each phone last submitted such a form. If the response is such a form again, it is not
 * submitted, to avoid a loop.
 */
const wentOn = new WeakMap<Phone, string>();

/**
 * After the redirect from WeChat with a code, a form in `noscript` without input fields does what the page's script
 * would do.
 */
function formInPlaceOfScript(inside: Document, base: string): HTMLFormElement | undefined {
  const { searchParams } = new URL(base);
  if (!searchParams.has("code") || !searchParams.has("state")) return undefined;
  const [form, ...others] = inside.querySelectorAll<HTMLFormElement>("noscript form");
  const isBare = form?.querySelector("input:not([type=hidden]), select, textarea") === null;
  return isBare && others.length === 0 ? form : undefined;
}

async function send(phone: Phone, form: HTMLFormElement, submitter: HTMLElement | null, base: string): Promise<void> {
  const url = addressIn(form.getAttribute("action") ?? "", base);
  if (url === undefined) return;
  const fields = Object.fromEntries([...new FormData(form, submitter)].map(([key, value]) => [key, String(value)]));
  if (form.method === "post") return phone.openPage({ url, form: fields });
  const address = new URL(url);
  address.search = new URLSearchParams(fields).toString();
  return phone.openPage({ url: address.href });
}

function addressIn(href: string | null | undefined, base: string): string | undefined {
  if (href === null || href === undefined || !URL.canParse(href, base)) return undefined;
  const url = new URL(href, base);
  return /^https?:$/.test(url.protocol) ? url.href : undefined;
}
