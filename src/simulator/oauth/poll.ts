import { DeadlineExceeded, withDeadline } from "../../base/deadline.ts";
import type { Simulation } from "../simulation.ts";
import type { Login, Status } from "./qrconnect.ts";

/**
 * `GET /connect/l/qrconnect?uuid=&last=`: waits until the status differs from `last` (at first: from waiting), and then
 * returns the script that the page runs.
 */
export async function longPoll(sim: Simulation, uuid: string, last: string): Promise<Response> {
  const login = sim.oauth.logins.get(uuid);
  if (login === undefined) return script(402, "");
  const status = await changed(sim, login, last === "" ? "408" : last);
  return script(status, status === 405 ? login.code : "");
}

async function changed(sim: Simulation, login: Login, last: string): Promise<Status> {
  const { clock, settings, oauth } = sim;
  const isOld = (): boolean => ["408", last].includes(String(oauth.logins.statusOf(login)));
  if (!isOld()) return oauth.logins.statusOf(login);
  const left = (login.expiresAt - clock.seconds()) * 1000;
  let stop = () => {};
  try {
    await withDeadline(
      clock,
      Math.max(0, Math.min(settings.longPollSeconds * 1000, left)),
      () =>
        new Promise<void>((resolve) => {
          stop = oauth.logins.watch(login, () => isOld() || resolve());
        }),
    );
    return oauth.logins.statusOf(login);
  } catch (error) {
    if (!(error instanceof DeadlineExceeded)) throw error;
    const status = oauth.logins.statusOf(login);
    // A status that is not new is reported as waiting.
    return status === 402 || !isOld() ? status : 408;
  } finally {
    stop();
  }
}

const script = (status: Status, code: string): Response =>
  new Response(`window.wx_errcode=${status};window.wx_code='${code}';`, {
    headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache, no-store" },
  });
