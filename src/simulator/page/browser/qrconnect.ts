/** The script of the login page with the QR: polls the status, shows it, and redirects to the site. */

interface Answer {
  wx_errcode?: number;
  wx_code?: string;
}

const { uuid = "", redirect = "", state = "", self = "", refusal = "" } = document.body.dataset;
const states: Readonly<Record<number, string>> = { 404: "scanned", 403: "cancelled", 402: "expired", 405: "done" };

/** Polls the status. The response is a script that sets two variables of the window, as WeChat's does. */
async function ask(last: string): Promise<Required<Answer>> {
  const query = `uuid=${encodeURIComponent(uuid)}&_=${Date.now()}${last === "" ? "" : `&last=${last}`}`;
  const text = await (await fetch(`/connect/l/qrconnect?${query}`)).text();
  const [, errcode = "500", code = ""] = /wx_errcode=(\d+);window\.wx_code='([^']*)';/.exec(text) ?? [];
  return { wx_errcode: Number(errcode), wx_code: code };
}

function leave(parameters: Record<string, string>): void {
  const [address = "", ...fragment] = redirect.split("#");
  const query = `${address.includes("?") ? "&" : "?"}${new URLSearchParams(parameters)}`;
  const target = [`${address}${query}`, ...fragment].join("#");
  if (self === "true") location.href = target;
  else if (window.top !== null) window.top.location.href = target;
}

async function follow(): Promise<void> {
  let last = "";
  for (;;) {
    const { wx_errcode: status, wx_code: code } = await ask(last).catch(() => ({ wx_errcode: 500, wx_code: "" }));
    const shown = states[status];
    if (shown !== undefined) document.body.dataset.status = shown;
    if (status === 405) return leave({ code, state });
    if (status === 402) return;
    if (status === 403 && refusal === "true") return leave({ state });
    last = status === 404 || status === 403 ? String(status) : "";
    if (status === 500) await new Promise((resolve) => setTimeout(resolve, 2000));
  }
}

function tellReady(): void {
  if (window.parent !== window) window.parent.postMessage({ wxLogin: "qrcode-ready" }, "*");
}

const image = document.querySelector<HTMLImageElement>(".qrcode");

/** Lets a simulated phone on the same screen scan the QR. */
const channel = new BroadcastChannel("camera");
channel.onmessage = ({ data }) => {
  if (data === "what is there?" && document.body.dataset.status === "wait") channel.postMessage({ image: image?.src });
};
if (image?.complete === true) tellReady();
else image?.addEventListener("load", tellReady);
void follow();
