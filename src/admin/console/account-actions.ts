import { Hono } from "hono";
import { SaomaError } from "../../domain/errors.ts";
import { groupName } from "../../domain/group.ts";
import { html } from "../../http/html.ts";
import type { AdminBindings, AdminContext, AdminDeps } from "../context.ts";
import { type Said, showAccount, staleText } from "./account.ts";
import { instantOf, notice, showPage, spoken } from "./page.ts";
import type { Say } from "./texts.ts";

/** The fields of a submitted form. */
interface Asked {
  readonly id: string;
  /** The session or identity that the form is about. */
  readonly of: string;
  readonly c: AdminContext;
  readonly deps: AdminDeps;
  readonly say: Say;
}

type Action = (asked: Asked) => Promise<Said>;

/** The actions on an account. Each is a form on the account's page, which then shows the result. */
export function accountActions(deps: AdminDeps): Hono<AdminBindings> {
  const routes = new Hono<AdminBindings>();
  for (const [path, action] of Object.entries(actions)) {
    routes.post(`/:id/${path}`, async (c) => {
      const id = c.req.param("id") ?? "";
      const asked = { id, of: c.req.param("of") ?? "", c, deps, say: spoken(c).say };
      const isDone = c.get("visit").isFresh || !needsProof.has(path);
      return showAccount(c, deps, id, isDone ? await action(asked) : stale(c));
    });
  }
  routes.post("/:id/delete", (c) => erase(c, deps));
  return routes;
}

const by = (c: AdminContext) => ({ actor: c.get("visit").actor });

const mark =
  (mark: "lost" | "found"): Action =>
  async ({ id, of, c, deps, say }) => {
    if (!(await deps.operator.markWechat(id, of, { ...by(c), mark }))) throw new SaomaError("identity_not_found");
    return { text: say(mark === "lost" ? "markedLost" : "marked") };
  };

/**
 * Actions that cannot be undone or that let a person in. The administrator must have signed in within the last minutes.
 */
const needsProof: ReadonlySet<string> = new Set([
  "sessions/end",
  "sessions/:of/end",
  "identities/:of/remove",
  "identities/:of/found",
  "suspend",
  "unsuspend",
  "invite",
  "groups",
]);

const stale = (c: AdminContext): Said => ({
  text: spoken(c).say(staleText(c.get("visit"))),
  isBad: true,
  isStale: true,
});

const actions: Readonly<Record<string, Action>> = {
  "sessions/end": async ({ id, c, deps, say }) => {
    const count = await deps.operator.endSessions(id, by(c));
    if (count === undefined) throw new SaomaError("account_not_found");
    return { text: say("endedAll", { count: String(count) }) };
  },
  "sessions/:of/end": async ({ id, of, c, deps, say }) => {
    if (!(await deps.operator.endSession(id, of, by(c)))) throw new SaomaError("session_not_found");
    return { text: say("endedOne") };
  },
  "identities/:of/lost": mark("lost"),
  "identities/:of/found": mark("found"),
  "identities/:of/remove": async ({ id, of, c, deps, say }) => {
    const done = await deps.operator.removeIdentity(id, of, { ...by(c), waits: true });
    if (done === undefined) throw new SaomaError("identity_not_found");
    if (done === "last") return { text: say("lastWechat"), isBad: true };
    return { text: done === "removed" ? say("removed") : say("removalDone", { due: instantOf(done.dueAt) }) };
  },
  suspend: async ({ id, c, deps, say }) => {
    await deps.operator.suspend(id, by(c));
    return { text: say("suspendDone") };
  },
  unsuspend: async ({ id, c, deps, say }) => {
    await deps.operator.unsuspend(id, by(c));
    return { text: say("unsuspendDone") };
  },
  invite: async ({ id, c, deps, say }) => {
    if ((await deps.operator.account(id))?.account.suspendedAt !== undefined) {
      return { text: say("inviteSuspended"), isBad: true };
    }
    const invitation = await deps.operator.invite(id, { ...by(c), waits: true });
    if (!invitation) throw new SaomaError("account_not_found");
    return { text: say("inviteDone", { code: invitation.code, from: instantOf(invitation.validFrom) }) };
  },
  "invite/cancel": async ({ id, c, deps, say }) => {
    const isDone = await deps.operator.cancelInvitation(id, by(c));
    if (isDone === undefined) throw new SaomaError("account_not_found");
    return { text: say(isDone ? "inviteCancelled" : "noInvitation") };
  },
  groups: async ({ id, c, deps, say }) => {
    const { group, act } = await c.req.parseBody();
    if (typeof group !== "string" || !groupName.test(group)) return { text: say("groupBad"), isBad: true };
    const member = { accountId: id, group };
    await (act === "remove" ? deps.operator.removeFromGroup(member, by(c)) : deps.operator.addToGroup(member, by(c)));
    return { text: say("groupDone") };
  },
};

/** Deletes the account, if the administrator signed in a few minutes ago and typed its id. */
async function erase(c: AdminContext, deps: AdminDeps): Promise<Response> {
  const { say } = spoken(c);
  const id = c.req.param("id") ?? "";
  if (!c.get("visit").isFresh) return showAccount(c, deps, id, stale(c));
  const { id: typed } = await c.req.parseBody();
  if (typed !== id) return showAccount(c, deps, id, { text: say("deleteMismatch"), isBad: true });
  if (!(await deps.operator.erase(id, by(c)))) throw new SaomaError("account_not_found");
  return showPage(c, c.get("visit"), {
    title: say("people"),
    section: "people",
    content: html`${notice(say("deleted"))}`,
  });
}
