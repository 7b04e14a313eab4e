import type { SaomaLoginAttributes } from "./attributes.ts";
import type { SaomaLoginEvents } from "./element.ts";

type Camel<Name extends string> = Name extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<Camel<Rest>>}`
  : Name;

/** The attributes of `<saoma-login>` as properties of a component: `return-to` is `returnTo`. */
export type ComponentAttributes = {
  [Name in keyof SaomaLoginAttributes as Camel<Name>]?: SaomaLoginAttributes[Name];
};

/** The events of `<saoma-login>` by a component's names: `signed-in` is `signedIn`. */
export type ComponentEvents = {
  readonly [Name in keyof SaomaLoginEvents as Camel<Name>]: SaomaLoginEvents[Name];
};

/** A listener of an event. Its first argument is the new state, its second the event itself. */
export type Listener<Name extends keyof ComponentEvents> = (
  detail: ComponentEvents[Name]["detail"],
  event: ComponentEvents[Name],
) => void;

/** The attribute for each property of a component. */
export const attributeNames: Readonly<Record<keyof ComponentAttributes, keyof SaomaLoginAttributes>> = {
  server: "server",
  application: "application",
  channel: "channel",
  source: "source",
  claim: "claim",
  returnTo: "return-to",
  auto: "auto",
  session: "session",
  code: "code",
  invitation: "invitation",
  lang: "lang",
  theme: "theme",
  logo: "logo",
  name: "name",
};

/** The element's event for each event of a component. */
export const eventNames: Readonly<Record<keyof ComponentEvents, keyof SaomaLoginEvents>> = {
  state: "state",
  loading: "loading",
  pending: "pending",
  scanned: "scanned",
  terms: "terms",
  continue: "continue",
  pairing: "pairing",
  phone: "phone",
  granted: "granted",
  signedIn: "signed-in",
  signedOut: "signed-out",
  expired: "expired",
  declined: "declined",
  elsewhere: "elsewhere",
  error: "error",
  offline: "offline",
};

/** The attributes to set on the element. `true` becomes an empty attribute; `false` and undefined set none. */
export function attributesOf(given: Partial<Record<keyof ComponentAttributes, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributeNames).flatMap(([name, attribute]) => {
      const value = given[name as keyof ComponentAttributes];
      return value === undefined || value === false ? [] : [[attribute, value === true ? "" : String(value)]];
    }),
  );
}
