// The WeChats of whoever is signed in: a list, one more, one less. Bundle it for your page.
import {
  createClient,
  createIdentities,
  createLinking,
  type IdentitiesView,
  type LinkingOptions,
  type LinkingState,
  RequestFailed,
} from "saoma/client";

type Purpose = "link" | "prove";
type Approval = Pick<LinkingOptions, "for" | "identity">;

/** Where a page of WeChat's leads back to: here, where it goes on. */
const client = createClient({ returnTo: location.href });
const identities = createIdentities(client);

const find = <Found extends HTMLElement>(selector: string): Found => {
  const found = document.querySelector<Found>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
};
const [list, status, panel] = [find("ul"), find("p"), find("section")];
const [picture, code, link] = [find<HTMLImageElement>("img"), find("output"), find<HTMLAnchorElement>("a")];
const [add, again, cancel] = [find("#add"), find("#again"), find("#cancel")];
const [form, pairingCode, agree] = [find<HTMLFormElement>("form"), find<HTMLInputElement>("input"), find("#agree")];

const failures: Readonly<Record<string, string>> = {
  last_identity: "这是最后一个微信，移除后就没法登录了",
  identity_taken: "这个微信已经属于另一个账号",
  identity_not_found: "这个微信已经不能恢复",
  not_signed_in: "请先登录",
  given_up: "已取消，什么都没有改变",
};

function show({ identities: ours, removed }: IdentitiesView): void {
  list.replaceChildren(
    ...ours.map(({ id, source, isCurrent, lostAt }) =>
      row(
        `${source ?? "微信"}${isCurrent ? "（这次登录用的）" : ""}${lostAt ? "（已登记为丢失）" : ""}`,
        "移除",
        () => identities.remove(id),
        {
          for: "remove",
          identity: id,
        },
      ),
    ),
    ...removed.map(({ id, source }) =>
      row(`${source ?? "微信"}（已移除）`, "恢复", () => identities.restore(id), { for: "restore", identity: id }),
    ),
  );
}

function row(name: string, verb: string, act: () => Promise<IdentitiesView>, approval: Approval): HTMLElement {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: verb });
  button.onclick = () => approved(act, "好了", approval);
  const item = document.createElement("li");
  item.append(name, button);
  return item;
}

/** Does it, once a WeChat of the account has approved this very thing. */
async function approved(act: () => Promise<IdentitiesView>, done: string, approval: Approval = {}): Promise<void> {
  try {
    show(
      await act().catch(async (error: unknown) => {
        if (!(error instanceof RequestFailed) || error.code !== "fresh_proof_needed") throw error;
        await ask("prove", approval);
        return act();
      }),
    );
    status.textContent = done;
  } catch (error) {
    const reason = error instanceof RequestFailed ? error.code : "";
    status.textContent = failures[reason] ?? "没有成功，请再试一次";
  }
}

/** Shows a QR, a code or a link, until it is done or given up. */
async function ask(purpose: Purpose, approval: Approval = {}): Promise<IdentitiesView> {
  const { promise, resolve, reject } = Promise.withResolvers<IdentitiesView>();
  const told = (state: LinkingState) => {
    draw(state, purpose);
    if (state.kind === "linked") resolve(state);
    if (state.kind === "error" && !state.retryable) reject(new RequestFailed(state.code, state.message));
  };
  const linking = createLinking(client, told, { purpose, ...approval });
  const pair = (code?: string) =>
    linking.pair(code).catch(() => {
      // After the last one the page says what has become of it.
      if (!form.hidden) status.textContent = "配对码不对";
    });
  form.onsubmit = (event) => {
    event.preventDefault();
    void pair(pairingCode.value);
  };
  agree.onclick = () => void pair();
  again.onclick = () => linking.refresh();
  cancel.onclick = () => reject(new RequestFailed("given_up", "The person gave up."));
  linking.start();
  panel.hidden = false;
  sessionStorage.setItem("asked", purpose);
  return promise.finally(() => {
    linking.stop();
    sessionStorage.removeItem("asked");
    panel.hidden = true;
  });
}

function draw(state: LinkingState, purpose: Purpose): void {
  const shown = state.kind === "pending" ? state : undefined;
  picture.hidden = !shown?.qr;
  picture.src = shown?.qr?.image ?? "data:,";
  code.textContent = shown?.code?.text ?? "";
  link.hidden = !shown?.link;
  link.href = shown?.link ?? "";
  form.hidden = state.kind !== "pairing" || state.pairing !== "code";
  agree.hidden = state.kind !== "pairing" || state.pairing !== "agree";
  status.textContent = wordsFor(state, purpose);
}

function wordsForScan({ link, qr, code }: Extract<LinkingState, { kind: "pending" }>, purpose: Purpose): string {
  if (link && !qr) return purpose === "link" ? "请在微信里打开，添加那个微信" : "请在微信里打开，确认是你本人";
  if (code) return `把这串数字发给公众号「${code.sendTo.name}」`;
  return purpose === "link" ? "请用要添加的微信扫码" : "请先用这个账号的微信扫码，确认是你本人";
}

function wordsFor(state: LinkingState, purpose: Purpose): string {
  switch (state.kind) {
    case "pending":
      return wordsForScan(state, purpose);
    case "pairing":
      return state.pairing === "code" ? "请输入那个微信收到的配对码" : "要添加这个微信吗？";
    case "scanned":
      return "已扫码，请在手机上确认";
    case "declined":
      if (state.reason === "wrong_pairing_code") return "配对码三次都不对，什么都没有改变";
      if (state.reason === "wechat_lost") return "这个微信已登记为丢失，什么都没有改变";
      if (state.reason !== "conflict") return "手机上没有同意，什么都没有改变";
      return purpose === "link" ? "这个微信已有自己的账号，什么都没有改变" : "这个微信不属于你的账号";
    case "expired":
      return "已过期，请换一个";
    default:
      return "请稍候…";
  }
}

const addOne = () => approved(() => ask("link"), "已添加");
add.onclick = addOne;

await approved(() => identities.list(), "");
// Back from WeChat's page, or loaded again: it goes on where it was.
const asked = sessionStorage.getItem("asked");
if (asked === "link") await addOne();
if (asked === "prove") await approved(() => ask("prove"), "已确认，请再来一次");
