// The WeChats of whoever is signed in, and what is announced of their account. Bundle it for your page.
import {
  createClient,
  createIdentities,
  createLinking,
  createSessions,
  type IdentitiesView,
  type LinkingOptions,
  type LinkingState,
  type NoticeView,
  RequestFailed,
  type SessionsView,
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
const [list, changes, announced] = [find("#wechats"), find("#changes"), find("#announced")];
const [notices, status, panel] = [find("#notices"), find("[role=status]"), find("section")];
const [picture, code, link] = [find<HTMLImageElement>("img"), find("output"), find<HTMLAnchorElement>("a")];
const [add, again, cancel] = [find("#add"), find("#again"), find("#cancel")];
const [form, number, otp] = ["#pairing", "#number", "#otp"].map((form) => find<HTMLFormElement>(form));
const agree = find("#agree");

const failures: Readonly<Record<string, string>> = {
  last_identity: "这是最后一个微信，移除后就没法登录了",
  identity_taken: "这个微信已经属于另一个账号",
  identity_not_found: "这个微信已经不能恢复",
  not_signed_in: "请先登录",
  change_announced: "这项改动已经申请过了",
  change_not_found: "这项改动已经结束",
  younger_identity: "申请人的微信更早，这个微信不能反对",
  sms_unavailable: "现在发不了短信，请稍后再试",
  given_up: "已取消，什么都没有改变",
};

/** What the account's people are told, as a page says it. */
const told: Readonly<Record<NoticeView["kind"], string>> = {
  identity_added: "账号添加了另一个微信。不是你操作的？请移除它",
  identity_restored: "账号恢复了一个移除过的微信。不是你操作的？请移除它",
  identity_removed: "账号移除了一个微信",
  identity_taken_back: "新添加的微信已撤回，它做过的改动也已撤回",
  identity_lost: "一个微信已登记为丢失",
  invited: "我们为你的账号发出了一个邀请码。不是你要的？请马上联系我们",
  removal_announced: "有人申请移除一个较早的微信",
  deletion_announced: "有人申请注销这个账号",
  phone_announced: "有人申请更换手机号",
  invitation_announced: "我们为你的账号生成了一个邀请码，24 小时后生效。不是你要的？请取消它",
  change_stopped: "一项申请已取消，什么都没有改变",
  phone_changed: "手机号已更换",
  number_lost: "账号的手机号已是别人的，不再属于这个账号",
};

const dayOf = (time: string): string => new Date(time).toLocaleDateString("zh-CN", { month: "long", day: "numeric" });

async function showNotices(): Promise<void> {
  const lines = (await client.session())?.notices ?? [];
  notices.hidden = lines.length === 0;
  notices.replaceChildren(
    ...lines.map(({ kind, at }) =>
      Object.assign(document.createElement("p"), { textContent: `${dayOf(at)}：${told[kind]}` }),
    ),
  );
}

const announcements = {
  remove: "移除一个较早的微信",
  delete: "注销账号",
  phone: "更换手机号",
  invite: "邀请码生效",
} as const;

/** Who announced one may withdraw it, whoever is as old may object: neither needs a proof, because nothing is changed. */
function showChanges(open: IdentitiesView["changes"]): void {
  announced.hidden = open.length === 0;
  changes.replaceChildren(
    ...open.map(({ id, action, phone, dueAt, no }) => {
      const item = document.createElement("li");
      item.append(`${announcements[action]}${phone ? `（${phone}）` : ""}，${dayOf(dueAt)}执行`);
      if (no)
        item.append(
          button(no === "object" ? "反对" : "撤销", () => approved(() => identities.stopChange(id), "已取消")),
        );
      return item;
    }),
  );
}

function button(verb: string, press: () => void): HTMLElement {
  const made = Object.assign(document.createElement("button"), { type: "button", textContent: verb });
  made.onclick = press;
  return made;
}

function show({ identities: ours, removed, changes: open }: IdentitiesView): void {
  showChanges(open);
  void showNotices();
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
  const item = document.createElement("li");
  item.append(
    name,
    button(verb, () => approved(act, "好了", approval)),
  );
  return item;
}

/** Does it, once a WeChat of the account has approved this very thing. */
async function approved(act: () => Promise<IdentitiesView>, done: string, approval: Approval = {}): Promise<void> {
  try {
    const view = await act().catch(async (error: unknown) => {
      if (!(error instanceof RequestFailed) || error.code !== "fresh_proof_needed") throw error;
      await ask("prove", approval);
      return act();
    });
    show(view);
    const waits = view.changes.find(
      ({ action, identity }) => action === approval.for && identity === approval.identity,
    );
    status.textContent = waits ? `已申请，${dayOf(waits.dueAt)}执行；账号的其他微信会收到通知` : done;
  } catch (error) {
    const reason = error instanceof RequestFailed ? error.code : "";
    status.textContent = failures[reason] ?? "没有成功，请再试一次";
  }
}

/** Shows a QR, a code or a link, until it is done or given up. */
async function ask(purpose: Purpose, approval: Approval = {}): Promise<IdentitiesView> {
  const { promise, resolve, reject } = Promise.withResolvers<IdentitiesView>();
  const told = (state: LinkingState) => {
    draw(state, purpose, approval);
    if (state.kind === "linked") resolve(state);
    if (state.kind === "error" && !state.retryable) reject(new RequestFailed(state.code, state.message));
  };
  const linking = createLinking(client, told, { purpose, ...approval });
  const pair = (code?: string) =>
    linking.pair(code).catch(() => {
      // After the last one the page says what has become of it.
      if (form && !form.hidden) status.textContent = "配对码不对";
    });
  const enter = (from: HTMLFormElement | undefined, take: (typed: string) => Promise<void>) => {
    if (!from) return;
    from.onsubmit = (event) => {
      event.preventDefault();
      void take(from.querySelector("input")?.value ?? "");
    };
  };
  const failed = (words: string) => () => {
    status.textContent = words;
  };
  enter(form, pair);
  enter(number, (typed) => linking.sendPhone(typed).catch(failed("发不到这个号码，请检查")));
  enter(otp, (typed) => linking.enterOtp(typed).catch(failed("验证码不对")));
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

function draw(state: LinkingState, purpose: Purpose, approval: Approval): void {
  const shown = state.kind === "pending" ? state : undefined;
  picture.hidden = !shown?.qr;
  picture.src = shown?.qr?.image ?? "data:,";
  code.textContent = shown?.code?.text ?? "";
  link.hidden = !shown?.link;
  link.href = shown?.link ?? "";
  if (form) form.hidden = state.kind !== "pairing" || state.pairing !== "code";
  if (number) number.hidden = state.kind !== "phone";
  if (otp) otp.hidden = state.kind !== "phone" || state.sentTo === undefined;
  agree.hidden = state.kind !== "pairing" || state.pairing !== "agree";
  agree.textContent = purpose === "link" ? "是我，添加" : "是我，同意";
  status.textContent = wordsFor(state, purpose, approval);
}

function wordsForScan({ link, qr, code }: Extract<LinkingState, { kind: "pending" }>, purpose: Purpose): string {
  if (link && !qr) return purpose === "link" ? "请在微信里打开，添加那个微信" : "请在微信里打开，确认是你本人";
  if (code) return `把这串数字发给公众号「${code.sendTo.name}」`;
  return purpose === "link" ? "请用要添加的微信扫码" : "请先用这个账号的微信扫码，确认是你本人";
}

/** What a WeChat of the account is asked for by this page inside WeChat, where no chat asks it. */
const actions = {
  link: "添加另一个微信",
  remove: "移除一个微信",
  restore: "恢复移除过的微信",
  delete: "注销账号",
  phone: "更换手机号",
} as const;

function wordsForPairing(isCode: boolean, purpose: Purpose, { for: action = "link" }: Approval): string {
  if (isCode) return "请输入那个微信收到的配对码";
  return purpose === "link" ? "要添加这个微信吗？" : `用这个微信同意：${actions[action]}？`;
}

function wordsFor(state: LinkingState, purpose: Purpose, approval: Approval): string {
  switch (state.kind) {
    case "pending":
      return wordsForScan(state, purpose);
    case "pairing":
      return wordsForPairing(state.pairing === "code", purpose, approval);
    case "phone":
      return state.sentTo ? `验证码已发到 ${state.sentTo}` : "请输入新的手机号";
    case "scanned":
      return "已扫码，请在手机上确认";
    case "declined":
      if (state.reason === "wrong_pairing_code") return "配对码三次都不对，什么都没有改变";
      if (state.reason === "account_suspended") return "账号已被停用，什么都没有改变";
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
find("#phone").onclick = () => approved(() => ask("prove", { for: "phone" }), "", { for: "phone" });
find("#delete").onclick = () => approved(() => identities.deleteAccount(), "", { for: "delete" });

const sessions = createSessions(client);

/** Where the account is signed in: one press signs a browser out, at once. */
function showSessions({ sessions: all }: SessionsView): void {
  find("#sessions").replaceChildren(
    ...all.map(({ id, browser, network, createdAt, isCurrent }) => {
      const where = [browser || "未知浏览器", network, new Date(createdAt).toLocaleString()].filter(Boolean).join("，");
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: "退出" });
      button.onclick = () => signOut(() => sessions.end(id), isCurrent);
      const item = document.createElement("li");
      item.append(`${where}${isCurrent ? "（当前）" : ""}`, button);
      return item;
    }),
  );
}

async function signOut(act: () => Promise<SessionsView>, isOwn: boolean): Promise<void> {
  try {
    showSessions(await act());
    status.textContent = isOwn ? (failures.not_signed_in ?? "") : "那个浏览器已退出";
  } catch {
    status.textContent = "没有成功，请再试一次";
  }
}

find("#everywhere").onclick = () => signOut(() => sessions.endAll(), true);
await sessions.list().then(showSessions, () => {});
await approved(() => identities.list(), "");
// Back from WeChat's page, or loaded again: it goes on where it was.
const asked = sessionStorage.getItem("asked");
if (asked === "link") await addOne();
if (asked === "prove") await approved(() => ask("prove"), "已确认，请再来一次");
