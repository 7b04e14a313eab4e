// The dependencies of all routes of the operator's listener.
import type { Context } from "hono";
import type { Random } from "../base/random.ts";
import type { RequestScope } from "../base/request-scope.ts";
import type { Secret } from "../base/secret.ts";
import type { AdminRight } from "../domain/admin-key.ts";
import type { CountAborted } from "../http/aborted-bodies.ts";
import type { PushCount } from "../http/push-probe.ts";
import type { Ability } from "../login/channels/abilities.ts";
import type { FailedCall } from "../login/channels/failed-calls.ts";
import type { Application, Source, WebhookEndpoint } from "../login/context.ts";
import type { ConsoleByWechat } from "../login/operator/console-by-wechat.ts";
import type { Operator } from "../login/operator/operator.ts";
import type { Log } from "../ports/log.ts";
import type { DoctorRounds } from "./doctor-rounds.ts";
import type { QuotaSeen } from "./metrics/gauges.ts";
import type { Meter } from "./metrics/meter.ts";
import type { TokenCenter } from "./token-center.ts";

/** What the listener knows about a request beyond its content. */
export interface AdminEnv {
  /** The port on which the request arrived. */
  readonly port: number;
  /** The client's address, by `trustedProxies`; absent if unknown: all such clients share one limit. */
  readonly address?: string;
}

/** A service that events are sent to, as the Admin API shows it. */
export interface WebhookSeen extends WebhookEndpoint {
  /** The URL without its query. */
  readonly url: string;
}

/** An application of the configuration, as the console shows it. */
export interface ApplicationSeen extends Application {
  /** The names of the environment variables that its secrets may come from. */
  readonly variables: { readonly clientSecret: string; readonly wechatServerToken: string };
}

/** A source as this process knows it. */
export interface SourceSeen {
  readonly appid: string;
  readonly name: string;
  readonly kind: Source["kind"];
  /** Its server URL; absent if it receives no pushes. */
  readonly pushUrl?: string;
  /** The addresses that pushes are accepted from; absent: any. */
  readonly ipList?: readonly string[];
  readonly pushes: PushCount;
  /** Whether it has an access token of its own. */
  readonly hasToken: boolean;
  /** The remaining life of its access token in seconds, and its age if this process fetched it. */
  readonly token?: { readonly left: number; readonly age?: number };
  readonly quotas: readonly QuotaSeen[];
  readonly abilities: readonly Ability[];
  /** The calls to WeChat that failed, the latest first. */
  readonly failures: readonly FailedCall[];
}

/** The dependencies that the operator's routes share. */
export interface AdminDeps {
  readonly random: Random;
  readonly log: Log;
  readonly scope: RequestScope;
  readonly operator: Operator;
  /** The sign-in to the console by WeChat. */
  readonly signIn: ConsoleByWechat;
  readonly tokenCenter: TokenCenter;
  /** The services that events are sent to. */
  readonly webhooks: readonly WebhookSeen[];
  readonly applications: readonly ApplicationSeen[];
  readonly sources: () => Promise<readonly SourceSeen[]>;
  /** The database's time. */
  readonly now: () => number;
  readonly meter: Pick<Meter, "text" | "contentType">;
  /** The address under which operators reach this listener; absent if it is reached on this machine only. */
  readonly origin?: string;
  /** Whether the listener can be reached from this machine only. */
  readonly isLoopback: boolean;
  /** `SAOMA_ADMIN_KEY`. */
  readonly key?: Secret;
  readonly countAborted: CountAborted;
  /** Absent where the service was not started by `saoma serve`. */
  readonly doctor?: DoctorRounds;
}

export type AdminBindings = {
  Bindings: AdminEnv;
  Variables: { requestId: string; administrator: Administrator; visit: ConsoleVisit };
};

export type AdminContext = Context<AdminBindings>;

/** The holder of an admin key. */
export interface Administrator {
  /** The name in the audit log. */
  readonly actor: string;
  readonly right: AdminRight;
}

/** A signed-in operator of the console. */
export interface ConsoleVisit extends Administrator {
  /** Whether they signed in a few minutes ago, by the link or the WeChat that this session came from. */
  readonly isFresh: boolean;
  /** The account whose WeChat this session came from; absent if it came from a link. */
  readonly accountId?: string;
}
