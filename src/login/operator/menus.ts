import type { LoginContext } from "../context.ts";
import type { By } from "./end-sessions.ts";

/** The menu of a source, after it was set or deleted at WeChat. */
export interface ChangedMenu {
  readonly appid: string;
  /** The number of top-level buttons before and after the change. */
  readonly before: number;
  readonly after: number;
}

/** Writes to the audit log that a menu was set or deleted. */
export const noteMenu = (
  { store }: Pick<LoginContext, "store">,
  { appid, before, after }: ChangedMenu,
  { actor }: By,
): Promise<void> =>
  store.transact(({ audit, now }) =>
    audit.append(
      {
        actor,
        action: after === 0 ? "menu.deleted" : "menu.set",
        target: appid,
        before: { buttons: before },
        after: { buttons: after },
      },
      now,
    ),
  );
